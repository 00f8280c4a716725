"""The result of an extractor: facts, and questions about ambiguities."""

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
    """The facts that may be decided on; none depends on an open question."""
    summary: dict[str, Any] = field(default_factory=dict)
    """Aggregates, by input kind; see `smits facts`."""
    warnings: tuple[str, ...] = ()
    questions: tuple[FileQuestion, ...] = ()
    """The questions without a remembered answer."""
    proofs: tuple[str, ...] = ()
    """One sentence per table: the proof of its reading (its lines add up to the total in B14 ...), or
    that there is none.
    """
    nothing_stated: str = ""
    """A sentence if the document was understood and contains no fact of its kind, e.g. "The report lists no
    findings."; blank if facts are missing because the document was not understood.
    """


def list_proof(facts: Sequence[Fact]) -> tuple[str, ...]:
    """The basis of a list's reading; empty for facts inferred from prose.

    Args:
        facts: of one document.
    """
    lines = sum(fact.confidence == "read" for fact in facts)
    if not lines:
        return ()
    return (f"Nothing adds up in a list; its headers alone say what its lines mean ({lines} read).",)
