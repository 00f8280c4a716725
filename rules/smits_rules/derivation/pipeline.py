"""Derives facts from recorded facts, the baseline and the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from smits_rules.derivation.assumptions import assumptions
from smits_rules.derivation.deadlines.calendar import deliverables_due, reviews, silences
from smits_rules.derivation.deadlines.execution import decisions_due, execution, is_pending
from smits_rules.derivation.exposure.portfolio import portfolios, services_in_force
from smits_rules.derivation.families import PORTFOLIO, families
from smits_rules.derivation.groups import Around, Family, Group
from smits_rules.derivation.inputs import Circumstances, ExecutionProgress, InputFacts
from smits_rules.derivation.summaries.situation import Weights, situation
from smits_rules.vocabulary import Assumption, Fact, OpportunityDue, Service

__all__ = ["Circumstances", "Derivation", "InputFacts", "derive"]

DerivedCell = tuple[str, Group]
"""A family and one of its groups: the unit of derivation."""
CALENDAR: DerivedCell = ("calendar", "")
"""Facts derived from the date, from people's records, and from all other facts together."""


def derive(inputs: Sequence[InputFacts], circumstances: Circumstances) -> list[Fact]:
    """Derive all facts that rules can use besides the recorded ones.

    A pure function: the same inputs on the same day give the same facts.

    Args:
        inputs: every input that was read, in any order.
        circumstances: the calendar and the organisation.

    Returns:
        Derived facts, each with its sources; the newest one is its `source`.
    """
    cells = Derivation().update(inputs, (), circumstances)
    return [fact for facts in cells.values() for fact in facts]


class Derivation:
    """Caches derived facts: unchanged groups are not derived again."""

    def __init__(self, stated: Collection[str] = ()) -> None:
        """Start without inputs.

        Args:
            stated: types of recorded facts of the newest versions that are also returned.
        """
        self._families: list[Family] = families(stated)
        self._items: dict[str, InputFacts] = {}
        self._versions: dict[str, dict[str, InputFacts]] = {}
        self._portfolios: dict[str, InputFacts] = {}
        self._around: Around | None = None
        self._opportunities: dict[DerivedCell, list[OpportunityDue]] = {}
        self._weights = Weights()
        self._assumed: dict[Group, Assumption] = {}
        """Text -> what inputs say of it."""
        self.assumptions: list[Assumption] = []
        """All that can be held against facts, in the order of the plan, as they stood at the last update."""

    def update(
        self, inputs: Iterable[InputFacts], gone: Iterable[str], circumstances: Circumstances
    ) -> Mapping[DerivedCell, Sequence[Fact]]:
        """Apply changes, and derive the affected facts.

        Args:
            inputs: new and changed inputs, in any order.
            gone: ids of inputs that no longer count.
            circumstances: the current ones; if they changed, everything is derived again.

        Returns:
            The facts of each cell that was derived; empty for a cell without facts.
        """
        around = Around(_lasting(circumstances), self._around.services if self._around else ())
        if self._around is not None and around.circumstances != self._around.circumstances:
            self._renew(self._families, around)
        for identifier in gone:
            self._put(identifier, None, around)
        for item in sorted(inputs, key=lambda item: item.order):
            self._put(item.id, item, around)
        cells: dict[DerivedCell, Sequence[Fact]] = {}
        for family in self._families:
            for group, order, facts in family.derive(around):
                self._keep(cells, (family.name, group), order, facts)
                if family.name == PORTFOLIO:
                    around = self._with_services(around)
        self._around = around
        cells[CALENDAR] = self._overall(circumstances)
        return cells

    def _with_services(self, around: Around) -> Around:
        services: list[Service] = services_in_force(portfolios(self._portfolios.values()))
        if list(around.services) == services:
            return around
        renewed = Around(around.circumstances, services)
        self._renew((family for family in self._families if family.rests_on_services), renewed)
        return renewed

    def _renew(self, among: Iterable[Family], around: Around) -> None:
        for family in among:
            family.renew(around)

    def _put(self, identifier: str, item: InputFacts | None, around: Around) -> None:
        """Pass an input to the families; some of them receive only the newest version of a file."""
        previous = self._items.pop(identifier, None)
        paths = {version.path for version in (previous, item) if version is not None}
        before = {path: _newest(self._versions.get(path)) for path in paths}
        if previous is not None:
            del self._versions[previous.path][identifier]
        if item is not None:
            self._items[identifier] = item
            self._versions.setdefault(item.path, {})[identifier] = item
        if item is not None and any(item.of(Service)):
            self._portfolios[identifier] = item
        else:
            self._portfolios.pop(identifier, None)
        for family in self._families:
            if not family.of_newest:
                family.put(identifier, item, around)
                continue
            for path in paths:
                now, then = _newest(self._versions.get(path)), before[path]
                if then is not None and (now is None or now.id != then.id):
                    family.put(then.id, None, around)
                if now is not None and now is not then:
                    family.put(now.id, now, around)

    def _keep(
        self, cells: dict[DerivedCell, Sequence[Fact]], cell: DerivedCell, order: int, facts: list[Fact]
    ) -> None:
        cells[cell] = facts
        self._weights.put(cell, order, facts)
        waiting = [fact for fact in facts if isinstance(fact, OpportunityDue) and is_pending(fact)]
        if cell[0] == "assumptions":
            self._assumed.pop(cell[1], None)
            self._assumed |= {fact.text: fact for fact in facts if isinstance(fact, Assumption)}
        if waiting:
            self._opportunities[cell] = waiting
        else:
            self._opportunities.pop(cell, None)

    def _overall(self, circumstances: Circumstances) -> Sequence[Fact]:
        waiting = [fact for facts in self._opportunities.values() for fact in facts]
        silent: dict[Group, Assumption] = {
            fact.text: fact for fact in assumptions(circumstances.assumptions, ())
        }
        every = {**silent, **self._assumed}
        self.assumptions = [every[text] for text in circumstances.assumptions if text in every]
        calendar: list[Fact] = [
            *silences(circumstances),
            *reviews(circumstances),
            *deliverables_due(circumstances),
            *(fact for text, fact in silent.items() if text not in self._assumed),
            *execution(circumstances),
            *decisions_due(circumstances, waiting),
        ]
        return [*calendar, situation([*self._weights.facts(), *calendar])]


def _newest(versions: Mapping[str, InputFacts] | None) -> InputFacts | None:
    return max(versions.values(), key=lambda item: item.order) if versions else None


def _lasting(circumstances: Circumstances) -> Circumstances:
    """The circumstances that affect facts of inputs; the others affect the calendar and change often."""
    return replace(
        circumstances,
        expected_days={},
        last_received={},
        next_review=None,
        deliverables_due={},
        execution=ExecutionProgress(),
    )
