"""The order of reading: by arrival, unless a slow input would delay others."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Sequence
from itertools import islice

from smits_tui.actions.inputs.retry_schedule import RetrySchedule
from smits_tui.process.state import Input, State
from smits_tui.process.state.folds.inputs import folder_of

ALLOWANCE = 2.0
"""Seconds of reading that a lane may take before others go first: files dropped by hand take less,
and so are read in the order of arrival.
"""

_NEWEST = 50
"""The number of newest inputs that are searched for one without an earlier version waiting."""


class ReadingOrder:
    """The inputs waiting to be read, in lanes: one per folder, and one per file that contained others.

    The lane that has used the least time goes first, so that neither a folder with thousands of new files
    nor a ZIP full of slow ones delays a letter elsewhere. In a slow lane, the oldest and
    the newest input take turns, so that a letter does not wait for everything that came before it.
    """

    def __init__(self, schedule: RetrySchedule) -> None:
        """Start with no inputs.

        Args:
            schedule: determines when a failed input is retried.
        """
        self._schedule = schedule
        self._seen = 0
        self._lanes: dict[str, OrderedDict[str, Input]] = {}
        self._lane_of: dict[str, str] = {}
        self._seconds: defaultdict[str, float] = defaultdict(float)
        """What the reading of each lane has taken since nothing waited."""
        self._waiting_paths: Counter[str] = Counter()
        self._taken: set[str] = set()
        self._paused: dict[str, Input] = {}
        self._newest_next: set[str] = set()

    def update(self, state: State) -> None:
        """Add the changes of the record, and the inputs to be retried by now."""
        self._seen, changed = state.inputs_changed(self._seen)
        for item in changed:
            if item.status != "received":
                self._drop(item.id)
            elif item.id not in self._lane_of and item.id not in self._paused and item.id not in self._taken:
                self._add(state, item)
        for item in [item for item in self._paused.values() if self._schedule.is_due(item.id)]:
            del self._paused[item.id]
            self._add(state, item)

    @property
    def has_waiting(self) -> bool:
        """Whether an input is only waiting for its turn."""
        return bool(self._lanes)

    def take(self) -> Input | None:
        """The next input to read; None if none is due. It is taken out until it is finished."""
        while self._lanes:
            item = self._first_of(min(self._lanes, key=self._turn))
            self._drop(item.id)
            if self._schedule.is_due(item.id):
                self._taken.add(item.id)
                return item
            self._paused[item.id] = item
        return None

    def finish(self, state: State, item: Input, seconds: float) -> None:
        """Finish an input once its result is recorded; it waits again if it still has to be read.

        Args:
            state: the recorded state.
            item: the input.
            seconds: the time taken to read it.
        """
        self._taken.discard(item.id)
        self._seconds[_lane(state, item)] += seconds
        now = state.input(item.id)
        if now is not None and now.status == "received":
            self._paused[item.id] = now
        if not self._lanes and not self._taken:
            self._seconds.clear()
            self._newest_next.clear()

    def put_back(self, state: State, items: Sequence[Input], seconds: float) -> None:
        """Return inputs that were taken but not read to their positions.

        Args:
            state: the current state.
            items: the inputs, in the order in which they were taken.
            seconds: how long the failed attempt to read them took.
        """
        for item in reversed(items):
            self._taken.discard(item.id)
            lane = _lane(state, item)
            self._seconds[lane] += seconds / len(items)
            newest = next(reversed(self._lanes[lane].values())) if lane in self._lanes else None
            self._add(state, item)
            if newest is None or item.seq < newest.seq:
                self._lanes[lane].move_to_end(item.id, last=False)

    def _turn(self, lane: str) -> tuple[float, int]:
        return max(self._seconds[lane], ALLOWANCE), self._oldest(lane).seq

    def _first_of(self, lane: str) -> Input:
        if self._seconds[lane] <= ALLOWANCE:
            return self._oldest(lane)
        if lane not in self._newest_next:
            self._newest_next.add(lane)
            return self._oldest(lane)
        self._newest_next.discard(lane)
        # Versions of the same file are read in the order of arrival.
        newest = islice(reversed(self._lanes[lane].values()), _NEWEST)
        single = (item for item in newest if self._waiting_paths[item.path] == 1)
        return next(single, self._oldest(lane))

    def _oldest(self, lane: str) -> Input:
        return next(iter(self._lanes[lane].values()))

    def _add(self, state: State, item: Input) -> None:
        lane = _lane(state, item)
        self._lanes.setdefault(lane, OrderedDict())[item.id] = item
        self._lane_of[item.id] = lane
        self._waiting_paths[item.path] += 1

    def _drop(self, identifier: str) -> None:
        self._paused.pop(identifier, None)
        lane = self._lane_of.pop(identifier, None)
        if lane is None:
            return
        item = self._lanes[lane].pop(identifier)
        self._waiting_paths[item.path] -= 1
        if not self._waiting_paths[item.path]:
            del self._waiting_paths[item.path]
        if not self._lanes[lane]:
            del self._lanes[lane]


def _lane(state: State, item: Input) -> str:
    """The dropped file that contained an input, or else its folder."""
    container = None
    while item.part_of is not None and (outer := state.input(item.part_of)) is not None:
        container = item = outer
    return f"in {container.id}" if container else folder_of(item.path)
