"""The result of reading a file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, field_validator

from smits_rules.vocabulary import Fact, fact_from
from smits_rules.vocabulary.understanding import Understanding
from smits_watch.facts.question import FileQuestion

ReadingStatus = Literal["read", "unreadable", "empty"]


class ExtractedFile(BaseModel):
    """The answer for one file; its JSON is what `smits facts --json` prints."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    """The path as it was asked for."""
    kind: str | None
    """Input kind, given or guessed; None if it could not even be guessed."""
    sha256: str
    status: ReadingStatus
    reason: str = ""
    """Why it was not read, as a sentence for a person; empty when it was."""
    facts: tuple[SerializeAsAny[Fact], ...] = ()
    summary: dict[str, Any] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    understood: Understanding = "nothing"
    questions: tuple[FileQuestion, ...] = ()
    """The open ones; no fact depends on them."""
    proofs: tuple[str, ...] = ()
    """One sentence for each table: what proves its reading, or that nothing does."""
    answers: tuple[str, ...] = ()
    """Ids of the remembered answers by which it was read."""
    has_own_text: bool = True
    """Whether it says more than that something is attached to it."""
    nothing_stated: str = ""
    """A sentence where it was understood and holds no fact; blank otherwise."""

    @field_validator("facts", mode="before")
    @classmethod
    def _typed(cls, value: Any) -> Any:
        return tuple(fact_from(item) if isinstance(item, dict) else item for item in value)


def sha256_of(path: Path) -> str:
    """Hash a file's content in pieces; the hex digest.

    Raises:
        OSError: the file can't be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
