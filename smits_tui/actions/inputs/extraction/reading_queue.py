"""Reads received inputs one after another, and records several results in one write."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.archive.copies import (
    Obstacle,
    obstructed,
)
from smits_tui.actions.inputs.archive.quarantine import put_into_quarantine
from smits_tui.actions.inputs.archive.store import archived
from smits_tui.actions.inputs.extraction.reading_order import ReadingOrder
from smits_tui.actions.inputs.extraction.reading_steps import ReadingOutcome, ReadingSteps, Steps
from smits_tui.actions.inputs.intake import WATCHER
from smits_tui.actions.inputs.retry_schedule import RetrySchedule
from smits_tui.ledger.record import Record
from smits_tui.ledger.validation import EntryRefused
from smits_tui.process.entries.entry import Entry, EntryData, InputRejected, InputSetAside
from smits_tui.process.state import Input, State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.extraction.bundle import may_be_bundled
from smits_watch.extraction.child_pool import ReaderUnavailable
from smits_watch.extraction.child_task import ChildTask
from smits_watch.extraction.reader import Reader
from smits_watch.extraction.result import ExtractedFile

log = logging.getLogger(__name__)

BATCH = 64
"""Results recorded in one write; more would save nothing, since they share the fsync already."""
BATCH_SECONDS = 0.25
"""The longest time that a result waits to be recorded together with others."""
LOOK_SECONDS = 0.1
"""How often the caller is asked, while the child process reads, whether to go on."""

BUNDLE = 64
"""Small files that the child reads in one task; the overhead of a task (0.5 ms) hardly counts then."""


@dataclass(frozen=True, slots=True)
class _Result:
    """The result of an input, to be recorded."""

    item: Input
    action: Callable[[State], list[EntryData]]
    reading: ExtractedFile | None
    """None if it could not be read because of something else."""
    seconds: float


@dataclass(slots=True)
class _Job:
    """The inputs being read: one, or several small ones together."""

    items: list[Input]
    steps: Steps
    began: float
    """On the monotonic clock; later by the time in which the caller did something else."""
    task: ChildTask[Any] | None = None
    left_at: float | None = None
    """When the caller began to do something else."""

    def go_on(self, now: float) -> None:
        """Count the time again; a folder is not charged with what was received and judged meanwhile."""
        if self.left_at is not None:
            self.began += now - self.left_at
            self.left_at = None


class ReadingQueue:
    """Reads every input that was received and not read yet.

    An input that can't be read because of something else (a full disk, no copy in the archive) is
    recorded as set aside; it does not delay those after it, and is retried after a pause.
    """

    def __init__(
        self,
        record: Record,
        workspace: Workspace,
        settings: Settings,
        reader: Reader,
        *,
        schedule: RetrySchedule | None = None,
        before: Callable[[Input], None] = lambda _: None,
    ) -> None:
        """Start with no input being read.

        Args:
            record: contains the inputs and receives the entries.
            workspace: with the archive.
            settings: limits and column mappings.
            reader: opens files in a child process.
            schedule: determines when inputs that were set aside are retried.
            before: called with each input before it is read, or with the first of several that are read
                together, e.g. to show progress.
        """
        self._record = record
        self._workspace = workspace
        self._reader = reader
        self._steps = ReadingSteps(record, workspace, settings, reader)
        self._schedule = schedule or RetrySchedule()
        self._order = ReadingOrder(self._schedule)
        self._before = before
        self._job: _Job | None = None
        self._batch: list[_Result] = []
        self._batch_began = 0.0
        self._alone: set[str] = set()
        """Ids of the inputs that are read on their own, because reading them with others failed."""

    def use(self, settings: Settings) -> None:
        """Apply other settings from the next input on."""
        self._steps.use(settings)

    @property
    def is_busy(self) -> bool:
        """Whether an input is being read, or only waits for its turn."""
        return self._job is not None or self._order.has_waiting

    def run(self, is_enough: Callable[[], bool] = lambda: False) -> Iterator[Input]:
        """Read the waiting inputs until there are none, or `is_enough` says to stop.

        Args:
            is_enough: called several times a second; an input being read then is continued in the next call.

        Yields:
            Each input as recorded: read, rejected, or still received with the reason;
            after a file that contains others, those that could not be taken out.

        Raises:
            LedgerUnwritable, LedgerBusy, LedgerDamaged: the result can't be recorded; it is read again next
                time.
            ReaderUnavailable: the child process can't be started.
        """
        self._order.update(self._record.state)
        if self._job is not None:
            self._job.go_on(time.monotonic())
        while True:
            if self._job is None and not is_enough():
                self._begin()
            if self._job is None:
                if not self._batch:
                    return
                yield from self._record_batch()
                continue
            if self._is_batch_due():
                yield from self._record_batch()
            if self._job.task is None or self._job.task.is_done_within(LOOK_SECONDS):
                self._go_on(self._job)
            elif is_enough():
                self._job.left_at = time.monotonic()
                yield from self._record_batch()
                return

    def _begin(self) -> None:
        items = self._next_items()
        if not items:
            return
        self._before(items[0])
        steps = self._steps.alone(items[0]) if len(items) == 1 else self._steps.together(items)
        self._job = _Job(items, steps, time.monotonic())
        self._go_on(self._job)

    def _next_items(self) -> list[Input]:
        """The next input, and those after it that may be read together with it."""
        items: list[Input] = []
        while len(items) < BUNDLE and (item := self._order.take()) is not None:
            item = self._record.state.input(item.id) or item
            if items and not self._may_be_bundled(item):
                self._order.put_back(self._record.state, [item], 0.0)
                break
            items.append(item)
            if not self._may_be_bundled(item):
                break
        return items

    def _may_be_bundled(self, item: Input) -> bool:
        return item.id not in self._alone and may_be_bundled(item.path, item.size)

    def _go_on(self, job: _Job) -> None:
        """Run the next step of a job."""
        try:
            job.task = next(job.steps)
        except StopIteration as finished:
            self._finish(job, finished.value)
        except ReaderUnavailable:
            self._job = None
            for item in job.items:
                self._order.finish(self._record.state, item, 0.0)
            raise
        except Exception as error:  # an error in one input must not stop the others
            if len(job.items) > 1:
                self._finish(job, [])
            else:
                self._fail(job, error)

    def _finish(self, job: _Job, outcomes: list[ReadingOutcome]) -> None:
        """Keep results for the next write; inputs that were not reached wait again.

        If a bundle has no result at all, one of its files harmed the others: each is read on its own then.
        """
        if not outcomes:
            self._alone.update(item.id for item in job.items)
        seconds = (time.monotonic() - job.began) / max(1, len(outcomes))
        self._end([_Result(*outcome, seconds) for outcome in outcomes])
        self._order.put_back(self._record.state, job.items[len(outcomes) :], 0.0 if outcomes else seconds)

    def _fail(self, job: _Job, error: Exception) -> None:
        (item,) = job.items
        action = partial(_set_aside, item, _reason(item, error))
        self._end([_Result(item, action, None, time.monotonic() - job.began)])

    def _end(self, results: list[_Result]) -> None:
        self._job = None
        if not self._batch:
            self._batch_began = time.monotonic()
        self._batch += results
        self._alone.difference_update(result.item.id for result in results)

    def _is_batch_due(self) -> bool:
        waited = time.monotonic() - self._batch_began
        return len(self._batch) >= BATCH or bool(self._batch and waited >= BATCH_SECONDS)

    def _record_batch(self) -> Iterator[Input]:
        """Record the finished results, and yield each input as recorded."""
        batch, self._batch = self._batch, []
        try:
            outcomes = self._record.commit_all(WATCHER, [partial(_guarded, each) for each in batch])
            recorded = [self._recorded(*each) for each in zip(batch, outcomes, strict=True)]
        finally:
            for result in batch:
                self._order.finish(self._record.state, result.item, result.seconds)
            self._order.update(self._record.state)
        for result, identifiers in zip(batch, recorded, strict=True):
            for identifier in identifiers:
                yield self._record.state.input(identifier) or result.item

    def _recorded(self, result: _Result, outcome: list[Entry] | SmitsError) -> Sequence[str]:
        """Handle an input of the batch that could not be recorded as it was read.

        Returns:
            The ids of the input and of its parts that could not be taken out.
        """
        item = result.item
        if isinstance(outcome, EntryRefused) and result.reading is not None:
            reason = f"Its facts can't be recorded. {outcome}"
            outcome = self._record.commit(WATCHER, partial(self._rejected, result, reason))
        elif isinstance(outcome, SmitsError):
            outcome = self._record.commit(WATCHER, partial(_set_aside, item, _reason(item, outcome)))
            self._schedule.fail(item.id)
            return [item.id]
        if result.reading is None:
            self._schedule.fail(item.id)
        else:
            self._schedule.succeed(item.id)
        untaken = [str(entry.data["id"]) for entry in outcome if entry.type == InputRejected.type]
        return [item.id, *(other for other in untaken if other != item.id)]

    def _rejected(self, result: _Result, reason: str, state: State) -> list[EntryData]:
        with obstructed("The quarantine can't be written"):
            content = archived(self._workspace, result.item.sha256)
            put_into_quarantine(self._workspace, result.item, content, reason)
        item = state.input(result.item.id)
        if item is None or item.status != "received":
            return []
        return [InputRejected(id=item.id, status="unreadable", reason=reason)]


def _guarded(result: _Result, state: State) -> list[EntryData]:
    """The entries for an input; an error affects no other input."""
    try:
        return result.action(state)
    except SmitsError:
        raise
    except Exception as error:
        raise Obstacle(_reason(result.item, error)) from error


def _set_aside(item: Input, reason: str, state: State) -> list[EntryData]:
    """The entry that an input waits, unless that reason is already recorded."""
    current = state.input(item.id)
    if current is None or current.status != "received" or current.reason == reason:
        return []
    return [InputSetAside(id=item.id, reason=reason)]


def _reason(item: Input, error: Exception) -> str:
    if isinstance(error, SmitsError):
        return str(error)
    log.error("Reading %s failed.", item.path, exc_info=error)
    return f"Reading it failed unexpectedly ({type(error).__name__}). It will be tried again."
