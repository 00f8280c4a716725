"""Protects what a pause must not undo: a file that a program has open for writing is not whole yet."""

from __future__ import annotations

import mmap
import subprocess
import sys
from pathlib import Path

import pytest
from watch_notice_support import KINDS, Taker, make_inputs, sha256, until, watching

from smits_watch.notice.observers.events import Handler, Inbox
from smits_watch.notice.observers.observer import NativeObserver
from smits_watch.notice.writers import LONGEST_SECONDS, OPEN, Writers, is_open_for_writing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="leases and closes are told by Linux alone")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return make_inputs(tmp_path)


def reason(taker: Taker, path: str) -> str:
    described = {skipped.path: skipped.reason for skipped in taker.watcher.describe_skipped()}
    return described.get(path, "")


@pytest.mark.parametrize("polling", [False, True], ids=["events", "polling"])
@pytest.mark.parametrize("began", ["before the watcher", "after it"])
def test_a_writer_that_pauses_is_waited_for(inputs: Path, polling: bool, began: str) -> None:
    """An export that pauses for many quiet periods would be taken in part and become the baseline."""
    file = inputs / "budgets" / "FY27.csv"
    early = file.open("wb") if began == "before the watcher" else None
    with watching(inputs, polling=polling, sweep_seconds=0.1 if polling else 60.0) as taker:
        with early or file.open("wb") as writer:
            writer.write(b"Cost centre,2027\n")
            writer.flush()
            until(lambda: taker.take() == [] and reason(taker, "budgets/FY27.csv") == OPEN)
            taker.marker(inputs / "goals")
            assert taker.watcher.health.queued == 1
            writer.write(b"Network,5\n")
        taker.until_taken("budgets/FY27.csv")
        taker.marker(inputs / "goals")
    contents = [arrival.sha256 for arrival in taker.taken if arrival.path == "budgets/FY27.csv"]
    assert contents == [sha256(b"Cost centre,2027\nNetwork,5\n")]
    assert reason(taker, "budgets/FY27.csv") == ""


def test_a_writer_in_another_process_and_one_in_memory_are_seen_and_readers_are_not(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"x" * 4096)
    assert is_open_for_writing(file) is False
    with file.open("rb"):
        assert is_open_for_writing(file) is False
    with file.open("r+b") as opened:
        mapped = mmap.mmap(opened.fileno(), 4096)
    assert is_open_for_writing(file) is True
    mapped.close()
    writer = subprocess.Popen(["/bin/sh", "-c", f"exec sleep 60 >> '{file}'"])
    try:
        until(lambda: is_open_for_writing(file))
    finally:
        writer.kill()
        writer.wait()
    assert is_open_for_writing(file) is False
    assert is_open_for_writing(tmp_path / "gone.csv") is False


def test_a_writer_that_comes_while_it_is_asked_ends_nobody(tmp_path: Path) -> None:
    """The kernel signals the holder of a lease that is broken; by default that signal ends the process."""
    file = tmp_path / "a.csv"
    file.write_bytes(b"x")
    asking = subprocess.Popen([sys.executable, "-c", ASKING, str(file)], stdout=subprocess.PIPE, text=True)
    try:
        opened = 0
        while asking.poll() is None:
            file.open("ab").close()
            opened += 1
        assert asking.returncode == 0, "ended by a signal"
        assert opened > 100
    finally:
        asking.kill()
        asking.communicate()


ASKING = """
import sys, time
from pathlib import Path
from smits_watch.notice.writers import is_open_for_writing
end = time.monotonic() + 0.5
while time.monotonic() < end:
    is_open_for_writing(Path(sys.argv[1]))
"""


def test_where_the_kernel_does_not_answer_the_events_do() -> None:
    """For a file of somebody else's, as in a folder that several people write to."""
    now = [0.0]
    writers = Writers(Path("/dev"), lambda: now[0])
    assert is_open_for_writing(Path("/dev/null")) is None
    assert writers.reason_to_wait("null") == ""
    writers.note({"null": True})
    assert writers.reason_to_wait("null") == OPEN
    writers.on_share = True
    assert writers.reason_to_wait("null") == ""
    writers.on_share = False
    writers.note({"null": False})
    assert writers.reason_to_wait("null") == ""


@pytest.mark.parametrize("how", ["lost events", "time", "gone"])
def test_events_alone_hold_no_file_back_for_ever(how: str) -> None:
    """A close may have been lost, and a file may be changed without being opened."""
    now = [0.0]
    writers = Writers(Path("/dev"), lambda: now[0])
    writers.note({"null": True})
    if how == "lost events":
        writers.forget()
    elif how == "gone":
        writers.keep({"other"})
    else:
        now[0] = LONGEST_SECONDS
    assert writers.reason_to_wait("null") == ""


def test_inotify_tells_of_modifications_and_of_the_close_that_ends_them(inputs: Path) -> None:
    inbox = Inbox()
    handler = Handler(str(inputs), inbox, on_event=lambda: None, on_canary=lambda: None)
    observer = NativeObserver(str(inputs), handler, inbox.mark_everything)
    written: dict[str, bool] = {}

    def latest() -> bool | None:
        written.update(inbox.take().written)
        return written.get("budgets/a.csv")

    try:
        with (inputs / KINDS[0] / "a.csv").open("wb", buffering=0) as writer:
            writer.write(b"x")
            until(lambda: latest() is True)
        until(lambda: latest() is False)
    finally:
        observer.stop()
