"""Derivation that is kept up says what one from nothing says, whatever came, went, was saved or agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from smits_rules.derivation.pipeline import Circumstances, Derivation, DerivedCell, InputFacts, derive
from smits_rules.derivation.summaries.situation import Weights
from smits_rules.vocabulary import (
    AuditFinding,
    Budget,
    BudgetChange,
    CorporateEvent,
    Fact,
    Feedback,
    Goal,
    Indicator,
    Opportunity,
    Regulation,
    Service,
    ServiceLevel,
    VendorNotice,
)

TODAY = dt.date(2027, 3, 10)
RECEIVED = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
FEW = st.integers(1, 3)
PATHS = st.sampled_from(
    ("x/plan.csv", "x/network.csv", "x/depot/plan.csv", "x/report v2.csv", "x/mail.eml/a.csv")
)
FACTS = st.one_of(
    st.builds(
        lambda p, s, n: Budget(period=p, scope=s, total=100.0 * n),
        st.sampled_from(("FY2026", "FY27", "2026/27")),
        st.sampled_from(("", "Network")),
        FEW,
    ),
    st.builds(
        lambda n, k: VendorNotice(
            vendor="Orion", product=f"Orion {n}", notice=k, effective_date=TODAY + dt.timedelta(days=60 * n)
        ),
        FEW,
        st.sampled_from(("end-of-life", "roadmap")),
    ),
    st.builds(
        lambda n, c: Service(service=f"S{n}", vendor="Orion", product=f"Orion {n}", criticality=c),
        FEW,
        st.sampled_from(("critical", "low")),
    ),
    st.builds(
        lambda n: Regulation(title=f"Act {n}", jurisdiction="DE", action="new", applies_from=(TODAY,)), FEW
    ),
    st.builds(
        lambda n, e: CorporateEvent(event=e, parties=("Acme", f"Globex {n}"), date=TODAY),
        FEW,
        st.sampled_from(("merger", "none")),
    ),
    st.builds(
        lambda n, m: ServiceLevel(service=f"S{n}", measure="uptime", period="2027-Q1", met=m),
        FEW,
        st.booleans(),
    ),
    st.builds(lambda n: AuditFinding(finding=f"F{n}", title=f"Finding {n}", severity="high"), FEW),
    st.builds(
        lambda n, q: Feedback(measure="nps", segment=f"G{n}", period=f"2026-Q{q}", score=10.0 * q * n),
        FEW,
        FEW,
    ),
    st.builds(lambda n, q: Goal(goal=f"Goal {n}", quarter=f"2027-Q{q}", target=str(n)), FEW, FEW),
    st.builds(lambda n, m: Indicator(indicator="EUR/USD", period=f"2027-0{m}", value=1.0 + n), FEW, FEW),
    st.builds(lambda n: Opportunity(title=f"Call {n}", value=1e6, decide_by=TODAY), FEW),
)
CONTENTS = st.lists(FACTS, min_size=1, max_size=4)


def placed(order: int, path: str, facts: Sequence[Fact], *, fresh: bool = True) -> InputFacts:
    sourced = tuple(fact.model_copy(update={"source": f"I{order}#{n}"}) for n, fact in enumerate(facts))
    return InputFacts(f"I{order}", "x", path, RECEIVED, sourced, fresh, order)


def around(**fields: object) -> Circumstances:
    known = {"today": TODAY, "began": TODAY, "names": ("Acme",), "assumptions": ("EUR/USD stays above 2",)}
    return Circumstances(**{**known, **fields})  # type: ignore[arg-type]


def said(facts: Sequence[Fact]) -> list[str]:
    return sorted(fact.model_dump_json() for fact in facts)


class Kept(RuleBasedStateMachine):
    """Inputs come and go while one derivation is kept; another is made anew after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = Derivation()
        self.cells: dict[DerivedCell, Sequence[Fact]] = {}
        self.inputs: dict[str, InputFacts] = {}
        self.around = around()
        self.order = 0
        self.changed: list[InputFacts] = []
        self.gone: list[str] = []

    @rule(path=PATHS, facts=CONTENTS)
    def arrives(self, path: str, facts: list[Fact]) -> None:
        self.order += 1
        self._take(placed(self.order, path, facts))

    @precondition(lambda self: self.inputs)
    @rule(pick=st.integers(0, 99))
    def is_judged(self, pick: int) -> None:
        self._take(replace(self._one(pick), fresh=False))

    @precondition(lambda self: self.inputs)
    @rule(pick=st.integers(0, 99), facts=CONTENTS)
    def is_corrected(self, pick: int, facts: list[Fact]) -> None:
        item = self._one(pick)
        self._take(placed(item.order, item.path, facts))

    @precondition(lambda self: self.inputs)
    @rule(pick=st.integers(0, 99))
    def is_withdrawn(self, pick: int) -> None:
        item = self._one(pick)
        del self.inputs[item.id]
        self.gone.append(item.id)

    @rule()
    def a_month_passes(self) -> None:
        self.around = replace(self.around, today=self.around.today + dt.timedelta(days=30))

    @rule()
    def the_strategy_is_agreed(self) -> None:
        self.around = replace(self.around, agreed=self.order)

    @invariant()
    def is_as_if_derived_anew(self) -> None:
        changed = [item for item in self.changed if item.id in self.inputs]
        self.cells |= self.kept.update(changed, self.gone, self.around)
        self.changed, self.gone = [], []
        facts = [fact for facts in self.cells.values() for fact in facts]
        assert said(facts) == said(derive(list(self.inputs.values()), self.around))

    def _take(self, item: InputFacts) -> None:
        self.inputs[item.id] = item
        self.changed.append(item)

    def _one(self, pick: int) -> InputFacts:
        return list(self.inputs.values())[pick % len(self.inputs)]


