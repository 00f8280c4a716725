"""The sums of a budget's lines, compared with the stated totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from smits_watch.tables.arithmetic import Sum

_ABOUT = 0.05
"""A total within this share of the sum of the others is their total."""
_LEAST = 2
"""A single line below a total is no recapitulation of it."""
NEAR = 0.005
"""The share by which a stated total may differ because of rounding."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a row of the table."""

    row: int
    """Its index in the table."""
    label: str
    value: float
    grand: bool = False
    """For a total: whether its label says that it covers everything."""


@dataclass(frozen=True, slots=True)
class Total:
    """The total of a budget."""

    value: float
    row: int | None
    """The total row; None if it is the sum of the lines."""
    lines: tuple[Amount, ...]
    """The lines that count."""
    proven: bool
    """Whether the lines add up to a stated total or to subtotals."""
    rival: float | None = None
    """The sum of the lines, if it differs from the stated total; or the sum with hidden lines."""
    doubt: Literal["total", "hidden", "sums"] = "total"
    """The cause of the difference: a stated total, hidden lines, or lines that equal sums."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of one period and currency."""

    lines: Sequence[Amount]
    parts: Sequence[Amount]
    """Lines that say of themselves that they are a part of another one."""
    totals: Sequence[Amount]
    revenue: Sequence[Amount]
    hidden: Sequence[Amount] = ()
    """Lines in rows that somebody hid."""
    adding: frozenset[int] = frozenset()
    """Rows of lines that equal the sum of lines next to them, though their labels name no total."""


def total_of(amounts: Amounts, sums: Mapping[int, Sum]) -> Total:
    """Decide what a budget adds up to.

    Each way to count the lines is held against the stated totals; the first that fits is proven. Where none
    fits, what the table states for everything and what its lines add up to are rivals.

    Args:
        amounts: lines, totals and revenue.
        sums: row -> the lines that it was found to add up.
    """
    amounts = _without_recap(amounts)
    for lines in _line_sets(amounts, sums):
        proven = _proven(lines, amounts)
        if proven is not None:
            return _with_the_rest(proven, amounts)
    lines = tuple(amounts.lines)
    total = sum(line.value for line in lines)
    stated = _stated(amounts, total)
    if stated is None and lines and amounts.hidden:
        both = total + sum(line.value for line in amounts.hidden)
        return Total(total, None, lines, proven=False, rival=both, doubt="hidden")
    if stated is None and amounts.adding:
        apart = tuple(line for line in lines if line.row not in amounts.adding)
        return Total(sum(line.value for line in apart), None, apart, proven=False, rival=total, doubt="sums")
    if stated is None and lines:
        stray = [subtotal for subtotal in amounts.totals if subtotal.row not in sums and not subtotal.grand]
        lines = tuple(sorted((*lines, *stray), key=lambda line: line.row))
        total = sum(line.value for line in lines)
    if stated is None or not lines:
        return Total(stated.value if stated else total, stated.row if stated else None, lines, proven=False)
    return Total(stated.value, stated.row, lines, proven=False, rival=total)


def _without_recap(amounts: Amounts) -> Amounts:
    """The amounts without lines below the total that repeat it in another order: by class, by fund."""
    stated = max(amounts.totals, key=lambda total: total.value, default=None)
    if stated is None:
        return amounts
    below = [line for line in amounts.lines if line.row > stated.row and not near(line.value, stated.value)]
    above = [line for line in amounts.lines if line.row < stated.row]
    repeats = near(sum(line.value for line in below), stated.value)
    if len(below) < _LEAST or len(above) < _LEAST or not repeats:
        return amounts
    if abs(sum(line.value for line in above) - stated.value) > _ABOUT * stated.value:
        return amounts
    whole = Amount(stated.row, stated.label, stated.value, grand=True)
    totals = [whole if total is stated else total for total in amounts.totals if total.row <= stated.row]
    return replace(amounts, lines=above, totals=totals)


