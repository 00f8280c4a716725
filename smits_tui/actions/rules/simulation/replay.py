"""Replays the recorded past day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from smits_rules.backtest import Moment
from smits_tui.actions.rules.facts_in_force import KnownFacts, circumstances
from smits_tui.clock import local_day
from smits_tui.ledger.chain import chain, stamp_of
from smits_tui.ledger.protocol import Ledger
from smits_tui.process.entries.entry import Entry, FactsCorrected, InputRead
from smits_tui.process.state import State
from smits_tui.process.state.fold import fold
from smits_tui.process.state.store import DictTables
from smits_tui.settings import Settings

_NEW_FACTS = (InputRead.type, FactsCorrected.type)


def moments(
    entries: Iterable[Entry],
    settings: Settings,
    until: dt.date,
    since: dt.date | None = None,
) -> Iterator[Moment]:
    """The facts as of each day, with those that arrived on it marked as fresh.

    Days without entries are included, since the calendar alone may change facts.

    Args:
        entries: the whole record, in order.
        settings: the current settings, which are used for all days.
        until: the last day.
        since: the first day; the record's first one if None.
    """
    tables, known_facts = DictTables(), KnownFacts()
    shown: dt.date | None = None
    for day, written in groupby(entries, key=lambda entry: local_day(entry.at)):
        if shown is not None:
            yield from _idle(tables, known_facts, settings, shown, day, since)
        on_day = list(written)
        fold(tables, on_day)
        shown = day
        if since is None or day >= since:
            fresh = {str(entry.data["id"]) for entry in on_day if entry.type in _NEW_FACTS}
            yield _moment(State(tables, day), known_facts, settings, fresh)
    if shown is not None:
        yield from _idle(tables, known_facts, settings, shown, until + dt.timedelta(days=1), since)


def past_states(ledger: Ledger, until: dt.date, most: int) -> Iterator[State]:
    """The state at the end of each of the last days with entries before a day, the oldest first.

    Each is valid until the next is taken: they share their tables.

    Args:
        ledger: the record.
        until: the first day that is left out.
        most: the largest number of days.

    Raises:
        LedgerDamaged: the record is inconsistent.
    """
    days = dict.fromkeys(local_day(stamp_of(line)) for line in ledger.lines())
    wanted = set([day for day in days if day < until][-most:])
    if not wanted:
        return
    tables = DictTables()
    for day, written in groupby(chain(ledger.lines()), key=lambda entry: local_day(entry.at)):
        if day >= until:
            return
        fold(tables, written)
        if day in wanted:
            yield State(tables, day)


def _idle(
    tables: DictTables,
    known_facts: KnownFacts,
    settings: Settings,
    after: dt.date,
    before: dt.date,
    since: dt.date | None,
) -> Iterator[Moment]:
    day = max(after + dt.timedelta(days=1), since or after)
    while day < before:
        yield _moment(State(tables, day), known_facts, settings, set())
        day += dt.timedelta(days=1)


def _moment(state: State, known_facts: KnownFacts, settings: Settings, fresh: set[str]) -> Moment:
    return Moment(known_facts.read(state, lambda item: item.id in fresh), circumstances(state, settings))
