"""Triggers of one cause stand together in the interface and are decided with one reason."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from tui_support import raise_trigger, receive, run, shown, until

from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import TriggerUpdated
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.widgets.list_view import ListTable
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _two_budgets(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, record: Record) -> None:
    """Two triggers on one budget, and between them in severity one on another."""
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    receive(record, 1, "budgets", "FY27.xlsx")
    for number, severity, period in ((1, "high", "FY2027"), (2, "medium", "FY2028"), (3, "low", "FY2027")):
        raise_trigger(record, number, severity, f"The {period} budget is lower.")
        trigger = record.state.trigger(f"T{number}")
        assert trigger is not None
        named = {
            name: getattr(trigger, name) for name in TriggerUpdated.model_fields if hasattr(trigger, name)
        }
        of_matter = TriggerUpdated(**{**named, "matter": f"budget {period.casefold()}"})
        record.commit("watcher", lambda _, entry=of_matter: [entry])  # type: ignore[misc]


def test_a_matter_stands_together_and_is_dismissed_with_one_reason(workspace: Workspace, clock: Any) -> None:
    """One key marks all of the same budget; the other budget is left open."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        await until(pilot, lambda: app.screen.query("ListTable") and "└ The FY2027" in shown(app))
        assert list(app.screen.query_one(ListTable).keys) == ["T1", "T3", "T2"]
        await until(pilot, lambda: "Same matter: T3 (open)" in shown(app))
        await pilot.press("m", "x")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.is_mounted)
        app.screen.query_one(Input).value = "The board knows."
        await pilot.press("enter")
        await until(pilot, lambda: len(app.record.state.triggers("dismissed")) == 2)
        assert [trigger.id for trigger in app.record.state.triggers("open")] == ["T2"]

    run(workspace, clock, test)
