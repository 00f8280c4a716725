"""A question as it was asked about an input, and its candidates."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class AskedCandidate(_Part):
    """A candidate reading of the input."""

    answer: str
    """Identifies the candidate by words of the document."""
    meaning: str
    """Its consequence, as a sentence for people."""
    facts: tuple[dict[str, Any], ...] = ()
    """The facts of this reading."""
    summary: dict[str, Any] = Field(default_factory=dict)


class AskedQuestion(_Part):
    """A question that only a person can answer."""

    id: str
    """E.g. `Q3`."""
    topic: str
    """Its subject, e.g. `amount-column`."""
    text: str
    anchor: str = ""
    """The location in the input."""
    quote: str = ""
    candidates: tuple[AskedCandidate, ...] = ()
    shape: tuple[str, ...] = ()
    """Words by which a similar document is recognised."""
