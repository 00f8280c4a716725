"""Child processes for code that may crash: starting, calling, silencing and ending them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future, wait
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

START_SECONDS = 60.0
"""A child usually starts within half a second; a machine that is busy or short of memory takes longer."""

ResultT = TypeVar("ResultT")

_preloaded: list[str] = []


class ChildNotStarted(Exception):
    """A child did not answer; `child_start.start_failure` determines the reason."""


def preload(*modules: str) -> None:
    """Name modules that children need, before the first pool is started.

    They are imported once, in the process that children are forks of; those that start threads or may fail
    to load have no place there.

    Args:
        modules: their dotted names.
    """
    _preloaded.extend(module for module in modules if module not in _preloaded)
    multiprocessing.get_context("forkserver").set_forkserver_preload(_preloaded)


def start_pool(initializer: Callable[..., None], *arguments: Any, workers: int = 1) -> ProcessPool:
    """Start a pool of children and wait until one answers; a child that cannot start never does.

    Args:
        initializer: runs first in each child; it should call `quiet`.
        arguments: passed to the initializer.
        workers: the largest number of children.

    Raises:
        ChildNotStarted: no child answered.
    """
    _start_resource_tracker()
    pool = ProcessPool(
        max_workers=workers,
        initializer=_begin,
        initargs=(dict(os.environ), initializer, *arguments),
        context=_context(),
    )
    try:
        pool.schedule(os.getpid).result(timeout=START_SECONDS)
    except (TimeoutError, RuntimeError, ProcessExpired) as error:
        end_pool(pool)
        raise ChildNotStarted from error
    return pool


def result_of(future: Future[ResultT], seconds: float) -> ResultT:
    """Wait for a task with a limit: pebble can lose a task that is scheduled while it detects a dead child.

    Args:
        future: the task; it is cancelled if the person presses Ctrl-C.
        seconds: the task's own time limit plus a margin.

    Raises:
        BrokenExecutor: the task was lost.
        TimeoutError: the task took too long.
        ProcessExpired: the child died while it ran the task.
    """
    try:
        done, _ = wait([future], timeout=seconds)
    except KeyboardInterrupt:
        future.cancel()
        raise
    if not done:
        raise BrokenExecutor
    return future.result()


def end_pool(pool: ProcessPool) -> None:
    """End a pool's children at once."""
    stop: Callable[[], object] = pool.stop
    stop()
    pool.join()


def quiet() -> None:
    """Prepare the calling process as a child: it ignores Ctrl-C, ends on SIGTERM and prints nothing.

    It also ends with its parent, even if that is killed: a file that keeps it busy must not run on for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    threading.Thread(target=_end_with_parent, name="smits-parent", daemon=True).start()


def _context() -> BaseContext:
    """Children are forks of a process without threads, which start at once and share its memory.

    Where its socket can't be made (no room for temporary files), they are started as new programs.
    """
    with contextlib.suppress(OSError):
        forkserver.ensure_running()
        return multiprocessing.get_context("forkserver")
    return multiprocessing.get_context("spawn")


def _begin(environment: Mapping[str, str], initializer: Callable[..., None], *arguments: Any) -> None:
    """Give a child the environment of its parent, whatever that was when the first child was started."""
    os.environ.clear()
    os.environ.update(environment)
    initializer(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _start_resource_tracker() -> None:
    """Start multiprocessing's tracker while stderr is a real file.

    The tracker inherits stderr's descriptor. A terminal interface replaces stderr with an object whose
    descriptor is -1, and the tracker cannot start with that.
    """
    with contextlib.redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()
