"""The record of a workspace moves to PostgreSQL and back, and is the same."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
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


MOVER = """
import sys
from pathlib import Path
from smits_tui.actions.ledger import move
from smits_tui.workspace import Workspace

print("ready", flush=True)
move.move_ledger(Workspace(Path(sys.argv[1])), sys.argv[2], sys.argv[3])
"""


def kill_moves(workspace: Workspace, source: str, target: str, chance: random.Random) -> int:
    """Kill moves, each later than those before, until one ends by itself; how many were killed."""
    total, kills, longest = open_ledger(workspace).verify(), 0, 0.1
    while True:
        command = [sys.executable, "-c", MOVER, str(workspace.root), source, target]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as mover:
            assert mover.stdout is not None
            assert mover.stdout.readline() == "ready\n"
            with suppress(subprocess.TimeoutExpired):  # the moment of the kill is what is tried out
                mover.wait(chance.uniform(0, longest))
            mover.kill()
        if mover.returncode == 0:
            return kills
        assert mover.returncode == -signal.SIGKILL
        kills += 1
        longest *= 1.4
        assert open_ledger(workspace).verify() == total, "smits.toml names a place without the whole record"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_a_move_that_is_killed_at_any_moment_goes_on(
    workspace: Workspace,
    record: Record,
    schema: str,
    seed: int,
    record_property: Callable[[str, object], None],
) -> None:
    """There and back; in the end the bytes are the same, and nothing is where it was."""
    chance = random.Random(seed)
    for first in range(0, 3_000, 1_000):
        open_cycles(record, *range(first, first + 1_000))
    copies = [keep(workspace, chance.randbytes(20_000)) for _ in range(20)]
    whole = workspace.ledger.read_bytes()
    there = kill_moves(workspace, "file", schema, chance)
    assert not workspace.ledger.exists()
    for sha256 in copies:
        archived(workspace, sha256).unlink()
    back = kill_moves(workspace, schema, "file", chance)
    record_property("tried", there + back)
    assert min(there, back) > 0
    assert workspace.ledger.read_bytes() == whole
    assert all(hashlib.sha256(archived(workspace, sha).read_bytes()).hexdigest() == sha for sha in copies)
