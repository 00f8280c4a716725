"""Questions and answers in the state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

QuestionStatus = Literal["open", "answered", "closed"]
"""closed: the input was read anew, or taken out, and nothing is asked any more."""
AnswerStatus = Literal["in force", "replaced", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that was asked about an input."""

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
    """What a person answered; in force, it is applied to every input of the kind and a similar shape."""

    id: str
    question: str
    input: str
    kind: str
    topic: str
    text: str
    shape: list[str]
    choice: str
    """A candidate's answer or what was typed; blank: not of interest."""
    typed: bool
    reason: str
    at: dt.datetime
    by: str
    status: AnswerStatus
    withdrawn_reason: str
