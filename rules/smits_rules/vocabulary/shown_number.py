"""The one way to show a number to people."""

from __future__ import annotations


def shown_number(value: float, decimals: int = 2) -> str:
    """A number with grouped thousands and without trailing zeros, e.g. `1,200` or `1,200.5`.

    Args:
        value: the number; it must be finite.
        decimals: the most decimals to show.
    """
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text
