"""Every action of every screen answers, and every dialog that takes words refuses wrong ones."""

from __future__ import annotations

from typing import Any

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea
from tui_support import filled, run, shown, still, until, written_down

from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.asked import AskedCandidate, AskedQuestion
from smits_tui.process.entries.deliverables import DeliverableObjected
from smits_tui.process.entries.entry import InputRead
from smits_tui.process.entries.records import Measure
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.dialogs.progress import Progress
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.palette.commands import actions_of
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace

PLACES: dict[str, tuple[tuple[str, ...], str]] = {
    "overview": (("1",), ""),
    "triggers": (("2",), "T1"),
    "inputs": (("3",), "I2"),
    "cycle": (("4",), "assess"),
    "deliverables": (("5",), "mission-and-vision/mission"),
    "measures": (("6",), "M1"),
    "rules": (("7",), "budget_cut_pct"),
    "history": (("8",), "1"),
    "records": (("4", "t"), "O1"),
    "swot": (("4", "b"), ""),
    "scenarios": (("4", "v"), ""),
    "graph": (("5", "t"), ""),
    "reading": (("5", "v"), ""),
    "questions": (("question_mark",), "Q1"),
}
"""Screen -> the keys that lead there, and the row on which its actions are tried."""
TAKES_NOTHING = {
    "cycle.close_cycle": "nothing means the usual day, but the gate of closing refuses",
    "history.verify": "nothing means the record",
}
"""Dialogs in which nothing is an answer."""


@pytest.fixture(autouse=True)
def _in_the_middle(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    """A workspace in which every action has something to do."""
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)
    set_record(record, Measure, by="kim", text="Outages", values={"objective": "O1", "target": 5.0})
    candidates = tuple(AskedCandidate(answer=name, meaning="880,000") for name in ("Revised", "Final"))
    asked = AskedQuestion(id="Q1", topic="amount-column", text="Which column?", candidates=candidates)
    read = InputRead(id="I4", understood="questions", questions=(asked,))
    record.commit("watcher", lambda _state: [read])


def looks(app: SmitsApp) -> tuple[object, ...]:
    """What somebody would see or hear of an action."""
    toasts = [toast.message for toast in app._notifications]
    return app.screen, toasts, app.view.seq, app.clipboard, app.focused, shown(app)


async def come_to(app: SmitsApp, pilot: Pilot[None], place: str) -> None:
    """Go to a screen, with nothing open above it, and the cursor where it is to be."""
    keys, row = PLACES[place]
    app.show_day(None)
    while len(app.screen_stack) > 1:
        app.pop_screen()
        await pilot.pause()
    for key in keys:
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ModeScreen) and app.screen.filled.is_set())
    screen: Any = app.screen
    if row:
        await until(pilot, lambda: place != "rules" or screen.query_one("ListTable").keys)
        screen.reveal(row)
        await until(pilot, lambda: screen.current == row or row not in screen.query_one("ListTable").keys)


async def act(app: SmitsApp, pilot: Pilot[None], action: str) -> None:
    """Run an action as its key does, and wait for what comes of it."""
    app.clear_notifications()
    await pilot.pause()
    before = looks(app)
    app.run_worker(app.run_action(action, app.screen))
    await until(pilot, lambda: looks(app) != before and not isinstance(app.screen, Progress))
    await pilot.pause()


async def fits(app: SmitsApp, pilot: Pilot[None], *, is_new: bool) -> None:
    """Where there is little room, title, beginning, refusal and buttons of a dialog are seen all the same."""
    dialog: Any = app.screen
    await still(pilot)
    frame = dialog.query_one("#dialog")
    assert dialog.region.contains_region(frame.region), dialog
    title = Content.from_markup(frame.border_title).plain
    assert title[:12] in shown(app).splitlines()[frame.region.y], dialog
    seen = [*dialog.query("#dialog-buttons Button")]
    refusal = dialog.query_one("#dialog-refusal", Static)
    if str(refusal.content).strip():
        seen.append(refusal)
    if is_new:
        seen.append(next(w for w in dialog.query("#dialog *") if not w.children and w.region.area))
    for widget in seen:
        assert frame.region.contains_region(widget.region), (dialog, widget)
        assert dialog.get_widget_at(*widget.region.offset)[0] is widget, (dialog, widget)


async def refuse(app: SmitsApp, pilot: Pilot[None], name: str) -> None:
    """Answer the dialog that is open with nothing but blanks: it says why not, and nothing is recorded."""
    dialog, seq = app.screen, app.view.seq
    for line in dialog.query(Input):
        line.value = " "
    for area in dialog.query(TextArea):
        area.text = " "
    await pilot.pause()
    dialog.query_one("#dialog-do").focus()
    await pilot.press("enter")
    if name in TAKES_NOTHING:
        return
    await until(pilot, lambda: str(dialog.query_one("#dialog-refusal", Static).content).strip())
    assert app.screen is dialog
    assert app.view.seq == seq


async def decline(app: SmitsApp, pilot: Pilot[None]) -> None:
    """Press enter where something asks to be confirmed: it closes, and nothing is recorded."""
    dialog, seq = app.screen, app.view.seq
    await pilot.press("enter")
    await until(pilot, lambda: app.screen is not dialog)
    assert app.view.seq == seq


@pytest.mark.parametrize("place", [place for place in PLACES if place in MODE_BY_NAME])
def test_every_action_of_a_mode_answers(workspace: Workspace, clock: Any, place: str) -> None:
    """By its key, its click or the palette: something is shown, said or recorded; nothing fails."""
    every_action_answers(workspace, clock, place, (80, 24))


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 40)], ids=("80x24", "60x18", "120x40"))
@pytest.mark.parametrize("place", PLACES)
def test_every_action_of_any_screen_answers_at_any_size(
    workspace: Workspace, clock: Any, place: str, size: tuple[int, int]
) -> None:
    """The same for what is opened from a mode, and with less and with more room."""
    every_action_answers(workspace, clock, place, size)


def every_action_answers(workspace: Workspace, clock: Any, place: str, size: tuple[int, int]) -> None:
    """Do each action of a screen, and answer each dialog with blanks, which it must refuse."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await come_to(app, pilot, place)
        assert isinstance(app.screen, ModeScreen)
        bindings = actions_of(type(app.screen))
        for binding in bindings:
            if binding.action == "app.pop_screen":
                continue
            await come_to(app, pilot, place)
            await act(app, pilot, binding.action)
            dialog = app.screen
            if not isinstance(dialog, ModalScreen) or not dialog.query("#dialog"):
                continue
            await fits(app, pilot, is_new=True)
            if isinstance(dialog, Confirm):
                await decline(app, pilot)
            elif dialog.query("#dialog-do"):
                await refuse(app, pilot, f"{place}.{binding.action}")
                await fits(app, pilot, is_new=False)

    run(workspace, clock, test, size)


def test_an_objection_is_answered_and_a_delegate_acts(
    workspace: Workspace, clock: Any, record: Record
) -> None:
    """What needs somebody else's act before it: the dialogs of answering refuse nothing as well."""
    objection = DeliverableObjected(
        id="J1",
        deliverable="mission-and-vision",
        version=1,
        section="mission",
        stakeholder="kim",
        text="Why?",
    )
    record.commit("kim", lambda _state: [objection])

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await come_to(app, pilot, "deliverables")
        await act(app, pilot, "answer")
        await refuse(app, pilot, "deliverables.answer")

    run(workspace, clock, test)
