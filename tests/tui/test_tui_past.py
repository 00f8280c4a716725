"""What reaches everywhere: palette, a day of the past, jumping, copying, memory, toasts, long work, mouse."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static
from tui_support import click, click_on, filled, receive, run, said, shown, until

from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.jump import Jump
from smits_tui.tui.dialogs.progress import Progress
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.palette.commands import actions_of, commands
from smits_tui.tui.runtime import background_work
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)


async def show_day(app: SmitsApp, pilot: Pilot[None], day: str) -> None:
    await pilot.press("ctrl+t")
    await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query(Input))
    app.screen.query_one(Input).value = day
    await pilot.press("enter")


def test_the_palette_reaches_every_action_of_every_mode(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        offered = {command.title: command for command in commands(app, app.screen)}
        wanted = {
            f"{mode.title()}: {binding.description}"
            for mode in MODE_BY_NAME
            for binding in actions_of(screen_of(mode))
            if mode != app.current_mode
        }
        assert len(wanted) > 40
        assert wanted <= set(offered)
        offered["Triggers: Dismiss"].callback()
        await until(pilot, lambda: isinstance(app.screen, Prompt) and "why no action" in shown(app))

    run(workspace, clock, test)


def test_every_action_has_an_id_of_its_own() -> None:
    """Keys can be given to them, and nothing is reached by two names."""
    bindings = [one for mode in MODE_BY_NAME for one in actions_of(screen_of(mode))]
    names = [one.id for one in bindings]
    assert None not in names
    assert len(set(names)) == len(names)


def test_a_day_of_the_past_is_shown_whole_and_nothing_is_changed_in_it(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """What came later is not there, actions rest, and the record refuses."""
    receive(record, 5, "goals", "later.md")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await show_day(app, pilot, "+3")
        await until(pilot, lambda: "Type a day before" in shown(app))
        await pilot.press("escape")
        await show_day(app, pilot, "2027-03-10")
        await until(pilot, lambda: "AS OF 2027-03-10" in shown(app))
        assert app.view.state.input("I5") is None
        await pilot.press("2")
        await until(pilot, lambda: "Open · 3" in shown(app) and "AS OF 2027-03-10" in shown(app))
        assert app.screen.check_action("accept", ()) is None
        seq = app.view.seq
        await pilot.press("a")
        with pytest.raises(ActionRefused, match="2027-03-10, which is in the past"):
            _ = app.record
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "AS OF" not in shown(app))
        assert app.view.state.input("I5") is not None
        assert app.screen.check_action("accept", ()) is True
        assert app.record.seq >= seq
        assert {one.status for one in app.view.state.triggers()} == {"open"}

    run(workspace, clock, test)


def test_history_shows_the_day_of_an_entry(workspace: Workspace, record: Record, clock: Any) -> None:
    receive(record, 5, "goals", "later.md")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("8")
        await until(pilot, lambda: "later.md" in shown(app))
        await pilot.press("v")
        await until(pilot, lambda: said(app, "is already shown"))
        await pilot.press("G", "v")
        await until(pilot, lambda: "AS OF 2027-03-10" in shown(app) and "later.md" not in shown(app))

    run(workspace, clock, test)


def test_jumping_and_copying(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        await until(pilot, lambda: "Open · 3" in shown(app))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Jump) and app.screen.query(".jump-letter"))
        await pilot.press("s")
        await until(pilot, lambda: app.focused is not None and app.focused.has_class("part-detail"))
        await pilot.press("y")
        await until(pilot, lambda: "It would not have fired" in app.clipboard)

    run(workspace, clock, test)


def test_mode_and_row_are_remembered(workspace: Workspace, clock: Any) -> None:
    async def first(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        await until(pilot, lambda: "Open · 3" in shown(app))
        await pilot.press("down", "down")
        await until(pilot, lambda: "T3  . low" in shown(app))

    async def second(app: SmitsApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.current_mode == "triggers" and "T3  . low" in shown(app))

    run(workspace, clock, first)
    run(workspace, clock, second)


def test_toasts_do_not_pile_up(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for words in ("same", "same", "other", "same"):
            app.notify(words, timeout=60)
        await until(pilot, lambda: [toast.message for toast in app._notifications] == ["other", "same"])
        for number in range(5):
            app.notify(f"[b]{number}[/b]", timeout=60)
        last = [f"[b]{number}[/b]" for number in (2, 3, 4)]
        await until(pilot, lambda: [toast.message for toast in app._notifications] == last)

    run(workspace, clock, test)


def test_long_work_is_shown_and_can_be_given_up(
    workspace: Workspace, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interface answers meanwhile, and the result of what was given up is dropped."""
    monkeypatch.setattr(background_work, "SILENT_SECONDS", 0.05)
    ended, taken = threading.Event(), []

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        app.in_background("Counting sheep", lambda: ended.wait(20), taken.append)
        await until(pilot, lambda: isinstance(app.screen, Progress) and "Counting sheep" in shown(app))
        await pilot.press("escape")
        await until(
            pilot, lambda: said(app, "Counting sheep: cancelled") and not isinstance(app.screen, Progress)
        )
        ended.set()
        app.in_background("Counting again", lambda: 7, taken.append)
        await until(pilot, lambda: taken == [7])

    run(workspace, clock, test)


def test_the_mouse_alone_goes_to_modes_and_acts(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await click_on(pilot, app, "Triggers")
        await until(pilot, lambda: app.current_mode == "triggers" and "Open · 3" in shown(app))
        await click_on(pilot, app, "x dismiss")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query("#dialog-cancel"))
        await click(pilot, "#dialog-cancel")
        await until(pilot, lambda: not isinstance(app.screen, Prompt))

    run(workspace, clock, test)


def test_typing_is_not_disturbed_by_what_the_watcher_records(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """Ten entries a second for two seconds: text, cursor and focus stay as they are."""
    done = threading.Event()

    def busy() -> None:
        for number in range(10, 30):
            receive(record, number, "goals", f"{number}.md")
            done.wait(0.1)
        done.set()

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        await until(pilot, lambda: "Open · 3" in shown(app))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query(Input))
        thread = threading.Thread(target=busy)
        thread.start()
        words = "it was decided by the board in March and holds"
        for letter in words:
            await pilot.press("space" if letter == " " else letter)
            await pilot.pause(0.03)
        await until(pilot, lambda: done.is_set() and app.view.state.input("I29") is not None)
        thread.join()
        line = app.screen.query_one(Input)
        assert (line.value, line.cursor_position, line.has_focus) == (words, len(words), True)
        assert app.screen.query_one("#dialog-refusal", Static) is not None

    run(workspace, clock, test)


def test_a_day_is_typed_back_from_today() -> None:
    from smits_tui.presentation.typed_dates import typed_date

    assert typed_date("-2w", dt.date(2027, 3, 15)) == dt.date(2027, 3, 1)
