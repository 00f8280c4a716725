"""Records as tables: how a list goes out, and how one from an office comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_rules.vocabulary.periods import in_order
from smits_tui.actions.strategy.records import check_record, record_reading, set_record
from smits_tui.ledger.record import Record
from smits_tui.presentation.sheets.cells import typed_as
from smits_tui.presentation.sheets.files import SheetRefused
from smits_tui.presentation.sheets.headers import SheetColumns, columns_of, with_reading
from smits_tui.presentation.sheets.questions import Answers
from smits_tui.presentation.sheets.rows import _ALIKE, _OWN_COLUMN, parted, parted_rows, texts_by_field
from smits_tui.presentation.typed_fields import TypingContext, check_record_text, record_values
from smits_tui.presentation.typed_numbers import typed_number
from smits_tui.process.entries.questions import SheetMapped
from smits_tui.process.entries.records import Measure, Objective, RecordData, fields_of_kind
from smits_tui.process.state import Recorded, State

_NEW_EACH_TIME = "period:"
"""An answer about a period is not remembered: the next table is about another one."""


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What came in."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    same: int
    """Rows that say what is on record."""
    left: tuple[str, ...]
    """Columns that belong to no field."""
    readings: int = 0
    """Readings of measures that were recorded."""
    left_rows: tuple[str, ...] = ()
    """Rows that are headings or sums."""


@dataclass(slots=True)
class _Row:
    """What a row says, typed."""

    existing: Recorded[Any] | None
    text: str
    values: dict[str, object]
    objective: str = ""
    """The text of an objective that is not on record yet."""
    readings: dict[str, float] = field(default_factory=dict)


def record_rows(records: Sequence[Recorded[Any]]) -> list[dict[str, object]]:
    """Records as rows: id, text, each field, and the readings of measures, as `import_records` takes them."""
    periods = in_order(list({reading.period: None for record in records for reading in record.readings}))
    return [
        {
            "id": record.id,
            "text": record.text,
            **{name: getattr(record.data, name) for name in fields_of_kind(type(record.data))},
            **{period: _reading(record, period) for period in periods},
            _OWN_COLUMN: record.data.retired,
        }
        for record in records
    ]


def import_records(
    record: Record,
    model: type[RecordData],
    rows: Sequence[Sequence[str]],
    context: TypingContext,
    *,
    by: str,
    mapped: Mapping[str, str] | None = None,
) -> SheetImport:
    """Take records over from a table; all rows are checked before the first is recorded.

    A row with the id of a record, or with its text, changes it; the others are new. An empty cell leaves a
    field as it is; what is retired stays so. Columns whose header is a period are readings of measures; an
    objective that is not on record is proposed. What people answered is remembered for tables like it.

    Args:
        record: where.
        model: the kind.
        rows: of the table, its header among the first lines.
        context: the day and the currency.
        by: who imports.
        mapped: field -> header, and answers to `SheetQuestions`.

    Raises:
        SheetQuestions: the table can be read in two ways, and nobody said which one is meant.
        SheetRefused: no column has the records' texts, or a row does not fit; the message names it.
    """
    named, asked = parted(mapped or {})
    heads = {cell.casefold() for row in rows[:15] for cell in row}
    memory = record.state.sheet_memory(model.kind, heads)
    columns_by_name = {name: header for name, header in memory.columns.items() if header.casefold() in heads}
    answers = Answers({**memory.answers, **asked, **({"text": named["text"]} if "text" in named else {})})
    columns = columns_of(model, rows, {**columns_by_name, **named}, answers)
    if model is Measure:
        columns = with_reading(columns, rows, context.today, answers)
    head, below = rows[columns.line], rows[columns.line + 1 :]
    texts = texts_by_field(model, head, below, columns, context, answers)
    answers.check()
    kept, left_rows = parted_rows(below, columns)
    checked = list(_checked(record.state, model, texts, kept, columns, context, is_own=_OWN_COLUMN in heads))
    done = _recorded(record, model, checked, by)
    _remember(record, model, head, {**columns_by_name, **named}, answers, by)
    taken = {*columns.fields.values(), *columns.periods}
    left = [cell for at, cell in enumerate(head) if at not in taken and cell not in ("", _OWN_COLUMN)]
    return SheetImport(*done[:3], tuple(left), done[3], left_rows)


def _checked(
    state: State,
    model: type[RecordData],
    texts: Mapping[str, Sequence[str]],
    kept: Sequence[int],
    columns: SheetColumns,
    context: TypingContext,
    *,
    is_own: bool,
) -> Iterator[_Row]:
    """What each row says, typed."""
    by_id = {existing.id: existing for existing in state.records(model, retired=True)}
    by_text = {existing.text.casefold(): existing for existing in by_id.values() if not existing.data.retired}
    objectives = {existing.text.casefold(): existing.id for existing in state.records(Objective)}
    periods = set(columns.periods.values())
    for number in kept:
        cells = {name: of_column[number] for name, of_column in texts.items() if of_column[number]}
        text = " ".join(cells.pop("text").split())
        current = _record_for(text, cells.pop("id", "").upper(), by_id, by_text, is_own=is_own)
        if current is not None and current.data.retired:
            continue
        try:
            check_record_text(model, text)
            row = _Row(current, text, {})
            if model is not Objective and "objective" in cells:
                _resolve(cells, row, objectives, state)
            readings = {name: cells.pop(name) for name in list(cells) if name in periods}
            _add_unit(model, cells, readings, texts)
            unit = cells.get("unit", "") or (current.data.unit if current and model is Measure else "")
            row.readings = {period: typed_number(cell, unit) for period, cell in readings.items()}
            typed = {name: _typed(model, name, value) for name, value in cells.items()}
            row.values |= record_values(model, typed, context)
            check_record(
                state, model, text=text, identifier=current.id if current else None, values=row.values
            )
        except SmitsError as error:
            raise SheetRefused(f"Row {columns.line + number + 2}: {error}") from error
        yield row


def _record_for(
    text: str,
    identifier: str,
    by_id: Mapping[str, Recorded[Any]],
    by_text: Mapping[str, Recorded[Any]],
    *,
    is_own: bool,
) -> Recorded[Any] | None:
    """The record that a row means; an office's own numbers may look like ids and mean others."""
    from rapidfuzz import fuzz

    recorded = by_id.get(identifier)
    if recorded is not None and (is_own or fuzz.ratio(recorded.text.casefold(), text.casefold()) >= _ALIKE):
        return recorded
    return by_text.get(text.casefold()) if recorded is None or not is_own else None


