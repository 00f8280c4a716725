"""Several machines of a team, each with a workspace of its own, share record, archive and watcher."""

from __future__ import annotations

import hashlib
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from conftest import FixedClock, Smits
from prepared import Prepared

from smits_tui.actions.inputs.archive.store import archived, keep
from smits_tui.actions.inputs.checks import check_quarantine
from smits_tui.actions.session import open_record
from smits_tui.cli.inputs.watch import _watch_in_turn
from smits_tui.clock import system_clock
from smits_tui.daemon import Daemon, Happening, WatchedElsewhere, watch_lock
from smits_tui.daemon.watch_lock import FOLDER_MARK, OtherFolder
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.errors import LedgerUnreachable
from smits_tui.ledger.postgres import link
from smits_tui.workspace import Workspace, make_workspace


def machine(folder: Path, address: str, inputs: Path | None = None) -> Workspace:
    """A workspace whose record is in PostgreSQL; with the input folders of another one, as on a share."""
    workspace = make_workspace(folder, "Acme")
    text = workspace.settings_file.read_text(encoding="utf-8").replace("seconds = 1.0", "seconds = 0.3")
    workspace.settings_file.write_text(f'ledger = "{address}"\n{text}', encoding="utf-8")
    if inputs:
        workspace.inputs.rename(folder / "own-inputs")
        workspace.inputs.symlink_to(inputs)
    return workspace


@pytest.fixture
def first(tmp_path: Path, schema: str) -> Workspace:
    return machine(tmp_path / "first", schema)


@pytest.fixture
def second(tmp_path: Path, schema: str, first: Workspace) -> Workspace:
    return machine(tmp_path / "second", schema, first.inputs)


def test_a_copy_is_fetched_from_the_team_and_checked(first: Workspace, second: Workspace) -> None:
    content = b"a budget\n" * 1000
    sha256 = keep(first, content)
    copy = archived(second, sha256)
    assert copy.read_bytes() == content
    assert copy.is_relative_to(second.archive)
    assert not archived(second, hashlib.sha256(b"never received").hexdigest()).exists()


def test_the_quarantine_of_another_machine_is_not_missed(first: Workspace, second: Workspace) -> None:
    (first.inputs / "budgets" / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with watch_lock(first, system_clock) as lease:
        assert Daemon(first, lease=lease).once()
    record, _ = open_record(second)
    assert len(list(first.quarantine.iterdir())) == 2
    assert "1 " in check_quarantine(second, record.state)


def lapse(schema: str) -> None:
    """Let all leases end, as if nobody had renewed them for long enough."""
    with psycopg.connect(schema, autocommit=True) as connection:
        connection.execute("update watchers set until = now() - interval '1 second'")


def test_one_machine_watches_and_another_takes_over(
    schema: str, first: Workspace, second: Workspace, clock: FixedClock
) -> None:
    """A lease that ends is given back at once; one that is not renewed ends by itself."""
    with watch_lock(first, clock) as lease:
        with pytest.raises(WatchedElsewhere, match="stop that one first"), watch_lock(second, clock):
            pass
        lease.renew(Heartbeat(state="watching"))
        assert not lease.is_lost
    with watch_lock(second, clock) as cut_off:
        lapse(schema)
        with watch_lock(first, clock) as successor:
            cut_off.renew(Heartbeat(state="watching"))
            assert cut_off.is_lost
            successor.renew(Heartbeat(state="watching"))
            assert not successor.is_lost


def test_other_folders_are_refused_until_they_are_marked(
    tmp_path: Path, schema: str, first: Workspace, clock: FixedClock
) -> None:
    """Files that lie only in the first folder would be recorded as taken away."""
    elsewhere = machine(tmp_path / "elsewhere", schema)
    with watch_lock(first, clock):
        pass
    with pytest.raises(OtherFolder, match=FOLDER_MARK), watch_lock(elsewhere, clock):
        pass
    (elsewhere.inputs / FOLDER_MARK).write_bytes((first.inputs / FOLDER_MARK).read_bytes())
    with watch_lock(elsewhere, clock):
        pass


def test_a_watcher_waits_for_a_server_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that restarts must not end the watchers that stand by."""
    monkeypatch.setattr(link, "PATIENCE_SECONDS", 0.1)
    lonely = machine(tmp_path / "lonely", "postgresql://kim@localhost:1/acme")
    stop = threading.Event()
    told: list[Happening] = []

    def tell(happening: Happening) -> None:
        told.append(happening)
        stop.set()

    _watch_in_turn(lonely, tell, stop, is_interface=False)
    assert [(happening.type, "can't be reached" in happening.text) for happening in told] == [
        ("standby", True)
    ]
    with pytest.raises(LedgerUnreachable):
        _watch_in_turn(lonely, tell, threading.Event(), is_interface=True)


@contextmanager
def watching(smits: Smits) -> Iterator[Iterator[str]]:
    """A real watcher; yields the types of what it tells."""
    process = subprocess.Popen(smits.command("watch", "--json"), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield (str(json.loads(line)["type"]) for line in process.stdout)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def test_two_machines_record_each_file_once(
    first: Workspace, second: Workspace, prepared: Prepared, eventually: Callable[..., None]
) -> None:
    """The second stands by, shows the first as the watcher, and goes on where that one ended."""
    here, there = Smits(first, prepared), Smits(second, prepared)
    budget = "Cost centre,FY2027\nNetwork,100\nTotal,100\n"
    with watching(there) as told_second:
        with watching(here) as told_first:
            for told in (told_first, told_second):
                next(told)
            (first.inputs / "budgets" / "a.csv").write_text(budget, encoding="utf-8")
            eventually(lambda: here.entries("input.read"))
            assert there.json("status")["watcher"]["state"] == "watching"
        (first.inputs / "budgets" / "b.csv").write_text(budget.replace("100", "90"), encoding="utf-8")
        eventually(lambda: len(there.entries("input.read")) == 2)
    paths = [entry.data["path"] for entry in here.entries("input.received")]
    assert sorted(paths) == ["budgets/a.csv", "budgets/b.csv"]
    status = there.json("status")
    assert (status["inputs"]["recorded"], status["watcher"]["state"]) == (2, "stopped")
