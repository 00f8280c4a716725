"""Parses assumptions: which part of a sentence can be compared with facts, and how."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Literal

from smits_rules.model.operators import OPERATORS, operator_words

Order = Literal["above", "below", "at_least", "at_most"]
_SCALES: dict[str, float] = {
    **dict.fromkeys(("k", "thousand", "tausend", "tsd", "mille", "milliers"), 1e3),
    **dict.fromkeys(("m", "mio", "mn", "million", "millions", "millionen"), 1e6),
    **dict.fromkeys(("bn", "mrd", "billion", "milliarde", "milliarden", "milliard", "milliards"), 1e9),
}
"""Words after a number that scale it, in English, German and French."""
_SCALE_WORDS = rf"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b\.?"
_ORDERS: dict[str, Order] = {
    **dict.fromkeys(("above", "over", "more than", "higher than", "greater than", "exceeds", ">"), "above"),
    **dict.fromkeys(("below", "under", "less than", "lower than", "<"), "below"),
    **dict.fromkeys(("at least", "not below", "not less than", ">=", "≥"), "at_least"),
    **dict.fromkeys(("at most", "not above", "not more than", "not exceed", "<=", "≤"), "at_most"),
    **dict.fromkeys(("über", "mehr als", "höher als", "größer als", "übersteigt"), "above"),
    **dict.fromkeys(("unter", "weniger als", "niedriger als", "kleiner als"), "below"),
    **dict.fromkeys(("mindestens", "nicht unter", "nicht weniger als"), "at_least"),
    **dict.fromkeys(("höchstens", "nicht über", "nicht mehr als", "übersteigt nicht"), "at_most"),
    **dict.fromkeys(("au-dessus de", "plus de", "supérieur à", "supérieure à", "dépasse"), "above"),
    **dict.fromkeys(("en dessous de", "moins de", "inférieur à", "inférieure à"), "below"),
    **dict.fromkeys(("au moins",), "at_least"),
    **dict.fromkeys(("au plus", "ne dépasse pas", "n'excède pas"), "at_most"),
}
"""What people write between a name and a number, in English, German and French."""
_ORDER_WORDS = "|".join(re.escape(words) for words in sorted(_ORDERS, key=len, reverse=True))
_FIGURE = re.compile(
    r"^(?:the\s+|der\s+|die\s+|das\s+|le\s+|la\s+|l')?(?P<name>.+?)\s+"
    r"(?:(?:will\s+)?(?:stays?|remains?|keeps?|is|are|be|bleibt|bleiben|liegt|ist|sind|reste|restent|est|sont)"
    r"\s+|(?:will|does|do|shall|may)\s+)?(?:bei\s+|à\s+)?"
    rf"(?P<order>{_ORDER_WORDS})\s*"
    r"(?P<number>[+-]?\d[\d.,' \u00a0\u202f]*)\s*(?P<scale>"
    + _SCALE_WORDS
    + r")?\s*(?P<unit>%|\w{0,12})\.?$",
    re.IGNORECASE,
)
_DAY = r"(?P<date>\d{4}(?:-\d\d){0,2}|\d{1,2}\.\d{1,2}\.\d{4})"
_END_OF = r"(?P<end>(?:the\s+)?end\s+of\s+|(?:zum\s+)?ende\s+|(?:la\s+)?fin\s+(?:de\s+)?)?"
_SUPPORT = re.compile(
    r"^(?:the\s+|le\s+|la\s+|l['’])?(?P<name>.+?)\s+"
    r"(?:(?:will\s+)?(?:stays?|remains?|is|are|be|reste|restent|est|sont|sera|seront)\s+)?"
    r"(?:supported|maintained|prise?s? en charge|supportée?s?|maintenue?s?)\s+"
    r"(?P<how>until|till|to|through|beyond|jusqu['’](?:à|en|au)?)\s*" + _END_OF + _DAY + r"\.?$",
    re.IGNORECASE,
)
_SUPPORT_IN_GERMAN = re.compile(
    r"^(?:(?:der|die)\s+(?:support|wartung|pflege|unterstützung)\s+(?:für|von)\s+|die\s+|das\s+|der\s+)?"
    r"(?P<name>.+?)\s+(?:wird|werden|ist|sind|bleibt|bleiben|läuft|gilt)\s+(?P<how>bis)\s+(?:zum\s+)?"
    + _END_OF
    + _DAY
    + r"(?:\s+(?:unterstützt|gewartet|gepflegt|supportet|(?:im|unter)\s+support|in\s+wartung))?\.?$",
    re.IGNORECASE,
)
_OF_SUPPORT = re.compile(r"support|wartung|pflege|unterstütz|gewartet|gepflegt", re.IGNORECASE)
"""Without such a word, `bis 2029` may be the end of anything."""
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+$")
"""Digits grouped by one kind of mark; a single group may also be a decimal number."""


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure expected to be on one side of a number: `EUR/USD stays above 1.05`."""

    name: str
    order: Order
    number: float
    unit: str

    def __str__(self) -> str:
        """What is compared, in words."""
        return f"the newest figure of {self.name} is {self.expected}"

    @property
    def expected(self) -> str:
        """The side and the number, e.g. `above 1.05`."""
        unit = "%" if self.unit == "%" else f" {self.unit}" if self.unit else ""
        return f"{operator_words(self.order)} {self.number:,.10g}{unit}"

    def holds(self, value: float) -> bool:
        """Whether a value is on the expected side."""
        return OPERATORS[self.order].holds(value, self.number)


