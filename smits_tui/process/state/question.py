"""Questions and answers in the state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

QuestionStatus = Literal["open", "answered", "closed"]
"""closed: the input was read again or withdrawn, and the question no longer arises."""
AnswerStatus = Literal["in force", "replaced", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about an input."""

    id: str
    input: str
    topic: str
    text: str
    anchor: str
    quote: str
    shape: list[str]
    candidates: list[dict[str, Any]]
    """Each with `answer`, `meaning`, `facts` and `summary`."""
    status: QuestionStatus
    asked_at: dt.datetime
    answer: str | None
    """The id of the answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's answer; while in force, it applies to every input of the kind and a similar shape."""

    id: str
    question: str
    input: str
    kind: str
    topic: str
    text: str
    shape: list[str]
    choice: str
    """A candidate's answer or the typed text; blank: not relevant."""
    typed: bool
    reason: str
    at: dt.datetime
    by: str
    status: AnswerStatus
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class SheetMemory:
    """What people said of a table of records, for tables like it."""

    columns: dict[str, str]
    """Field -> header."""
    answers: dict[str, str]
    """Key of a question -> answer."""
