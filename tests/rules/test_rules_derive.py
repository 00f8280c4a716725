"""Derived facts: acts that are due, summaries of reports, surveys, silence, reviews and the situation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from derived_facts import TODAY, budgets, derived, input_of, notice, service

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import (
    AuditFinding,
    AuditSummary,
    Feedback,
    FeedbackChange,
    InputSilence,
    Regulation,
    RegulationDue,
    ReviewDue,
    ServiceLevel,
    ServiceLevelSummary,
    Situation,
)


def act(**fields: Any) -> Regulation:
    return Regulation(
        **{"reference": "Regulation (EU) 2027/1", "jurisdiction": "EU", "action": "new", **fields}
    )


@pytest.mark.parametrize(
    ("fields", "around", "relevant"),
    [
        ({}, {}, True),
        ({}, {"jurisdictions": ("EU",)}, True),
        ({}, {"jurisdictions": ("DE",)}, True),
        ({}, {"jurisdictions": ("US", "CH")}, False),
        ({"jurisdiction": ""}, {"jurisdictions": ("US",)}, False),
        ({"topics": ("health",)}, {"topics": ("Cybersecurity",)}, False),
        ({"topics": ("health", "cybersecurity")}, {"topics": ("Cybersecurity",)}, True),
        ({}, {"topics": ("cybersecurity",)}, True),
    ],
)
def test_a_regulation_is_ours_by_place_and_topic(
    fields: dict[str, Any], around: dict[str, Any], relevant: bool
) -> None:
    """Where it binds must be known; a topic that is not said speaks for it."""
    (found,) = derived([input_of(1, act(**fields))], RegulationDue, **around)
    assert found.relevant == relevant


def test_the_next_date_counts() -> None:
    """What applies next; at last the last one past."""
    dates = {
        "effective_date": dt.date(2027, 1, 1),
        "applies_from": (dt.date(2027, 4, 9), dt.date(2028, 1, 1)),
    }
    (found,) = derived([input_of(1, act(**dates))], RegulationDue)
    assert (found.due, found.days_until) == (dt.date(2027, 4, 9), 30)
    (later,) = derived([input_of(1, act(**dates))], RegulationDue, today=dt.date(2029, 1, 1))
    assert later.days_until == -366


def test_an_act_binds_when_it_applies_and_not_when_it_enters_into_force() -> None:
    """That is weeks after its publication, and years before anybody must comply."""
    dates = {"effective_date": dt.date(2027, 4, 1), "applies_from": (dt.date(2029, 3, 10),)}
    (found,) = derived([input_of(1, act(**dates))], RegulationDue)
    assert (found.due, found.days_until) == (dt.date(2029, 3, 10), 731)
    (found,) = derived([input_of(1, act(effective_date=dt.date(2027, 4, 1)))], RegulationDue)
    assert found.days_until == 22


@pytest.mark.parametrize("action", ["proposal", "notice"])
def test_what_binds_nobody_is_not_due(action: str) -> None:
    """A proposal has dates as well."""
    (found,) = derived([input_of(1, act(action=action, effective_date=TODAY))], RegulationDue)
    assert (found.due, found.days_until, found.announced_ahead) == (None, None, False)


def test_summaries_of_reports() -> None:
    """Only what has a target is measured, only what is open is a finding, only the newest version counts."""
    level = {"measure": "availability", "period": "2027-Q1"}
    old = input_of(1, ServiceLevel(service="A", met=False, **level), path="r/q1.csv")
    new = input_of(
        2,
        ServiceLevel(service="A", met=True, **level),
        ServiceLevel(service="B", met=False, **level),
        ServiceLevel(service="C", **level),
        path="r/q1.csv",
    )
    (levels,) = derived([old, new], ServiceLevelSummary)
    assert (levels.measured, levels.missed, levels.breach_pct, levels.source) == (2, 1, 50.0, "I2#1")
    audit = input_of(
        3,
        AuditFinding(finding="1", severity="high", status="open"),
        AuditFinding(finding="2", severity="critical", status="Closed"),
        path="a/audit.pdf",
    )
    (found,) = derived([audit], AuditSummary)
    assert (found.report, found.critical, found.high) == ("audit", 0, 1)


def test_a_report_of_several_months_counts_for_the_newest() -> None:
    """Its columns show the course; the year beside the months is their sum, a quarter stays whole."""
    levels = [
        ServiceLevel(measure=measure, period=period, met=met)
        for period, met in (("2026-09", False), ("2026-10", True), ("2026", False))
        for measure in ("availability", "response")
    ]
    (summary,) = derived(
        [input_of(1, *levels, ServiceLevel(measure="backlog", period="2026-10", met=False))],
        ServiceLevelSummary,
    )
    assert (summary.period, summary.measured, summary.missed) == ("2026-10", 3, 1)
    apart = [ServiceLevel(measure=f"m{n}", period=f"2026-0{n}", met=n > 1) for n in (1, 2, 3)]
    (summary,) = derived([input_of(1, *apart)], ServiceLevelSummary)
    assert (summary.measured, summary.missed) == (3, 1)


def test_a_score_is_held_against_the_period_before() -> None:
    """In the order of the periods, not of the files."""
    inputs = [
        input_of(1, Feedback(measure="nps", period="2027-Q1", score=20)),
        input_of(2, Feedback(measure="NPS", period="2026-Q4", score=35)),
    ]
    (found,) = derived(inputs, FeedbackChange)
    assert (found.period, found.score, found.previous, found.change) == ("2027-Q1", 20, 35, -15)


def test_silence_is_counted_from_the_last_input_or_from_the_beginning() -> None:
    """A kind that never came is silent too."""
    began = TODAY - dt.timedelta(days=120)
    around = {"began": began, "expected_days": {"goals": 100, "budgets": 100}}
    changes = derived([], InputSilence, last_received={"budgets": TODAY - dt.timedelta(days=10)}, **around)
    assert {fact.kind: (fact.days, fact.overdue_days) for fact in changes} == {
        "goals": (120, 20),
        "budgets": (10, 0),
    }


def test_the_review_and_the_situation() -> None:
    """The calendar's fact, and the record of everything."""
    (review,) = derived([], ReviewDue, next_review=TODAY + dt.timedelta(days=5))
    assert review.days == 5
    (situation,) = derived([*budgets(1000, 880), input_of(8, service()), input_of(9, notice())], Situation)
    assert (situation.budget_change_pct, situation.exposures, situation.critical_exposures) == (-12.0, 1, 0)


