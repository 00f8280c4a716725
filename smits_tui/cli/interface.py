"""Opening the terminal interface. Nothing here needs the library that reads command lines."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from smits_tui.gc_pause import without_collection

if TYPE_CHECKING:
    from smits_tui.workspace import Workspace


def open_interface(asked: Path | None) -> None:
    """Open the terminal interface on a workspace; a person in front of a terminal may make one first.

    Raises:
        WorkspaceError: there is none.
    """
    with without_collection(keep=True):
        from smits_tui.workspace import WorkspaceError, find_workspace
    try:
        found = find_workspace(asked)
    except WorkspaceError:
        named = asked or os.environ.get("SMITS_WORKSPACE")
        made = None if named or not sys.stdin.isatty() else _set_up()
        if made is None:
            raise
        found = made
    with without_collection(keep=True):
        from smits_tui.tui.app import SmitsApp

    interface = SmitsApp(found)
    interface.run()
    if interface.trouble:
        raise interface.trouble


def _set_up() -> Workspace | None:
    from smits_tui.tui.setup import SetupApp

    interface = SetupApp()
    made = interface.run()
    if interface.trouble:
        raise interface.trouble
    return made
