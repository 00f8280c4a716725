"""Nobody's file waits for long because of another one, and the watcher ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from smits_tui.actions.inputs.extraction import reading_queue
from smits_tui.actions.inputs.extraction.reading_order import ALLOWANCE, ReadingOrder
from smits_tui.actions.inputs.extraction.reading_queue import ReadingQueue
from smits_tui.actions.inputs.intake import Arrival, receive_all
from smits_tui.actions.inputs.retry_schedule import RetrySchedule
from smits_tui.heartbeat import read_heartbeat
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.process.state import Input, State
from smits_tui.workspace import Workspace
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.extraction.reader import Reader

Eventually = Callable[..., None]


def arrive(record: Record, *paths: str, part_of: str | None = None) -> list[str]:
    """Record files as received, in this order."""
    identifiers = []
    for path in paths:
        number = record.state.next_id("inputs")
        received = InputReceived(
            id=f"I{number}",
            kind=path.partition("/")[0],
            path=path,
            sha256=f"{number:064}",
            size=1,
            mtime_ns=1,
            version=record.state.versions(path) + 1,
            part_of=part_of,
        )
        record.commit("watcher", lambda _, one=received: [one])
        identifiers.append(received.id)
    return identifiers


def read(record: Record, order: ReadingOrder, seconds: float, most: int = 100) -> list[Input]:
    """Read what waits, each input so long; the inputs in the order of reading."""
    items: list[Input] = []
    order.update(record.state)
    while len(items) < most and (item := order.take()) is not None:
        items.append(item)
        record.commit("watcher", lambda _, one=item: [InputRead(id=one.id)])
        order.finish(record.state, item, seconds)
        order.update(record.state)
    return items


def reads(record: Record, order: ReadingOrder, seconds: float, most: int = 100) -> list[str]:
    """As `read`, but the paths."""
    return [item.path for item in read(record, order, seconds, most)]


def test_what_is_read_quickly_is_read_in_the_order_of_arrival(record: Record) -> None:
    paths = ["service-portfolio/p.csv", "budgets/b.csv", "vendor-notices/a.md", "budgets/a.csv"]
    arrive(record, *paths)
    assert reads(record, ReadingOrder(RetrySchedule()), ALLOWANCE / 100) == paths


def test_a_letter_does_not_wait_for_the_slow_files_of_another_drop(record: Record) -> None:
    """Neither for those of another folder nor for those that came in one archive."""
    order = ReadingOrder(RetrySchedule())
    (archive,) = arrive(record, "budgets/all.zip")
    reads(record, order, 0.0)
    arrive(record, *(f"budgets/all.zip/{n}.pdf" for n in range(20)), part_of=archive)
    first = reads(record, order, 20.0, most=1)
    arrive(record, "budgets/b.csv", "vendor-notices/letter.md")
    assert first == ["budgets/all.zip/0.pdf"]
    assert reads(record, order, 0.1, most=2) == ["budgets/b.csv", "vendor-notices/letter.md"]


def test_a_letter_does_not_wait_for_all_that_came_into_its_folder_before(record: Record) -> None:
    """But versions of one file are read in their order, and the oldest are not forgotten."""
    order = ReadingOrder(RetrySchedule())
    arrive(record, *(f"budgets/{n}.csv" for n in range(50)))
    assert len(reads(record, order, 0.2, most=16)) == 16
    arrive(record, "budgets/late.csv", "budgets/30.csv")
    items = read(record, order, 0.2)
    later = [item.path for item in items]
    assert later.index("budgets/late.csv") < 4
    oldest = sorted(items, key=lambda item: item.seq)[:2]
    assert set(later[:4]) > {item.path for item in oldest}
    assert [item.version for item in items if item.path == "budgets/30.csv"] == [1, 2]
    assert len(later) == 36


def slow_table(folder: Path, lines: int = 60_000) -> None:
    """A table that is large enough to be read for longer than anybody wants to wait."""
    years = ",".join(f"FY{2027 + year}" for year in range(12))
    table = "".join(f"Line {n},{','.join(str(n * k) for k in range(12))}\n" for n in range(lines))
    (folder / "large.csv").write_text(f"Cost centre,{years}\n{table}", encoding="utf-8")


def test_a_folder_is_not_charged_with_what_is_done_beside_its_file(
    record: Record, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of files are received while one is read: a letter in its folder would wait as long again."""
    ahead = 0.0
    monkeypatch.setattr(reading_queue, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + ahead))
    charged: list[float] = []
    finish = ReadingOrder.finish

    def finished(order: ReadingOrder, state: State, item: Input, seconds: float) -> None:
        charged.append(seconds)
        finish(order, state, item, seconds)

    monkeypatch.setattr(ReadingOrder, "finish", finished)
    slow_table(workspace.inputs / "budgets", 4_000)
    with Reader() as reader:
        queue = ReadingQueue(record, workspace, workspace.settings(), reader)
        file = workspace.inputs / "budgets" / "large.csv"
        stat = file.stat()
        arrival = Arrival(
            file, "budgets", "budgets/large.csv", sha256_of(file), stat.st_size, stat.st_mtime_ns
        )
        receive_all(record, workspace, workspace.settings(), [arrival])
        answers = iter([False])
        assert list(queue.run(lambda: next(answers, True))) == []
        assert queue.is_busy
        ahead = 10_000.0
        (item,) = queue.run()
    assert item.path == "budgets/large.csv"
    assert len(charged) == 1
    assert charged[0] < 1_000


def is_reading(smits: Any, record: Record) -> bool:
    return read_heartbeat(smits.workspace.heartbeat, record.clock()).reading == "budgets/large.csv"


@pytest.fixture
def patient(workspace: Workspace, smits: Any) -> Any:
    """A team that lets a file be read for minutes."""
    text = workspace.settings_file.read_text(encoding="utf-8")
    workspace.settings_file.write_text(text + "\n[reading]\nseconds = 300\n", encoding="utf-8")
    return smits


def test_the_watcher_ends_while_a_file_is_read(patient: Any, record: Record, eventually: Eventually) -> None:
    slow_table(patient.workspace.inputs / "budgets")
    with patient.watching() as process:
        eventually(lambda: is_reading(patient, record))
        before = checkpoint(patient.workspace)
        process.send_signal(signal.SIGTERM)
        process.wait(5)
    record.catch_up()
    assert [item.status for item in record.state.inputs()] == ["received"]
    assert checkpoint(patient.workspace) == before, "a checkpoint of much takes longer than there is"


def checkpoint(workspace: Workspace) -> bytes:
    """The checkpoint of the state; a team's watcher makes one as it starts, for a server that goes away."""
    return workspace.state.read_bytes() if workspace.state.exists() else b""


@pytest.mark.long
def test_the_reading_process_ends_with_a_watcher_that_is_killed(
    patient: Any, record: Record, eventually: Eventually
) -> None:
    """A file that keeps it busy must not do so for ever, with nobody left to end it."""
    slow_table(patient.workspace.inputs / "budgets")
    with patient.watching() as process:
        eventually(lambda: is_reading(patient, record))
        children = children_of(process)
        assert children
        process.kill()
        process.wait(30)
    eventually(lambda: not any(map(is_alive, children)))


def children_of(process: subprocess.Popen[str]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listed.exists():
        pytest.skip("needs Linux's list of children")
    return [int(number) for number in listed.read_text(encoding="ascii").split()]


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
