"""Facts that a file declares in front matter or a sidecar; they take precedence over extracted facts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from smits_rules.vocabulary import RECORDED, Fact, SmitsError, fact_from
from smits_watch.documents.sanitize import plain

MAX_STATED = 1_000
"""The maximum number of facts that a file may state."""


def typed_facts(stated: Sequence[dict[str, Any]], source: str) -> tuple[list[Fact], list[str]]:
    """Make typed facts from those stated in a file.

    Args:
        stated: the facts as written, each with `fact` and its fields.
        source: the source of facts that don't state one; a fact never names another file.

    Returns:
        The facts, with confidence `stated`, and a warning for each invalid one, naming the field.
    """
    facts: list[Fact] = []
    warnings: list[str] = []
    for number, written in enumerate(stated[:MAX_STATED], 1):
        try:
            facts.append(_typed(written, source))
            if names_other_file(written, source):
                warnings.append(
                    f"Stated fact {number} names another file as its source; it is stated by this one."
                )
        except SmitsError as error:
            warnings.append(f"Stated fact {number} was left out: {error}")
        except ValidationError as error:
            warnings.append(f"Stated fact {number} ({written.get('fact')}) was left out: {_fault(error)}")
    if len(stated) > MAX_STATED:
        warnings.append(f"Only the first {MAX_STATED:,} stated facts were taken.")
    return facts, warnings


def merge(read: Iterable[Fact], stated: Sequence[Fact]) -> tuple[Fact, ...]:
    """Put stated facts first, and leave out extracted ones of the same type and subject."""
    subjects = {(fact.fact, fact.case_subject) for fact in stated}
    return (*stated, *(fact for fact in read if (fact.fact, fact.case_subject) not in subjects))


def _typed(written: dict[str, Any], source: str) -> Fact:
    kind = str(written.get("fact"))
    if kind not in RECORDED:
        raise SmitsError(
            f"'{plain(kind)[:50]}' is not a fact that a file can state; use {', '.join(RECORDED)}."
        )
    for name, value in written.items():
        if isinstance(value, float) and not math.isfinite(value):
            raise SmitsError(f"{plain(name)[:50]} is no finite number.")
    own_place = {} if written.get("source") and not names_other_file(written, source) else {"source": source}
    return fact_from({**written, **own_place, "confidence": "stated"})


def names_other_file(written: Mapping[str, Any], source: str) -> bool:
    """Whether a stated fact claims to stand in a file other than the one that states it."""
    named = str(written.get("source") or source)
    return named.partition("#")[0] != source.partition("#")[0]


def _fault(error: ValidationError) -> str:
    """The first error, with its field."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{plain(field)[:50]}: {first['msg']}."
