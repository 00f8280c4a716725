"""Prepares a database for the record of a team: schema, tables, and roles with what each may do."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

from smits_tui.ledger.errors import LedgerUnwritable
from smits_tui.ledger.postgres.link import Link
from smits_tui.ledger.postgres.schema import Connection, make_tables, stored_version

ROLES = ("owner", "stakeholder", "reader")
"""What people of a team may be; the table `people` says who is what."""
_GRANTS = (
    "grant usage on schema {schema} to {reader}",
    "grant select on all tables in schema {schema} to {reader}",
    "grant {reader} to {stakeholder}",
    "grant insert on entries, contents, folders to {stakeholder}",
    "grant insert, update on watchers, duties, notified to {stakeholder}",
    "grant {stakeholder} to {owner}",
    "grant insert, update, delete on people to {owner}",
)
"""Nobody but who made the tables may change or delete entries, and a reader may add nothing."""


@dataclass(frozen=True, slots=True)
class PreparedTeam:
    """A database that is ready for a team."""

    name: str
    """The server and database, for people."""
    schema: str
    login: str
    """The login that prepared it; it owns the tables."""
    roles: dict[str, str]
    """Role -> the group of PostgreSQL that a login with this role must be in."""
    missing: tuple[str, ...]
    """SQL that whoever manages the server must run, because this login may not create roles."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What a login may do with the record of a team."""

    name: str
    """The server and database, for people."""
    login: str
    role: str
    """Its role in the table `people`; blank if it is not there."""
    person: str
    """The name in which a stakeholder may record."""
    is_open: bool
    """Whether `people` is empty, so that everybody may record in any name."""
    may_append: bool
    """Whether the database lets this login add entries."""
    entries: int
    """How many entries the record has."""


def prepare_team(address: str, person: str) -> PreparedTeam:
    """Make the schema, the tables and the roles, or what is missing of them.

    Args:
        address: the address of the record.
        person: the name of whoever prepares it, the first owner if there is none yet.

    Raises:
        LedgerUnreachable: the server does not answer.
        LedgerUnwritable: it refuses, e.g. because the login may not create tables.
    """
    link = Link(address)

    def work(connection: Connection) -> PreparedTeam:
        schema = _made_schema(connection)
        make_tables(connection)
        database, login = map(
            str, connection.execute("select current_database(), session_user").fetchone() or ()
        )
        connection.execute(
            "insert into people (login, role, person) "
            "select %s, 'owner', %s where not exists (select from people where role = 'owner') "
            "on conflict (login) do update set role = excluded.role",
            (login, person),
        )
        prefix = database if schema == "public" else f"{database}_{schema}"
        groups = {role: f"{prefix}_{role}" for role in ROLES}
        names = {role: sql.Identifier(group) for role, group in groups.items()}
        grants = [sql.SQL(grant).format(schema=sql.Identifier(schema), **names) for grant in _GRANTS]
        try:
            with connection.transaction():
                _make_groups(connection, groups)
                for grant in grants:
                    connection.execute(grant)
        except psycopg.errors.InsufficientPrivilege:
            creations = [sql.SQL("create role {}").format(name) for name in names.values()]
            script = [f"{statement.as_string(connection)};" for statement in (*creations, *grants)]
            return PreparedTeam(link.name, schema, login, groups, tuple(script))
        return PreparedTeam(link.name, schema, login, groups, ())

    return link.ask(work)


def membership(address: str) -> Membership:
    """What the login of an address may do.

    Raises:
        LedgerUnreachable: the server does not answer.
        LedgerUnwritable: it refuses, or there is no record of a team.
    """
    link = Link(address)

    def work(connection: Connection) -> Membership:
        if stored_version(connection) is None:
            raise LedgerUnwritable(
                f"There is no record of a team on {link.name}; whoever owns it runs `smits team init` first."
            )
        row = connection.execute(
            "select session_user, has_table_privilege('entries', 'insert'), not exists (select from people), "
            "(select count(*) from entries)"
        ).fetchone()
        login, may_append, is_open, entries = row or ("", False, False, 0)
        query = "select role, person from people where login = session_user"
        role, person = connection.execute(query).fetchone() or ("", "")
        return Membership(
            link.name, str(login), str(role), str(person), bool(is_open), bool(may_append), int(str(entries))
        )

    return link.ask(work)


def _made_schema(connection: Connection) -> str:
    """The schema of the record: the first of the search path, made if it is not there."""
    (current, path) = connection.execute(
        "select current_schema(), current_setting('search_path')"
    ).fetchone() or (
        None,
        "",
    )
    if current is not None:
        return str(current)
    wanted = str(path).split(",")[0].strip().strip('"')
    connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(wanted)))
    return wanted


def _make_groups(connection: Connection, groups: dict[str, str]) -> None:
    query = "select rolname from pg_roles where rolname = any(%s)"
    there = {str(row[0]) for row in connection.execute(query, (list(groups.values()),)).fetchall()}
    for group in groups.values():
        if group not in there:
            connection.execute(sql.SQL("create role {}").format(sql.Identifier(group)))