def _line_sets(amounts: Amounts, sums: Mapping[int, Sum]) -> list[tuple[Amount, ...]]:
    """The sets of lines that may make up the budget, the plainest first."""
    lines = tuple(amounts.lines)
    line_sets = [lines]
    if amounts.hidden:
        line_sets.append(tuple(sorted((*lines, *amounts.hidden), key=lambda line: line.row)))
    if amounts.parts:
        line_sets.append((*lines, *amounts.parts))
    if amounts.revenue:
        line_sets.append((*lines, *amounts.revenue))
    if amounts.adding:
        line_sets.append(tuple(line for line in lines if line.row not in amounts.adding))
    inner = {part for line_sum in sums.values() for part in line_sum.parts}
    if inner:
        line_sets.append(tuple(line for line in lines if line.row not in inner))
    return line_sets


def _proven(lines: tuple[Amount, ...], amounts: Amounts) -> Total | None:
    """The total, if the lines add up to the stated one."""
    if not lines:
        return None
    total = sum(line.value for line in lines)
    fitting = [stated for stated in amounts.totals if near(stated.value, total)]
    if fitting and (len(lines) > 1 or len(amounts.totals) == 1):
        best = next((stated for stated in fitting if stated.grand), fitting[-1])
        return Total(best.value, best.row, lines, proven=True)
    sections = [stated for stated in amounts.totals if not stated.grand]
    if not sections and _head_sections(amounts.totals):
        sections = [stated for stated in amounts.totals if stated is not _of_sections(amounts.totals)]
    if len(sections) > 1 and near(sum(stated.value for stated in sections), total):
        overall = [stated.value for stated in amounts.totals if stated not in sections]
        if not any(abs(value - total) <= _ABOUT * abs(total) for value in overall):
            return Total(total, None, lines, proven=True)
    return None


def _with_the_rest(proven: Total, amounts: Amounts) -> Total:
    """The overall total, if the lines add up to an earlier one, such as direct costs."""
    if proven.row is None or any(total.grand and total.row == proven.row for total in amounts.totals):
        return proven
    after = [total for total in amounts.totals if total.row > proven.row]
    grand = next((total for total in reversed(after) if total.grand and total.value > proven.value), None)
    if grand is None or near(grand.value, proven.value):
        return proven
    rest = tuple(total for total in after if total.row < grand.row)
    if rest and near(proven.value + sum(total.value for total in rest), grand.value):
        return Total(grand.value, grand.row, (*proven.lines, *rest), proven=True)
    return proven


def _stated(amounts: Amounts, total: float) -> Amount | None:
    """The stated total of everything; None if only parts or the result are stated."""
    income = sum(amount.value for amount in amounts.revenue)
    left = [total + income, total - income, income - total, income] if income else []
    totals = [stated for stated in amounts.totals if not any(near(stated.value, value) for value in left)]
    grand = [stated for stated in totals if stated.grand]
    if grand:
        return _of_sections(grand) if _head_sections(grand) else grand[-1]
    rows = [line.row for line in amounts.lines]
    around = bool(rows) and len(totals) == 1 and not min(rows) < totals[0].row < max(rows)
    return totals[0] if around or (totals and not rows) else None


def _head_sections(grand: Sequence[Amount]) -> bool:
    """Whether several lines share a label, such as `Total` below each section."""
    return len({stated.label.casefold() for stated in grand}) < len(grand)


def _of_sections(totals: Sequence[Amount]) -> Amount:
    """Of totals with the same label, the overall one, or the sum of those of the sections."""
    largest = max(totals, key=lambda stated: stated.value)
    everything = sum(stated.value for stated in totals)
    if abs(2 * largest.value - everything) <= _ABOUT * everything:
        return largest
    return Amount(totals[-1].row, totals[-1].label, everything, grand=True)


def near(a: float, b: float) -> bool:
    """Whether two amounts are equal within rounding."""
    return abs(a - b) <= max(NEAR * abs(b), 0.01)
