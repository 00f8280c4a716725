"""Which notifications a team was sent: in its database, so that another machine does not send them again."""

from __future__ import annotations

import psycopg

from smits_tui.ledger.postgres.link import Link
from smits_tui.ledger.postgres.schema import Connection


class SharedNotes:
    """The list of what was sent, in one database. Must not be shared between threads."""

    def __init__(self, address: str) -> None:
        """Take the address of the record; nothing is connected yet."""
        self._link = Link(address)

    def load(self) -> str:
        """What was saved last; blank if nothing was.

        Raises:
            LedgerUnreachable: the server does not answer.
        """

        def work(connection: Connection) -> str:
            try:
                row = connection.execute("select content from notified").fetchone()
            except psycopg.errors.UndefinedTable:
                return ""
            return str(row[0]) if row else ""

        return self._link.ask(work)

    def save(self, content: str) -> None:
        """Replace what was saved.

        Raises:
            LedgerUnreachable: the server does not answer.
            LedgerUnwritable: it refuses.
        """
        query = (
            "insert into notified (content) values (%s) "
            "on conflict (singleton) do update set content = excluded.content"
        )
        self._link.ask(lambda connection: connection.execute(query, (content,)))
