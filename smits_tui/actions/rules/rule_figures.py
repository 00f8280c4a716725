"""The rules weighed against the facts of a moment: how near each is to firing, what is left to each limit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from smits_rules.judges.explain import Explanation
from smits_rules.model.rule import Pack, Rule
from smits_rules.vocabulary import Fact
from smits_tui.actions.rules.facts_in_force import FactsInForce
from smits_tui.actions.rules.limits.distances import Limit, LimitHistory, limits_for
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.triggers.silence import weigh
from smits_tui.process.state import State
from smits_tui.workspace import Workspace


@dataclass(frozen=True)
class RuleFigures:
    """The rules evaluated against the facts at one moment."""

    pack: Pack
    limits: dict[str, Limit]
    nearest: dict[str, tuple[str, Explanation]]
    """Rule -> the fact closest to firing it, and the explanation."""

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.pack.rules}

    @cached_property
    def files(self) -> dict[str, list[Rule]]:
        """Pack file -> its rules."""
        return {file: list(rules) for file, rules in groupby(self.pack.rules, key=lambda rule: rule.file)}


class Weighing:
    """Evaluates the rules against the current facts; the next time only what changed is derived again."""

    def __init__(self) -> None:
        """Start without facts."""
        self._facts = FactsInForce()
        self._history = LimitHistory()

    def run(self, workspace: Workspace, state: State) -> RuleFigures:
        """Evaluate the rules.

        Args:
            workspace: with the rules and the record.
            state: a snapshot of the same record each time, never an older one.

        Raises:
            SmitsError: a pack or smits.toml is invalid.
        """
        pack, settings = load_rules(workspace), workspace.settings()
        facts = self._facts.of(state, settings)
        by_type: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_type[fact.fact].append(fact)
        nearest = {}
        for rule in pack.rules:
            weighed_facts = weigh(pack, rule, by_type[rule.fact])
            if weighed_facts:
                nearest[rule.id] = (weighed_facts[0][0].case_subject or rule.fact, weighed_facts[0][1])
        past = self._history.of(workspace, state, pack, settings)
        limits = limits_for(workspace, pack, facts, past)
        return RuleFigures(pack, {limit.name: limit for limit in limits}, nearest)
