"""The interface: what keys do, what is refused, and that it follows what others record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.widgets import Input
from tui_support import (
    HOSTILE,
    click,
    click_on,
    confirm,
    filled,
    raise_trigger,
    receive,
    run,
    shown,
    still,
    until,
)

from smits_tui.actions.session import open_record
from smits_tui.actions.triggers.triage import accept
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import TriggerLapsed
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.widgets.list_view import ListTable
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _state_of_its_own(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)


def statuses(app: SmitsApp) -> dict[str, str]:
    return {trigger.id: trigger.status for trigger in app.record.state.triggers()}


async def open_triggers(app: SmitsApp, pilot: Pilot[None]) -> None:
    """Go to the list, and wait until the cursor stands on the gravest trigger."""
    await pilot.press("2")

    def there() -> bool:
        tables: Any = app.screen.query("ListTable")
        return bool(tables) and tables.first().current == "T2"

    await until(pilot, there)


async def answer(pilot: Pilot[None], words: str) -> None:
    """Type into the dialog that is to come up, and answer."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Prompt) and pilot.app.screen.is_mounted)
    pilot.app.screen.query_one(Input).value = words
    await pilot.press("enter")


def test_accepting_opens_a_cycle_and_shows_it(workspace: Workspace, clock: Any) -> None:
    """Two keys take the gravest trigger into a cycle, in the name of who sits there."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("a")
        await confirm(pilot)
        await until(pilot, lambda: "cycle 1 · PLAN" in shown(app))
        trigger = app.record.state.trigger("T2")
        assert trigger is not None
        assert (trigger.status, trigger.history[-1]["by"]) == ("accepted", "kim")

    run(workspace, clock, test)


def test_dismissing_asks_for_a_reason_until_it_gets_one(workspace: Workspace, clock: Any) -> None:
    """The refusal stands in the dialog; nothing is recorded before."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("x")
        await answer(pilot, "  ")
        await until(pilot, lambda: "Give a reason for dismissing it" in shown(app))
        assert statuses(app)["T2"] == "open"
        await answer(pilot, "known since spring")
        await until(pilot, lambda: statuses(app)["T2"] == "dismissed" and app.screen.query("ListTable"))
        assert "T2" not in app.screen.query_one(ListTable).keys

    run(workspace, clock, test)


