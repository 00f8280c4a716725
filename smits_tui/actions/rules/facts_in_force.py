"""The facts in force: stated and derived facts, and the circumstances that derivation needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from itertools import chain
from typing import Any

from pydantic import ValidationError

from smits_rules.derivation.inputs import newest_versions
from smits_rules.derivation.pipeline import Circumstances, Derivation, DerivedCell, InputFacts
from smits_rules.vocabulary import Fact, SmitsError, fact_from
from smits_tui.actions.rules.execution import execution_progress
from smits_tui.actions.strategy.review_day import review_day
from smits_tui.actions.triggers.merge import by_input, fact_of
from smits_tui.clock import local_day
from smits_tui.process.entries.records import AssumptionSet
from smits_tui.process.state import Input, State
from smits_tui.settings import Settings


class KnownFacts:
    """The typed facts of inputs, cached as long as the record of an input is unchanged."""

    def __init__(self) -> None:
        """Start with an empty cache."""
        self._facts: dict[str, tuple[list[dict[str, Any]], tuple[Fact, ...]]] = {}
        self._unfit: dict[str, str] = {}

    @property
    def unfit(self) -> list[str]:
        """A sentence for each fact that could not be typed and is left out.

        Only records of earlier versions contain such facts: now entries are validated before they are
        written.
        """
        return list(self._unfit.values())

    def of(self, item: Input, *, fresh: bool = False) -> InputFacts:
        """The facts of an input; their sources refer to the input's id."""
        cached = self._facts.get(item.id)
        if cached is None or cached[0] is not item.facts:
            self._unfit.pop(item.id, None)
            typed = tuple(fact for data in item.facts if (fact := self._typed(item, data)))
            cached = self._facts[item.id] = (item.facts, typed)
        return InputFacts(
            id=item.id,
            kind=item.kind,
            path=item.path,
            received=item.received_at,
            facts=cached[1],
            fresh=fresh,
            order=item.seq,
        )

    def _typed(self, item: Input, data: dict[str, Any]) -> Fact | None:
        try:
            return fact_from({**data, "source": by_input(str(data.get("source", "")), item.id)})
        except (ValidationError, SmitsError) as error:
            kind = data.get("fact")
            wrong = error.errors()[0]["loc"][-1:] if isinstance(error, ValidationError) else ()
            field = f": '{wrong[0]}' is '{data.get(str(wrong[0]))}'" if wrong else ""
            self._unfit[item.id] = (
                f"A fact of {item.id} ({item.path}) does not match its type and is ignored "
                f"({kind}{field}); correct it, e.g. `smits facts correct {item.id} --fact {kind} --remove`."
            )
            return None

    def read(self, state: State, fresh: Callable[[Input], bool] = lambda _: False) -> list[InputFacts]:
        """All inputs that were read, in order of arrival.

        Args:
            state: the recorded state.
            fresh: whether an input has not been judged yet.
        """
        return [self.of(item, fresh=fresh(item)) for item in state.inputs() if item.counts]


class FactsInForce:
    """The newest versions' stated facts and all derived facts, updated with what changed between calls."""

    def __init__(self) -> None:
        """Start without facts."""
        self._known_facts = KnownFacts()
        self._derivation = Derivation()
        self._items: dict[str, InputFacts] = {}
        self._derived: dict[DerivedCell, Sequence[Fact]] = {}
        self._seen = 0

    def of(self, state: State, settings: Settings) -> list[Fact]:
        """The facts in force.

        Args:
            state: a state of the same record each time, never older than that of the last call.
            settings: the current settings.
        """
        self._seen, changed = state.inputs_changed(self._seen)
        counting = [self._known_facts.of(item) for item in changed if item.counts]
        gone = [item.id for item in changed if not item.counts]
        for identifier in gone:
            self._items.pop(identifier, None)
        self._items.update((item.id, item) for item in counting)
        self._derived |= self._derivation.update(counting, gone, circumstances(state, settings))
        stated = (fact for item in newest_versions(self._items.values()) for fact in item.facts)
        return [*stated, *chain.from_iterable(self._derived.values())]


def facts_to_judge(state: State, inputs: Sequence[InputFacts], about: Collection[str]) -> list[Fact]:
    """The facts of the inputs' newest versions that the rules must judge.

    They are those of inputs not judged before, and those on which a current trigger is based: a trigger
    whose fact was corrected, removed or superseded lapses by being judged again.

    Args:
        state: the triggers so far.
        inputs: all inputs that were read.
        about: the fact types used in rules.
    """
    cases = {fact_of(trigger) for trigger in state.triggers() if trigger.holds}
    types = {fact_type for fact_type, _ in cases}
    return [
        fact
        for item in newest_versions(inputs)
        for fact in item.facts
        if fact.fact in about
        and (item.fresh or (fact.fact in types and (fact.fact, fact.case_subject) in cases))
    ]


def circumstances(state: State, settings: Settings) -> Circumstances:
    """The circumstances for the derivation: the calendar and the expectations."""
    last: dict[str, dt.date] = {}
    for kind in settings.expected_days:
        item = state.last_of(kind)
        if item is not None:
            last[kind] = local_day(item.received_at)
    began = state.began or state.today
    return Circumstances(
        today=state.today,
        began=began,
        jurisdictions=settings.jurisdictions,
        topics=settings.topics,
        topic_words=settings.topic_words,
        names=(settings.organisation, *settings.also_known_as),
        parties=settings.parties,
        fiscal_year_start=settings.fiscal_year_start,
        currency=settings.currency,
        expected_days=settings.expected_days,
        last_received=last,
        next_review=review_day(state, settings),
        agreed=state.plan_agreed,
        deliverables_due={kind: due for kind, due in settings.due.items() if not _approved(state, kind)},
        assumptions=tuple(assumption.text for assumption in state.records(AssumptionSet)),
        execution=execution_progress(state, settings),
    )


def _approved(state: State, kind: str) -> bool:
    """Whether a document was approved in the latest cycle, so that it is no longer due."""
    cycles, versions = state.cycles(), state.versions_of(kind)
    approved = [version for version in versions if version.approved_at]
    return bool(cycles and approved) and approved[-1].cycle == cycles[-1].number
