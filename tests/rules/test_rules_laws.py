"""Laws of cases, whatever files say: order, withdrawal, the calendar and agreement raise and hide nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from test_rules_derivation_kept import CONTENTS, PATHS, TODAY, around, placed

from smits_rules.derivation.pipeline import InputFacts, derive
from smits_rules.judges.rule_index import Matcher
from smits_rules.model.rule import Pack
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import (
    AuditFinding,
    Budget,
    CorporateEvent,
    Fact,
    Feedback,
    Goal,
    Opportunity,
    Regulation,
    Service,
    ServiceLevel,
    VendorNotice,
)

Case = tuple[str, str]
ENDS = TODAY + dt.timedelta(days=100)
FILES: dict[str, Sequence[Fact]] = {
    "service-portfolio/p.csv": [
        Service(service="Payroll", criticality="critical", vendor="Orion", product="Orion HR")
    ],
    "vendor-notices/orion.txt": [
        VendorNotice(vendor="Orion", product="Orion HR", notice="end-of-life", effective_date=ENDS)
    ],
    "vendor-notices/reminder.txt": [
        VendorNotice(vendor="Orion GmbH", product="Orion HR", notice="end-of-life")
    ],
    "budgets/2026.csv": [Budget(period="FY2026", scope="Depot", total=200.0)],
    "budgets/2027.csv": [Budget(period="2026/27", scope="Depot", total=100.0)],
    "budgets/cut.csv": [Budget(period="FY2027", scope="Harbour", total=90.0)],
    "regulations/act.md": [Regulation(title="An act", jurisdiction="DE", action="new", applies_from=(ENDS,))],
    "mergers-acquisitions/a.txt": [
        CorporateEvent(event="merger", parties=("Acme", "Globex"), status="announced", date=TODAY)
    ],
    "mergers-acquisitions/denial.txt": [
        CorporateEvent(
            event="none", parties=("Acme", "Globex"), status="denied", date=TODAY - dt.timedelta(days=30)
        )
    ],
    "audit-reports/a.csv": [AuditFinding(finding="1", title="It leaks", severity="critical")],
    "service-reports/q1.csv": [
        ServiceLevel(service="Payroll", measure="uptime", period="2027-Q1", met=False),
        ServiceLevel(service="Payroll", measure="response", period="2027-Q1", met=False),
    ],
    "customer-feedback/a.csv": [
        Feedback(measure="nps", period=f"2026-Q{quarter}", score=80.0 - 20 * quarter) for quarter in (3, 4)
    ],
    "goals/q1.csv": [Goal(goal="Grow", quarter="2027-Q1", target="9")],
    "goals/q2.csv": [Goal(goal="Shrink", quarter="2027-Q2", target="5")],
    "opportunities/a.txt": [Opportunity(title="A call", value=1e6, decide_by=ENDS)],
}
"""None takes the place of another one: a reminder names no day, and a denial is older than the deal."""


@cache
def pack() -> Pack:
    return load_pack(shipped_packs())


def raised(inputs: Sequence[InputFacts], **fields: object) -> dict[Case, list[Fact]]:
    """The cases that the shipped rules raise, each with the facts it rests on."""
    matcher = Matcher(pack().rules)
    cases: dict[Case, list[Fact]] = {}
    for fact in derive(inputs, around(jurisdictions=("DE",), **fields)):
        for rule in matcher.fired(fact):
            cases.setdefault((rule.id, fact.case_subject), []).append(fact)
    return cases


def arrived(files: Iterable[tuple[str, Sequence[Fact]]]) -> list[InputFacts]:
    return [placed(order, path, facts, fresh=False) for order, (path, facts) in enumerate(files, 1)]


@given(st.permutations(list(FILES.items())))
@settings(max_examples=60, deadline=None)
def test_the_order_of_arrival_changes_no_case(files: list[tuple[str, Sequence[Fact]]]) -> None:
    """A letter that comes before the portfolio is as grave as one that comes after it."""
    assert raised(arrived(files)).keys() == raised(arrived(FILES.items())).keys()


def test_the_files_of_these_laws_raise_cases_of_all_kinds() -> None:
    """A law on cases that are never raised would hold for nothing."""
    rules = {rule for rule, _ in raised(arrived(FILES.items()))}
    assert rules >= {
        *("product-end-of-life", "budget-cut-year", "regulation-due", "corporate-event", "audit-critical"),
        *("service-levels-missed", "feedback-fell", "goals-turned", "opportunity-large"),
    }


@given(st.sets(st.sampled_from(sorted(FILES))))
@settings(max_examples=60, deadline=None)
def test_what_is_withdrawn_leaves_no_case(withdrawn: set[str]) -> None:
    """No case rests on a file that does not count, nor does another one appear for its absence."""
    inputs = arrived(FILES.items())
    left = [item for item in inputs if item.path not in withdrawn]
    gone = {item.id for item in inputs} - {item.id for item in left}
    cases = raised(left)
    assert cases.keys() <= raised(inputs).keys()
    sources = {
        source.partition("#")[0] for facts in cases.values() for fact in facts for source in fact.all_sources
    }
    assert not sources & gone


@given(st.integers(0, 150))
@settings(max_examples=30, deadline=None)
def test_a_day_that_passes_lapses_no_case(days: int) -> None:
    """A reason gets graver until its day, and is one when it has passed; situations look ahead only."""
    inputs = arrived(FILES.items())
    later = raised(inputs, today=TODAY + dt.timedelta(days=days)).keys()
    assert later >= {case for case in raised(inputs) if not case[0].startswith("situation-")}


@given(st.lists(st.tuples(PATHS, CONTENTS), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_agreeing_raises_nothing_from_what_was_assessed(files: list[tuple[str, list[Fact]]]) -> None:
    """Today's values are the baseline: no comparison with them is worse than it was before."""
    inputs = arrived(files)
    assert raised(inputs, agreed=len(inputs)).keys() <= raised(inputs).keys()
