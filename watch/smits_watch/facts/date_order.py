"""The question whether the day or the month comes first in the dates of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from smits_rules.vocabulary import Fact
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

F = TypeVar("F", bound=Fact)


def date_order_question(
    day_first: Sequence[F],
    month_first: Sequence[F],
    field: str,
    name: Callable[[F], str],
    headers: Sequence[str],
) -> FileQuestion | None:
    """Ask which of two readings of the same dates is right.

    Args:
        day_first: the facts of the list if the day comes first.
        month_first: the same facts, in the same order, if the month does.
        field: the field of the facts that contains the date.
        name: names a fact for a person.
        headers: of the list, by which the next similar file is recognised.

    Returns:
        A question whose candidates have all facts of the list; None if both readings give the same facts.
    """
    pairs = zip(day_first, month_first, strict=True)
    differs = next((pair for pair in pairs if getattr(pair[0], field) != getattr(pair[1], field)), None)
    if differs is None:
        return None
    first, other = differs
    return FileQuestion(
        topic="date",
        text="Which date is meant: does the day or the month come first?",
        anchor=first.source.rpartition("#")[2],
        quote=first.quote,
        candidates=(
            Candidate(
                answer="day first",
                meaning=f"{name(first)}: {getattr(first, field):%-d %B %Y}.",
                facts=tuple(day_first),
            ),
            Candidate(
                answer="month first",
                meaning=f"{name(other)}: {getattr(other, field):%-d %B %Y}.",
                facts=tuple(month_first),
            ),
        ),
        shape=shape_of([*headers, "date"]),
    )
