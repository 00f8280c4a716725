"""Entries of questions and answers, and of inputs that people withdraw or waive."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from smits_tui.process.entries.envelope import EntryData


class QuestionAnswered(EntryData):
    """A person answered a question; the answer applies to inputs of the same kind and a similar shape."""

    type: ClassVar[str] = "question.answered"
    id: str
    """Of the answer, e.g. `A2`."""
    question: str
    """The id of the question."""
    input: str
    """The input that the question is about."""
    kind: str
    """Input kind."""
    topic: str
    text: str
    """The question as asked."""
    shape: tuple[str, ...] = ()
    choice: str
    """The candidate's answer or the typed text; blank: not relevant."""
    typed: bool = False
    """Whether it was typed because no candidate was right."""
    replaces: str | None = None
    """The earlier answer that this one replaces."""
    reason: str = ""


class AnswerWithdrawn(EntryData):
    """An answer was withdrawn; files read with it are read again."""

    type: ClassVar[str] = "answer.withdrawn"
    id: str
    """Of the answer."""
    reason: str = Field(min_length=1)


class SheetMapped(EntryData):
    """A person said what the columns and words of an office's table mean; it applies to tables like it."""

    type: ClassVar[str] = "sheet.mapped"
    kind: str
    """Kind of record that was imported from it."""
    headers: tuple[str, ...]
    columns: dict[str, str] = Field(default_factory=dict)
    """Field -> header."""
    answers: dict[str, str] = Field(default_factory=dict)
    """Key of a question -> answer."""


class InputWithdrawn(EntryData):
    """A person withdrew an input, e.g. a wrong file; nothing is based on it any longer."""

    type: ClassVar[str] = "input.withdrawn"
    id: str
    reason: str = Field(min_length=1)


class InputRestored(EntryData):
    """A withdrawn input counts again."""

    type: ClassVar[str] = "input.restored"
    id: str
    reason: str = ""


class InputWaived(EntryData):
    """A person accepted that an input is not understood, so that the cycle can continue."""

    type: ClassVar[str] = "input.waived"
    id: str
    reason: str = Field(min_length=1)


class InputGone(EntryData):
    """The file of an input disappeared from its folder."""

    type: ClassVar[str] = "input.gone"
    id: str


class InputReturned(EntryData):
    """The file of an input returned to its folder, unchanged."""

    type: ClassVar[str] = "input.returned"
    id: str
