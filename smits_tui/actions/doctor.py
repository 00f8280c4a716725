"""Checks that everything works, for `smits doctor`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from smits_rules.judges.durable import Engine
from smits_rules.vocabulary import INPUT_KINDS
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.findings import CheckFailed, Finding, checked
from smits_tui.actions.inputs.checks import (
    check_archive,
    check_dropped,
    check_judging,
    check_quarantine,
    check_reading,
)
from smits_tui.actions.ledger.verification import verify_record
from smits_tui.actions.reachability import check_notifications
from smits_tui.actions.rules.checks import check_facts
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.rules.rules_in_force import rules_difference
from smits_tui.actions.setup.team_settings import settings_difference
from smits_tui.actions.sharing import check_sharing
from smits_tui.actions.watcher_state import WatcherState
from smits_tui.clock import system_clock
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.record import Record
from smits_tui.process.state import State
from smits_tui.workspace import Workspace
from smits_watch.extraction.reader import Reader

LITTLE_ROOM = 200_000_000
"""With less free space in bytes, appending may soon fail."""


def check_up(workspace: Workspace, open_record: Callable[[], Record]) -> list[Finding]:
    """Run all checks; none changes anything, but a team's copies that are damaged here are fetched again.

    Args:
        workspace: what to check.
        open_record: opens its record.
    """
    beat = WatcherState(workspace, system_clock).now()
    state = cache(lambda: open_record().state)
    checks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: _settings(workspace, state)),
        ("record", lambda: _record(workspace)),
        ("inputs", lambda: check_reading(state(), beat, system_clock())),
        ("dropped", lambda: check_dropped(workspace, state(), beat)),
        ("judging", lambda: check_judging(state(), beat, system_clock())),
        ("archive", lambda: check_archive(workspace, state(), _max_megabytes(workspace))),
        ("quarantine", lambda: check_quarantine(workspace, state())),
        ("facts", lambda: check_facts(workspace)),
        ("rules", lambda: _rules(workspace, state())),
        ("engine", lambda: _engine(workspace)),
        ("reading", _reading),
        ("folders", lambda: _folders(workspace)),
        ("sharing", lambda: check_sharing(workspace.root)),
        ("privacy", lambda: _privacy(workspace)),
        ("disk", lambda: _disk(workspace.root)),
        ("notify", lambda: check_notifications(workspace.settings(), beat)),
        ("watcher", lambda: _watcher(beat)),
    ]
    return [checked(about, check) for about, check in checks]


def _settings(workspace: Workspace, state: Callable[[], State]) -> str:
    """Check that the settings can be used, and are those of the team."""
    settings = workspace.settings()
    if is_team(workspace) and (difference := settings_difference(workspace, state(), settings)):
        raise CheckFailed(difference)
    return f"{settings.organisation}, {workspace.settings_file}"


def _record(workspace: Workspace) -> str:
    """Verify the ledger and everything derived from it."""
    verified = verify_record(workspace)
    copies = (
        f"; {counted(verified.copies, 'archived copy is', 'archived copies are')} unchanged"
        if verified.copies
        else ""
    )
    mended = f". {verified.mended}" if verified.mended else ""
    return f"intact, {counted(verified.tip.seq, 'entry', 'entries')}{copies}{mended}"


def _rules(workspace: Workspace, state: State) -> str:
    """Check that the rules can be used, and are those of the team."""
    pack = load_rules(workspace)
    if difference := rules_difference(workspace, state, pack):
        raise CheckFailed(difference)
    return f"{len(pack.rules)} rules"


def _engine(workspace: Workspace) -> str:
    """Let the engine judge one fact of every type used in rules."""
    from smits_rules.vocabulary import BudgetChange

    fact = BudgetChange(basis="baseline", total=1.0, baseline=1.0, change=0.0, change_pct=0.0)
    with Engine(load_rules(workspace)) as engine:
        verdict = engine.judge([fact])[0]
    if verdict.refused:
        raise CheckFailed(f"the rules engine refused a test fact: {verdict.refused}")
    return "durable_rules judges"


def _reading() -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "check.csv"
        file.write_text("Cost centre,2027\nNetwork,100\nWorkplace,200\n", encoding="utf-8")
        with Reader() as reader:
            reading = reader.read(file, name="budgets/check.csv", kind="budgets")
    if reading.status != "read" or not reading.facts:
        raise CheckFailed(f"a test budget was not read: {reading.reason}")
    return "files are read in a child process"


def _max_megabytes(workspace: Workspace) -> float:
    return workspace.settings().watch.max_megabytes


def _folders(workspace: Workspace) -> str:
    """Check that input folders are readable and the program's own files writable."""
    inputs = [workspace.inputs, *(workspace.inputs / kind for kind in INPUT_KINDS)]
    if missing := [folder.name for folder in inputs if not folder.is_dir()]:
        raise CheckFailed(
            f"These input folders are missing: {', '.join(missing)}; `smits watch` creates them."
        )
    needed = os.R_OK | os.W_OK | os.X_OK
    if closed := [folder.name for folder in inputs if not os.access(folder, needed)]:
        raise CheckFailed(f"These input folders can't be read or written: {', '.join(closed)}.")
    for folder in (workspace.hidden, workspace.archive, workspace.quarantine):
        _try_to_write(folder)
    return str(workspace.inputs)


def _privacy(workspace: Workspace) -> str:
    """Check whether other users of the machine can read settings and ledger.

    Opening the record restricts them, unless they belong to somebody else or are on a file system without
    permissions.
    """
    if exposed := workspace.open_to_others():
        raise CheckFailed(
            f"Other users of this machine can open {', '.join(map(str, exposed))}; their owner can restrict "
            "them with chmod go=, or move the workspace to a file system that keeps permissions."
        )
    return "only the owner can open settings and ledger"


def _try_to_write(folder: Path) -> None:
    """Write an unnamed file, since permissions alone don't reveal a read-only file system or a quota."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        raise CheckFailed(
            f"{folder} can't be written ({error.strerror}); nothing can be recorded."
        ) from error


def _disk(root: Path) -> str:
    free = shutil.disk_usage(root).free
    if free < LITTLE_ROOM:
        raise CheckFailed(
            f"only {free // 1_000_000} MB are free; free some space before entries can't be written"
        )
    return f"{free // 1_000_000_000} GB free"


def _watcher(beat: Heartbeat) -> str:
    """Check whether the watcher works, or was stopped properly."""
    if beat.state == "degraded":
        raise CheckFailed(f"degraded: {beat.reason}")
    if beat.state == "stopped" and beat.reason:
        raise CheckFailed(f"The watcher stopped: {beat.reason}; start `smits watch` again.")
    if beat.state == "stopped":
        return "nothing is watching; start `smits watch` or `smits`"
    return f"watching {beat.folders} folders by {beat.backend}"
