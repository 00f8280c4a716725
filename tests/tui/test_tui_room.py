"""Nothing that is said lies over a dialog, is shown as markup or touches what stands beside it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.widgets._toast import Toast
from tui_support import error_log, filled, interface, receive, shown, until, written_down

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.status import DeliverableStatus, FolderStatus
from smits_tui.ledger.record import Record
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.details.overview_boxes import COUNTED_CELLS, Rows, deliverables, inputs
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import Following
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)


def run(workspace: Workspace, clock: Any, test: Callable[[SmitsApp, Pilot[None]], Awaitable[None]]) -> None:
    """Run the app on a small terminal with its toasts."""

    async def running() -> None:
        app = interface(workspace, clock)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await until(pilot, lambda: app.can_go_on and app.screen.query("#first"))
            await test(app, pilot)

    asyncio.run(running())


def toasts(app: SmitsApp) -> list[str]:
    """What the toasts say that are seen."""
    return [str(toast._notification.message) for toast in app.screen.query(Toast) if toast.region.area]


def test_a_toast_from_before_stays_off_a_dialog_and_comes_back_after_it(
    workspace: Workspace, clock: Any
) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        app.notify("Copied.", timeout=300)
        await until(pilot, lambda: toasts(app) == ["Copied."])
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query("#dialog-do"))
        await pilot.press("x")
        await until(pilot, lambda: app.screen.query_one(Input).value == "x")
        assert toasts(app) == []
        await pilot.press("escape")
        await until(pilot, lambda: toasts(app) == ["Copied."])

    run(workspace, clock, test)


def test_what_comes_while_a_dialog_is_shown_waits_or_stands_above_its_buttons(
    workspace: Workspace, clock: Any
) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query("#dialog-do"))
        app.notify("A file was read.")
        app.notify("The folders can't be watched [b]any more[/b].", severity="error")
        await until(pilot, lambda: "The folders can't be watched [b]any more[/b]." in shown(app))
        assert toasts(app) == []
        await pilot.press("escape")
        await until(pilot, lambda: toasts(app) == ["A file was read."])

    run(workspace, clock, test)


def test_an_error_in_a_dialog_is_said_in_the_dialog(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        app.push_screen(Chooser("One of", [("a", "The first")]), lambda _key: None)
        await until(pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query("#dialog-cancel"))
        app.call_later(lambda: 1 // 0)
        await until(pilot, lambda: "ZeroDivisionError" in shown(app) and "Cancel" in shown(app))
        assert "The first" in shown(app)

    run(workspace, clock, test)
    assert error_log(workspace).exists()


def test_ctrl_c_says_how_to_leave_and_how_to_copy(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+c")
        await until(pilot, lambda: toasts(app))
        assert "Press ctrl+q to quit" in toasts(app)[0]
        assert "[b]" not in shown(app)

    run(workspace, clock, test)


def plain(rows: Rows) -> list[str]:
    """The lines of a box."""
    return [line.plain for line in rows.values()]


@pytest.mark.parametrize("width", [31, 32, 38, 45, 80])
@pytest.mark.parametrize("minutes", [0, 11, 59, 600, 60 * 24 * 999])
def test_fields_of_the_overview_do_not_touch(
    workspace: Workspace, clock: Any, record: Record, width: int, minutes: int
) -> None:
    """`9` files and `11 min` are not `911 min`, however long the names and figures are."""
    receive(record, 9, "goals", "x.md")
    view = Following(workspace, clock).view()
    then = view.now - dt.timedelta(minutes=minutes)
    folders = [
        FolderStatus(kind, recorded=recorded, rejected=0, last=then)
        for kind, recorded in zip(INPUT_KINDS, (9, 99, 999) * 5, strict=False)
    ]
    documents = [
        DeliverableStatus(kind, "submitted", 12, updated_at=then)
        for kind in ("strategy-assessment", "mission-and-vision", "strategy-review")
    ]
    object.__setattr__(view.status, "folders", tuple(folders))
    object.__setattr__(view.status, "deliverables", tuple(documents))
    age = {0: "now", 11: "11 min", 59: "59 min", 600: "10 h"}.get(minutes, "999 d")
    for line, folder in zip(plain(inputs(view, width)), folders, strict=True):
        # A narrow box has no room for the number of files beside the name, which matters more.
        counted = [str(folder.recorded)] if width >= COUNTED_CELLS else []
        assert line.split()[1:][: len(counted) + len(age.split())] == [*counted, *age.split()]
        if width >= len(folder.kind) + len(age) + 4:
            assert folder.kind in line
    for line in plain(deliverables(view, max(width, 38))):
        assert f" {age}" in line
