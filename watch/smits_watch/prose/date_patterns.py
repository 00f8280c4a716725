"""Patterns of dates in prose and cells, in the languages of Europe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from babel.dates import get_month_names

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ro", "hu")
"""Languages whose month names are recognised; the names come from the Unicode CLDR, through babel."""
_CASES = {
    "cs": "lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu prosinci",
    "pl": "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie "
    "grudniu",
    "fi": "tammikuussa helmikuussa maaliskuussa huhtikuussa toukokuussa kesäkuussa heinäkuussa elokuussa "
    "syyskuussa lokakuussa marraskuussa joulukuussa",
}  # fmt: skip
"""Further cases of the names, which the CLDR has not: `k 30. červnu`, `w czerwcu 2026`."""
_VAGUE_ABBREVIATIONS = ("en", "de", "fr", "nl")
"""Languages whose short month names are recognised without a day; in others some are words (`set`, `out`,
`ago`)."""
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
PART_END = {"early": 3, "mid": 6, "late": 12, "spring": 5, "summer": 8, "autumn": 11, "end": 12, "start": 1}
"""The last month of a part of a year."""
PART_WORDS = {
    "early": r"early(?:\s+in)?|anfang|début|principios de|inizio",
    "start": r"(?:the\s+)?(?:beginning|start)\s+of",
    "mid": r"(?:the\s+)?middle\s+of|mid(?:dle)?|mitte|mi|mediados de|metà|medio",
    "late": r"late(?:\s+in)?",
    "spring": r"spring|frühjahr|frühling|printemps|primavera",
    "summer": r"summer|sommer|été|verano|estate|zomer",
    "autumn": r"autumn|fall|herbst|automne|otoño|autunno|herfst",
    "end": (
        r"(?:the\s+)?end\s+of|year[- ]end|ende(?:\s+des\s+jahres)?|"
        r"(?:la\s+)?fin(?:\s+de)?|fin(?:al)?es\s+de|(?:la\s+)?fine\s+(?:del\s+)?|eind(?:e)?|slutet\s+av"
    ),
}
_MONTH_END = r"(?:(?:the\s+)?end\s+of|ende|fin|fin(?:al)?es\s+de|fine|eind|slutet\s+av)\s+"
_SPAN_UNITS = {
    "days": r"days?|tagen?|jours|días|giorni|dagen",
    "weeks": r"weeks?|wochen?|semaines|semanas|settimane|weken",
    "months": r"months?|monaten?|mois|meses|mesi|maanden",
}
SPAN_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18, "sixty": 60,
    "ninety": 90, "drei": 3, "sechs": 6, "zwölf": 12, "trois": 3, "tres": 3, "seis": 6,
}  # fmt: skip
_FROM_NOW = (
    r"(?:from|of|after|following|ab|à compter d[eu]|a partir de)\s+(?:today|now|heute|aujourd.hui|hoy|"
    r"(?:the\s+)?(?:date|receipt)\s+of\s+(?:this|the)\s+\w+|this\s+(?:letter|notice|e-?mail|announcement|message))"
)
"""Words between a span and its origin where the origin is the day on which the text was written."""
_NEAR_END = r"(?:the\s+)?(?:end|close)\s+of|ende|fin(?:al)?"
_UNTIL_YEAR = r"by(?:\s+the\s+year)?|until|through|bis(?:\s+zum\s+jahr)?|d['’]ici(?:\s+à)?|à\s+l['’]horizon|hasta|entro(?:\s+il)?|tegen|para"  # noqa: E501


@cache
def month_numbers() -> dict[str, int]:
    """Names and short names of the months, in lower case without dots -> their numbers."""
    names = {"sept": 9}
    for language in reversed(LANGUAGES):
        names |= _names(language, ("abbreviated", "wide"))
    return names


def _names(language: str, widths: Iterable[str]) -> dict[str, int]:
    cases = _CASES.get(language, "") if "wide" in widths else ""
    declined = {name: number for number, name in enumerate(cases.split(), 1)}
    return declined | {
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
def slashed_date() -> re.Pattern[str]:
    """Dates such as 03/04/2027, with two numbers in either order."""
    return re.compile(r"(?<![\d/])(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/(?P<year>(?:19|20)?\d\d)(?![\d/])")


@cache
def numeric_date() -> re.Pattern[str]:
    """Dates such as 03/04/2027 and 03-04-2027, in one order throughout a document."""
    numbers = r"(?P<one>[0-3]?\d)(?P<mark>[/-])(?P<two>[0-3]?\d)(?P=mark)"
    return re.compile(rf"(?<![\d/-]){numbers}(?:(?:19|20)\d\d|(?<=/)\d\d)(?![\d/-])")


@cache
def spelled_dates() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns of dates with the name of a month, and whether the month comes first."""
    month = "|".join(_names("en", ("wide", "abbreviated")))
    return (
        (re.compile(rf"\b(?:{month})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+20\d\d", re.IGNORECASE), True),
        (
            re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{month})\.?,?\s+20\d\d", re.IGNORECASE),
            False,
        ),
    )


