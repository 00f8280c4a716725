"""The result of reading a file."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, field_validator

from smits_rules.vocabulary import Fact, fact_from
from smits_rules.vocabulary.understanding import Understanding
from smits_watch.facts.question import FileQuestion

ReadingStatus = Literal["read", "unreadable", "empty"]


class ExtractedFile(BaseModel):
    """The result for one file; its JSON is printed by `smits facts --json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    """The path as requested."""
    kind: str | None
    """Input kind, given or guessed; None if it could not even be guessed."""
    sha256: str
    status: ReadingStatus
    reason: str = ""
    """Why it was not read, as a sentence for a person; blank if it was."""
    facts: tuple[SerializeAsAny[Fact], ...] = ()
    summary: dict[str, Any] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    understood: Understanding = "nothing"
    questions: tuple[FileQuestion, ...] = ()
    """The open ones; no fact depends on them."""
    proofs: tuple[str, ...] = ()
    """One sentence per table: the proof of its reading, or that there is none."""
    answers: tuple[str, ...] = ()
    """Ids of the remembered answers used to read it."""
    has_own_text: bool = True
    """Whether its text does more than announce an attachment."""
    nothing_stated: str = ""
    """A sentence if it was understood and contains no facts; blank otherwise."""

    @field_validator("facts", mode="before")
    @classmethod
    def _typed(cls, value: Any) -> Any:
        return tuple(fact_from(item) if isinstance(item, dict) else item for item in value)
