"""Scores of tables with a column for each answer: the share of positive ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from smits_rules.vocabulary import Feedback
from smits_watch.facts.customer_feedback.distribution import (
    Distribution,
    Option,
    best_is_stated,
    is_about_the_whole,
    speaks_of_satisfaction,
)
from smits_watch.facts.customer_feedback.headers import is_everybody, measure_of
from smits_watch.facts.customer_feedback.stated_scores import StatedScores

_LEAST_OPTIONS = 3
"""Two figures that add up to 100 may be a score and its rest."""
_ROUNDING = 0.5
"""How far each rounded share may be off."""


class OptionShares(StatedScores):
    """A region with a column for each answer of a question."""

    def _of_options(self, options: Sequence[Option]) -> list[Feedback]:
        """The stated scores, unless 1 is the best answer; else the share of positive answers."""
        answered = list(self._distributions(options))
        name, score = self.records.columns.get("name"), self.records.columns.get("score")
        means = [(d, self.layout.grid.value(row, score.index)) for row, _, d in answered] if score else []
        is_best_low = any(mean is not None and answers.is_best_low(mean) for answers, mean in means)
        stated = [] if name is None or is_best_low else self._about_the_whole(list(self._listed()))
        self.are_worked_out = not stated
        return stated or list(self._positive(answered, options))

    @staticmethod
    def _about_the_whole(stated: list[Feedback]) -> list[Feedback]:
        """Of scores of the same measure, those of the question about the whole, if one is."""
        whole = {fact.measure: fact for fact in stated if is_about_the_whole(fact.quote.partition(" | ")[0])}
        return [fact for fact in stated if whole.get(fact.measure, fact) is fact]

    def _are_shares_of_a_whole(self) -> bool:
        """Whether the figures of each row add up to 100: shares of answers whose options have other words."""
        figures = [
            column
            for column in self.layout.columns
            if (column.is_amount or column.role == "percent")
            and column is not self.records.columns.get("responses")
            and not column.period
            and not measure_of(column.header)
        ]
        values = [
            [self.layout.grid.value(row, column.index) or 0.0 for column in figures] for row in self.rows
        ]
        return (
            len(figures) >= _LEAST_OPTIONS
            and len(values) > 1
            and all(abs(sum(row) - 100) <= _ROUNDING * len(figures) for row in values)
        )

    def _distributions(self, options: Sequence[Option]) -> Iterator[tuple[int, str, Distribution]]:
        """The answers to each question: its row, its text, and how many chose each option."""
        label = self.records.columns.get("name") or self.layout.label
        for row in self.rows:
            counts = [self.layout.grid.value(row, option.column.index) for option in options]
            present = tuple(count for count in counts if count is not None and count >= 0)
            if len(present) == len(options) and sum(present) > 0:
                sides = tuple(option.side for option in options)
                ranks = tuple(option.rank for option in options if option.rank is not None)
                text = self.layout.grid.text(row, label.index) if label else ""
                yield row, text, Distribution(present, sides, ranks)

    def _positive(
        self, answered: Sequence[tuple[int, str, Distribution]], options: Sequence[Option]
    ) -> Iterator[Feedback]:
        """The share of positive answers; of several questions on one measure, those about the whole."""
        asked = defaultdict(list)
        about_satisfaction = speaks_of_satisfaction(options)
        for row, text, answers in answered:
            measure = measure_of(text) or ("satisfaction" if about_satisfaction else self._around_measure())
            asked[measure].append((row, text, answers))
        first = options[0].column
        for measure, questions in asked.items():
            whole = [question for question in questions if is_about_the_whole(question[1])]
            for row, text, answers in (whole or questions) if measure else ():
                is_part = not whole and len(questions) > 1
                fact = self._fact(
                    measure,
                    row,
                    first,
                    _score(measure, answers),
                    responses=answers.responses,
                    segment=text if is_part and not is_everybody(text) else "",
                )
                scale = _scale(measure, answers)
                yield fact.model_copy(
                    update={
                        "scale": scale or fact.scale,
                        "confidence": "read" if best_is_stated(options) else "inferred",
                    }
                )


def _score(measure: str, answers: Distribution) -> float:
    """The share of positive answers; of answers in marks the net promoter score, or else their mean."""
    if not answers.ranks:
        return answers.positive_share
    return answers.net_promoter if _promotes(measure, answers) else answers.mean


def _scale(measure: str, answers: Distribution) -> str:
    if not answers.ranks:
        return ""
    low, high = (-100, 100) if _promotes(measure, answers) else (min(answers.ranks), max(answers.ranks))
    return f"{low}..{high}"


def _promotes(measure: str, answers: Distribution) -> bool:
    return measure == "nps" and (min(answers.ranks), max(answers.ranks)) == (0, 10)
