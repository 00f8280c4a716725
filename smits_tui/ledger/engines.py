"""The ledger engines, and the one function that opens a ledger."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING

from smits_rules.vocabulary.suggestions import nearest
from smits_tui.ledger.protocol import Ledger
from smits_tui.settings import SettingsError, password_problem
from smits_tui.workspace import Workspace

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.contents import Contents
    from smits_tui.ledger.postgres.notified import SharedNotes
    from smits_tui.ledger.postgres.team import Membership, PreparedTeam
    from smits_tui.ledger.postgres.watch_leases import WatchLeases

DEFAULT = "file"


def _file(workspace: Workspace, _address: str) -> Ledger:
    from smits_tui.ledger.file.ledger import FileLedger

    return FileLedger(workspace.ledger)


def _postgresql(_workspace: Workspace, address: str) -> Ledger:
    _import_postgres()
    from smits_tui.ledger.postgres.ledger import PostgresLedger

    return PostgresLedger(address)


def _import_postgres() -> None:
    """Import the engine for PostgreSQL.

    Raises:
        SettingsError: its library is missing.
    """
    try:
        import smits_tui.ledger.postgres.ledger  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            "The record of this workspace is in PostgreSQL, which needs the extra 'team': "
            "install smits-tui[team], e.g. with `pip install 'smits-tui[team]'`."
        ) from error


ENGINES: dict[str, Callable[[Workspace, str], Ledger]] = {DEFAULT: _file, "postgresql": _postgresql}
"""Name of an engine -> function that opens it, importing its libraries on demand.

`ledger` in smits.toml is the name, or an address that begins with it: `postgresql://HOST/DATABASE`. The
function gets the workspace and the address."""

SHARED = frozenset({"postgresql"})
"""The engines whose record several machines share. With it they keep the archive, and who watches."""


def open_ledger(workspace: Workspace) -> Ledger:
    """Open the ledger of a workspace with the engine named in smits.toml.

    Raises:
        SettingsError: there is no such engine, its library is missing, or smits.toml is unreadable.
    """
    return open_engine(workspace, ledger_address(workspace))


def open_engine(workspace: Workspace, address: str) -> Ledger:
    """Open a ledger for a workspace by its address.

    Raises:
        SettingsError: there is no such engine, or its library is missing.
    """
    name = address.partition("://")[0]
    if name not in ENGINES:
        best = nearest(name, sorted(ENGINES), at_least=70)
        hint = f"did you mean '{best}'?" if best else f"choose {' or '.join(map(repr, ENGINES))}."
        raise SettingsError(
            f"{workspace.settings_file}: 'ledger' is wrong: '{name}' is not an engine; {hint}"
        )
    return ENGINES[name](workspace, address)


def is_team(workspace: Workspace) -> bool:
    """Whether the record is in a database that several machines share.

    Raises:
        SettingsError: smits.toml is unreadable, and there is no ledger file.
    """
    return is_shared(ledger_address(workspace))


def is_shared(address: str) -> bool:
    """Whether several machines share the record at an address."""
    return address.partition("://")[0] in SHARED


def open_leases(workspace: Workspace) -> WatchLeases | None:
    """Open the leases of those who watch for a team; None if the record is on this machine alone.

    Raises:
        SettingsError: as in `open_ledger`.
    """
    return leases_at(ledger_address(workspace)) if is_team(workspace) else None


def leases_at(address: str) -> WatchLeases:
    """Open the leases in a database by the address of its record."""
    from smits_tui.ledger.postgres.watch_leases import WatchLeases

    return WatchLeases(address)


_CONTENTS: list[Contents] = []
"""The contents used last: copies are fetched one by one, and connecting takes longer than fetching."""


def open_contents(workspace: Workspace) -> Contents | None:
    """Open the archive that a team shares; None if the record is on this machine alone.

    Raises:
        SettingsError: as in `open_ledger`.
    """
    address = ledger_address(workspace)
    return contents_at(address) if is_shared(address) else None


def contents_at(address: str) -> Contents:
    """Open the archive in a database by the address of its record."""
    from smits_tui.ledger.postgres.contents import Contents

    if not _CONTENTS or _CONTENTS[0].address != address:
        _CONTENTS[:] = [Contents(address)]
    return _CONTENTS[0]


def open_shared_notes(workspace: Workspace) -> SharedNotes | None:
    """Open the list of notifications that a team was sent; None if the record is on this machine alone.

    Raises:
        SettingsError: as in `open_ledger`.
    """
    if not is_team(workspace):
        return None
    from smits_tui.ledger.postgres.notified import SharedNotes

    return SharedNotes(ledger_address(workspace))


def prepare_team(address: str, person: str) -> PreparedTeam:
    """Prepare a database for a team; see `ledger.postgres.team.prepare_team`.

    Raises:
        SettingsError: it is not the address of a database, or the extra `team` is missing.
    """
    check_address(address)
    from smits_tui.ledger.postgres import team

    return team.prepare_team(address, person)


def team_membership(address: str) -> Membership:
    """What the login of an address may do; see `ledger.postgres.team.membership`.

    Raises:
        SettingsError: as in `prepare_team`.
    """
    check_address(address)
    from smits_tui.ledger.postgres import team

    return team.membership(address)


def check_address(address: str) -> None:
    """Refuse what can't be the address of a team's record; nothing is connected.

    Raises:
        SettingsError: it is none, it contains a password, or the extra `team` is missing.
    """
    if not address.startswith("postgresql://"):
        raise SettingsError(
            f"'{address}' is not the address of a team's record; write it like "
            "postgresql://kim@db.example.org/strategy."
        )
    if problem := password_problem(address):
        raise SettingsError(f"'{address.partition('//')[0]}//...': {problem}.")
    _import_postgres()
    from smits_tui.ledger.postgres.link import name_of

    name_of(address)


def ledger_address(workspace: Workspace) -> str:
    """The engine or address named in smits.toml.

    While smits.toml is being edited, it may be unreadable. An existing ledger file is then sufficient
    evidence; without one, a guess could start a second ledger beside the real one.

    Raises:
        SettingsError: smits.toml is unreadable, and there is no ledger file.
    """
    try:
        with workspace.settings_file.open("rb") as file:
            return str(tomllib.load(file).get("ledger", DEFAULT))
    except (OSError, ValueError) as error:
        if workspace.ledger.exists():
            return DEFAULT
        raise SettingsError(
            f"{workspace.settings_file} can't be read ({error}), so the ledger is not opened; fix it first."
        ) from error
