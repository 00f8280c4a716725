"""The record as of a past day: the prefix of the ledger that belongs to it, folded."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from smits_tui.clock import local_day
from smits_tui.ledger.chain import chain, stamp_of
from smits_tui.ledger.protocol import Ledger
from smits_tui.process.state import State
from smits_tui.process.state.fold import fold
from smits_tui.process.state.store import DictTables


class PastRecord:
    """The record as it was at the end of a day: a prefix of it, even if clocks were changed."""

    def __init__(self, ledger: Ledger, day: dt.date) -> None:
        """Fold the ledger up to the end of a day (local time).

        Raises:
            LedgerDamaged: the ledger is inconsistent.
        """
        tables = DictTables()
        end = prefix_up_to([local_day(stamp_of(line)) for line in ledger.lines()], day)
        fold(tables, itertools.islice(chain(ledger.lines()), end))
        self._state = State(tables, day)

    @property
    def state(self) -> State:
        """The state at the end of the day."""
        return self._state


def prefix_up_to(days: Sequence[dt.date], day: dt.date) -> int:
    """The number of entries, from the first on, that belong to the time up to a day.

    Clocks that were wrong for a while leave entries dated before or after their neighbours. The prefix
    is the one with the fewest misplaced entries; of several, the one whose last entry is closest
    to the day.

    Args:
        days: the day of each entry, in record order.
        day: the last day to include.
    """
    wrong = sum(each <= day for each in days)
    best, fewest, last = 0, wrong, dt.date.min
    for count, each in enumerate(days, 1):
        wrong += -1 if each <= day else 1
        if wrong < fewest or (wrong == fewest and last <= each <= day):
            best, fewest, last = count, wrong, each
    return best
