"""Checks that apply to the value of every limit, wherever it is set."""

from __future__ import annotations


def wrong_sign(label: str, value: float, first: float) -> str:
    """Why a value has the wrong sign for a limit: falls are negative, rises are positive.

    With the wrong sign, a rule for cuts would fire on every budget that did not grow.

    Args:
        label: the limit, as the sentence names it.
        value: its new value.
        first: its value in the pack that defines it, whose sign is the right one.

    Returns:
        A sentence, or an empty text if the sign is right. Zero has no sign: it is never wrong and sets none.
    """
    if value * first >= 0:
        return ""
    side = "below" if first < 0 else "above"
    return f"{label} is set {side} zero: write {-value:.12g}, not {value:.12g}."
