"""The ledger file: nothing recorded is lost, and any change of the past shows."""

from __future__ import annotations

import multiprocessing
import resource
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smits_tui.clock import system_clock
from smits_tui.ledger.errors import LedgerDamaged, LedgerUnwritable
from smits_tui.ledger.file.ledger import FileLedger
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import CycleOpened, InputReceived, SettingsChanged
from smits_tui.process.state import State


def fill(path: Path, count: int) -> Record:
    record = Record(FileLedger(path), path.with_name("state.json"), system_clock)
    for number in range(1, count + 1):
        record.commit("kim", lambda _state, number=number: [CycleOpened(number=number, reason="zwölf €")])
    return record


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.jsonl"
    fill(path, 5)
    return path


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_one_changed_bit_is_named_by_its_line(ledger: Path, place: int, bit: int) -> None:
    """Whichever bit of the past is changed, verify names the line that it stands in."""
    whole = ledger.read_bytes()
    place %= len(whole)
    changed = bytearray(whole)
    changed[place] ^= 1 << bit
    try:
        ledger.write_bytes(changed)
        with pytest.raises(LedgerDamaged) as error:
            FileLedger(ledger).verify()
        assert error.value.line == whole[:place].count(b"\n") + 1
        assert f"ine {error.value.line} of the ledger" in str(error.value)
    finally:
        ledger.write_bytes(whole)
    assert FileLedger(ledger).verify() == 5


@given(cut=st.integers(1, 400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
def test_a_torn_last_line_is_cut_off_and_reported(ledger: Path, cut: int) -> None:
    """A crash in the middle of a write costs only the entry that was being written."""
    whole = ledger.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    cut = cut % (len(last) - 2) + 1
    try:
        ledger.write_bytes(whole[: len(whole) - len(last) + cut])
        said = FileLedger(ledger).recover()
        assert said is not None
        assert "line 5" in said
        assert FileLedger(ledger).verify() == 4
        assert last[:cut] in ledger.with_suffix(".torn").read_bytes()
    finally:
        ledger.write_bytes(whole)


def test_a_line_that_lacks_only_its_end_is_kept(ledger: Path) -> None:
    """The entry was recorded whole."""
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:-1])
    assert FileLedger(ledger).recover() is not None
    assert ledger.read_bytes() == whole


def test_rubbish_after_the_last_entry_stops_and_touches_nothing(ledger: Path) -> None:
    """It is no torn entry, so nobody but a person may decide what to do with it."""
    damaged = ledger.read_bytes()[:-1] + b"#rubbish"
    ledger.write_bytes(damaged)
    with pytest.raises(LedgerDamaged):
        FileLedger(ledger).recover()
    assert ledger.read_bytes() == damaged


def test_a_broken_line_in_the_middle_stops_every_reader(ledger: Path) -> None:
    """A state must never be folded from a past that does not fit."""
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([*lines[:2], b'{"seq": 3}\n', *lines[3:]]))
    record = Record(FileLedger(ledger), None, system_clock)
    with pytest.raises(LedgerDamaged, match="Line 3"):
        record.catch_up()


def _append_many(path: Path, who: str, count: int) -> None:
    record = Record(FileLedger(path), None, system_clock)
    for number in range(count):
        record.commit(who, lambda _state, n=number: [SettingsChanged(organisation=f"{who}-{n}", settings={})])


def test_processes_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    """The lock, the catching up and the append are one step for everybody else."""
    path = tmp_path / "ledger.jsonl"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(path, f"w{n}", 40)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    ledger = FileLedger(path)
    assert ledger.verify() == 120
    names = [entry.data["organisation"] for entry in ledger.read()]
    assert {f"w{w}-{n}" for w in range(3) for n in range(40)} == set(names)


def _append_to_a_full_disk(path: Path, answer: multiprocessing.Queue[str]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100, path.stat().st_size + 100))
    record = Record(FileLedger(path), None, system_clock)
    try:
        record.commit("kim", lambda _state: [CycleOpened(number=6, reason="x" * 1000)])
    except LedgerUnwritable as error:
        answer.put(str(error))


def test_a_full_disk_records_nothing_and_says_so(ledger: Path) -> None:
    """What was half written is taken back, so that the next append is not behind a torn line."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    writer = context.Process(target=_append_to_a_full_disk, args=(ledger, answer))
    writer.start()
    assert "Nothing was recorded" in answer.get(timeout=60)
    writer.join(60)
    assert FileLedger(ledger).verify() == 5


def test_the_checkpoint_is_only_a_cache(ledger: Path) -> None:
    """The state is the same with the checkpoint, without it, and with a broken one."""
    state = ledger.with_name("state.json")
    first = Record(FileLedger(ledger), state, system_clock)
    first.catch_up()
    first.save()
    assert state.exists()
    for prepare in (lambda: None, lambda: state.write_text("{"), state.unlink):
        prepare()
        record = Record(FileLedger(ledger), state, system_clock)
        record.catch_up()
        assert [cycle.number for cycle in record.state.cycles()] == [1, 2, 3, 4, 5]


def test_a_checkpoint_of_another_ledger_is_not_used(tmp_path: Path) -> None:
    """Somebody put back an older copy of the ledger: the state follows the ledger, not the cache."""
    path = tmp_path / "ledger.jsonl"
    record = fill(path, 3)
    record.save()
    path.unlink()
    fill(path, 2)
    again = Record(FileLedger(path), tmp_path / "state.json", system_clock)
    again.catch_up()
    assert len(again.state.cycles()) == 2


def test_an_action_that_refuses_records_nothing(ledger: Path) -> None:
    """Whether an action is allowed is decided on the state under the lock."""
    record = Record(FileLedger(ledger), None, system_clock)

    def refuse(state: State) -> list[InputReceived]:
        raise RuntimeError(len(state.cycles()))

    with pytest.raises(RuntimeError, match="5"):
        record.commit("kim", refuse)
    assert FileLedger(ledger).verify() == 5