TestKept = Kept.TestCase
TestKept.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)


def test_facts_of_one_input_are_weighed_in_the_same_order_whatever_came_before_them() -> None:
    """A deal that was on record, went and came back stands where it would stand had it never gone."""
    deals = [CorporateEvent(event="merger", parties=("Acme", f"Globex {n}"), date=TODAY) for n in (1, 2)]
    kept, cells = Derivation(), dict[DerivedCell, Sequence[Fact]]()
    versions = ([deals[1]], [Budget(period="FY2026", total=100.0)], deals)
    inputs = [placed(n, "x/plan.csv", facts) for n, facts in enumerate(versions, 1)]
    for item in inputs:
        cells |= kept.update([item], (), around())
    facts = [fact for facts in cells.values() for fact in facts]
    assert said(facts) == said(derive(inputs, around()))


def test_only_what_an_input_touches_is_derived_again() -> None:
    """One more notice among hundreds gives its own cell and the calendar's."""
    kept = Derivation()
    notices = [
        placed(n, f"x/{n}.txt", [VendorNotice(vendor="Orion", product=f"Orion {n}", notice="roadmap")])
        for n in range(1, 300)
    ]
    kept.update(notices, (), around())
    one_more = placed(300, "x/300.txt", [VendorNotice(vendor="Orion", product="Orion 7", notice="roadmap")])
    assert {family for family, _ in kept.update([one_more], (), around())} == {"exposures", "calendar"}
    assert len(kept.update([], ["I300"], around())) == 2
    assert set(kept.update([], (), around())) == {("calendar", "")}


@given(st.lists(st.tuples(PATHS, CONTENTS), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_file_that_is_saved_again_changes_nothing(files: list[tuple[str, list[Fact]]]) -> None:
    """Whatever lies there, the last file once more says what it said before."""
    inputs = [placed(n, path, facts, fresh=False) for n, (path, facts) in enumerate(files, 1)]
    path, facts = files[-1]
    again = [*inputs, placed(len(files) + 1, path, facts)]
    once, twice = (
        sorted(
            (fact.fact, fact.case_subject, fact.model_dump_json(exclude={"source", "sources"}))
            for fact in derive(those, around())
        )
        for those in (inputs, again)
    )
    assert once == twice


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.integers(-3, 3)), max_size=60))
@settings(max_examples=60, deadline=None)
def test_the_largest_cut_is_that_of_the_cells_as_they_are_now(changes: list[tuple[str, int | None]]) -> None:
    """Whatever a cell had before, and however often it changed."""
    kept = Weights()
    now: dict[str, int] = {}
    for cell, percent in changes:
        now.pop(cell, None)
        if percent is not None:
            now[cell] = percent
        facts = [] if percent is None else [_budget_change(cell, percent)]
        kept.put(cell, 1, facts)
        found = [fact.change_pct for fact in kept.facts() if isinstance(fact, BudgetChange)]
        assert found == ([min(now.values())] if now else [])


def _budget_change(scope: str, percent: int) -> BudgetChange:
    return BudgetChange(
        period="2027",
        scope=scope,
        basis="baseline",
        total=100.0 + percent,
        baseline=100.0,
        change=float(percent),
        change_pct=float(percent),
        source=f"budgets/{scope}.csv#line 1",
    )