@dataclass(frozen=True, slots=True)
class Support:
    """A product expected to be supported until a day: `Oracle 19c is supported until 2029`."""

    name: str
    until: dt.date
    """The first day on which support may have ended."""

    def __str__(self) -> str:
        """What is compared, in words."""
        return f"no vendor notice ends the support of {self.name} before {self.until}"

    @property
    def expected(self) -> str:
        """The day."""
        return f"supported until {self.until}"


Expectation = ExpectedFigure | Support


def claim_of(text: str) -> Expectation | None:
    """Parse the checkable part of a sentence; None if only people can check it.

    It recognises a name with `stays above`, `below`, `at least` or `at most` and a number, and a product
    that `is supported until` a year, month or day. `until 2029` means up to the beginning of that year,
    `until end of 2029` and `through 2029` to the end of it.
    """
    text = " ".join(text.split())
    support = _SUPPORT.match(text) or (_OF_SUPPORT.search(text) and _SUPPORT_IN_GERMAN.match(text))
    if support:
        until = _first_day_after(support) if _whole(support) else _first_day(support["date"])
        return Support(support["name"], until) if until else None
    figure = _FIGURE.match(text)
    if figure is None:
        return None
    number = _number(figure["number"])
    if number is None or not math.isfinite(number):
        return None
    scaled = number * figure_scale(text)
    return ExpectedFigure(figure["name"], _ORDERS[figure["order"].lower()], scaled, figure["unit"])


def figure_text(text: str) -> str | None:
    """The number in a sentence that expects a figure, as written; None for any other sentence."""
    figure = _FIGURE.match(" ".join(text.split()))
    return figure["number"].strip() if figure else None


def figure_scale(text: str) -> float:
    """The scale of the number in a sentence: 1,000,000 for `at least 8 million EUR`, else 1."""
    figure = _FIGURE.match(" ".join(text.split()))
    return _SCALES[figure["scale"].rstrip(".").lower()] if figure and figure["scale"] else 1.0


def _number(written: str) -> float | None:
    """Parse a number with either decimal mark.

    Of two kinds of marks the last one is the decimal mark; a repeated one separates groups; a single
    comma before exactly three digits groups, a single point never does. Ambiguous numbers are
    refused where they are typed.
    """
    digits = re.sub(r"[' \u00a0\u202f]", "", written).rstrip(".,")
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        group, decimal = (".", ",") if comma > point else (",", ".")
        digits = digits.replace(group, "").replace(decimal, ".")
    elif digits.count(",") == 1 and not _GROUPED.search(digits.lstrip("+-")):
        digits = digits.replace(",", ".")
    else:
        digits = digits.replace(",", "")
        digits = digits.replace(".", "") if digits.count(".") > 1 else digits
    try:
        return float(digits)
    except ValueError:
        return None


def _whole(match: re.Match[str]) -> bool:
    """Whether the named period is part of the support period."""
    return bool(match["end"]) or match["how"].lower() in ("through", "beyond")


def _iso(date: str) -> str:
    """A date with its year first: `31.12.2029` -> `2029-12-31`."""
    return "-".join(reversed(date.split("."))) if "." in date else date


def _first_day(date: str) -> dt.date | None:
    parts = [int(part) for part in _iso(date).split("-")]
    try:
        return dt.date(*[*parts, 1, 1][:3])
    except ValueError:
        return None


def _first_day_after(match: re.Match[str]) -> dt.date | None:
    """The first day after a year, month or day; Python's last date if there is none."""
    parts = _iso(match["date"]).split("-")
    first = _first_day(match["date"])
    try:
        if first is None or len(parts) == 3:
            return first + dt.timedelta(days=1) if first else None
        if len(parts) == 2 and first.month < 12:
            return first.replace(month=first.month + 1)
        return dt.date(first.year + 1, 1, 1)
    except (OverflowError, ValueError):
        return dt.date.max
