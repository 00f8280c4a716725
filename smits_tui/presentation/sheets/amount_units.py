"""The currency and the scale that the header of a column of amounts names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smits_tui.presentation.sheets.office_words import office_words

UNIT = re.compile(r"[(\[\uff08]([^)\]\uff09]*)[)\]\uff09]")
_CODES = "eur|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|ron|jpy|cny|inr|aud|cad|nzd|zar|brl"
_MONEY = re.compile(
    rf"[€£$₹¥円元]|\b(?:{_CODES}|kr|zł|kč|ft|lei)\b|(?<=[tkm])(?:{_CODES}|kr)\b|\beuros?\b|\b(?:in|of|x)\b"
)
"""What names a currency in a unit, in small letters; what is left of the unit is the scale."""


def scale_of(header: str) -> float:
    """What the amounts of a column are multiplied by: 1000 for `Budget (k€)`."""
    scales = office_words()["scales"]
    words = {word for unit in UNIT.findall(header.casefold()) for word in _unit_words(unit)}
    return next((float(factor) for factor, names in scales.items() if words & set(names)), 1.0)


def has_unclear_scale(header: str) -> bool:
    """Whether a header has a unit that is no currency or scale that is known, such as `Budget (lakhs)`."""
    scales = {name for names in office_words()["scales"].values() for name in names}
    units = (unit for unit in UNIT.findall(header.casefold()) if not any(mark.isdigit() for mark in unit))
    return any(word not in scales for unit in units for word in _unit_words(unit))


def currency_of(header: str) -> str:
    """The currency that a header names, as ISO 4217; blank if none."""
    symbols = {"€": "EUR", "£": "GBP", "$": "USD"}
    for unit in UNIT.findall(header):
        if match := re.search(rf"(?<![A-Za-z])T?({_CODES.upper()})\b", unit):
            return match[1]
        if named := next((code for symbol, code in symbols.items() if symbol in unit), ""):
            return named
    return ""


def _unit_words(unit: str) -> Iterator[str]:
    """The parts of a unit that may be a scale: `k€` has `k`, `TEUR` has `t`."""
    bare = _MONEY.sub(" ", unit)
    yield from bare.split()
