"""Parses typed numbers of any country: `1,200.50`, `1.200,50`, `1 200,50`, `1'200.50`, `(5,000)`.

A mark before exactly three digits may be a decimal mark or group thousands, so that `1,200` alone is
ambiguous. No country is guessed: the text is refused with both readings.
"""

from __future__ import annotations

import re
from decimal import Decimal

from smits_rules.model.field_values import MAX_NUMBER
from smits_tui.presentation.typed_text import Ambiguous, TypedTextRefused, no_such, shortened

LONGEST = 60
"""Characters: 2**53 with all marks has fewer; nobody types a longer number."""
_ALIKE = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2019": "'", "\u2018": "'"}
    | {chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF0B, 0xFF0C, 0xFF0D, 0xFF0E)}
)
"""Typographic minus, dash and apostrophes, and the wide digits and marks of East Asian keyboards."""
_GROUPS = (",", r"\.", " ", "'", "_")
_DECIMALS = (r"\.", ",")
_PATTERNS = tuple(
    (re.compile(pattern, re.ASCII), group.removeprefix("\\"), decimal.removeprefix("\\"))
    for decimal in _DECIMALS
    for group in _GROUPS
    if group != decimal
    for pattern in (
        rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+(?:{decimal}\d+)?",
        # India groups a crore and a lakh by two digits: 1,25,00,000.
        rf"[1-9]\d?(?:{group}\d\d)+{group}\d{{3}}(?:{decimal}\d+)?",
    )
) + tuple((re.compile(rf"\d+(?:{mark}\d*)?|{mark}\d+", re.ASCII), "", mark[-1]) for mark in _DECIMALS)
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d{1,3}", re.ASCII)
_SIGNED = re.compile(r"(?P<open>\(\s*)?(?P<sign>[+-])?\s*(?P<digits>[^()]*?)(?:[.,]-)?\s*(?P<close>\))?")
_THREE_DECIMALS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def typed_number(text: str, unit: str = "") -> float:
    """Parse a number.

    Args:
        text: as typed.
        unit: may follow the number, e.g. `%` or `days`.

    Returns:
        A finite number within 2**53, negative for `-5` and `(5)`.

    Raises:
        Ambiguous: it has two readings; the message names both.
        TypedTextRefused: it is not a number, or too large.
    """
    readings = numbers_in(text, unit)
    if not readings:
        raise no_such(text, "a number", "write e.g. 12 or 7.5")
    return one_of(text, readings)


def typed_whole(text: str, unit: str, low: int, high: int) -> int:
    """Parse a whole number; `1,200` can only mean 1200.

    Args:
        text: as typed.
        unit: may follow the number, e.g. `days`.
        low: the smallest.
        high: the largest.

    Raises:
        Ambiguous: it has two readings, e.g. `3,000`.
        TypedTextRefused: it is not a whole number from `low` to `high`.
    """
    fitting = [number for number in numbers_in(text, unit) if number.is_integer() and low <= number <= high]
    if not fitting:
        raise no_such(text, f"a whole number of {unit}", f"write one from {low} to {high}")
    return int(one_of(text, fitting))


def spelled_number(value: float) -> str:
    """Format a number so that `typed_number` parses it: 1200, 1.2, but 1.1250 (1.125 is ambiguous)."""
    text = format(Decimal(repr(float(value))), "f").removesuffix(".0")
    if len(text) > LONGEST:
        return repr(value)
    return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text


def numbers_in(text: str, unit: str = "") -> list[float]:
    """All numbers that a text may mean, without duplicates; empty if it is not a number.

    Raises:
        TypedTextRefused: the number is too large, or too small to differ from 0.
    """
    digits, sign = _digits(text, unit)
    readings = list(dict.fromkeys(_decimals(digits)))
    if any(abs(reading) > MAX_NUMBER or (reading and not float(reading)) for reading in readings):
        raise out_of_range(text)
    return [sign * float(reading) + 0.0 for reading in readings]  # + 0.0 turns -0.0 into 0.0


def out_of_range(text: str) -> TypedTextRefused:
    """The refusal of a number beyond 2**53, or so small that it would become 0."""
    return TypedTextRefused(f"'{shortened(text)}' is out of range; write a number up to {MAX_NUMBER:.0f}.")


def one_of(text: str, readings: list[float]) -> float:
    """The only reading.

    Raises:
        Ambiguous: there are several.
    """
    if len(readings) > 1:
        raise Ambiguous(text, ((spelled_number(reading), spelled_number(reading)) for reading in readings))
    return readings[0]


def _digits(text: str, unit: str) -> tuple[str, int]:
    """The number without sign, brackets and unit, in plain characters, and its sign; may be blank."""
    written = " ".join(text.translate(_ALIKE).split())
    if unit and written.casefold().endswith(unit.casefold()):
        written = written[: -len(unit)].rstrip()
    match = _SIGNED.fullmatch(written) if len(written) <= LONGEST else None
    if match is None or bool(match["open"]) != bool(match["close"]) or (match["open"] and match["sign"]):
        return "", 1
    return match["digits"], -1 if match["open"] or match["sign"] == "-" else 1


def _decimals(digits: str) -> list[Decimal]:
    if _SCIENTIFIC.fullmatch(digits):
        return [Decimal(digits)]
    return [
        Decimal((digits.replace(group, "") if group else digits).replace(decimal, "."))
        for pattern, group, decimal in _PATTERNS
        if pattern.fullmatch(digits)
    ]
