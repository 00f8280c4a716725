"""What tests of extractors ask of an extraction."""

from __future__ import annotations

from typing import TypeVar

from smits_rules.vocabulary import Fact
from smits_watch.facts import Extraction

FactT = TypeVar("FactT", bound=Fact)


def only(kind: type[FactT], extraction: Extraction) -> FactT:
    """The one fact of an extraction, which has a type."""
    (fact,) = extraction.facts
    assert isinstance(fact, kind)
    return fact
