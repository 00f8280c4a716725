"""A snapshot of the state is read in a thread while the record continues."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, InputRead, InputReceived
from smits_tui.process.state import State


def receive(record: Record, number: int) -> None:
    """Record one more input, of a kind that turns out to be another one, and what it says."""
    identifier = f"I{number}"
    received = InputReceived(
        id=identifier,
        kind=("budgets", "goals")[number % 2],
        path=f"budgets/{number % 7}.csv",
        sha256=f"{number:064}",
        size=1,
        mtime_ns=1,
        version=number // 7 + 1,
    )
    entries: list[EntryData] = [received, InputRead(id=identifier, kind=("goals", "budgets")[number % 3 % 2])]
    record.commit("watcher", lambda _: entries)


def content(state: State) -> tuple[object, ...]:
    """What is asked of a state, by key, by index and by change."""
    return (
        state.inputs(),
        list(state.inputs_of(["budgets"])),
        list(state.inputs_with("read")),
        state.inputs_changed(0),
        state.inputs_changed(5),
        state.last_of("goals"),
        state.newest("budgets/3.csv"),
        state.next_id("inputs"),
    )


def test_a_snapshot_is_the_state_and_stays_as_it_is(record: Record) -> None:
    """Everything that is asked of it, also where the answer comes from an index."""
    for number in range(1, 20):
        receive(record, number)
    snapshot = record.snapshot()
    before = content(snapshot)
    assert before == content(record.state)
    for number in range(20, 40):
        receive(record, number)
    assert content(snapshot) == before
    assert content(record.state) != before
    assert content(record.snapshot()) == content(record.state)


def test_what_a_snapshot_counts_as_changed_continues_in_the_next(record: Record) -> None:
    """Whoever keeps facts between snapshots takes up what was recorded between them, and nothing else."""
    receive(record, 1)
    seen, first = record.snapshot().inputs_changed(0)
    receive(record, 2)
    _, second = record.snapshot().inputs_changed(seen)
    assert [[item.id for item in changed] for changed in (first, second)] == [["I1"], ["I2"]]


def test_snapshots_are_read_in_a_thread_while_entries_are_recorded(record: Record) -> None:
    """A dictionary that grows while somebody iterates over it raises an error."""
    for number in range(1, 200):
        receive(record, number)
    snapshot, ended = record.snapshot(), threading.Event()

    def read_again_and_again() -> int:
        times = 0
        while not ended.is_set():
            assert len(State(snapshot._tables, snapshot.today).inputs()) == 199
            times += 1
        return times

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read_again_and_again)
        for number in range(200, 260):
            receive(record, number)
        ended.set()
        assert reading.result() > 0
