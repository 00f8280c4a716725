"""How the screens look, as pictures: a change of looks must be meant."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot
from tui_support import filled, interface, shown, still, until, written_down

from smits_tui.actions import session
from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.ledger.protocol import Origin
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Measure
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace

MODES = {
    "overview": [],
    "triggers": ["2", "down"],
    "inputs": ["3", "enter", "down", "down", "down"],
    "cycle": ["4", "down"],
    "deliverables": ["5", "down", "down"],
    "measures": ["6"],
    "rules": ["7"],
    "history": ["8", "down"],
}


@pytest.fixture(autouse=True)
def _the_same_everywhere(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    monkeypatch.setattr(session, "origin", lambda: Origin("kim", "desk"))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def in_use(record: Record, clock: Any) -> None:
    """A workspace with something in every mode."""
    filled(record, clock)
    written_down(record)
    values = {"objective": "O1", "target": 5.0, "baseline": 9.0, "unit": "a year", "better": "down"}
    set_record(record, Measure, by="kim", text="Outages", values=values)
    for period, value in (("2026-Q2", 9.0), ("2026-Q3", 7.0), ("2026-Q4", 7.5), ("2027-Q1", 4.0)):
        record_reading(record, "M1", value=value, period=period, by="kim", note="")


def ready(*keys: str, theme: str = "", shows: str = "") -> Callable[[Pilot[None]], Awaitable[None]]:
    """Press keys, and wait for what a thread finds and until nothing moves any more."""

    async def wait(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, ModeScreen))
        if theme:
            pilot.app.theme = theme
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            if key.isdigit() and isinstance(pilot.app.screen, ModeScreen):
                await until(pilot, pilot.app.screen.filled.is_set)
                await still(pilot)
        if "7" in keys:
            await until(pilot, lambda: "shipped with smits" in shown(pilot.app))
        await until(pilot, lambda: shows in shown(pilot.app))
        await still(pilot)

    return wait


Picture = Callable[[SmitsApp, str], None]
"""Compares what the app shows now with the picture of that name."""


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> Picture:
    """Looks at an app that goes on; a picture is kept under the test's name and its own."""
    pictures = snapshot.use_extension(SVGImageExtension)

    def compare(app: SmitsApp, name: str) -> None:
        assert pictures(name=name) == app.export_screenshot(simplify=True)

    return compare


def walk(
    app: SmitsApp, size: tuple[int, int], places: dict[str, list[str]], picture: Picture, *, theme: str = ""
) -> None:
    """Go from place to place in one run, as people do, and look at each.

    Args:
        app: not yet running.
        size: of the terminal, in cells.
        places: a picture's name and the keys that lead there from any mode.
        picture: what looks.
        theme: in which all is drawn; the usual one when it is empty.
    """

    async def walking() -> None:
        async with app.run_test(size=size) as pilot:
            for name, keys in places.items():
                await ready(*keys, theme=theme)(pilot)
                await pilot.wait_for_scheduled_animations()
                picture(app, name)
                while len(app.screen_stack) > 1:
                    await pilot.press("escape")

    asyncio.run(walking())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=("80x24", "120x40"))
def test_a_workspace_in_use(
    picture: Picture, workspace: Workspace, record: Record, clock: Any, size: tuple[int, int]
) -> None:
    """All modes, on a small and on a usual terminal."""
    in_use(record, clock)
    walk(interface(workspace, clock), size, MODES, picture)


@pytest.mark.parametrize(
    "theme",
    [
        "smits-mono",
        pytest.param("textual-light", marks=pytest.mark.long),
        pytest.param("smits-high-contrast", marks=pytest.mark.long),
    ],
)
def test_other_themes(picture: Picture, workspace: Workspace, record: Record, clock: Any, theme: str) -> None:
    """Light, high contrast and without colour: each status is read all the same."""
    in_use(record, clock)
    walk(interface(workspace, clock), (100, 30), MODES, picture, theme=theme)


def test_an_empty_workspace_says_what_to_do(
    picture: Picture, workspace: Workspace, record: Record, clock: Any
) -> None:
    """The first thing that people see."""
    walk(interface(workspace, clock), (100, 30), {mode: keys[:1] for mode, keys in MODES.items()}, picture)


SCREENS = {
    "records": ["4", "t", "down"],
    "swot": ["4", "b", "tab"],
    "scenarios": ["4", "v"],
    "graph": ["5", "t"],
    "reading": ["5", "v"],
    "form": ["4", "t", "down", "e"],
    "jump": ["2", "ctrl+o"],
    "help": ["5", "f1"],
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=("80x24", "120x40"))
def test_what_is_opened_from_a_mode(
    picture: Picture, workspace: Workspace, record: Record, clock: Any, size: tuple[int, int]
) -> None:
    """Boards, forms and readers, on a small and on a usual terminal."""
    filled(record, clock)
    written_down(record)
    walk(interface(workspace, clock), size, SCREENS, picture)


def test_a_day_of_the_past_is_marked(
    snap_compare: Callable[..., bool], workspace: Workspace, record: Record, clock: Any
) -> None:
    """Nobody takes it for today."""
    filled(record, clock)
    app = interface(workspace, clock)
    keys = ready("2", "ctrl+t", "minus", "1", "enter", shows="AS OF 2027-03-11")
    assert snap_compare(app, terminal_size=(100, 30), run_before=keys)
