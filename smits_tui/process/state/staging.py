"""Staged tables: the effect of entries on the state before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smits_tui.process.state.indices import Indices
from smits_tui.process.state.store import TABLES, StoredDocument, Tables


class StagedTables:
    """Tables that leave those below unchanged, so that an entry that can't be written has no effect."""

    def __init__(self, below: Tables) -> None:
        """Start with the content of the tables below, which must not change while this is in use.

        Args:
            below: the recorded state.
        """
        self._below = below
        self._own: dict[str, dict[str, StoredDocument]] = {name: {} for name in TABLES}
        self._hidden: dict[str, set[int]] = {name: set() for name in TABLES}
        """Identities of the documents below that others took the place of."""
        self._indices = Indices()

    def get(self, table: str, key: str) -> StoredDocument | None:
        """See `Tables.get`."""
        own = self._own[table].get(key)
        return self._below.get(table, key) if own is None else own

    def put(self, table: str, key: str, document: StoredDocument) -> None:
        """See `Tables.put`."""
        own = self._own[table]
        if key not in own and (before := self._below.get(table, key)) is not None:
            self._hidden[table].add(id(before))
        self._indices.put(table, key, own.get(key), document)
        own[key] = document

    def all(self, table: str) -> Iterable[StoredDocument]:
        """See `Tables.all`; new and changed documents come last."""
        hidden = self._hidden[table]
        kept = (document for document in self._below.all(table) if id(document) not in hidden)
        return [*kept, *self._own[table].values()]

    def find(self, table: str, field: str, value: object) -> Iterator[StoredDocument]:
        """See `Tables.find`."""
        if not self._own[table]:
            return self._below.find(table, field, value)
        keys = self._indices.keys(table, field, value)
        if keys is None:
            return (document for document in self.all(table) if document.get(field) == value)
        hidden = self._hidden[table]
        kept = (
            stored_document
            for stored_document in self._below.find(table, field, value)
            if id(stored_document) not in hidden
        )
        return iter([*kept, *(self._own[table][key] for key in keys)])

    def last(self, table: str, field: str, value: object) -> StoredDocument | None:
        """See `Tables.last`."""
        if not self._own[table]:
            return self._below.last(table, field, value)
        matching = list(self.find(table, field, value))
        return matching[-1] if matching else None

    def changed(self, table: str, since: int) -> tuple[int, list[str]]:
        """See `Tables.changed`; staged documents always count as changed."""
        count, below = self._below.changed(table, since)
        own = self._own[table]
        return count, [*reversed(own), *(key for key in below if key not in own)]
