"""The child processes in which files are read: started on demand, limited, and replaced when they die."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from smits_rules.child_process import ChildNotStarted, end_pool, preload, result_of, start_pool
from smits_rules.child_start import start_failure
from smits_rules.vocabulary import SmitsError
from smits_watch.documents.errors import OUT_OF_MEMORY
from smits_watch.extraction.child import prepare, timed
from smits_watch.extraction.child_task import ChildTask

ResultT = TypeVar("ResultT")

_GRACE_SECONDS = 5.0
"""Time beyond a file's own limit after which its task counts as lost and is repeated."""
_WAITING_FACTOR = 5.0
"""How many times its limit a task may take by the clock.

A machine that is busy gives the child a fraction of a processor, and a share answers late; neither is the
file's fault.
"""

preload("smits_watch.extraction.child", "smits_watch.documents.loader", "smits_watch.facts")


class ReaderUnavailable(SmitsError):
    """The reading process can't be started, which is not a problem of any file."""


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """The limits for reading one file."""

    seconds: float = 20
    """Of processor time; by the clock, it may take several times as long."""
    memory_bytes: int = 2 * 2**30


class ChildPool:
    """Warm child processes that get one task after another; a task that ends its child costs no other."""

    def __init__(self, limits: ChildLimits, workers: int) -> None:
        """Create a pool; its children are started with the first task.

        Args:
            limits: time and memory for each file.
            workers: children that work at the same time.
        """
        self.limits = limits
        self._workers = workers
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int:
        """The process id of an idle child, which is started if necessary."""
        return int(self._running().schedule(os.getpid).result())

    def stop(self) -> None:
        """End the children at once; a task being done is abandoned."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            end_pool(pool)

    def begin(
        self,
        finish: Callable[[Callable[[], str]], ResultT],
        function: Callable[..., str],
        *args: object,
        seconds: float | None = None,
    ) -> ChildTask[ResultT]:
        """Give the child a task; if it died while idle, a new child gets it later.

        Args:
            finish: converts the answer to the result.
            function: run by the child.
            args: its arguments.
            seconds: of processor time; None means the limit for reading a file.

        Raises:
            ReaderUnavailable: the child can't be started.
        """
        limit = self.limits.seconds if seconds is None else seconds
        try:
            future = self._schedule(function, args, limit)
        except RuntimeError:
            self.stop()
            future = self._schedule_anew(function, args, limit)

        def answer() -> str:
            try:
                return _answer_of(future, limit)
            except RuntimeError:
                self.stop()
            try:
                return _answer_of(self._schedule(function, args, limit), limit)
            except RuntimeError as error:
                raise _unavailable() from error

        return ChildTask(future, lambda: finish(answer))

    def answer(self, function: Callable[..., str], *args: object) -> str:
        """Give the child a task and wait for its answer; arguments and errors as for `begin`."""
        return self.begin(lambda answer: answer(), function, *args).result()

    def _schedule(self, function: Callable[..., str], args: tuple[object, ...], limit: float) -> Future[str]:
        future: Future[str] = self._running().schedule(
            timed, args=(limit, function, *args), timeout=limit * _WAITING_FACTOR
        )
        return future

    def _schedule_anew(
        self, function: Callable[..., str], args: tuple[object, ...], limit: float
    ) -> Future[str]:
        try:
            return self._schedule(function, args, limit)
        except RuntimeError as error:
            raise _unavailable() from error

    def _running(self) -> ProcessPool:
        """The pool, started if it is not running or broken."""
        with self._lock:
            if self._pool is not None and self._pool.active:
                return self._pool
            self._pool = self._start()
            return self._pool

    def _start(self) -> ProcessPool:
        try:
            return start_pool(prepare, self.limits.memory_bytes, workers=self._workers)
        except ChildNotStarted as error:
            raise _unavailable() from error

    def crash_reason(self, exit_code: int | None) -> str:
        """Why the child ended, as a sentence; the pool restarts it."""
        limit = f"{self.limits.memory_bytes / 2**30:.3g} GiB"
        if exit_code == OUT_OF_MEMORY:
            return f"Reading it needs more memory than {limit}; drop a smaller file."
        name = _signal_name(exit_code)
        return (
            f"Reading it ended the reading process ({name}): it is damaged or needs more memory than {limit};"
            " save it again, or in another format."
        )


def _answer_of(future: Future[str], limit: float) -> str:
    """The answer of a task with a limit; raises the errors of `result_of`."""
    try:
        return result_of(future, limit * _WAITING_FACTOR + _GRACE_SECONDS)
    except ProcessExpired as error:
        if error.exitcode == -signal.SIGPROF:
            raise TimeoutError from error
        raise


def _unavailable() -> ReaderUnavailable:
    return ReaderUnavailable(start_failure("The reading process", "smits_watch.extraction.child"))


def _signal_name(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"
