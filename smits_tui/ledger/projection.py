"""The state in TinyDB: in memory, changed in place, with an atomic checkpoint on disk."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from smits_tui.ledger.chain import FORMAT
from smits_tui.ledger.fast_json import read_json, write_json
from smits_tui.ledger.protocol import Tip
from smits_tui.process.state.fold import FOLD_VERSION
from smits_tui.process.state.indices import Indices
from smits_tui.process.state.store import TABLES, DictTables, StoredDocument

_VERSION = f"{FOLD_VERSION}.{FORMAT}"
"""What a checkpoint must have been folded by; the vocabulary of facts belongs to the format of entries."""
_TABLES = b', "tables": '
"""The beginning of the part of a checkpoint that is hashed."""


class InPlaceTable(Table):
    """A TinyDB table that changes its documents in place; its document ids are the keys.

    TinyDB's own table copies all documents at each change (56 ms at 100,000), even in memory; this one
    passes the living table to the change. It overrides what TinyDB documents for customisation.
    """

    document_id_class: Any = str

    def __init__(self, storage: Any, name: str, **options: Any) -> None:
        super().__init__(storage, name, **options)
        self._living: dict[Any, Mapping[str, Any]] = {}
        self._is_searched = False
        """Whether TinyDB may have cached a search since the last change."""

    def put(self, key: str, document: StoredDocument) -> None:
        """Insert or replace the document of a key."""
        self._living[key] = document
        if self._is_searched:
            self.clear_cache()
            self._is_searched = False

    def fill(self, documents: dict[str, StoredDocument]) -> None:
        """Load all documents at once."""
        self._living.clear()
        self._living.update(documents)
        self.clear_cache()

    @property
    def documents(self) -> Mapping[str, StoredDocument]:
        """The documents by key in the order in which the keys first appeared, as they are at any time."""
        return cast("Mapping[str, StoredDocument]", self._living)

    def search(self, cond: Any) -> list[Any]:
        """TinyDB's search, which caches what it finds."""
        self._is_searched = True
        return super().search(cond)

    def _read_table(self) -> dict[Any, Mapping[str, Any]]:
        return self._living

    def _update_table(self, updater: Callable[[dict[Any, Mapping[str, Any]]], None]) -> None:
        updater(self._living)
        self.clear_cache()


class StateDB(TinyDB):
    """A TinyDB whose tables change in place."""

    table_class: Any = InPlaceTable


class Projection:
    """Tables (see `smits_tui.process.state.store.Tables`) in TinyDB."""

    def __init__(self) -> None:
        database = StateDB(storage=MemoryStorage)
        self._tables = {name: cast("InPlaceTable", database.table(name)) for name in TABLES}
        self._documents = {name: table.documents for name, table in self._tables.items()}
        self._indices = Indices()

    def get(self, table: str, key: str) -> StoredDocument | None:
        """See `Tables.get`."""
        return self._documents[table].get(key)

    def put(self, table: str, key: str, document: StoredDocument) -> None:
        """See `Tables.put`."""
        self._indices.put(table, key, self._documents[table].get(key), document)
        self._tables[table].put(key, document)

    def all(self, table: str) -> Iterable[StoredDocument]:
        """See `Tables.all`."""
        return list(self._documents[table].values())

    def find(self, table: str, field: str, value: object) -> Iterator[StoredDocument]:
        """See `Tables.find`; uses TinyDB's own search if the field is not indexed."""
        keys = self._indices.keys(table, field, value)
        if keys is None:
            return (dict(document) for document in self._tables[table].search(where(field) == value))
        return filter(None, map(self._documents[table].get, keys))

    def last(self, table: str, field: str, value: object) -> StoredDocument | None:
        """See `Tables.last`."""
        key = self._indices.last(table, field, value)
        return self._documents[table].get(key) if key is not None else None

    def changed(self, table: str, since: int) -> tuple[int, list[str]]:
        """See `Tables.changed`."""
        return self._indices.changed(table, since)

    def copy(self) -> DictTables:
        """Tables with the same content that are independent of these.

        Only the tables are copied (10 ms for 10,000 inputs), since a changed document is a new object.
        """
        return DictTables(self._documents, self._indices.copy())

    def save(self, path: Path, tip: Tip) -> None:
        """Write the checkpoint: a temporary file, fsync, then renamed over the old one.

        Raises:
            OSError: it can't be written; the old checkpoint remains.
        """
        content = _written(self._documents)
        head = {"fold": _VERSION, "seq": tip.seq, "hash": tip.hash, "offset": tip.offset}
        head["sha256"] = hashlib.sha256(content).hexdigest()
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            with temporary.open("wb") as file:
                file.write(json.dumps(head)[:-1].encode() + _TABLES + content + b"}")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path) -> tuple[Projection, Tip] | None:
        """Load a checkpoint; None if there is none that this version can use, or it was changed.

        Its position in the ledger must still be verified with the ledger.
        """
        try:
            head, _, content = path.read_bytes().partition(_TABLES)
            claimed = json.loads(head + b"}")
            content = content[:-1]
            if claimed["sha256"] != hashlib.sha256(content).hexdigest() or claimed["fold"] != _VERSION:
                return None
            tip = Tip(int(claimed["seq"]), str(claimed["hash"]), int(claimed["offset"]))
            tables = read_json(content)
            if set(tables) != set(TABLES):
                return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        projection = cls()
        for name, documents in tables.items():
            projection._tables[name].fill(documents)
            projection._indices.fill(name, documents)
        return projection, tip


def _written(tables: Mapping[str, Mapping[str, StoredDocument]]) -> bytes:
    """All tables as JSON, written document by document.

    One call for all of it would keep other threads from running for as long as it takes (0.7 s at 40,000
    entries), also the one that ends the process in time.
    """
    parts = (
        b"%b:{%b}" % (write_json(name), b",".join(_members(documents))) for name, documents in tables.items()
    )
    return b"{%b}" % b",".join(parts)


def _members(documents: Mapping[str, StoredDocument]) -> Iterator[bytes]:
    return (b"%b:%b" % (write_json(key), write_json(document)) for key, document in documents.items())
