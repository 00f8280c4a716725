"""Lines whose code says that they sum the lines below them: 1 above 1.1 and 1.2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from smits_watch.tables.arithmetic import Values, matches, unit_of

_CODE = re.compile(r"(?:\d{1,6}|[A-Z])(?:[.\-/]\d{1,6})*")
_LEAST_PARTS = 2
"""A line with a single line below it repeats it; which of the two counts makes no difference."""
_SHARE = 0.5
"""Share of a line's columns that must add up; rates and percentages beside them don't."""


def code_parents(codes: Mapping[int, str], values: Mapping[int, Values]) -> frozenset[int]:
    """Find the lines that are sums according to their codes and to arithmetic.

    Args:
        codes: line -> the text of its first cell, in the order of the lines.
        values: line -> its numbers, one per column.

    Returns:
        The lines whose amounts equal the sum of the lowest lines below them with a longer code.
    """
    coded = {row: code for row, text in codes.items() if _CODE.fullmatch(code := text.strip().rstrip("."))}
    rows = list(coded)
    parents = {row: parts for index, row in enumerate(rows) if (parts := _below(coded, rows[index:]))}
    leaves = {row: [part for part in parts if part not in parents] for row, parts in parents.items()}
    return frozenset(row for row, parts in leaves.items() if _adds_up(row, parts, values))


def _below(coded: Mapping[int, str], rows: Sequence[int]) -> list[int]:
    """The lines right below the first one whose codes continue its code."""
    return list(_continuing(coded, rows[0], rows[1:]))


def _continuing(coded: Mapping[int, str], row: int, following: Sequence[int]) -> Iterator[int]:
    for other in following:
        if not re.match(rf"{re.escape(coded[row])}[.\-/]\d", coded[other]):
            return
        yield other


def _adds_up(row: int, parts: Sequence[int], values: Mapping[int, Values]) -> bool:
    stated = [column for column, value in enumerate(values[row]) if value]
    if len(parts) < _LEAST_PARTS or not stated:
        return False
    equal = 0
    for column in stated:
        numbers = [values[part][column] or 0.0 for part in parts]
        unit = unit_of([values[row][column], *numbers])
        equal += matches(values[row][column] or 0.0, sum(numbers), len(parts), unit)
    return equal >= max(1, _SHARE * len(stated))
