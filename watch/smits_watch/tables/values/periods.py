"""Parses periods into short form: 2027, FY2027, 2026-2027, 2027-H1, 2027-Q1, 2027-03."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale

from smits_watch.documents.document import Cell

_YEAR = r"(?:19|20)\d\d"
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "cs", "fi", "ru", "uk")
_LONG_NAMES = ("id", "nb", "hu")
"""Languages whose short forms are words of others, such as `des`."""
_MORE_MONTHS = {"sept": 9, "mrz": 3, "maerz": 3, "jaen": 1, "jän": 1, "fev": 2, "fevr": 2, "aout": 8}
"""Short forms in common use that Unicode's data lacks."""

_MAY_BE = re.compile(
    r"(?:19|20)\d\d|[QHT][1-4]\b|[1-4]\s?[QTK]\W?\d\d|(?:FY|GJ|HJ|EX|F\.Y\.|year|exercice|jahr)\W{0,3}\d\d|"
    r"[^\W\d]{2}\W{0,3}\d\d(?!\d)",
    re.IGNORECASE,
)
"""A cheap first test: every period has a year of four digits, or one of two after a word."""
_MONEY_BEFORE = re.compile(r"(?:[€£¥₹$]|(?<![A-Za-z])(?:EUR|USD|CHF|GBP))\s?$")
_COUNTED_AFTER = re.compile(
    r"\s?(?:[€£¥₹$%]|(?:EUR|USD|CHF|GBP|dollars?|euros?|francs?|pounds?|users?|seats?|licen[cs]es?|"
    r"employees|people|"
    r"staff|hours|days|FTEs?|units|pieces|devices|servers|laptops|nutzer|lizenzen|mitarbeit\w+|stunden|"
    r"tage|stück|"
    r"utilisateurs|heures|jours|licences)(?![A-Za-z]))",
    re.IGNORECASE,
)
"""Units that make a number from 1900 to 2099 an amount of money or a count."""


class Period(NamedTuple):
    """A period named in a text."""

    text: str
    """The short form."""
    year: str
    """The short form of the whole year that contains it."""
    start: int
    end: int
    """The end of its span in the text."""

    @property
    def part(self) -> bool:
        """Whether it is only part of a year."""
        return self.text != self.year


@cache
def months() -> dict[str, int]:
    """Names of months, long and short, in lower case without dots -> their numbers."""
    names = dict(_MORE_MONTHS)
    for language in (*_LANGUAGES, *_LONG_NAMES):
        for style in Locale(language).months.values():
            for width in ("wide",) if language in _LONG_NAMES else ("wide", "abbreviated"):
                for month, name in style[width].items():
                    plain = str(name).casefold().rstrip(".")
                    if len(plain) > 2 and not plain[0].isdigit():
                        names.setdefault(plain, month)
    return names


_ORDINALS = (
    r"first|erste[rns]?|premi(?:er|ère)|1er|prim(?:er|ero|era|o|a)|eerste|primeiro|första|pierwszy",
    r"second|zweite[rns]?|deuxième|second[eoa]?|segund[oa]|tweede|andra|drugi",
    r"third|dritte[rns]?|troisième|tercer[oa]?|terz[oa]|derde|terceiro|tredje|trzeci",
    r"fourth|last|vierte[rns]?|letzte[rns]?|quatrième|dernier|cuart[oa]|quart[oa]|vierde|laatste|fjärde",
)
"""Words for the first to the fourth part of a year."""


def _ordinals() -> str:
    words = "|".join(_ORDINALS)
    return rf"[1-4](?:\.|st|nd|rd|th|er|ère|ème|e|[°ºªoa])?\s?|(?:{words})\s"


