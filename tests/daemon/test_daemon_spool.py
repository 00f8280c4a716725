"""Files that arrive while the server of the record is away are kept, and recorded once it is back."""

from __future__ import annotations

import hashlib
import json
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Smits
from postgres_server import running_server
from prepared import Prepared
from team_machines import machine

from smits_tui.actions.inputs.intake import Arrival, receive
from smits_tui.actions.inputs.spool import Spool
from smits_tui.clock import system_clock
from smits_tui.daemon import Daemon, watch_lock
from smits_tui.heartbeat import parsed_heartbeat
from smits_tui.ledger.errors import LedgerUnreachable
from smits_tui.ledger.postgres import link
from smits_tui.ledger.record import Record
from smits_tui.settings import Settings
from smits_tui.tui.status_styles import health
from smits_tui.workspace import Workspace

SETTINGS = Settings(organisation="Acme")


def arrival(workspace: Workspace, content: str, name: str = "a.csv") -> Arrival:
    file = workspace.inputs / "budgets" / name
    file.write_text(content, encoding="utf-8")
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Arrival(file, "budgets", f"budgets/{name}", sha256, len(content), file.stat().st_mtime_ns)


def versions(record: Record) -> list[tuple[str, int, str]]:
    return [(item.path, item.version, item.sha256[:4]) for item in record.state.inputs()]


@pytest.fixture
def spooled(workspace: Workspace, record: Record) -> tuple[Spool, Sequence[Arrival]]:
    """One version recorded before, then two others and the first again while the server is away."""
    first = arrival(workspace, "1")
    receive(record, workspace, SETTINGS, first)
    spool = Spool(workspace)
    arrivals = []
    for content in ("2", "1", "3"):
        arrivals.append(arrival(workspace, content))
        assert spool.add(record.state, SETTINGS, arrivals[-1:]) == [None]
        assert spool.add(record.state, SETTINGS, arrivals[-1:]) == [None]  # nothing new
    return spool, [first, *arrivals]


def test_each_version_is_delivered_in_order_and_once(
    workspace: Workspace, record: Record, spooled: tuple[Spool, Sequence[Arrival]]
) -> None:
    """A crash between recording and forgetting offers them again; so does another machine of a share."""
    _spool, arrivals = spooled
    kept = workspace.spool.read_bytes()
    for _ in range(2):
        workspace.spool.write_bytes(kept)
        again = Spool(workspace)
        assert len(again) == 3
        again.deliver(record, SETTINGS)
        assert versions(record) == [
            ("budgets/a.csv", number, arrived.sha256[:4]) for number, arrived in enumerate(arrivals, 1)
        ]
    assert not workspace.spool.exists()


def test_a_line_that_a_crash_cut_off_harms_no_other(
    workspace: Workspace, record: Record, spooled: tuple[Spool, Sequence[Arrival]]
) -> None:
    """Its file was not taken, so the watcher offers it again; what is added later is on a line of its own."""
    _spool, arrivals = spooled
    workspace.spool.write_bytes(workspace.spool.read_bytes()[:-20])
    again = Spool(workspace)
    again.add(record.state, SETTINGS, arrivals[-1:])
    assert len(Spool(workspace)) == 3
    again.deliver(record, SETTINGS)
    assert [sha for _, _, sha in versions(record)] == [arrived.sha256[:4] for arrived in arrivals]


def test_a_copy_that_cannot_be_written_leaves_the_file_to_be_offered_again(
    workspace: Workspace, record: Record
) -> None:
    changed = arrival(workspace, "before")
    changed.file.write_text("after", encoding="utf-8")
    (failure,) = Spool(workspace).add(record.state, SETTINGS, [changed])
    assert failure is not None
    assert len(Spool(workspace)) == 0


@contextmanager
def watcher(smits: Smits) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(smits.command("watch"), stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.one_engine("is about a server that is away")
def test_a_watcher_begins_without_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., None]
) -> None:
    monkeypatch.setattr(link, "FIRST_SECONDS", 0.1)
    lonely = machine(tmp_path / "lonely", "postgresql://kim@localhost:1/acme")
    with pytest.raises(LedgerUnreachable), watch_lock(lonely, system_clock):
        pass
    stop = threading.Event()
    with watch_lock(lonely, system_clock, patient=True) as lease:
        thread = threading.Thread(target=Daemon(lonely, lease=lease).run, args=(stop,))
        thread.start()
        arrived = arrival(lonely, "budget")
        eventually(lonely.spool.exists)
        stop.set()
        thread.join()
    (line,) = lonely.spool.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["sha256"] == arrived.sha256


@pytest.mark.long
@pytest.mark.one_engine("kills a server of PostgreSQL")
def test_a_watcher_that_is_killed_while_the_server_is_away_loses_nothing(
    tmp_path: Path, prepared: Prepared, eventually: Callable[..., None]
) -> None:
    with running_server() as server:
        smits = Smits(machine(tmp_path / "acme", server.address), prepared)
        budget = smits.workspace.inputs / "budgets" / "a.csv"

        def drop(amount: int) -> None:
            budget.write_text(f"Cost centre,FY2027\nNetwork,{amount}\nTotal,{amount}\n", encoding="utf-8")

        def waiting() -> int:
            content = smits.workspace.heartbeat.read_text(encoding="utf-8")
            assert "spooled" in json.loads(content)
            return parsed_heartbeat(content).spooled

        drop(100)
        with watcher(smits):
            eventually(lambda: smits.entries("input.read"), 60)
            server.kill()
            drop(90)
            eventually(lambda: waiting() == 1)
            shown = health(parsed_heartbeat(smits.workspace.heartbeat.read_text(encoding="utf-8"))).plain
            assert "degraded · 1 file waits" in shown
            assert "1 file waits on this machine until then" in shown
            assert smits.json("status")["watcher"]["spooled"] == 1
        with watcher(smits):  # it begins without a server
            drop(80)
            eventually(lambda: waiting() == 2)
            server.start()
            eventually(lambda: len(smits.entries("input.read")) == 3)
            eventually(lambda: waiting() == 0)
        assert not smits.workspace.spool.exists()
        sizes = [(entry.data["path"], entry.data["version"]) for entry in smits.entries("input.received")]
        assert sizes == [("budgets/a.csv", version) for version in (1, 2, 3)]
