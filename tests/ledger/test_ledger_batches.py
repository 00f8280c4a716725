"""Several actions in one write: each sees what those before it do, and all of them are durable or none is."""

from __future__ import annotations

import json
import os
import resource
import threading

import pytest

from smits_tui.actions.inputs.archive.store import FileChanged, archived
from smits_tui.actions.inputs.intake import Arrival, receive_all
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger import record as record_module
from smits_tui.ledger.errors import LedgerUnwritable
from smits_tui.ledger.projection import _written
from smits_tui.ledger.record import Action, Record
from smits_tui.process.entries.entry import CycleOpened, EntryData
from smits_tui.process.state import State
from smits_tui.workspace import Workspace
from smits_watch.extraction.content_hash import sha256_of


def arrival(workspace: Workspace, path: str, content: str) -> Arrival:
    file = workspace.inputs / path
    file.write_text(content, encoding="utf-8")
    stat = file.stat()
    return Arrival(file, path.partition("/")[0], path, sha256_of(file), stat.st_size, stat.st_mtime_ns)


def test_files_that_arrive_together_are_recorded_as_if_one_after_another(
    workspace: Workspace, record: Record
) -> None:
    """With their numbers and copies; and what went away meanwhile holds up none of the others."""
    first = arrival(workspace, "budgets/a.csv", "one")
    gone = arrival(workspace, "budgets/gone.csv", "gone")
    gone.file.unlink()
    arrivals = [
        first,
        gone,
        arrival(workspace, "budgets/copy.csv", "one"),
        arrival(workspace, "budgets/b.csv", "two"),
        first,
    ]
    outcomes = receive_all(record, workspace, workspace.settings(), arrivals)
    assert isinstance(outcomes[1], FileChanged)
    del outcomes[1]
    assert outcomes == ["I1", "I2", "I3", None]
    items = {item.id: item for item in record.state.inputs()}
    assert items["I2"].copy_of == "I1"
    assert all(archived(workspace, item.sha256).is_file() for item in items.values())
    assert record.ledger.verify() == record.seq


@pytest.mark.one_engine("counts how often the ledger's file is made durable")
def test_many_entries_are_made_durable_by_one_fsync(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """This is what taking in thousands of files costs."""
    synced: list[int] = []
    really = os.fsync

    def counting(descriptor: int) -> None:
        synced.append(descriptor)
        really(descriptor)

    monkeypatch.setattr(os, "fsync", counting)
    outcomes = record.commit_all("kim", [opening(number) for number in range(1, 101)])
    assert len(outcomes) == 100
    assert len(synced) == 1
    assert len(record.state.cycles()) == 100


def test_an_action_that_refuses_leaves_the_others_as_they_are(record: Record) -> None:
    def refuses(_: State) -> list[EntryData]:
        raise ActionRefused("Not now.")

    before = record.seq
    outcomes = record.commit_all("kim", [opening(1), refuses, opening(2)])
    assert [isinstance(outcome, ActionRefused) for outcome in outcomes] == [False, True, False]
    assert record.seq == before + 2
    assert [cycle.number for cycle in record.state.cycles()] == [1, 2]


@pytest.mark.one_engine("limits the size of the ledger's file")
def test_where_there_is_no_room_nothing_of_a_batch_is_recorded(record: Record, workspace: Workspace) -> None:
    """Not in the ledger, and not in the state that is shown; with room again, all of it is."""
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = record.seq
    room = workspace.ledger.stat().st_size + 600
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, unlimited[1]))
    try:
        with pytest.raises(LedgerUnwritable):
            record.commit_all("kim", [opening(1), opening(2), opening(3)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert record.state.cycles() == []
    assert record.ledger.verify() == record.seq == before
    record.commit_all("kim", [opening(1), opening(2), opening(3)])
    assert len(record.state.cycles()) == 3


def opening(number: int) -> Action:
    def action(state: State) -> list[EntryData]:
        assert len(state.cycles()) == number - 1
        return [CycleOpened(number=number, reason="x" * 200)]

    return action


def test_a_large_record_is_not_saved_anew_for_each_entry(
    workspace: Workspace, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At rest when it is some way behind, so that nothing is left to write when the watcher must end."""
    monkeypatch.setattr(record_module, "SMALL", 20)
    monkeypatch.setattr(record_module, "CHECKPOINT_EVERY", 2)

    def opened(count: int) -> None:
        for number in range(count):
            record.commit("kim", lambda _state, n=number: [CycleOpened(number=n + 1, reason="x")])

    opened(39)
    record.save()
    workspace.state.unlink()
    opened(1)
    record.save_at_rest()
    record.save_at_end()
    assert not workspace.state.exists()
    opened(2)
    record.save_at_rest()
    assert workspace.state.exists()


def test_other_threads_run_while_a_large_checkpoint_is_made() -> None:
    """The one that ends the watcher in time is among them."""
    tables = {"inputs": {f"I{n}": {"id": f"I{n}", "facts": [{"total": n}] * 20} for n in range(20_000)}}
    turns, done = [0], threading.Event()

    def run() -> None:
        while not done.wait(0.001):
            turns[0] += 1

    thread = threading.Thread(target=run)
    thread.start()
    before = turns[0]
    content = _written(tables)
    during = turns[0] - before
    done.set()
    thread.join()
    assert during > 5
    assert json.loads(content) == tables
