"""Something that the reading child works on while its caller does something else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class ChildTask(Generic[ResultT]):
    """Something that the child works on."""

    _future: Future[str]
    _finish: Callable[[], ResultT]

    def is_done_within(self, seconds: float) -> bool:
        """Wait so long at most; whether `result` need not wait any more."""
        return bool(wait([self._future], timeout=max(seconds, 0.0)).done)

    def result(self) -> ResultT:
        """What came of it; waits until that is known, and raises what beginning it could raise."""
        return self._finish()
