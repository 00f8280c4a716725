"""Budget and reporting periods in their short form: 2027, FY2027, 2026-2027, 2027-Q1, 2027-03."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from smits_watch.documents.document import Cell

_YEAR = r"(?:19|20)\d\d"
_MONTHS = (
    ("jan", "janv"),
    ("feb", "fev", "fév", "févr"),
    ("mar", "mär", "mrz", "mars"),
    ("apr", "avr"),
    ("may", "mai"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aoû", "aou", "août"),
    ("sep", "sept"),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "déc"),
)
"""Beginnings of the months' names in English, German and French."""
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH_NAME = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("fiscal", re.compile(rf"\b(?:FY|GJ|EX)\s?[-']?({_YEAR})[-/](\d\d|{_YEAR})\b", re.IGNORECASE)),
    ("fiscal", re.compile(rf"\b(?:FY|GJ|EX)\s?[-']?({_YEAR}|\d\d)(?!\d)", re.IGNORECASE)),
    ("quarter", re.compile(rf"({_YEAR})[-\s/]?[QT]([1-4])(?!\d)", re.IGNORECASE)),
    ("quarter_first", re.compile(rf"\b[QT]([1-4])[-\s/']*({_YEAR}|\d\d)(?!\d)", re.IGNORECASE)),
    ("month", re.compile(rf"(?<!\d)({_YEAR})-(0[1-9]|1[0-2])(?!\d)(?!-\d{{4}})")),
    ("month_name", re.compile(rf"\b({_MONTH_NAME})[a-zéûä]*\.?[-\s/']*({_YEAR}|\d\d)(?!\d)", re.IGNORECASE)),
    ("span", re.compile(rf"(?<!\d)({_YEAR})\s?[-/\u2013]\s?({_YEAR}|\d\d)(?!\d)")),
    ("year", re.compile(rf"(?<![\d.,])({_YEAR})(?![\d]|[.,]\d)")),
)
_MONEY_BEFORE = re.compile(r"(?:[€£¥₹$]|(?<![A-Za-z])(?:EUR|USD|CHF|GBP))\s?$")
_COUNTED_AFTER = re.compile(
    r"\s?(?:[€£¥₹$%]|(?:EUR|USD|CHF|GBP|dollars?|euros?|francs?|pounds?|users?|seats?|licen[cs]es?|employees|people|"
    r"staff|hours|days|FTEs?|units|pieces|devices|servers|laptops|nutzer|lizenzen|mitarbeit\w+|stunden|tage|stück|"
    r"utilisateurs|heures|jours|licences)(?![A-Za-z]))",
    re.IGNORECASE,
)
"""What makes a number from 1900 to 2099 an amount of money or of things."""


class Period(NamedTuple):
    """A period that a text names."""

    text: str
    """Short form."""
    year: str
    """The short form of the whole year that it belongs to."""
    start: int
    end: int
    """Where it stands in the text."""

    @property
    def part(self) -> bool:
        """Whether it is only a part of a year."""
        return self.text != self.year


def period_in(text: str, *, quantities: bool = True) -> Period | None:
    """Find the first period that a text names, the most telling form first.

    Args:
        text: a header, a title or a name.
        quantities: whether a year may have a unit beside it, as in a header `2027 EUR`; the title `for 2000
            users` names no year. A year without one is preferred.

    Returns:
        The period; None where the text names none.
    """
    quantity: Period | None = None
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = _short(form, match)
            if not found:
                continue
            period = Period(*found, match.start(), match.end())
            if form != "year" or not _is_quantity(text, match):
                return period
            quantity = quantity or period
    return quantity if quantities else None


def period_of(cell: Cell) -> Period | None:
    """The period that a cell is: a year as a number, a date, or a text that holds little else."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, dt.date):
        return Period(f"{cell.year}-{cell.month:02d}", str(cell.year), 0, 0)
    if isinstance(cell, int | float):
        whole = float(cell).is_integer() and 1980 <= cell <= 2100
        return Period(str(int(cell)), str(int(cell)), 0, 0) if whole else None
    if not isinstance(cell, str):
        return None
    found = period_in(cell)
    if found is None or len(cell.strip()) > found.end - found.start + 12:
        return None
    return found


def month_or_quarter(text: str) -> str | None:
    """`m3` for `March` or `Mrz.`, `q1` for `Q1`, in a header that names no year; None for any other text."""
    word = text.strip().casefold().rstrip(".")
    quarter = re.fullmatch(r"(?:q|quarter |quartal |t)\s?([1-4])|([1-4])\. quartal", word)
    if quarter:
        return f"q{quarter[1] or quarter[2]}"
    if not re.fullmatch(r"[a-zéûäô]{3,10}", word):
        return None
    number = next((_MONTH_OF[word[:size]] for size in (5, 4, 3) if word[:size] in _MONTH_OF), None)
    return f"m{number}" if number and _is_month(word, number) else None


def _is_month(word: str, number: int) -> bool:
    """Whether a word is a month's whole name or one of its short forms, not just like its beginning."""
    whole = (
        ("january", "januar", "jänner", "janvier"),
        ("february", "februar", "février", "fevrier"),
        ("march", "märz", "maerz", "mars"),
        ("april", "avril"),
        ("may", "mai"),
        ("june", "juni", "juin"),
        ("july", "juli", "juillet"),
        ("august", "août", "aout"),
        ("september", "septembre"),
        ("october", "oktober", "octobre"),
        ("november", "novembre"),
        ("december", "dezember", "décembre", "decembre"),
    )[number - 1]
    return word in whole or word in _MONTHS[number - 1]


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether a currency stands at a number, or what it counts."""
    return bool(_MONEY_BEFORE.search(text, 0, match.start()) or _COUNTED_AFTER.match(text, match.end()))


def _short(form: str, match: re.Match[str]) -> tuple[str, str] | None:
    """The short form and that of the year."""
    first = match[1]
    if form == "fiscal":
        year = f"FY{_century(match[2] if match.re.groups > 1 else first)}"
        return year, year
    if form == "year":
        return first, first
    if form == "span":
        return _span(first, match[2])
    if form == "quarter":
        return f"{first}-Q{match[2]}", first
    if form == "quarter_first":
        year = _century(match[2])
        return f"{year}-Q{first}", year
    if form == "month":
        return f"{first}-{match[2]}", first
    year = _century(match[2])
    return f"{year}-{_MONTH_OF[first.casefold()]:02d}", year


def _span(first: str, last: str) -> tuple[str, str] | None:
    """`2026/27` -> `2026-2027`; only years that follow each other are a period."""
    following = str(int(first) + 1)
    if following == last or following[2:] == last:
        return f"{first}-{following}", f"{first}-{following}"
    return None


def _century(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"
