"""Keys mean the same everywhere, and none of them alone does what can't be taken back."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import ModalScreen
from tui_support import WAIT_SECONDS, filled, is_filled, named, receive, run, shown, until

from smits_tui.actions.inputs.archive.store import keep
from smits_tui.actions.strategy.agreement.agreement import agree
from smits_tui.actions.strategy.cycle import assess_inputs, open_cycle
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import submit
from smits_tui.actions.triggers.triage import dismiss
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.palette.commands import actions_of, actions_of_bases
from smits_tui.tui.screens.files.questions import QuestionsScreen
from smits_tui.tui.screens.files.source import SourceScreen
from smits_tui.tui.screens.list_screen import ListScreen
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.screens.strategy.board import BoardScreen
from smits_tui.tui.screens.strategy.dependency_graph import DependencyGraphScreen
from smits_tui.tui.screens.strategy.document_viewer import DocumentViewerScreen
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.tui.screens.strategy.scenarios import ScenariosScreen
from smits_tui.tui.screens.strategy.swot import SwotScreen
from smits_tui.workspace import Workspace

INTERFACE = Path(__file__).parents[2] / "docs" / "interface.md"
SCREENS = (
    *(screen_of(mode) for mode in MODE_BY_NAME),
    *(RecordsScreen, SwotScreen, ScenariosScreen, SourceScreen, DependencyGraphScreen),
    *(ListScreen, DocumentViewerScreen, QuestionsScreen, BoardScreen, ModeScreen),
)
VERBS = {
    "a": ("say yes", {"accept", "agree", "answer", "choose"}),
    "A": ("answer an objection", {"answer"}),
    "b": ("show the board", {"board", "app.pop_screen"}),
    "c": ("compare", {"difference"}),
    "C": ("close the cycle", {"close_cycle"}),
    "d": ("do what is next", {"lead"}),
    "e": ("write or change", {"edit", "correct", "other"}),
    "E": ("export", {"export"}),
    "f": ("pass on", {"defer", "delegate"}),
    "h": ("rehearse, recording nothing", {"rehearse", "backtest"}),
    "i": ("inspect", {"indicators", "check", "verify"}),
    "I": ("import a plan, or records from a table", {"import_plan", "import_records"}),
    "K": ("comment", {"comment"}),
    "l": ("confirm your review", {"look", "confirm"}),
    "L": ("go to what the detail names", {"follow_link"}),
    "m": ("mark all of one cause", {"mark_matter"}),
    "M": ("move", {"move"}),
    "n": ("new", {"new", "add", "write", "add_section"}),
    "o": ("show the layout", {"layout", "app.pop_screen"}),
    "O": ("open a cycle", {"open_cycle"}),
    "p": ("complete", {"advance", "approve"}),
    "r": ("read", {"read", "retry"}),
    "R": ("read all measures of a period", {"read_all"}),
    "s": ("submit", {"submit"}),
    "S": ("sort", {"sort"}),
    "t": (
        "switch to another list",
        {"next_filter", "other_list", "toggle_all", "contents", "triggers", "trace", "records", "resting"},
    ),
    "T": ("run all test cases", {"cases"}),
    "u": ("undo", {"reopen", "restore", "take_back", "withdraw_agreement"}),
    "v": ("view", {"passage", "source", "scenarios", "read", "this_day", "app.pop_screen"}),
    "w": ("waive", {"waive"}),
    "x": (
        "say no, with a reason",
        {"dismiss_trigger", "withdraw", "object", "retire", "remove", "reassess", "not_of_interest"},
    ),
    "X": ("withdraw an answer or a file", {"withdraw"}),
    "y": ("copy", {"copy"}),
}
"""Key -> its verb, and the actions in which the verb shows itself."""

IRREVERSIBLE = {
    *("trigger.accepted", "cycle.opened", "cycle.closed", "step.completed", "stage.advanced"),
    *("input.assessed", "deliverable.submitted", "deliverable.agreed", "deliverable.approved"),
    *("section.written", "trigger.dismissed", "input.withdrawn", "settings.changed", "facts.corrected"),
}
"""Entry types that nothing takes back, or that are given as somebody's word."""


