"""Names with markup, emoji, right-to-left and 300 letters; narrow and huge terminals; a failing interface."""

from __future__ import annotations

import asyncio
import sys
import time
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import (
    error_log,
    filled,
    interface,
    raise_trigger,
    receive,
    run,
    said,
    shown,
    until,
    written_down,
)

from smits_tui.actions.strategy.records import set_record
from smits_tui.cli.exits import ended
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Measure, Scenario, SwotPoint
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.runtime import idle
from smits_tui.tui.runtime.boundary import MOST_ERRORS
from smits_tui.tui.screens import triggers
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.widgets.list_view import ListTable
from smits_tui.workspace import Workspace

NAMES = {
    "markup": "[red]x[/red] [link=https://x] [/] [[b] \\[ @click=quit",
    "emoji": "👩‍👩‍👧‍👦 🇩🇪 ✈️ 日本語 \uff57\uff49\uff44\uff45 e\u0301",
    "right-to-left": "\u202e\u05e9\u05dc\u05d5\u05dd \u0639\u0644\u064a\u0643\u0645\u202c \u200f",
    "long": "Budget " + "x" * 293,
    "control": "\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\r\n\t\x00",
}
SIZES = ((20, 6), (45, 14), (300, 100))


@pytest.fixture(autouse=True)
def _of_its_own(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")


def everywhere(record: Record, number: int, name: str) -> None:
    """A name of a file, a reason, a trigger, a record, a measure's unit, a scenario."""
    file = name.replace("/", "").replace("\x00", "")
    receive(record, number, "goals", f"{file}.md", reason=f"{name} can't be read.")
    raise_trigger(record, number, "critical", f"{name} ends its support.")
    set_record(record, Measure, by="kim", text=name, values={"objective": "O1", "target": 5.0, "unit": name})
    set_record(record, SwotPoint, by="kim", text=name, values={"quadrant": "strength", "evidence": ("I1",)})
    set_record(record, Scenario, by="kim", text=name, values={"benefits": name})


def test_any_name_on_any_screen_at_any_size(workspace: Workspace, record: Record, clock: Any) -> None:
    """All modes and boards are drawn, and nothing of a name is obeyed."""
    filled(record, clock)
    written_down(record)
    for number, name in enumerate(NAMES.values(), 10):
        everywhere(record, number, name)

    async def look(app: SmitsApp, pilot: Pilot[None]) -> None:
        screen = app.screen
        assert isinstance(screen, ModeScreen)
        await until(pilot, screen.filled.is_set)
        told = shown(app)
        assert not {"\x1b", "\x07", "\x9b", "\x00", "\r", "\u202e"} & set(told)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            for key in "12345678":
                await pilot.press(key)
                await look(app, pilot)
                await pilot.press("down")
            for keys in (("4", "b"), ("4", "v"), ("4", "t"), ("5", "t")):
                for key in keys:
                    await pilot.press(key)
                await look(app, pilot)
                app.pop_screen()
        assert app.is_running
        await pilot.press("2")
        await until(pilot, lambda: "[red]x[/red] [link=https://x]" in shown(app))

    run(workspace, clock, test)


def test_screens_are_made_before_they_are_asked_for(workspace: Workspace, record: Record, clock: Any) -> None:
    """While nobody does anything; no dialog comes up by itself, and keys go to what is shown."""
    filled(record, clock)

    async def running() -> None:
        app = interface(workspace, clock)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: all(map(app.has_mode, MODE_BY_NAME)))
            assert app.current_mode == "overview"
            assert len(app.screen_stack) == 1
            await pilot.press("2", "down")
            await until(pilot, lambda: "T1" in shown(app) and app.screen.query_one("ListTable").has_focus)

    asyncio.run(running())


