"""Who watches for a team, and who of them does what only one may do: leases that end when not renewed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

import psycopg

from smits_tui.ledger.postgres.link import Link
from smits_tui.ledger.postgres.schema import Connection, make_tables

T = TypeVar("T")

LEASE_SECONDS = 15
"""A lease ends so long after it was last renewed, by the server's clock; it is renewed every two seconds, so
a watcher that is alive keeps it through a slow network or a restart of the server."""
ANSWERED_SECONDS = 0.1
"""A server that answered so short a time ago will hardly stand still now."""
SHOWN_DAYS = 30
"""A machine that has not watched for longer is not listed any more."""
_RENEW = """
with life as (
    insert into watchers (machine, token, folder, seen, until, beat)
    values (
        %(machine)s, %(token)s, %(folder)s, now(), now() + make_interval(secs => %(seconds)s), %(beat)s
    )
    on conflict (machine) do update
    set token = excluded.token, folder = excluded.folder, seen = excluded.seen, until = excluded.until,
        beat = excluded.beat
), given_back as (
    update duties set until = now()
    where token = %(token)s and until > now() and duty <> all(%(duties)s::text[])
)
insert into duties (duty, token, until)
select duty, %(token)s, now() + make_interval(secs => %(seconds)s) from unnest(%(duties)s::text[]) duty
on conflict (duty) do update set token = excluded.token, until = excluded.until
where duties.until <= now() or duties.token in (excluded.token, %(former)s)
returning duty"""
_END = """
with life as (
    update watchers set seen = now(), until = now(), beat = %(beat)s
    where machine = %(machine)s and token = %(token)s
)
update duties set until = now() where token = %(token)s and until > now()"""
_WATCHERS = """
select folder, until > now(), extract(epoch from now() - seen)::float8, beat, array(
    select duty from duties where duties.token = watchers.token and duties.until > now()
) from watchers where seen > now() - make_interval(days => %s) order by until > now() desc, machine"""


@dataclass(frozen=True, slots=True)
class LeaseHolder:
    """A process that watches, as the other machines see it."""

    machine: str
    """The host and the workspace; a machine that watches again replaces what it left."""
    token: str
    """Identifies the process."""
    folder: str
    """The identity of its input folders."""
    former: str = ""
    """Identifies a process of this machine that has ended, whose duties need not be waited for; or blank."""


@dataclass(frozen=True, slots=True)
class WatcherRow:
    """What the database has about a machine that watches, or did."""

    folder: str
    """The identity of its input folders."""
    is_alive: bool
    """Whether its lease has not ended."""
    silent_seconds: float
    """How long ago it was last renewed."""
    beat: str
    """Its last sign of life, JSON of a heartbeat."""
    duties: tuple[str, ...]
    """What it alone does."""


class WatchLeases:
    """The leases in one database. Must not be shared between threads."""

    def __init__(self, address: str) -> None:
        """Take the address of the record; nothing is connected yet."""
        self._link = Link(address)

    def register(self, folder: str, site: str) -> bool:
        """Note which site has which input folders; False if the folders or the site are taken by others.

        Args:
            folder: the identity of the input folders; blank only asks whether the site is free.
            site: their site; blank for the team's first folders.

        Raises:
            LedgerUnreachable: the server does not answer.
            LedgerUnwritable: this login may not watch.
        """

        def work(connection: Connection) -> bool:
            if folder:
                query = "insert into folders (folder, site) values (%s, %s) on conflict do nothing"
                connection.execute(query, (folder, site))
            query = "select folder, site from folders where folder = %s or site = %s"
            rows = connection.execute(query, (folder, site)).fetchall()
            return rows == [(folder, site)] or (not folder and not rows)

        return self._link.ask(lambda connection: _with_tables(connection, work))

    def renew(self, holder: LeaseHolder, beat: str, duties: Sequence[str]) -> Collection[str]:
        """Show a sign of life, and take or keep duties that nobody else has; others are given back.

        Waits for the server only the first time.

        Args:
            holder: who renews.
            beat: the sign of life, JSON.
            duties: what it would do; always in the same order, so that no two machines wait for each other.

        Returns:
            The duties that it has until the lease ends.

        Raises:
            LedgerUnreachable: the server does not answer.
            LedgerUnwritable: this login may not watch.
        """
        values = {
            "machine": holder.machine,
            "token": holder.token,
            "former": holder.former,
            "folder": holder.folder,
            "beat": beat,
            "seconds": LEASE_SECONDS,
            "duties": list(duties),
        }

        def work(connection: Connection) -> Collection[str]:
            return {str(row[0]) for row in connection.execute(_RENEW, values).fetchall()}

        self._link.poll()
        return self._link.ask(lambda connection: _with_tables(connection, work))

    def end(self, holder: LeaseHolder, beat: str) -> None:
        """Give all back, so that others can take over at once.

        Raises:
            LedgerUnreachable: the server does not answer; the leases end by themselves.
        """
        values = {"machine": holder.machine, "token": holder.token, "beat": beat}
        self._link.ask(lambda connection: connection.execute(_END, values))

    def watchers(self) -> list[WatcherRow] | None:
        """All machines that watch or did, those that are alive first; None: ask again in a moment.

        An interface asks, which must not stand still because the server does: so a sign of life comes first,
        for which it is not waited.

        Raises:
            LedgerUnreachable: the server does not answer. It is waited for only the first time.
        """
        is_new = not self._link.is_connected
        self._link.poll()
        return self._link.ask(_watchers) if is_new or self._link.has_answered(ANSWERED_SECONDS) else None


def _with_tables(connection: Connection, work: Callable[[Connection], T]) -> T:
    """Do something once the tables are there."""
    try:
        return work(connection)
    except psycopg.errors.UndefinedTable:
        make_tables(connection)
        return work(connection)


def _watchers(connection: Connection) -> list[WatcherRow]:
    try:
        rows = connection.execute(_WATCHERS, (SHOWN_DAYS,)).fetchall()
    except psycopg.errors.UndefinedTable:
        return []
    return [
        WatcherRow(
            str(folder),
            bool(is_alive),
            float(str(late)),
            str(beat),
            tuple(map(str, duties if isinstance(duties, list) else ())),
        )
        for folder, is_alive, late, beat, duties in rows
    ]
