"""Whether the strategy must be reassessed: facts go to the rules, their decisions to the record."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence

from smits_rules.decide import Judged, decide
from smits_rules.derive import Circumstances, InputFacts, derive
from smits_rules.durable import Engine
from smits_rules.packs import load_pack, shipped_packs
from smits_rules.rule import Pack
from smits_rules.vocabulary import Fact, fact_from
from smits_tui.actions.cases import by_input, merge, troubles
from smits_tui.actions.intake import WATCHER
from smits_tui.clock import local_day
from smits_tui.ledger.record import Record
from smits_tui.process.entries import EntryData, InputsJudged, RulesChanged
from smits_tui.process.state import Input, State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace


def load_rules(workspace: Workspace) -> Pack:
    """The shipped rules and the team's own.

    Raises:
        PackError: a pack is wrong; the message names file, rule and line.
    """
    return load_pack([*shipped_packs(), *workspace.own_packs()])


class Reassessor:
    """Holds the rules engine, and the facts that it saw, between arrivals."""

    def __init__(self, pack: Pack, settings: Settings) -> None:
        """Begin with a pack; the engine starts with the first facts.

        Args:
            pack: the rules in force.
            settings: what is expected of whom.
        """
        self.pack = pack
        self.settings = settings
        self._engine = Engine(pack)
        self._facts: dict[str, tuple[Fact, ...]] = {}

    def close(self) -> None:
        """Stop the engine."""
        self._engine.stop()

    def run(self, record: Record, *, everything: bool = False) -> list[str]:
        """Judge the facts as they stand and record what follows.

        Derived facts are always judged; what an input itself states only when it was not judged before.

        Args:
            record: inputs are read from it and triggers recorded in it.
            everything: judge all inputs anew, as changed rules demand.

        Returns:
            The ids of the triggers that were raised or updated.

        Raises:
            LedgerUnwritable: nothing was recorded; run it again.
        """
        state = record.state
        inputs = [
            self._facts_of(item, fresh=everything or not item.judged)
            for item in state.inputs()
            if item.status == "read"
        ]
        about = {rule.fact for rule in self.pack.rules}
        arrived = [fact for item in inputs if item.fresh for fact in item.facts if fact.fact in about]
        derived = derive(inputs, circumstances(state, self.settings))
        judged = decide(self.pack, self._engine, [*arrived, *derived])
        return self._record(record, judged, tuple(item.id for item in inputs if item.fresh))

    def forget(self, identifier: str) -> None:
        """Take the facts of an input anew from the record, since they were corrected."""
        self._facts.pop(identifier, None)

    def use(self, record: Record) -> bool:
        """Record that these rules are in force, if they were not yet.

        Returns:
            Whether they are new, so that everything is to be judged anew.
        """
        data = RulesChanged(pack=self.pack.hash, rules=len(self.pack.rules), limits=dict(self.pack.limits))

        def action(state: State) -> list[EntryData]:
            return [] if state.pack == self.pack.hash else [data]

        return bool(record.commit(WATCHER, action))

    def _facts_of(self, item: Input, *, fresh: bool) -> InputFacts:
        if item.id not in self._facts:
            self._facts[item.id] = tuple(
                fact_from({**fact, "source": by_input(str(fact.get("source", "")), item.id)})
                for fact in item.facts
            )
        return InputFacts(
            id=item.id,
            kind=item.kind,
            path=item.path,
            received=item.received_at,
            facts=self._facts[item.id],
            fresh=fresh,
            order=item.seq,
        )

    def _record(self, record: Record, judged: Sequence[Judged], fresh: tuple[str, ...]) -> list[str]:
        decisions = [decision for one in judged for decision in (*one.decisions, *troubles(one))]
        changed: list[str] = []

        def action(state: State) -> list[EntryData]:
            cases = merge(state, decisions, self.pack.hash)
            changed[:] = [case.id for case in cases]
            seen = InputsJudged(ids=fresh, pack=self.pack.hash, triggers=tuple(changed))
            return [*cases, seen] if fresh else list(cases)

        record.commit(WATCHER, action)
        return changed


def circumstances(state: State, settings: Settings) -> Circumstances:
    """What the derivation must know beside the facts: the calendar and what is expected."""
    last: dict[str, dt.date] = {}
    for item in state.inputs():
        last[item.kind] = local_day(item.received_at)
    began = state.began or state.today
    return Circumstances(
        today=state.today,
        began=began,
        jurisdictions=settings.jurisdictions,
        topics=settings.topics,
        expected_days=settings.expected_days,
        last_received=last,
        next_review=_months_after(began, settings.calendar.review_every_months),
    )


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months on; the last of the month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
