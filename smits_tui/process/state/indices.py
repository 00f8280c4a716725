"""Secondary indices of the state: documents by value, and by the time of their last change."""

from __future__ import annotations

import itertools
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

INDEXED: dict[str, tuple[str, ...]] = {
    "inputs": ("status", "kind", "part_of", "understood"),
    "questions": ("input", "status"),
    "triggers": ("status",),
    "cycles": ("status",),
    "records": ("kind",),
    "sections": ("deliverable",),
}
"""Table -> the fields that are indexed."""
FOLLOWED = frozenset({"inputs"})
"""Tables whose changes are tracked."""


class Indices:
    """Keys by value, and in the order of their last change; updated whenever documents are put.

    They are kept in an OrderedDict, because finding the first key of a plain dict becomes slower with each
    key
    deleted before it, and inputs wait in a queue.
    """

    def __init__(self) -> None:
        """Start without documents."""
        self._by_value: dict[tuple[str, str, object], OrderedDict[str, None]] = {}
        self._changes: dict[str, OrderedDict[str, int]] = {table: OrderedDict() for table in FOLLOWED}
        self._count = 0

    def put(self, table: str, key: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        """Record that a document replaces another one, or none."""
        for field in INDEXED.get(table, ()):
            new = after.get(field)
            if before is not None:
                old = before.get(field)
                if old == new:
                    continue
                self._by_value[table, field, old].pop(key, None)
            keys = self._by_value.get((table, field, new))
            if keys is None:
                keys = self._by_value[table, field, new] = OrderedDict()
            keys[key] = None
        if table in FOLLOWED:
            self._count += 1
            changes = self._changes[table]
            changes[key] = self._count
            changes.move_to_end(key)

    def fill(self, table: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Record the first documents of a table, faster than one by one.

        Args:
            table: without documents so far.
            documents: all of it, by key.
        """
        for field in INDEXED.get(table, ()):
            keys_of: dict[object, list[str]] = defaultdict(list)
            for key, document in documents.items():
                keys_of[document.get(field)].append(key)
            for value, keys in keys_of.items():
                self._by_value[table, field, value] = OrderedDict.fromkeys(keys)
        if table in FOLLOWED:
            self._changes[table] = OrderedDict(zip(documents, itertools.count(self._count + 1), strict=False))
            self._count += len(documents)

    def copy(self) -> Indices:
        """Indices with the same content, which don't change with these."""
        twin = Indices()
        twin._by_value = {value: keys.copy() for value, keys in self._by_value.items() if keys}
        twin._changes = {table: changes.copy() for table, changes in self._changes.items()}
        twin._count = self._count
        return twin

    def keys(self, table: str, field: str, value: object) -> Iterator[str] | None:
        """The keys of the documents that have a value, in the order in which they got it.

        Returns:
            None if the field is not indexed.
        """
        if field not in INDEXED.get(table, ()):
            return None
        return iter(self._by_value.get((table, field, value), ()))

    def last(self, table: str, field: str, value: object) -> str | None:
        """The key of the document that last got a value; None if there is none."""
        return next(reversed(self._by_value.get((table, field, value), OrderedDict())), None)

    def changed(self, table: str, since: int) -> tuple[int, list[str]]:
        """The keys of a table that were put since a count, the last first, and the current count.

        Args:
            table: one of `FOLLOWED`.
            since: a count returned earlier; 0 for the beginning.
        """
        changed_keys = []
        for key, count in reversed(self._changes[table].items()):
            if count <= since:
                break
            changed_keys.append(key)
        return self._count, changed_keys
