"""What is not understood, as people meet it in the interface: seen at once, answered by a key, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from tui_support import click_on, interface, run, said, shown, still, until

from smits_tui.actions.inputs.answers import answer_question
from smits_tui.actions.session import open_record, record_settings
from smits_tui.daemon import Daemon, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.process.state import Input as Received
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.files.questions import QuestionsScreen
from smits_tui.tui.screens.files.source import SourceScreen
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace, make_workspace

ACT = """\
# Regulation (EU) 2027/811 of the European Parliament and of the Council of 3 March 2027

on the resilience of payment networks

This Regulation shall enter into force on 1 June 2027. It shall apply from 1 January 2028.
"""


def look(workspace: Workspace, clock: Any) -> None:
    """Let the folders be read and judged once."""
    with watch_lock(workspace, clock):
        Daemon(workspace, clock=clock).once()


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a file that can be read as two kinds, and one of which nothing is understood.

    It is read once for all tests, each of which gets a copy: reading starts a process.
    """
    folder, now = tmp_path_factory.mktemp("read"), dt.datetime(2027, 3, 10, 12, 0, tzinfo=dt.UTC)
    made = make_workspace(folder / "acme", "Acme [draft]", jurisdictions=("EU",))
    (made.inputs / "budgets" / "act.md").write_text(ACT, encoding="utf-8")
    (made.inputs / "goals" / "note.txt").write_text("Lunch is at noon on Fridays.\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMITS_STATE_DIR", str(folder / "state"))
        record_settings(open_record(made, lambda: now)[0], made, "kim", "made")
        look(made, lambda: now)
    return made.root


