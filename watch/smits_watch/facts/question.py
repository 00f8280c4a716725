"""Questions about ambiguities in documents, and remembered answers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, field_validator

from smits_rules.vocabulary import Fact, fact_from

Topic = Literal[
    "kind",  # which input kind the file is
    "table",  # which of several tables counts
    "amount-column",  # which column of amounts counts
    "total",  # total and lines disagree
    "period",  # which period the amounts are for
    "currency",  # which currency the amounts are in
    "unit",  # the unit of a figure: thousands, hours, percent ...
    "date",  # which date applies, or the order of day and month
    "message",  # the message of a letter about a known vendor or product
    "product",  # which product and version
    "direction",  # whether higher or lower is better
    "jurisdiction",  # where an act is binding
    "grade",  # the severity of an auditor's grade
    "owner",  # whether the file is about this organisation
    "value",  # any other ambiguous value
]
"""What a question is about."""
ANOTHER_KIND = "another kind"
"""A candidate of each question about the kind; the person then names the kind."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Candidate(_Model):
    """One possible reading."""

    answer: str
    """Identifies the candidate by words that next month's file will also contain, e.g. a column header."""
    meaning: str
    """Its consequence as a sentence for a person: "FY2027: 8,400,000 EUR in 12 lines"."""
    facts: tuple[SerializeAsAny[Fact], ...] = ()
    """The facts specific to this reading."""
    summary: dict[str, Any] = Field(default_factory=dict)

    @field_validator("facts", mode="before")
    @classmethod
    def _typed(cls, value: Any) -> Any:
        return tuple(fact_from(item) if isinstance(item, dict) else item for item in value)


class FileQuestion(_Model):
    """A question that only a person can answer; no decision is based on what it concerns."""

    topic: Topic
    text: str
    """For a person, e.g. "Which column is the FY2027 budget?"."""
    anchor: str = ""
    """The location in the document, e.g. `IT!B3:D3`."""
    quote: str = Field(default="", max_length=200)
    """The passage of the document, shortened."""
    candidates: tuple[Candidate, ...] = ()
    """The likeliest first."""
    shape: tuple[str, ...] = ()
    """Words by which a similar document is recognised: of headers, or of sender and subject; see `shapes`."""


class RememberedAnswer(_Model):
    """A person's answer, remembered for documents of the same kind and a similar shape."""

    id: str
    """e.g. `A3`."""
    kind: str
    """Input kind."""
    topic: Topic
    shape: tuple[str, ...]
    choice: str
    """The `answer` of a candidate, or the text typed; blank: not relevant."""
    typed: bool = False
    """Whether it was typed because no candidate was right."""
