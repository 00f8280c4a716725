"""Records in the interface: one list of all, the SWOT board, scenarios side by side, and forms that check."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, SelectionList
from tui_support import filled, is_filled, run, said, shown, until, written_down

from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Initiative, Objective, Scenario, SwotPoint
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.tui.screens.strategy.scenarios import ScenariosScreen
from smits_tui.tui.screens.strategy.swot import SwotScreen
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _written_down(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)


async def form(app: SmitsApp, pilot: Pilot[None], **values: str) -> None:
    """Fill in the form that is open, and write it."""
    await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-text"))
    for name, value in values.items():
        app.screen.query_one(f"#field-{name}", Input).value = value
    await pilot.press("ctrl+s")


async def reason(app: SmitsApp, pilot: Pilot[None], words: str) -> None:
    """Type an answer into the question that is open."""
    await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query(Input))
    app.screen.query_one(Input).value = words
    await pilot.press("enter")


def test_a_record_is_changed_and_given_up_with_a_reason(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "t")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and "5 records" in shown(app))
        await pilot.press("e")
        await form(app, pilot, text="Stay up all night")
        await until(pilot, lambda: app.record.state.records(Objective)[0].text == "Stay up all night")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen))
        await pilot.press("x")
        await reason(app, pilot, " ")
        await until(pilot, lambda: "Give a reason for retiring" in shown(app))
        await reason(app, pilot, "it is reached")
        await until(pilot, lambda: not app.record.state.records(Objective))
        await until(pilot, lambda: "Retired: it is reached" in shown(app))
        await pilot.press("u")
        await until(pilot, lambda: len(app.record.state.records(Objective)) == 1)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        await pilot.press("down", "enter")
        await form(app, pilot, text="EUR/USD stays above 1.05")
        await until(pilot, lambda: "6 records" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Cycle 1" in shown(app))

    run(workspace, clock, test)


def test_a_form_says_while_one_types_what_could_not_be_written(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "t")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and "5 records" in shown(app))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-due"))
        app.screen.query_one("#field-due", Input).value = "some day"
        await until(pilot, lambda: "'some day' is not a date" in shown(app))
        app.screen.query_one("#field-due", Input).value = "2027-12-31"
        await until(pilot, lambda: "is not a date" not in shown(app))
        assert app.record.state.records(Objective)[0].data.due is None

    run(workspace, clock, test)


def test_the_swot_board_takes_moves_and_gives_up_points(workspace: Workspace, clock: Any) -> None:
    """Each box has its own list; evidence is chosen from what was read."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "b")
        await until(pilot, lambda: isinstance(app.screen, SwotScreen) and "Strengths · 1" in shown(app))
        await pilot.press("tab", "e")
        await until(pilot, lambda: said(app, "There is no point in this box"))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query(SelectionList))
        app.screen.query_one(SelectionList).select("I4")
        await form(app, pilot, text="An old network")
        await until(pilot, lambda: "Weaknesses · 1" in shown(app))
        made = app.record.state.records(SwotPoint)[-1].data
        assert (made.quadrant, made.evidence) == ("weakness", ("I4",))
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        await pilot.press("enter")
        await until(pilot, lambda: "Strengths · 2" in shown(app) and "Weaknesses · 0" in shown(app))
        app.screen.query_one("#board-threat").focus()
        await pilot.press("x")
        await reason(app, pilot, "it supports us again")
        await until(pilot, lambda: "Threats · 0" in shown(app))

    run(workspace, clock, test)


def test_scenarios_stand_side_by_side_and_one_is_chosen_for_reasons(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "v")
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen) and "250,000" in shown(app))
        assert "10,000" in shown(app)
        await pilot.press("right", "a")
        await reason(app, pilot, "")
        await until(pilot, lambda: "Give the reasons for choosing" in shown(app))
        await reason(app, pilot, "it grows with us")
        await until(pilot, lambda: "+ chosen" in shown(app) and "it grows with us" in shown(app))
        assert [one.data.chosen for one in app.record.state.records(Scenario)] == [False, True]

    run(workspace, clock, test)


def test_what_is_missing_leads_to_where_it_is_done(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))  # of what was reviewed
        await pilot.press("escape")
        await until(pilot, lambda: is_filled(app))
        await pilot.press("2", "d")  # from any mode
        await until(pilot, lambda: app.current_mode in ("inputs", "triggers"))
        await pilot.press("4", "x")
        await reason(app, pilot, "")
        await until(pilot, lambda: "Say why the strategy must be reassessed" in shown(app))

    run(workspace, clock, test)


def test_a_list_comes_in_and_what_it_leaves_open_is_asked_once(
    workspace: Workspace, clock: Any, tmp_path: Path
) -> None:
    """Two questions, one after the other; nothing is recorded before the last; the next list has none."""
    lines = ["Project;Lead;Begin;State", "One;Kim;03/04/2027;red", "Two;Lee;05/04/2027;amber"]
    first, later = tmp_path / "projects.csv", tmp_path / "later.csv"
    first.write_text("\n".join(lines), encoding="utf-8")
    later.write_text("\n".join([lines[0], "Three;Kim;06/07/2027;red"]), encoding="utf-8")

    async def choose(app: SmitsApp, pilot: Pilot[None], title: str, option: str) -> None:
        await until(pilot, lambda: isinstance(app.screen, Chooser) and title in shown(app))
        options = app.screen.query_one(OptionList)
        options.highlighted = next(
            at for at in range(options.option_count) if option == str(options.get_option_at_index(at).prompt)
        )
        await pilot.press("enter")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "t")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and "5 records" in shown(app))
        before = len(app.record.state.records(Initiative))
        await pilot.press("I")
        await choose(app, pilot, "Import from a table", "Initiatives")
        await reason(app, pilot, str(first))
        await choose(app, pilot, "does the day or the month come first?", "month first")
        assert len(app.record.state.records(Initiative)) == before
        await choose(app, pilot, "Which status do rows have with 'red' or 'amber'?", "under-way")
        await until(pilot, lambda: said(app, "2 added, 0 changed, 0 unchanged"))
        await pilot.press("I")
        await choose(app, pilot, "Import from a table", "Initiatives")
        await reason(app, pilot, str(later))
        await until(pilot, lambda: said(app, "1 added, 0 changed, 0 unchanged"))
        made = app.record.state.records(Initiative)[-1].data
        assert (made.text, made.start, made.status) == ("Three", dt.date(2027, 6, 7), "under-way")

    run(workspace, clock, test)
