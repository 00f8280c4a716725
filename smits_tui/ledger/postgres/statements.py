"""The SQL statements of the ledger in PostgreSQL, and how they are run in few round trips."""

from __future__ import annotations

from typing import cast

import psycopg

from smits_tui.ledger.postgres.rows import StoredLine
from smits_tui.ledger.postgres.schema import LOCK, Connection

PAGE = 2_000
"""Rows of one query: a few megabytes, so that a record of a million entries fits any memory."""
ROWS = "select seq, hash, line from entries where seq >= %s order by seq limit %s"
BEGIN = f"begin; set local synchronous_commit = off; {LOCK}; {ROWS}"
"""Takes the lock, and reads what may be unread."""
FLUSH = "select pg_logical_emit_message(true, 'smits', '')"
"""Waits until all that was committed so far is on disk: an empty message in the log, committed synchronously.

Needs no privilege and changes no table; a transaction that writes nothing to the log would not wait."""
INSERT = "insert into entries values %s"
APPEND = f"{INSERT}; notify smits; commit; {FLUSH}"
"""Inserts rows, which frees the lock, and then waits for the disk.

Others are woken by the transaction that does not wait: PostgreSQL lets only one transaction with a notice
commit at a time, so that all others would wait in turn. Whoever is woken waits for the disk when reading."""


def run_all(connection: Connection, statements: str) -> psycopg.Cursor[tuple[object, ...]]:
    """Run several statements in one round trip; the cursor is at the result of the last.

    The server takes several statements only without parameters. This costs a third of the processor time of
    psycopg's pipeline, and the lock is held so much shorter.
    """
    cursor = psycopg.ClientCursor(connection)
    cursor.execute(statements.encode())
    while cursor.nextset():
        pass
    return cursor


def newest_row(connection: Connection) -> tuple[object, ...] | None:
    """`seq` and `hash` of the newest entry; None if there is none.

    Raises:
        psycopg.Error: the server is lost, or refuses.
    """
    try:
        return connection.execute("select seq, hash from entries order by seq desc limit 1").fetchone()
    except psycopg.errors.UndefinedTable:
        return None


def rows_from(connection: Connection, seq: int, most: int) -> list[StoredLine]:
    """The rows from a number on, in order, at most so many; none if there are no tables yet.

    Raises:
        psycopg.Error: the server is lost, or refuses.
    """
    try:
        return cast("list[StoredLine]", connection.execute(ROWS, (seq, most)).fetchall())
    except psycopg.errors.UndefinedTable:
        return []


def has_entry(connection: Connection, seq: int, digest: str) -> bool:
    """Whether an entry is recorded, durably, once nobody appends.

    Raises:
        psycopg.Error: the server is lost, or refuses.
    """
    with connection.transaction():
        connection.execute(LOCK)
        row = connection.execute("select hash from entries where seq = %s", (seq,)).fetchone()
    connection.execute(FLUSH)
    return row == (digest,)


def put_aside(connection: Connection, seq: int) -> int:
    """Move the entries after a number to `entries_set_aside`, durably, and free the lock; how many they were.

    Raises:
        psycopg.Error: the server is lost, or the login may not do this.
    """
    copy = (
        "insert into entries_set_aside (seq, hash, line) select seq, hash, line from entries where seq > %s"
    )
    connection.execute(copy, (seq,))
    count = connection.execute("delete from entries where seq > %s", (seq,)).rowcount
    connection.execute("commit")
    connection.execute(FLUSH)
    return count
