"""One input that can't be read never blocks those behind it: it waits with its reason and is tried again."""

from __future__ import annotations

import io
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tampering import lose_copy

from smits_tui.actions.inputs.archive.quarantine import REASON, quarantine_name
from smits_tui.actions.inputs.archive.store import archived
from smits_tui.actions.inputs.extraction.reading_queue import ReadingQueue
from smits_tui.actions.inputs.intake import Arrival, receive
from smits_tui.actions.inputs.retry_schedule import FIRST_PAUSE, LONGEST_PAUSE, RetrySchedule
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.record import Record
from smits_tui.process.state import Input
from smits_tui.workspace import Workspace
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.extraction.reader import Reader

Eventually = Callable[..., None]

BUDGET = "Cost centre,2027\nNetwork,{}\n"
LONG = "予算書" * 27
"""81 characters that take 243 bytes of UTF-8; with an ending about as long as a file name can be."""


def received(record: Record, workspace: Workspace, path: str, content: bytes) -> Input:
    """An input that was received and no reading yet, as after a crash."""
    file = workspace.inputs / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    stat = file.stat()
    arrival = Arrival(file, path.partition("/")[0], path, sha256_of(file), stat.st_size, stat.st_mtime_ns)
    identifier = receive(record, workspace, workspace.settings(), arrival)
    item = record.state.input(identifier or "")
    assert item is not None
    return item


def by_path(smits: Any) -> dict[str, dict[str, Any]]:
    return {item["path"]: item for item in smits.json("inputs")}


