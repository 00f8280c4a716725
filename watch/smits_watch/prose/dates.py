"""Parses dates in prose and cells, in the languages of Europe."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from smits_watch.documents.document import Cell
from smits_watch.prose.date_patterns import (
    ORDINALS,
    PART_END,
    PART_WORDS,
    SPAN_NUMBERS,
    date_patterns,
    month_numbers,
    numeric_date,
    spelled_dates,
)

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date and its position in the text."""

    date: dt.date
    start: int
    end: int
    exact: bool = True
    """False if only a month, quarter or year was named; `day` is then its last day."""
    other: dt.date | None = None
    """The date with day and month swapped, if the order is ambiguous."""


def find_dates(
    text: str, *, month_first: bool | None = False, near: dt.date | None = None
) -> list[DateMention]:
    """Find the dates in a text, in order of appearance.

    Args:
        text: prose.
        month_first: whether to read `03/04/2027` as 4 March; a number above 12 is the day in any case. None:
            the order is unknown, so `other` is set.
        near: the day on which the text was written; a day and month without a year is the next one after it.
    """
    if near is None and not _DIGIT.search(text):
        return []
    mentions: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    for pattern, exact in date_patterns():
        if near is None and "year" not in pattern.groupindex:
            continue
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            mention = _mention(match, exact=exact, month_first=month_first, near=near)
            if mention is not None:
                mentions.append(mention)
                taken.append(match.span())
    return sorted(mentions, key=lambda mention: mention.start)


def date_of(cell: Cell) -> dt.date | None:
    """The date stated by a cell; a month or quarter stands for its last day. None for anything else."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    mentions = find_dates(cell)
    if len(mentions) != 1 or len(cell.strip()) > mentions[0].end - mentions[0].start + 15:
        return None
    return mentions[0].date


def month_comes_first(texts: Iterable[str]) -> bool | None:
    """Detect the order of day and month in dates such as 03/04/2027 or 03-04-2027 throughout a document.

    A number above 12 decides; otherwise spelled dates do: who writes `June 30, 2027` also writes 06/30/2027,
    who writes `30 June 2027` writes 30/06/2027.

    Args:
        texts: the document's text.

    Returns:
        Whether the month comes first; None if there is no evidence, or evidence for both.
    """
    numbers, words = set(), set()
    for text in texts:
        for match in numeric_date().finditer(text):
            left, two = int(match["one"]), int(match["two"])
            if (left > 12) != (two > 12):
                numbers.add(two > 12)
        for pattern, first in spelled_dates():
            if pattern.search(text):
                words.add(first)
    for evidence in (numbers, words):
        if evidence:
            return evidence.pop() if len(evidence) == 1 else None
    return None


def names_day(text: str) -> bool:
    """Whether a date without a year names a day and a month: `3 May`, and not `in two months`."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(_DIGIT.search(text)) and any(word in month_numbers() for word in words)


def later(day: dt.date, *, months: int = 0, days: int = 0) -> dt.date | None:
    """The date some months and days later, clipped to the end of a shorter month; None after year 9999."""
    try:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        moved = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return moved + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def _mention(
    match: re.Match[str], *, exact: bool, month_first: bool | None, near: dt.date | None
) -> DateMention | None:
    parts = match.groupdict()
    year = _year(parts, near)
    if year is None:
        return None
    try:
        if parts.get("one"):
            return _numeric(match, year, month_first)
        if parts.get("count") or parts.get("current"):
            return _counted(match, parts, near)
        month, day = _month(parts), int(parts.get("day") or 0)
        date = dt.date(year, month, day) if day else _last_day(year, month)
        mention = DateMention(date, match.start(), match.end(), exact or bool(day and parts.get("year")))
        if not parts.get("year") and near is not None and date < near:
            return replace(mention, date=date.replace(year=year + 1))
    except ValueError:
        return None
    return mention


def _counted(match: re.Match[str], parts: dict[str, str | None], near: dt.date | None) -> DateMention | None:
    """The date of a span counted from the day of the text: `in six months`, `at the end of this year`."""
    if near is None:
        return None
    current = str(parts.get("current") or "").casefold()
    if current:
        month = near.month if current.startswith("mo") or current == "mes" else 12
        return DateMention(_last_day(near.year, month), match.start(), match.end(), exact=False)
    word = str(parts["count"]).casefold()
    count = int(word) if word.isdecimal() else SPAN_NUMBERS[word]
    days = count * (7 if parts.get("weeks") else 1)
    day = later(near, months=count) if parts.get("months") else later(near, days=days)
    return DateMention(day, match.start(), match.end(), exact=False) if day else None


def _year(parts: dict[str, str | None], near: dt.date | None) -> int | None:
    text = parts.get("year")
    if text is None:
        return near.year if near else None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _numeric(match: re.Match[str], year: int, month_first: bool | None) -> DateMention:
    """A date in numbers; day and month are swapped if only that is a valid date."""
    first, two = int(match["one"]), int(match["two"])
    day, month = (two, first) if month_first else (first, two)
    if month > 12:
        day, month = month, day
    mention = DateMention(dt.date(year, month, day), match.start(), match.end())
    if month_first is None and day <= 12 and day != month:
        return replace(mention, other=dt.date(year, day, month))
    return mention


def _month(parts: dict[str, str | None]) -> int:
    """The month, or the last month of a quarter, half or part of a year."""
    if parts.get("name"):
        return month_numbers()[str(parts["name"]).casefold().rstrip(".")]
    if parts.get("quarter"):
        return 3 * int(str(parts["quarter"]))
    if parts.get("half"):
        return 6 * int(str(parts["half"]))
    if parts.get("ordinal"):
        number = ORDINALS[str(parts["ordinal"]).casefold()]
        return 6 * number if "halfword" in parts else 3 * number
    part = next((part for part in PART_WORDS if parts.get(part)), None)
    return PART_END[part] if part else int(parts.get("month") or 12)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
