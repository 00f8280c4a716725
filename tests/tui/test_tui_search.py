"""One search over everything that is recorded, in the palette."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import filled, run, shown, until, written_down

from smits_tui.ledger.record import Record
from smits_tui.presentation.record_search import findables
from smits_tui.process.entries.records import RECORD_KINDS
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)


def test_each_kind_of_thing_is_searched_and_leads_to_its_row(record: Record) -> None:
    """By words of its text, by its id, by what it is; all words must be in it, whatever their case."""
    candidates = list(findables(record.state))

    def rows(query: str) -> list[tuple[str, str]]:
        words = query.casefold().split()
        return [(one.area, one.key) for one in candidates if one.has(words)]

    assert rows("BUDGET against") == [("triggers", "T1")]
    assert rows("our people") == [("records", "W1")]
    assert rows("keep the *light*") == [("deliverables", "mission-and-vision/mission")]
    assert rows("copy of fy27") == [("inputs", "I3")]
    assert ("inputs", "I1") in rows("fact 880000")
    assert ("inputs", "I1") in rows("total 880,000")
    assert rows("objective stay") == [("records", "O1")]
    assert rows("nobody wrote this") == []
    listed = {one.key for one in candidates if one.area == "records"}
    assert listed == {one.id for model in RECORD_KINDS.values() for one in record.state.records(model)}


def test_the_palette_finds_what_is_typed_and_enter_shows_it(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"people")
        await until(pilot, lambda: "W1" in shown(app) and "SWOT point" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and app.screen.current == "W1")
        # A word with which facts begin is no id: what people must decide stays above what files state.
        await pilot.press("escape", "ctrl+p", *"budget")
        await until(pilot, lambda: "fact of budgets/FY27.xlsx" in shown(app))
        assert shown(app).index("trigger, high") < shown(app).index("fact of budgets/FY27.xlsx")
        await pilot.press("escape", "ctrl+p", *"t2")
        await until(pilot, lambda: "trigger, critical" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "triggers")
        await until(pilot, lambda: getattr(app.screen, "current", "") == "T2")

    run(workspace, clock, test)
