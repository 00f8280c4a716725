"""Measures: what was read against the targets, and recording a reading."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions.limits import sparkline
from smits_tui.actions.opening import ActionRefused
from smits_tui.actions.recording import record_reading
from smits_tui.process.records import Measure
from smits_tui.process.state import Recorded
from smits_tui.tui.following import View
from smits_tui.tui.looks import QUIET, lines, text
from smits_tui.tui.record_form import record_form
from smits_tui.tui.screens.dialogs import Question
from smits_tui.tui.screens.list_mode import ListScreen
from smits_tui.tui.widgets.tables import Row


class MeasuresScreen(ListScreen):
    """Measures with their last reading, and all readings of one beside them."""

    TITLE_OF_HELP: ClassVar[str] = "Measures"
    HELP_TEXT: ClassVar[str] = (
        "How it is seen whether objectives are reached. R records a reading of the measure under the cursor, "
        "N writes a new measure down, E changes it."
    )
    COLUMNS = (("id", 4), ("measure", None), ("target", 9), ("last", 9), ("trend", 8))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "read", "Reading", tooltip="Record a reading"),
        Binding("n", "new", "New", tooltip="Write a measure down"),
        Binding("e", "edit", "Change", tooltip="Change the measure"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show what contains some words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def rows(self, view: View) -> list[Row]:
        """All measures."""
        return [self._row(measure) for measure in view.state.records(Measure)]

    def head(self, view: View, about: str) -> tuple[str, str]:
        """How many reach their target."""
        found = view.state.records(Measure)
        reached = sum(1 for measure in found if _reached(measure))
        return f"{reached} of {len(found)} reach their target{about}", "r records a reading"

    def detail(self, view: View, key: str | None) -> Content:
        """A measure with its readings as bars against the target, and the trend in words."""
        measure = view.state.record_of(Measure, key) if key else None
        if measure is None:
            return text("There is no measure yet; n writes one down.", QUIET)
        data = measure.data
        parts = [
            text(f"{measure.id}  {measure.text}", "bold"),
            text(f"of {data.objective or 'no objective'}", QUIET),
        ]
        unit = f" {data.unit}".rstrip()
        target = "no target" if data.target is None else f"target {data.target:g}{unit}, better {data.better}"
        parts += [Content(""), text(target), text(trend(measure), "italic"), Content("")]
        parts += _bars(measure)
        return lines(*parts)

    def action_read(self) -> None:
        """Ask for period and value."""
        identifier = self.current
        if identifier is None:
            return

        def answer(written: str) -> None:
            period, _, value = written.strip().rpartition(" ")
            try:
                number = float(value.replace(",", "."))
            except ValueError as error:
                raise ActionRefused("Type the period and the value, e.g. 2027-Q1 99.4.") from error
            record_reading(self.smits.record, identifier, value=number, period=period, by=self.smits.person)

        def closed(was_done: bool | None) -> None:
            if was_done:
                self.smits.refresh_view()

        question = Question(f"Reading of {identifier}", "Period and value", "2027-Q1 99.4", "Record", answer)
        self.app.push_screen(question, closed)

    def action_new(self) -> None:
        """Fill in the form of a new measure."""
        self._form(None)

    def action_edit(self) -> None:
        """Change the measure under the cursor."""
        known = self.smits.view.state.record_of(Measure, self.current) if self.current else None
        self._form(known)

    def _form(self, known: Recorded[Measure] | None) -> None:
        def closed(told: str | None) -> None:
            if told:
                self.smits.refresh_view()

        smits = self.smits
        self.app.push_screen(record_form(Measure, smits.record, smits.view, smits.person, known), closed)

    def _row(self, measure: Recorded[Measure]) -> Row:
        target, last = measure.data.target, measure.readings[-1].value if measure.readings else None
        reached = _reached(measure)
        style = self.smits.cell_style("$text-success" if reached else "$text-warning")
        quiet = self.smits.cell_style(QUIET)
        cells = (
            Text(measure.id, style=quiet),
            Text(measure.text),
            Text("-" if target is None else f"{target:g}"),
            Text("-" if last is None else f"{last:g}", style=style if last is not None else quiet),
            Text(sparkline([reading.value for reading in measure.readings[-8:]]), style=quiet),
        )
        return measure.id, cells


def trend(measure: Recorded[Measure]) -> str:
    """How the last two readings compare, in words."""
    if len(measure.readings) < 2:
        return "Not enough readings to tell a trend."
    before, last = (reading.value for reading in measure.readings[-2:])
    if before == last:
        return f"Unchanged at {last:g}."
    better = (last > before) == (measure.data.better == "up")
    return f"{'Better' if better else 'Worse'}: {last:g} after {before:g}."


def _reached(measure: Recorded[Measure]) -> bool:
    target = measure.data.target
    if target is None or not measure.readings:
        return False
    last = measure.readings[-1].value
    return last >= target if measure.data.better == "up" else last <= target


def _bars(measure: Recorded[Measure]) -> list[Content]:
    values = [reading.value for reading in measure.readings]
    top = max([abs(value) for value in (*values, measure.data.target or 0.0)], default=0.0) or 1.0
    parts = []
    for reading in measure.readings:
        bar = "█" * max(1, round(abs(reading.value) / top * 24))
        parts.append(
            text(f"{reading.period:<10} ") + text(f"{bar:<25}", "$text-accent") + text(f"{reading.value:g}")
        )
    if measure.data.target is not None and parts:
        line = "─" * max(1, round(abs(measure.data.target) / top * 24))
        parts.append(
            text(f"{'target':<10} ", QUIET) + text(f"{line:<25}", QUIET) + text(f"{measure.data.target:g}")
        )
    return parts or [text("It was not read yet; r records a reading.", QUIET)]
