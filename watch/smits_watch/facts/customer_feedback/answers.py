"""Answers of surveys: their scale, codes for `no answer`, and the scores that follow from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from smits_watch.documents.document import Cell
from smits_watch.tables.values.numbers import DecimalMark, number

LEAST = 5
"""Answers that a survey has at least; fewer rows are scores that were worked out already."""
_SCALES = ((1, 5), (1, 7), (0, 10), (1, 10), (0, 100))
"""Rating scales in use, as lowest and highest answer."""
_RATED = ("csat", "satisfaction", "rating", "ces")
"""Measures whose means lie on one of these scales."""
_STRAY = 0.5
"""An answer above a scale means `no answer` as long as at most this share of all answers is one."""
_LABELLED = re.compile(r"(\d{1,2})\s*(?:[-\u2013=:(.]|\s)\s*[^\W\d]")
"""An answer with its label: `10 - Extremely likely`."""


def answer_in(cell: Cell, mark: DecimalMark | None) -> float | None:
    """The number of an answer, which may have its label behind it."""
    value = number(cell, mark)
    if value is not None or not isinstance(cell, str):
        return value
    labelled = _LABELLED.match(cell.strip())
    return float(labelled[1]) if labelled else None


def scale_of(values: Sequence[float], measure: str) -> tuple[float, float]:
    """Lowest and highest answer: the smallest scale in use that holds most of the whole answers above zero.

    What lies beyond is a code for `no answer`.
    """
    if measure == "nps" and len(values) >= LEAST:
        return (0, 10) if all(value >= 0 for value in values) else (-100, 100)
    if len(values) < LEAST or any(not value.is_integer() for value in values):
        whole = (
            (low, high)
            for low, high in _SCALES
            if measure in _RATED and low <= min(values) <= max(values) <= high
        )
        return next(whole, (min(values), max(values)))
    counted = Counter(value for value in values if value > 0)
    total = sum(counted.values())
    for low, high in _SCALES:
        beyond = sum(count for value, count in counted.items() if value > high)
        stray = {value for value in counted if value > high}
        codes = all(value in (high + 1, high + 2, 8, 9, 88, 98, 99, 999) for value in stray)
        if total and codes and beyond <= _STRAY * total:
            return low, high
    return min(values), max(values)


def net_promoter(values: Sequence[float]) -> float:
    """Share of 9 and 10 less that of 0 to 6, in points (F. Reichheld, 2003)."""
    promoters = sum(1 for value in values if value >= 9)
    detractors = sum(1 for value in values if value <= 6)
    return 100 * (promoters - detractors) / len(values)


def shown_scale(values: Sequence[float], measure: str, *, survey: bool) -> str:
    """The range of the scale, as far as values and measure tell; blank where they do not."""
    if measure == "nps":
        return "-100..100"
    if survey:
        low, high = scale_of(values, measure)
        return f"{low:g}..{high:g}"
    top = max(values)
    if measure in _RATED:
        return (
            "1..5"
            if min(values) >= 1 and top <= 5
            else "0..10"
            if top <= 10
            else "0..100"
            if top <= 100
            else ""
        )
    return ""
