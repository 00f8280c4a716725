"""Whether everything works here: what `smits doctor` says."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from smits_rules.judges.durable import Engine
from smits_rules.vocabulary import SmitsError
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.session import open_ledger
from smits_tui.clock import system_clock
from smits_tui.heartbeat import read_heartbeat
from smits_tui.ledger.record import Record
from smits_tui.workspace import Workspace
from smits_watch.extraction.reader import Reader

LITTLE_ROOM = 200_000_000
"""Bytes free on the disk below which the record is in danger."""


class Finding(BaseModel):
    """What one check found."""

    about: str
    well: bool
    text: str

    @property
    def mark(self) -> str:
        """A sign for the terminal."""
        return "ok" if self.well else "!!"


def check_up(workspace: Workspace, open_record: Callable[[], Record]) -> list[Finding]:
    """Run all checks; none of them changes anything.

    Args:
        workspace: what to check.
        open_record: opens its record.
    """
    checks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: f"{workspace.settings().organisation}, {workspace.settings_file}"),
        ("record", lambda: f"whole, {open_ledger(workspace).verify()} entries"),
        ("state", lambda: f"{len(open_record().state.inputs())} inputs"),
        ("rules", lambda: f"{len(load_rules(workspace).rules)} rules"),
        ("engine", lambda: _engine(workspace)),
        ("reading", _reading),
        ("folders", lambda: _folders(workspace)),
        ("disk", lambda: _disk(workspace.root)),
    ]
    findings = [_checked(about, check) for about, check in checks]
    return [*findings, _watcher(workspace)]


class NotWell(SmitsError):
    """A check that failed."""


def _checked(about: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(about=about, well=True, text=check())
    except (SmitsError, OSError) as error:
        return Finding(about=about, well=False, text=str(error))


def _engine(workspace: Workspace) -> str:
    """Let the engine judge one fact of every type that rules speak of."""
    from smits_rules.vocabulary import BudgetChange

    fact = BudgetChange(basis="baseline", total=1.0, baseline=1.0, change=0.0, change_pct=0.0)
    with Engine(load_rules(workspace)) as engine:
        verdict = engine.judge([fact])[0]
    if verdict.refused:
        raise NotWell(f"the rules engine refused a plain fact: {verdict.refused}")
    return "durable_rules judges"


def _reading() -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "check.csv"
        file.write_text("Cost centre,2027\nNetwork,100\nWorkplace,200\n", encoding="utf-8")
        with Reader() as reader:
            reading = reader.read(file, name="budgets/check.csv", kind="budgets")
    if reading.status != "read" or not reading.facts:
        raise NotWell(f"a plain budget was not read: {reading.reason}")
    return "files are read in a child process"


def _folders(workspace: Workspace) -> str:
    bad = [path.name for path in sorted(workspace.inputs.iterdir()) if not os.access(path, os.R_OK | os.X_OK)]
    if bad:
        raise NotWell(f"these input folders can't be read: {', '.join(bad)}")
    return str(workspace.inputs)


def _disk(root: Path) -> str:
    free = shutil.disk_usage(root).free
    if free < LITTLE_ROOM:
        raise NotWell(f"only {free // 1_000_000} MB are free; make room before entries can't be written")
    return f"{free // 1_000_000_000} GB free"


def _watcher(workspace: Workspace) -> Finding:
    beat = read_heartbeat(workspace.heartbeat, system_clock())
    text = {
        "watching": f"watching {beat.folders} folders by {beat.backend}",
        "degraded": f"degraded: {beat.reason}",
        "stopped": "nobody watches now; `smits watch` or `smits` does",
    }[beat.state]
    return Finding(about="watcher", well=beat.state != "degraded", text=text)
