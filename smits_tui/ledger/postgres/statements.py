"""The SQL statements of the ledger in PostgreSQL, and how they are run in few round trips."""

from __future__ import annotations

import psycopg
from psycopg import generators
from psycopg.abc import PQGen
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from smits_tui.ledger.postgres.rows import StoredLine
from smits_tui.ledger.postgres.schema import LOCK, Connection

PAGE = 2_000
"""Rows of one query: a few megabytes, so that a record of a million entries fits any memory."""
ROWS = "select seq, hash, line from entries where seq >= %s order by seq limit %s"
FLUSH = "select pg_logical_emit_message(true, 'smits', '')"
"""Waits until all that was committed so far is on disk: an empty message in the log, committed synchronously.

Needs no privilege and changes no table; a transaction that writes nothing to the log would not wait."""
PREPARE = f"""prepare smits_rows (bigint, bigint) as {ROWS % ("$1", "$2")};
prepare smits_lock as {LOCK}; prepare smits_flush as {FLUSH}"""
"""Parses once a session what each append asks. The rows come first: without tables nothing is prepared."""
BEGIN = """begin; set local synchronous_commit = off; set local plan_cache_mode = force_generic_plan;
set local enable_seqscan = off; set local enable_bitmapscan = off;
execute smits_lock; execute smits_rows (%s, %s)"""
"""Takes the lock, and reads what may be unread; PREPARE must have run in the session.

Planning the query anew would take longer than running it. Its plan is made once, perhaps when the table is
empty, so it is made to use the index, which is right for a table of any size."""
APPEND = "insert into entries values %s; notify smits; commit; execute smits_flush"
"""Inserts rows, which frees the lock, and then waits for the disk.

Others are woken by the transaction that does not wait: PostgreSQL lets only one transaction with a notice
commit at a time, so that all others would wait in turn. Whoever is woken waits for the disk when reading."""


def run_all(connection: Connection, statements: str) -> PGresult:
    """Run several statements in one round trip; returns the result of the last, as text.

    The server takes several statements only without parameters. Libpq is called directly, as psycopg's own
    cursors do, because the lock is held meanwhile and a cursor doubles the processor time of a round trip.
    `generators` and `error_from_result` are not in psycopg's documentation; its cursors are made of them.

    Raises:
        psycopg.Error: the server is lost, or refuses.
    """
    for result in (results := connection.wait(_answers(connection.pgconn, statements.encode()))):
        if result.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(result)
    return results[-1]


def _answers(link: PGconn, statements: bytes) -> PQGen[list[PGresult]]:
    """Send statements once the connection is free, i.e. within its `wait`, and take all results."""
    link.send_query(statements)
    results: list[PGresult] = yield from generators.execute(link)
    return results


def stored_lines(result: PGresult) -> list[StoredLine]:
    """The rows of a result of ROWS."""
    value = result.get_value
    return [
        (int(value(row, 0) or 0), (value(row, 1) or b"").decode(), value(row, 2) or b"")
        for row in range(result.ntuples)
    ]


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
        return stored_lines(run_all(connection, ROWS % (seq, most)))
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
