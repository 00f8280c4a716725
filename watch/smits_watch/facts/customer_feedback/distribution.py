"""Tables with a column for each answer of a question: how many are satisfied, and how many are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.lines.data_lines import RANK, is_scale
from smits_watch.tables.word_lists import plain_words

_PACKAGE, _WORDS = "smits_watch.facts.customer_feedback", "feedback_words.toml"
_SHARES = (98.0, 102.0)
"""Shares of all answers add up to about 100, each being rounded."""
_PROMOTER, _DETRACTOR = 9, 6
"""Who recommends, and who does not, on a scale from 0 to 10 (F. Reichheld, 2003)."""
_CLOSE = 0.05
"""A stated mean and the one of the answers may differ by so much, for both are rounded."""
Side = Literal["positive", "neutral", "negative"]


@dataclass(frozen=True, slots=True)
class Option:
    """A column that holds how many gave one answer."""

    column: TableColumn
    side: Side
    rank: int | None = None
    """The mark that heads the column, of a scale on which the highest is the best."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The answers to one question, in the order of the options."""

    counts: tuple[float, ...]
    """Counts or shares, one for each option."""
    sides: tuple[Side, ...]
    ranks: tuple[int, ...] = ()
    """The marks that the options stand for; empty for options in words."""

    @property
    def positive_share(self) -> float:
        """The positive answers in percent of all; neutral ones count as answers."""
        chosen = sum(count for count, side in zip(self.counts, self.sides, strict=True) if side == "positive")
        return 100 * chosen / sum(self.counts)

    @property
    def mean(self) -> float:
        """The mean of the marks."""
        return sum(r * count for r, count in zip(self.ranks, self.counts, strict=True)) / sum(self.counts)

    @property
    def net_promoter(self) -> float:
        """Share of 9 and 10 less that of 0 to 6, in points."""
        marked = list(zip(self.ranks, self.counts, strict=True))
        promoters = sum(count for rank, count in marked if rank >= _PROMOTER)
        detractors = sum(count for rank, count in marked if rank <= _DETRACTOR)
        return 100 * (promoters - detractors) / sum(self.counts)

    @property
    def responses(self) -> int | None:
        """The number of answers; None for shares."""
        total = sum(self.counts)
        is_shares = _SHARES[0] <= total <= _SHARES[1] or total <= 1 + (_SHARES[1] - 100) / 100
        whole = all(float(count).is_integer() for count in self.counts)
        return int(total) if whole and not is_shares else None

    def is_best_low(self, mean: float) -> bool:
        """Whether a stated mean shows that 1 is the best answer, as school marks in German are."""
        total = sum(self.counts)
        best_first = self.sides[0] == "positive"
        ranks = range(1, len(self.counts) + 1) if best_first else range(len(self.counts), 0, -1)
        low_is_best = sum(rank * count for rank, count in zip(ranks, self.counts, strict=True)) / total
        high_is_best = len(self.counts) + 1 - low_is_best
        return abs(mean - low_is_best) <= _CLOSE < abs(mean - high_is_best)


def options_of(columns: Sequence[TableColumn]) -> tuple[Option, ...]:
    """The columns whose headers are the options of one question: `Very satisfied` to `Very dissatisfied`.

    Returns:
        In their order; empty unless some are positive and some negative.
    """
    options = tuple(Option(column, side) for column in columns if (side := _side(column.header)))
    sides = {option.side for option in options}
    ranked = _ranked(columns)
    if len(ranked) > len(options):  # words may stand beside the marks of the ends only
        return ranked
    return options if {"positive", "negative"} <= sides else ()


def _ranked(columns: Sequence[TableColumn]) -> tuple[Option, ...]:
    """The columns headed by the marks of a scale: `5`, `4` ... or `1 (very good)`, `2` ..."""
    marked = [(column, int(match[1])) for column in columns if (match := RANK.match(column.header))]
    ranks = [rank for _, rank in marked]
    if not is_scale(ranks):
        return ()
    low, high = min(ranks), max(ranks)
    ends: dict[int, Side | None] = {
        rank: _side(RANK.sub("", column.header)) for column, rank in marked if rank in (low, high)
    }
    best_low = ends[low] == "positive" or ends[high] == "negative"
    return tuple(
        Option(column, _side_of_rank(low + high - rank, low, high))
        if best_low
        else Option(column, _side_of_rank(rank, low, high), rank)
        for column, rank in marked
    )


def _side_of_rank(rank: int, low: int, high: int) -> Side:
    middle = (low + high) / 2
    return "positive" if rank > middle else "negative" if rank < middle else "neutral"


def best_is_stated(options: Sequence[Option]) -> bool:
    """Whether words, or the best mark in the first column, tell which end of the scale is the good one."""
    first, last = options[0], options[-1]
    if first.rank is None or last.rank is None:
        return True
    return first.rank > last.rank or any(_side(RANK.sub("", end.column.header)) for end in (first, last))


def speaks_of_satisfaction(options: Sequence[Option]) -> bool:
    """Whether the options themselves say that satisfaction was asked about."""
    words = re.compile("|".join(_listed("satisfied")), re.IGNORECASE)
    return any(words.search(option.column.header) for option in options)


def is_about_the_whole(question: str) -> bool:
    """Whether a question is about everything, rather than a part of it."""
    return bool(pattern_of(_PACKAGE, _WORDS, "options", "whole").search(plain_words(question)))


def _side(header: str) -> Side | None:
    text = re.sub(r"^\d{1,2}\s+|\s+\d{1,2}$", "", plain_words(header))
    sides: tuple[Side, ...] = ("negative", "neutral", "positive")
    for side in sides:
        if pattern_of(_PACKAGE, _WORDS, "options", side).fullmatch(text):
            return side
    return None


def _listed(meaning: str) -> list[str]:
    return list(word_table(_PACKAGE, _WORDS)["options"][meaning])
