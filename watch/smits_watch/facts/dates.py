"""Dates as they are written in prose, in English, German and French."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

from smits_watch.documents.document import Cell

LANGUAGES = ("en", "de", "fr")
"""Languages whose months are known; the names come from the Unicode CLDR, through babel."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in the text."""

    date: dt.date
    start: int
    end: int
    exact: bool = True
    """False where only a month, quarter or year was named; then it is its last day."""


def find_dates(text: str, *, month_first: bool = False) -> list[FoundDate]:
    """Find the dates in a text, in their order.

    Args:
        text: prose.
        month_first: read `03/04/2027` as 4 March; where one number is above 12 it is the day anyway.
    """
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    for pattern, exact in _patterns():
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            date = _date(match, month_first=month_first)
            if date is not None:
                found.append(FoundDate(date, match.start(), match.end(), exact))
                taken.append(match.span())
    return sorted(found, key=lambda one: one.start)


def date_of(cell: Cell) -> dt.date | None:
    """The date that a cell is; a month or quarter stands for its last day. None for anything else."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    found = find_dates(cell)
    if len(found) != 1 or len(cell.strip()) > found[0].end - found[0].start + 15:
        return None
    return found[0].date


@cache
def _months() -> dict[str, int]:
    """Names and short names of the months in lower case without dots."""
    names = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                listed = get_month_names(width, context, language)
                names.update({name.casefold().rstrip("."): number for number, name in listed.items()})
    return {**names, "sept": 9}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns of dates, the most telling first, and whether they name a day."""
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    year = r"(?P<year>(?:19|20)\d\d)"
    day = r"(?P<day>[0-3]?\d)"
    quarters = "first|second|third|fourth"
    exact = [
        rf"(?<!\d){year}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        rf"(?<![\d.]){day}\.\s?(?P<month>[01]?\d)\.\s?{year}(?!\d)",
        rf"(?<!\d)(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/{year}(?!\d)",
        rf"(?<!\d){day}(?:st|nd|rd|th|er|\.)?\s+(?:day\s+)?(?:of\s+)?(?P<name>{month})\b\.?,?\s+{year}(?!\d)",
        rf"\b(?P<name>{month})\b\.?\s+{day}(?:st|nd|rd|th)?\s*,?\s+{year}(?!\d)",
        rf"(?<!\d){day}-(?P<name>{month})-{year}(?!\d)",
    ]
    vague = [
        rf"\b[QT](?P<quarter>[1-4])[\s/-]*{year}(?!\d)",
        rf"(?<!\d){year}[\s/-]*[QT](?P<quarter>[1-4])\b",
        rf"\b(?P<ordinal>{quarters})\s+quarter\s+(?:of\s+)?{year}(?!\d)",
        rf"\b(?P<quarter>[1-4])\.\s+Quartal\s+{year}(?!\d)",
        rf"\b(?P<name>{month})\b\.?\s+{year}(?!\d)",
        rf"\b(?:end of|by the end of|ende|fin)\s+{year}(?!\d)",
    ]
    return tuple(
        (re.compile(pattern, re.IGNORECASE), listed is exact)
        for listed in (exact, vague)
        for pattern in listed
    )


def _date(match: re.Match[str], *, month_first: bool) -> dt.date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("one"):
        day, month = _ordered(int(parts["one"]), int(parts["two"]), month_first=month_first)
    else:
        month, day = _month(parts), int(parts.get("day") or 0)
    try:
        return dt.date(year, month, day) if day else _last_day(year, month)
    except ValueError:
        return None


def _ordered(one: int, two: int, *, month_first: bool) -> tuple[int, int]:
    """Day and month; the other way round where only that is a date."""
    day, month = (two, one) if month_first else (one, two)
    return (day, month) if month <= 12 else (month, day)


def _month(parts: dict[str, str | None]) -> int:
    """The month, or the last one of a quarter or year."""
    if parts.get("name"):
        return _months()[str(parts["name"]).casefold().rstrip(".")]
    if parts.get("quarter"):
        return 3 * int(str(parts["quarter"]))
    if parts.get("ordinal"):
        return 3 * (("first", "second", "third", "fourth").index(str(parts["ordinal"]).casefold()) + 1)
    return int(parts.get("month") or 12)


def _last_day(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text with where they begin; a dot within a date or a number ends none."""
    start = 0
    for match in re.finditer(
        r"(?<!\D\d)(?<!\D\d\d)(?<!\b[A-Z])[.!?;](?=\s+[A-ZÀ-Ý(\"])|\n\s*\n|\n(?=\s*[-*•])", text
    ):
        yield start, text[start : match.end()]
        start = match.end()
    if text[start:].strip():
        yield start, text[start:]
