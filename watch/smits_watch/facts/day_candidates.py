"""The days of a text as candidates of the question from which of them on something counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from smits_rules.vocabulary import Fact
from smits_watch.facts.question import Candidate

NO_DAY = "no day is stated"
"""The answer that none of the days is meant."""
_SHOWN = 80
"""Characters of a sentence that stand beside its day."""


def day_candidates(
    days: Iterable[tuple[dt.date, str]], dated: Callable[[dt.date | None], Sequence[Fact]], unstated: str
) -> tuple[Candidate, ...]:
    """A candidate for each day, and one for none of them.

    Args:
        days: each with the sentence that states it.
        dated: gives the facts if a day is meant; None for none.
        unstated: what the last candidate means, as a sentence.
    """
    return (
        *(
            Candidate(
                answer=f"{day:%Y-%m-%d}",
                meaning=f"It counts from {day:%-d %B %Y}: {sentence[:_SHOWN]}",
                facts=tuple(dated(day)),
            )
            for day, sentence in days
        ),
        Candidate(answer=NO_DAY, meaning=unstated, facts=tuple(dated(None))),
    )
