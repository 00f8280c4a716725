"""Dates as they are written in prose and cells, in the languages of Europe."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from babel.dates import get_month_names

from smits_watch.documents.document import Cell

_DIGIT = re.compile(r"\d")
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ro", "hu")
"""Languages whose months are known; the names come from the Unicode CLDR, through babel."""
_VAGUE_ABBREVIATIONS = ("en", "de", "fr", "nl")
"""Languages whose short names may stand without a day; in others some are words (`set`, `out`, `ago`)."""
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_PART_END = {"early": 3, "mid": 6, "late": 12, "spring": 5, "summer": 8, "autumn": 11, "end": 12, "start": 1}
"""Last month of a part of a year."""
_PART_WORDS = {
    "early": r"early(?:\s+in)?|anfang|début|principios de|inizio",
    "start": r"(?:the\s+)?(?:beginning|start)\s+of",
    "mid": r"(?:the\s+)?middle\s+of|mid(?:dle)?|mitte|mi|mediados de|metà|medio",
    "late": r"late(?:\s+in)?",
    "spring": r"spring|frühjahr|frühling|printemps|primavera",
    "summer": r"summer|sommer|été|verano|estate|zomer",
    "autumn": r"autumn|fall|herbst|automne|otoño|autunno|herfst",
    "end": (
        r"(?:the\s+)?end\s+of|year[- ]end|ende(?:\s+des\s+jahres)?|"
        r"(?:la\s+)?fin(?:\s+de)?|finales\s+de|(?:la\s+)?fine\s+(?:del\s+)?|eind(?:e)?|slutet\s+av"
    ),
}
_MONTH_END = r"(?:(?:the\s+)?end\s+of|ende|fin|finales\s+de|fine|eind|slutet\s+av)\s+"
_SPAN_UNITS = {
    "days": r"days?|tagen?|jours|días|giorni|dagen",
    "weeks": r"weeks?|wochen?|semaines|semanas|settimane|weken",
    "months": r"months?|monaten?|mois|meses|mesi|maanden",
}
_SPAN_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18, "sixty": 60,
    "ninety": 90, "drei": 3, "sechs": 6, "zwölf": 12, "trois": 3, "tres": 3, "seis": 6,
}  # fmt: skip
_FROM_NOW = (
    r"(?:from|of|after|following|ab|à compter d[eu]|a partir de)\s+(?:today|now|heute|aujourd.hui|hoy|"
    r"(?:the\s+)?(?:date|receipt)\s+of\s+(?:this|the)\s+\w+|this\s+(?:letter|notice|e-?mail|announcement|message))"
)
"""What a span may be counted from to mean the day on which the text was written."""
_NEAR_END = r"(?:the\s+)?(?:end|close)\s+of|ende|fin(?:al)?"
_UNTIL_YEAR = r"by(?:\s+the\s+year)?|until|through|bis(?:\s+zum\s+jahr)?|d['’]ici(?:\s+à)?|à\s+l['’]horizon|hasta|entro(?:\s+il)?|tegen|para"  # noqa: E501


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date and where it stands in the text."""

    date: dt.date
    start: int
    end: int
    exact: bool = True
    """False where only a month, quarter or year was named; then it is its last day."""
    other: dt.date | None = None
    """What it would be with day and month the other way round, where nothing tells which is meant."""


def find_dates(
    text: str, *, month_first: bool | None = False, near: dt.date | None = None
) -> list[DateMention]:
    """Find the dates in a text, in their order.

    Args:
        text: prose.
        month_first: read `03/04/2027` as 4 March; where one number is above 12 it is the day anyway. None:
            nothing tells, so `other` is set.
        near: the day on which the text was written; a day and month without a year is the next one after it.
    """
    if near is None and not _DIGIT.search(text):
        return []
    mentions: list[DateMention] = []
    taken: list[tuple[int, int]] = []
    for pattern, exact in _patterns():
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
    """The date that a cell is; a month or quarter stands for its last day. None for anything else."""
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
    """In which order day and month stand in dates such as 03/04/2027, by the evidence of a document.

    A number above 12 tells; else dates in words do: `June 30, 2027` is written by those who write 06/30/2027,
    `30 June 2027` by those who write 30/06/2027.

    Args:
        texts: the document's text.

    Returns:
        Whether the month stands first; None where nothing tells, or both.
    """
    numbers, words = set(), set()
    for text in texts:
        for match in _slashed().finditer(text):
            one, two = int(match["one"]), int(match["two"])
            if (one > 12) != (two > 12):
                numbers.add(two > 12)
        for pattern, first in _spelled():
            if pattern.search(text):
                words.add(first)
    for evidence in (numbers, words):
        if evidence:
            return evidence.pop() if len(evidence) == 1 else None
    return None


