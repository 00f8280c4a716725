"""Questions about files, each with its passage in the file, and remembered answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input as TextField

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.inputs import answers
from smits_tui.actions.inputs.extraction.dry_read import contents_of
from smits_tui.actions.inputs.withdrawal import waive_input, withdraw_input
from smits_tui.actions.rules.consequences import Consequence, consequences
from smits_tui.actions.session import ActionRefused
from smits_tui.process.state import Input
from smits_tui.process.state.question import Answer, Question
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
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.files.orders import QUESTION_ORDERS
from smits_tui.tui.screens.files.source import open_source
from smits_tui.tui.screens.list_screen import SORT, ListScreen
from smits_tui.tui.status_styles import QUIET, since, text
from smits_tui.tui.widgets.file_view import FileView
from smits_tui.tui.widgets.keys import KeyText
from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_watch.extraction.viewer_text import Line as FileLine
from smits_watch.extraction.viewer_text import find_place
from smits_watch.facts.question import ANOTHER_KIND

LOOK_UP_SECONDS = 0.2
"""How long the cursor stays on a question before its file is opened and its answers are evaluated."""


class QuestionsScreen(ListScreen):
    """The list of questions; below it the answers with a key each, and the file with the passage marked."""

    TITLE_OF_HELP: ClassVar[str] = "Questions"
    HELP_TEXT: ClassVar[str] = (
        "What can be read in two ways, and files that were not understood. Nothing is decided on them "
        "until you answer. A number key chooses that answer, e lets you type another one, x marks it as "
        "not of interest. The answer is applied at once and remembered for similar files; while the "
        "question is shown, another key changes the answer and u takes it back. T shows all remembered "
        "answers."
    )
    CHANGES = frozenset({"answer", "choose", "other", "not_of_interest", "take_back", "withdraw"})
    COLUMNS = (("", 2), ("id", 5), ("what", None), ("since", 6))
    ORDERS = QUESTION_ORDERS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer", "Answer", tooltip="Choose an answer; a number key chooses it at once"),
        *(Binding(str(n), f"choose({n})", show=False) for n in range(1, MOST_KEYS + 1)),
        Binding(OTHER, "other", "Other", tooltip="Type an answer that is not among the candidates"),
        Binding(NOT_OF_INTEREST, "not_of_interest", "Not of interest", tooltip="Read nothing from it"),
        Binding("u", "take_back", "Take back", tooltip="Withdraw the answer to this question"),
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
            empty = "No answers are remembered yet." if self._shows_answers else "No questions are open."
            return text(empty, QUIET)
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
        view.border_title = text(item.path).markup if item else ""
        file_lines = self._files.get(item.id) if item else None
        if file_lines is None:
            view.show_note("Opening it ..." if item else "")
            return
        question = self._question()
        anchor, quote = (question.anchor, question.quote) if question else ("", "")
        view.show_file(file_lines, find_place(file_lines, anchor, quote) if anchor or quote else None, quote)

    def _question(self) -> Question | None:
        """The question under the cursor, or that of the answer under the cursor."""
        state, key = self.smits.view.state, self.current or ""
        answer = state.answer(key)
        return state.question(answer.question if answer else key)

    def _input(self) -> Input | None:
        """The input of the row under the cursor."""
        question = self._question()
        return self.smits.view.state.input(question.input if question else self.current or "")

    def _chosen_question(self) -> Question:
        question = self._question()
        if question is None:
            raise ActionRefused("Select a question or an answer.")
        return question

    def open_chosen(self) -> None:
        """Show the whole file, where facts can be added and corrected."""
        self.action_source()

    def action_source(self) -> None:
        """Show the whole file."""
        item, question = self._input(), self._question()
        if item is None:
            raise ActionRefused("There is nothing to open.")
        open_source(self.smits, item, question.anchor if question else "")

    def action_choose(self, number: int) -> None:
        """Choose an answer by its number; for a file that was not understood, an action."""
        item = self.smits.view.state.input(self.current or "")
        if item is not None:
            self._settle(item, number)
            return
        question = self._chosen_question()
        if number > len(question.candidates):
            count = len(question.candidates)
            raise ActionRefused(f"{question.id} has {count} candidates; e types another answer.")
        self._answer(question, str(question.candidates[number - 1]["answer"]))

    def action_answer(self) -> None:
        """Choose from the answers by name."""
        question = self._chosen_question()
        options = [
            (candidate["answer"], f"{candidate['answer']}: {candidate['meaning']}")
            for candidate in question.candidates
        ]
        chooser = Chooser(question.text, options)
        self.app.push_screen(chooser, lambda choice: self._answer(question, choice) if choice else None)

    def action_other(self) -> None:
        """Type another answer, or choose another input kind."""
        question = self._chosen_question()
        if question.topic == "kind":
            kinds = [(name, f"{name}: {kind.about}") for name, kind in INPUT_KINDS.items()]
            self.app.push_screen(
                Chooser("What is it?", kinds),
                lambda kind: self._answer(question, kind, typed=True) if kind else None,
            )
            return

        def answer(written: str) -> None:
            if not written.strip():
                raise ActionRefused("Type the answer; escape leaves it open.")
            made.append(self._recorded(question, written.strip(), typed=True))

        made: list[str] = []
        draft = self.smits.draft(f"answer {question.id}")
        prompt = Prompt(question.id, question.text, "the answer", "Answer", answer, draft=draft)
        self.app.push_screen(prompt, lambda was_done: self.done(_told(question, made)) if was_done else None)

    def action_not_of_interest(self) -> None:
        """Answer that the table is not relevant."""
        self._answer(self._chosen_question(), answers.NOT_OF_INTEREST)

    def action_take_back(self) -> None:
        """Withdraw the answer to the question under the cursor without asking."""
        answer = self._answer_in_force(self._chosen_question())
        if answer is None:
            raise ActionRefused("There is no answer to take back.")
        record, person = self.smits.record, self.smits.person
        if answer.by != person:
            self.action_withdraw()
            return
        self.do(
            lambda: answers.withdraw_answer(record, answer.id, by=person, reason="Taken back by its author."),
            f"{answer.id} is withdrawn; the question is open again.",
        )

    def action_withdraw(self) -> None:
        """Ask for the reason, and withdraw the answer, or the file that was not understood."""
        item = self.smits.view.state.input(self.current or "")
        if item is not None:
            self._ask_why("Withdraw", item, withdraw_input)
            return
        answer = self._answer_in_force(self._chosen_question())
        if answer is None:
            raise ActionRefused("There is no answer in force to withdraw.")
        record, person = self.smits.record, self.smits.person

        def withdraw(reason: str) -> None:
            answers.withdraw_answer(record, answer.id, by=person, reason=reason)

        used = sum(answer.id in used_by.answers for used_by in self.smits.view.state.inputs())
        about = f"{answer.text} {chosen(answer)}\nFiles read by it ({used}) will be read and judged again."
        draft = self.smits.draft(f"withdraw {answer.id}")
        prompt = Prompt(f"Withdraw {answer.id}", about, "why", "Withdraw", withdraw, draft=draft)
        self.ask(prompt, f"{answer.id} is withdrawn.")

    def action_other_list(self) -> None:
        """Show the answers, or the questions."""
        self._shows_answers = not self._shows_answers
        self.show(self.smits.view)

    def _settle(self, item: Input, number: int) -> None:
        """Run one of the three actions for a file that was not understood."""
        if number == 1:
            open_source(self.smits, item)
        elif number == 2:
            self._ask_why("Let pass", item, waive_input)
        elif number == 3:
            self._ask_why("Withdraw", item, withdraw_input)

    def _ask_why(self, title: str, item: Input, act: Callable[..., str]) -> None:
        record, person = self.smits.record, self.smits.person

        def answer(reason: str) -> None:
            act(record, item.id, by=person, reason=reason)

        draft = self.smits.draft(f"{title} {item.id}")
        prompt = Prompt(f"{title} {item.id}", item.path, "why", title, answer, draft=draft)
        self.ask(prompt, f"{item.path}: done.")

    def _answer(self, question: Question, choice: str, *, typed: bool = False) -> None:
        """Answer, or change the answer; changing another person's answer asks for confirmation."""
        if choice == ANOTHER_KIND:
            self.action_other()
            return
        answer = self._answer_in_force(question)
        if answer is not None and answer.by != self.smits.person:
            options = [("", "Keep it"), ("change", f"Change it to {choice or 'not of interest'}")]
            self.app.push_screen(
                Chooser(f"{answer.by} answered {chosen(answer)}", options),
                lambda done: self._finish(question, choice, typed=typed) if done else None,
            )
            return
        self._finish(question, choice, typed=typed)

    def _finish(self, question: Question, choice: str, *, typed: bool) -> None:
        self.done(_told(question, [self._recorded(question, choice, typed=typed)]))

    def _recorded(self, question: Question, choice: str, *, typed: bool) -> str:
        record, person = self.smits.record, self.smits.person
        answer = self._answer_in_force(question)
        if answer is None:
            return answers.answer_question(record, question.id, choice, by=person, typed=typed)
        return answers.change_answer(record, answer.id, choice, by=person, typed=typed)

    def _answer_in_force(self, question: Question) -> Answer | None:
        """The answer in force for a question, as shown on this screen."""
        state = self.smits.view.state
        current = state.question(question.id)
        if current is None or current.status != "answered" or not current.answer:
            return None
        answer = state.answer(current.answer)
        return answer if answer and answer.status == "in force" else None


def _since(view: View, moment: dt.datetime) -> Content:
    return text(since(moment, view.now).rjust(6), QUIET)


def _told(question: Question, made: Sequence[str]) -> str:
    return f"{question.id} is answered ({', '.join(made)}); the file is read again. Press u to take it back."
