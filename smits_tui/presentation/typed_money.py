"""Parses typed amounts of money: `1.2M EUR`, `900k`, `EUR 1,200,000.50`, `1 250,50 €`, `2.5 lakh`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from smits_rules.model.field_values import MAX_NUMBER
from smits_tui.presentation.typed_numbers import numbers_in, one_of, out_of_range, spelled_number
from smits_tui.presentation.typed_text import Ambiguous, TypedTextRefused, no_such, shortened

_SCALES = {
    **dict.fromkeys(("k", "t", "tsd", "tsd.", "thousand"), 10**3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "mio.", "million", "millions"), 10**6),
    **dict.fromkeys(("b", "bn", "mrd", "mrd.", "billion", "billions"), 10**9),
    "lakh": 10**5,
    "crore": 10**7,
}
_SCALE = re.compile(rf"(.*?[\d.,)])\s*({'|'.join(sorted(map(re.escape, _SCALES), key=len, reverse=True))})")
_SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
    "₩": ("KRW",),
    "zł": ("PLN",),
    "US$": ("USD",),
    "C$": ("CAD",),
    "A$": ("AUD",),
    "$": ("USD", "CAD", "AUD"),
    "¥": ("JPY", "CNY"),
}
_CURRENCY = rf"(?P<scale>[kmt]?)(?P<currency>{'|'.join(map(re.escape, _SIGNS))}|[a-z]{{3}})"
_BEFORE = re.compile(rf"{_CURRENCY}\s*(?P<rest>[-+(]?\s*[\d.,].*)", re.IGNORECASE)
_AFTER = re.compile(rf"(?P<rest>.*?[\d.,)a-z])\s*{_CURRENCY}", re.IGNORECASE)


class Money(NamedTuple):
    """An amount, and the currency if the text names one."""

    amount: float
    currency: str | None
    """ISO 4217 code."""


def typed_money(text: str, currency: str | None = None) -> Money:
    """Parse an amount of money.

    Args:
        text: as typed.
        currency: ISO 4217 code of the expected currency, which determines the kind of dollar or yen.

    Raises:
        Ambiguous: number or currency has two readings; the message names both.
        TypedTextRefused: it is not an amount, or in another currency than the expected one.
    """
    rest, scale, named = _parts(" ".join(text.split()))
    readings = [float(Decimal(repr(reading)) * scale) for reading in numbers_in(rest)]
    if any(abs(reading) > MAX_NUMBER for reading in readings):
        raise out_of_range(text)
    if not readings:
        raise no_such(text, "an amount", "write e.g. 900000, 900k or 1.2M EUR")
    amount = one_of(text, readings)
    if not named:
        return Money(amount, None)
    meant = currency if currency in named else named[0]
    if currency and meant != currency:
        raise TypedTextRefused(
            f"'{shortened(text)}' is in {meant}; amounts here are in {currency}: convert it."
        )
    if len(named) > 1 and not currency:
        raise Ambiguous(text, ((code, f"{code} {spelled_number(amount)}") for code in named))
    return Money(amount, meant)


def _parts(text: str) -> tuple[str, int, Sequence[str]]:
    """The number as written, its scale, and the named currencies."""
    scale, named = 1, tuple[str, ...]()
    for pattern in (_BEFORE, _AFTER):
        match = pattern.fullmatch(text)
        codes = _currencies(match["currency"]) if match else ()
        if match and codes:
            text, named = match["rest"], codes
            scale = _SCALES[match["scale"].casefold()] if match["scale"] else 1
            break
    scaled = _SCALE.fullmatch(text.casefold())
    if scaled and scale == 1:
        return scaled[1], _SCALES[scaled[2]], named
    return text, scale, named


def _currencies(word: str) -> tuple[str, ...]:
    if word in _SIGNS:
        return _SIGNS[word]
    code = word.upper()
    return (code,) if code in _codes() else _SIGNS.get(code, ())


@cache
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
