"""The form in which the readings of a period are typed, one field for each measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.drafts import DraftFile, FieldValue
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.records import record_readings
from smits_tui.ledger.record import Record
from smits_tui.presentation.next_period import last_quarter, period_after
from smits_tui.presentation.typed_numbers import typed_number
from smits_tui.presentation.typed_periods import typed_period
from smits_tui.process.entries.records import Measure
from smits_tui.process.state import Recorded
from smits_tui.tui.details.measure_figures import figure
from smits_tui.tui.dialogs.forms.fields import Field
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.live_view import View

Measures = Sequence[Recorded[Measure]]


def likely_period(measures: Measures, view: View) -> str:
    """The period that is read next.

    Returns:
        The newest period if some measures lack it, else the one after it; the last quarter that is over
        where nothing was read yet.
    """
    read = [measure.readings[-1].period for measure in measures if measure.readings]
    if not read:
        return last_quarter(view.state.today)
    newest = max(read)
    return newest if read.count(newest) < len(measures) else period_after(newest)


def periods(measures: Measures, view: View) -> list[tuple[str, str]]:
    """The periods that are offered: the likely one, and those of earlier readings, the newest first."""
    earlier = sorted({reading.period for measure in measures for reading in measure.readings}, reverse=True)
    return [(period, period) for period in dict.fromkeys((likely_period(measures, view), *earlier)) if period]


def readings_form(measures: Measures, record: Record, view: View, person: str, draft: DraftFile) -> Form:
    """The form.

    Args:
        measures: one field each.
        record: where the readings are recorded, all in one step.
        view: the day and the earlier readings.
        person: who records them.
        draft: where what is typed is kept.
    """

    def parsed(values: Mapping[str, FieldValue]) -> tuple[str, dict[str, float]]:
        period = typed_period(str(values["period"]))
        typed = {measure.id: str(values[measure.id]).strip() for measure in measures}
        return period, {
            measure.id: typed_number(typed[measure.id], measure.data.unit)
            for measure in measures
            if typed[measure.id]
        }

    def take(values: Mapping[str, FieldValue]) -> str:
        period, readings = parsed(values)
        if not readings:
            raise ActionRefused("Type the value of at least one measure; what stays empty is not recorded.")
        record_readings(record, readings, period=period, by=person)
        return f"{counted(len(readings), 'reading')} of {period} recorded."

    fields = [
        Field("period", "Period", likely_period(measures, view), "text", periods(measures, view)),
        *(Field(measure.id, _label(measure)) for measure in measures),
    ]
    title = "Readings of a period; what stays empty is not recorded"
    return Form(title, fields, take, parsed, draft, begins_in=measures[0].id)


def _label(measure: Recorded[Measure]) -> str:
    """A measure with its unit and its last reading."""
    unit = f", {measure.data.unit}" if measure.data.unit else ""
    if not measure.readings:
        return f"{measure.id} {measure.text}{unit} · not read yet"
    last = measure.readings[-1]
    return f"{measure.id} {measure.text}{unit} · {figure(measure, last.value)} in {last.period}"
