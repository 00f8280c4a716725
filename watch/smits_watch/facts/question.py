"""Questions about documents that can be read in two ways, and remembered answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, field_validator

from smits_rules.vocabulary import Fact, fact_from

Topic = Literal[
    "kind",  # what kind of input the file is
    "table",  # which of several tables counts
    "amount-column",  # which column of amounts counts
    "total",  # total and lines disagree
    "period",  # which period the amounts are for
    "currency",  # which currency the amounts are in
    "unit",  # what a figure is counted in: thousands, hours, percent ...
    "date",  # which date is meant, or in which order day and month stand
    "message",  # what a letter on a known vendor or product says
    "product",  # which product, of which version, is meant
    "direction",  # whether higher or lower is better
    "jurisdiction",  # where an act binds
    "grade",  # how grave an auditor's word is
    "owner",  # whether the organisation that the file is on is ours
    "value",  # any other value that can be read in two ways
]
"""What a question is about."""
ANOTHER_KIND = "another kind"
"""Candidate of each question on the kind; whoever takes it says which kind it is."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Candidate(_Model):
    """One way to read it."""

    answer: str
    """Names the candidate in words of the document that next month's file has too, e.g. a column's header."""
    meaning: str
    """What it would mean, as a sentence for a person: "FY2027: 8,400,000 EUR in 12 lines"."""
    facts: tuple[SerializeAsAny[Fact], ...] = ()
    """The facts that this reading gives, beside those that hold either way."""
    summary: dict[str, Any] = Field(default_factory=dict)

    @field_validator("facts", mode="before")
    @classmethod
    def _typed(cls, value: Any) -> Any:
        return tuple(fact_from(item) if isinstance(item, dict) else item for item in value)


class FileQuestion(_Model):
    """Something that only a person can tell; nothing is decided on what it is about."""

    topic: Topic
    text: str
    """For a person, e.g. "Which column is the FY2027 budget?"."""
    anchor: str = ""
    """Where in the document it arises, e.g. `IT!B3:D3`."""
    quote: str = Field(default="", max_length=200)
    """The passage of the document, shortened."""
    candidates: tuple[Candidate, ...] = ()
    """The likeliest first."""
    shape: tuple[str, ...] = ()
    """Words by which a similar document is known: header words, or sender and subject words; see `shapes`."""


class RememberedAnswer(_Model):
    """What a person answered, remembered for documents of the same kind and a similar shape."""

    id: str
    """e.g. `A3`."""
    kind: str
    """Input kind."""
    topic: Topic
    shape: tuple[str, ...]
    choice: str
    """A candidate's `answer`, or what was typed; blank: not of interest."""
    typed: bool = False
    """Whether it was typed, because no candidate was right."""
