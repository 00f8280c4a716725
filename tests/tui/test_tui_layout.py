"""How the tables of an input are understood, beside their lines."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import run, shown, until

from smits_tui.actions.inputs.archive.store import keep
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.screens.files.table_layout import LayoutScreen
from smits_tui.workspace import Workspace

TABLE = b"Plan of 2027\n\nCost centre,2027\nNetwork,700000\nWorkplace,500000\nTotal,1200000\n"


def receive(workspace: Workspace, record: Record, content: bytes, *, kept: bool = True) -> None:
    if kept:
        keep(workspace, content)
    received = InputReceived(
        id="I1",
        kind="budgets",
        path="budgets/plan.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        mtime_ns=1,
        version=1,
    )
    record.commit("watcher", lambda _state: [received, InputRead(id="I1", facts=())])


async def open_layout(app: SmitsApp, pilot: Pilot[None]) -> None:
    await pilot.press("3", "enter")
    await until(pilot, lambda: "plan.csv" in shown(app))
    await pilot.press("down", "o")
    await until(pilot, lambda: isinstance(app.screen, LayoutScreen))


@pytest.fixture(autouse=True)
def _state(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")


def test_lines_columns_and_proofs_stand_beside_the_table(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """Whoever doubts a fact sees which line was taken for what, and what adds up."""
    receive(workspace, record, TABLE)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_layout(app, pilot)
        await until(pilot, lambda: "1200000" in shown(app))
        told = shown(app).splitlines()
        kinds = {figure: next(line for line in told if figure in line) for figure in ("700000", "1200000")}
        assert "data" in kinds["700000"]
        assert "total" in kinds["1200000"]
        assert "sum of 2 lines" in " ".join(shown(app).split())
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, LayoutScreen))

    run(workspace, clock, test)


def test_without_a_copy_it_says_so(workspace: Workspace, record: Record, clock: Any) -> None:
    """An archive that was thinned out is no reason to fail."""
    receive(workspace, record, TABLE, kept=False)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_layout(app, pilot)
        await until(pilot, lambda: "No copy of it was kept." in shown(app))

    run(workspace, clock, test)
