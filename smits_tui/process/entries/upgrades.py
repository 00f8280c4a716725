"""Upgrades facts of an older vocabulary to the one that rules speak today, whenever they are read.

What is recorded is never rewritten. Whoever renames or removes a fact type, a field or a word of a closed
list, or adds a field that every fact must have, raises `FORMAT` in `ledger/protocol` and adds a `FactChange`
to `CHANGES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from smits_tui.process.entries.envelope import Entry

_CORRECTION_PARTS = ("match", "before", "after")
"""The parts of a correction that hold fields of the fact that it corrects."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """One change of the vocabulary."""

    before: int
    """It concerns entries of formats below this one."""
    fact: str
    """The fact type, under its former name."""
    becomes: str = ""
    """Its new name, if it was renamed."""
    fields: Mapping[str, str | None] = field(default_factory=dict)
    """Old name of a field -> its new name, or None if it was removed."""
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Field, as it was called then -> old word of its closed list -> the new one."""
    added: Mapping[str, Any] = field(default_factory=dict)
    """Fields that every fact must have now -> their value in facts that were recorded without."""


CHANGES: Sequence[FactChange] = ()
"""All changes, the oldest first. Fields with a default were added since format 1, and need none."""


def upgraded(entry: Entry) -> Entry:
    """An entry as this version would have recorded its facts.

    Args:
        entry: as it stands in the ledger, of any format.

    Returns:
        The same entry where no change concerns it; its hash stays that of what is recorded.
    """
    changes = [change for change in CHANGES if entry.format < change.before]
    if not changes:
        return entry
    data = entry.data
    for change in changes:
        data = _correction(data, change) if entry.type == "facts.corrected" else _walked(data, change)
    return replace(entry, data=data)


def _walked(value: Any, change: FactChange) -> Any:
    """Upgrade every fact below a value: facts of inputs, of triggers, and of the candidates of questions."""
    if isinstance(value, list | tuple):
        return [_walked(each, change) for each in value]
    if not isinstance(value, dict):
        return value
    inner = {name: _walked(each, change) for name, each in value.items()}
    if inner.get("fact") != change.fact:
        return inner
    return {**change.added, **_renamed(inner, change), "fact": change.becomes or change.fact}


def _correction(data: dict[str, Any], change: FactChange) -> dict[str, Any]:
    """Upgrade a correction, whose parts hold only some fields of the fact; one that was added holds all."""
    if data["fact"] != change.fact:
        return data
    parts = {name: _renamed(data[name], change) for name in _CORRECTION_PARTS}
    if data["action"] == "add":
        parts["after"] = _walked(data["after"], change)
    return {**data, **parts, "fact": change.becomes or change.fact}


def _renamed(fields: Mapping[str, Any], change: FactChange) -> dict[str, Any]:
    """Fields under their new names, with the new words; removed ones are left out."""
    result: dict[str, Any] = {}
    for name, value in fields.items():
        new = change.fields.get(name, name)
        if new is not None:
            words = change.words.get(name, {})
            result[new] = words.get(value, value) if isinstance(value, str) else value
    return result
