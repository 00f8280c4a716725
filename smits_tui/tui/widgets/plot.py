"""Readings of a measure, plotted against its target."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget

from smits_tui.plain import plain
from smits_tui.process.records import Measure
from smits_tui.process.state import Recorded

MOST_READINGS = 24
"""The newest readings that are plotted."""


def draw(widget: Widget, measure: Recorded[Measure] | None) -> None:
    """Plot a measure; nothing is drawn where there are no readings.

    Args:
        widget: a PlotextPlot.
        measure: whose readings; the target and the baseline are lines across.
    """
    readings = measure.readings[-MOST_READINGS:] if measure else ()
    widget.display = bool(readings)
    if measure is None or not readings:
        return
    plot: Any = getattr(widget, "plt")  # noqa: B009  # the library has no types
    plot.clear_figure()
    places = list(range(len(readings)))
    for line, marker in ((measure.data.baseline, "·"), (measure.data.target, "─")):
        if line is not None:
            plot.plot([-0.5, len(readings) - 0.5], [line, line], marker=marker, color="gray+")
    values = [one.value for one in readings]
    plot.plot(places, values, marker="braille", color="cyan+")
    plot.scatter(places, values, marker="●", color="cyan+")
    plot.xticks(places, [plain(one.period, lines=False)[:8] for one in readings])
    widget.refresh()
