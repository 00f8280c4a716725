"""Readings of a measure, plotted against its target."""

from __future__ import annotations

from typing import Any

from textual.app import RenderResult
from textual.color import Color
from textual_plotext import PlotextPlot

from smits_tui.process.entries.records import Measure
from smits_tui.process.state import Recorded
from smits_tui.sanitize import plain

X_CELLS = 13
"""Cells of a period label below the plot, including the gap; where labels touch, the library misplaces
them.
"""
MOST_READINGS = 24
"""The number of newest readings that are plotted."""
Y_TICKS = 4
"""Figures at the side; more than there are lines would be placed beside the wrong ones."""


class MeasurePlot(PlotextPlot):
    """Readings as points, target and baseline as horizontal lines; empty without readings."""

    _measure: Recorded[Measure] | None = None

    def show(self, measure: Recorded[Measure] | None) -> None:
        """Plot a measure."""
        self._measure = measure
        self.display = bool(measure and measure.readings)
        self.refresh()

    def render(self) -> RenderResult:
        """The plot, built afresh: reusing a figure misplaces the labels of its axis."""
        self.plt.clear_figure()
        if self._measure and self._measure.readings:  # it may be drawn once more before it is hidden
            _draw(self.plt, self._measure, self.size.width, self._line_color())
        return super().render()

    def _line_color(self) -> str:
        """The colour of the readings, as plotext names it; none in a theme whose accent is grey."""
        accent = Color.parse(self.app.current_theme.accent or self.app.current_theme.primary)
        return "white" if len(set(accent.rgb)) == 1 else "cyan+"


def _draw(plot: Any, measure: Recorded[Measure], width: int, color: str) -> None:
    readings = measure.readings[-MOST_READINGS:]
    places = list(range(len(readings)))
    for line, marker in ((measure.data.baseline, "·"), (measure.data.target, "─")):
        if line is not None:
            plot.plot([-0.5, len(readings) - 0.5], [line, line], marker=marker, color="gray+")
    plot.yfrequency(Y_TICKS)
    values = [reading.value for reading in readings]
    plot.plot(places, values, marker="braille", color=color)
    plot.scatter(places, values, marker="●", color=color)
    every = -(-len(readings) * X_CELLS // max(width, X_CELLS))
    labels = [plain(reading.period, lines=False)[:8] for reading in readings]
    plot.xticks(places[::-every], labels[::-every])
