"""Readings of a measure, plotted against its target."""

from __future__ import annotations

from typing import Any

from textual.app import RenderResult
from textual_plotext import PlotextPlot

from smits_tui.process.entries.records import Measure
from smits_tui.process.state import Recorded
from smits_tui.sanitize import plain

X_CELLS = 13
"""Cells that a period below the plot takes, with what parts it from the next: where they touch, the library
puts them anywhere."""
MOST_READINGS = 24
"""The newest readings that are plotted."""
Y_TICKS = 4
"""Figures at the side; more than there are lines would stand beside the wrong ones."""


class MeasurePlot(PlotextPlot):
    """The readings as points, target and baseline as lines across; nothing where there are no readings."""

    _measure: Recorded[Measure] | None = None

    def show(self, measure: Recorded[Measure] | None) -> None:
        """Plot a measure."""
        self._measure = measure
        self.display = bool(measure and measure.readings)
        self.refresh()

    def render(self) -> RenderResult:
        """The plot, drawn anew: building the same figure twice puts the labels of its axis elsewhere."""
        self.plt.clear_figure()
        if self._measure and self._measure.readings:  # it may be drawn once more before it is hidden
            _draw(self.plt, self._measure, self.size.width)
        return super().render()


def _draw(plot: Any, measure: Recorded[Measure], width: int) -> None:
    readings = measure.readings[-MOST_READINGS:]
    places = list(range(len(readings)))
    for line, marker in ((measure.data.baseline, "·"), (measure.data.target, "─")):
        if line is not None:
            plot.plot([-0.5, len(readings) - 0.5], [line, line], marker=marker, color="gray+")
    plot.yfrequency(Y_TICKS)
    values = [one.value for one in readings]
    plot.plot(places, values, marker="braille", color="cyan+")
    plot.scatter(places, values, marker="●", color="cyan+")
    every = -(-len(readings) * X_CELLS // max(width, X_CELLS))
    told = [plain(one.period, lines=False)[:8] for one in readings]
    plot.xticks(places[::-every], told[::-every])