@pytest.fixture(autouse=True)
def _an_act_among_the_budgets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Workspace, read_once: Path
) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    copytree(read_once, workspace.root, dirs_exist_ok=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_how_questions_look(
    snap_compare: Callable[..., bool], workspace: Workspace, clock: Any, size: tuple[int, int]
) -> None:
    """The question, its candidates with what each would mean, and the passage beside or below it."""

    async def ready(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, SmitsApp)
        await until(
            pilot, lambda: app.is_open and isinstance(app.screen, ModeScreen) and app.screen.filled.is_set()
        )
        await pilot.press("question_mark")
        await until(
            pilot, lambda: isinstance(app.screen, QuestionsScreen) and "It is in budgets" in shown(app)
        )
        await until(pilot, lambda: "on the resilience" in shown(app) and "! medium" in shown(app))
        await still(pilot)

    assert snap_compare(interface(workspace, clock), terminal_size=size, run_before=ready)


def choice(app: SmitsApp, question: str = "Q1") -> str | None:
    """The answer in force to a question."""
    known = app.view.state.question(question)
    answer = app.view.state.answer(known.answer) if known and known.answer else None
    return answer.choice if answer and answer.status == "in force" else None


def newest(app: SmitsApp, path: str) -> Received:
    """The newest version of a file."""
    item = app.view.state.newest(path)
    assert item is not None
    return item


def outcome(app: SmitsApp, path: str) -> str:
    """What came of a file."""
    return newest(app, path).outcome


async def open_questions(app: SmitsApp, pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    await until(pilot, lambda: isinstance(app.screen, QuestionsScreen) and "What is it?" in shown(app))


async def reason(app: SmitsApp, pilot: Pilot[None], words: str) -> None:
    """Refuse to give a reason first, then give it."""
    await until(pilot, lambda: isinstance(app.screen, Prompt) and app.screen.query("#dialog-answer"))
    await pilot.press("enter")
    await until(pilot, lambda: "Give a reason" in shown(app))
    app.screen.query_one(Input).value = words
    await pilot.press("enter")


def test_the_overview_says_at_once_what_was_not_understood(workspace: Workspace, clock: Any) -> None:
    """As loud as a rejection, and one key leads to the question, with the passage and what would follow."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        screen = shown(app)
        assert "1 file has questions: press ?" in screen
        assert "1 file was not understood: press ?" in screen
        assert "Answer Q1" in screen
        assert "nothing puts the strategy in question" not in screen
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionsScreen) and "regulations" in shown(app))
        await until(pilot, lambda: "on the resilience of payment networks" in shown(app))
        await until(pilot, lambda: "2027/811" in shown(app) and "triggers nothing" in shown(app))

    run(workspace, clock, test)


def test_one_key_answers_another_one_changes_and_u_takes_back(workspace: Workspace, clock: Any) -> None:
    """The row stays under the cursor, so that a key that is held meets no other question."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_questions(app, pilot)
        await pilot.press("1")
        await until(pilot, lambda: choice(app) == "regulations")
        await until(pilot, lambda: "kim answered" in shown(app))
        await pilot.press("9")
        await until(pilot, lambda: said(app, "Q1 has 3 candidates"))
        await pilot.press("2")
        await until(pilot, lambda: choice(app) == "budgets")
        await pilot.press("x")
        await until(pilot, lambda: choice(app) == "")
        await pilot.press("u")
        await until(pilot, lambda: choice(app) is None)
        look(workspace, clock)
        await until(pilot, lambda: [question.id for question in app.view.state.questions()] == ["Q2"])

    run(workspace, clock, test)


def test_the_mouse_answers_and_something_else_is_chosen(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_questions(app, pilot)
        await click_on(pilot, app, "1  regulations")
        await until(pilot, lambda: choice(app) == "regulations")
        await click_on(pilot, app, "something else")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "environment" in shown(app))
        await click_on(pilot, app, "environment:")
        await until(pilot, lambda: choice(app) == "environment")
        await pilot.press("3")  # the last candidate of a question on the kind opens the same list
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "opportunities" in shown(app))
        await click_on(pilot, app, "opportunities:")
        await until(pilot, lambda: choice(app) == "opportunities")

    run(workspace, clock, test)


def test_an_answer_of_somebody_else_is_changed_after_asking_only(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """Two people answer at once: the second one is told, and nothing of the first is lost."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_questions(app, pilot)
        other, _ = open_record(workspace, clock)
        answer_question(other, "Q1", "regulations", by="lee")
        await pilot.press("2")
        await until(pilot, lambda: said(app, "lee has answered Q1") or isinstance(app.screen, Chooser))
        assert choice(app) in (None, "regulations")
        await until(pilot, lambda: choice(app) == "regulations")
        if isinstance(app.screen, QuestionsScreen):
            await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "lee answered" in shown(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: choice(app) == "budgets")

    run(workspace, clock, test)


def test_remembered_answers_are_listed_changed_and_withdrawn(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    answer_question(record, "Q1", "regulations", by="kim")
    look(workspace, clock)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, QuestionsScreen) and app.screen.filled.is_set())
        await pilot.press("t")
        await until(pilot, lambda: "1 in force" in shown(app) and "budgets/act.md" in shown(app))
        await pilot.press("2")
        await until(pilot, lambda: choice(app) == "budgets")
        await until(pilot, lambda: "A2" in shown(app) and "1 in force" in shown(app))
        await pilot.press("g", "X")
        await reason(app, pilot, "It was not ours.")
        await until(pilot, lambda: choice(app) is None)
        assert app.view.state.answer("A2").withdrawn_reason == "It was not ours."  # type: ignore[union-attr]

    run(workspace, clock, test)


def test_a_file_that_was_not_understood_is_filled_in_waived_or_withdrawn(
    workspace: Workspace, clock: Any
) -> None:
    """From the same list, by the same keys; a reason is asked for where something is let go."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await open_questions(app, pilot)
        await pilot.press("down")
        await until(pilot, lambda: "This file was not understood" in shown(app))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen) and "Lunch" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, QuestionsScreen))
        await pilot.press("2")
        await reason(app, pilot, "A note about lunch.")
        await until(pilot, lambda: outcome(app, "goals/note.txt") == "waived")
        await until(pilot, lambda: isinstance(app.screen, QuestionsScreen))
        await pilot.press("3")
        await reason(app, pilot, "Not ours.")
        await until(pilot, lambda: outcome(app, "goals/note.txt") == "withdrawn")

    run(workspace, clock, test)


def test_an_input_is_withdrawn_and_restored_where_it_is_listed(workspace: Workspace, clock: Any) -> None:
    """Each outcome is an icon and a word in the list."""

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await app.go("inputs", newest(app, "budgets/act.md").id)
        await until(pilot, lambda: "act.md" in shown(app))
        await until(pilot, lambda: "? Q1" in shown(app) and "questions" in shown(app))
        await pilot.press("x")
        await until(pilot, lambda: "which will no longer count" in shown(app))
        await reason(app, pilot, "Another company's.")
        await until(pilot, lambda: "Another company's." in shown(app) and "withdrawn" in shown(app))
        await pilot.press("u")
        await until(pilot, lambda: outcome(app, "budgets/act.md") != "withdrawn")

    run(workspace, clock, test)
