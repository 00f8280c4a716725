"""Modes: one object each, from which keys, bar, palette and help derive."""

from __future__ import annotations

from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from tui_support import run

from smits_tui.ledger.record import Record
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME, Mode
from smits_tui.tui.palette.commands import commands
from smits_tui.tui.screens.overview import OverviewScreen
from smits_tui.tui.widgets.bar import TopBar
from smits_tui.workspace import Workspace


@pytest.mark.parametrize("mode", MODE_BY_NAME.values(), ids=lambda mode: mode.name)
def test_every_mode_has_everything(mode: Mode) -> None:
    screen = screen_of(mode.name)
    assert mode.title == screen.TITLE_OF_HELP
    assert screen.HELP_TEXT.endswith(".")
    keys = [one for one in SmitsApp.BINDINGS if isinstance(one, Binding) and one.key == mode.key]
    assert [one.action for one in keys] == [f"switch_mode('{mode.name}')"]
    assert mode.name in SmitsApp.MODES


def test_no_two_modes_share_a_key() -> None:
    assert len({mode.key for mode in MODE_BY_NAME.values()}) == len(MODE_BY_NAME)


def test_one_more_is_in_the_bar_and_in_the_palette(
    workspace: Workspace, record: Record, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One object more is a mode more; only its screen has to be written."""
    extra = Mode("9", "extra", "Extra", "Extra", f"{OverviewScreen.__module__}:OverviewScreen")
    monkeypatch.setitem(MODE_BY_NAME, "extra", extra)
    monkeypatch.setitem(SmitsApp.MODES, "extra", screen_of("extra"))

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        assert "9 Extra" in app.screen.query_one(TopBar)._modes().plain
        assert "Extra" in [command.title for command in commands(app, app.screen)]

    run(workspace, clock, test)