def _resolve(cells: dict[str, str], row: _Row, objectives: Mapping[str, str], state: State) -> None:
    """Find an objective by its id or text; one that is not on record will be proposed."""
    named = " ".join(cells.pop("objective").split())
    if state.record_of(Objective, named.upper()) is not None:
        row.values["objective"] = named.upper()
    elif named.casefold() in objectives:
        row.values["objective"] = objectives[named.casefold()]
    elif named[:1].upper() == Objective.prefix and named[1:].isdigit():
        cells["objective"] = named  # refused below: there is no such objective
    else:
        row.objective = named


def _add_unit(
    model: type[RecordData], cells: dict[str, str], readings: Mapping[str, str], texts: Mapping[str, object]
) -> None:
    """Set the unit to percent if a measure's figures are percentages and no column has a unit."""
    figures = [*readings.values(), *(cells[name] for name in ("target", "baseline") if name in cells)]
    if model is Measure and "unit" not in texts and any(figure.endswith("%") for figure in figures):
        cells["unit"] = "%"


def _recorded(
    record: Record, model: type[RecordData], rows: Sequence[_Row], by: str
) -> tuple[tuple[str, ...], tuple[str, ...], int, int]:
    """Record what differs: ids added, ids changed, rows that are on record, readings."""
    added: list[str] = []
    changed: list[str] = []
    proposed: dict[str, str] = {}
    same = count = 0
    for row in rows:
        if row.objective:
            key = row.objective.casefold()
            if key not in proposed:
                values = {"proposed": True}
                proposed[key] = set_record(record, Objective, by=by, text=row.objective, values=values).id
                added.append(proposed[key])
            row.values["objective"] = proposed[key]
        identifier = row.existing.id if row.existing else None
        if row.existing is None or _differs(row.existing, row.text, row.values):
            new = set_record(record, model, by=by, text=row.text, identifier=identifier, values=row.values)
            (changed if identifier else added).append(new.id)
            identifier = new.id
        else:
            same += 1
        on_record = (
            {reading.period: reading.value for reading in row.existing.readings} if row.existing else {}
        )
        for period, value in row.readings.items():
            if on_record.get(period) != value and identifier:
                record_reading(record, identifier, value=value, period=period, by=by)
                count += 1
    return tuple(added), tuple(changed), same, count


def _remember(
    record: Record,
    model: type[RecordData],
    head: Sequence[str],
    columns: Mapping[str, str],
    answers: Answers,
    by: str,
) -> None:
    """Record what people said of this table, unless it is remembered already."""
    headers = tuple(dict.fromkeys(cell for cell in head if cell))
    used = {
        key: answer
        for key, answer in answers.used.items()
        if key != "text" and not key.startswith(_NEW_EACH_TIME)
    }
    named = {**columns, **({"text": answers.used["text"]} if "text" in answers.used else {})}
    if not used and not named:
        return
    memory = record.state.sheet_memory(model.kind, {cell.casefold() for cell in headers})
    new = SheetMapped(
        kind=model.kind,
        headers=headers,
        columns={**memory.columns, **named},
        answers={**memory.answers, **used},
    )
    if (new.columns, new.answers) != (memory.columns, memory.answers):
        record.commit(by, lambda _: [new])


def _typed(model: type[RecordData], name: str, value: str) -> Any:
    """Flags and lists as fields have them; all else stays text."""
    kind = typed_as(model, name)
    if kind == "flag":
        return value.casefold() in ("true", "yes", "1", "x", "ja")
    if kind == "list":
        return tuple(part.strip().upper() for part in value.replace(",", ";").split(";") if part.strip())
    return value


def _differs(record: Recorded[Any], text: str, values: Mapping[str, object]) -> bool:
    return record.text != text or any(getattr(record.data, name) != value for name, value in values.items())


def _reading(record: Recorded[Any], period: str) -> float | None:
    return next((reading.value for reading in reversed(record.readings) if reading.period == period), None)
