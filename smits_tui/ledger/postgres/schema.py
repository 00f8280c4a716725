"""The tables of a team's record: made with its first entry, and upgraded by a newer version of smits."""

from __future__ import annotations

from importlib.resources import files

import psycopg

from smits_tui.ledger.errors import LedgerTooNew, LedgerUnwritable

SCHEMA_VERSION = 4
"""The version of schema.sql, which writes the same number into the database.

Raised with each change to the tables. The entries themselves have a format of their own and never change."""
LOCK = "select pg_advisory_xact_lock(hashtextextended('smits:' || current_schema(), 0))"
_ENTRIES, _VERSION = "to_regclass('entries')", "to_regclass('schema_version')"
_TO_VERSION = {
    2: "drop table if exists watchers",
    4: "alter table if exists entries drop constraint if exists entries_hash_check",
}
"""Version -> what it changes in the tables of the one before, beside what it adds.

2: leases of watchers have other columns; they are renewed every few seconds, so nothing is lost.
3: `check_entry` alone is another, which schema.sql replaces.
4: `check_entry` is faster, and computes the hash anyway, so no pattern has to check its form as well."""

Connection = psycopg.Connection[tuple[object, ...]]


def make_tables(connection: Connection) -> None:
    """Make the tables in the first schema of the search path, or what is missing of them.

    Raises:
        psycopg.Error: the login may not create tables there.
    """
    with connection.transaction():
        connection.execute(LOCK)
        before = stored_version(connection)
        for version, change in _TO_VERSION.items():
            if before is not None and before < version:
                connection.execute(change.encode())
        script = files("smits_tui.ledger.postgres").joinpath("schema.sql").read_text(encoding="utf-8")
        connection.execute(script.encode())


def stored_version(connection: Connection) -> int | None:
    """The version of the tables in the database; None if there are none yet. The first had no number."""
    query = f"select {_ENTRIES} is not null, {_VERSION} is not null"
    (has_entries, has_version) = connection.execute(query.encode()).fetchone() or (False, False)
    if has_version and (row := connection.execute("select version from schema_version").fetchone()):
        return int(str(row[0]))
    return 1 if has_entries else None


def check_version(connection: Connection, name: str) -> None:
    """Refuse tables of a newer version, and upgrade those of an older one.

    Args:
        connection: to the database.
        name: of the database, for people.

    Raises:
        LedgerTooNew: a newer version of smits made the tables.
        LedgerUnwritable: they are older, and this login may not change them.
        psycopg.Error: the server does not answer.
    """
    version = stored_version(connection)
    if version is None or version == SCHEMA_VERSION:
        return
    if version > SCHEMA_VERSION:
        raise LedgerTooNew(
            f"The tables of the record on {name} are of version {version}, and this smits knows "
            f"{SCHEMA_VERSION} at most: update smits on this machine. Nothing was changed."
        )
    try:
        make_tables(connection)
    except psycopg.errors.InsufficientPrivilege as error:
        raise LedgerUnwritable(
            f"The tables of the record on {name} are of version {version}, and this smits needs "
            f"{SCHEMA_VERSION}: ask whoever made them to run `smits team init` with the new version."
        ) from error
