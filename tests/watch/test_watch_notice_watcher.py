"""Protects the promise: whatever lands in an input folder is given once, whole, however it got there."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from watch_notice_support import KINDS, Taker, make_inputs, sha256, until, watching

from smits_watch.notice import Known, Watcher, WatchError, WatchOptions


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return make_inputs(tmp_path)


@pytest.fixture(params=["events", "polling"])
def way(request: pytest.FixtureRequest) -> dict[str, object]:
    """By events, with no sweep in the time of a test, or by sweeps alone."""
    polling = request.param == "polling"
    return {"polling": polling, "sweep_seconds": 0.1 if polling else 60.0}


def test_a_settled_file_says_what_it_is(inputs: Path) -> None:
    (inputs / "budgets" / "hr").mkdir()
    file = inputs / "budgets" / "hr" / "FY27 Öl.csv"
    with watching(inputs) as taker:
        file.write_bytes(b"a,b\n")
        taker.until_taken("budgets/hr/FY27 Öl.csv")
    (one,) = taker.taken
    assert (one.kind, one.file, one.sha256) == ("budgets", file, sha256(b"a,b\n"))
    assert (one.stat.size, one.stat.mtime_ns) == (4, file.stat().st_mtime_ns)


def test_two_thousand_files_in_new_nested_folders_are_all_taken_once(inputs: Path) -> None:
    with watching(inputs) as taker:
        expected = set()
        for number in range(2000):
            folder = inputs / "budgets" / f"d{number // 10}" / "e"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"f{number}.csv").write_text(f"line,{number}")
            expected.add(f"budgets/d{number // 10}/e/f{number}.csv")
        taker.until_taken(*expected)
        taker.marker(inputs / "goals")
    assert len(taker.paths) == len(expected) + 1
    assert taker.watcher.health.queued == 0


def test_a_tree_moved_in_from_outside_is_taken(inputs: Path, tmp_path: Path) -> None:
    for number in range(200):
        folder = tmp_path / "outside" / f"d{number // 20}" / "e"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"f{number}.csv").write_text(f"line,{number}")
    with watching(inputs) as taker:
        (tmp_path / "outside").rename(inputs / "goals" / "moved")
        taker.until_taken(*(f"goals/moved/d{number // 20}/e/f{number}.csv" for number in range(200)))
        (inputs / "goals" / "moved").rename(inputs / "budgets" / "again")
        taker.until_taken(*(f"budgets/again/d{number // 20}/e/f{number}.csv" for number in range(200)))
    assert len(taker.paths) == 400


def test_a_file_that_grows_is_given_once_and_whole(inputs: Path, way: dict[str, object]) -> None:
    file = inputs / "budgets" / "slow.csv"
    content = b""
    with watching(inputs, quiet_seconds=0.4, **way) as taker:
        end = time.monotonic() + (1.2 if way["polling"] else 3.0)
        while time.monotonic() < end:
            with file.open("ab") as growing:
                growing.write(b"line\n")
            content += b"line\n"
            assert taker.take(0.05) == []
        taker.until_taken("budgets/slow.csv")
        taker.marker(inputs / "goals")
    assert [arrival.sha256 for arrival in taker.taken if arrival.path == "budgets/slow.csv"] == [
        sha256(content)
    ]


def test_a_change_in_place_and_an_atomic_save_are_new_versions(inputs: Path, way: dict[str, object]) -> None:
    file = inputs / "budgets" / "FY27.csv"
    with watching(inputs, **way) as taker:
        contents = [b"one", b"two", b"three!"]
        for number, content in enumerate(contents):
            if number == 1:
                file.write_bytes(content)
            else:
                (inputs / "budgets" / ".FY27.csv.new").write_bytes(content)
                (inputs / "budgets" / ".FY27.csv.new").replace(file)
            until(lambda: taker.take() is not None and len(taker.taken) > number)  # noqa: B023
    assert [(arrival.path, arrival.sha256) for arrival in taker.taken] == [
        ("budgets/FY27.csv", sha256(content)) for content in contents
    ]


def test_a_touched_file_is_not_given_again_nor_hashed_anew(inputs: Path, way: dict[str, object]) -> None:
    file = inputs / "budgets" / "FY27.csv"
    file.write_bytes(b"one")
    with watching(inputs, **way) as taker:
        taker.until_taken("budgets/FY27.csv")
        os.utime(file, ns=(1, 1))
        assert taker.marker(inputs / "goals") == []
        until(lambda: taker.watcher.health.queued == 0)
        taker.watcher._tracker.sweep()
        assert taker.watcher.health.queued == 0, "its new stat was not remembered"


def test_the_same_content_elsewhere_is_given_for_the_caller_to_note(inputs: Path) -> None:
    (inputs / "budgets" / "a.csv").write_bytes(b"same")
    with watching(inputs) as taker:
        taker.until_taken("budgets/a.csv")
        shutil.copy(inputs / "budgets" / "a.csv", inputs / "goals" / "b.csv")
        taker.until_taken("goals/b.csv")
    assert {arrival.sha256 for arrival in taker.taken} == {sha256(b"same")}


def test_a_deleted_file_is_no_event_and_comes_back_unnoticed_when_it_is_the_same(inputs: Path) -> None:
    file = inputs / "budgets" / "a.csv"
    file.write_bytes(b"same")
    with watching(inputs) as taker:
        taker.until_taken("budgets/a.csv")
        file.unlink()
        assert taker.marker(inputs / "goals") == []
        file.write_bytes(b"same")
        assert taker.marker(inputs / "goals") == []


def test_what_is_no_input_is_not_given_and_is_described(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.csv").write_bytes(b"secret")
    with watching(inputs) as taker:
        (inputs / "budgets" / "~$FY27.xlsx").write_bytes(b"lock")
        (inputs / "budgets" / "FY27.xlsx.crdownload").write_bytes(b"half")
        (inputs / "budgets" / "link.csv").symlink_to(tmp_path / "secret" / "x.csv")
        (inputs / "budgets" / "folder").symlink_to(tmp_path / "secret")
        os.mkfifo(inputs / "budgets" / "pipe.csv")
        (inputs / "foo").mkdir()
        (inputs / "foo" / "x.csv").write_bytes(b"x")
        (inputs / "loose.csv").write_bytes(b"x")
        assert taker.marker(inputs / "goals") == []
        taker.take(0.3)
        assert len(taker.taken) == 1
        taker.watcher.sweep_now()
        described = {skipped.path: skipped.reason for skipped in taker.watcher.describe_skipped()}
    assert described.keys() == {
        "budgets/~$FY27.xlsx", "budgets/FY27.xlsx.crdownload", "budgets/link.csv", "budgets/folder",
        "budgets/pipe.csv", "foo", "loose.csv",
    }  # fmt: skip
    assert described["foo"] == "is not an input kind"


def test_a_file_behind_a_folder_that_became_a_link_is_not_given(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.csv").write_bytes(b"secret")
    (inputs / "budgets" / "sub").mkdir()
    with watching(inputs, quiet_seconds=0.5) as taker:
        (inputs / "budgets" / "sub" / "x.csv").write_bytes(b"harmless")
        until(lambda: taker.watcher.health.queued)
        shutil.rmtree(inputs / "budgets" / "sub")
        (inputs / "budgets" / "sub").symlink_to(tmp_path / "secret")
        assert taker.marker(inputs / "goals") == []


def test_what_the_record_knows_is_not_given_at_the_next_start(inputs: Path) -> None:
    for number in range(5):
        (inputs / "budgets" / f"{number}.csv").write_text(str(number))
    with watching(inputs) as taker:
        taker.until_taken(*(f"budgets/{number}.csv" for number in range(5)))
    (inputs / "budgets" / "3.csv").write_text("changed while nobody watched")
    os.utime(inputs / "budgets" / "4.csv", ns=(5, 5))
    later = Watcher(inputs, KINDS, WatchOptions(quiet_seconds=0.1), taker.record.get)
    assert [one.path for one in later.sweep_now()] == ["budgets/3.csv"]
    assert later.sweep_now() == []


def test_what_settled_and_was_not_taken_comes_again_after_a_restart(inputs: Path) -> None:
    (inputs / "budgets" / "a.csv").write_bytes(b"a")
    with watching(inputs) as first:
        until(lambda: first.watcher._settled)
    with watching(inputs) as second:
        second.until_taken("budgets/a.csv")


def test_a_file_given_back_is_given_again_and_never_given_up(inputs: Path) -> None:
    (inputs / "budgets" / "a.csv").write_bytes(b"a")
    watcher = Watcher(inputs, KINDS, WatchOptions(quiet_seconds=0.05), lambda _: None)
    given: list[float] = []
    with watcher:

        def take() -> bool:
            for one in watcher.take(0.05):
                given.append(time.monotonic())
                watcher.again(one.path)
            return len(given) == 2

        until(take)
        until(lambda: [skipped.reason for skipped in watcher.describe_skipped()] == ["could not be taken"])
    assert given[1] - given[0] >= 1


def test_a_watcher_can_be_started_again(inputs: Path) -> None:
    taker = Taker(inputs)
    for name in ("a", "b"):
        with taker.watcher:
            until(lambda: taker.watcher.health.state == "watching")
            (inputs / "budgets" / f"{name}.csv").write_text(name)
            taker.until_taken(f"budgets/{name}.csv")
            assert taker.watcher.health.backend == "inotify"
        assert taker.watcher.health.state == "degraded"


def test_stopping_leaves_no_thread_and_no_canary_behind_within_a_second(inputs: Path) -> None:
    before = set(threading.enumerate())
    with watching(inputs) as taker:
        until((inputs / ".smits-canary").exists)
        names = {thread.name for thread in set(threading.enumerate()) - before}
        for number in range(300):
            (inputs / "budgets" / f"{number}.csv").write_text("x")
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert all(name.startswith("smits-notice") for name in names)
    assert set(threading.enumerate()) <= before
    assert not (inputs / ".smits-canary").exists()
    assert taker.watcher.health.reason == "nobody is watching"


def test_an_unexpected_error_is_told_to_whoever_takes(inputs: Path) -> None:
    def known(path: str) -> Known | None:
        raise LookupError(f"no record of {path}")

    (inputs / "budgets" / "a.csv").write_bytes(b"a")
    with Watcher(inputs, KINDS, WatchOptions(quiet_seconds=0.05), known) as watcher:
        with pytest.raises(WatchError, match=r"no record of budgets/a\.csv"):
            watcher.take(20)
        assert "no record" in watcher.health.reason


def test_a_look_that_does_not_come_back_is_told(inputs: Path) -> None:
    ahead = [0.0]
    entered, released = threading.Event(), threading.Event()

    def known(path: str) -> Known | None:
        entered.set()
        released.wait(20)
        return None

    (inputs / "budgets" / "a.csv").write_bytes(b"a")
    options = WatchOptions(quiet_seconds=0.05)
    with Watcher(inputs, KINDS, options, known, clock=lambda: time.monotonic() + ahead[0]) as watcher:
        assert entered.wait(20)
        assert watcher.health.state == "watching"
        ahead[0] = 100.0
        assert "a share hangs" in watcher.health.reason
        released.set()
        until(lambda: watcher.health.state == "watching")


def test_one_sweep_waits_for_what_grows_up_to_its_limit(inputs: Path) -> None:
    (inputs / "budgets" / "still.csv").write_bytes(b"still")
    stop = threading.Event()

    def grow() -> None:
        while not stop.wait(0.02):
            with (inputs / "goals" / "endless.md").open("ab") as growing:
                growing.write(b"x")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        until((inputs / "goals" / "endless.md").exists)
        watcher = Watcher(inputs, KINDS, WatchOptions(quiet_seconds=0.3), lambda _: None)
        began = time.monotonic()
        assert [one.path for one in watcher.sweep_now(limit=1.5)] == ["budgets/still.csv"]
        assert 1.4 < time.monotonic() - began < 5
        reasons = {skipped.path: skipped.reason for skipped in watcher.describe_skipped()}
        assert "has been changing for" in reasons["goals/endless.md"]
    finally:
        stop.set()
        writer.join()
    assert [one.path for one in watcher.sweep_now(limit=10)] == ["goals/endless.md"]
