"""The record of a workspace moves to PostgreSQL and back, and is the same."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from smits_tui.actions.inputs.archive.store import archived, keep
from smits_tui.actions.ledger import move
from smits_tui.actions.ledger.backup import back_up, put_back
from smits_tui.actions.ledger.move import MoveRefused, move_ledger
from smits_tui.actions.session import open_record
from smits_tui.ledger.engines import ledger_address, open_engine, open_ledger
from smits_tui.ledger.errors import LedgerDamaged, LedgerUnwritable
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace, make_workspace


def open_cycles(record: Record, *numbers: int) -> None:
    record.commit("kim", lambda _state: [CycleOpened(number=n, reason='"zwölf" \0 €') for n in numbers])


def test_a_record_moves_to_a_team_and_back(workspace: Workspace, record: Record, schema: str) -> None:
    """The same bytes come back; the old place refuses whoever has not noticed."""
    open_cycles(record, *range(20))
    sha256 = keep(workspace, b"evidence")
    settings, whole = workspace.settings_file.read_bytes(), workspace.ledger.read_bytes()
    moved = move_ledger(workspace, "file", schema)
    assert (moved.moved, moved.copies) == (21, 1)
    assert ledger_address(workspace) == schema
    with pytest.raises(LedgerDamaged, match="missing"):
        open_cycles(record, 21)
    assert not workspace.ledger.exists()
    archived(workspace, sha256).unlink()
    team, _ = open_record(workspace, record.clock)
    assert move_ledger(workspace, schema, "file").moved == 21
    assert workspace.ledger.read_bytes() == whole
    assert archived(workspace, sha256).read_bytes() == b"evidence"
    assert workspace.settings_file.read_bytes().replace(b'ledger = "file"\n', b"") == settings
    with pytest.raises(LedgerUnwritable, match="moved"):
        open_cycles(team, 21)
    open_cycles(open_record(workspace, record.clock)[0], 21)
    assert move_ledger(workspace, "file", schema).moved == 1


def test_a_move_that_was_interrupted_goes_on(
    workspace: Workspace, record: Record, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_cycles(record, 1, 2, 3)
    monkeypatch.setattr(move, "_BATCH", 2)
    target = open_engine(workspace, schema)
    with target.locked():
        target.append(open_ledger(workspace).read()[:2])
    assert move_ledger(workspace, "file", schema).moved == 2
    workspace.ledger.with_suffix(".moved").rename(
        workspace.ledger
    )  # as if it had ended just before the last step
    assert move_ledger(workspace, "file", schema).moved == 0
    assert not workspace.ledger.exists()


def test_another_record_is_not_overwritten(
    tmp_path: Path, workspace: Workspace, record: Record, schema: str
) -> None:
    other = make_workspace(tmp_path / "other", "Other")
    open_cycles(open_record(other, record.clock)[0], 1)
    move_ledger(other, "file", schema)
    with pytest.raises(MoveRefused, match="another record"):
        move_ledger(workspace, "file", schema)
    assert ledger_address(workspace) == "file"
    assert open_ledger(workspace).verify() == 1
    with pytest.raises(MoveRefused, match="has entries that 'file' has not"):
        move_ledger(workspace, schema, "file")
    with pytest.raises(MoveRefused, match="kept in 'file'"):
        move_ledger(workspace, schema, schema + "x")


def test_a_backup_of_a_team_is_a_record_of_its_own(
    tmp_path: Path, workspace: Workspace, record: Record, schema: str
) -> None:
    """It has what this machine had not fetched, and nobody writes into the team's record by trying it."""
    sha256 = keep(workspace, b"evidence")
    move_ledger(workspace, "file", schema)
    archived(workspace, sha256).unlink()
    back_up(workspace, tmp_path / "team.zip", record.clock)
    put_back(tmp_path / "team.zip", tmp_path / "restored")
    restored = Workspace(tmp_path / "restored")
    assert ledger_address(restored) == "file"
    assert open_ledger(restored).verify() == 1
    with psycopg.connect(schema, autocommit=True) as connection:
        connection.execute("drop table contents")
    assert archived(restored, sha256).read_bytes() == b"evidence"
