"""A task of the reading child that runs while its caller does something else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class ChildTask(Generic[ResultT]):
    """A task of the reading child."""

    _future: Future[str]
    _finish: Callable[[], ResultT]

    def is_done_within(self, seconds: float) -> bool:
        """Wait up to that long; returns whether `result` need not wait any more."""
        return bool(wait([self._future], timeout=max(seconds, 0.0)).done)

    def result(self) -> ResultT:
        """Wait for the result; raises the errors of the task."""
        return self._finish()
