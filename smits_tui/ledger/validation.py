"""Validates entries before they are written, in the form in which they will be read."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from smits_rules.vocabulary import SmitsError
from smits_tui.ledger.chain import canonical
from smits_tui.ledger.fast_json import read_json
from smits_tui.ledger.protocol import EntryDraft
from smits_tui.process.corrections import corrected
from smits_tui.process.entries.envelope import EntryData
from smits_tui.process.state import State

LAST_DAY = dt.date(dt.MAXYEAR - 100, 12, 31)
"""Later days are refused: days, intervals and time zones are added to typed dates, and Python's calendar
ends with the year 9999.
"""


class EntryRefused(SmitsError):
    """An entry could not be read back, so nothing was recorded."""


def checked_drafts(make: Callable[[], list[EntryDraft]], state: State) -> list[EntryDraft]:
    """Make drafts, and verify that every command will be able to read them back.

    Each is converted to JSON and parsed with the model of its type, and must be unchanged; numbers must be
    finite, days not beyond `LAST_DAY`, and the resulting facts must fit their types.

    Args:
        make: makes the drafts.
        state: the recorded state.

    Returns:
        The drafts.

    Raises:
        EntryRefused: an entry is invalid, or could not be read back; the message says why.
    """
    try:
        drafts = make()
    except ValidationError as error:
        raise EntryRefused(f"{error.title} can't be recorded: {_first(error)}.") from error
    for draft in drafts:
        _check_values(draft.data)
        _check_round_trip(draft)
        for fact in _facts(draft.data, state):
            _check_fact(fact)
    return drafts


def _check_values(data: EntryData) -> None:
    for field, value in _values(data, ""):
        if isinstance(value, float) and not math.isfinite(value):
            raise EntryRefused(f"'{field}' can't be {value}; give a finite number.")
        if isinstance(value, dt.date) and _day(value) > LAST_DAY:
            raise EntryRefused(f"'{field}' can't be {_day(value)}; give a day up to {LAST_DAY}.")


def _check_round_trip(draft: EntryDraft) -> None:
    # Imported here: whoever only reads a record needs no types of facts and entries.
    from smits_tui.process.entries.registry import ENTRY_TYPES

    model = ENTRY_TYPES.get(draft.data.type)
    written = draft.data.model_dump(mode="json")
    try:
        text = canonical({"by": draft.by, "data": written}).encode()
        read = model.model_validate(read_json(text)["data"]).model_dump(mode="json") if model else None
    except UnicodeEncodeError as error:
        part = ascii(error.object[max(0, error.start - 10) : error.end])
        raise EntryRefused(f"The text {part} contains characters that are not valid Unicode.") from error
    except ValidationError as error:
        raise EntryRefused(f"{draft.data.type} can't be recorded: {_first(error)}.") from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise EntryRefused(f"{draft.data.type} can't be recorded: {error}.") from error
    if read != written:
        raise EntryRefused(f"{draft.data.type} can't be recorded: it would be read back differently.")


def _facts(data: EntryData, state: State) -> Iterable[dict[str, Any]]:
    """The facts that an entry causes."""
    from smits_tui.process.entries.entry import FactsCorrected, InputRead

    if isinstance(data, InputRead):
        return data.facts
    if isinstance(data, FactsCorrected):
        item = state.input(data.id)
        facts = item.facts if item else []
        return [fact for fact in corrected(facts, [data.model_dump(mode="json")]) if fact not in facts]
    return ()


def _check_fact(fact: dict[str, Any]) -> None:
    from smits_rules.vocabulary import fact_from

    try:
        fact_from(fact)
    except ValidationError as error:
        raise EntryRefused(f"A fact ({fact.get('fact')}) can't be recorded: {_first(error)}.") from error
    except SmitsError as error:
        raise EntryRefused(f"A fact can't be recorded: {error}") from error


def _values(value: object, field: str) -> Iterator[tuple[str, object]]:
    """All single values with the names of their fields."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _values(getattr(value, name), name)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(inner, str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _values(inner, field)
    else:
        yield field, value


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _first(error: ValidationError) -> str:
    """The first problem: `'total' has an invalid value: input should be a valid number`."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return (
        f"'{field}' has an invalid value: {str(first['msg']).lower()}" if field else str(first["msg"]).lower()
    )
