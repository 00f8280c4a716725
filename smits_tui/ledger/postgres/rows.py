"""The rows of the ledger in PostgreSQL: what is stored of an entry, and back."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg.pq import Escaping

from smits_tui.ledger.chain import entry_of, line_of
from smits_tui.ledger.errors import WHAT_NOW, LedgerDamaged
from smits_tui.ledger.postgres.schema import Connection
from smits_tui.ledger.protocol import Tip
from smits_tui.process.entries.entry import Entry

StoredLine = tuple[int, str, bytes]
"""`seq`, `hash` and `line` of an entry, the line in UTF-8."""


def entry_of_row(row: StoredLine, tip: Tip) -> Entry:
    """The entry of a row that must follow the tip.

    Raises:
        LedgerDamaged: it does not, or its columns are not those of its line.
    """
    entry = entry_of(line_of_row(row), tip)
    if (entry.seq, entry.hash) != row[:2]:
        raise LedgerDamaged(
            f"Line {tip.seq + 1} of the ledger was changed after it was written. {WHAT_NOW}", tip.seq + 1
        )
    return entry


def line_of_row(row: StoredLine) -> bytes:
    """The line as in a file, with its newline."""
    return row[2] + b"\n"


def tip_of(entry: Entry) -> Tip:
    """The position after an entry."""
    return Tip(entry.seq, entry.hash)


def prev_of(row: StoredLine) -> str:
    """The hash of the entry before; blank if the line is not an entry."""
    return row[2].rpartition(b'"prev":"')[2][:64].decode(errors="replace")


def quoted_rows(connection: Connection, entries: Sequence[Entry]) -> str:
    """The rows of entries, as SQL; libpq quotes in a tenth of the time that psycopg takes for an array."""
    quoted = Escaping(connection.pgconn).escape_literal
    rows = (f"({entry.seq},'{entry.hash}',{quoted(line_of(entry)[:-1]).decode()})" for entry in entries)
    return ",".join(rows)
