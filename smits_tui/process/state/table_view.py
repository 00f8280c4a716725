"""What all parts of the typed view share: the folded tables, and objects made from their documents once."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar, cast

from smits_tui.process.state.model import Input, Trigger
from smits_tui.process.state.store import StoredDocument, Tables
from smits_tui.process.state.typed_documents import typed

_Kept = TypeVar("_Kept", Input, Trigger)
Made = dict[str, tuple[StoredDocument, Any]]
"""Typed inputs and triggers by id, and stated figures, each with the document it was made from."""


class TableView:
    """The folded tables; read-only."""

    def __init__(self, tables: Tables, today: dt.date, made: Made | None = None) -> None:
        """Create a view of folded tables.

        Args:
            tables: the folded entries.
            today: the current date; deferred triggers are open again from `until` on.
            made: the typed objects of an earlier view of the same tables, reused where nothing changed.
        """
        self._tables = tables
        self.today = today
        self._made: Made = {} if made is None else made

    def next_id(self, table: str) -> int:
        """The number of the next record of a table, from 1."""
        return int((self._tables.get("meta", "counts") or {}).get(table, 0)) + 1

    def _kept(self, kind: type[_Kept], document: StoredDocument) -> _Kept:
        """The typed object of a document, cached: a changed document is a new object."""
        cached = self._made.get(document["id"])
        if cached is None or cached[0] is not document:
            cached = self._made[document["id"]] = document, typed(kind, document)
        return cast("_Kept", cached[1])
