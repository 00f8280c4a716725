"""The decisions on the facts in force, cached so that only changed facts are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smits_rules.derivation.pipeline import DerivedCell
from smits_rules.judges.decision import decide
from smits_rules.judges.durable import Engine
from smits_rules.model.rule import Pack
from smits_rules.vocabulary import Fact
from smits_tui.actions.triggers.merge import RuleSubject, TriggerCase, troubles


class DecisionsInForce:
    """The decisions of a pack, by the cells in which their facts were derived.

    Judgements are kept until they are recorded, because recording may fail or be refused.
    """

    def __init__(self, pack: Pack, engine: Engine) -> None:
        """Start without decisions.

        Args:
            pack: the rules.
            engine: the first judge, created with the same pack.
        """
        self._pack = pack
        self._engine = engine
        self._of_cell: dict[DerivedCell, dict[RuleSubject, TriggerCase]] = {}
        self._of_case: dict[RuleSubject, dict[DerivedCell, TriggerCase]] = {}
        self._waiting: dict[DerivedCell, Sequence[Fact]] = {}
        self._unrecorded: dict[RuleSubject, None] = {}

    def judge(self, cells: Mapping[DerivedCell, Sequence[Fact]]) -> None:
        """Judge the facts of cells; their former facts no longer count.

        Raises:
            EngineUnavailable: the engine can't be started; they are judged next time.
        """
        self._waiting |= cells
        facts = [(cell, fact) for cell, listed in self._waiting.items() for fact in listed]
        judged = decide(self._pack, self._engine, [fact for _, fact in facts])
        cases_by_cell: dict[DerivedCell, dict[RuleSubject, TriggerCase]] = {
            cell: {} for cell in self._waiting
        }
        for (cell, _), answer in zip(facts, judged, strict=True):
            for decision in (*answer.decisions, *troubles(answer)):
                cases_by_cell[cell][decision.rule, decision.subject] = decision
        for cell, decisions in cases_by_cell.items():
            self._replace(cell, decisions)
        self._waiting = {}

    def unrecorded(self) -> tuple[list[TriggerCase], list[RuleSubject]]:
        """The cases judged since `recorded`: those that are met, and those that are not."""
        met = [case_now for case in self._unrecorded if (case_now := self._last(case)) is not None]
        return met, [case for case in self._unrecorded if self._last(case) is None]

    def recorded(self) -> None:
        """Mark the judgements as recorded."""
        self._unrecorded = {}

    def _replace(self, cell: DerivedCell, decisions: dict[RuleSubject, TriggerCase]) -> None:
        before = self._of_cell.pop(cell, {})
        for case in before:
            self._of_case[case].pop(cell)
        for case, decision in decisions.items():
            self._of_case.setdefault(case, {})[cell] = decision
        if decisions:
            self._of_cell[cell] = decisions
        self._unrecorded.update(dict.fromkeys((*before, *decisions)))

    def _last(self, case: RuleSubject) -> TriggerCase | None:
        stored = self._of_case.get(case)
        return next(reversed(stored.values())) if stored else None
