"""The board view: measures, money, roadmap, risks and matters, on one screen and beside the Overview."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import filled, raise_trigger, run, shown, still, until, written_down

from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Initiative, Measure, Risk
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.details.board_boxes import measures, money
from smits_tui.tui.live_view import Following
from smits_tui.tui.screens.strategy.board import BoardScreen
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)
    values: dict[str, Any] = {"objective": "O1", "target": 5.0, "baseline": 9.0, "better": "down"}
    set_record(record, Measure, by="kim", text="Outages", values=values)
    for period, value in (("2026-Q4", 8.25), ("2027-Q1", 6.0)):
        record_reading(record, "M1", value=value, period=period, by="kim", note="")
    today = record.state.today
    values = {"start": today - dt.timedelta(days=60), "end": today + dt.timedelta(days=60)}
    values |= {"progress": 50.0, "status": "under-way", "budget": 440_000.0}
    set_record(record, Initiative, by="kim", text="A second line", values=values)
    values = {"start": today - dt.timedelta(days=300), "end": today - dt.timedelta(days=200)}
    set_record(record, Initiative, by="kim", text="Overdue work", values=values)
    for likelihood, impact in (("high", "low"), ("medium", "high")):
        values = {"likelihood": likelihood, "impact": impact}
        set_record(record, Risk, by="kim", text=f"A risk of {impact} impact", values=values)
    raise_trigger(record, 20, "medium", "The market moved.")


def line_with(app: SmitsApp, words: str) -> str:
    """The line of the screen in which words stand."""
    return next(line for line in shown(app).splitlines() if words in line)


@pytest.mark.parametrize("width", [40, 43, 56, 80])
def test_a_row_of_figures_is_one_line(workspace: Workspace, clock: Any, width: int) -> None:
    """A narrow board has fewer columns, and no figure that belongs to the line above."""
    view = Following(workspace, clock).view()
    for part in (measures, money):
        rows = part(view, width).plain.splitlines()
        assert len(rows) > 1 or part is measures
        assert not [row for row in rows if len(row.rstrip()) > width]
    assert "6.00 of 5.00" in measures(view, width).plain
    assert "440,000" in money(view, width).plain


def test_the_board_shows_its_five_parts_and_each_opens_its_mode(workspace: Workspace, clock: Any) -> None:
    """On a large terminal without scrolling; on a small one, its parts stand below each other."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "Measures against targets" in shown(app) and "A second line" in shown(app))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen) and "likely" in shown(app))
        await still(pilot)  # its parts are drawn one after another
        matters = [line for line in shown(app).splitlines() if "T2 " in line or "T20" in line]
        assert "T2 " in matters[0]  # the critical one comes before
        assert "The market moved." in matters[1]
        measure = line_with(app, "Outages")
        assert "6.00 of 5.00" in measure
        assert "75%" in measure
        roadmap, overdue = line_with(app, "A second line"), line_with(app, "Overdue work")
        done, _, planned = roadmap.partition("│ ")[2].partition("│")
        assert "█" in done
        assert "░" in planned
        assert overdue.index("░") < roadmap.index("█")
        assert "late: Overdue work" in overdue
        assert "today" in shown(app)
        assert "50%" in line_with(app, "  440,000")  # what the initiative takes of the year's budget
        likely = line_with(app, "high     R")
        assert likely.index("R1") < line_with(app, "medium   ·").index("R2")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.current_mode == "measures" and not isinstance(app.screen, BoardScreen))
        await pilot.press("1")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Measures against targets" not in shown(app))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen) and "The market moved" in shown(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "A second line" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "overview" and not isinstance(app.screen, BoardScreen))

    run(workspace, clock, test, (200, 60))
