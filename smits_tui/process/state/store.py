"""The store used for folding: documents by table and key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from smits_tui.process.state.indices import Indices

StoredDocument = dict[str, Any]
"""A JSON object."""

TABLES = (
    *("meta", "inputs", "paths", "contents", "questions", "answers", "triggers", "cases", "cycles"),
    *("records", "sections", "waivers", "versions", "agreements", "objections", "comments"),
    "delegates",
)
"""meta: counters and settings; paths, contents: locations of inputs; cases: the trigger of a rule and
subject;
records: people's records; sections: current content of documents; versions: submitted versions.
"""


class Tables(Protocol):
    """Documents by table and key, in the order in which the keys were first put."""

    def get(self, table: str, key: str) -> StoredDocument | None:
        """The document or None; the caller must not change it."""

    def put(self, table: str, key: str, document: StoredDocument) -> None:
        """Set the document."""

    def all(self, table: str) -> Iterable[StoredDocument]:
        """All documents of a table."""

    def find(self, table: str, field: str, value: object) -> Iterator[StoredDocument]:
        """The documents whose top-level field has the value; none may be put while iterating."""

    def last(self, table: str, field: str, value: object) -> StoredDocument | None:
        """The document that last got a value of an indexed field."""

    def changed(self, table: str, since: int) -> tuple[int, list[str]]:
        """See `smits_tui.process.state.indices.Indices.changed`."""


class DictTables:
    """Tables in plain dictionaries."""

    def __init__(
        self,
        tables: Mapping[str, Mapping[str, StoredDocument]] = MappingProxyType({}),
        indices: Indices | None = None,
    ) -> None:
        """Start with the documents of other tables, which are copied, or with none.

        Args:
            tables: table -> key -> document; documents are shared, because a document never changes.
            indices: those of the documents; they are not copied.
        """
        self._tables: dict[str, dict[str, StoredDocument]] = {
            name: dict(tables.get(name, {})) for name in TABLES
        }
        self._indices = indices or Indices()

    def get(self, table: str, key: str) -> StoredDocument | None:
        """See `Tables.get`."""
        return self._tables[table].get(key)

    def put(self, table: str, key: str, document: StoredDocument) -> None:
        """See `Tables.put`."""
        self._indices.put(table, key, self._tables[table].get(key), document)
        self._tables[table][key] = document

    def all(self, table: str) -> Iterable[StoredDocument]:
        """See `Tables.all`."""
        return list(self._tables[table].values())

    def find(self, table: str, field: str, value: object) -> Iterator[StoredDocument]:
        """See `Tables.find`."""
        keys = self._indices.keys(table, field, value)
        if keys is None:
            return (document for document in self._tables[table].values() if document.get(field) == value)
        return (self._tables[table][key] for key in keys)

    def last(self, table: str, field: str, value: object) -> StoredDocument | None:
        """See `Tables.last`."""
        key = self._indices.last(table, field, value)
        return self._tables[table][key] if key is not None else None

    def changed(self, table: str, since: int) -> tuple[int, list[str]]:
        """See `Tables.changed`."""
        return self._indices.changed(table, since)
