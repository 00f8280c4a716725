"""What holds for the value of every limit, wherever it is set."""

from __future__ import annotations


def wrong_sign(label: str, value: float, first: float) -> str:
    """Why a value has the wrong sign for a limit: a fall is written below zero, a rise above it.

    With the wrong sign a rule for cuts would fire on every budget that did not grow.

    Args:
        label: the limit, as the sentence names it.
        value: what it is to be.
        first: what the pack that brings the limit sets; its sign is the right one.

    Returns:
        A sentence, or an empty text where the sign is right. Zero is neither wrong nor tells a sign.
    """
    if value * first >= 0:
        return ""
    side = "below" if first < 0 else "above"
    return f"{label} is set {side} zero: write {-value:.12g}, not {value:.12g}."
