"""Steps with questions, whose answers are checked while typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label, Static

from smits_tui.presentation.setup.answers import AnswerRefused
from smits_tui.presentation.setup.location import proposed_folder
from smits_tui.presentation.setup.questions import SetupQuestion, first_wrong
from smits_tui.presentation.typed_text import TypedTextRefused
from smits_tui.tui.setup.steps import SetupStep
from smits_tui.tui.status_styles import QUIET, text
from smits_tui.tui.widgets.button import Button


class AnswerField(Input):
    """A field whose footer says what enter does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Next")]


class QuestionStep(SetupStep):
    """A list of questions; answers are checked at once."""

    def __init__(self, name: str, why: str, questions: Sequence[SetupQuestion]) -> None:
        """Create the step.

        Args:
            name: its title.
            why: what the answers are used for.
            questions: in order.
        """
        super().__init__(name, why)
        self.questions = {_id(question.key): question for question in questions}
        self._wrong: dict[str, str] = {}
        """Id of a field -> what is wrong with it, the one that was changed last first."""

    def parts(self) -> ComposeResult:
        """A row per question; below it a hint, or how the answer was understood."""
        for identifier, question in self.questions.items():
            with Vertical(classes="question"):
                with Horizontal(classes="row"):
                    yield Label(text(question.label))
                    short = "-short" if question.unit else ""
                    yield AnswerField(
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
        """Show how the defaults are understood; one may be invalid, e.g. a folder that isn't writable."""
        for identifier, question in self.questions.items():
            if question.default or question.understood:
                self._look_at(identifier)

    def arrive(self) -> None:
        """Focus the first question."""
        super().arrive()
        self.query(Input).first().focus()
        self._say()

    def answers(self) -> dict[str, str]:
        """Key of the question -> answer as typed."""
        return {
            question.key: self.query_one(f"#{self.PREFIX}-{identifier}", Input).value
            for identifier, question in self.questions.items()
        }

    def finish(self) -> None:
        """Check all answers.

        Raises:
            AnswerRefused: an answer is invalid.
        """
        wrong = first_wrong(list(self.questions.values()), self.answers())
        if wrong:
            self._look_at(_id(wrong[0]))
            raise AnswerRefused(str(wrong[1]), _id(wrong[0]))

    @on(Input.Changed)
    def _on_change(self, event: Input.Changed) -> None:
        self._look_at((event.input.id or "").removeprefix(f"{self.PREFIX}-"))

    def _look_at(self, identifier: str) -> None:
        """Check an answer; show its error, or how it was understood."""
        question, field = self.questions[identifier], self.query_one(f"#{self.PREFIX}-{identifier}", Input)
        self._wrong.pop(identifier, None)
        understood = ""
        try:
            question.check(field.value)
            understood = question.understood(field.value) if question.understood else ""
        except TypedTextRefused as refusal:
            self._wrong = {identifier: str(refusal), **self._wrong}
        field.set_class(identifier in self._wrong, "-wrong")
        if question.understood:
            self.query_one(f"#{self.PREFIX}-{identifier}-note", Static).update(text(understood, QUIET))
        self._say()

    def _say(self) -> None:
        self.post_message(self.Said(self, next(iter(self._wrong.values()), "")))


class OrganisationStep(QuestionStep):
    """The first step: the folder follows the organisation's name until it is edited."""

    def __init__(self, name: str, why: str, questions: Sequence[SetupQuestion]) -> None:
        """Create the step.

        Args:
            name: its title.
            why: what the answers are used for.
            questions: in order.
        """
        super().__init__(name, why, questions)
        self._proposed = proposed_folder("")

    def parts(self) -> ComposeResult:
        """The questions, and the way into a team that has a record already."""
        yield from super().parts()
        yield Button("Join a team's record instead", compact=True, id="joining")

    @on(Input.Changed, "#q-organisation")
    def _propose(self, event: Input.Changed) -> None:
        folder = self.query_one("#q-folder", Input)
        if folder.value == self._proposed:
            self._proposed = folder.value = proposed_folder(event.value)


class TeamStep(QuestionStep):
    """Where the record of a team is, and where this machine's workspace will be."""

    PREFIX = "team"


def _id(key: str) -> str:
    """The key of a question as part of an id."""
    return key.replace(".", "-")
