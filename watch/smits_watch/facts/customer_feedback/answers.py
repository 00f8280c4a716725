"""Survey answers: their scale, codes for `no answer`, and scores computed from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from smits_watch.documents.document import Cell
from smits_watch.tables.values.numbers import DecimalMark, number

LEAST = 5
"""The fewest answers of a survey; fewer rows are scores that are already computed."""
_SCALES = ((1, 5), (1, 7), (0, 10), (1, 10), (0, 100))
"""Common rating scales, as lowest and highest answer."""
_RATED = ("csat", "satisfaction", "rating", "ces")
"""Measures whose means are on one of these scales."""
_STRAY = 0.5
"""A value above the scale means `no answer` if it makes up at most this share of all answers."""
_RANGE = re.compile(r"(?P<low>-?\d{1,3})\s*(?:-|\u2013|\.\.+|to|bis|à|tot)\s*(?P<high>\d{1,3})")
_RANGE_BESIDE = re.compile(
    r"[(\[](?:\w+\s+){0,2}(?P<low>-?\d)\s*(?:-|\u2013|\.\.+|to|bis|à|tot)\s*(?P<high>\d{1,3})(?=[)\],;])"
)
_LABELLED = re.compile(r"(\d{1,2})\s*(?:[-\u2013=:(.]|\s)\s*[^\W\d]")
"""An answer with its label: `10 - Extremely likely`."""


def answer_in(cell: Cell, mark: DecimalMark | None) -> float | None:
    """The number of an answer, which may be followed by its label."""
    value = number(cell, mark)
    if value is not None or not isinstance(cell, str):
        return value
    labelled = _LABELLED.match(cell.strip())
    return float(labelled[1]) if labelled else None


def stated_scale(text: str, *, alone: bool) -> str:
    """A scale as a file states it: `1-10` in a column of scales, or `(1-10)` in a question.

    Args:
        text: the cell or the question.
        alone: whether the text is nothing but a scale.

    Returns:
        Its ends in the form `1 to 10`, which no inferred scale has; blank where it states none.
    """
    match = _RANGE.fullmatch(text.strip()) if alone else _RANGE_BESIDE.search(text)
    return f"{match['low']} to {match['high']}" if match and int(match["low"]) < int(match["high"]) else ""


def scale_of(values: Sequence[float], measure: str) -> tuple[float, float]:
    """The lowest and highest answer: the smallest common scale that covers most whole answers above zero.

    Values beyond it are codes for `no answer`.
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
    """The range of the scale, if values and measure determine it; otherwise blank."""
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
