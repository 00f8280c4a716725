"""Converts field values to the form that rules compare. This is all the code that the two judges share."""

from __future__ import annotations

import datetime as dt
import math

from smits_rules.vocabulary import Fact, SmitsError
from smits_rules.vocabulary.base import ValueType

MAX_NUMBER = 2.0**53
"""Beyond this bound a double cannot represent every whole number."""
DECIMALS = 4
"""Numbers are compared to this many decimals: 0.01 % of anything is finer than a strategy needs."""

Value = float | str | bool | dt.date | tuple[str, ...] | tuple[dt.date, ...]


class UnfitValue(SmitsError):
    """Rules cannot compare this value of a field."""


def number(value: float) -> float:
    """A number in the form that rules compare, rounded.

    Raises:
        UnfitValue: it is not a finite number within 2**53.
    """
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        raise UnfitValue(
            f"{value:g} is not a number that rules can compare; it must be finite and within 2**53."
        )
    return round(float(value), DECIMALS) + 0.0  # + 0.0 makes -0.0 a plain zero


def value_of(fact: Fact, field: str, kind: ValueType) -> Value | None:
    """A field's value in the form that rules compare; None if it is missing.

    Empty texts and lists count as missing. Case is ignored in texts.

    Raises:
        UnfitValue: the value is a number that cannot be compared.
    """
    value = getattr(fact, field)
    if value is None or value in ("", ()):
        return None
    try:
        if kind == "number":
            return number(value)
    except UnfitValue as error:
        raise UnfitValue(f"{field}: {error}") from error
    except OverflowError as error:
        raise UnfitValue(f"{field}: the number is too large to be compared.") from error
    if kind == "text":
        return folded(str(value))
    if kind == "texts":
        return tuple(folded(str(text)) for text in value)
    result: Value = value
    return result


def folded(text: str) -> str:
    """A text in the form that rules compare: case and surrounding blanks are ignored."""
    return text.strip().casefold()
