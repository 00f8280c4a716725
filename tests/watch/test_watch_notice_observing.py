"""Protects: watching mends itself when its folder or its observer goes, and says so while it is not well."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from watch_notice_support import KINDS, make_inputs, until, watching

from smits_watch.notice import Watcher, WatchOptions
from smits_watch.notice.observers.events import Inbox
from smits_watch.notice.observers.supervisor import Observing

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="inotify is a thing of Linux")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return make_inputs(tmp_path)


def test_it_is_well_and_tells_of_folders_and_events(inputs: Path) -> None:
    with watching(inputs) as taker:
        health = taker.watcher.health
        assert (health.state, health.reason, health.folders, health.restarts) == ("watching", "", 3, 0)
        assert health.last_event is None, "the canary is no event"
        (inputs / "budgets" / "a.csv").write_bytes(b"a")
        taker.until_taken("budgets/a.csv")
        assert taker.watcher.health.last_event is not None


def test_the_folder_may_be_missing_at_first_and_removed_and_made_again(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    with Watcher(inputs, KINDS, WatchOptions(quiet_seconds=0.1), lambda _: None) as watcher:
        assert watcher.health.state == "degraded"
        assert f"{inputs} is missing" in watcher.health.reason
        for content in ("one", "two"):
            make_inputs(tmp_path)
            (inputs / "budgets" / "a.csv").write_text(content)
            taken = []
            until(lambda: taken.extend(watcher.take(0.05)) or taken)  # noqa: B023
            until(lambda: watcher.health.state == "watching")
            assert watcher.health.backend == "inotify" or sys.platform != "linux"
            shutil.rmtree(inputs)
            until(lambda: watcher.health.state == "degraded")
        assert watcher.health.folders == 0


def test_a_folder_that_was_replaced_by_another_is_watched(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_inputs(tmp_path / "other")
    (other / "goals" / "was-there.md").write_text("x")
    with watching(inputs) as taker:
        inputs.rename(tmp_path / "old")
        other.rename(inputs)
        taker.until_taken("goals/was-there.md")
        until(lambda: taker.watcher.health.restarts == 1)
        (inputs / "goals" / "new.md").write_text("y")
        taker.until_taken("goals/new.md")
        assert taker.watcher.health.state == "watching"


def test_a_link_to_the_folder_is_followed_and_its_new_target_too(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = make_inputs(tmp_path / "a"), make_inputs(tmp_path / "b")
    link = tmp_path / "inputs"
    link.symlink_to(first)
    with watching(link) as taker:
        (first / "budgets" / "a.csv").write_text("a")
        taker.until_taken("budgets/a.csv")
        link.unlink()
        link.symlink_to(second)
        until(lambda: taker.watcher.health.restarts == 1)
        (second / "budgets" / "b.csv").write_text("b")
        taker.until_taken("budgets/b.csv")


def test_an_input_folder_made_again_is_watched(inputs: Path) -> None:
    with watching(inputs) as taker:
        shutil.rmtree(inputs / "goals")
        until(lambda: taker.watcher.health.folders == 2)
        (inputs / "goals").mkdir()
        (inputs / "goals" / "a.md").write_text("a")
        taker.until_taken("goals/a.md")
        until(lambda: taker.watcher.health.folders == 3)


@pytest.mark.parametrize("victim", [0, 1, 2], ids=["dispatcher", "emitter", "reader"])
@linux_only
def test_a_thread_of_the_observer_that_ends_is_noticed_and_the_observer_rebuilt(
    inputs: Path, victim: int
) -> None:
    with watching(inputs) as taker:
        observer = taker.watcher._observing._observer
        observer._threads[victim].stop()
        until(lambda: taker.watcher.health.restarts == 1)
        assert taker.watcher._observing._observer is not observer
        (inputs / "goals" / "a.md").write_text("a")
        taker.until_taken("goals/a.md")
        assert taker.watcher.health.state == "watching"


@linux_only
def test_an_observer_that_lives_and_is_mute_is_found_out_by_the_canary(inputs: Path) -> None:
    with watching(inputs, canary_seconds=0.5) as taker:
        until(lambda: not taker.watcher._observing._canary._waiting)
        native = taker.watcher._observing._observer._observer
        native._handlers.clear()
        until(lambda: taker.watcher.health.restarts)
        (inputs / "goals" / "a.md").write_text("a")
        taker.until_taken("goals/a.md")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@linux_only
def test_an_observer_that_stays_mute_is_told_as_degraded_until_it_answers(inputs: Path) -> None:
    clock = Clock()
    inbox = Inbox()
    observing = Observing(inputs, KINDS, WatchOptions(), inbox, clock, mounts=lambda: "")
    try:
        observing.check()
        while not observing.reason:
            if observing._observer:
                observing._observer._observer._handlers.clear()
            observing.check()
            clock.now += 6
            assert clock.now < 120
        assert observing.reason == "inotify reports no changes"
        assert observing.relies_on_sweeps
        assert inbox.take().everything
        clock.now += 60
        until(lambda: (observing.check(), observing.reason == "")[1])
        assert not observing.relies_on_sweeps
    finally:
        observing.close()


@linux_only
def test_a_folder_in_which_nothing_can_be_written_is_watched_in_doubt(inputs: Path) -> None:
    (inputs / ".smits-canary").mkdir()
    with watching(inputs) as taker:
        until(lambda: taker.watcher.health.state == "degraded")
        assert ".smits-canary can't be written" in taker.watcher.health.reason
        (inputs / "goals" / "a.md").write_text("a")
        taker.until_taken("goals/a.md")
        assert taker.watcher.health.backend == "inotify"


def test_a_share_is_polled_with_a_longer_quiet_period_unless_told_otherwise(inputs: Path) -> None:
    table = f"server:/export {inputs} nfs4 rw 0 0\n"
    for polling, backend in ((None, "polling"), (False, "inotify"), (True, "polling")):
        observing = Observing(
            inputs, KINDS, WatchOptions(polling=polling), Inbox(), Clock(), mounts=lambda: table
        )
        observing.check()
        try:
            assert observing.on_share
            assert observing.reason == ""
            assert observing.backend == backend or sys.platform != "linux"
        finally:
            observing.close()


@linux_only
def test_nothing_is_lost_when_the_queue_of_the_kernel_overflows(inputs: Path) -> None:
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    with watching(inputs) as taker:
        (inputs / "goals" / "a.md").write_text("a")
        taker.until_taken("goals/a.md")
        swept = taker.watcher.health.last_sweep
        reader = taker.watcher._observing._observer._reader
        with (
            reader._lock,
            (inputs / "goals" / "a.md").open("ab", 0) as a,
            (inputs / "goals" / "b.md").open("ab", 0) as b,
        ):
            for _ in range(limit):
                a.write(b"a")
                b.write(b"b")
            (inputs / "budgets" / "new" / "deep").mkdir(parents=True)
            (inputs / "budgets" / "new" / "deep" / "c.csv").write_text("c")
        taker.until_taken("budgets/new/deep/c.csv", "goals/b.md")
        until(lambda: taker.watcher.health.last_sweep != swept)
        (inputs / "budgets" / "new" / "deep" / "d.csv").write_text("d")
        taker.until_taken("budgets/new/deep/d.csv")
        assert taker.watcher.health.state == "watching"


LIMITED = """
import sys, time
from pathlib import Path
from smits_watch.notice import Watcher, WatchOptions

