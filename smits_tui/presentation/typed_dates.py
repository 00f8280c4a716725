"""Dates as people type them: `2027-03-31`, `31.3.2027`, `31 March 2027`, `March 31, 2027`, `+30`, `+2w`."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from smits_tui.presentation.typed_text import Ambiguous, no_such

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years of a strategy; others are typing errors, and adding days to them could exceed the calendar."""
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
"""Languages whose month names are recognised; the names come from the Unicode CLDR, through babel."""
_APART = re.compile(r"([+-])\s*(\d{1,5})\s*(d|w|m|days?|weeks?|months?)?", re.ASCII)
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30}
_FORMS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
    )
)
_EITHER = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})", re.ASCII)
NAME = r"(?P<name>[^\s\d.,/'-]{3,})\.?"
"""A possible name of a month, for patterns."""
_ORDINAL = r"(?:st|nd|rd|th|er|\.)?"
_NAMED = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s-]*(?:(?:of|de) )?{NAME},?[\s-]*(?:de )?(?P<year>\d{{4}})",
        rf"{NAME}\s*(?P<day>\d{{1,2}}){_ORDINAL}(?:,\s*|\s+)(?P<year>\d{{4}})",
    )
)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\s?\d{1,2}\1\s?'?\d\d")


def typed_date(text: str, today: dt.date) -> dt.date:
    """Parse a date: a day with its year in any common form, or `+30`, `-2w`, `+3m` (30 days each) from today.

    Raises:
        Ambiguous: it has two readings, e.g. `03/04/2027`; the message names both.
        TypedTextRefused: it is not a date.
    """
    written = " ".join(text.split()).casefold()
    apart = _APART.fullmatch(written)
    days = _from_today(apart, today) if apart else dates_in(written)
    if len(days) > 1:
        raise Ambiguous(text, ((f"{day.day} {day:%B %Y}", day.isoformat()) for day in days))
    if days:
        return days[0]
    if _SHORT_YEAR.fullmatch(written):
        raise no_such(text, "a date with a year of four digits", "write all four")
    example = today + dt.timedelta(days=30)
    raise no_such(text, "a date", f"write it as {example} or +30")


def dates_in(written: str) -> list[dt.date]:
    """All dates that a whole text (in lower case) may mean, without duplicates; empty if it is not a date."""
    either = _EITHER.fullmatch(written)
    if either:
        first, two, year = int(either[1]), int(either[3]), int(either[4])
        return _days([(year, two, first), (year, first, two)])
    for pattern in _FORMS:
        if match := pattern.fullmatch(written):
            return _days([(int(match["year"]), int(match["month"]), int(match["day"]))])
    for pattern in _NAMED:
        if match := pattern.fullmatch(written):
            return _days(
                (int(match["year"]), month, int(match["day"])) for month in months_named(match["name"])
            )
    return []


def months_named(name: str) -> list[int]:
    """The months (1 to 12) that a name or short name may mean in any of the languages; may be empty."""
    return sorted(_months().get(name.casefold().rstrip("."), ()))


def _from_today(apart: re.Match[str], today: dt.date) -> list[dt.date]:
    days = int(apart[2]) * _DAYS[(apart[3] or "")[:1]]
    try:
        day = today + dt.timedelta(days=days if apart[1] == "+" else -days)
    except OverflowError:
        return []
    return [day] if FIRST_YEAR <= day.year <= LAST_YEAR else []


def _days(candidates: Iterable[tuple[int, int, int]]) -> list[dt.date]:
    days: list[dt.date] = []
    for year, month, day in candidates:
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if FIRST_YEAR <= year <= LAST_YEAR and date not in days:
            days.append(date)
    return days


@cache
def _months() -> dict[str, set[int]]:
    from babel.dates import get_month_names

    names: dict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    names[name.casefold().rstrip(".")].add(number)
    names["sept"].add(9)
    return dict(names)
