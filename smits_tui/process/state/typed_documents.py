"""Converts stored documents to the typed objects of the state."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

from smits_tui.process.state.model import Input, Trigger
from smits_tui.process.state.question import Answer, Question
from smits_tui.process.state.store import StoredDocument
from smits_tui.process.state.strategy_model import Comment, Cycle, Objection, Reading, Version, WrittenSection

_Record = TypeVar(
    "_Record",
    Input,
    Trigger,
    Cycle,
    Reading,
    WrittenSection,
    Version,
    Objection,
    Comment,
    Question,
    Answer,
)
_STAMPS = frozenset(
    (
        *("received_at", "raised_at", "updated_at", "opened_at", "closed_at", "set_at", "made_at"),
        *("assessed_at", "confirmed_at", "written_at", "submitted_at", "approved_at", "at"),
        *("asked_at", "gone_at", "in_doubt_since"),
    )
)
"""The fields that are timestamps, of all types."""


def typed_or_none(kind: type[_Record], document: StoredDocument | None) -> _Record | None:
    """The typed object of a document; None for None."""
    return typed(kind, document) if document is not None else None


@cache
def _names(kind: type[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a type's fields, and of those that are timestamps."""
    names = tuple(field.name for field in fields(kind))
    return names, tuple(name for name in names if name in _STAMPS)


def typed(kind: type[_Record], document: StoredDocument) -> _Record:
    """The typed object of a document; timestamps and days become datetimes and dates."""
    names, stamps = _names(cast("Any", kind))
    values: dict[str, Any] = {name: document[name] for name in names if name in document}
    for name in stamps:
        if values.get(name) is not None:
            values[name] = dt.datetime.fromisoformat(values[name])
    if values.get("until"):
        values["until"] = dt.date.fromisoformat(values["until"])
    return kind(**values)
