"""How the screens look, as pictures: a change of looks must be meant."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot
from tui_support import filled, interface, shown, still, until, written_down

from smits_tui.actions.strategy.records import record_reading, set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Measure
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
            await until(pilot, lambda: "shipped with smits" in shown(pilot.app))  # type: ignore[arg-type]
        await until(pilot, lambda: shows in shown(pilot.app))  # type: ignore[arg-type]
        await still(pilot)

    return wait


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("mode", MODES)
def test_a_workspace_in_use(
    snap_compare: Callable[..., bool],
    workspace: Workspace,
    record: Record,
    clock: Any,
    mode: str,
    size: tuple[int, int],
) -> None:
    """All modes, on a small and on a usual terminal."""
    in_use(record, clock)
    app = interface(workspace, clock)
    assert snap_compare(app, terminal_size=size, run_before=ready(*MODES[mode]))


@pytest.mark.parametrize(
    ("mode", "theme"),
    [
        *((mode, theme) for theme in ("textual-light", "smits-mono") for mode in MODES),
        *((mode, "smits-high-contrast") for mode in ("overview", "triggers")),
    ],
)
def test_other_themes(
    snap_compare: Callable[..., bool],
    workspace: Workspace,
    record: Record,
    clock: Any,
    mode: str,
    theme: str,
) -> None:
    """Light, high contrast and without colour: each status is read all the same."""
    in_use(record, clock)
    app = interface(workspace, clock)
    looks = ready(*MODES[mode], theme=theme)
    assert snap_compare(app, terminal_size=(100, 30), run_before=looks)


@pytest.mark.parametrize("mode", MODES)
def test_an_empty_workspace_says_what_to_do(
    snap_compare: Callable[..., bool], workspace: Workspace, record: Record, clock: Any, mode: str
) -> None:
    """The first thing that people see."""
    app = interface(workspace, clock)
    assert snap_compare(app, terminal_size=(100, 30), run_before=ready(*MODES[mode][:1]))


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


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("screen", SCREENS)
def test_what_is_opened_from_a_mode(
    snap_compare: Callable[..., bool],
    workspace: Workspace,
    record: Record,
    clock: Any,
    screen: str,
    size: tuple[int, int],
) -> None:
    """Boards, forms and readers, on a small and on a usual terminal."""
    filled(record, clock)
    written_down(record)
    app = interface(workspace, clock)
    assert snap_compare(app, terminal_size=size, run_before=ready(*SCREENS[screen]))


def test_a_day_of_the_past_is_marked(
    snap_compare: Callable[..., bool], workspace: Workspace, record: Record, clock: Any
) -> None:
    """Nobody takes it for today."""
    filled(record, clock)
    app = interface(workspace, clock)
    keys = ready("2", "ctrl+t", "minus", "1", "enter", shows="AS OF 2027-03-11")
    assert snap_compare(app, terminal_size=(100, 30), run_before=keys)
