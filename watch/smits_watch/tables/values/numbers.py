"""Parses numbers in all notations: grouping, decimal marks, brackets, signs, percent, scales, currencies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from smits_watch.documents.document import Cell
from smits_watch.local_currency import counted_in
from smits_watch.tables.values.units import CURRENCIES, SCALE_WORDS, currency_in

DecimalMark = Literal[".", ","]


class Number(NamedTuple):
    """A number in a cell."""

    value: float
    """With the cell's own scale: 1200000 for `1.2M`; a percentage as written: 12.5 for `12.5 %`."""
    percent: bool = False
    scaled: bool = False
    """Whether the cell states its own scale, so that a scale of the table does not apply."""
    currency: str | None = None
    """ISO 4217, where the cell states it."""


_PLAIN = re.compile(r"-?\d+(?:\.\d{1,2})?\Z|-?\d+\.\d{4,}\Z")
"""Text that needs no further parsing; three digits after a dot may be a group."""
_SCIENTIFIC = re.compile(r"-?\d+(?:\.\d+)?[eE][+-]\d{1,3}\Z|-?\d+\.\d+[eE]\d{1,3}\Z")
"""`7.1e-05`, as programs write small and large numbers; `12E5` may be a code."""
_TYPOGRAPHY = str.maketrans(
    {
        "\u2212": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2019": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "`": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2007": " ",
        "\u066c": "'",
        "\uff0c": ",",
    }
)
_CODES = "|".join(sorted(CURRENCIES))
_MONEY = (
    r"(?:US\$|CA\$|C\$|AU\$|A\$|NZ\$|HK\$|S\$|R\$|[€£¥₹₩₺₽₸₴₪₫฿₦$]|zł|Kč|[Kk]r\b\.?|Fr\.|Rs\.?|"
    rf"(?:{_CODES})\b)"
)
_AROUND = re.compile(rf"^\s*{_MONEY}\s*|\s*{_MONEY}\s*$")
_DIGITS = re.compile(
    r"""
    \d{1,3}(?:,\d{3})+(?:\.\d+)?          # 1,250,000.50
    | \d{1,3}(?:\.\d{3})+(?:,\d+)?        # 1.250.000,50
    | \d{1,3}(?:[ '_]\d{3})+(?:[.,]\d+)?  # 1 250 000,50  1'250'000.50
    | \d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?  # 1,25,00,000 (lakhs and crores)
    | \d+(?:[.,]\d+)?                     # 1250000.50
    | [.,]\d+                             # .5
    """,
    re.VERBOSE,
)
_FOOTNOTE = re.compile(r"(?<=\d)\s*(?:\*+|[†‡¹²³⁴⁵]+|\((?:[a-z]|\d)\)|\[\d{1,2}\]|[rpeb])$")
"""Marks of footnotes, or of revised, provisional and estimated figures, after a number."""
_ROUND_FRANC = re.compile(r"(?<=\d)[.,]\s?[-\u2013]+$")
"""The Swiss and German notation for no cents: `1'250.-`, `850,--`."""
_ABOUT = re.compile(r"^(?:ca\.?|approx\.?|about|~|≈|\+/-)\s*", re.IGNORECASE)
_MAY_BE = re.compile(
    rf"[^\w(]{{0,4}}\(?(?:(?:[TtKkmM]?\s?{_MONEY}|[Cc]a|[Aa]pprox|[Aa]bout|[TKk])\.?)?"
    r"[^\w\s]{0,3}\s?[^\w\s]{0,3}\d"
)
"""A cheap first test: signs, perhaps a currency or `approx.`, and a digit begin every number."""
_LOST_SIGN = re.compile(r"^(?:\?\s+|\ufffd+\s*)(?=[\d(-])")
"""The remains of a currency sign that the file's encoding could not represent: `? 73,31,648`."""
_THOUSANDS = re.compile(r"^\D*000'?s?\D*$")
"""`$000` is a unit, not a number."""
_SUFFIX = re.compile(r"(?<=[\d.,)])\s*([A-Za-zé]+\.?)$")
_HUNDREDS = re.compile(r"[1-9]\d{2}")
"""Whole numbers below a thousand: beside them `1.330` is one above it."""
_LARGEST = 1e15
"""Beyond it a number with an exponent is none that anybody counts in, and no exact one."""
_SERIES = 20
"""With this many numbers like `62.824`, they are decimals unless many end in 0, as round amounts do."""
GAPS = frozenset(
    {"-", "--", "---", ".", "..", "...", ":", "*", "**", "#", "x", "n/a", "na", "n.a.", "n.a", "nil", "none"}
    | {
        "null",
        "nan",
        "tbd",
        "tbc",
        "(d)",
        "(x)",
        "(z)",
        "(s)",
        "s",
        "d",
        "c",
        "z",
        "\u2013",
        "\u2014",
        "\u2010",
        "…",
        "k.a.",
        "k. a.",
    }
)
"""Placeholders for a missing number."""


def is_gap(cell: Cell) -> bool:
    """Whether a cell is a placeholder for a missing number."""
    return isinstance(cell, str) and len(cell) < 6 and cell.strip().casefold() in GAPS


def number(cell: Cell, mark: DecimalMark | None = None) -> float | None:
    """Parse a number and return its value only; see `read_number`."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if not isinstance(cell, str):
        return None
    parsed = _parsed(cell, mark, counted_in())
    return parsed.value if parsed else None


def read_number(cell: Cell, mark: DecimalMark | None = None) -> Number | None:
    """Parse a number.

    Args:
        cell: a typed number, or a text such as `1.234,50 €`, `(1,200)`, `1 200-`, `1'250.-`, `1,25,00,000`,
            `1.2M`, `12 %`.
        mark: the decimal mark for ambiguous texts such as `1.234` or `1,234`; with None the comma separates
            thousands and the dot is the decimal mark.

    Returns:
        The number with the scale, sign and currency that the cell states; None if the cell is not a number.
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return Number(float(cell))
    return _parsed(cell, mark, counted_in()) if isinstance(cell, str) else None


@lru_cache(maxsize=8192)
def _parsed(text: str, mark: DecimalMark | None, _local: str | None) -> Number | None:
    """Parse a text; the local currency decides what a shared sign means, and is part of the cache's key."""
    if _PLAIN.match(text) and len(text) < 18:
        return Number(float(text))
    if _SCIENTIFIC.match(text):
        value = float(text)
        return Number(value) if abs(value) < _LARGEST else None
    if len(text) > 40 or not _MAY_BE.match(text) or _THOUSANDS.search(text):
        return None
    rest = _LOST_SIGN.sub("", text.translate(_TYPOGRAPHY).strip())
    currency = currency_in(rest)
    rest, negative = _signed(rest)
    percent = rest.endswith("%") or rest.startswith("%")
    rest = rest.strip("% ") if percent else rest
    rest, scale = _unscaled(rest)
    rest, again = _signed(rest)
    if not _DIGITS.fullmatch(rest):
        return None
    value = float(_with_dot(rest, mark))
    value = -value if negative != again else value
    return Number(value * scale, percent, scale != 1.0, currency)


def _signed(text: str) -> tuple[str, bool]:
    """The text without currency, footnote marks and sign; and whether the number is negative."""
    text = _ABOUT.sub("", _bare(text))
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = _bare(text[1:-1]), True
    elif text.startswith("(") and text.endswith(")%"):
        text, negative = text[1:-2] + "%", True
    if text.startswith("-"):
        text, negative = _bare(text[1:]), not negative
    elif text.endswith("-"):
        text, negative = _bare(text[:-1]), not negative
    elif text.startswith("+"):
        text = _bare(text[1:])
    return text, negative


def _bare(text: str) -> str:
    """The text without currency and footnote marks around the number."""
    text = _AROUND.sub("", _AROUND.sub("", text.strip()))
    return _FOOTNOTE.sub("", _ROUND_FRANC.sub("", text)).strip()


def _unscaled(text: str) -> tuple[str, float]:
    """The text without the scale after the number (`1.2M`) or before it (`T€ 5`); and that scale."""
    suffix = _SUFFIX.search(text)
    if suffix:
        scale = SCALE_WORDS.get(suffix[1].rstrip(".")) or SCALE_WORDS.get(suffix[1].rstrip(".").casefold())
        if scale:
            return text[: suffix.start()].strip(), scale
    prefix = re.match(rf"[TtKk]\s?{_MONEY}\s*", text)
    return (_AROUND.sub("", text[prefix.end() :]), 1e3) if prefix else (text, 1.0)


def _with_dot(text: str, mark: DecimalMark | None) -> str:
    """The number with a dot as its decimal mark and without group separators."""
    text = re.sub(r"[ '_]", "", text)
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


def decimal_mark(cells: Iterable[Cell], likely: DecimalMark | None = None) -> DecimalMark | None:
    """The decimal mark of a column, from its first unambiguous text; None if there is none.

    Args:
        cells: of the column.
        likely: the mark that the file format suggests, for ambiguous numbers such as `1.250`.
    """
    ambiguous_dots = plain_dots = round_ones = hundreds = 0
    for cell in cells:
        if not isinstance(cell, str):
            continue
        hundreds += bool(_HUNDREDS.fullmatch(cell.strip()))
        digits = re.search(r"\d[\d.,]*\d|\d", cell)
        text = digits[0] if digits else ""
        dots, commas = text.count("."), text.count(",")
        if dots and commas:
            return "." if text.rindex(".") > text.rindex(",") else ","
        if dots > 1 or (commas == 1 and not re.search(r",\d{3}$", text)):
            return ","
        if commas > 1:
            return "."
        if dots == 1:
            if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
                ambiguous_dots += 1
                round_ones += text.endswith("0")
            else:
                plain_dots += 1
    if plain_dots:
        return "."
    if ambiguous_dots >= _SERIES and round_ones < 0.2 * ambiguous_dots:
        return "."
    grouped = ambiguous_dots > 1 or (ambiguous_dots == 1 and hundreds > 1)
    return (likely or ",") if grouped else None
