"""Child processes that hold what may crash: how one is started, asked, made quiet and ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, wait
from multiprocessing import resource_tracker
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

START_SECONDS = 60.0
"""A child is up in half a second; a machine that is busy or short of memory takes longer."""

ResultT = TypeVar("ResultT")


class ChildNotStarted(Exception):
    """A child did not answer; `child_start.start_failure` finds out why."""


def start_pool(initializer: Callable[..., None], *arguments: Any, workers: int = 1) -> ProcessPool:
    """Start children and wait until one answers, which one that can't be started never does.

    Args:
        initializer: what each child does first; it should call `quiet`.
        arguments: of the initializer.
        workers: how many children there are at most.

    Raises:
        ChildNotStarted: none answered.
    """
    _start_resource_tracker()
    pool = ProcessPool(
        max_workers=workers,
        initializer=initializer,
        initargs=arguments,
        context=multiprocessing.get_context("spawn"),
    )
    try:
        pool.schedule(os.getpid).result(timeout=START_SECONDS)
    except (TimeoutError, RuntimeError, ProcessExpired) as error:
        end_pool(pool)
        raise ChildNotStarted from error
    return pool


def result_of(future: Future[ResultT], seconds: float) -> ResultT:
    """Wait for a task, but not forever: pebble loses one that is scheduled while it finds its child dead.

    Args:
        future: the task; it is cancelled when the person presses Ctrl-C.
        seconds: the task's own time limit and what is waited beyond it.

    Raises:
        BrokenExecutor: the task was lost.
        TimeoutError: the task took too long.
        ProcessExpired: the child died of it.
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
    """Make the process that calls it a child: Ctrl-C is the parent's, SIGTERM ends it, nothing is printed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _start_resource_tracker() -> None:
    """Start multiprocessing's tracker while stderr is a real file.

    The tracker gets stderr's descriptor passed on; a terminal interface replaces stderr by an object whose
    descriptor is -1, with which it can't be started.
    """
    with contextlib.redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()
