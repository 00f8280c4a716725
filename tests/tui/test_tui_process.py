"""Cycle, deliverables, measures and history in the interface: a cycle is led with keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea
from tui_support import confirm, named, receive, run, said, shown, until

from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Measure, Objective, Risk
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.forms.text_form import TextForm
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _a_workspace_with_people(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, record: Record
) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    named(workspace, "kim", "tom")
    receive(record, 1, "budgets", "FY27.xlsx")


async def answer(pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Prompt) and pilot.app.screen.is_mounted)
    pilot.app.screen.query_one(Input).value = words
    await pilot.press("enter")


async def opened(app: SmitsApp, pilot: Pilot[None]) -> None:
    """Go to the cycle, and open one."""
    await pilot.press("4")
    await until(pilot, lambda: "No cycle is open" in shown(app))
    await pilot.press("O")
    await answer(pilot, " ")
    await until(pilot, lambda: "Give a reason for opening" in shown(app))
    await answer(pilot, "the first one")
    await until(pilot, lambda: "Cycle 1 · Plan" in shown(app))


def test_a_cycle_is_opened_and_led_on(workspace: Workspace, clock: Any) -> None:
    """What is missing stands beside the step, a gate that is not met refuses with a sentence."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        await until(pilot, lambda: "1 input has not been reviewed yet: I1." in shown(app))
        await pilot.press("p")
        await until(pilot, lambda: said(app, "can do it: Cycle (4), key l"))
        assert app.record.state.cycle().completed == {}  # type: ignore[union-attr]
        await pilot.press("l")
        await confirm(pilot)
        await until(pilot, lambda: "Nothing is left to do; p completes it." in shown(app))
        await pilot.press("p")
        await confirm(pilot)
        await until(pilot, lambda: "assess" in app.record.state.cycle().completed)  # type: ignore[union-attr]
        await until(pilot, lambda: "1 of 12 steps" in shown(app))

    run(workspace, clock, test)


def test_a_record_is_written_in_a_form_that_says_what_is_wrong(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-due"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The text is missing" in shown(app))
        app.screen.query_one("#field-text", Input).value = "It stays up"
        app.screen.query_one("#field-due", Input).value = "soon"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "'soon' is not a date" in shown(app))
        app.screen.query_one("#field-due", Input).value = "2027-12-31"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(app.record.state.records(Objective)) == 1)
        await until(pilot, lambda: not isinstance(app.screen, Form))
        (made,) = app.record.state.records(Objective)
        assert (made.text, str(made.data.due), made.set_by) == ("It stays up", "2027-12-31", "kim")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Chooser))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Chooser))
        assert app.record.state.records(Risk) == []

    run(workspace, clock, test)


def test_a_section_is_written_confirmed_and_its_document_refused_until_it_is_whole(
    workspace: Workspace, clock: Any
) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await opened(app, pilot)
        await pilot.press("5")
        await until(pilot, lambda: "0 of 5 documents are in force" in shown(app))
        await pilot.press("l")
        await until(pilot, lambda: said(app, "Choose a section"))
        screen: Any = app.screen
        screen.reveal("mission-and-vision/mission")
        await until(pilot, lambda: "What IT is there for." in shown(app))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, TextForm) and app.screen.query(TextArea))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "can't be empty" in shown(app))
        app.screen.query_one(TextArea).text = "We keep the [bold]light[/bold] on."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.current == "mission-and-vision/vision")  # the next one to write
        screen.reveal("mission-and-vision/mission")
        await until(pilot, lambda: "We keep the [bold]light[/bold] on." in shown(app))
        await pilot.press("s")
        await until(pilot, lambda: said(app, "'Vision' is not written"))
        screen.reveal("mission-and-vision/vision")
        await until(pilot, lambda: "in a few years" in shown(app))
        await pilot.press("l")
        await until(pilot, lambda: said(app, "nothing to confirm"))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, TextForm) and app.screen.query(TextArea))
        app.screen.query_one(TextArea).text = "Nobody waits."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Nobody waits." in shown(app))
        await pilot.press("s")
        await confirm(pilot)
        await until(pilot, lambda: len(app.record.state.versions_of("mission-and-vision")) == 1)
        await pilot.press("p")
        await until(pilot, lambda: said(app, "0 of 2 needed agreed"))
        await pilot.press("a")
        await confirm(pilot)
        await until(pilot, lambda: app.record.state.agreement("kim"))
        await pilot.press("x")
        await answer(pilot, "too short")
        await until(pilot, lambda: len(app.record.state.objections()) == 1)
        await pilot.press("K")
        await answer(pilot, "For [i]whom[/i]?")
        await until(pilot, lambda: "Vision · 1 comment" in shown(app) and "For [i]whom[/i]?" in shown(app))
        await pilot.press("K")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        for key in ("j", "enter"):  # faster than they are handled
            app.simulate_key(key)
        await answer(pilot, "For all of us.")
        await until(pilot, lambda: "· kim, 2027-03-10: For all of us." in shown(app))
        await pilot.press("K")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: "(resolved by kim)" in shown(app) and "1 comment" not in shown(app))
        await pilot.press("c")
        await until(pilot, lambda: "Since version 1" in shown(app) and "No differences." in shown(app))
        await pilot.press("c")
        await until(pilot, lambda: "Since version 1" not in shown(app))

    run(workspace, clock, test)


