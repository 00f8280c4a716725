"""Adds, changes and retires records: objectives, assumptions, risks, initiatives and so on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from smits_tui.actions.concurrent_change import ChangedMeanwhile
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.entries.records import (
    Initiative,
    Measure,
    MeasureRecorded,
    Objective,
    RecordData,
    Scenario,
    fields_of_kind,
)
from smits_tui.process.measure_feeds import FEED_KINDS, feed_problem
from smits_tui.process.state import Recorded, State

ModelT = TypeVar("ModelT", bound=RecordData)


def set_record(
    record: Record,
    model: type[ModelT],
    *,
    by: str,
    text: str | None = None,
    identifier: str | None = None,
    values: Mapping[str, object] | None = None,
    opened: ModelT | None = None,
) -> ModelT:
    """Add a record, or change one.

    Args:
        record: the record that receives the entry.
        model: the kind.
        by: the author.
        text: its text; None keeps the current one.
        identifier: of the record to change; None adds one.
        values: field -> value; other fields keep theirs.
        opened: the record when the form was opened: fields not edited in the form keep their recorded values,
            and fields that somebody else also changed are refused. None writes in any case.

    Returns:
        The record in its new state.

    Raises:
        ActionRefused: there is no text, no such record, an invalid value, or a reference to nothing.
        ChangedMeanwhile: somebody changed one of the fields since the record was opened.
    """
    made: list[ModelT] = []

    def action(state: State) -> list[EntryData]:
        written = {**(values or {}), **({} if text is None else {"text": " ".join(text.split())})}
        if identifier and opened is not None:
            written = _own_changes(find_record(state, model, identifier), opened, written)
        new = check_record(state, model, text=None, identifier=identifier, values=written)
        made.append(new)
        return [new, *_unchosen(state, new)]

    record.commit(by, action)
    return made[-1]


def check_record(
    state: State,
    model: type[ModelT],
    *,
    text: str | None,
    identifier: str | None,
    values: Mapping[str, object] | None,
) -> ModelT:
    """The record as `set_record` would add it.

    Raises:
        ActionRefused: as for `set_record`.
    """
    current = find_record(state, model, identifier) if identifier else None
    base = current.data.model_dump() if current else {"id": f"{model.prefix}{state.next_id(model.kind)}"}
    words = {} if text is None else {"text": " ".join(text.split())}
    new = _checked(model, {**base, **(values or {}), **words, "retired": False, "reason": ""})
    _check_text(state, new, current)
    _check_references(state, new)
    return new


def retire_record(record: Record, model: type[RecordData], identifier: str, *, by: str, reason: str) -> None:
    """Retire a record: it no longer counts, but its history is kept.

    Raises:
        ActionRefused: there is no such record, it is already retired, or there is no reason.
    """
    if not reason.strip():
        raise ActionRefused("Give a reason for retiring it.")

    def action(state: State) -> list[EntryData]:
        retired = find_record(state, model, identifier)
        if retired.data.retired:
            raise ActionRefused(f"{retired.id} is already retired.")
        return [retired.data.model_copy(update={"retired": True, "reason": reason.strip()})]

    record.commit(by, action)


def record_reading(
    record: Record, identifier: str, *, value: float, period: str, by: str, note: str = ""
) -> None:
    """Record the reading of a measure for a period, or correct an earlier one.

    Raises:
        ActionRefused: there is no such measure, no period, or the value is not a finite number.
    """
    record_readings(record, {identifier: value}, period=period, by=by, note=note)


def record_readings(
    record: Record, values: Mapping[str, float], *, period: str, by: str, note: str = ""
) -> None:
    """Record the readings of several measures for a period in one step: all of them, or none.

    Args:
        record: where they are recorded.
        values: the value of each measure, by its id.
        period: in its short form, e.g. 2027-Q1.
        by: who read them.
        note: of each reading.

    Raises:
        ActionRefused: there is no such measure, no period, or a value is not a finite number.
    """
    if not period.strip():
        raise ActionRefused("Name the period of the reading, e.g. 2027-Q1.")
    for value in values.values():
        if not math.isfinite(value):
            raise ActionRefused(f"{value} is not a number; enter a number, e.g. 99.4.")

    def action(state: State) -> list[EntryData]:
        return [
            MeasureRecorded(
                id=find_record(state, Measure, identifier).id,
                period=period.strip(),
                value=value,
                note=note.strip(),
            )
            for identifier, value in values.items()
        ]

    record.commit(by, action)


def find_record(state: State, model: type[ModelT], identifier: str) -> Recorded[ModelT]:
    """The record with an id, ignoring case.

    Raises:
        ActionRefused: there is none.
    """
    record = state.record_of(model, identifier.strip().upper())
    if record is None:
        raise ActionRefused(f"There is no {model.kind} '{identifier}'; `smits {model.kind} list` lists them.")
    return record


def feeds_offered(state: State) -> dict[str, str]:
    """The feeds currently available for measures: feed -> its latest figure, in words."""
    offered: dict[str, str] = {}
    for kind in FEED_KINDS.values():
        for name, reading in state.stated_figures(kind):
            offered[f"{kind.name} {name}"] = f"{reading.value:,.12g} in {reading.period}"
    return offered


def details_of(data: RecordData) -> dict[str, str]:
    """The fields of a record besides its text, for people: field -> value; empty fields are left out."""
    values = {name: getattr(data, name) for name in fields_of_kind(type(data))}
    return {name: _shown(value) for name, value in values.items() if value not in (None, "", (), False)}


def record_json(record: Recorded[RecordData]) -> dict[str, Any]:
    """A record in the format of `smits KIND list --json`."""
    values = record.data.model_dump(mode="json", exclude={"v"})
    readings = [{"period": r.period, "value": r.value, "note": r.note} for r in record.readings]
    more = {"readings": readings} if isinstance(record.data, Measure) else {}
    return {**values, **more, "set_at": record.set_at.isoformat(), "set_by": record.set_by}


def _own_changes(
    current: Recorded[ModelT], opened: ModelT, written: Mapping[str, object]
) -> dict[str, object]:
    """The fields of a form that differ from the record with which it was opened.

    Raises:
        ChangedMeanwhile: somebody else gave one of them another value, or retired the record.
    """
    if current.data.retired and not opened.retired:
        now_is = f"it was retired ({current.data.reason})"
        raise ChangedMeanwhile(
            current.id, current.set_by, current.set_at, now_is, now_is=now_is, fields={"retired": True}
        )
    changed = {name: value for name, value in written.items() if value != getattr(opened, name)}
    clashing = {
        name: getattr(current.data, name)
        for name, value in changed.items()
        if getattr(current.data, name) not in (getattr(opened, name), value)
    }
    if clashing:
        theirs = ", ".join(f"{name} is '{_shown(value)}'" for name, value in clashing.items())
        raise ChangedMeanwhile(
            current.id, current.set_by, current.set_at, theirs, now_is=theirs, fields=clashing
        )
    return changed


def _checked(model: type[ModelT], values: Mapping[str, Any]) -> ModelT:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        if field in ("text", "") and first["type"] in ("missing", "string_too_short"):
            raise ActionRefused(f"The text is missing ({model.text_hint}).") from error
        text = str(first["msg"]).removeprefix("Value error, ").lower()
        raise ActionRefused(f"{f'{field!r} ' if field else ''}has an invalid value: {text}.") from error


def _check_text(state: State, new: RecordData, current: Recorded[Any] | None) -> None:
    same = [
        other
        for other in state.records(type(new))
        if other.text.casefold() == new.text.casefold() and other.id != new.id
    ]
    if same and current is None and new.kind != "decision":
        raise ActionRefused(f"{same[0].id} already has this text.")


def _check_references(state: State, new: RecordData) -> None:
    """Check that everything referred to by a record exists."""
    objective = getattr(new, "objective", "")
    if isinstance(new, Measure | Initiative) and objective:
        find_record(state, Objective, objective)
    problem = feed_problem(new.feed) if isinstance(new, Measure) else None
    if problem:
        raise ActionRefused(problem)
    for identifier in getattr(new, "evidence", ()):
        if state.input(identifier) is None:
            raise ActionRefused(f"There is no input '{identifier}'; `smits inputs` lists them.")
    if isinstance(new, Scenario) and new.chosen and not new.why.strip():
        raise ActionRefused("Give the reasons for choosing this scenario.")


def _unchosen(state: State, new: RecordData) -> list[Scenario]:
    """The scenarios to deselect, because only one can be chosen."""
    if not isinstance(new, Scenario) or not new.chosen:
        return []
    others = (
        scenario.data
        for scenario in state.records(Scenario)
        if scenario.data.chosen and scenario.id != new.id
    )
    return [other.model_copy(update={"chosen": False}) for other in others]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value)
    return f"{value:,.12g}" if isinstance(value, float) else str(value)
