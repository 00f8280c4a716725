"""Judges facts without recording them, for rehearsals and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

from smits_rules.derivation.inputs import InputFacts
from smits_rules.derivation.pipeline import derive
from smits_rules.judges.decision import decide
from smits_rules.judges.durable import Engine
from smits_rules.vocabulary import Fact
from smits_tui.actions.rules.facts_in_force import circumstances, facts_to_judge
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.triggers.merge import TriggerChange, merge, troubles
from smits_tui.process.state import State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace


class Foresight:
    """Judges facts beside the record; a context manager, because it owns an engine."""

    def __init__(self, workspace: Workspace, state: State, settings: Settings) -> None:
        """Load the rules in force; the engine starts with the first facts.

        Args:
            workspace: with the rules.
            state: the recorded state.
            settings: the workspace settings.

        Raises:
            PackError: the rules are invalid.
        """
        self._state = state
        self._pack = load_rules(workspace)
        self._about = {rule.fact for rule in self._pack.rules}
        self._circumstances = circumstances(state, settings)
        self._engine = Engine(self._pack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.stop()

    def of(
        self, inputs: Sequence[InputFacts], paths: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[list[TriggerChange], list[Fact]]:
        """Judge inputs as if they were all that is recorded.

        Args:
            inputs: all inputs; those on trial are marked as fresh.
            paths: of inputs that are not in the record, by id.

        Returns:
            The triggers that would be raised, changed or lapse, and the derived facts.

        Raises:
            EngineUnavailable: the engine can't be started.
        """
        derived = list(derive(inputs, self._circumstances))
        stated = facts_to_judge(self._state, inputs, self._about)
        judged = decide(self._pack, self._engine, [*stated, *derived])
        decisions = [
            decision for judgement in judged for decision in (*judgement.decisions, *troubles(judgement))
        ]
        return merge(self._state, decisions, self._pack.hash, paths), derived
