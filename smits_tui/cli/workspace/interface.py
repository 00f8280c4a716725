"""Opens the terminal interface. Imports no Typer, so that the interface starts faster."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from smits_rules.vocabulary import SmitsError
from smits_tui.gc_pause import without_collection

if TYPE_CHECKING:
    from smits_tui.workspace import Workspace


class NoTerminal(SmitsError):
    """The interface needs a terminal, and there is none."""

    exit_code = 2


def require_terminal(instead: str) -> None:
    """Check that there is a terminal for showing the interface and reading keys.

    Args:
        instead: what works without a terminal, as a clause.

    Raises:
        NoTerminal: input or output is a file, a pipe or nothing, e.g. in cron.
    """
    if "TEXTUAL_DRIVER" in os.environ:
        return  # `smits serve` draws into a browser
    # Textual draws on stderr, and takes the size of the terminal from stdout.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise NoTerminal(f"smits needs a terminal, and there is none here; {instead}.")


def open_interface(asked: Path | None) -> None:
    """Open the terminal interface on a workspace; without one, offer to create it.

    Raises:
        NoTerminal: there is no terminal.
        WorkspaceError: there is none.
    """
    require_terminal("`smits status` shows the current status, and `smits --help` lists all commands")
    with without_collection(keep=True):
        from smits_tui.workspace import WorkspaceError, find_workspace
    try:
        workspace = find_workspace(asked)
    except WorkspaceError:
        named = asked or os.environ.get("SMITS_WORKSPACE")
        made = None if named else _set_up()
        if made is None:
            raise
        workspace = made
    with without_collection(keep=True):
        from smits_tui.tui.app import SmitsApp

    following: Workspace | None = workspace
    while following is not None:  # another one may be chosen in the interface
        interface = SmitsApp(following)
        interface.run()
        if interface.trouble:
            raise interface.trouble
        following = interface.next_workspace


def _set_up() -> Workspace | None:
    from smits_tui.tui.setup import SetupApp

    interface = SetupApp()
    made = interface.run()
    if interface.trouble:
        raise interface.trouble
    return made