def test_a_measure_is_written_and_read(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("6")
        await until(pilot, lambda: "There are no measures yet" in shown(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-target"))
        app.screen.query_one("#field-text", Input).value = "Outages"
        app.screen.query_one("#field-target", Input).value = "5"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "0 of 1 meet their target" in shown(app))
        for period, value in (("2027-Q1", "much"), ("2027-Q1", "4"), ("2027-Q2", "6")):
            await pilot.press("r") if not isinstance(app.screen, Form) else None
            await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-value"))
            app.screen.query_one("#field-period", Input).value = period
            app.screen.query_one("#field-value", Input).value = value
            await pilot.press("ctrl+s")
            if value == "much":
                await until(pilot, lambda: "'much' is not a number" in shown(app))
            else:
                await until(pilot, lambda: not isinstance(app.screen, Form))
        await until(pilot, lambda: "Better: 6 after 4." in shown(app))
        (measure,) = app.record.state.records(Measure)
        assert [reading.value for reading in measure.readings] == [4, 6]

    run(workspace, clock, test)


def test_history_shows_every_entry_in_full_and_filters(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("8")
        await until(
            pilot, lambda: "3 entries" in shown(app) and "read budgets/FY27.xlsx: 1 fact" in shown(app)
        )
        assert "login, machine" in shown(app)  # there is room
        await until(pilot, lambda: "enter shows all" in shown(app))
        assert "Total | 880,000" not in shown(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Total | 880,000" in shown(app))
        await pilot.press("slash", *"settings")
        await until(pilot, lambda: "set the settings of Acme" in shown(app) and "read bud" not in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "organisation  Acme" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "read budgets/FY27.xlsx" in shown(app))

    run(workspace, clock, test, (200, 50))


def test_a_file_is_rehearsed_and_then_added(workspace: Workspace, clock: Any, tmp_path: Any) -> None:
    """What it would trigger is seen before it counts; a path that a terminal pastes is taken too."""
    file = tmp_path / "deal.md"
    file.write_text("---\nfacts:\n- {fact: opportunity, title: A market, value: 900000}\n---\n# A market\n")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("3")
        await until(pilot, lambda: "opportunities" in shown(app))
        screen: Any = app.screen
        screen.reveal("opportunities")
        before = app.record.seq
        await pilot.press("h")
        await answer(pilot, "missing.md")
        await until(pilot, lambda: "There is no file 'missing.md'" in shown(app))
        await answer(pilot, str(file))
        await until(pilot, lambda: "would raise" in shown(app) and "opportunity-large" in shown(app))
        assert app.record.seq == before
        await pilot.press("n")
        await answer(pilot, f"'{file}'")
        added = workspace.inputs / "opportunities" / "deal.md"
        await until(pilot, added.exists)

    run(workspace, clock, test)
