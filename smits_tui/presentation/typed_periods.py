"""Parses typed periods into the short form used for inputs.

`FY27` is FY2027, `2026/27` is 2026-2027, `Q3 2027` is 2027-Q3, `March 2027` is 2027-03.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from smits_tui.presentation.typed_dates import FIRST_YEAR, LAST_YEAR, NAME, dates_in, months_named
from smits_tui.presentation.typed_text import Ambiguous, no_such

_YEAR = r"(?:19|20|21)\d\d"
_ANY_YEAR = rf"(?P<year>{_YEAR}|'?\d\d)"
_BOTH_YEARS = rf"(?P<first>{_YEAR}|\d\d)[-/](?P<year>\d\d|{_YEAR})"
_QUARTER_WORD = r"(?:t|(?:er|e|\.|º|°)?\s?(?:trim\w*|quarta\w*|kwarta\w*|kvarta\w*|quarter)\.?)"
"""`1T`, `1er trimestre`, `1. Quartal`, `1e kwartaal`."""
_FISCAL = r"(?:fy|gj|ex)\s?[-']?"


def typed_period(text: str) -> str:
    """Parse a period.

    Returns:
        Its short form: `2027`, `FY2027`, `2026-2027`, `2027-H1`, `2027-Q3`, `FY2027-Q3`, `2027-03`,
        `2027-W12` or a day.

    Raises:
        Ambiguous: it has two readings, e.g. `2011/12`; the message names both.
        TypedTextRefused: it is not a period.
    """
    written = " ".join(text.split()).casefold().replace("\u2013", "-").replace("\u2019", "'")
    readings = {
        short: reading
        for pattern, read in _FORMS
        if (match := pattern.fullmatch(written))
        for short, reading in read(match)
    }
    readings |= {day.isoformat(): f"{day.day} {day:%B %Y}" for day in dates_in(written)}
    if not readings:
        raise no_such(text, "a period", "write e.g. 2027, FY2027, 2027-Q3 or 2027-03")
    if len(readings) > 1:
        raise Ambiguous(text, ((reading, short) for short, reading in readings.items()))
    return next(iter(readings))


_Readings = list[tuple[str, str]]
"""Short form of each reading, and its wording for people."""


def _fiscal(match: re.Match[str]) -> _Readings:
    short = f"FY{_century(match['year'])}"
    return _once(f"{short}-Q{match['quarter']}" if match["quarter"] else short)


def _fiscal_span(match: re.Match[str]) -> _Readings:
    return _once(f"FY{_century(match['year'])}") if _follows(match["first"], match["year"]) else []


def _fiscal_part(match: re.Match[str]) -> _Readings:
    """A quarter of a year that has two numbers, which is a fiscal one: `Q1 2025/26`."""
    if not _follows(_century(match["first"]), match["year"]):
        return []
    return _once(f"FY{_century(match['year'])}-Q{match['part'][1]}")


def _quarter(match: re.Match[str]) -> _Readings:
    return _once(f"{match['year']}-Q{match['quarter']}")


def _roman_quarter(match: re.Match[str]) -> _Readings:
    return _once(f"{match['year']}-Q{('i', 'ii', 'iii', 'iv').index(match['roman']) + 1}")


def _part(match: re.Match[str]) -> _Readings:
    return _once(f"{_century(match['year'])}-{match['part'].upper().replace('T', 'Q')}")


def _week(match: re.Match[str]) -> _Readings:
    return _once(f"{match['year']}-W{match['week']}") if 1 <= int(match["week"]) <= 53 else []


def _month(match: re.Match[str]) -> _Readings:
    month = int(match["month"])
    return [(f"{match['year']}-{month:02}", f"month {month} of {match['year']}")] if 1 <= month <= 12 else []


def _month_name(match: re.Match[str]) -> _Readings:
    return [
        (f"{match['year']}-{month:02}", f"month {month} of {match['year']}")
        for month in months_named(match["name"])
    ]


def _span(match: re.Match[str]) -> _Readings:
    first, last = match["first"], match["last"]
    is_month = match["mark"] == "-" and len(last) == 2 and 1 <= int(last) <= 12  # according to ISO 8601
    if is_month or not _follows(first, last):
        return []
    following = int(first) + 1
    return [(f"{first}-{following}", f"the year {first}/{following % 100:02}")]


def _year(match: re.Match[str]) -> _Readings:
    return _once(match["year"]) if FIRST_YEAR <= int(match["year"]) <= LAST_YEAR else []


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Readings]], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (rf"{_FISCAL}{_ANY_YEAR}(?:[-\s/]?q(?P<quarter>[1-4]))?", _fiscal),
        (rf"{_FISCAL}(?P<first>{_YEAR})[-/](?P<year>\d\d|{_YEAR})", _fiscal_span),
        (rf"(?P<year>{_YEAR})[-\s/]*(?P<part>[qt][1-4]|h[12])", _part),
        (rf"(?P<part>[qt][1-4]|h[12])[-\s/]*{_ANY_YEAR}", _part),
        (rf"(?P<roman>i{{1,3}}|iv)\s{_QUARTER_WORD}[-\s/]*(?P<year>{_YEAR})", _roman_quarter),
        (rf"k(?P<quarter>[1-4])[-\s/]*(?P<year>{_YEAR})", _quarter),
        (rf"(?P<quarter>[1-4])\s?{_QUARTER_WORD}[-\s/]*(?P<year>{_YEAR})", _quarter),
        (rf"(?P<part>[qtk][1-4])[-\s/]*{_BOTH_YEARS}", _fiscal_part),
        (rf"{_BOTH_YEARS}[-\s/]*(?P<part>[qtk][1-4])", _fiscal_part),
        (rf"(?P<year>{_YEAR})-w(?P<week>\d\d)", _week),
        (rf"(?P<year>{_YEAR})[-/.](?P<month>\d{{1,2}})", _month),
        (rf"(?P<month>\d{{1,2}})[-/.](?P<year>{_YEAR})", _month),
        (rf"(?P<first>{_YEAR})\s?(?P<mark>[-/])\s?(?P<last>\d\d|{_YEAR})", _span),
        (rf"(?P<year>{_YEAR})", _year),
        (rf"{NAME}[-\s]*(?P<year>{_YEAR})", _month_name),
    )
)


def _once(short: str) -> _Readings:
    return [(short, short)]


def _follows(first: str, last: str) -> bool:
    following = str(int(first) + 1)
    return last in (following, following[2:])


def _century(year: str) -> str:
    year = year.strip("'")
    return year if len(year) == 4 else f"20{year}"
