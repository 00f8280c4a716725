"""The consequences of each answer to a question: facts, differences to known amounts, and triggers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from smits_rules.derivation.inputs import InputFacts
from smits_rules.vocabulary import BudgetChange, Fact, fact_from
from smits_tui.actions.rules.facts_in_force import KnownFacts
from smits_tui.actions.rules.simulation.foresight import Foresight
from smits_tui.actions.triggers.merge import by_input
from smits_tui.process.entries.entry import EntryData, TriggerLapsed, TriggerRaised, TriggerUpdated
from smits_tui.process.state import State
from smits_tui.process.state.question import Question
from smits_tui.workspace import Workspace

_BASES = {
    "baseline": "the agreed baseline",
    "previous": "the previous version",
    "year": "the previous period",
}


@dataclass(frozen=True, slots=True)
class Consequence:
    """The consequences of one candidate."""

    answer: str
    meaning: str
    changes: tuple[str, ...]
    """The differences to the amounts on record, one sentence each."""
    triggers: tuple[str, ...]
    """The triggers that it would raise or change, each with its severity."""


def consequences(workspace: Workspace, state: State, question: Question) -> tuple[Consequence, ...]:
    """Judge the input once per candidate, together with everything recorded; nothing is recorded.

    Args:
        workspace: with the rules and the settings.
        state: the recorded state.
        question: with the candidates.

    Raises:
        PackError: the rules are invalid.
        SettingsError: smits.toml is invalid.
        EngineUnavailable: the engine can't be started.
    """
    recorded = KnownFacts().read(state)
    outcomes = []
    with Foresight(workspace, state, workspace.settings()) as foresight:
        for candidate in question.candidates:
            entries, derived = foresight.of(list(_with(recorded, question.input, candidate["facts"])))
            outcomes.append(
                Consequence(
                    answer=candidate["answer"],
                    meaning=candidate["meaning"],
                    changes=tuple(_changes(derived, question.input)),
                    triggers=tuple(_triggers(entries, question.input)),
                )
            )
    return tuple(outcomes)


def _with(
    recorded: Iterable[InputFacts], identifier: str, facts: Iterable[dict[str, object]]
) -> Iterable[InputFacts]:
    """All valid inputs; the one in question has the facts of a candidate in addition to its own."""
    more = tuple(
        fact_from({**fact, "source": by_input(str(fact.get("source", "")), identifier)}) for fact in facts
    )
    for item in recorded:
        if item.id == identifier:
            yield replace(item, facts=(*item.facts, *more), fresh=True)
        else:
            yield item


def _changes(derived: Iterable[Fact], identifier: str) -> Iterable[str]:
    for fact in derived:
        if isinstance(fact, BudgetChange) and _rests_on(fact.sources, identifier):
            basis = _BASES[fact.basis]
            yield f"{fact.change_pct:+.1f} % against {basis} ({fact.baseline:,.0f} to {fact.total:,.0f})"


def _triggers(entries: Iterable[EntryData], identifier: str) -> Iterable[str]:
    for entry in entries:
        if isinstance(entry, TriggerLapsed):
            yield f"{entry.id} would lapse"
        elif isinstance(entry, TriggerRaised) and identifier in entry.inputs:
            yield f"{entry.severity}: {entry.because}"
        elif isinstance(entry, TriggerUpdated) and identifier in entry.inputs:
            yield f"{entry.severity}, changes {entry.id}: {entry.because}"


def _rests_on(sources: Iterable[str], identifier: str) -> bool:
    return any(source.partition("#")[0] == identifier for source in sources)