@pytest.fixture(autouse=True)
def _state_of_its_own(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    named(workspace, "kim", "tom")


def test_each_key_has_one_verb_on_all_screens_and_the_manual_says_it() -> None:
    """Whoever learned a key in one mode is right about it in every other."""
    bound = {
        (key, one.action)
        for screen in SCREENS
        for one in screen.__dict__.get("BINDINGS", ())
        if isinstance(one, Binding)
        for key in one.key.split(",")
        if len(key) == 1 and key.isalpha()
    }
    assert {(key, action) for key, action in bound if action not in VERBS.get(key, ("", set()))[1]} == set()
    manual = dict(re.findall(r"(?m)^\| `(\w)` \| ([^|]+?) \|", INTERFACE.read_text(encoding="utf-8")))
    assert manual == {key: verb for key, (verb, _) in VERBS.items()}


def test_help_names_keys_as_they_are_typed() -> None:
    """`A` and `a` are two keys, so a help that writes one for the other leads to the wrong act."""
    for screen in SCREENS:
        keys = {
            binding.key_display or key
            for binding in (*actions_of(screen), *actions_of_bases(screen))
            if isinstance(binding, Binding)
            for key in binding.key.split(",")
        }
        assert set(re.findall("`(.+?)`", screen.HELP_TEXT)) <= keys, screen
        sentence = re.sub(r"`.+?`|\b(A|I)\b(?= (number|file|record|rule|trigger))", "", screen.HELP_TEXT)
        assert not re.findall(r"\b[A-Z]\b", sentence), screen


def entries(workspace: Workspace) -> list[str]:
    """The types of all entries."""
    return [re.findall(r'"type":"([^"]+)"', line.decode())[0] for line in open_ledger(workspace).lines()]


async def come_to(app: SmitsApp, pilot: Pilot[None], mode: str, row: str) -> None:
    """Show a mode with the cursor on a row, and nothing above it."""
    key = MODE_BY_NAME[mode].key

    async def is_shown() -> bool:
        # A screen that a thread prepared may come up late, above what is already shown.
        while len(app.screen_stack) > 1:
            app.pop_screen()
            await pilot.pause()
        if app.current_mode != mode:
            await pilot.press(key)
        return isinstance(app.screen, ModeScreen) and app.current_mode == mode and app.screen.filled.is_set()

    deadline = time.monotonic() + WAIT_SECONDS
    while not await is_shown():
        assert time.monotonic() < deadline, mode
        await pilot.pause(0.02)
    screen: Any = app.screen
    if row:
        screen.reveal(row)
        await until(pilot, lambda: screen.current == row)


ROWS = {
    "overview": "",
    "triggers": "T1",
    "inputs": "I9",
    "cycle": "assess",
    "deliverables": "mission-and-vision/mission",
    "measures": "",
    "rules": "",
    "history": "",
}
OPENED = {
    "board": "1b",
    "stale": "1t",
    "records": "4t",
    "swot": "4b",
    "scenarios": "4v",
    "graph": "5t",
    "reading": "5v",
    "questions": "1?",
    "source": "3v",
    "layout": "3o",
}
"""What is opened from a mode, and the keys that lead there."""


def receive_a_kept_file(workspace: Workspace, record: Record) -> None:
    """A file of which the archive has a copy, so that it can be read beside its facts."""
    content = b"Plan of 2027\n\nCost centre,2027\nNetwork,700000\nWorkplace,180000\nTotal,880000\n"
    keep(workspace, content)
    received = InputReceived(
        id="I9",
        kind="budgets",
        path="budgets/plan.csv",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        mtime_ns=1,
        version=1,
    )
    fact = {"fact": "budget", "source": "budgets/plan.csv#line 6", "period": "2027", "total": 880_000.0}
    record.commit("watcher", lambda _state: [received, InputRead(id="I9", facts=(fact,))])


def ready_to_sign(record: Record, workspace: Workspace) -> None:
    """Everything is at the point where a key could do it: a step to complete, a document to agree to."""
    open_cycle(record, by="tom", reason="the yearly plan")
    receive(record, 1, "budgets", "FY27.xlsx")
    assess_inputs(record, (), by="tom")
    for name in ("mission", "vision"):
        write_section(record, "mission-and-vision", name, "We keep the light on [I1].", by="tom")
    submit(record, workspace, "mission-and-vision", by="tom")
    agree(record, workspace.settings(), "mission-and-vision", by="kim")
    agree(record, workspace.settings(), "mission-and-vision", by="tom")


async def press_each(
    app: SmitsApp, pilot: Pilot[None], mode: str, row: str, opened_by: str, check: Callable[[object], None]
) -> None:
    """Press each key of a mode, or of what a key opens from it, once, and enter where it asks."""

    async def come() -> Any:
        await come_to(app, pilot, mode, row)
        if opened_by:
            await pilot.press(opened_by)
            await until(pilot, lambda: len(app.screen_stack) > 1 and is_filled(app))
        return app.screen

    for binding in actions_of(type(await come())):
        if len(binding.key) > 1:
            continue
        await come()
        await pilot.press(binding.key)
        await pilot.pause()
        if isinstance(app.screen, Confirm):
            await pilot.press(binding.key, binding.key, "enter")
            await until(pilot, lambda: not isinstance(app.screen, Confirm))
        check((mode, opened_by, binding.key))


@pytest.mark.long
@pytest.mark.parametrize("is_ready", [False, True])
def test_no_single_key_does_what_cannot_be_taken_back(
    workspace: Workspace, record: Record, clock: Any, is_ready: bool
) -> None:
    """Each key of each mode, pressed once, and enter after it where a question came up."""
    receive_a_kept_file(workspace, record)
    if is_ready:
        ready_to_sign(record, workspace)
    else:
        filled(record, clock)
        dismiss(record, ["T3"], by="kim", reason="known")

    before = len(entries(workspace))
    names = {one.key: one.name for one in MODE_BY_NAME.values()}

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        def check(pressed: object) -> None:
            assert not IRREVERSIBLE & set(entries(workspace)[before:]), pressed

        for mode, row in ROWS.items():
            # There are no triggers where everything is ready.
            await press_each(app, pilot, mode, "" if mode == "triggers" and is_ready else row, "", check)
        for digit, key in OPENED.values():
            await press_each(app, pilot, names[digit], ROWS[names[digit]], key, check)

    run(workspace, clock, test)


def test_what_is_confirmed_is_done_and_said(workspace: Workspace, record: Record, clock: Any) -> None:
    """The question names the consequence; ctrl+s does it; somebody else's act meanwhile is said in it."""
    ready_to_sign(record, workspace)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await come_to(app, pilot, "deliverables", "mission-and-vision")
        await pilot.press("p")
        await until(
            pilot, lambda: isinstance(app.screen, Confirm) and "is in force from now on" in shown(app)
        )
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, ModalScreen))
        assert app.record.state.versions_of("mission-and-vision")[0].approved_by == "kim"
        await come_to(app, pilot, "cycle", "assess")
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, Confirm) and "can't be reopened" in shown(app))
        write_section(record, "strategy-plan", "position", "We lead.", by="tom")
        receive(record, 2, "budgets", "FY28.xlsx")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "has not been reviewed" in shown(app))
        assert "step.completed" not in entries(workspace)

    run(workspace, clock, test)


