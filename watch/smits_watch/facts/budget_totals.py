"""What the lines of a budget add up to, held against the total that it states itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NEAR = 0.005
"""A stated total may differ by this share, from rounding."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a row of the table."""

    row: int
    """Index in the table."""
    label: str
    value: float
    grand: bool = False
    """Of a total: whether its label says that it adds up everything."""


@dataclass(frozen=True, slots=True)
class Total:
    """What a budget adds up to and where that stands."""

    value: float
    row: int | None
    """Of the total row; None: it is the sum of the lines."""
    doubt: str = ""
    """Set where stated total and lines don't fit."""


def total_of(lines: Sequence[Amount], totals: Sequence[Amount], revenue: float = 0.0) -> Total:
    """Decide what a budget adds up to.

    A total row that equals the sum of the lines is it. Totals of sections, which together do, are not
    counted again. Where nothing fits, e.g. because lines are hidden or are themselves sums without saying so,
    the total that is stated for everything wins and the difference is told. What is left of spending after
    revenue is no budget total.

    Args:
        lines: the spending.
        totals: what the table says that something adds up to.
        revenue: the sum of its revenue lines, as signed there.
    """
    total = sum(line.value for line in lines)
    if revenue and lines:
        net = (total + revenue, total - revenue, revenue - total, revenue)
        totals = [stated for stated in totals if not any(_near(stated.value, value) for value in net)]
    if not totals:
        return Total(total, None)
    fitting = [stated for stated in totals if _near(stated.value, total)]
    if fitting:
        best = next((stated for stated in fitting if stated.grand), fitting[-1])
        return Total(best.value, best.row)
    sections = [stated for stated in totals if not stated.grand]
    if sections and _near(sum(stated.value for stated in sections), total):
        return Total(total, None)
    grand = [stated for stated in totals if stated.grand]
    if not grand and len(totals) > 1:
        return Total(total, None)
    stated = (grand or totals)[-1]
    if not lines:
        return Total(stated.value, stated.row)
    doubt = f"'{stated.label or 'the total'}' says {stated.value:,.2f}, but its lines add up to {total:,.2f}."
    return Total(stated.value, stated.row, doubt)


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= max(NEAR * abs(b), 0.01)
