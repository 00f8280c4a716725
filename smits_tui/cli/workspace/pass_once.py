"""Runs one pass of the watcher after a command that leaves something to read or judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smits_tui.cli.exits import narrate

if TYPE_CHECKING:
    from smits_tui.workspace import Workspace


def one_pass(workspace: Workspace) -> bool:
    """Read and judge what is waiting, unless a watcher runs and does so anyway.

    Returns:
        Whether this process did it.

    Raises:
        SmitsError: the record or the rules are invalid.
    """
    from smits_tui.clock import system_clock
    from smits_tui.daemon import AlreadyWatched, Daemon, watch_lock

    try:
        with watch_lock(workspace, system_clock) as lease:
            Daemon(
                workspace,
                narrate=lambda happening: narrate(f"{happening.type}: {happening.text}"),
                lease=lease,
            ).once()
    except AlreadyWatched:
        return False
    return True