@pytest.mark.parametrize(
    "fields",
    [{"notice": "price-change", "price_change_pct": 2.0}, {"notice": "security-advisory", "severity": 5.3}],
)
def test_a_situation_weighs_only_what_changes_products(fields: dict[str, Any]) -> None:
    """A price that follows an index and a hole for the patch day press nobody."""
    (situation,) = derived([input_of(8, service()), input_of(9, notice(**fields))], Situation)
    assert situation.exposures == 0


def test_the_order_of_the_inputs_does_not_matter() -> None:
    """Arrival is told by their place, not by the list."""
    inputs = [*budgets(1000, 880, 900), input_of(8, service()), input_of(9, notice())]
    around = Circumstances(today=TODAY, began=TODAY)
    assert derive(inputs, around) == derive(inputs[::-1], around)


def surveys(*scores: float, periods: tuple[str, ...] = ()) -> list[InputFacts]:
    named = periods or ("",) * len(scores)
    return [
        input_of(n, Feedback(measure="csat", period=period, score=score))
        for n, (score, period) in enumerate(zip(scores, named, strict=True), 1)
    ]


@pytest.mark.parametrize("count", [2, 9, 10, 11, 100])
def test_surveys_without_a_period_are_compared_in_the_order_of_their_arrival(count: int) -> None:
    """The tenth survey is later than the ninth: a fall must never be shown as a rise."""
    (change,) = derived(surveys(*[40.0] * (count - 1), 25.0), FeedbackChange)
    assert (change.score, change.previous, change.change) == (25.0, 40.0, -15.0)


@pytest.mark.parametrize(
    ("before", "latest"),
    [
        ("2026", "FY2027"),
        ("FY2026", "2027"),
        ("2025-2026", "2026-Q4"),
        ("2026-10", "2026-Q4"),
        ("2026-H1", "2026-Q3"),
        ("2026-Q4", "2027-H1"),
        ("Spring wave", "Autumn wave"),
    ],
)
def test_periods_are_ordered_by_their_ends_and_unknown_ones_by_their_arrival(
    before: str, latest: str
) -> None:
    (change,) = derived(surveys(40.0, 25.0, periods=(before, latest)), FeedbackChange)
    assert (change.period, change.change) == (latest, -15.0)


def test_a_survey_of_an_earlier_period_that_comes_later_is_not_the_latest() -> None:
    (change,) = derived(surveys(40.0, 25.0, periods=("2027-Q1", "2026-Q4")), FeedbackChange)
    assert (change.period, change.change) == ("2027-Q1", 15.0)
