"""Sums that a workbook never calculated: `SUM(B2:B9)` and `B2+B3` of numbers that stand in the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smits_watch.documents.document import Cell
from smits_watch.documents.workbook.sheet_xml import column_index

_SUM = re.compile(r"=?\s*SUM\(\s*([^()]*)\s*\)\s*", re.IGNORECASE)
_ADDED = re.compile(r"=?\s*(?:\$?[A-Z]{1,3}\$?\d+\s*\+\s*)+\$?[A-Z]{1,3}\$?\d+\s*")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ROUNDS = 8
"""Formulas that rest on formulas are calculated round by round, so many levels deep."""

CellKey = tuple[int, int]
"""Row and column from 0."""


def calculate(rows: dict[int, list[Cell]], formulas: Mapping[CellKey, str]) -> int:
    """Calculate sums in place.

    Args:
        rows: row from 0 -> its cells; changed.
        formulas: row and column -> the formula of a cell without a result.

    Returns:
        How many formulas could not be calculated.
    """
    left = dict(formulas)
    for _ in range(_ROUNDS):
        ready = {
            place: value for place, text in left.items() if (value := _value(rows, text, left)) is not None
        }
        for (row, column), value in ready.items():
            cells = rows.setdefault(row, [])
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
            del left[row, column]
        if not ready:
            break
    return len(left)


def _value(rows: Mapping[int, list[Cell]], formula: str, left: Mapping[CellKey, str]) -> int | float | None:
    """The sum that a formula is; None where it is none, or rests on what is not calculated yet."""
    places = _places(formula)
    if not places or any(place in left for place in places):
        return None
    values = [_at(rows, place) for place in places]
    if any(isinstance(value, str) and value.strip() for value in values):
        return None
    return sum(value for value in values if isinstance(value, int | float) and not isinstance(value, bool))


def _places(formula: str) -> list[CellKey]:
    summed = _SUM.fullmatch(formula)
    if summed:
        return [place for part in re.split(r"[,;]", summed[1]) for place in _range(part.strip())]
    if _ADDED.fullmatch(formula):
        return [_place(match) for match in _CELL.finditer(formula)]
    return []


def _range(text: str) -> list[CellKey]:
    ends = [_place(match) for match in _CELL.finditer(text)]
    if _CELL.sub("", text).strip(" :") or not 1 <= len(ends) <= 2:
        return []
    (top, left), (bottom, right) = ends[0], ends[-1]
    if (bottom - top + 1) * (right - left + 1) > 100_000:
        return []
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _place(match: re.Match[str]) -> CellKey:
    return int(match[2]) - 1, column_index(match[1])


def _at(rows: Mapping[int, list[Cell]], place: CellKey) -> Cell:
    cells = rows.get(place[0], [])
    return cells[place[1]] if place[1] < len(cells) else None
