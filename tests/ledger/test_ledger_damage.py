"""What a disk, a power loss or a tool does to the end of the record: noticed, told, and mended."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smits_tui.actions.ledger.repair import repair_record
from smits_tui.actions.session import open_record, record_settings
from smits_tui.clock import system_clock
from smits_tui.ledger.chain import chain
from smits_tui.ledger.errors import LedgerDamaged, LedgerUnwritable
from smits_tui.ledger.file.ledger import FileLedger
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace, make_workspace

CYCLES = 5
LAST = 3
"""Entries at the end in which each byte is damaged."""

DAMAGES: dict[str, Callable[[bytes, int], bytes]] = {
    "truncated": lambda whole, at: whole[:at],
    "flipped": lambda whole, at: whole[:at] + bytes([whole[at] ^ 0x04]) + whole[at + 1 :],
    "one zero": lambda whole, at: whole[:at] + b"\0" + whole[at + 1 :],
    "zeros to the end": lambda whole, at: whole[:at] + b"\0" * (len(whole) - at),
}


@pytest.fixture
def kept(tmp_path: Path) -> Workspace:
    """A workspace with some entries, closed as after a day's work."""
    workspace = make_workspace(tmp_path / "kept", "Acme")
    record, _ = open_record(workspace, system_clock)
    record_settings(record, workspace, "kim", "made")
    for number in range(1, CYCLES + 1):
        record.commit("kim", lambda _state, n=number: [CycleOpened(number=n, reason="zwölf €")])
    record.save()
    return workspace


def places(whole: bytes, step: int) -> Iterator[int]:
    """The bytes of the last entries."""
    lines = whole.splitlines(keepends=True)
    yield from range(len(whole) - sum(map(len, lines[-LAST:])), len(whole), step)


def intact(whole: bytes, damaged: bytes) -> int:
    """How many entries from the first on are what they were; the end of a line may be missing."""
    count = 0
    for before, after in zip(whole.splitlines(), damaged.splitlines(), strict=False):
        if before != after.rstrip(b"\0"):
            break
        count += 1
    return count


def opening(place: Workspace) -> tuple[LedgerDamaged | None, str | None]:
    """Why the record can't be opened, if so; or what is said when it is."""
    try:
        return None, open_record(place, system_clock)[1]
    except LedgerDamaged as error:
        return error, None


def check_every_byte(kept: Workspace, damage: str, *, checkpoint: bool, step: int) -> int:
    """Damage one byte after the other, in a fresh record each time; how many were tried."""
    whole = kept.ledger.read_bytes()
    tried = 0
    place = Workspace(kept.root.with_name("damaged"))
    shutil.copytree(kept.root, place.root)
    for at in places(whole, step):
        tried += 1
        for file in place.hidden.glob("*.*"):
            file.unlink()
        for file in (kept.anchor, *([kept.state] if checkpoint else [])):
            shutil.copy(file, place.hidden)
        damaged = DAMAGES[damage](whole, at)
        place.ledger.write_bytes(damaged)
        left = intact(whole, damaged)
        refused, mended = opening(place)
        if refused:
            assert refused.line is not None, (damage, at)
            assert refused.line > left - 1, (damage, at)
            assert "smits ledger repair" in str(refused)
            assert repair_record(place, by="kim")
        record, told = open_record(place, system_clock)
        if refused:
            assert told is None
            assert 0 <= left - (len(record.state.cycles()) + 1) <= 1, (damage, at)
        else:
            assert len(record.state.cycles()) + 1 == left, (damage, at)
            assert left == CYCLES + 1 or mended or told, (damage, at)
        assert FileLedger(place.ledger).verify() == record.seq
    return tried


@pytest.mark.parametrize("checkpoint", [True, False], ids=["checkpoint", "folded"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_at_the_end_is_noticed_and_mended(kept: Workspace, damage: str, *, checkpoint: bool) -> None:
    """The state is the fold of what is whole, told as such, or opening is refused and a repair mends it."""
    assert check_every_byte(kept, damage, checkpoint=checkpoint, step=23) > 30


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("checkpoint", [True, False], ids=["checkpoint", "folded"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_of_every_single_byte(
    kept: Workspace, damage: str, record_property: Callable[[str, object], None], *, checkpoint: bool
) -> None:
    """The same at each place."""
    tried = check_every_byte(kept, damage, checkpoint=checkpoint, step=1)
    assert tried > 800
    record_property("tried", tried)


def test_who_dies_in_an_append_costs_nobody_elses_entries(kept: Workspace) -> None:
    """The next one to write, who was there all the time, cuts the piece off first and says so."""
    living, _ = open_record(kept, system_clock)
    last = kept.ledger.read_bytes().splitlines()[-1]
    with kept.ledger.open("ab") as file:
        file.write(last[: len(last) // 2])
    living.commit("kim", lambda _state: [CycleOpened(number=9, reason="goes on")])
    assert "torn" in living.mended[0]
    assert [entry.data.get("number") for entry in chain(FileLedger(kept.ledger).lines())][-1] == 9


def test_nothing_is_read_that_its_writer_takes_back(kept: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk refuses to make an append durable, a reader who looks meanwhile has not seen it."""
    reader, _ = open_record(kept, system_clock)
    writer, _ = open_record(kept, system_clock)

    read: list[object] = []
    looking = threading.Thread(target=lambda: read.extend(reader.catch_up()))

    def refuse(descriptor: int) -> None:
        monkeypatch.undo()
        looking.start()
        looking.join(0.3)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(LedgerUnwritable, match="Nothing was recorded"):
        writer.commit("kim", lambda _state: [CycleOpened(number=9, reason="lost")])
    looking.join(30)
    assert not looking.is_alive()
    assert read == []
    writer.commit("kim", lambda _state: [CycleOpened(number=9, reason="again")])
    assert [entry.data["reason"] for entry in reader.catch_up()] == ["again"]


def test_a_workspace_that_was_moved_away_is_not_made_anew(kept: Workspace) -> None:
    """Who still has it open neither reads nor writes at its old path, so that it can be moved back."""
    record, _ = open_record(kept, system_clock)
    away = kept.root.with_name("away")
    kept.root.rename(away)
    with pytest.raises(LedgerDamaged, match="missing"):
        record.catch_up()
    with pytest.raises(LedgerDamaged, match="missing"):
        record.commit("kim", lambda _state: [CycleOpened(number=99, reason="late")])
    assert not kept.root.exists()
    away.rename(kept.root)
    record.commit("kim", lambda _state: [CycleOpened(number=99, reason="back")])


def test_a_changed_checkpoint_is_not_believed(kept: Workspace) -> None:
    """One digit in it must not make the next entry wrong."""
    text = kept.state.read_text(encoding="utf-8")
    head = text.index('"seq": ') + len('"seq": ')
    kept.state.write_text(text[:head] + "9" + text[head + 1 :], encoding="utf-8")
    record, _ = open_record(kept, system_clock)
    record.commit("kim", lambda _state: [CycleOpened(number=6, reason="next")])
    assert FileLedger(kept.ledger).verify() == CYCLES + 2
    record.save()
    text = kept.state.read_text(encoding="utf-8")
    kept.state.write_text(text.replace("zwölf", "elf"), encoding="utf-8")
    again, _ = open_record(kept, system_clock)
    assert {cycle.reason for cycle in again.state.cycles()} == {"zwölf €", "next"}
