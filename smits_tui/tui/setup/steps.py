"""The steps of the set-up that ask questions, and the last one that shows what will be made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Label, Static

from smits_tui.actions.founding import Founding, summary
from smits_tui.actions.founding_answers import AnswerRefused
from smits_tui.actions.founding_places import proposed_folder
from smits_tui.actions.founding_questions import Question, first_wrong
from smits_tui.tui.looks import QUIET, text


class Step(VerticalScroll, can_focus=False):
    """One page of the set-up."""

    PREFIX = "q"
    """What the ids of its fields begin with."""

    class Said(Message):
        """Something about what is being typed; no words when all is well."""

        def __init__(self, step: Step, words: str) -> None:
            """Say it.

            Args:
                step: in which it is typed.
                words: a sentence, or nothing.
            """
            super().__init__()
            self.step, self.words = step, words

    def __init__(self, name: str, why: str) -> None:
        """Make it.

        Args:
            name: what is asked.
            why: what the answers are for.
        """
        super().__init__(id=f"step-{name.lower()}", classes="step")
        self.title, self._why = name, why

    def compose(self) -> ComposeResult:
        """Why it is asked, then what is asked."""
        yield Static(text(self._why), classes="why")
        yield from self.parts()

    def parts(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def arrive(self) -> None:
        """Take the focus."""
        self.scroll_home(animate=False)

    def answers(self) -> dict[str, str]:
        """Key of the question -> what is written."""
        return {}

    def finish(self) -> None:
        """Check everything before the next step.

        Raises:
            AnswerRefused: something is missing or wrong.
        """

    def point(self, field: str) -> None:
        """Lead to the field that a refusal is about."""
        for found in self.query(f"#{self.PREFIX}-{field}"):
            found.add_class("-wrong")
            found.focus()


class Answer(Input):
    """A field that says at the bottom what enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Next")]


class QuestionStep(Step):
    """Questions below each other; what is typed is checked at once."""

    def __init__(self, name: str, why: str, questions: Sequence[Question]) -> None:
        """Make it.

        Args:
            name: what is asked.
            why: what the answers are for.
            questions: in their order.
        """
        super().__init__(name, why)
        self.questions = {_id(question.key): question for question in questions}
        self._wrong: dict[str, str] = {}
        """Id of a field -> what is wrong with it, the one that was changed last first."""

    def parts(self) -> ComposeResult:
        """A row for each question, and below it what it means or what is understood of the answer."""
        for identifier, question in self.questions.items():
            with Vertical(classes="question"):
                with Horizontal(classes="row"):
                    yield Label(text(question.label))
                    short = "-short" if question.unit else ""
                    yield Answer(
                        question.default,
                        placeholder=question.hint,
                        id=f"{self.PREFIX}-{identifier}",
                        classes=short,
                    )
                    if question.unit:
                        yield Static(text(question.unit, QUIET), classes="unit")
                if question.meaning or question.understood:
                    classes = "note -meaning" if question.meaning else "note"
                    yield Static(
                        text(question.meaning, QUIET), id=f"{self.PREFIX}-{identifier}-note", classes=classes
                    )

    def on_mount(self) -> None:
        """Say what is understood of the defaults; one may be wrong already, e.g. where nobody may write."""
        for identifier, question in self.questions.items():
            if question.default or question.understood:
                self._look_at(identifier)

    def arrive(self) -> None:
        """Begin with the first question."""
        super().arrive()
        self.query(Input).first().focus()
        self._say()

    def answers(self) -> dict[str, str]:
        """Key of the question -> what is written."""
        return {
            question.key: self.query_one(f"#{self.PREFIX}-{identifier}", Input).value
            for identifier, question in self.questions.items()
        }

    def finish(self) -> None:
        """Check all answers.

        Raises:
            AnswerRefused: one can't be used.
        """
        wrong = first_wrong(list(self.questions.values()), self.answers())
        if wrong:
            self._look_at(_id(wrong[0]))
            raise AnswerRefused(str(wrong[1]), _id(wrong[0]))

    @on(Input.Changed)
    def _on_change(self, event: Input.Changed) -> None:
        self._look_at((event.input.id or "").removeprefix(f"{self.PREFIX}-"))

    def _look_at(self, identifier: str) -> None:
        """Check an answer; say what is wrong with it, or what is understood of it."""
        question, field = self.questions[identifier], self.query_one(f"#{self.PREFIX}-{identifier}", Input)
        self._wrong.pop(identifier, None)
        understood = ""
        try:
            question.check(field.value)
            understood = question.understood(field.value) if question.understood else ""
        except AnswerRefused as refusal:
            self._wrong = {identifier: str(refusal), **self._wrong}
        field.set_class(identifier in self._wrong, "-wrong")
        if question.understood:
            self.query_one(f"#{self.PREFIX}-{identifier}-note", Static).update(text(understood, QUIET))
        self._say()

    def _say(self) -> None:
        self.post_message(self.Said(self, next(iter(self._wrong.values()), "")))


class OrganisationStep(QuestionStep):
    """The first step: the folder follows the organisation's name until somebody names another."""

    def __init__(self, name: str, why: str, questions: Sequence[Question]) -> None:
        """Make it.

        Args:
            name: what is asked.
            why: what the answers are for.
            questions: in their order.
        """
        super().__init__(name, why, questions)
        self._proposed = proposed_folder("")

    @on(Input.Changed, "#q-organisation")
    def _propose(self, event: Input.Changed) -> None:
        folder = self.query_one("#q-folder", Input)
        if folder.value == self._proposed:
            self._proposed = folder.value = proposed_folder(event.value)


class ReadyStep(Step, can_focus=True):
    """The last step: everything once more before it is made."""

    def parts(self) -> ComposeResult:
        """Rows to be filled."""
        yield Vertical(id="summary")

    def show(self, founding: Founding) -> None:
        """Show what will be made."""
        rows = [
            Horizontal(Label(text(label)), Static(text(said)), classes="row")
            for label, said in summary(founding)
        ]
        table = self.query_one("#summary")
        table.remove_children()
        table.mount(*rows)


def _id(key: str) -> str:
    """The key of a question as part of an id."""
    return key.replace(".", "-")