def _ordinal(text: str) -> str:
    """The number of a part of a year, in words or digits."""
    plain = text.strip().casefold()
    named = (n for n, words in enumerate(_ORDINALS, 1) if re.fullmatch(words, plain))
    return plain[0] if plain[0].isdigit() else str(next(named))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    flags = re.IGNORECASE
    names = r"FY|GJ|HJ|EX|F\.Y\.|fiscal(?: year)?|financial year|exercice|haushaltsjahr|geschäftsjahr"
    fiscal = rf"(?:\b(?:{names})\s?[-'\u2019]?\s?)"
    before = r"[.ºo]?\s?(?:[QTK]|trim\.?|kw\.?|kv\.?)"
    more = r"[\d%]|[.,]\d|\s%"  # `in May 99.3 %` names no year
    of = r"(?:of|des|de|del|di|van|do|da)"
    part = r"(quartal|quarter|trimestre|kwartał|kwartaal|kvartal|halbjahr|half|semestre)"
    return (
        ("part_fiscal", re.compile(rf"\b([QHT])([1-4])[-\s/]*{fiscal}({_YEAR}|\d\d)(?!\d)", flags)),
        ("fiscal_part", re.compile(rf"{fiscal}({_YEAR}|\d\d)[-\s/]*([QHT])([1-4])(?!\d)", flags)),
        ("fiscal_before", re.compile(rf"{fiscal}({_YEAR}|\d\d)[-\s/]*([1-4])([QH])\b", flags)),
        ("fiscal_span", re.compile(rf"{fiscal}({_YEAR})\s?[-/\u2013]\s?({_YEAR}|\d\d)(?!\d)", flags)),
        ("fiscal_short_span", re.compile(rf"{fiscal}(\d\d)\s?[-/\u2013]\s?(\d\d)(?!\d)", flags)),
        ("fiscal", re.compile(rf"{fiscal}({_YEAR}|\d\d)(?![\d%])", flags)),
        ("year_part", re.compile(rf"(?<!\d)({_YEAR})[-\s/:]?\s?([QHT])([1-4])(?!\d)", flags)),
        ("before_part", re.compile(rf"(?<!\d)([1-4])\s?{before}[-\s/.]*({_YEAR}|\d\d)(?![\d%])", flags)),
        ("part_year", re.compile(rf"\b([QHT])([1-4])[-\s/.'\u2019]*(?:of )?({_YEAR}|\d\d)(?![\d%])", flags)),
        ("ordinal", re.compile(rf"\b({_ordinals()}){part},?\s+(?:{of} )?({_YEAR})", flags)),
        ("named", re.compile(rf"\b(quarter|quartal|trimestre|half) ([1-4]),? (?:of )?({_YEAR})", flags)),
        ("slash_span", re.compile(rf"(?<![\d.,])({_YEAR})\s?/\s?(\d\d)(?!\d)")),
        ("month", re.compile(rf"(?<!\d)({_YEAR})(?:[-/.]|\.\s)(0[1-9]|1[0-2])(?!\d)(?![-/]\d{{4}})")),
        ("month_first", re.compile(rf"(?<![\d./-])(0[1-9]|1[0-2])[/-]({_YEAR})(?!\d)")),
        ("year_name", re.compile(rf"(?<!\d)({_YEAR})[-\s/,]*({month})\b", flags)),
        ("name_of", re.compile(rf"(?<![^\W\d_])({month})\s+(?:de|del|of|di)\s+({_YEAR})(?!\d)", flags)),
        ("name", re.compile(rf"(?<![^\W\d_])({month})\.?[-\s/'\u2019,]*({_YEAR}|\d\d)(?!{more})", flags)),
        ("span", re.compile(rf"(?<![\d.,])({_YEAR})\s?[-/\u2013]\s?({_YEAR}|\d\d)(?!\d)")),
        ("year", re.compile(rf"(?<![\d.,'$€£#])(?<!\d )({_YEAR})(?![\d]|[.,']\d|\s?%| \d{{3}}(?!\d))")),
    )  # fmt: skip


@lru_cache(maxsize=8192)
def period_in(text: str, *, quantities: bool = True) -> Period | None:
    """Find the first period named in a text, trying the most specific forms first.

    Args:
        text: a header, a title or a name.
        quantities: whether a year may have a unit beside it: a header `2027 EUR` names a year, a title
            `for 2000 users` does not. A year without a unit is preferred.

    Returns:
        The period; None if the text names none.
    """
    if not _MAY_BE.search(text):
        return None
    quantity: Period | None = None
    for form, pattern in _patterns():
        for match in pattern.finditer(text):
            short = _short(form, match)
            if not short:
                continue
            period = Period(*short, match.start(), match.end())
            if form != "year" or not _is_quantity(text, match):
                return period
            quantity = quantity or period
    return quantity if quantities else None


