"""The record as the program uses it: the ledger, and the state that it folds into, kept together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock, local_day
from smits_tui.ledger.anchor import Anchor
from smits_tui.ledger.chain import seal_all
from smits_tui.ledger.errors import LedgerRewound, LedgerUnreachable
from smits_tui.ledger.projection import Projection
from smits_tui.ledger.protocol import EntryDraft, Ledger, Origin, Tip
from smits_tui.ledger.validation import checked_drafts
from smits_tui.process.entries.envelope import Entry, EntryData
from smits_tui.process.state import Made, State
from smits_tui.process.state.fold import fold
from smits_tui.process.state.staging import StagedTables

CHECKPOINT_EVERY = 500
"""A checkpoint is due after this many entries, or a quarter of the ledger if that is more."""

SMALL = 5_000
"""Entries of a record whose checkpoint is written in about a tenth of a second."""

Action = Callable[[State], Sequence[EntryData]]
"""Examines the state under the lock, checks that it is allowed, and returns the entries to record."""


class Readable(Protocol):
    """Anything with a state: the record now, or in the past."""

    @property
    def state(self) -> State:
        """The state."""


class Record:
    """A ledger and its state in this process. Must not be shared between threads."""

    def __init__(
        self,
        ledger: Ledger,
        checkpoint: Path | None,
        clock: Clock,
        anchor: Path | None = None,
        origin: Origin | None = None,
        *,
        patient: bool = False,
    ) -> None:
        """Load the checkpoint if it fits the ledger; `catch_up` reads the rest.

        Args:
            ledger: contains the entries.
            checkpoint: the file `state.json`, or None to keep the state in memory only.
            clock: the source of timestamps.
            anchor: the file `anchor.json`, or None to compare the ledger with nothing seen before.
            origin: the login and machine that record.
            patient: whether to begin with the checkpoint as it is if the ledger's server is away.

        Raises:
            LedgerUnreachable: the server is away; only without `patient`.
        """
        self.ledger = ledger
        self._anchor = Anchor(anchor) if anchor else None
        self.clock = clock
        self.origin = origin
        """Which login on which machine records."""
        self._checkpoint = checkpoint
        self._projection = Projection()
        self._made: Made = {}
        self._saved = 0
        self.mended: list[str] = []
        """What was mended at the end of the ledger since it was opened, a sentence each."""
        self._is_verified = False
        """Whether the state is known to be that of the ledger."""
        try:
            self._load()
        except LedgerUnreachable:
            if not patient:
                raise

    def _load(self) -> None:
        """Begin with the checkpoint if it fits the ledger, else with nothing."""
        self._projection, self._made, self._saved, self._is_verified = Projection(), {}, 0, False
        kept = Projection.load(self._checkpoint) if self._checkpoint else None
        if kept:
            self._projection = kept[0]
        if kept and self.ledger.seek(kept[1]):
            self._saved = kept[1].seq
        else:
            self._projection = Projection()
        self._is_verified = True

    @property
    def state(self) -> State:
        """The state as of the last `catch_up` or `commit`."""
        return State(self._projection, local_day(self.clock()), self._made)

    def snapshot(self) -> State:
        """The current state, which never changes; for threads, while this record continues."""
        return State(self._projection.copy(), local_day(self.clock()), dict(self._made))

    @property
    def problem(self) -> str:
        """Why this ledger is not the one seen here before, as a sentence; blank if it is."""
        return self._anchor.problem if self._anchor else ""

    @property
    def seq(self) -> int:
        """The last entry folded into the state."""
        return self.ledger.tip.seq

    def catch_up(self) -> list[Entry]:
        """Fold the entries appended since, by any process.

        Raises:
            LedgerDamaged: an entry does not fit the chain.
        """
        if not self._is_verified:
            self._load()
        try:
            entries = self.ledger.read()
        except LedgerRewound:
            self._load()
            entries = self.ledger.read()
        if self._anchor:
            self._anchor.compare(entries, self.ledger.tip)
        if entries:
            fold(self._projection, entries)
            self._save_when_due()
        return entries

    def commit(self, by: str, action: Action) -> list[Entry]:
        """Record the entries of an action, if it is still allowed.

        Takes the lock, catches up, lets the action examine the state, writes, releases: two processes never
        lose each other's entries.

        Args:
            by: the author.
            action: may raise a SmitsError to refuse; nothing is recorded then.

        Returns:
            The entries that were written.

        Raises:
            LedgerBusy: the lock could not be acquired.
            LedgerUnwritable: nothing was recorded, e.g. because the disk is full.
            LedgerDamaged: the ledger is inconsistent.
            EntryRefused: an entry could not be read back; nothing was recorded.
        """
        (outcome,) = self.commit_all(by, [action])
        if isinstance(outcome, SmitsError):
            raise outcome
        return outcome

    def commit_all(self, by: str, actions: Sequence[Action]) -> list[list[Entry] | SmitsError]:
        """Record the entries of several actions with one write and one fsync.

        Each action sees the state after the previous ones. If the ledger can't be written, none is recorded;
        an action that refuses does not affect the others.

        Args:
            by: the author.
            actions: each may raise a SmitsError to refuse.

        Returns:
            For each action the entries that were written, or its error.

        Raises:
            LedgerBusy: the lock could not be acquired.
            LedgerUnwritable: nothing was recorded, e.g. because the disk is full.
            LedgerDamaged: the ledger is inconsistent.
        """
        with self.ledger.locked() as mended:
            if mended:
                self.mended.append(mended)
            self.catch_up()
            outcomes = self._outcomes(by, actions)
            entries = [
                entry for outcome in outcomes if not isinstance(outcome, SmitsError) for entry in outcome
            ]
            self.ledger.append(entries)
            if self._anchor:
                self._anchor.move(self.ledger.tip)
        fold(self._projection, entries)
        self._save_when_due()
        return outcomes

    def _outcomes(self, by: str, actions: Sequence[Action]) -> list[list[Entry] | SmitsError]:
        """The entries of the actions, sealed one after another, or the errors of those that refuse."""
        now, tip, state = self.clock(), self.ledger.tip, self.state
        staged: StagedTables | None = None
        outcomes: list[list[Entry] | SmitsError] = []
        for number, action in enumerate(actions, 1):
            try:
                drafts = checked_drafts(partial(self._drafts, now, by, action, state), state)
            except SmitsError as error:
                outcomes.append(error)
                continue
            entries = seal_all(drafts, tip)
            outcomes.append(entries)
            if not entries:
                continue
            tip = Tip(entries[-1].seq, entries[-1].hash)
            if number < len(actions):
                staged = staged or StagedTables(self._projection)
                fold(staged, entries)
                state = State(staged, state.today)
        return outcomes

    def _drafts(self, now: dt.datetime, by: str, action: Action, state: State) -> list[EntryDraft]:
        return [EntryDraft(now, by, data, self.origin) for data in action(state)]

    def save(self) -> None:
        """Write the checkpoint; if the disk is full, only the next start takes longer."""
        if self._checkpoint is None or self.seq == self._saved:
            return
        try:
            self._projection.save(self._checkpoint, self.ledger.tip)
        except OSError:
            return
        self._saved = self.seq

    def save_at_rest(self) -> None:
        """Write the checkpoint if it is outdated.

        A watcher does so when idle, so that it can end quickly: a checkpoint of 40,000 entries takes a second
        of processor time.
        """
        if self.seq - self._saved >= max(CHECKPOINT_EVERY, self.seq // 16):
            self.save()

    def save_at_end(self) -> None:
        """Write the checkpoint of a small record; for a large one, the last one is good enough."""
        if self.seq < SMALL:
            self.save()
        else:
            self.save_at_rest()

    def _save_when_due(self) -> None:
        if self.seq - self._saved >= max(CHECKPOINT_EVERY, self.seq // 4):
            self.save()
