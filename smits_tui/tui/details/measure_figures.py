"""Figures of measures: one precision for all of a measure, and how far it is on the way to its target."""

from __future__ import annotations

from textual.content import Content

from smits_tui.process.entries.records import Measure
from smits_tui.process.state import Recorded
from smits_tui.tui.status_styles import QUIET, text

MOST_DECIMALS = 4
"""Decimals that are shown; more are noise of a conversion."""


def last_reading(measure: Recorded[Measure]) -> float | None:
    """The newest reading; None where there is none."""
    return measure.readings[-1].value if measure.readings else None


def is_reached(measure: Recorded[Measure]) -> bool:
    """Whether the last reading is at the target or beyond it."""
    target, last = measure.data.target, last_reading(measure)
    if target is None or last is None:
        return False
    return last >= target if measure.data.better == "up" else last <= target


def figure(measure: Recorded[Measure], value: float | None) -> str:
    """A value of a measure, with as many decimals as its most precise value; a dash for None."""
    if value is None:
        return "-"
    data = measure.data
    values = [*(reading.value for reading in measure.readings), data.target, data.baseline]
    decimals = max(
        (
            len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
            for value in values
            if value is not None
        ),
        default=0,
    )
    return f"{value:,.{decimals}f}"


def share_of_target(measure: Recorded[Measure]) -> float | None:
    """How much of the way from the baseline to the target is done, in percent.

    Returns:
        100 and more at the target, below 0 where it is worse than the baseline. None without a baseline, a
        target that differs from it, and a reading.
    """
    data, last = measure.data, last_reading(measure)
    if data.baseline is None or data.target is None or last is None or data.baseline == data.target:
        return None
    return (last - data.baseline) / (data.target - data.baseline) * 100.0


def gauge(measure: Recorded[Measure], width: int) -> Content:
    """The way from the baseline to the target as a bar, with the share of it that is done.

    Args:
        measure: what is shown.
        width: of the whole in cells; the share takes the last five.
    """
    share = share_of_target(measure)
    style = "$text-success" if is_reached(measure) else "$text-warning"
    if share is None:
        word = "reached" if is_reached(measure) else "not read" if not measure.readings else "not reached"
        return text(word if measure.data.target is not None else "no target", style if word else QUIET)
    room = max(width - 6, 1)
    done = round(min(max(share, 0.0), 100.0) / 100.0 * room)
    return text("━" * done, style) + text("┄" * (room - done), QUIET) + text(f" {share:>4.0f}%", style)
