"""Records as tables: how a list goes out, and how one from an office comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.strategy.records import check_record, set_record
from smits_tui.ledger.record import Record
from smits_tui.presentation.sheets import SheetRefused
from smits_tui.presentation.typed_fields import TypingContext, check_record_text, record_values
from smits_tui.process.entries.records import RecordData, fields_of_kind
from smits_tui.process.state import Recorded, State

_HEADERS = {
    "id": ("id", "no", "nr", "number", "ref", "key"),
    "text": ("text", "name", "title", "summary", "description", "what"),
    "owner": ("responsible", "lead", "assignee", "accountable", "manager"),
    "objective": ("goal", "okr", "serves"),
    "start": ("start date", "from", "begin", "begins", "planned start"),
    "end": ("end date", "to", "finish", "until", "planned end", "target date"),
    "due": ("due date", "deadline", "by", "target date"),
    "budget": ("cost", "costs", "amount", "planned cost", "capex"),
    "spent": ("actual", "actual cost", "spent to date"),
    "progress": ("progress %", "% complete", "complete", "% done"),
    "likelihood": ("probability", "chance"),
    "impact": ("effect", "consequence"),
    "response": ("mitigation", "measure", "treatment", "action"),
    "target": ("goal value", "target value"),
    "baseline": ("from", "start value", "current"),
    "unit": ("uom",),
}
"""Field -> what offices call its column, beside the field's own name and the kind's."""


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What came in."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    same: int
    """Rows that say what is on record."""
    left: tuple[str, ...]
    """Columns that belong to no field."""


def record_rows(records: Sequence[Recorded[Any]]) -> list[dict[str, object]]:
    """Records as rows: id, text and each field, as `import_records` takes them."""
    return [
        {
            "id": record.id,
            "text": record.text,
            **{name: getattr(record.data, name) for name in fields_of_kind(type(record.data))},
            "retired": record.data.retired,
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
    columns: Mapping[str, str] | None = None,
) -> SheetImport:
    """Take records over from a table; all rows are checked before the first is recorded.

    A row with the id of a record, or without an id but with its text, changes it; the others are new.
    An empty cell leaves a field as it is; what is retired stays so.

    Args:
        record: where.
        model: the kind.
        rows: of the table, its header among the first ten.
        context: the day and the currency.
        by: who imports.
        columns: field -> header, where the headers do not tell.

    Raises:
        SheetRefused: no column has the records' texts, or a row does not fit; the message names it.
        TypedTextRefused: a cell does not fit its field.
    """
    at, fields = _header(model, rows, columns or {})
    checked = list(_checked(record.state, model, rows[at + 1 :], at + 2, fields, context))
    added: list[str] = []
    changed: list[str] = []
    for found_record, text, values in checked:
        if found_record is not None and not _differs(found_record, text, values):
            continue
        identifier = found_record.id if found_record else None
        new = set_record(record, model, by=by, text=text, identifier=identifier, values=values)
        (changed if found_record else added).append(new.id)
    taken = set(fields.values())
    left = [
        cell for number, cell in enumerate(rows[at]) if number not in taken and cell not in ("", "retired")
    ]
    return SheetImport(tuple(added), tuple(changed), len(checked) - len(added) - len(changed), tuple(left))


def _header(
    model: type[RecordData], rows: Sequence[Sequence[str]], columns: Mapping[str, str]
) -> tuple[int, dict[str, int]]:
    """The line of the header, and field -> column."""
    names = ("id", "text", *fields_of_kind(model))
    if strange := [name for name in columns if name not in names]:
        raise SheetRefused(f"'{strange[0]}' is not a field; choose one of {', '.join(names)}.")
    best: tuple[int, dict[str, int]] = 0, {}
    for number, row in enumerate(rows[:10]):
        heads = [" ".join(cell.casefold().split()) for cell in row]
        fields: dict[str, int] = {}
        for name in names:
            wanted = [columns[name].casefold()] if name in columns else _names(model, name)
            match = next((heads.index(wanted_name) for wanted_name in wanted if wanted_name in heads), None)
            if match is not None and match not in fields.values():
                fields[name] = match
        if len(fields) > len(best[1]):
            best = number, fields
    if missing := [name for name in columns if name not in best[1]]:
        raise SheetRefused(f"There is no column '{columns[missing[0]]}' in the table.")
    if "text" not in best[1]:
        first = next((row for row in rows if any(row)), ())
        shown = ", ".join(filter(None, first)) or "nothing"
        raise SheetRefused(
            f"No column is recognised as {model.text_hint} (the table begins with: {shown}); "
            f"name it, e.g. --map text=COLUMN."
        )
    return best


def _names(model: type[RecordData], field: str) -> list[str]:
    own = [model.kind, model.title.removesuffix("s")] if field == "text" else []
    return [field, *own, *_HEADERS.get(field, ())]


def _checked(
    state: State,
    model: type[RecordData],
    rows: Sequence[Sequence[str]],
    first: int,
    fields: Mapping[str, int],
    context: TypingContext,
) -> Iterator[tuple[Recorded[Any] | None, str, dict[str, object]]]:
    """What each row says, typed; rows without a text are notes, totals or blank."""
    by_id = {existing_record.id: existing_record for existing_record in state.records(model, retired=True)}
    by_text = {
        existing_record.text.casefold(): existing_record
        for existing_record in by_id.values()
        if not existing_record.data.retired
    }
    for number, row in enumerate(rows, first):
        texts = {name: row[at] for name, at in fields.items() if at < len(row) and row[at]}
        text = " ".join(texts.pop("text", "").split())
        identifier = texts.pop("id", "").upper()
        if not text:
            continue
        record = by_id.get(identifier) or (by_text.get(text.casefold()) if not identifier else None)
        if record is not None and record.data.retired:
            continue
        try:
            check_record_text(model, text)
            typed = {name: _typed(model, name, value) for name, value in texts.items()}
            values = dict(record_values(model, typed, context))
            check_record(state, model, text=text, identifier=record.id if record else None, values=values)
        except SmitsError as error:
            raise SheetRefused(f"Row {number}: {error}") from error
        yield record, text, values


def _typed(model: type[RecordData], name: str, value: str) -> Any:
    """Flags and lists as fields have them; all else stays text."""
    default = model.model_fields[name].get_default()
    if isinstance(default, bool):
        return value.casefold() in ("true", "yes", "1", "x")
    if isinstance(default, tuple):
        return tuple(part.strip().upper() for part in value.replace(",", ";").split(";") if part.strip())
    return value


def _differs(record: Recorded[Any], text: str, values: Mapping[str, object]) -> bool:
    return record.text != text or any(getattr(record.data, name) != value for name, value in values.items())
