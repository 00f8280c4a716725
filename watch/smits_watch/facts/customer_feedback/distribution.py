"""Tables with a column for each answer of a question: how many are satisfied, and how many are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.word_lists import plain_words

_PACKAGE, _WORDS = "smits_watch.facts.customer_feedback", "feedback_words.toml"
_SHARES = (98.0, 102.0)
"""Shares of all answers add up to about 100, each being rounded."""
_CLOSE = 0.05
"""A stated mean and the one of the answers may differ by so much, for both are rounded."""
Side = Literal["positive", "neutral", "negative"]


@dataclass(frozen=True, slots=True)
class Option:
    """A column that holds how many gave one answer."""

    column: TableColumn
    side: Side


@dataclass(frozen=True, slots=True)
class Distribution:
    """The answers to one question, in the order of the options."""

    counts: tuple[float, ...]
    """Counts or shares, one for each option."""
    sides: tuple[Side, ...]

    @property
    def positive_share(self) -> float:
        """The positive answers in percent of all; neutral ones count as answers."""
        chosen = sum(count for count, side in zip(self.counts, self.sides, strict=True) if side == "positive")
        return 100 * chosen / sum(self.counts)

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
    return options if {"positive", "negative"} <= sides else ()


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
