"""Scores of tables with a column for each answer: the share of positive ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from smits_rules.vocabulary import Feedback
from smits_watch.facts.customer_feedback.distribution import (
    Distribution,
    Option,
    is_about_the_whole,
    speaks_of_satisfaction,
)
from smits_watch.facts.customer_feedback.headers import is_everybody, measure_of
from smits_watch.facts.customer_feedback.stated_scores import StatedScores


class OptionShares(StatedScores):
    """A region with a column for each answer of a question."""

    def _of_options(self, options: Sequence[Option]) -> list[Feedback]:
        """The stated scores, unless 1 is the best answer; else the share of positive answers."""
        answered = list(self._distributions(options))
        name, score = self.records.columns.get("name"), self.records.columns.get("score")
        means = [(d, self.layout.grid.value(row, score.index)) for row, _, d in answered] if score else []
        is_best_low = any(mean is not None and answers.is_best_low(mean) for answers, mean in means)
        stated = [] if name is None or is_best_low else list(self._listed())
        self.are_worked_out = not stated
        return stated or list(self._positive(answered, options))

    def _distributions(self, options: Sequence[Option]) -> Iterator[tuple[int, str, Distribution]]:
        """The answers to each question: its row, its text, and how many chose each option."""
        label = self.records.columns.get("name") or self.layout.label
        for row in self.rows:
            counts = [self.layout.grid.value(row, option.column.index) for option in options]
            present = tuple(count for count in counts if count is not None and count >= 0)
            if len(present) == len(options) and sum(present) > 0:
                sides = tuple(option.side for option in options)
                text = self.layout.grid.text(row, label.index) if label else ""
                yield row, text, Distribution(present, sides)

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
                yield self._fact(
                    measure,
                    row,
                    first,
                    answers.positive_share,
                    responses=answers.responses,
                    segment=text if is_part and not is_everybody(text) else "",
                )
