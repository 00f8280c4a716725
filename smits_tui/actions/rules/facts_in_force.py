"""The facts in force: stated and derived facts, and the circumstances that derivation needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from smits_rules.derivation.inputs import newest_versions
from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import Fact, SmitsError, fact_from
from smits_tui.actions.rules.execution import execution_progress
from smits_tui.actions.strategy.review_day import review_day
from smits_tui.actions.triggers.merge import by_input, fact_of
from smits_tui.clock import local_day
from smits_tui.process.entries.records import AssumptionSet
from smits_tui.process.state import Input, State
from smits_tui.settings import Settings


class KnownFacts:
    """The typed facts of inputs, kept between calls as long as the record says the same of them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._facts: dict[str, tuple[list[dict[str, Any]], tuple[Fact, ...]]] = {}
        self._unfit: dict[str, str] = {}

    @property
    def unfit(self) -> list[str]:
        """What could not be typed of the inputs asked for, a sentence for each; it is left out of the facts.

        Only records of earlier versions hold such facts: today an entry is validated before it is written.
        """
        return list(self._unfit.values())

    def of(self, item: Input, *, fresh: bool = False) -> InputFacts:
        """The facts of an input, whose places are named by the input's id."""
        known = self._facts.get(item.id)
        if known is None or known[0] is not item.facts:
            self._unfit.pop(item.id, None)
            typed = tuple(fact for data in item.facts if (fact := self._typed(item, data)))
            known = self._facts[item.id] = (item.facts, typed)
        return InputFacts(
            id=item.id,
            kind=item.kind,
            path=item.path,
            received=item.received_at,
            facts=known[1],
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
        """All inputs that were read, in the order of their arrival.

        Args:
            state: what is recorded.
            fresh: tells which of them were not judged before.
        """
        return [self.of(item, fresh=fresh(item)) for item in state.inputs() if item.counts]


def standing_facts(state: State, settings: Settings, known: KnownFacts) -> Iterator[Fact]:
    """What the newest version of each input states, and what follows from all inputs today."""
    inputs = known.read(state)
    for item in newest_versions(inputs):
        yield from item.facts
    yield from derive(inputs, circumstances(state, settings))


def facts_to_judge(state: State, inputs: Sequence[InputFacts], about: Collection[str]) -> list[Fact]:
    """What the newest versions of inputs state and the rules must look at.

    These are the facts of inputs that were not judged before, and those on which a trigger that holds rests:
    a trigger whose fact was corrected, removed or superseded is found not to hold by looking again.

    Args:
        state: the triggers so far.
        inputs: all inputs that were read.
        about: the fact types that rules speak of.
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
    """What the derivation must know beside the facts: the calendar and what is expected."""
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
        assumptions=tuple(known.text for known in state.records(AssumptionSet)),
        execution=execution_progress(state, settings),
    )


def _approved(state: State, kind: str) -> bool:
    """Whether a document was approved in the latest cycle: then it is not due any more."""
    cycles, versions = state.cycles(), state.versions_of(kind)
    approved = [version for version in versions if version.approved_at]
    return bool(cycles and approved) and approved[-1].cycle == cycles[-1].number