inputs = Path(sys.argv[1])
with Watcher(inputs, ["budgets"], WatchOptions(quiet_seconds=0.1), lambda path: None) as watcher:
    for number in range(20):
        (inputs / "budgets" / str(number)).mkdir(parents=True)
        (inputs / "budgets" / str(number) / "x.csv").write_text(str(number))
    taken, end = [], time.monotonic() + 30
    while time.monotonic() < end and (len(taken) < 20 or watcher.health.state == "watching"):
        taken += watcher.take(0.1)
    print(len({one.path for one in taken}), watcher.health.backend, watcher.health.reason, sep="|")
"""


@pytest.mark.parametrize(
    ("limit", "value"),
    [("max_inotify_watches", 6), ("max_inotify_instances", 0)],
    ids=["watches", "instances"],
)
@linux_only
def test_at_the_limit_of_inotify_everything_is_still_taken_and_the_remedy_told(
    tmp_path: Path, limit: str, value: int
) -> None:
    """The limit is that of a user namespace of its own, so that nobody else meets it."""
    (tmp_path / "inputs").mkdir()
    unshare = ["unshare", "--user", "--map-root-user", "sh", "-c"]
    setting = f'echo {value} > /proc/sys/user/{limit} && exec "$0" "$@"'
    if shutil.which("unshare") is None or subprocess.run([*unshare, setting, "true"], check=False).returncode:
        pytest.skip("this machine does not let its users make namespaces")
    done = subprocess.run(
        [*unshare, setting, sys.executable, "-c", LIMITED, str(tmp_path / "inputs")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    taken, backend, reason = done.stdout.strip().split("|")
    assert (taken, backend) == ("20", "polling")
    assert "limit of inotify" in reason
    assert "raise" in reason


REMOUNTED = """
import subprocess, sys, time
from pathlib import Path
from smits_watch.notice import Watcher, WatchOptions

def wait(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, watcher.health
        time.sleep(0.01)

inputs, taken = Path(sys.argv[1]), []
with Watcher(inputs, ["budgets"], WatchOptions(quiet_seconds=0.1), lambda path: None) as watcher:
    wait(lambda: watcher.health.last_sweep)
    subprocess.run(["mount", "-t", "tmpfs", "none", sys.argv[2]], check=True)
    (inputs / "budgets").mkdir(exist_ok=True)
    wait(lambda: watcher.health.restarts > 0)
    (inputs / "budgets" / "x.csv").write_text("x")
    wait(lambda: taken.extend(watcher.take(0.05)) or taken)
    print(taken[0].path, watcher.health.state, watcher.health.backend)
"""


@pytest.mark.parametrize("over", [".", "budgets"])
@linux_only
def test_another_file_system_mounted_over_the_folder_is_watched(inputs: Path, over: str) -> None:
    unshare = ["unshare", "--user", "--map-root-user", "--mount"]
    tried = subprocess.run([*unshare, "mount", "-t", "tmpfs", "none", str(inputs)], check=False)
    if tried.returncode:
        pytest.skip("this machine does not let its users mount")
    done = subprocess.run(
        [*unshare, sys.executable, "-c", REMOUNTED, str(inputs), str(inputs / over)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["budgets/x.csv", "watching", "inotify"]
