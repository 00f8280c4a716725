"""The result of an extractor: facts, and questions about what can be read in two ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from smits_rules.vocabulary import Fact
from smits_watch.facts.question import FileQuestion


@dataclass(frozen=True, slots=True)
class Extraction:
    """The facts and the open questions of one document."""

    kind: str
    """Input kind."""
    facts: tuple[Fact, ...] = ()
    """What may be decided on; nothing of it depends on an open question."""
    summary: dict[str, Any] = field(default_factory=dict)
    """Aggregates, by kind; see `smits facts`."""
    warnings: tuple[str, ...] = ()
    questions: tuple[FileQuestion, ...] = ()
    """The open ones: those that no remembered answer settles."""
    proofs: tuple[str, ...] = ()
    """One sentence for each table: what proves its reading (its lines add up to the total in B14 ...), or
    that nothing does."""
    nothing_stated: str = ""
    """A sentence where the document was understood and holds no fact of its kind, e.g. "The report lists no
    findings."; blank where facts are missing because the document was not understood."""


def list_proof(facts: Sequence[Fact]) -> tuple[str, ...]:
    """What a reading of a list rests on; none for facts that are inferred from prose.

    Args:
        facts: of one document.
    """
    lines = sum(fact.confidence == "read" for fact in facts)
    if not lines:
        return ()
    return (f"Nothing adds up in a list; its headers alone say what its lines mean ({lines} read).",)
