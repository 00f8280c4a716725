"""The archive of a team: each content once, by its hash, in the database of the record."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import psycopg

from smits_tui.ledger.errors import LedgerDamaged
from smits_tui.ledger.postgres.link import Link
from smits_tui.ledger.postgres.schema import Connection, make_tables

BYTES_AT_ONCE = 8_000_000
"""Contents that are stored in one transaction have about this many bytes in all, which this process holds.

Each transaction waits for the server's disk and for the network: far longer than storing a small file takes.
"""


class Contents:
    """The contents in one database; may be shared between threads."""

    def __init__(self, address: str) -> None:
        """Take the address of the record; nothing is connected yet."""
        self.address = address
        self._link = Link(address)
        self._lock = threading.Lock()

    def put(self, copies: Iterable[tuple[str, Path]]) -> None:
        """Store copies that are not there yet, each durably before this returns.

        Args:
            copies: the hash of each and the file with it, which is read only if its content is missing.

        Raises:
            LedgerUnreachable: the server does not answer; those before may have been stored.
            LedgerUnwritable: the server refuses them.
            LedgerDamaged: a file does not have the content that its hash names.
        """
        files = dict(copies)
        with self._lock:
            batch: list[tuple[str, bytes]] = []
            room = BYTES_AT_ONCE
            for sha256 in self._link.ask(lambda connection: _missing(connection, list(files))):
                content = _checked(files[sha256], sha256)
                batch.append((sha256, content))
                room -= len(content)
                if room <= 0:
                    self._store(batch)
                    batch, room = [], BYTES_AT_ONCE
            self._store(batch)

    def _store(self, batch: Sequence[tuple[str, bytes]]) -> None:
        query = "insert into contents values (%s, %b) on conflict do nothing"
        if batch:
            self._link.ask(lambda connection: connection.cursor().executemany(query, batch))

    def hashes(self) -> list[str]:
        """The hashes of all contents.

        Raises:
            LedgerUnreachable: the server does not answer.
        """

        def fetch(connection: Connection) -> list[str]:
            try:
                rows = connection.execute("select sha256 from contents order by sha256").fetchall()
            except psycopg.errors.UndefinedTable:
                return []
            return [str(row[0]) for row in rows]

        with self._lock:
            return self._link.ask(fetch)

    def get(self, sha256: str) -> bytes | None:
        """A content; None if it is not there. The database refuses one that does not have its hash.

        Raises:
            LedgerUnreachable: the server does not answer.
        """

        def fetch(connection: Connection) -> tuple[object, ...] | None:
            try:
                query = "select content from contents where sha256 = %s"
                return connection.execute(query, (sha256,), binary=True).fetchone()
            except psycopg.errors.UndefinedTable:
                return None

        with self._lock:
            row = self._link.ask(fetch)
        return bytes(row[0]) if row and isinstance(row[0], bytes) else None


def _checked(file: Path, sha256: str) -> bytes:
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LedgerDamaged(f"The copy {file} was changed; restore .smits/archive from a backup.")
    return content


def _missing(connection: Connection, hashes: list[str]) -> list[str]:
    # With "not in" the server would read the whole archive instead of its index, for a single file too.
    query = (
        "select wanted from unnest(%s::text[]) wanted "
        "where not exists (select from contents where sha256 = wanted)"
    )
    try:
        rows = connection.execute(query, (hashes,)).fetchall()
    except psycopg.errors.UndefinedTable:
        make_tables(connection)
        return hashes
    return [str(row[0]) for row in rows]
