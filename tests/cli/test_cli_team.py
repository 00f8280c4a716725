"""`smits team`: a database is prepared, a laptop's record is moved into it, and a second machine joins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from conftest import Smits
from prepared import Prepared
from psycopg import sql

from smits_tui.actions.inputs.archive.store import keep
from smits_tui.actions.session import ActionRefused, open_record
from smits_tui.actions.setup.team import ASIDE, join_team
from smits_tui.actions.strategy.cycle import open_cycle
from smits_tui.clock import system_clock
from smits_tui.daemon import watch_lock
from smits_tui.ledger.errors import LedgerUnwritable
from smits_tui.ledger.postgres.ledger import PostgresLedger
from smits_tui.ledger.postgres.schema import SCHEMA_VERSION
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.sites import site_of
from smits_tui.workspace import Workspace, make_workspace


@pytest.fixture
def groups(schema: str) -> Iterator[list[str]]:
    """The groups that `team init` makes, which belong to the whole server."""
    names = [f"postgres_{schema.rpartition('%3D')[2]}_{role}" for role in ("owner", "stakeholder", "reader")]
    yield names
    with psycopg.connect(schema, autocommit=True) as connection:
        for name in reversed(names):
            for statement in ("drop owned by {}", "drop role {}"):
                connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def login_of(connection: psycopg.Connection[tuple[object, ...]], group: str, role: str, person: str) -> str:
    """A new login in a group, with a role in the team."""
    login = f"{group}_login"
    names = sql.Identifier(login), sql.Identifier(group)
    connection.execute(sql.SQL("create role {} login in role {}").format(*names))
    connection.execute("insert into people values (%s, %s, %s)", (login, role, person))
    return login


def test_from_one_laptop_to_a_team(
    tmp_path: Path, schema: str, groups: list[str], prepared: Prepared, workspace: Workspace, smits: Smits
) -> None:
    done = smits("cycle", "open", "--reason", "a first look", "--by", "Kim")
    assert done.returncode == 0, done.stderr
    made = smits.json("team", "init", schema, "--by", "Kim")
    assert list(made["roles"].values()) == groups
    assert made["missing"] == []
    with psycopg.connect(schema, autocommit=True) as owner:
        assert owner.execute("select version from schema_version").fetchall() == [(SCHEMA_VERSION,)]
        lee = login_of(owner, groups[1], "stakeholder", "Lee")
        board = login_of(owner, groups[2], "reader", "")
        try:
            undecided = smits("team", "join", schema)
            assert (undecided.returncode, "--leave" in undecided.stderr) == (2, True)
            joined = smits.json("team", "join", schema, "--move")
            assert (joined["role"], joined["moved"], joined["left"]) == ("owner", joined["entries"], 0)
            assert smits.json("status")["cycle"]["number"] == 1

            other = Smits(make_workspace(tmp_path / "other", "Acme"), prepared)
            assert other("team", "join", schema).returncode == 0
            refused = other("watch", "--once")  # the record is about the folders that it came with
            assert (refused.returncode, "--site" in refused.stderr) == (5, True)

            def joins(login: str) -> tuple[Smits, dict[str, object]]:
                there = Smits(make_workspace(tmp_path / login, "Acme"), prepared)
                address = schema.replace("//postgres@", f"//{login}@")
                return there, there.json("team", "join", address, "--site", "graz")

            theirs, joined = joins(lee)
            assert (joined["role"], joined["person"], joined["may_append"]) == ("stakeholder", "Lee", True)
            with watch_lock(theirs.workspace, system_clock) as lease:
                assert lease.takes_in
                keep(theirs.workspace, b"a budget")
            theirs, joined = joins(board)
            assert (joined["role"], joined["may_append"]) == ("reader", False)
            assert theirs.json("status")["cycle"]["number"] == 1
            record, _ = open_record(theirs.workspace)
            with pytest.raises(LedgerUnwritable, match="permission denied"):
                record.commit("Kim", lambda _state: [CycleOpened(number=2, reason="again")])
        finally:
            for login in (lee, board):
                owner.execute(sql.SQL("drop role {}").format(sql.Identifier(login)))


def test_a_record_of_its_own_is_left_in_a_file_where_the_team_has_one(
    tmp_path: Path, schema: str, workspace: Workspace, record: Record
) -> None:
    """Its checkpoint must not be taken for one of the team's record; a site is named on the way."""
    first = make_workspace(tmp_path / "first", "Acme")
    with pytest.raises(LedgerUnwritable, match="team init"):
        join_team(first, schema, moves=never)
    with PostgresLedger(schema).locked():
        pass  # the tables are made
    assert join_team(first, schema, moves=never).left == 0
    open_cycle(open_record(first)[0], by="Kim", reason="the team's")
    open_cycle(record, by="Kim", reason="its own")
    record.save()
    joined = join_team(workspace, schema, site="graz", moves=lambda _entries, _member: False)
    assert joined.left == record.seq
    assert (workspace.hidden / ASIDE).exists()
    assert site_of(workspace).name == "graz"
    theirs, problem = open_record(workspace)
    cycle = theirs.state.cycle()
    assert (cycle and cycle.reason, problem) == ("the team's", None)
    with pytest.raises(ActionRefused, match="site graz"):
        join_team(workspace, schema, site="linz", moves=never)


def never(_entries: int, _member: object) -> bool:
    raise AssertionError
