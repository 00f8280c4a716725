"""Amounts as people write them: European and US marks, currencies, scales, brackets for minus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from babel.numbers import list_currencies

from smits_watch.documents.document import Cell

DecimalMark = Literal[".", ","]

_CURRENCIES = frozenset(list_currencies()) - {"ALL", "TOP", "MOP", "CUP", "PEN", "TRY", "TEST", "LAK"}
"""ISO 4217 codes, without those that are English words written in capitals."""
_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "zł": "PLN", "$": "USD"}
_SYMBOLS |= {"US$": "USD", "C$": "CAD", "A$": "AUD"}
_SYMBOL = re.compile(r"US\$|C\$|A\$|€|£|¥|₹|₩|\bzł|\$")
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_ISO = r"(?:EUR|USD|CHF|GBP)"
_THOUSANDS = re.compile(r"(?<![A-Za-z])[TtKk]\s?(EUR|USD|CHF|GBP|[€$£])(?![A-Za-z])|[€$£]\s?k\b")
_SCALES: tuple[tuple[re.Pattern[str], float], ...] = (
    (_THOUSANDS, 1e3),
    (re.compile(r"\bin (?:billions|milliarden|milliards)|\b(?:bn|mrd)\b", re.IGNORECASE), 1e9),
    (re.compile(r"\bin (?:millions?|millionen)\b|\b(?:mio|mln)\b", re.IGNORECASE), 1e6),
    (re.compile(r"[€$£]\s?m(?:illions?)?\b|\bmillions? (?:of|d['e])", re.IGNORECASE), 1e6),
    (re.compile(r"\bin (?:thousands?|tausend|tsd\.?|milliers)|\btsd\b|\bthousands of", re.IGNORECASE), 1e3),
    (
        re.compile(
            rf"(?<!\d)(?<!\d[.,'])(?:^000$|(?<=['(,€$£])000|(?<=\bin\s)000|(?<=[A-Z]{{3}}\s)000"
            rf"|000(?='?s\b)|000(?=\s?(?:[€$£]|{_ISO}\b)))(?![\d.,])"
        ),
        1e3,
    ),
)
"""What amounts of a table are told in; `000` only with a mark beside it, for it also ends grouped numbers."""
_FIGURE_BEFORE = re.compile(r"(?<!\w)(?P<year>(?:19|20)\d\d(?:[-/](?:\d\d){1,2})?)\s*$|(?<!\w)\d[\d.,' ]*$")
_UNUSUAL = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2019": "'", "\u00a0": " ", "\u202f": " "})
"""Typographic minus, dash, apostrophe and unbreakable blanks, and what is written for them elsewhere."""
_MARKED = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d*(?:[.,]\d+)?")
_GROUPED = re.compile(r"(?<=\d)[ '_](?=\d{3})")
_AROUND = re.compile(r"US\$|C\$|A\$|[€£¥₹$]|zł|[A-Z]{3}(?=[\s\d(-]|$)|,-|\.-")


@dataclass(frozen=True, slots=True)
class Units:
    """What the amounts of a table are told in."""

    currency: str | None = None
    scale: float = 1.0


def number(cell: Cell, mark: DecimalMark | None = None) -> float | None:
    """Read a number.

    Args:
        cell: a typed number, or a text such as `1.234,50 €`, `(1,200)`, `1 200-`.
        mark: the decimal mark, where a text alone does not tell, as in `1.234` or `1,234`; None takes the
            comma for a mark of thousands there, and the dot for the decimal mark.

    Returns:
        The number as written, without regard to scales and percent signs; None where the cell is none.
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if not isinstance(cell, str):
        return None
    text, negative = _bare(cell)
    if not text or not text[-1].isdigit() or not _MARKED.fullmatch(text):
        return None
    try:
        value = float(_with_dot(text, mark))
    except ValueError:
        return None
    return -value if negative else value


def decimal_mark(cells: Iterable[Cell]) -> DecimalMark | None:
    """The decimal mark of a column, where one of its texts tells; None where none does."""
    ambiguous_dots = plain_dots = 0
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text, _ = _bare(cell)
        dots, commas = text.count("."), text.count(",")
        if dots and commas:
            return "." if text.rindex(".") > text.rindex(",") else ","
        if dots > 1 or (commas == 1 and not re.search(r",\d{3}$", text)):
            return ","
        if commas > 1:
            return "."
        if dots == 1:
            if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text):
                ambiguous_dots += 1
            else:
                plain_dots += 1
    if plain_dots:
        return "."
    return "," if ambiguous_dots > 1 else None


def units_in(texts: Iterable[str]) -> Units:
    """Find currency and scale in titles and headers; the first text that tells decides, each on its own."""
    currency, scale = None, 1.0
    for text in texts:
        currency = currency or currency_in(text)
        if scale == 1.0:
            scale = scale_in(text)
    return Units(currency, scale)


def currency_in(text: str) -> str | None:
    """The ISO 4217 code that a text names, or whose symbol it shows; `$` is taken for USD."""
    for code in _CODE.findall(text):
        if code in _CURRENCIES:
            return str(code)
    thousands = _THOUSANDS.search(text)
    if thousands and thousands[1] in _CURRENCIES:
        return thousands[1]
    symbol = _SYMBOL.search(text)
    return _SYMBOLS[symbol[0]] if symbol else None


def scale_in(text: str) -> float:
    """Find what the amounts below a header or title are multiplied by.

    Args:
        text: a header or title. The scale of a single figure in it (`cap of 1.5 Mio EUR`, `total 800,000`)
            is that figure's own, and no other amount's.

    Returns:
        1000 for `in thousands`, `TEUR`, `$000`; 1 where nothing is said.
    """
    plain = text.translate(_UNUSUAL)
    for pattern, scale in _SCALES:
        if any(not _is_of_a_figure(plain, match) for match in pattern.finditer(plain)):
            return scale
    return 1.0


def _is_of_a_figure(text: str, scale: re.Match[str]) -> bool:
    """Whether a scale follows a figure that is no year: then it belongs to that figure."""
    figure = _FIGURE_BEFORE.search(text, 0, scale.start())
    return figure is not None and figure["year"] is None


def _bare(text: str) -> tuple[str, bool]:
    """The digits and marks of a text, and whether brackets or a minus make it negative."""
    text = text.translate(_UNUSUAL).strip()
    negative = text.startswith("(") and text.endswith(")")
    text = _GROUPED.sub("", _AROUND.sub("", text.strip("()")).strip()).removesuffix("%").strip()
    negative = negative or text.startswith("-") or text.endswith("-")
    return text.strip("-+ "), negative


def _with_dot(text: str, mark: DecimalMark | None) -> str:
    """The number with a dot as its decimal mark and no other."""
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        mark = "." if text.rindex(".") > text.rindex(",") else ","
    elif dots + commas > 1:
        return text.replace(".", "").replace(",", "")
    elif dots + commas == 1 and not re.search(r"^[1-9]\d{0,2}[.,]\d{3}$", text):
        mark = "." if dots else ","
    mark = mark or "."
    other = "," if mark == "." else "."
    return text.replace(other, "").replace(mark, ".")
