"""Questions about files, each with its passage in the file, and remembered answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input as TextField

from smits_tui.actions.inputs.extraction.dry_read import contents_of
from smits_tui.actions.rules.simulation.consequences import Consequence, consequences
from smits_tui.actions.session import ActionRefused
from smits_tui.tui.details.question import (
    MOST_KEYS,
    NOT_OF_INTEREST,
    OTHER,
    answer_detail,
    chosen,
    question_detail,
    question_mark,
    silent_detail,
)
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.files.answer_actions import AnswerActions
from smits_tui.tui.screens.files.orders import QUESTION_ORDERS
from smits_tui.tui.screens.files.source import open_source
from smits_tui.tui.screens.list_screen import SORT
from smits_tui.tui.status_styles import QUIET, since, text
from smits_tui.tui.widgets.file_view import FileView
from smits_tui.tui.widgets.keys import KeyText
from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_watch.extraction.viewer.text import Line as FileLine
from smits_watch.extraction.viewer.text import find_place

LOOK_UP_SECONDS = 0.2
"""How long the cursor stays on a question before its file is opened and its answers are evaluated."""

NO_QUESTIONS = (
    "No questions are open. When a file can be read in two ways, it is asked about here, and nothing is "
    "decided on it until you answer. Escape goes back."
)
NO_ANSWERS = "No answers are remembered yet. What you answer to a question is used for similar files too."


class QuestionsScreen(AnswerActions):
    """The list of questions; below it the answers with a key each, and the file with the passage marked."""

    TITLE_OF_HELP: ClassVar[str] = "Questions"
    HELP_TEXT: ClassVar[str] = (
        "What can be read in two ways, and files that were not understood. Nothing is decided on them until "
        "you answer. A number key chooses that answer, `e` lets you type another one, `x` marks it as not "
        "of interest. The answer is applied at once and remembered for similar files; while the question is "
        "shown, another key changes the answer and `u` takes it back. `t` shows all remembered answers."
    )
    CHANGES = frozenset({"answer", "choose", "other", "not_of_interest", "take_back", "withdraw"})
    COLUMNS = (("", 2), ("id", 5), ("what", None), ("since", 6))
    ORDERS = QUESTION_ORDERS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer", "Answer", tooltip="Choose an answer; a number key chooses it at once"),
        *(Binding(str(n), f"choose({n})", show=False) for n in range(1, MOST_KEYS + 1)),
        Binding(OTHER, "other", "Other", tooltip="Type an answer that is not among the candidates"),
        Binding(NOT_OF_INTEREST, "not_of_interest", "Not of interest", tooltip="Read nothing from it"),
        Binding("u", "take_back", "Undo", tooltip="Withdraw the answer to this question"),
        Binding("X", "withdraw", "Withdraw", tooltip="Withdraw an answer, or a file, with a reason"),
        Binding("v", "source", "Source", tooltip="The whole file, to add and correct facts"),
        Binding("t", "other_list", "Answers", tooltip="Switch between remembered answers and questions"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back"),
    ]

    def __init__(self, wanted: str | None = None) -> None:
        """Create the screen.

        Args:
            wanted: the question, input or answer to select; the first one if None.
        """
        super().__init__()
        self._first = wanted
        self._shows_answers = bool(wanted and wanted.startswith("A"))
        self._seen: dict[str, None] = {}
        """What was open at any time since the screen was opened: rows stay, so that no key that is typed just
        then meets another question."""
        self._outcomes: dict[tuple[str, int], tuple[Consequence, ...]] = {}
        self._files: dict[str, list[FileLine]] = {}
        """Input -> what it says, once it was opened."""
        self._looking_up: Timer | None = None
        self._looked_at: tuple[str | None, int] = (None, -1)

    def body(self) -> ComposeResult:
        """The list, and below it the question and the file."""
        with Vertical(id="questions"):
            with Vertical(classes="part-list"):
                yield ListTable(self.COLUMNS, id="first")
                yield TextField(placeholder="words to filter by", classes="filter")
            with Horizontal(id="question-parts"):
                with VerticalScroll(classes="part-detail"):
                    yield KeyText(classes="list-detail")
                yield FileView(id="question-file")

    def on_mount(self) -> None:
        """Select the requested row."""
        self._wanted = self._first
        super().on_mount()

    def keys(self, view: View) -> Sequence[str]:
        """Questions and inputs not understood, including those settled during this visit; or the answers."""
        if self._shows_answers:
            return [answer.id for answer in reversed(view.state.answers(all_of_them=True))]
        for question in view.state.questions():
            self._seen.setdefault(question.id)
        for item in view.state.inputs_in_doubt():
            if item.understood == "nothing":
                self._seen.setdefault(item.id)
        return [key for key in self._seen if self._is_shown(view, key)]

    def _is_shown(self, view: View, key: str) -> bool:
        """Whether a row of this visit is kept: after a withdrawal the question has a new id."""
        question = view.state.question(key)
        if question is None:
            return view.state.input(key) is not None
        return question.status == "open" or self._answer_in_force(question) is not None

    def cells(self, view: View, key: str) -> Cells:
        """Status, question or answer, and date."""
        question, item, answer = view.state.question(key), view.state.input(key), view.state.answer(key)
        if question is not None:
            line = text(question.text, "" if question.status == "open" else QUIET)
            asked_of = view.state.input(question.input)
            line += text(f"  {asked_of.path if asked_of else ''}", QUIET)
            return question_mark(question), text(key, QUIET), line, _since(view, question.asked_at)
        if item is not None:
            mark = text("x", "$text-error") if item.is_in_doubt else text("+", "$text-success")
            line = text("Not understood: ") + text(item.path)
            return mark, text(key, QUIET), line, _since(view, item.received_at)
        if answer is not None:
            in_force = answer.status == "in force"
            line = text(f"{answer.text} ", "" if in_force else QUIET) + text(chosen(answer), "bold")
            mark = text("+", "$text-success") if in_force else text("/", QUIET)
            return mark, text(key, QUIET), line, _since(view, answer.at)
        return (text(""),) * len(self.COLUMNS)

    def head(self, view: View, about: str) -> tuple[str, str]:
        """The number of open questions."""
        if self._shows_answers:
            return (
                f"remembered answers · {len(view.state.answers())} in force{about}",
                "t shows the questions",
            )
        inputs = view.status.inputs
        open_now = len(view.state.questions())
        silent = f" · {inputs['not_understood']} not understood" if inputs["not_understood"] else ""
        return f"questions · {open_now} open{silent}{about}", "t shows the remembered answers"

    def detail(self, view: View, key: str | None) -> Content:
        """The question, input or answer under the cursor."""
        state = view.state
        if key is None:
            return text(NO_ANSWERS if self._shows_answers else NO_QUESTIONS, QUIET)
        question, item, answer = state.question(key), state.input(key), state.answer(key)
        if question is not None:
            return question_detail(view, question, self._outcomes.get((key, state.facts_changed)))
        if item is not None:
            return silent_detail(view, item)
        return answer_detail(view, answer) if answer else text("")

    def show_detail(self) -> None:
        """Show the detail at once; the file and the consequences follow once the cursor rests."""
        super().show_detail()
        self._show_file()
        now = (self.current, self.smits.view.state.facts_changed)
        if now != self._looked_at:
            self._looked_at = now
            if self._looking_up:
                self._looking_up.stop()
            self._looking_up = self.set_timer(LOOK_UP_SECONDS, self._look_up)

    def _look_up(self) -> None:
        """Open the file of the question under the cursor, and evaluate its answers."""
        item, question = self._input(), self.smits.view.state.question(self.current or "")
        workspace, view = self.smits.workspace, self.smits.view
        if item is not None and item.id not in self._files:
            self.smits.in_background(
                f"Opening {item.path}",
                lambda: contents_of(workspace, item.sha256, item.path),
                lambda file_lines: self._take_file(item.id, file_lines),
                unseen=True,
            )
        wanted = (self.current or "", self.smits.view.state.facts_changed)
        if question is not None and question.status == "open" and wanted not in self._outcomes:
            state = view.snapshot
            self.smits.in_background(
                "Trying the answers",
                lambda: consequences(workspace, state, question),
                lambda outcomes: self._take_outcomes(wanted, outcomes),
                unseen=True,
            )

    def _take_file(self, identifier: str, lines: list[FileLine]) -> None:
        self._files[identifier] = lines
        if self._stands():
            self._show_file()

    def _take_outcomes(self, wanted: tuple[str, int], outcomes: tuple[Consequence, ...]) -> None:
        self._outcomes[wanted] = outcomes
        if self._stands() and self.current == wanted[0]:
            super().show_detail()

    def _stands(self) -> bool:
        """Whether the widgets still exist: a thread may return after the screen was left."""
        return self.is_attached and self._has_bar()

    def _show_file(self) -> None:
        """Show the file under the cursor with the passage marked."""
        item = self._input()
        view = self.query_one(FileView)
        view.display = item is not None
        view.border_title = text(item.path).markup if item else ""
        file_lines = self._files.get(item.id) if item else None
        if file_lines is None:
            view.show_note("Opening it ..." if item else "")
            return
        question = self._question()
        anchor, quote = (question.anchor, question.quote) if question else ("", "")
        view.show_file(file_lines, find_place(file_lines, anchor, quote) if anchor or quote else None, quote)

    def open_chosen(self) -> None:
        """Show the whole file, where facts can be added and corrected."""
        self.action_source()

    def action_source(self) -> None:
        """Show the whole file."""
        item, question = self._input(), self._question()
        if item is None:
            raise ActionRefused("There is nothing to open.")
        open_source(self.smits, item, question.anchor if question else "")

    def action_other_list(self) -> None:
        """Show the answers, or the questions."""
        self._shows_answers = not self._shows_answers
        self.show(self.smits.view)


def _since(view: View, moment: dt.datetime) -> Content:
    return text(since(moment, view.now).rjust(6), QUIET)
