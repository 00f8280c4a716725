"""Entries of questions and answers, and of inputs that people withdraw or waive."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from smits_tui.process.entries.entry import EntryData


class QuestionAnswered(EntryData):
    """A person answered a question; it is remembered for inputs of the same kind and a similar shape."""

    type: ClassVar[str] = "question.answered"
    id: str
    """Of the answer, e.g. `A2`."""
    question: str
    """The id of the question."""
    input: str
    """The input about which it was asked."""
    kind: str
    """Input kind."""
    topic: str
    text: str
    """The question, as it was asked."""
    shape: tuple[str, ...] = ()
    choice: str
    """The candidate's answer or what was typed; blank: not of interest."""
    typed: bool = False
    """Whether it was typed, because no candidate was right."""
    replaces: str | None = None
    """The earlier answer to the same question that this one changes."""
    reason: str = ""


class AnswerWithdrawn(EntryData):
    """An answer was withdrawn; files read with it are read again."""

    type: ClassVar[str] = "answer.withdrawn"
    id: str
    """Of the answer."""
    reason: str = Field(min_length=1)


class InputWithdrawn(EntryData):
    """A person withdrew an input, e.g. a wrong file; nothing rests on it any longer."""

    type: ClassVar[str] = "input.withdrawn"
    id: str
    reason: str = Field(min_length=1)


class InputRestored(EntryData):
    """An input that was withdrawn counts again."""

    type: ClassVar[str] = "input.restored"
    id: str
    reason: str = ""


class InputWaived(EntryData):
    """An input that is not understood need not be; the cycle may go on without it."""

    type: ClassVar[str] = "input.waived"
    id: str
    reason: str = Field(min_length=1)


class InputGone(EntryData):
    """The file of an input is gone from its folder."""

    type: ClassVar[str] = "input.gone"
    id: str


class InputReturned(EntryData):
    """The file of an input that was gone is back in its folder, unchanged."""

    type: ClassVar[str] = "input.returned"
    id: str
