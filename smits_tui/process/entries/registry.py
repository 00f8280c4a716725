"""All types of entries by their names."""

from __future__ import annotations

import inspect

from smits_tui.process.entries import comments, deliverables, entry, questions, records
from smits_tui.process.entries.entry import EntryData


def _entry_types() -> dict[str, type[EntryData]]:
    types = {}
    for module in (entry, records, deliverables, comments, questions):
        for _, model in inspect.getmembers(module, inspect.isclass):
            if issubclass(model, EntryData) and "type" in vars(model):
                types[model.type] = model
    return types


ENTRY_TYPES: dict[str, type[EntryData]] = _entry_types()
"""Every entry type by its name."""
