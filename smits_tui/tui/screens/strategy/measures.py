"""Measures: readings compared with targets, and recording a reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions.drafts import FieldValue
from smits_tui.actions.rules.limits.distances import sparkline
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.records import record_reading
from smits_tui.actions.strategy.traceability import trace, trace_lines
from smits_tui.presentation.typed_numbers import typed_number
from smits_tui.presentation.typed_periods import typed_period
from smits_tui.process.entries.records import Measure
from smits_tui.process.kpis import kpis
from smits_tui.process.state import Recorded
from smits_tui.tui.details.measure_figures import figure, gauge, is_reached, last_reading, share_of_target
from smits_tui.tui.dialogs.forms.fields import Field
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.prompts import Note
from smits_tui.tui.dialogs.readings_form import likely_period, periods, readings_form
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import SORT, ListScreen, SortOrder
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.status_styles import QUIET, columns, lines, text
from smits_tui.tui.widgets.list_view import Cells
from smits_tui.tui.widgets.plot import MeasurePlot


class MeasuresScreen(RecordKeeping, ListScreen):
    """Measures with their last reading, and all readings of the selected one."""

    TITLE_OF_HELP: ClassVar[str] = "Measures"
    HELP_TEXT: ClassVar[str] = (
        "How progress towards the objectives is measured. `r` records a reading of the selected measure, "
        "`R` those of all measures for a period. `n` adds a measure, `e` changes it, `t` shows which "
        "objective it serves."
    )
    CHANGES = frozenset({"read", "read_all", "new", "edit"})
    DETAIL_TITLE = "Measure"
    COLUMNS = (
        *(("id", 4), ("measure", None), ("  target", 8), ("    last", 8), ("of target", 12, 84)),
        *(("period", 8, 84), ("trend", 8)),
    )
    ORDERS = (
        SortOrder(0, "by number"),
        SortOrder(1, "by name", lambda view, key: _listed(view, key).text.casefold()),
        SortOrder(2, "by target", lambda view, key: _listed(view, key).data.target),
        SortOrder(3, "by last reading", lambda view, key: last_reading(_listed(view, key))),
        SortOrder(4, "furthest from target first", lambda view, key: share_of_target(_listed(view, key))),
        SortOrder(5, "longest unread first", lambda view, key: _period(_listed(view, key))),
    )
    _measures: dict[str, Recorded[Measure]]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "read", "Reading", tooltip="Record a reading"),
        Binding("R", "read_all", "All", tooltip="Record the readings of all measures for a period"),
        Binding("n", "new", "New", tooltip="Add a measure"),
        Binding("e", "edit", "Change", tooltip="Change the measure"),
        Binding("t", "trace", "Lines", tooltip="From objectives to measures and initiatives, and back"),
        Binding("i", "indicators", "KPIs", tooltip="KPIs of the process"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def keys(self, view: View) -> Sequence[str]:
        """All measures."""
        self._measures = {measure.id: measure for measure in view.state.records(Measure)}
        return list(self._measures)

    def cells(self, view: View, key: str) -> Cells:  # noqa: ARG002
        """A measure with its target, its last reading and the trend."""
        measure = self._measures[key]
        last = last_reading(measure)
        style = "$text-success" if is_reached(measure) else "$text-warning"
        return (
            text(key, QUIET),
            text(measure.text),
            text(figure(measure, measure.data.target).rjust(8)),
            text(figure(measure, last).rjust(8), QUIET if last is None else style),
            gauge(measure, 12),
            text(_period(measure) or "", QUIET),
            text(sparkline([reading.value for reading in measure.readings[-8:]]), QUIET),
        )

    def head(self, view: View, about: str) -> tuple[str, str]:
        """How many reach their target."""
        reached = sum(1 for measure in view.state.records(Measure) if is_reached(measure))
        return f"{reached} of {len(self._all)} meet their target{about}", "r records a reading"

    def above_detail(self) -> ComposeResult:
        """The plot."""
        yield MeasurePlot(id="plot")

    def show_detail(self) -> None:
        """Show the plot of the measure under the cursor, and its details below."""
        super().show_detail()
        self.query_one(MeasurePlot).show(self._measure(self.smits.view, self.current))

    def detail(self, view: View, key: str | None) -> Content:
        """A measure with its target, the trend in words, and all readings."""
        measure = self._measure(view, key)
        if measure is None:
            return text("There are no measures yet; press n to add one.", QUIET)
        data = measure.data
        unit = f" {data.unit}".rstrip()
        target = (
            "no target"
            if data.target is None
            else f"─ target {figure(measure, data.target)}{unit}, better {data.better}"
        )
        baseline = (
            [] if data.baseline is None else [text(f"· baseline {figure(measure, data.baseline)}{unit}")]
        )
        readings = [
            text(f"{reading.period:<10} {figure(measure, reading.value)}{unit}")
            + text(f"  {reading.note}", QUIET)
            for reading in reversed(measure.readings)
        ]
        return lines(
            text(f"{measure.id}  {measure.text}", "bold"),
            text(f"of {data.objective or 'no objective'}", QUIET),
            text(target),
            *baseline,
            text(trend(measure), "italic"),
            Content(""),
            *(readings or [text("It has no reading yet; press r to record one.", QUIET)]),
        )

    def action_read(self) -> None:
        """Ask for period, value and a note."""
        measure = self._chosen()

        def take(values: Mapping[str, FieldValue]) -> str:
            period = typed_period(str(values["period"]))
            number = typed_number(str(values["value"]), measure.data.unit)
            note, person = str(values["note"]), self.smits.person
            record_reading(self.smits.record, measure.id, value=number, period=period, by=person, note=note)
            return f"{measure.id} was {number:.12g} in {period}."

        offered = periods([measure], self.smits.view)
        fields = [
            Field("period", "Period", likely_period([measure], self.smits.view), "text", offered),
            Field("value", f"Value, in {measure.data.unit or 'its unit'}"),
            Field("note", "Note (optional)"),
        ]
        self.ask_form(
            Form(f"Reading of {measure.id}", fields, take, draft=self.smits.draft(f"reading {measure.id}"))
        )

    def action_read_all(self) -> None:
        """Ask for the readings of all measures for one period."""
        measures = list(self.smits.view.state.records(Measure))
        if not measures:
            raise ActionRefused("There are no measures yet; press n to add one.")
        draft = self.smits.draft("readings of a period")
        self.ask_form(readings_form(measures, self.smits.record, self.smits.view, self.smits.person, draft))

    def action_new(self) -> None:
        """Fill in the form of a new measure."""
        self.fill_in(Measure)

    def action_edit(self) -> None:
        """Change the measure under the cursor."""
        self.fill_in(Measure, self._chosen())

    def action_trace(self) -> None:
        """Show the traceability from objectives to measures and initiatives."""
        rows = trace_lines(trace(self.smits.view.state))
        self.app.push_screen(
            Note("Traceability", lines(*map(text, rows or ["There are no objectives yet."])))
        )

    def action_indicators(self) -> None:
        """Show the indicators of the process itself."""
        figures = dataclasses.asdict(kpis(self.smits.view.state)).items()
        rows = [(name.replace("_", " "), "-" if v is None else f"{v:,.12g}") for name, v in figures]
        self.app.push_screen(Note("KPIs of the process", lines(*columns(rows))))

    def _chosen(self) -> Recorded[Measure]:
        measure = self._measure(self.smits.view, self.current)
        if measure is None:
            raise ActionRefused("There are no measures yet; press n to add one.")
        return measure

    def _measure(self, view: View, key: str | None) -> Recorded[Measure] | None:
        return view.state.record_of(Measure, key) if key else None


def trend(measure: Recorded[Measure]) -> str:
    """The trend between the last two readings, in words."""
    if len(measure.readings) < 2:
        return "Not enough readings to tell a trend."
    before, last = (reading.value for reading in measure.readings[-2:])
    if before == last:
        return f"Unchanged at {figure(measure, last)}."
    better = (last > before) == (measure.data.better == "up")
    return f"{'Better' if better else 'Worse'}: {figure(measure, last)} after {figure(measure, before)}."


def _listed(view: View, key: str) -> Recorded[Measure]:
    """A measure that is listed."""
    measure = view.state.record_of(Measure, key)
    if measure is None:
        raise KeyError(key)
    return measure


def _period(measure: Recorded[Measure]) -> str | None:
    """The period of the last reading."""
    return measure.readings[-1].period if measure.readings else None