def later(day: dt.date, *, months: int = 0, days: int = 0) -> dt.date | None:
    """The day so many months and days on, or the last of a shorter month; None beyond the year 9999."""
    try:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        moved = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return moved + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        return None


@cache
def month_numbers() -> dict[str, int]:
    """Names and short names of the months in lower case without dots."""
    names = {"sept": 9}
    for language in reversed(LANGUAGES):
        names |= _names(language, ("abbreviated", "wide"))
    return names


def _names(language: str, widths: Iterable[str]) -> dict[str, int]:
    return {
        name.casefold().rstrip("."): number
        for width in widths
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()  # type: ignore[arg-type]
        if len(name.rstrip(".")) > 2
    }


@cache
def _month_words(*, vague: bool) -> str:
    if vague:
        names = {"sept": 9}
        for language in LANGUAGES:
            names |= _names(
                language, ("abbreviated", "wide") if language in _VAGUE_ABBREVIATIONS else ("wide",)
            )
    else:
        names = month_numbers()
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


@cache
def _slashed() -> re.Pattern[str]:
    return re.compile(r"(?<![\d/])(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/(?P<year>(?:19|20)?\d\d)(?![\d/])")


@cache
def _spelled() -> tuple[tuple[re.Pattern[str], bool], ...]:
    month = "|".join(_names("en", ("wide", "abbreviated")))
    return (
        (re.compile(rf"\b(?:{month})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+20\d\d", re.IGNORECASE), True),
        (
            re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{month})\.?,?\s+20\d\d", re.IGNORECASE),
            False,
        ),
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns of dates, the most telling first, and whether they name a day."""
    month, vague_month = _month_words(vague=False), _month_words(vague=True)
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    short_year = r"(?P<year>(?:19|20)?\d\d)(?!\d)"
    day = r"(?P<day>[0-3]?\d)"
    of = r"(?:\s+|\s*[-.]\s*)(?:day\s+)?(?:del?\s+|of\s+|den\s+)?"
    ordinal = r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)"
    exact = [
        rf"(?<!\d){year}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        r"(?<![\d.])(?P<year>20\d\d)[/.](?P<month>[01]\d)[/.](?P<day>[0-3]\d)(?![\d.]\d)",
        r"(?P<year>20\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]",
        rf"(?<![\d.]){day}\.\s?(?P<month>[01]?\d)\.\s?{year}",
        _slashed().pattern,
        rf"(?<![\d-])(?P<one>[0-3]\d)-(?P<two>[0-3]\d)-{year}(?!-)",
        rf"(?<![\d.]){day}(?:st|nd|rd|th|er|º|°|\.)?{of}(?P<name>{month})\b\.?,?(?:\s+de)?\s*[-\s]?\s*{year}",
        rf"\b(?P<name>{month})\b\.?\s+{day}(?:st|nd|rd|th)?\s*,?\s+(?:of\s+)?{year}",
        rf"(?<!\d){day}-(?P<name>{month})-{short_year}",
    ]
    vague = [
        rf"\b[QT](?P<quarter>[1-4])[\s/'’-]*(?:of\s+|CY\s?|FY\s?)?{year}",
        rf"(?<![\d-]){year}[\s/-]*[QT](?P<quarter>[1-4])\b",
        rf"\b{ordinal}\s+(?:calendar\s+|fiscal\s+)?quarter\s+(?:of\s+|in\s+)?{year}",
        rf"\b(?P<quarter>[1-4])(?:\.|er|e|ème|º)?\s+(?:quartal|trimestre|kwartaal|kvartal\w*)\s+(?:del?\s+)?{year}",
        rf"\b(?:H|HY)(?P<half>[12])[\s/-]*{year}",
        rf"(?<![\d-]){year}[\s/-]*H(?P<half>[12])\b",
        rf"\b{ordinal}\s+half\s+(?P<halfword>)(?:of\s+|in\s+)?{year}",
        rf"\b(?P<half>[12])(?:\.|er|e)?\s+(?:halbjahr|semestre)\s+(?:de\s+)?{year}",
        rf"(?:{_MONTH_END})?\b(?P<name>{vague_month})\b\.?,?\s+(?:de\s+|of\s+)?{year}",
        *(rf"\b(?P<{part}>{words})[\s-]+{year}" for part, words in _PART_WORDS.items()),
        rf"\b(?P<until>{_UNTIL_YEAR})\s+{year}(?![\d-])",
    ]
    yearless = [
        rf"(?<![\d.]){day}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<name>{vague_month})\b(?!\.?,?\s+(?:de\s+)?\d)",
        rf"\b(?P<name>{vague_month})\b\.?\s+{day}(?:st|nd|rd|th)?\b(?!,?\s+\d|[.:]\d|\s*%)",
        rf"{_MONTH_END}(?P<name>{vague_month})\b(?!\.?,?\s+\d)",
        rf"(?:{_NEAR_END})\s+(?:this|dieses|des|de\s+cette|de\s+este)\s+(?P<current>years?|jahres|année|año|months?|monats|mois|mes)\b",
        *(
            rf"\b(?:in|within|innerhalb\s+von|binnen|dans|sous|en|entro|binnen)\s+(?:the\s+next\s+|den\s+nächsten\s+)?"
            rf"(?P<count>\d{{1,3}}|{'|'.join(_SPAN_NUMBERS)})\s+(?P<{unit}>{words})\b"
            rf"(?:\s+{_FROM_NOW})?(?!\s+(?:of|from|after|following|before|prior|period|notice|nach|vor|après|avant)\b)"
            for unit, words in _SPAN_UNITS.items()
        ),
    ]
    return tuple(
        (re.compile(pattern, re.IGNORECASE), listed is exact)
        for listed in (exact, vague, yearless)
        for pattern in listed
    )


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
    """A day that is counted from the one of the text: `in six months`, `at the end of this year`."""
    if near is None:
        return None
    current = str(parts.get("current") or "").casefold()
    if current:
        month = near.month if current.startswith("mo") or current == "mes" else 12
        return DateMention(_last_day(near.year, month), match.start(), match.end(), exact=False)
    word = str(parts["count"]).casefold()
    count = int(word) if word.isdecimal() else _SPAN_NUMBERS[word]
    days = count * (7 if parts.get("weeks") else 1)
    day = later(near, months=count) if parts.get("months") else later(near, days=days)
    return DateMention(day, match.start(), match.end(), exact=False) if day else None


def _year(parts: dict[str, str | None], near: dt.date | None) -> int | None:
    text = parts.get("year")
    if text is None:
        return near.year if near else None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _numeric(match: re.Match[str], year: int, month_first: bool | None) -> DateMention:
    """Day and month in numbers; the other way round where only that is a date."""
    one, two = int(match["one"]), int(match["two"])
    day, month = (two, one) if month_first else (one, two)
    if month > 12:
        day, month = month, day
    mention = DateMention(dt.date(year, month, day), match.start(), match.end())
    if month_first is None and day <= 12 and day != month:
        return replace(mention, other=dt.date(year, day, month))
    return mention


def _month(parts: dict[str, str | None]) -> int:
    """The month, or the last one of a quarter, a half or a part of a year."""
    if parts.get("name"):
        return month_numbers()[str(parts["name"]).casefold().rstrip(".")]
    if parts.get("quarter"):
        return 3 * int(str(parts["quarter"]))
    if parts.get("half"):
        return 6 * int(str(parts["half"]))
    if parts.get("ordinal"):
        number = _ORDINALS[str(parts["ordinal"]).casefold()]
        return 6 * number if "halfword" in parts else 3 * number
    part = next((part for part in _PART_WORDS if parts.get(part)), None)
    return _PART_END[part] if part else int(parts.get("month") or 12)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
