"""`smits team`: begin the record of a team, and join one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    UsageError,
    WorkspaceOption,
    print_json,
    say,
    workspace_of,
)
from smits_tui.cli.exits import narrate

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.team import Membership, PreparedTeam
    from smits_tui.settings import Stakeholder

team = typer.Typer(
    help="Share one record among the machines of a team, in a PostgreSQL database.", no_args_is_help=True
)
AddressArgument = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="postgresql://LOGIN@HOST/DATABASE, without a password.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(team, name="team")


@team.command()
def init(
    address: AddressArgument,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prepare a database: schema, tables and roles; and say what each person needs.

    Whoever runs it owns the tables and is the first owner. Repeat it with a new version of smits to upgrade
    the tables; nothing that exists is changed otherwise.
    """
    from smits_tui.actions.session import person
    from smits_tui.ledger.engines import prepare_team
    from smits_tui.workspace import WorkspaceError

    try:
        settings = workspace_of(workspace).settings()
    except WorkspaceError:
        if workspace is not None:
            raise
        settings = None
    made = prepare_team(address, person(by, settings))
    if as_json:
        print_json(
            {
                "database": made.name,
                "schema": made.schema,
                "owner": made.login,
                "roles": made.roles,
                "missing": list(made.missing),
            }
        )
        return
    narrate(f"{made.name} is ready: the tables are in the schema {made.schema} and belong to {made.login}.")
    if made.missing:
        narrate(f"{made.login} may not create roles. Whoever manages the server runs this once:")
        for statement in made.missing:
            say(statement)
    narrate("For each person, whoever manages the server creates a login, and you give it a role:")
    for statement in _for_people(made, settings.stakeholders if settings else ()):
        say(statement)
    narrate(f"On each machine: smits team join {_address_of(address, made.login, 'LOGIN')}")


def _for_people(made: PreparedTeam, people: tuple[Stakeholder, ...]) -> list[str]:
    """SQL for the logins of people; an example if nobody is known."""
    logins = {login.partition("@")[0]: person.name for person in people for login in person.logins}
    for person in people:
        if not person.logins:
            logins[person.name.split()[0].casefold()] = person.name
    logins.pop(made.login, None)
    statements = []
    for login, name in (logins or {"lee": "Lee Example"}).items():
        group = _identifier(made.roles["stakeholder"])
        statements.append(f"create role {_identifier(login)} login password '...' in role {group};")
        values = ", ".join(map(_literal, (login, "stakeholder", name)))
        statements.append(f"insert into people values ({values});")  # noqa: S608  # to be read, not run
    return statements


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _address_of(address: str, login: str, other: str) -> str:
    return address.replace(f"//{login}@", f"//{other}@", 1)


@team.command()
def join(
    address: AddressArgument,
    site: Annotated[
        str, typer.Option(help="The name of the site, if it has input folders of its own, e.g. graz.")
    ] = "",
    move: Annotated[
        bool | None,
        typer.Option(
            "--move/--leave", help="Move a record that this workspace has of its own, or leave it in a file."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the record of a team and name it in smits.toml; a record of this workspace can be moved there."""
    from smits_tui.actions.setup.team import ASIDE, join_team
    from smits_tui.presentation.setup.joining import membership_clause

    opened = workspace_of(workspace)

    def moves(entries: int, member: Membership) -> bool:
        if move is not None:
            return move
        if not sys.stdin.isatty() or member.entries:
            there = f", and {member.name} has {member.entries}" if member.entries else ""
            raise UsageError(
                f"{opened.root} has a record of its own with {entries} entries{there}. Move it with --move "
                f"(into an empty record), or leave it in .smits/{ASIDE} with --leave."
            )
        question = f"Move the {entries} entries of {opened.root} to {member.name}, with the archive?"
        return bool(typer.confirm(question, err=True, default=True))

    joined = join_team(opened, address, site=site, moves=moves)
    member = joined.membership
    if as_json:
        print_json(
            {
                "database": member.name,
                "login": member.login,
                "role": member.role,
                "person": member.person,
                "may_append": member.may_append,
                "entries": joined.moved.tip.seq if joined.moved else member.entries,
                "moved": joined.moved.moved if joined.moved else 0,
                "left": joined.left,
            }
        )
        return
    if joined.moved:
        narrate(
            f"{joined.moved.tip.seq} entries and {joined.moved.copies} archived copies were moved; verified."
        )
    if joined.left:
        narrate(f"The {joined.left} entries of this workspace's own record are in .smits/{ASIDE}.")
    narrate(f"{opened.root} uses the record on {member.name} now; {membership_clause(member)}.")
