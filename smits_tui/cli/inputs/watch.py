"""`smits watch`: the headless watcher."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from smits_tui.cli.common import JsonOption, WorkspaceOption, print_line, workspace_of
from smits_tui.cli.exits import narrate
from smits_tui.sanitize import plain

if TYPE_CHECKING:
    from smits_tui.daemon import Happening, Narrator
    from smits_tui.workspace import Workspace


TROUBLE = frozenset({"not-understood", "rejected", "set-aside", "untaken", "missing", "notify", "degraded"})
"""Events that need attention: a warning in the log."""
AGAIN_SECONDS = 3.0
"""The pause after a start that failed because the server went away meanwhile."""
END_SECONDS = 3.0
"""How long the work in hand may take to end: five seconds are promised, and a busy machine needs the rest."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(watch)


def watch(
    workspace: WorkspaceOption = None,
    once: Annotated[
        bool, typer.Option("--once", help="Process what is in the folders now, then exit.")
    ] = False,
    as_json: JsonOption = False,
    log: Annotated[
        bool, typer.Option("--log", help="Begin each line on stderr with the time (UTC) and a level.")
    ] = False,
    until_closed: Annotated[
        bool, typer.Option("--until-stdin-closes", hidden=True, help="End when the parent process ends.")
    ] = False,
) -> None:
    """Watch the input folders until stopped. Events go to stderr, or to stdout as JSON.

    With --once, exits with 3 if an input could not be read or understood.
    """
    from smits_tui.clock import system_clock
    from smits_tui.daemon import Daemon, watch_lock

    in_doubt = False
    opened = workspace_of(workspace)
    opened.make_folders()
    tell = _tell_json if as_json else _tell
    if log:
        _log_with_time()
        tell = _tell_json if as_json else _log
    stop = threading.Event()
    _stop_on_signals(stop, unfinished=1 if once else 0)
    if until_closed:
        _stop_when_stdin_closes(stop)
    if once:
        with watch_lock(opened, system_clock) as lease:
            in_doubt = Daemon(opened, narrate=tell, lease=lease).once(stop)
    else:
        _watch_in_turn(opened, tell, stop, is_interface=until_closed)
    if once and stop.is_set():
        narrate("Stopped before everything was read; the next run goes on there.")
        raise typer.Exit(1)
    if once and in_doubt:
        raise typer.Exit(3)


def _watch_in_turn(
    workspace: Workspace, tell: Narrator, stop: threading.Event, *, is_interface: bool
) -> None:
    """Watch until told to stop, again from the start if the server of the record went away at the start.

    Raises:
        AlreadyWatched: somebody else on this machine does.
        OtherFolder: these folders can't be watched for the team.
    """
    from smits_tui.clock import system_clock
    from smits_tui.daemon import Daemon, Happening, watch_lock
    from smits_tui.ledger.errors import LedgerUnreachable

    is_told = False
    while not stop.is_set():
        try:
            with watch_lock(workspace, system_clock, patient=True) as lease:
                is_told = False
                holder: Literal["daemon", "interface"] = "interface" if is_interface else "daemon"
                Daemon(workspace, narrate=tell, holder=holder, lease=lease).run(stop)
        except LedgerUnreachable as error:
            if not is_told:
                tell(Happening("degraded", f"{error} It is tried again."))
            is_told = True
            stop.wait(AGAIN_SECONDS)


def _tell(happening: Happening) -> None:
    narrate(f"{happening.type}: {happening.text}")


def _log(happening: Happening) -> None:
    level = logging.WARNING if happening.type in TROUBLE else logging.INFO
    logging.getLogger("smits").log(level, "%s: %s", happening.type, plain(happening.text))


def _log_with_time() -> None:
    """Write the log to stderr, each line with its time (RFC 3339) and level."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(
        format="%(asctime)s.%(msecs)03dZ %(levelname)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S",
        level=logging.INFO,
    )


def _tell_json(happening: Happening) -> None:
    print_line({"type": happening.type, "text": happening.text, **happening.data})


def _stop_on_signals(stop: threading.Event, unfinished: int) -> None:
    """Stop when asked to.

    Args:
        stop: set by SIGTERM and SIGINT.
        unfinished: the exit code if work must be broken off. A watcher has done its part then: to a service
            manager, another code than 0 is a failure.
    """

    def on_signal(_number: int, _frame: object) -> None:
        stop.set()
        threading.Thread(target=_end_at_last, args=(unfinished,), name="smits-end", daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)


def _end_at_last(exit_code: int) -> None:
    """End the process if it does not end by itself, e.g. because very many facts are being judged.

    Unfinished work is found in the record at the next start, as after a crash.
    """
    time.sleep(END_SECONDS)
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(exit_code)


def _stop_when_stdin_closes(stop: threading.Event) -> None:
    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    threading.Thread(target=wait, name="smits-parent", daemon=True).start()
