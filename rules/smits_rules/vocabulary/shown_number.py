"""The one way to show a number, or a number of things, to people."""

from __future__ import annotations


def shown_number(value: float, decimals: int = 2) -> str:
    """A number with grouped thousands and without trailing zeros, e.g. `1,200` or `1,200.5`.

    Args:
        value: the number; it must be finite.
        decimals: the most decimals to show.
    """
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def with_unit(number: str, unit: str) -> str:
    """A shown number with its unit, e.g. `-10 %`, `3 days` or `1 day`; blank units add nothing.

    Args:
        number: as people see it.
        unit: a sign, a currency code, or a noun in the plural.
    """
    singular = unit.removesuffix("s") if number in ("1", "-1") else unit
    return f"{number} {singular}".rstrip()


def counted(number: int, one: str, several: str = "") -> str:
    """A number of things, e.g. `1 fact`, `1,200 facts`, `1 file has` or `2 copies`.

    Args:
        number: how many there are.
        one: the noun, perhaps with its verb, for a single one.
        several: the same for any other number; by default `one` with an s.
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"