@cache
def date_patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns of dates, the most specific first, and whether they name a day."""
    month, vague_month = _month_words(vague=False), _month_words(vague=True)
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    short_year = r"(?P<year>(?:19|20)?\d\d)(?!\d)"
    day = r"(?P<day>[0-3]?\d)"
    of = r"(?:\s+|\s*[-.]\s*)(?:day\s+)?(?:del?\s+|of\s+|den\s+)?"
    ordinal = r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)"
    exact = [
        rf"(?<!\d)(?<!\bv){year}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",  # `v2027-05-01` is a version
        r"(?<![\d.])(?P<year>20\d\d)[/.](?P<month>[01]\d)[/.](?P<day>[0-3]\d)(?![\d.]\d)",
        r"(?P<year>20\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]",
        rf"(?<![\d.]){day}\.\s?(?P<month>[01]?\d)\.\s?{year}",
        slashed_date().pattern,
        rf"(?<![\d-])(?P<one>[0-3]\d)-(?P<two>[0-3]\d)-{year}(?!-)",
        rf"(?<![\d.]){day}(?:st|nd|rd|th|er|º|°|-(?:t?e)?go|:[ae]|\.)?{of}(?P<name>{month})\b\.?,?(?:\s+de)?\s*[-\s]?\s*{year}",
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
        *(rf"\b(?P<{part}>{words})[\s-]+{year}" for part, words in PART_WORDS.items()),
        rf"\b(?P<until>{_UNTIL_YEAR})\s+{year}(?![\d-])",
    ]
    yearless = [
        rf"(?<![\d.]){day}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<name>{vague_month})\b(?!\.?,?\s+(?:de\s+)?\d)",
        rf"\b(?P<name>{vague_month})\b\.?\s+{day}(?:st|nd|rd|th)?\b(?!,?\s+\d|[.:]\d|\s*%)",
        rf"{_MONTH_END}(?P<name>{vague_month})\b(?!\.?,?\s+\d)",
        rf"(?:{_NEAR_END})\s+(?:this|dieses|des|de\s+cette|de\s+este)\s+(?P<current>years?|jahres|année|año|months?|monats|mois|mes)\b",
        *(
            rf"\b(?:in|within|innerhalb\s+von|binnen|dans|sous|en|entro|binnen)\s+(?:the\s+next\s+|den\s+nächsten\s+)?"
            rf"(?P<count>\d{{1,3}}|{'|'.join(SPAN_NUMBERS)})\s+(?P<{unit}>{words})\b"
            rf"(?:\s+{_FROM_NOW})?(?!\s+(?:of|from|after|following|before|prior|period|notice|nach|vor|après|avant)\b)"
            for unit, words in _SPAN_UNITS.items()
        ),
    ]
    return tuple(
        (re.compile(pattern, re.IGNORECASE), listed is exact)
        for listed in (exact, vague, yearless)
        for pattern in listed
    )
