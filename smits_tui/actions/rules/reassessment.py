"""Whether the strategy must be reassessed: facts go to the rules, their decisions to the record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from smits_rules.derivation.pipeline import derive
from smits_rules.judges.decision import Judged, decide
from smits_rules.judges.durable import Engine
from smits_rules.model.rule import Pack
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import Assumption, Fact
from smits_tui.actions.inputs.intake import WATCHER
from smits_tui.actions.rules.assumptions import assumption_standing
from smits_tui.actions.rules.facts_in_force import KnownFacts, circumstances, facts_to_judge
from smits_tui.actions.triggers.merge import merge, place, troubles
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import (
    EntryData,
    FactsJudged,
    InputsJudged,
    JudgedAssumption,
    RulesChanged,
)
from smits_tui.process.state import State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace


def load_rules(workspace: Workspace, instead: Mapping[str, Path] = MappingProxyType({})) -> Pack:
    """The shipped rules and the team's own.

    Args:
        workspace: whose rules.
        instead: name of a rule file of the team -> file that is taken in its place, or beside the others.

    Raises:
        PackError: a pack is wrong; the message names file, rule and line.
    """
    own = {path.name: path for path in workspace.own_packs()}
    return load_pack([*shipped_packs(), *(path for _, path in sorted({**own, **instead}.items()))])


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
        self._known = KnownFacts()
        self._settings_hash = _settings_hash(settings)

    @property
    def unfit(self) -> str:
        """Which recorded facts could not be judged, since they don't fit their types; empty if all were."""
        return " ".join(self._known.unfit[:3])

    def close(self) -> None:
        """Stop the engine."""
        self._engine.stop()

    def waits(self, state: State) -> bool:
        """Whether something is to be judged: facts, rules, settings or the day are others than last time.

        It is asked of the record alone, so that neither a failed write nor a restart can lose it.
        """
        last = state.judgement
        if last is None:
            return True
        now = (self.pack.hash, self._settings_hash, state.today)
        return (last.pack, last.settings, last.day) != now or state.facts_changed > last.seen

    def run(self, record: Record) -> list[str]:
        """Judge the facts as they stand and record what follows.

        Derived facts are always judged; what an input itself states only when it was not judged before, when
        it was judged by other rules, when the record does not say which facts were looked at, or when a
        trigger rests on it. Nothing is recorded when facts changed in the meantime: `waits` still says so.

        Args:
            record: inputs are read from it and triggers recorded in it.

        Returns:
            The ids of the triggers that were raised or updated, or that lapsed.

        Raises:
            LedgerUnwritable: nothing was recorded; run it again.
        """
        state, seen = record.state, record.seq
        last = state.judgement
        everything = last is not None and (last.pack != self.pack.hash or not last.seen)
        inputs = self._known.read(state, lambda item: everything or not item.judged)
        about = {rule.fact for rule in self.pack.rules}
        stated = facts_to_judge(state, inputs, about)
        derived = derive(inputs, circumstances(state, self.settings))
        judged = decide(self.pack, self._engine, [*stated, *derived])
        judgement = FactsJudged(
            pack=self.pack.hash,
            seen=seen,
            day=state.today,
            settings=self._settings_hash,
            assumptions=_assumptions(state, derived),
        )
        return self._record(record, judged, judgement, tuple(item.id for item in inputs if item.fresh))

    def use(self, record: Record) -> None:
        """Record that these rules are in force, if they were not yet."""
        if record.state.pack == self.pack.hash:
            return
        data = RulesChanged(pack=self.pack.hash, rules=len(self.pack.rules), limits=dict(self.pack.limits))

        def action(state: State) -> list[EntryData]:
            return [] if state.pack == self.pack.hash else [data]

        record.commit(WATCHER, action)

    def _record(
        self, record: Record, judged: Sequence[Judged], judgement: FactsJudged, fresh: tuple[str, ...]
    ) -> list[str]:
        decisions = [decision for one in judged for decision in (*one.decisions, *troubles(one))]
        changed: list[str] = []

        def action(state: State) -> list[EntryData]:
            if state.facts_changed > (judgement.seen or 0):
                return []
            cases = merge(state, decisions, self.pack.hash)
            changed[:] = [case.id for case in cases]
            seen = judgement.model_copy(update={"triggers": tuple(changed)})
            return [*cases, InputsJudged(**seen.model_dump(), ids=fresh) if fresh else seen]

        record.commit(WATCHER, action)
        return changed


def _assumptions(state: State, derived: Sequence[Fact]) -> tuple[JudgedAssumption, ...] | None:
    """How assumptions stand; None where they stand as the record has it."""
    paths = {item.id: item.path for item in state.inputs()}
    judged = tuple(
        JudgedAssumption(
            text=fact.text,
            holds=assumption_standing(fact),
            actual=fact.actual,
            source=place(fact.source, paths),
        )
        for fact in derived
        if isinstance(fact, Assumption)
    )
    return None if judged == state.assumptions() else judged


def _settings_hash(settings: Settings) -> str:
    """Of all settings that can change what follows from facts; how files are watched or read can't."""
    rest = settings.model_dump_json(exclude={"watch", "reading", "notify"})
    return hashlib.sha256(rest.encode()).hexdigest()[:16]
