"""Whether the strategy must be reassessed: facts go to the rules, their decisions to the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from smits_rules.derivation.pipeline import derive
from smits_rules.judges.decision import Judged, decide
from smits_rules.judges.durable import Engine
from smits_rules.model.rule import Pack
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_tui.actions.inputs.intake import WATCHER
from smits_tui.actions.rules.facts_in_force import KnownFacts, circumstances
from smits_tui.actions.triggers.merge import merge, troubles
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import EntryData, InputsJudged, RulesChanged
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
        inputs = self._known.read(state, lambda item: everything or not item.judged)
        about = {rule.fact for rule in self.pack.rules}
        arrived = [fact for item in inputs if item.fresh for fact in item.facts if fact.fact in about]
        derived = derive(inputs, circumstances(state, self.settings))
        judged = decide(self.pack, self._engine, [*arrived, *derived])
        return self._record(record, judged, tuple(item.id for item in inputs if item.fresh))

    def use(self, record: Record) -> bool:
        """Record that these rules are in force, if they were not yet.

        Returns:
            Whether the inputs were last judged by others, so that everything is to be judged anew.
        """
        data = RulesChanged(pack=self.pack.hash, rules=len(self.pack.rules), limits=dict(self.pack.limits))

        def action(state: State) -> list[EntryData]:
            return [] if state.pack == self.pack.hash else [data]

        record.commit(WATCHER, action)
        return record.state.judged_by not in (None, self.pack.hash)

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
