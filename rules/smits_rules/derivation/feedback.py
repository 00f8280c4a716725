"""`feedback-change`: how customer scores moved, also in proportion to their scale."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from smits_rules.derivation.inputs import InputFacts, finite, newest_versions, places
from smits_rules.derivation.periods import in_order
from smits_rules.vocabulary import Feedback, FeedbackChange

_SCALE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(?:\.\.|-|–|to|bis|à)\s*(-?\d+(?:\.\d+)?)\s*")
_USUAL = ((1.0, 5.0), (0.0, 10.0), (0.0, 100.0))
"""The usual scales of satisfaction, the narrowest first.

A score of 4.5 is one of five, 62 is one of a hundred.
"""
_RATED = re.compile(
    r"csat|satisf|zufrieden|rating|bewertung|score|effort|quality|recommend|empfehl", re.IGNORECASE
)


def feedback_changes(inputs: Iterable[InputFacts]) -> Iterator[FeedbackChange]:
    """The latest score of each measure and segment against the one of the period before.

    Periods are ordered by their ends. Where a score names no period, or one that is not in its short form,
    all scores of the measure and segment are ordered by their arrival. A score for a period that was scored
    before replaces the earlier one.
    """
    scores: dict[tuple[str, str], dict[str, Feedback]] = defaultdict(dict)
    for item in newest_versions(inputs):
        for feedback in item.of(Feedback):
            key = (feedback.measure.casefold(), feedback.segment.casefold())
            scores[key][feedback.period or item.id] = feedback
    for by_period in scores.values():
        if len(by_period) < 2:
            continue
        before, latest = (by_period[period] for period in in_order(list(by_period))[-2:])
        change = latest.score - before.score
        if not math.isfinite(change):
            continue
        breadth = _breadth(latest, before)
        yield FeedbackChange(
            measure=latest.measure,
            segment=latest.segment,
            period=latest.period,
            score=latest.score,
            previous=before.score,
            change=round(change, 4),
            change_pct=finite(100 * change / breadth) if breadth else None,
            source=latest.source,
            sources=places((latest, before)),
            quote=latest.quote,
            confidence=latest.confidence,
        )


def _breadth(latest: Feedback, before: Feedback) -> float | None:
    """The range of the scale of two scores: as stated, or as is usual for their measure; None if unknown."""
    for score in (latest, before):
        stated = _SCALE.fullmatch(score.scale)
        if stated and float(stated[2]) > float(stated[1]):
            return float(stated[2]) - float(stated[1])
    if "nps" in latest.measure.casefold() or "promoter" in latest.measure.casefold():
        return 200.0
    if not _RATED.search(latest.measure):
        return None
    lowest, highest = sorted((latest.score, before.score))
    return next((high - low for low, high in _USUAL if low <= lowest and highest <= high), None)
