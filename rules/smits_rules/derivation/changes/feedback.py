"""`feedback-change`: how the scores of each survey changed, also relative to their scale."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from smits_rules.derivation.equivalence.surveys import Survey, surveys
from smits_rules.derivation.inputs import Circumstances, InputFacts, finite, sources_of
from smits_rules.vocabulary import Feedback, FeedbackChange
from smits_rules.vocabulary.periods import days_over, in_order

FEWEST_ANSWERS = 20
"""A score of fewer answers, if their number is known, varies by chance."""
_SCALE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(?:\.\.|-|–|to|bis|à)\s*(-?\d+(?:\.\d+)?)\s*")
_USUAL = ((1.0, 5.0), (0.0, 10.0), (0.0, 100.0))
"""The usual scales of satisfaction, the narrowest first.

A score of 4.5 is one of five, 62 is one of a hundred.
"""
_RATED = re.compile(
    r"csat|satisf|zufrieden|rating|bewertung|score|effort|quality|recommend|empfehl", re.IGNORECASE
)
_PROMOTERS = re.compile(r"nps|promoter", re.IGNORECASE)
_Scored = tuple[InputFacts, Feedback]


@dataclass(frozen=True, slots=True)
class _Move:
    """The change of the score of one measure and segment."""

    now: _Scored
    then: _Scored
    basis: Literal["period", "baseline"]

    @property
    def change(self) -> float:
        return self.now[1].score - self.then[1].score

    @property
    def change_pct(self) -> float | None:
        """In percent of the scale's range; None if it is not known."""
        breadth = _breadth(self.now[1], self.then[1])
        return finite(100 * self.change / breadth) if breadth else None


def feedback_changes(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[FeedbackChange]:
    """The segment of each survey and scale whose latest score fell most, and how many others fell.

    A score is compared with that of the previous period, and with the one that existed when the strategy was
    agreed; scores from before that are not compared with older ones. Periods are ordered by their ends. If a
    score has no period, or one that is not in short form, all scores of the measure and segment are
    ordered by arrival. A second score for the same period replaces the first. Scores on
    different stated scales are not compared.
    """
    for survey in surveys(inputs):
        by_scale: dict[tuple[str, str], list[_Move]] = defaultdict(list)
        for scores in _series(survey):
            for move in _moves(scores, circumstances):
                if finite(move.change) is not None:
                    by_scale[_scale(move.now[1]), move.basis].append(move)
        for (scale, _), moves in sorted(by_scale.items()):
            yield _change(survey, scale, moves, circumstances)


def _series(survey: Survey) -> Iterator[dict[str, _Scored]]:
    """The scores of each measure and segment, by period; without those of too few answers."""
    series: dict[tuple[str, str], dict[str, _Scored]] = defaultdict(dict)
    for item, score in survey.scores:
        if score.responses is None or score.responses >= FEWEST_ANSWERS or not score.segment:
            series[score.measure.casefold(), score.segment.casefold()][score.period or item.id] = item, score
    yield from series.values()


def _moves(scores: dict[str, _Scored], circumstances: Circumstances) -> Iterator[_Move]:
    every = [scores[period] for period in in_order(list(scores), circumstances.fiscal_year_start)]
    latest, agreed = every[-1], circumstances.agreed
    ordered = [scored for scored in every if _comparable(scored[1], latest[1])]
    if len(ordered) < 2 or (agreed is not None and latest[0].order <= agreed):
        return
    by_then = [scored for scored in ordered if agreed is not None and scored[0].order <= agreed]
    if by_then and by_then[-1] is not ordered[-2]:
        yield _Move(latest, by_then[-1], "baseline")
    yield _Move(latest, ordered[-2], "period")


def _change(
    survey: Survey, scale: str, moves: Sequence[_Move], circumstances: Circumstances
) -> FeedbackChange:
    worst = min(
        moves, key=lambda move: (move.change_pct is None, move.change_pct or move.change, move.change)
    )
    (item, now), (_, then) = worst.now, worst.then
    return FeedbackChange(
        measure=now.measure,
        segment=now.segment,
        survey=survey.name,
        scale=scale,
        period=now.period,
        score=now.score,
        previous=then.score,
        change=round(worst.change, 4),
        change_pct=worst.change_pct,
        basis=worst.basis,
        segments_fell=sum(1 for move in moves if move.change < 0 and move is not worst),
        age_days=days_over(now.period, item.received.date(), circumstances.fiscal_year_start),
        source=now.source,
        sources=sources_of((now, then)),
        quote=now.quote,
        confidence=now.confidence,
    )


def _scale(score: Feedback) -> str:
    """What its scores can be compared by: the scale as stated, or the kind of measure."""
    if _PROMOTERS.search(score.measure):
        return "nps"
    stated = _SCALE.fullmatch(score.scale)
    return f"{stated[1]}..{stated[2]}" if stated else score.measure.casefold()


def _comparable(score: Feedback, other: Feedback) -> bool:
    """Whether two scores can be subtracted: a survey that changed its scale starts anew.

    A scale that was only inferred from a score says no more than the score itself.
    """
    pairs = ((score, other), (other, score))
    ranges = {id(score_or_other): _SCALE.fullmatch(score_or_other.scale) for score_or_other in (score, other)}
    stated = {key: match for key, match in ranges.items() if match and ".." not in match[0]}
    if len(stated) == len(pairs):
        first, second = stated.values()
        return (float(first[1]), float(first[2])) == (float(second[1]), float(second[2]))
    return all(
        float(match[1]) <= against.score <= float(match[2])
        for score_or_other, against in pairs
        if (match := stated.get(id(score_or_other)))
    )


def _breadth(latest: Feedback, before: Feedback) -> float | None:
    """The range of the scale of two scores: as stated, or as is usual for their measure; None if unknown."""
    for score in (latest, before):
        stated = _SCALE.fullmatch(score.scale)
        if stated and float(stated[2]) > float(stated[1]):
            return float(stated[2]) - float(stated[1])
    if _PROMOTERS.search(latest.measure):
        return 200.0
    if not _RATED.search(latest.measure):
        return None
    lowest, highest = sorted((latest.score, before.score))
    return next((high - low for low, high in _USUAL if low <= lowest and highest <= high), None)
