"""The ledger in PostgreSQL: one row per line, appended under an advisory lock.

An append must hold the lock while it reads what others appended, but not while it waits for the disk: its
rows are committed without waiting (`synchronous_commit = off`), which frees the lock, and the same round
trip then waits until the server's log is on disk. The log is written in order, so no entry is durable before
the one that it follows, and those who append at the same time share one fsync. Readers wait for the disk
too, so that nobody sees an entry that a crash could take back.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import TypeVar

import psycopg
from psycopg.pq import TransactionStatus

from smits_tui.ledger.chain import chain
from smits_tui.ledger.errors import (
    WHAT_NOW,
    LedgerDamaged,
    LedgerRewound,
    LedgerUnreachable,
    LedgerUnwritable,
)
from smits_tui.ledger.postgres.link import Link
from smits_tui.ledger.postgres.refusals import refuse
from smits_tui.ledger.postgres.rows import StoredLine, entry_of_row, line_of_row, prev_of, quoted_rows, tip_of
from smits_tui.ledger.postgres.schema import Connection, make_tables
from smits_tui.ledger.postgres.statements import (
    APPEND,
    BEGIN,
    FLUSH,
    PAGE,
    PREPARE,
    has_entry,
    newest_row,
    put_aside,
    rows_from,
    run_all,
    stored_lines,
)
from smits_tui.ledger.protocol import START, Tip
from smits_tui.process.entries.entry import Entry

T = TypeVar("T")
SEEK_LINES = 16
"""Entries before a checkpoint that are verified with it."""


class PostgresLedger:
    """A ledger in a PostgreSQL database; see `Ledger` for what the methods promise."""

    def __init__(self, address: str) -> None:
        """Take the address; the tables are made with the first entry.

        Args:
            address: as libpq takes it; the tables are in the first schema of its search_path.
        """
        self._link = Link(address)
        self._tip = START
        self._is_durable = True
        """Whether the entries up to the tip are on the server's disk."""
        self._holds = False
        self._ahead: list[StoredLine] | None = None
        """The rows read together with the acquisition of the lock."""

    @property
    def tip(self) -> Tip:
        """See `Ledger.tip`."""
        return self._tip

    def seek(self, tip: Tip) -> bool:
        """See `Ledger.seek`; the entries just before the tip must fit the chain up to it."""
        first = max(1, tip.seq - SEEK_LINES + 1)
        rows = self._rows(first, tip.seq - first + 1) if tip.seq > 0 else []
        if not rows:
            return False
        before = Tip(first - 1, prev_of(rows[0]))
        try:
            for row in rows:
                before = tip_of(entry_of_row(row, before))
        except LedgerDamaged:
            return False
        if (before.seq, before.hash) != (tip.seq, tip.hash):
            return False
        self._tip = before
        return True

    def read(self) -> list[Entry]:
        """See `Ledger.read`."""
        entries: list[Entry] = []
        while True:
            rows, self._ahead = self._ahead or self._rows(self._tip.seq, PAGE), None
            new = self._after_tip(rows)
            for row in new:
                entry = entry_of_row(row, self._tip)
                self._tip = tip_of(entry)
                entries.append(entry)
            if len(rows) < PAGE:
                break
        if entries:
            self._is_durable = False
            if not self._holds:
                self._flush()
        return entries

    def _after_tip(self, rows: Sequence[StoredLine]) -> Sequence[StoredLine]:
        """The rows after the tip, of rows that must begin with that of the tip."""
        if not self._tip.seq:
            return rows
        if rows and rows[0][:2] == (self._tip.seq, self._tip.hash):
            return rows[1:]
        if not self._is_durable:
            self._tip, self._is_durable = START, True
            raise LedgerRewound(f"The record on {self._link.name} lost entries when its server stopped.")
        if rows and rows[0][0] == self._tip.seq:
            raise LedgerDamaged(
                f"Entry {self._tip.seq} of the record on {self._link.name} is not the one that was read "
                f"before. {WHAT_NOW}",
                self._tip.seq,
            )
        raise LedgerDamaged(
            f"The record on {self._link.name} is shorter than it was; restore the database from a backup."
        )

    def follow(self) -> bool:
        """See `Ledger.follow`: asks the server only after it has announced a change."""
        if not self._link.poll():
            return False
        self._link.is_woken = False
        newest = self._run(newest_row) or (0, START.hash)
        if newest == (self._tip.seq, self._tip.hash):
            return False  # and woken again if somebody appended just after the query began
        self._link.is_woken = True
        return True

    @contextmanager
    def locked(self) -> Iterator[str | None]:
        """See `Ledger.locked`; the server frees the lock of a client that is cut off."""
        self._ahead = self._run(self._begin)
        self._holds = True
        try:
            yield None
            if not self._is_durable:
                self._flush()
        finally:
            self._holds = False
            self._ahead = None
            self._roll_back()

    def _begin(self, connection: Connection) -> list[StoredLine]:
        """Take the lock, and read what may be unread, in one round trip."""
        try:
            return stored_lines(run_all(connection, BEGIN % (self._tip.seq, PAGE)))
        except psycopg.errors.InvalidSqlStatementName:
            self._roll_back()
            self._prepare(connection)
            return self._begin(connection)
        except psycopg.Error:
            self._roll_back()
            raise

    @staticmethod
    def _prepare(connection: Connection) -> None:
        """Prepare the session for its first append, and make the tables if there are none."""
        try:
            run_all(connection, PREPARE)
        except psycopg.errors.UndefinedTable:
            make_tables(connection)
            run_all(connection, PREPARE)

    def append(self, entries: Sequence[Entry]) -> None:
        """See `Ledger.append`: one transaction, and in the same round trip the wait for the disk."""
        if not entries:
            return
        connection = self._link.connected()
        if connection.info.transaction_status == TransactionStatus.IDLE:
            self._run(self._begin)  # after a first append inside the same `locked()`
        try:
            run_all(connection, APPEND.replace("%s", quoted_rows(connection, entries)))
        except psycopg.Error as error:
            if not self._link.is_lost(error):
                self._roll_back()
                refuse(error, self._link.name)
            self._settle(entries[-1])
        self._tip, self._is_durable = tip_of(entries[-1]), True

    def _settle(self, last: Entry) -> None:
        """After the server was lost during an append: find out whether it has the entries.

        The lock is taken first: the lost session, if it still runs, holds it until its transaction has ended.

        Raises:
            LedgerUnwritable: it does not have them.
            LedgerUnreachable: it did not come back.
        """
        try:
            recorded = self._run(lambda connection: has_entry(connection, last.seq, last.hash))
        except LedgerUnreachable as error:
            raise LedgerUnreachable(
                f"The connection to {self._link.name} was lost while this was recorded. Once the server is "
                "back, check whether it was recorded before you do it again."
            ) from error
        if not recorded:
            raise LedgerUnwritable(
                f"Nothing was recorded: the connection to {self._link.name} was lost. Try again."
            )

    def lines(self, after: Tip = START) -> Generator[bytes, None, None]:
        """See `Ledger.lines`; read in pages, so that no query stays open meanwhile."""
        seq = after.seq
        while rows := self._rows(seq + 1, PAGE):
            for row in rows:
                yield line_of_row(row)
            seq = rows[-1][0]

    def verify(self, visit: Callable[[Entry], None] | None = None) -> int:
        """See `Ledger.verify`."""
        count = 0
        with closing(self.lines()) as lines:
            for entry in chain(lines):
                count = entry.seq
                if visit:
                    visit(entry)
        return count

    def recover(self) -> str | None:
        """See `Ledger.recover`: PostgreSQL itself undoes what a crash left half done."""
        return None

    def repair(self) -> str | None:
        """See `Ledger.repair`; the rest is kept in the table `entries_set_aside`."""
        whole = START
        try:
            for entry in chain(self.lines()):
                whole = tip_of(entry)
        except LedgerDamaged:
            pass
        else:
            return None
        with self.locked():
            connection = self._link.connected()
            with self._translated():
                count = put_aside(connection, whole.seq)
        self._tip = START
        return (
            f"{whole.seq} entries are consistent and were kept; the rest, from entry {whole.seq + 1} on "
            f"({count:,} entries), was moved to the table entries_set_aside."
        )

    def retire(self, target: str) -> None:
        """See `Ledger.retire`: the triggers refuse new rows."""
        connection = self._link.connected()
        with self._translated():
            connection.execute("insert into moved (target) values (%s) on conflict do nothing", (target,))
            connection.execute("commit")
            connection.execute(FLUSH)

    def reopen(self) -> None:
        """See `Ledger.reopen`."""

        def admit(connection: Connection) -> None:
            with suppress(psycopg.errors.UndefinedTable):
                connection.execute("delete from moved")

        self._run(admit)

    def _rows(self, seq: int, most: int) -> list[StoredLine]:
        """The rows from a number on; none if there are no tables yet."""
        if not self._holds:
            return self._run(lambda connection: rows_from(connection, seq, most))
        with self._translated():
            return rows_from(self._link.connected(), seq, most)

    def _flush(self) -> None:
        """Wait until what was read is on the server's disk."""
        self._run(lambda connection: connection.execute(FLUSH))
        self._is_durable = True

    def _run(self, work: Callable[[Connection], T]) -> T:
        with self._translated():
            return self._link.use(work)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn an error of the driver into one for people."""
        try:
            yield
        except psycopg.Error as error:
            if self._link.is_lost(error):
                raise self._link.unreachable(error) from error
            refuse(error, self._link.name)

    def _roll_back(self) -> None:
        """End a transaction, which frees the lock; a lost connection has none."""
        if not self._link.is_connected:
            return
        connection = self._link.connected()
        if connection.info.transaction_status != TransactionStatus.IDLE:
            try:
                connection.execute("rollback")
            except psycopg.Error:
                self._link.drop()
