"""Classifies a single cell by its content alone."""

from __future__ import annotations

import datetime as dt
import re
from enum import IntEnum

from smits_watch.documents.document import Cell
from smits_watch.tables.values.numbers import is_gap, number
from smits_watch.tables.values.periods import part_of_year, period_of


class CellKind(IntEnum):
    """The apparent type of a cell."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    GAP = 3
    """A placeholder for a missing number: `-`, `n/a`, `x`."""
    YEAR = 4
    """A bare whole number from 1900 to 2100: a year or an amount, depending on its neighbours."""
    PERIOD = 5
    """A quarter, a month or a fiscal year, but not a bare year."""
    DATE = 6
    VALUE = 7
    """A figure with a unit, a sign or a time: `4 h`, `>= 99.5 %`, `07:45`."""


_BARE_YEAR = re.compile(
    r"(?:19|20)\d\d(?:\.0|[*†]{1,2}|\s?[prfeb]|\s(?:[A-Z]{3}|[TkKmM]?(?:EUR|USD|CHF|GBP|[€$£])|\$?000))?"
)
"""Optionally with a footnote mark, a mark for a provisional, revised or estimated year, or a currency."""
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]\d\d:\d\d.*)?")

_VALUE = re.compile(
    r"-?\d{1,3}:\d\d(?::\d\d)?"
    r"|[<>≤≥=~]{1,2}\s*-?\d[\d.,' ]*\s*\S{0,8}"
    r"|-?\d[\d.,]*\s?(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|ms|d|days?|wks?|weeks?|std|stunden|minuten|tage|tagen"
    r"|heures?|jours?|pts?|points?|[kmgt]b|/\s?5|/\s?10|/\s?100|per .{1,12})\.?(?:\s\d+\s?(?:m|mins?|s|h))?",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"\s*\(?\b(?:est(?:imated?)?|proj(?:ected)?|forecast|provisional|prov|prelim(?:inary)?|budget|plan(?:ned)?|actual|"
    r"revised|prognose|plan|ist|estimation|prévision)\b\.?\)?$",
    re.IGNORECASE,
)
"""The qualifier that statistical offices and planners add to a period: `2027 estimate`."""
_MOST_BESIDE = 3
"""Letters allowed beside the period in a period cell, e.g. `2026 P`; more are a name: `Server 2016`."""


def kind_of(cell: Cell) -> CellKind:
    """Classify a cell."""
    if cell is None or cell == "":
        return CellKind.EMPTY
    if isinstance(cell, bool):
        return CellKind.TEXT
    if isinstance(cell, int | float):
        return CellKind.YEAR if 1900 <= cell <= 2100 and float(cell).is_integer() else CellKind.NUMBER
    if isinstance(cell, dt.date):
        return CellKind.DATE
    if isinstance(cell, dt.timedelta):
        return CellKind.NUMBER
    return _kind_of_text(cell.strip())


def _kind_of_text(text: str) -> CellKind:
    if _BARE_YEAR.fullmatch(text):
        return CellKind.YEAR
    if number(text) is not None:
        return CellKind.NUMBER
    if is_gap(text):
        return CellKind.GAP
    if _DATE.fullmatch(text):
        return CellKind.DATE
    if _VALUE.fullmatch(text):
        return CellKind.VALUE
    if len(text) < 30 and (part_of_year(text) or _is_period(text)):
        return CellKind.PERIOD
    return CellKind.TEXT


def text_of(cell: Cell) -> str:
    """A cell as a single line of text; a whole number without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _is_period(text: str) -> bool:
    text = _STAGE.sub("", text)
    period = period_of(text)
    return period is not None and len(text) <= period.end - period.start + _MOST_BESIDE
