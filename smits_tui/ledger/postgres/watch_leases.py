"""Who watches the inputs of a team: a lease in the database, which ends by itself when it is not renewed."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from smits_tui.ledger.postgres.ledger import make_tables
from smits_tui.ledger.postgres.link import Connection, Link

LEASE_SECONDS = 15
"""A lease ends so long after it was last renewed, by the server's clock; it is renewed every two seconds, so
a watcher that is alive keeps it through a slow network or a restart of the server."""
_ACQUIRE = """
insert into watchers (folder, token, until, beat)
values (%(folder)s, %(token)s, now() + make_interval(secs => %(seconds)s), %(beat)s)
on conflict (folder) do update set token = excluded.token, until = excluded.until, beat = excluded.beat
where watchers.until < now() or watchers.token = excluded.token
returning token"""
_RENEW = """
update watchers set until = now() + make_interval(secs => %(seconds)s), beat = %(beat)s
where folder = %(folder)s and token = %(token)s returning token"""


@dataclass(frozen=True, slots=True)
class WatcherRow:
    """What the database has about the watcher of a folder."""

    folder: str
    """The identity of the input folders."""
    is_alive: bool
    """Whether its lease has not ended."""
    beat: str
    """Its last sign of life, JSON of a heartbeat."""


class WatchLeases:
    """The leases in one database. Must not be shared between threads."""

    def __init__(self, address: str) -> None:
        """Take the address of the record; nothing is connected yet."""
        self._link = Link(address)

    def acquire(self, folder: str, token: str, beat: str) -> bool:
        """Take the lease of a folder, or renew one's own; False if somebody else holds it.

        Args:
            folder: the identity of the input folders.
            token: identifies this holder.
            beat: a sign of life, JSON.

        Raises:
            LedgerUnreachable: the server does not answer.
            LedgerUnwritable: this login may not watch.
        """
        values = {"folder": folder, "token": token, "beat": beat, "seconds": LEASE_SECONDS}

        def work(connection: Connection) -> bool:
            try:
                return connection.execute(_ACQUIRE, values).fetchone() is not None
            except psycopg.errors.UndefinedTable:
                make_tables(connection)
                return connection.execute(_ACQUIRE, values).fetchone() is not None

        return self._link.ask(work)

    def renew(self, folder: str, token: str, beat: str, *, seconds: int = LEASE_SECONDS) -> bool:
        """Prolong a lease; False if somebody else has taken it meanwhile.

        Args:
            folder: as in `acquire`.
            token: as in `acquire`.
            beat: a sign of life, JSON.
            seconds: the lease ends after these; 0 gives it back.

        Raises:
            LedgerUnreachable: the server does not answer.
        """
        values = {"folder": folder, "token": token, "beat": beat, "seconds": seconds}
        return self._link.ask(lambda connection: connection.execute(_RENEW, values).fetchone() is not None)

    def watchers(self) -> list[WatcherRow]:
        """All watchers, the one that was last alive first.

        Raises:
            LedgerUnreachable: the server does not answer. It is waited for only the first time.
        """
        self._link.poll()
        return self._link.ask(_watchers)


def _watchers(connection: Connection) -> list[WatcherRow]:
    query = "select folder, until > now(), beat from watchers order by until desc"
    try:
        rows = connection.execute(query).fetchall()
    except psycopg.errors.UndefinedTable:
        return []
    return [WatcherRow(str(folder), bool(is_alive), str(beat)) for folder, is_alive, beat in rows]
