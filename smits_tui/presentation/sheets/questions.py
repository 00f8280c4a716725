"""What only people can say about a table, and what they said of tables like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smits_tui.presentation.sheets.files import SheetRefused


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question about a table."""

    key: str
    """Names it: `text`, `dates`, `numbers`, `scale`, or `FIELD:WORD`."""
    text: str
    choices: tuple[str, ...]
    """The answers."""


class SheetQuestions(SheetRefused):
    """Nothing was imported, because a table can be read in two ways; the message has each question."""

    exit_code = 3

    def __init__(self, questions: Sequence[SheetQuestion]) -> None:
        """Say what is asked and how it is answered.

        Args:
            questions: at least one.
        """
        self.questions = tuple(questions)
        asked = " ".join(
            f"{question.text} ({question.key}={' or '.join(question.choices[:6])})" for question in questions
        )
        super().__init__(f"The table can be read in two ways. {asked} Answer with --map.")


class Answers:
    """Answers to questions about a table, and the questions that are still open."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        """Begin with what people said.

        Args:
            answers: key of a question -> answer.
        """
        self._answers = {key.casefold(): answer for key, answer in answers.items()}
        self.open: dict[str, SheetQuestion] = {}
        self.used: dict[str, str] = {}
        """Key -> answer of those that were needed, which are worth remembering."""

    def ask(self, question: SheetQuestion) -> str:
        """The answer to a question; blank while there is none.

        Raises:
            SheetRefused: the answer is none of the choices.
        """
        answer = self._answers.get(question.key.casefold())
        if answer is None:
            self.open.setdefault(question.key, question)
            return ""
        match = next((choice for choice in question.choices if choice.casefold() == answer.casefold()), None)
        if match is None:
            raise SheetRefused(
                f"'{answer}' is no answer to: {question.text} Choose one of {', '.join(question.choices)}."
            )
        self.used[question.key] = match
        return match

    def check(self) -> None:
        """Refuse to go on while questions are open.

        Raises:
            SheetQuestions: with all of them.
        """
        if self.open:
            raise SheetQuestions(list(self.open.values()))