def test_a_document_is_agreed_to_where_its_text_is_shown_and_withdrawn_by_one_key(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """From the row of the document its text comes first; until it is approved, u takes the agreement back."""
    ready_to_sign(record, workspace)
    write_section(record, "mission-and-vision", "mission", "We keep all lights on [I1].", by="tom")
    submit(record, workspace, "mission-and-vision", by="tom")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await come_to(app, pilot, "deliverables", "mission-and-vision")
        await pilot.press("a")
        await until(
            pilot, lambda: isinstance(app.screen, DocumentViewerScreen) and "all lights" in shown(app)
        )
        await until(pilot, lambda: isinstance(app.screen, ModeScreen) and app.screen.filled.is_set())
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Confirm) and "'Mission' of version 2" in shown(app))
        await pilot.press("ctrl+s")
        path = "mission-and-vision/mission"
        newest = app.record.state.versions_of("mission-and-vision")[-1]
        await until(pilot, lambda: app.record.state.agreement("kim").get(path) == newest.sections["mission"])
        await come_to(app, pilot, "deliverables", path)
        await pilot.press("u")
        await until(pilot, lambda: path not in app.record.state.agreement("kim"))
        assert "mission-and-vision/vision" in app.record.state.agreement("kim")

    run(workspace, clock, test)