def test_a_lapsed_trigger_needs_nothing_and_says_so_where_it_is_shown(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """It is neither among the open ones nor counted with them; its own list says that it holds no longer."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        lapsed = [TriggerLapsed(id="T2", reason="The facts no longer meet this rule.", pack="p")]
        app.record.commit("watcher", lambda _state: lapsed)
        app.refresh_view()
        await until(pilot, lambda: "T2" not in app.screen.query_one(ListTable).keys)
        assert app.view.status.triggers["open"] == len(app.view.undecided) == 2
        await until(pilot, lambda: "1 lapsed" in shown(app))
        for _ in range(4):
            await pilot.press("t")
        await until(pilot, lambda: list(app.screen.query_one(ListTable).keys) == ["T2"])
        await until(pilot, lambda: "No longer holds" in shown(app) and "Lapsed on" in shown(app))
        await pilot.press("1")
        await until(pilot, lambda: "Triggers · 2 open" in shown(app))
        assert "ends on 30 June" not in shown(app)

    run(workspace, clock, test)


@pytest.mark.parametrize(
    ("day", "said"), [("soon", "is not a date"), ("2020-01-01", "after today"), ("+0", "after today")]
)
def test_deferring_refuses_what_is_no_day_to_come(
    workspace: Workspace, clock: Any, day: str, said: str
) -> None:
    """And takes a number of days as well as a date."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("f")
        await answer(pilot, day)
        await until(pilot, lambda: said in " ".join(shown(app).split()))
        await answer(pilot, "+30")
        await until(pilot, lambda: statuses(app)["T2"] == "deferred")
        trigger = app.record.state.trigger("T2")
        assert trigger is not None
        assert trigger.until == app.record.state.today + dt.timedelta(days=30)

    run(workspace, clock, test)


def test_one_key_takes_a_decision_back(workspace: Workspace, clock: Any) -> None:
    """On the list of deferred triggers, since a decided one is no longer among the open ones."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("f")
        await answer(pilot, "+30")
        await until(pilot, lambda: statuses(app)["T2"] == "deferred")
        for _ in range(3):
            await pilot.press("t")
        await until(pilot, lambda: "Deferred · 1" in shown(app))
        await pilot.press("u")
        await answer(pilot, "it is needed now")
        await until(pilot, lambda: statuses(app)["T2"] == "open")
        await until(pilot, lambda: "There is no deferred trigger here" in shown(app))

    run(workspace, clock, test)


def test_escape_leaves_a_dialog_without_deciding(workspace: Workspace, clock: Any) -> None:
    """Nobody dismisses by accident."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Prompt))
        assert set(statuses(app).values()) == {"open"}

    run(workspace, clock, test)


def test_several_are_marked_and_decided_together(workspace: Workspace, clock: Any) -> None:
    """Three mails about one matter are one decision."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("space", "space", "a")
        await confirm(pilot)
        await until(pilot, lambda: len(app.record.state.cycles()) == 1)
        assert statuses(app) == {"T1": "accepted", "T2": "accepted", "T3": "open"}
        cycle = app.record.state.cycle()
        assert cycle is not None
        assert sorted(cycle.triggers) == ["T1", "T2"]

    run(workspace, clock, test)


def test_what_somebody_else_decided_is_refused_with_a_sentence(workspace: Workspace, clock: Any) -> None:
    """Two people sit at two screens; the second hears who was first."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        screen: Any = app.screen
        other, _ = open_record(workspace, clock)
        accept(other, ["T2"], by="lee")
        await app.run_action("accept", screen)  # before the next look at the record
        await until(pilot, lambda: isinstance(app.screen, Confirm) and app.screen.query("#dialog-do"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "T2 was already accepted by lee" in shown(app))

    run(workspace, clock, test)


def test_what_others_record_appears_at_once_and_leaves_the_cursor(
    workspace: Workspace, clock: Any, record: Record
) -> None:
    """The daemon works while somebody reads."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("down")
        table: Any = app.screen.query_one("ListTable")
        await until(pilot, lambda: table.current == "T1")
        raise_trigger(record, 4, "critical", "A merger was reported.")
        await until(pilot, lambda: "A merger was reported." in shown(app))
        assert "A merger was reported." in shown(app)
        assert table.current == "T1"

    run(workspace, clock, test)


def test_a_filter_shows_what_contains_the_words(workspace: Workspace, clock: Any) -> None:
    """And escape shows everything again; where nothing does, that is said, and not that all is well."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("slash", *"budget 880", "enter")
        table: Any = app.screen.query_one("ListTable")
        await until(pilot, lambda: list(table.keys) == ["T1"])
        await pilot.press("escape", "slash", *"nowhere", "enter")
        await until(pilot, lambda: "None of 3 rows contains “nowhere”" in shown(app))
        assert "Nothing calls the strategy into question" not in shown(app)
        await pilot.press("escape")
        await until(pilot, lambda: list(table.keys) == ["T2", "T1", "T3"])

    run(workspace, clock, test)


def test_every_status_can_be_listed(workspace: Workspace, clock: Any) -> None:
    """What was decided can be looked up."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("a")
        await confirm(pilot)
        await pilot.press("t")
        table: Any = app.screen.query_one("ListTable")
        await until(pilot, lambda: list(table.keys) == ["T2"])
        await pilot.press("t", "t")
        await until(pilot, lambda: "There is no deferred trigger here" in shown(app))

    run(workspace, clock, test)


def test_the_explanation_says_why_and_what_would_turn_it(workspace: Workspace, clock: Any) -> None:
    """Sentence, condition with limit and value, place in the source, history."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_triggers(app, pilot)
        await pilot.press("down")
        await until(pilot, lambda: "change in percent" in shown(app))
        told = " ".join(shown(app).split())
        for part in (
            "change in percent",
            "-12 %",
            "at most -10 %",
            "budget cut in percent",
            "-9.9 %",
            "IT!B7",
            "raised by watcher",
        ):
            assert part in told, part

    run(workspace, clock, test)


def test_inputs_show_what_was_read_and_what_was_rejected(workspace: Workspace, clock: Any) -> None:
    """With reason, place, and what the file did."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("3", "enter", "down")
        await until(pilot, lambda: "Same content as I1" in shown(app))
        await pilot.press("down")
        await until(pilot, lambda: "ask the sender for it again" in " ".join(shown(app).split()))
        await pilot.press("down")
        await until(pilot, lambda: "What it triggered" in shown(app))
        told = " ".join(shown(app).split())
        assert "880,000" in told
        assert "IT!B7" in told
        assert "What it triggered" in told

    run(workspace, clock, test)


def test_an_open_folder_takes_up_new_files(workspace: Workspace, clock: Any, record: Record) -> None:
    """The tree follows as well."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("3", "enter")
        await pilot.pause()
        receive(record, 9, "budgets", "FY28.xlsx")
        await until(pilot, lambda: "FY28.xlsx" in shown(app))
        assert "FY28.xlsx" in shown(app)

    run(workspace, clock, test)


def test_texts_of_files_are_never_markup(workspace: Workspace, clock: Any) -> None:
    """A vendor called `[red]` is shown as such, on every screen and in every dialog."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for keys in (("1",), ("2",), ("x",), ("escape", "3", "down", "down", "enter", "down")):
            await pilot.press(*keys)
            await pilot.pause()
            assert "\x1b" not in shown(app)
            assert "\u202e" not in shown(app)
        assert "[red]Vendor[/red]" in shown(app)
        assert HOSTILE not in shown(app)

    run(workspace, clock, test)


def test_lines_of_the_overview_stay_lines_when_more_come_than_there_is_room_for(
    workspace: Workspace, clock: Any, record: Record
) -> None:
    """A scrollbar that appears wraps nothing: each trigger has one line, cut where the box ends."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        box = app.screen.query_one("#triggers")
        for number in range(10, 60):
            raise_trigger(
                record, number, "high", f"Budget {number} fell by more than the limit that " + "x" * 90
            )
        await until(pilot, lambda: app.view.state.trigger("T59") and "Budget 10" in shown(app))
        await still(pilot)
        rows = [line[box.region.x : box.region.right] for line in shown(app).splitlines()]
        lines = rows[box.region.y + 2 : box.region.bottom - 1]
        assert len(lines) > 5
        assert all("Budget" in line or "[red]" in line for line in lines)

    run(workspace, clock, test)


def test_boxes_of_the_overview_lead_to_what_they_show(workspace: Workspace, clock: Any) -> None:
    """With enter and with a click."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "Triage T2, critical" in shown(app))
        await click(pilot, "#inputs")
        await until(pilot, lambda: app.current_mode == "inputs")
        await pilot.pause()
        await click_on(pilot, app, "Overview")
        await until(pilot, lambda: app.current_mode == "overview")
        app.screen.query_one("#first").focus()
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "triggers")

    run(workspace, clock, test)


def test_help_and_palette_know_every_action(workspace: Workspace, clock: Any) -> None:
    """Nothing can be done that can't be found."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        await pilot.pause()
        named = {command.title for command in app.get_system_commands(app.screen)}
        assert {
            "Accept",
            "Dismiss",
            "Defer",
            "Mark",
            "Filter",
            "Status",
            "Overview",
            "Triggers",
            "Inputs",
        } <= named
        await pilot.press("f1")
        await until(pilot, lambda: "Defer it until a date" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Defer it until a date" not in shown(app))

    run(workspace, clock, test)


def test_theme_and_mode_are_remembered(
    workspace: Workspace, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next session begins where this one ended, in its colours from the first frame on."""
    parsed_again: list[Stylesheet] = []
    reparse = Stylesheet.reparse

    async def leave(app: SmitsApp, pilot: Pilot[None]) -> None:
        app.theme = "textual-light"
        await pilot.press("3")
        await pilot.pause()

    async def come_back(app: SmitsApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: (app.theme, app.current_mode) == ("textual-light", "inputs"))
        assert not parsed_again
        app.theme = "textual-dark"
        await until(pilot, lambda: parsed_again)

    run(workspace, clock, leave)
    monkeypatch.setattr(Stylesheet, "reparse", lambda styles: (parsed_again.append(styles), reparse(styles)))
    run(workspace, clock, come_back)


def test_a_damaged_record_is_told_and_does_not_end_the_interface(
    workspace: Workspace, clock: Any, record: Record
) -> None:
    """A sentence, never a traceback; and the bar is not green above a record that can't be read."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        away = workspace.root.with_name("away")
        workspace.root.rename(away)
        await until(pilot, lambda: "degraded" in shown(app).splitlines()[0])
        assert not workspace.root.exists()
        away.rename(workspace.root)
        await until(pilot, lambda: "watching" in shown(app).splitlines()[0])
        app.clear_notifications()
        with workspace.ledger.open("ab") as ledger:
            ledger.write(b'{"seq": 999}\n')
        await until(pilot, lambda: list(app._notifications))
        assert "ledger" in str(next(iter(app._notifications)).message)
        await until(pilot, lambda: "degraded" in shown(app).splitlines()[0])

    run(workspace, clock, test)
