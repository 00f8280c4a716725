"""Protects the law of settling: a file that grows is never given, and every file is given in the end."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from watch_notice_support import sha256

from smits_watch.notice import Stat
from smits_watch.notice.stability import LONGEST_RETRY, Settling

QUIET = 1.0


@dataclass
class FakeFile:
    content: bytes
    inode: int
    written: float
    """When it was last written, on the fake clock; also its modification time."""


class FakeDisk:
    """Files, a clock that stands still unless it is told, and writers that strike while a file is hashed."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.files: dict[str, FakeFile] = {}
        self.inodes = 0
        self.strike_at: set[str] = set()
        self.locked: set[str] = set()
        self.open_for_writing: set[str] = set()

    def clock(self) -> float:
        return self.now

    def write(self, path: str, content: bytes, *, replace: bool = False) -> None:
        if replace or path not in self.files:
            self.inodes += 1
            self.files[path] = FakeFile(content, self.inodes, self.now)
        else:
            self.files[path].content = content
            self.files[path].written = self.now

    def stat_of(self, path: str) -> Stat | None:
        file = self.files.get(path)
        return file and Stat(len(file.content), int(file.written * 1e9), file.inode)

    def in_use(self, path: str) -> str:
        return "is still open for writing" if path in self.open_for_writing else ""

    def digest(self, path: str, expected: Stat) -> str | None:
        if path in self.locked:
            raise PermissionError(13, "Permission denied")
        if self.stat_of(path) != expected:
            return None
        hashed = sha256(self.files[path].content)
        self.now += 0.001
        if path in self.strike_at:
            self.strike_at.remove(path)
            self.write(path, self.files[path].content + b"!")
        return hashed if self.stat_of(path) == expected else None


class SettlingMachine(RuleBasedStateMachine):
    """Writers, replacements, deletions, locks and failures in any order and at any pace."""

    paths = Bundle("paths")

    @initialize()
    def begin(self) -> None:
        self.disk = disk = FakeDisk()
        self.settling = Settling(disk.stat_of, disk.digest, disk.in_use, disk.clock, QUIET)
        self.given: dict[str, str] = {}

    @rule(target=paths, name=st.sampled_from("abc"))
    def path(self, name: str) -> str:
        return name

    @rule(path=paths, more=st.binary(min_size=1, max_size=3), event=st.booleans(), replace=st.booleans())
    def write(self, path: str, more: bytes, event: bool, replace: bool) -> None:
        before = self.disk.files[path].content if path in self.disk.files else b""
        self.disk.write(path, before + more, replace=replace)
        if event:
            self.settling.touch(path)

    @rule(path=paths)
    def delete(self, path: str) -> None:
        self.disk.files.pop(path, None)

    @rule(path=paths)
    def strike_while_hashing(self, path: str) -> None:
        self.disk.strike_at.add(path)

    @rule(path=paths)
    def lock(self, path: str) -> None:
        self.disk.locked ^= {path}

    @rule(path=paths)
    def open_or_close(self, path: str) -> None:
        self.disk.open_for_writing ^= {path}

    @rule(seconds=st.sampled_from([0.01, 0.3, 0.99, 1.0, 1.01, 5.0]))
    def time_passes(self, seconds: float) -> None:
        self.disk.now += seconds

    @rule()
    def sweep(self) -> None:
        for path, file in self.disk.files.items():
            if self.given.get(path) != sha256(file.content):
                self.settling.notice(path)

    @rule(path=paths)
    def give_back(self, path: str) -> None:
        if self.given.pop(path, None):
            self.settling.fail(path, "could not be taken")

    @rule()
    def settle(self) -> None:
        for path, stat, hashed in self.settling.settle():
            file = self.disk.files[path]
            assert hashed == sha256(file.content), "given with a content that it no longer has"
            assert stat == self.disk.stat_of(path)
            assert path not in self.disk.open_for_writing, "given while it was open for writing"
            assert self.disk.now - file.written >= QUIET, "given while it was still being written"
            self.given[path] = hashed

    @invariant()
    def whatever_is_pending_is_in_the_queue(self) -> None:
        if self.settling.pending:
            assert self.settling.next_due is not None

    def teardown(self) -> None:
        """When writers rest and locks are gone, everything that exists is given, as it is."""
        self.disk.locked.clear()
        self.disk.open_for_writing.clear()
        self.disk.strike_at.clear()
        self.sweep()
        for _ in range(4):
            self.disk.now += LONGEST_RETRY
            self.settle()
        expected = {path: sha256(file.content) for path, file in self.disk.files.items()}
        assert {path: self.given.get(path) for path in expected} == expected
        assert not self.settling.pending


SettlingMachine.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestSettling = SettlingMachine.TestCase


def test_the_pause_after_a_failure_doubles_up_to_a_minute_and_never_ends() -> None:
    disk = FakeDisk()
    disk.write("a", b"x")
    disk.locked.add("a")
    settling = Settling(disk.stat_of, disk.digest, disk.in_use, disk.clock, QUIET)
    settling.touch("a")
    pauses = []
    while len(pauses) < 12:
        before = disk.now
        disk.now = settling.next_due or 0.0
        list(settling.settle())
        if settling.pending["a"].failure and settling.pending["a"].stat is None:
            pauses.append(round((settling.next_due or 0.0) - disk.now))
        assert disk.now >= before
    assert pauses[:6] == [1, 2, 4, 8, 16, 32]
    assert set(pauses[6:]) == {60}
    assert "Permission denied" in settling.pending["a"].failure
    disk.locked.clear()
    for _ in range(2):
        disk.now = settling.next_due or 0.0
        taken = list(settling.settle())
    assert [path for path, _, _ in taken] == ["a"]


def test_a_reason_is_shown_while_the_next_look_is_under_way() -> None:
    """Whoever looks at the status must not see it come and go."""
    disk = FakeDisk()
    disk.write("a", b"x")
    disk.locked.add("a")
    settling = Settling(disk.stat_of, disk.digest, disk.in_use, disk.clock, QUIET)
    settling.touch("a")
    for _ in range(6):
        disk.now = settling.next_due or 0.0
        list(settling.settle())
        if settling.pending["a"].failure:
            settling.touch("a")
            assert "Permission denied" in settling.pending["a"].reason
    assert "Permission denied" in settling.pending["a"].reason
    assert settling.unfinished


def test_an_event_ends_the_pause_and_a_sweep_does_not() -> None:
    disk = FakeDisk()
    disk.write("a", b"x")
    settling = Settling(disk.stat_of, disk.digest, disk.in_use, disk.clock, QUIET)
    settling.fail("a", "could not be taken")
    due = settling.pending["a"].due
    settling.notice("a")
    assert settling.pending["a"].due == due
    assert not settling.unfinished
    settling.touch("a")
    assert settling.pending["a"].due == disk.now
    assert settling.unfinished


def test_settling_leaves_off_when_its_time_is_up() -> None:
    disk = FakeDisk()
    settling = Settling(disk.stat_of, disk.digest, disk.in_use, disk.clock, QUIET)
    for name in "abcd":
        disk.write(name, name.encode())
        settling.touch(name)
    list(settling.settle())
    disk.now += QUIET
    assert len(list(settling.settle(seconds=0.0015))) == 2
    assert len(settling.pending) == 2
    assert len(list(settling.settle())) == 2
