"""Hers: the bar names who acts, she can act as one of the people, and she hears what comes in elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from tui_support import confirm, filled, named, raise_trigger, run, said, shown, until

from smits_tui.actions.session import open_record
from smits_tui.actions.strategy.agreement.identity import passphrase_hash
from smits_tui.actions.strategy.cycle import open_cycle
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import submit
from smits_tui.actions.triggers.triage import dismiss
from smits_tui.ledger.chain import chain
from smits_tui.ledger.record import Record
from smits_tui.process.entries.asked import AskedCandidate, AskedQuestion
from smits_tui.process.entries.entry import InputRead
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _state_of_its_own(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, record: Record, clock: Any
) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    named(workspace, "mary", "tom")
    filled(record, clock)


def test_the_bar_names_who_acts_and_another_person_can_be_chosen(workspace: Workspace, clock: Any) -> None:
    """What is decided afterwards stands in the record under the chosen name."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        assert "· kim (preset)" in shown(app).splitlines()[0]
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.size.width == 80 and "· kim" in shown(app).splitlines()[0])
        await pilot.resize_terminal(60, 15)
        modes = [mode.key + mode.short for mode in MODE_BY_NAME.values()]
        await until(pilot, lambda: all(mode in shown(app).splitlines()[1] for mode in modes))
        await pilot.resize_terminal(120, 40)
        app.action_act_as()
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query(OptionList))
        assert "kim (preset), who can't agree or approve" in shown(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "· mary (chosen)" in shown(app).splitlines()[0])
        await pilot.press("2", "a")
        await confirm(pilot)
        (cycle,) = app.record.state.cycles()
        trigger = app.record.state.trigger(cycle.triggers[0])
        assert trigger is not None
        assert trigger.history[-1]["by"] == "mary"

    run(workspace, clock, test)


def test_what_is_grave_is_announced_where_she_is_and_marked_on_its_tab(
    workspace: Workspace, clock: Any
) -> None:
    """Until she looks: a low one waits in its list, and what is decided announces nothing."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        other, _ = open_record(workspace, clock)

        def ask(read: InputRead) -> None:
            other.commit("watcher", lambda _state: [read])

        dismiss(other, ["T1"], by="tom", reason="known")
        raise_trigger(other, 4, "low", "A small thing happened.")
        raise_trigger(other, 5, "critical", "The only data centre closes.")
        await until(pilot, lambda: said(app, "Critical: The only data centre closes."))
        assert "Triggers!" in shown(app).splitlines()[1]
        assert not said(app, "A small thing")
        candidates = tuple(AskedCandidate(answer=name, meaning="880,000") for name in ("Revised", "Final"))
        asked = AskedQuestion(id="Q1", topic="amount-column", text="Which column?", candidates=candidates)
        ask(InputRead(id="I4", understood="questions", questions=(asked,)))
        await until(pilot, lambda: said(app, "The only data centre closes. (1 question)"))
        assert "Inputs?" in shown(app).splitlines()[1]
        await pilot.press("2")
        await until(pilot, lambda: "Triggers!" not in shown(app))
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "overview" and "Inputs?" in shown(app))
        for number in (2, 3):  # a burst; the trigger was seen meanwhile
            later = asked.model_copy(update={"id": f"Q{number}"})
            ask(InputRead(id=f"I{number - 1}", understood="questions", questions=(later,)))
            app._follow()  # both before the app handles anything else, as on a busy machine
        await until(pilot, lambda: said(app, "3 questions wait. Press ? to answer them."))
        assert len([toast for toast in app._notifications if "question" in toast.message]) == 1

    run(workspace, clock, test)


def test_another_login_agrees_only_with_the_persons_passphrase(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """It is asked for before the question what is agreed to; a wrong one is refused where it is typed."""
    text = workspace.settings_file.read_text(encoding="utf-8")
    mine = f'name = "tom"\npassphrase = "{passphrase_hash("four words of tom")}"\n'
    workspace.settings_file.write_text(text.replace('name = "tom"\n', mine), encoding="utf-8")
    open_cycle(record, by="mary", reason="the yearly plan")
    for name in ("mission", "vision"):
        write_section(record, "mission-and-vision", name, "We keep the light on [I1].", by="mary")
    submit(record, workspace, "mission-and-vision", by="mary")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        app._act_as("tom")
        await app.go("deliverables", "mission-and-vision/vision")
        await until(pilot, lambda: isinstance(app.screen, ModeScreen) and app.screen.filled.is_set())
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query(Input))
        await pilot.press(*"a guess", "enter")
        await until(pilot, lambda: "This is not tom's passphrase" in shown(app))
        assert "a guess" not in shown(app)
        app.screen.query_one(Input).value = "four words of tom"
        await pilot.press("enter")
        await confirm(pilot)
        await until(pilot, lambda: app.record.state.agreement("tom"))
        (agreed,) = (
            entry for entry in chain(app.record.ledger.lines()) if entry.type == "deliverable.agreed"
        )
        assert (agreed.by, agreed.data["confirmed"]) == ("tom", "passphrase")

    run(workspace, clock, test)
