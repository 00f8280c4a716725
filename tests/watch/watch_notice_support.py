"""What the tests of noticing share: folders, a record of what was taken, and waiting on conditions."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from smits_watch.notice import Known, Settled, Watcher, WatchOptions

KINDS = ("budgets", "goals", "regulations")
DEADLINE = 20.0


def until(condition: Callable[[], object], deadline: float = DEADLINE) -> None:
    """Wait until the condition holds; fail after `deadline` seconds."""
    end = time.monotonic() + deadline
    while not condition():
        assert time.monotonic() < end, "the condition was not met in time"
        time.sleep(0.01)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_inputs(folder: Path) -> Path:
    inputs = folder / "inputs"
    for kind in KINDS:
        (inputs / kind).mkdir(parents=True)
    return inputs


class Taker:
    """Takes from a watcher as a caller does, and records it so that `known` knows."""

    def __init__(self, inputs: Path, **options: object) -> None:
        self.record: dict[str, Known] = {}
        self.taken: list[Settled] = []
        settings = {"quiet_seconds": 0.1, "canary_seconds": 30.0, "sweep_seconds": 60.0} | options
        self.watcher = Watcher(inputs, KINDS, WatchOptions(**settings), self.record.get)

    def take(self, timeout: float = 0.05) -> list[Settled]:
        new = self.watcher.take(timeout)
        self.taken += new
        for one in new:
            self.record[one.path] = Known(one.stat.size, one.stat.mtime_ns, one.sha256)
        return new

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.taken]

    def until_taken(self, *paths: str, deadline: float = DEADLINE) -> None:
        def all_there() -> bool:
            self.take()
            return set(paths) <= set(self.paths)

        until(all_there, deadline)

    def marker(self, folder: Path) -> list[Settled]:
        """Drop a file and take until it comes: whatever was noticed before it has come by then, too."""
        before = len(self.taken)
        name = f"marker-{before}.txt"
        (folder / name).write_text(f"{folder.name} {before}")
        until(lambda: self.take() is not None and any(one.path.endswith(name) for one in self.taken))
        return [one for one in self.taken[before:] if not one.path.endswith(name)]


@contextmanager
def watching(inputs: Path, **options: object) -> Iterator[Taker]:
    """A started watcher whose first sweep is done."""
    taker = Taker(inputs, **options)
    with taker.watcher:
        until(lambda: taker.watcher.health.last_sweep)
        yield taker
