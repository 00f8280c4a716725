"""A question as it was asked about an input, and its candidates."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class AskedCandidate(_Part):
    """A candidate reading of the input."""

    answer: str
    """Names the candidate in words of the document."""
    meaning: str
    """What it would mean, for a person."""
    facts: tuple[dict[str, Any], ...] = ()
    """The facts that this reading gives."""
    summary: dict[str, Any] = Field(default_factory=dict)


class AskedQuestion(_Part):
    """A question that only a person can answer."""

    id: str
    """E.g. `Q3`."""
    topic: str
    """What it is about, e.g. `amount-column`."""
    text: str
    anchor: str = ""
    """Where in the input it arises."""
    quote: str = ""
    candidates: tuple[AskedCandidate, ...] = ()
    shape: tuple[str, ...] = ()
    """Words by which a similar document is known."""
