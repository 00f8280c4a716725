"""Applies corrections to the facts of an input, and again to each new version of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FactData = dict[str, Any]
"""A fact as JSON."""


def corrected(facts: Iterable[FactData], corrections: Sequence[Mapping[str, Any]]) -> list[FactData]:
    """Apply corrections, in order, to the facts of one input.

    A change or removal applies to facts of its type that match it and still contain the error; a new
    version of the file with another value is left alone. An addition applies unless a matching fact of its
    type was read.

    Args:
        facts: as they were read.
        corrections: each with `action`, `fact` (type), `match` (the fields that identify the fact),
            `before` (the error) and `after`.
    """
    result = list(facts)
    for correction in corrections:
        if correction["action"] == "add":
            if not any(_meant(fact, correction) for fact in result):
                result.append(dict(correction["after"]))
        elif correction["action"] == "remove":
            result = [fact for fact in result if not _wrong(fact, correction)]
        else:
            result = [
                {**fact, **correction["after"]} if _wrong(fact, correction) else fact for fact in result
            ]
    return result


def _meant(fact: FactData, correction: Mapping[str, Any]) -> bool:
    match: Mapping[str, Any] = correction["match"]
    return fact.get("fact") == correction["fact"] and all(fact.get(name) == match[name] for name in match)


def _wrong(fact: FactData, correction: Mapping[str, Any]) -> bool:
    before: Mapping[str, Any] = correction["before"]
    return _meant(fact, correction) and all(fact.get(name) == before[name] for name in before)