def packed(files: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_long_name_in_an_asian_script_is_rejected_like_any_other(smits: Any) -> None:
    """The quarantine's name is made of the file's own, which may fill all that a file system allows."""
    budgets = smits.workspace.inputs / "budgets"
    names = [f"{LONG}.xlsx", f"{LONG}.{LONG[:3]}", LONG + "x" * 11]
    for number, name in enumerate(names):
        (budgets / name).write_bytes(b"PK\x03\x04 cut off" + bytes([number]))
    (budgets / "parts.zip").write_bytes(packed({f"{LONG}.xlsx": b"PK\x03\x04 cut off"}))
    (budgets / "後.csv").write_text(BUDGET.format(5), encoding="utf-8")
    done = smits("watch", "--once")
    assert done.returncode in (0, 3), done.stderr
    inputs = by_path(smits)
    assert inputs["budgets/後.csv"]["status"] == "read"
    rejected = {path: item for path, item in inputs.items() if item["status"] == "rejected"}
    assert set(rejected) == {
        *(f"budgets/{name}" for name in names),
        f"budgets/parts.zip/{LONG}.xlsx",
    }
    kept = {path.name for path in smits.workspace.quarantine.iterdir()}
    assert len(kept) == 2 * len(rejected)
    assert all(any(name.startswith(f"{item['id']}-予算書") for name in kept) for item in rejected.values())


@pytest.mark.parametrize("name", ["a.csv", "x" * 251 + ".csv", "é" * 127, f"{LONG}.tar.gz", "." + "名" * 80])
def test_a_quarantined_name_fits_and_keeps_its_ending(
    record: Record, workspace: Workspace, name: str
) -> None:
    """With the reason's ending behind it; a person must see with what to open the copy."""
    item = received(record, workspace, f"budgets/{name}", b"x")
    kept = quarantine_name(item)
    assert len((kept + REASON).encode()) <= 255
    assert kept.startswith(f"{item.id}-")
    if Path(name).suffix in (".csv", ".gz"):
        assert Path(kept).suffix == Path(name).suffix


def test_a_missing_archive_copy_stops_nobody_and_is_tried_again(
    smits: Any, record: Record, workspace: Workspace
) -> None:
    """It is told as such, the next input is read, and putting the file back is enough."""
    content = BUDGET.format(7).encode()
    lost = received(record, workspace, "budgets/lost.csv", content)
    received(record, workspace, "budgets/next.csv", BUDGET.format(8).encode())
    lose_copy(workspace, lost.sha256)
    file = workspace.inputs / lost.path
    file.unlink()
    done = smits("watch", "--once")
    assert done.returncode in (0, 3), done.stderr
    inputs = by_path(smits)
    assert inputs["budgets/next.csv"]["status"] == "read"
    assert inputs["budgets/lost.csv"]["status"] == "received"
    assert "archive is missing" in inputs["budgets/lost.csv"]["reason"]
    file.write_bytes(content)
    assert smits("watch", "--once").returncode == 0
    again = by_path(smits)["budgets/lost.csv"]
    assert (again["status"], again["reason"], again["facts"]) == ("read", "", 2)
    assert archived(workspace, lost.sha256).read_bytes() == content


def test_a_damaged_archive_copy_is_not_read_and_restored_from_the_folder(
    record: Record, workspace: Workspace
) -> None:
    """Facts rest on what was received, never on what a bad disk made of it."""
    content = BUDGET.format(7).encode()
    item = received(record, workspace, "budgets/a.csv", content)
    copy = archived(workspace, item.sha256)
    copy.chmod(0o644)
    copy.write_bytes(content.replace(b"7", b"9"))
    with Reader() as reader:
        (read,) = ReadingQueue(record, workspace, workspace.settings(), reader).run()
    assert read.summary["totals"] == {"2027": 7}
    assert copy.read_bytes() == content


def test_a_part_whose_copy_is_missing_is_taken_out_once_more(record: Record, workspace: Workspace) -> None:
    """What came in a ZIP lies in no folder; its ZIP still does."""
    received(record, workspace, "budgets/all.zip", packed({"FY27.csv": BUDGET.format(7)}))
    with Reader() as reader:
        reading = ReadingQueue(record, workspace, workspace.settings(), reader).run()
        next(reading)
        (part,) = record.state.inputs_with("received")
        archived(workspace, part.sha256).unlink()
        (read,) = reading
    assert (read.path, read.summary["totals"]) == ("budgets/all.zip/FY27.csv", {"2027": 7})


def test_a_disk_without_room_for_the_parts_is_not_the_files_fault(smits: Any, eventually: Eventually) -> None:
    """The ZIP waits, others are read meanwhile, and all of it is taken when there is room again."""
    budgets = smits.workspace.inputs / "budgets"
    rows = "".join(f"Line {number},1\n" for number in range(20_000))
    with smits.watching() as daemon:
        _limit_written_files(daemon.pid, 100_000)
        content = packed({"big.csv": "Cost centre,2027\n" + rows, "small.csv": BUDGET.format(5)})
        (budgets / "all.zip").write_bytes(content)
        eventually(lambda: len(smits.entries("input.set-aside")) == 1)
        (budgets / "later.csv").write_text(BUDGET.format(6), encoding="utf-8")
        eventually(lambda: {"2027": 6} in _totals(smits))
        waiting = by_path(smits)["budgets/all.zip"]
        assert (waiting["status"], "File too large" in waiting["reason"]) == ("received", True)
        for process in (daemon.pid, *_children(daemon.pid)):
            _limit_written_files(process, None)
        eventually(lambda: {"2027": 20_000} in _totals(smits))
    assert by_path(smits)["budgets/all.zip"]["reason"] == ""
    assert smits.entries("input.rejected") == []
    assert len(smits.entries("input.set-aside")) == 1


def test_a_quarantine_that_can_not_be_written_stops_nobody(record: Record, workspace: Workspace) -> None:
    """The rejection waits until its copy can be kept, and is told once."""
    received(record, workspace, "budgets/a.xlsx", b"PK\x03\x04 cut off")
    received(record, workspace, "budgets/b.csv", BUDGET.format(5).encode())
    workspace.quarantine.rmdir()
    workspace.quarantine.write_text("in the way", encoding="utf-8")
    now = [0.0]
    schedule = RetrySchedule(lambda: now[0])
    with Reader() as reader:
        for _ in range(3):
            list(ReadingQueue(record, workspace, workspace.settings(), reader, schedule=schedule).run())
            now[0] += LONGEST_PAUSE
        assert [item.status for item in record.state.inputs()] == ["received", "read"]
        assert "quarantine can't be written" in record.state.inputs()[0].reason
        workspace.quarantine.unlink()
        workspace.quarantine.mkdir()
        list(ReadingQueue(record, workspace, workspace.settings(), reader, schedule=schedule).run())
    assert record.state.inputs()[0].status == "rejected"
    assert len(list(workspace.quarantine.iterdir())) == 2
    told = [entry.type for entry in open_ledger(workspace).read()].count("input.set-aside")
    assert told == 1


@pytest.mark.one_engine("opens no record")
def test_attempts_come_later_each_time_and_never_end() -> None:
    """A disk that stays full for a week must not keep the processor busy, nor be forgotten."""
    now = [0.0]
    schedule = RetrySchedule(lambda: now[0])
    pauses = []
    for _ in range(12):
        assert schedule.is_due("I1")
        schedule.fail("I1")
        began = now[0]
        while not schedule.is_due("I1"):
            now[0] += 1.0
        pauses.append(now[0] - began)
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert schedule.is_due("I2")
    schedule.fail("I1")
    schedule.succeed("I1")
    assert schedule.is_due("I1")


def _totals(smits: Any) -> list[dict[str, float]]:
    return [entry.data["summary"].get("totals") for entry in smits.entries("input.read")]


def _children(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    below = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            below += [int(status.parent.name), *_children(int(status.parent.name))]
    return below


def _limit_written_files(pid: int, size: int | None) -> None:
    """The largest file that a process may write, in bytes; what lies beyond fails as on a full disk."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))