def period_within(text: str, around: str) -> str:
    """The period that a text names, if need be with the year around it: `Okt` below `2026` is `2026-10`.

    Args:
        text: e.g. the header of a column; blank means the period around it.
        around: the period in a title; blank if there is none.

    Returns:
        Its short form; both texts where they name no period.
    """
    period = period_in(text) or period_in(f"{text} {around}")
    return period.text if period else f"{around} {text}".strip()


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether a number has a currency or a counted unit beside it."""
    return bool(_MONEY_BEFORE.search(text, 0, match.start()) or _COUNTED_AFTER.match(text, match.end()))


def period_of(cell: Cell) -> Period | None:
    """The period that a cell states: a year as a number, a date, or a text with little else in it."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, dt.date):
        return Period(f"{cell.year}-{cell.month:02d}", str(cell.year), 0, 0)
    if isinstance(cell, int | float):
        whole = float(cell).is_integer() and 1900 <= cell <= 2100
        return Period(str(int(cell)), str(int(cell)), 0, 0) if whole else None
    if not isinstance(cell, str) or len(cell) > 60:
        return None
    named = period_in(cell)
    if named is None or len(cell.strip()) > named.end - named.start + 12:
        return None
    return named


def part_of_year(text: str) -> str | None:
    """`m3` for `March` or `Mrz.`, `q1` for `Q1`, `h1` for `H1`; None for other texts."""
    word = text.strip().casefold().rstrip(".")
    part = re.fullmatch(r"(q|quarter |quartal |t|h|half )\s?([1-4])|([1-4])\. ?(quartal|halbjahr)", word)
    if part:
        half = (part[1] or part[4]).startswith("h")
        return f"{'h' if half else 'q'}{part[2] or part[3]}"
    number = months().get(word)
    return f"m{number}" if number else None


def _short(form: str, match: re.Match[str]) -> tuple[str, str] | None:
    """The short form of a period and that of its year."""
    groups = match.groups()
    if form == "year":
        return groups[0], groups[0]
    if form in ("fiscal", "fiscal_span", "fiscal_short_span"):
        return _fiscal(groups)
    if form in ("span", "slash_span"):
        return _span(groups[0], groups[1])
    if form == "part_fiscal":
        return _part(f"FY{_century(groups[2])}", groups[0], groups[1])
    if form in ("fiscal_part", "fiscal_before"):
        letter, number = groups[1:] if form == "fiscal_part" else (groups[2], groups[1])
        return _part(f"FY{_century(groups[0])}", letter, number)
    if form == "year_part":
        return _part(groups[0], groups[1], groups[2])
    if form == "part_year":
        return _part(_century(groups[2]), groups[0], groups[1])
    if form in ("ordinal", "before_part"):
        half = form == "ordinal" and groups[1].casefold()[0] in "hs"
        number = _ordinal(groups[0])
        # `the last half` is the second one.
        number = "2" if half and number == "4" and not groups[0][0].isdigit() else number
        return _part(_century(groups[-1]), "H" if half else "Q", number)
    if form == "named":
        return _part(groups[2], groups[0], groups[1])
    return _month(form, groups)


def _month(form: str, groups: tuple[str, ...]) -> tuple[str, str] | None:
    if form == "month":
        return f"{groups[0]}-{groups[1]}", groups[0]
    if form == "month_first":
        return f"{groups[1]}-{groups[0]}", groups[1]
    name, year = (groups[1], groups[0]) if form == "year_name" else (groups[0], groups[1])
    return f"{_century(year)}-{months()[name.casefold()]:02d}", _century(year)


def _part(year: str, kind: str, number: str) -> tuple[str, str] | None:
    letter = "H" if kind.casefold().startswith("h") else "Q"
    return None if letter == "H" and number > "2" else (f"{year}-{letter}{number}", year)


def _fiscal(groups: tuple[str, ...]) -> tuple[str, str] | None:
    """`FY2026/27` is named after the year in which it ends."""
    if len(groups) == 1:
        year = f"FY{_century(groups[0])}"
        return year, year
    first = _century(groups[0])
    span = _span(first, groups[1])
    year = f"FY{int(first) + 1}"
    return (year, year) if span else None


def _span(first: str, last: str) -> tuple[str, str] | None:
    """`2026/27` -> `2026-2027`; only consecutive years are a period."""
    following = str(int(first) + 1)
    if following == last or following[2:] == last:
        return f"{first}-{following}", f"{first}-{following}"
    return None


def _century(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"