def test_making_screens_ahead_opens_no_file_and_forgets_no_row(
    workspace: Workspace, record: Record, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row of the last session is there when its mode is asked for, and files wait until then as well."""
    filled(record, clock)
    opened: list[str] = []
    monkeypatch.setattr(triggers, "contents_of", lambda _workspace, _hash, name: opened.append(name) or [])
    monkeypatch.setattr(triggers, "PASSAGE_SECONDS", 0.01)

    async def leave(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("2", "down")
        await until(pilot, lambda: app.screen_location.chosen.get("triggers") == "T1")
        await pilot.press("1")

    async def come_back() -> None:
        app = interface(workspace, clock)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: all(map(app.has_mode, MODE_BY_NAME)) and not app._idle._waiting)
            assert opened == []
            await pilot.press("2")
            await until(pilot, lambda: app.screen.query_one(ListTable).current == "T1" and opened)

    run(workspace, clock, leave)
    opened.clear()
    asyncio.run(come_back())


def test_what_waits_is_done_one_by_one_and_never_while_somebody_types(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    done: list[int] = []
    waiting = idle.Idle()
    for number in (1, 2):
        waiting.later(partial(done.append, number))
    waiting.run_next()
    assert done == []
    moment[0] += idle.IDLE_SECONDS
    waiting.run_next()
    assert done == [1]
    waiting.touch()
    waiting.run_next()
    assert done == [1]
    moment[0] += idle.IDLE_SECONDS
    waiting.run_next()
    assert done == [1, 2]


def test_threads_give_way_to_the_interface_while_it_runs(workspace: Workspace, clock: Any) -> None:
    """A thread that works keeps each system call of a key waiting for as long as Python lets it run."""
    before = sys.getswitchinterval()
    while_open: list[float] = []

    async def test(_app: SmitsApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: sys.getswitchinterval() < before)
        while_open.append(sys.getswitchinterval())

    run(workspace, clock, test)
    assert while_open[0] <= 0.001
    assert sys.getswitchinterval() == before


def test_an_error_that_comes_again_and_again_ends_in_a_sentence_and_a_file(
    workspace: Workspace, record: Record, clock: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody sees a traceback; whoever mends it finds one, and scripts see that it failed."""
    app = interface(workspace, clock)

    async def fail(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.is_open)
        for _ in range(MOST_ERRORS):
            app.call_later(lambda: 1 // 0)
        await until(pilot, lambda: not app.is_running)

    def run_it() -> None:
        app.run(headless=True, auto_pilot=fail)
        if app.trouble:
            raise app.trouble

    with pytest.raises(SystemExit) as ending:
        ended(run_it)
    assert ending.value.code == 1
    told = capsys.readouterr().err
    assert "nothing recorded is lost" in " ".join(told.split())
    assert "Traceback" not in told
    assert "ZeroDivisionError" in error_log(workspace).read_text(encoding="utf-8")


def test_history_finds_the_oldest_entry_and_tells_a_broken_one(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """Words are looked for in all entries, not only in the newest."""
    receive(record, 1, "goals", "The very first.md")
    for number in range(2, 200):
        receive(record, number, "goals", f"{number}.md")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("8")
        await until(pilot, lambda: "399 entries" in shown(app) or "398 entries" in shown(app))
        await pilot.press("slash", *"very", "space", *"first", "enter")
        await until(pilot, lambda: "goals/The very first.md" in shown(app) and "199.md" not in shown(app))
        await pilot.press("i")
        await until(pilot, lambda: app.screen.query("#dialog-do"))
        await pilot.press("enter")
        await until(pilot, lambda: "none was changed" in shown(app))

    run(workspace, clock, test)


def test_the_check_up_is_in_the_palette(workspace: Workspace, record: Record, clock: Any) -> None:
    filled(record, clock)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        found = {one.title: one for one in app.get_system_commands(app.screen)}
        found["Check-up"].callback()
        await until(pilot, lambda: "intact," in shown(app) and "record" in shown(app))
        assert not said(app, "failed")

    run(workspace, clock, test)
