"""Decides whether the strategy must be reassessed: judges the facts and records the decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from smits_rules.derivation.pipeline import Derivation
from smits_rules.judges.durable import Engine
from smits_rules.model.rule import Pack
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import RECORDED, Assumption
from smits_tui.actions.inputs.intake import WATCHER
from smits_tui.actions.rules.assumptions import assumption_standing
from smits_tui.actions.rules.decisions_in_force import DecisionsInForce
from smits_tui.actions.rules.facts_in_force import KnownFacts, circumstances
from smits_tui.actions.triggers.merge import StatePaths, merge, place
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
        self._fresh: dict[str, None] = {}
        self._begin()
        self._settings_hash = _settings_hash(settings)

    def _begin(self) -> None:
        """Forget what was derived and judged: all of it is with the next facts."""
        self._derivation = Derivation({rule.fact for rule in self.pack.rules} & RECORDED.keys())
        self._decisions = DecisionsInForce(self.pack, self._engine)
        self._seen_inputs = 0
        self._is_complete = False
        """Whether all that the record holds was judged and recorded by this process."""

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
        """Judge the facts that changed and record what follows.

        The first time, and when others judged by other rules meanwhile, these are all facts. Nothing is
        recorded when facts changed in the meantime: `waits` still says so.

        Args:
            record: inputs are read from it and triggers recorded in it.

        Returns:
            The ids of the triggers that were raised or updated, or that lapsed.

        Raises:
            LedgerUnwritable: nothing was recorded; run it again.
            EngineUnavailable: nothing was judged; run it again.
        """
        state, seen = record.state, record.seq
        last = state.judgement
        everything = last is not None and (last.pack != self.pack.hash or not last.seen)
        if everything:
            self._begin()
        self._seen_inputs, changed = state.inputs_changed(self._seen_inputs)
        counting = [
            self._known.of(item, fresh=everything or not item.judged) for item in changed if item.counts
        ]
        gone = [item.id for item in changed if not item.counts]
        self._fresh |= dict.fromkeys(item.id for item in counting if item.fresh)
        cells = self._derivation.update(counting, gone, circumstances(state, self.settings))
        self._decisions.judge(cells)
        judgement = FactsJudged(
            pack=self.pack.hash,
            seen=seen,
            day=state.today,
            settings=self._settings_hash,
            assumptions=_assumptions(state, self._derivation.assumptions),
        )
        return self._record(record, judgement)

    def use(self, record: Record) -> None:
        """Record that these rules are in force, if they were not yet."""
        if record.state.pack == self.pack.hash:
            return
        data = RulesChanged(pack=self.pack.hash, rules=len(self.pack.rules), limits=dict(self.pack.limits))

        def action(state: State) -> list[EntryData]:
            return [] if state.pack == self.pack.hash else [data]

        record.commit(WATCHER, action)

    def _record(self, record: Record, judgement: FactsJudged) -> list[str]:
        met, over = self._decisions.unrecorded()
        written: list[str] = []

        def action(state: State) -> list[EntryData]:
            if state.facts_changed > (judgement.seen or 0):
                return []
            cases = merge(state, met, self.pack.hash, over=over if self._is_complete else None)
            written[:] = [case.id for case in cases]
            seen = judgement.model_copy(update={"triggers": tuple(written)})
            return [
                *cases,
                InputsJudged(**seen.model_dump(), ids=tuple(self._fresh)) if self._fresh else seen,
            ]

        if record.commit(WATCHER, action):
            self._decisions.recorded()
            self._fresh, self._is_complete = {}, True
        return written


def _assumptions(state: State, assumptions: Iterable[Assumption]) -> tuple[JudgedAssumption, ...] | None:
    """How assumptions stand; None where they stand as the record has it."""
    paths = StatePaths(state)
    judged = tuple(
        JudgedAssumption(
            text=fact.text,
            holds=assumption_standing(fact),
            actual=fact.actual,
            source=place(fact.source, paths),
        )
        for fact in assumptions
    )
    return None if judged == state.assumptions() else judged


def _settings_hash(settings: Settings) -> str:
    """Of all settings that can change what follows from facts; how files are watched or read can't."""
    rest = settings.model_dump_json(exclude={"watch", "reading", "notify"})
    return hashlib.sha256(rest.encode()).hexdigest()[:16]
