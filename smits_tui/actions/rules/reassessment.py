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
from smits_tui.actions.triggers.merge import StatePaths, merge, source_with_path
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import (
    EntryData,
    FactsJudged,
    InputsJudged,
    RulesChanged,
)
from smits_tui.process.entries.judged_assumption import JudgedAssumption
from smits_tui.process.state import State
from smits_tui.settings import OF_THE_MACHINE, Settings
from smits_tui.workspace import Workspace


def load_rules(workspace: Workspace, instead: Mapping[str, Path] = MappingProxyType({})) -> Pack:
    """Load the shipped rules and the team's own.

    Args:
        workspace: with the rules.
        instead: name of a team rule file -> file that replaces it, or is added.

    Raises:
        PackError: a pack is invalid; the message names file, rule and line.
    """
    own = {path.name: path for path in workspace.own_packs()}
    return load_pack([*shipped_packs(), *(path for _, path in sorted({**own, **instead}.items()))])


class Reassessor:
    """Keeps the rules engine, and the facts judged so far, between arrivals."""

    def __init__(self, pack: Pack, settings: Settings) -> None:
        """Start with a pack; the engine starts with the first facts.

        Args:
            pack: the rules in force.
            settings: the workspace settings.
        """
        self.pack = pack
        self.settings = settings
        self._engine = Engine(pack)
        self._known_facts = KnownFacts()
        self._fresh: dict[str, None] = {}
        self._begin()
        self._settings_hash = _settings_hash(settings)

    def _begin(self) -> None:
        """Discard derivations and judgements; the next run judges all facts."""
        self._derivation = Derivation({rule.fact for rule in self.pack.rules} & RECORDED.keys())
        self._decisions = DecisionsInForce(self.pack, self._engine)
        self._seen_inputs = 0
        self._is_complete = False
        """Whether all that the record holds was judged and recorded by this process."""

    @property
    def unfit(self) -> str:
        """The recorded facts that could not be judged because they don't fit their types; blank if none."""
        return " ".join(self._known_facts.unfit[:3])

    def close(self) -> None:
        """Stop the engine."""
        self._engine.stop()

    def waits(self, state: State) -> bool:
        """Whether facts, rules, settings or the date have changed since the last judgement.

        This depends on the record alone, so that neither a failed write nor a restart can lose it.
        """
        last = state.judgement
        if last is None:
            return True
        now = (self.pack.hash, self._settings_hash, state.today)
        return (last.pack, last.settings, last.day) != now or state.facts_changed > last.seen

    def run(self, record: Record) -> list[str]:
        """Judge the changed facts and record the results.

        The first time, and if another process judged with other rules meanwhile, all facts are judged.
        Nothing is
        recorded if facts changed in the meantime: `waits` remains true.

        Args:
            record: contains the inputs and receives the entries.

        Returns:
            The ids of the triggers that were raised, updated or lapsed.

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
            self._known_facts.of(item, fresh=everything or not item.judged) for item in changed if item.counts
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
        """Record that these rules are in force, unless they already were."""
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
            # Facts changed meanwhile, or the machine of a team that judged before has just done the same.
            if state.facts_changed > (judgement.seen or 0) or not self.waits(state):
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
    """The standing of assumptions; None if it is as recorded."""
    paths = StatePaths(state)
    judged = tuple(
        JudgedAssumption(
            text=fact.text,
            holds=assumption_standing(fact),
            actual=fact.actual,
            source=source_with_path(fact.source, paths),
        )
        for fact in assumptions
    )
    return None if judged == state.assumptions() else judged


def _settings_hash(settings: Settings) -> str:
    """The hash of the settings that affect derivation; those of one machine or person don't."""
    rest = settings.model_dump_json(exclude=set(OF_THE_MACHINE))
    return hashlib.sha256(rest.encode()).hexdigest()[:16]
