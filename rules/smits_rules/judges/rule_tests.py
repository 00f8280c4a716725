"""Runs the examples of a pack through both judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smits_rules.judges.decision import decide
from smits_rules.judges.durable import Engine
from smits_rules.judges.explain import Explanation, evaluate
from smits_rules.model.rule import Case, Pack, Rule
from smits_rules.packs.rule_cases import fact_of
from smits_rules.vocabulary import FACT_TYPES


@dataclass(frozen=True, slots=True)
class Tried:
    """The result of one example."""

    rule: Rule
    case: Case
    fired: bool
    refused: str | None
    """Why the example could not be judged."""
    explanation: Explanation | None

    @property
    def passed(self) -> bool:
        """Whether the rule did what the example expects."""
        return self.refused is None and self.fired == self.case.fires


def try_cases(pack: Pack) -> Iterator[Tried]:
    """Judge every example of a pack exactly as facts are judged.

    Raises:
        EngineUnavailable: the engine can't be started.
    """
    examples = [(rule, case) for rule in pack.rules for case in rule.cases]
    facts = [fact_of(case, FACT_TYPES[rule.fact]) for rule, case in examples]
    with Engine(pack) as engine:
        for (rule, case), judged in zip(examples, decide(pack, engine, facts), strict=True):
            refused = "The two judges differ." if judged.disagreement else judged.refused
            fired = any(decision.rule == rule.id for decision in judged.decisions)
            explanation = None if refused else evaluate(rule, pack.limits, judged.fact)
            yield Tried(rule, case, fired, refused, explanation)
