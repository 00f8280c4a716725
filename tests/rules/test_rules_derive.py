"""Derived facts: what follows from several inputs, the baseline and the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import (
    AuditFinding,
    AuditSummary,
    Budget,
    BudgetChange,
    BudgetLine,
    Exposure,
    Fact,
    Feedback,
    FeedbackChange,
    InputSilence,
    PortfolioChange,
    Regulation,
    RegulationDue,
    ReviewDue,
    Service,
    ServiceLevel,
    ServiceLevelSummary,
    Situation,
    VendorNotice,
)

TODAY = dt.date(2027, 3, 10)
NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)


def given(order: int, *facts: Fact, path: str | None = None, fresh: bool = False) -> InputFacts:
    placed = tuple(
        fact.model_copy(update={"source": fact.source or f"I{order}#{place}"})
        for place, fact in enumerate(facts)
    )
    return InputFacts(f"I{order}", "budgets", path or f"budgets/{order}.xlsx", NOW, placed, fresh, order)


def derived(inputs: list[InputFacts], kind: type[Any], **around: Any) -> list[Any]:
    circumstances = Circumstances(**{"today": TODAY, "began": TODAY, **around})
    return [fact for fact in derive(inputs, circumstances) if isinstance(fact, kind)]


def budgets(*totals: float, period: str = "FY2027", fresh: bool = False) -> list[InputFacts]:
    return [given(n, Budget(period=period, total=total), fresh=fresh) for n, total in enumerate(totals, 1)]


def by_basis(inputs: list[InputFacts], **around: Any) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for change in derived(inputs, BudgetChange, **around):
        found.setdefault(change.basis, []).append(change.change_pct)
    return found


def test_a_first_revision_is_a_step_and_a_change_of_the_baseline() -> None:
    """Rules on steps know what the other comparison says, so that the same money is not told twice."""
    assert by_basis(budgets(1000, 880)) == {"previous": [-12.0], "baseline": [-12.0]}
    assert {change.agreed_change_pct for change in derived(budgets(1000, 880), BudgetChange)} == {-12.0}


def test_a_budget_saved_again_changes_nothing() -> None:
    """Neither the step before it nor the baseline is forgotten."""
    assert by_basis(budgets(1000, 960, 960)) == by_basis(budgets(1000, 960))


@pytest.mark.parametrize("period", ["FY27", "FY 2027", "2026/27", "2026-27", "2026-2027", "2027"])
def test_a_year_is_the_same_however_it_is_written(period: str) -> None:
    """Offices write FY27 in one file and 2026/27 in the next."""
    inputs = [given(1, Budget(period="FY2027", total=1000)), given(2, Budget(period=period, total=800))]
    assert by_basis(inputs)["baseline"] == [-20.0]


def test_departments_are_no_versions_of_each_other() -> None:
    """By their folders, and by their names where they have no line in common."""
    paths = ["budgets/Network/FY27.csv", "budgets/Workplace/FY27.csv"]
    apart = [given(n, Budget(period="2027", total=100.0 * n), path=path) for n, path in enumerate(paths, 1)]
    assert derived(apart, BudgetChange) == []
    named = [
        given(
            n,
            Budget(period="2027", total=100.0 * n),
            BudgetLine(period="2027", name=line, amount=100.0 * n),
            path=f"budgets/{name} FY27.csv",
        )
        for n, (name, line) in enumerate([("Network", "Cables"), ("Workplace", "Chairs")], 1)
    ]
    assert derived(named, BudgetChange) == []


def test_small_cuts_in_a_row_add_up_against_the_baseline() -> None:
    """Five cuts of 3 % are one of 14 %, which nobody may miss."""
    totals = [1000 * 0.97**n for n in range(6)]
    found = by_basis(budgets(*totals))
    assert found["baseline"] == [pytest.approx(-14.13, abs=0.01)]
    assert found["previous"] == [pytest.approx(-3.0)]


def test_in_a_burst_no_step_is_skipped() -> None:
    """Down and up again on one day are two steps."""
    assert by_basis(budgets(1000, 800, 1040, fresh=True)) == {"baseline": [4.0], "previous": [-20.0, 30.0]}


@pytest.mark.parametrize("agreed", [None, 1])
def test_a_budget_that_goes_back_to_what_was_agreed_is_no_step(agreed: int | None) -> None:
    """A cut by mistake that is mended is no rise, and a rise that is taken back no cut."""
    assert by_basis(budgets(1000, 700, 1000), agreed=agreed) == {"baseline": [0.0]}
    assert by_basis(budgets(1000, 1300, 1000), agreed=agreed) == {"baseline": [0.0]}


def test_after_an_agreement_the_budget_of_then_is_the_baseline() -> None:
    """What was agreed with less money is not cut again."""
    assert by_basis(budgets(1000, 880, 870), agreed=2)["baseline"] == [pytest.approx(-1.1364)]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("FY2026", "FY2027"),
        ("2026", "FY27"),
        ("2025-2026", "2026-2027"),
        ("2026-Q1", "2027-Q1"),
        ("1999", "2000"),
    ],
)
def test_the_year_before_is_found_however_it_is_written(earlier: str, later: str) -> None:
    """Organisations name their years in their own ways."""
    inputs = [given(1, Budget(period=earlier, total=100)), given(2, Budget(period=later, total=90))]
    assert by_basis(inputs) == {"year": [-10.0]}


def test_what_can_not_be_compared_is_not() -> None:
    """Other currencies, other scopes, and a budget of nothing."""
    euro = given(1, Budget(period="2027", total=100, currency="EUR"))
    dollar = given(2, Budget(period="2027", total=90, currency="USD"))
    other = given(3, Budget(period="2027", total=10, scope="North"))
    assert derived([euro, dollar, other], BudgetChange) == []
    assert by_basis(budgets(0, 100)) == {}


def test_a_change_says_both_places_the_newest_first() -> None:
    """The person wants to look at both workbooks."""
    change = derived(budgets(1000, 880), BudgetChange)[-1]
    assert (change.source, change.sources) == ("I2#0", ("I2#0", "I1#0"))


LEDGER = {"vendor": "Northwind", "product": "Northwind Ledger", "version": "12"}


def notice(**fields: Any) -> VendorNotice:
    values = {**LEDGER, "notice": "end-of-support", "effective_date": dt.date(2027, 6, 30), **fields}
    return VendorNotice(**values)


def service(name: str = "Accounting", **fields: Any) -> Service:
    return Service(service=name, **{"criticality": "high", **LEDGER, **fields})


@pytest.mark.parametrize(
    ("used", "touched"),
    [
        ({}, True),
        ({"product": "Ledger"}, True),
        ({"product": "northwind  ledger server"}, True),
        ({"product": "Northwnd Ledger"}, True),
        ({"version": "12.3"}, True),
        ({"version": ""}, True),
        ({"version": "13"}, False),
        ({"product": "Northwind Desk"}, False),
        ({"vendor": "Fabrikam", "product": "Ledger"}, False),
        ({"product": ""}, False),
        ({"lifecycle": "retired"}, False),
    ],
)
def test_a_notice_meets_the_services_that_run_on_the_product(used: dict[str, str], touched: bool) -> None:
    """Names differ between letters and portfolios, and not every name that is like another is the same."""
    found = derived([given(1, service(**used)), given(2, notice())], Exposure)
    assert bool(found) == touched


def test_common_words_are_no_product() -> None:
    """`Database Server` of one vendor is not that of another."""
    told = given(1, VendorNotice(vendor="A", product="Database Server", notice="end-of-life"))
    used = given(2, Service(service="x", product="Database"))
    assert derived([told, used], Exposure) == []


def test_an_exposure_counts_days_and_takes_the_gravest_criticality() -> None:
    """The rule weighs both."""
    using = given(1, service("A", criticality="low"), service("B", criticality="critical"))
    (found,) = derived([using, given(2, notice())], Exposure)
    assert (found.days_until, found.highest_criticality, found.services) == (112, "critical", ("A", "B"))
    assert found.sources == ("I2#0", "I1#0", "I1#1")


def test_a_corrected_notice_replaces_the_first() -> None:
    """The last word of the vendor counts."""
    later = given(3, notice(effective_date=dt.date(2028, 1, 1)))
    (found,) = derived([given(1, service()), given(2, notice()), later], Exposure)
    assert found.effective_date == dt.date(2028, 1, 1)


def test_a_reminder_without_a_date_hides_no_letter_with_one() -> None:
    """Support ends on the day that was announced, although nobody repeats it."""
    inputs = [given(1, service()), given(2, notice()), given(3, notice(effective_date=None))]
    (exposure,) = derived(inputs, Exposure)
    assert exposure.effective_date == dt.date(2027, 6, 30)


@pytest.mark.parametrize("turned", [False, True])
def test_a_product_is_one_however_letters_write_its_vendor(turned: bool) -> None:
    """The second letter postpones what the first one announced; it is no other case."""
    letters = [{"vendor": "Northwind Inc."}, {"product": "Ledger"}]
    inputs = [given(n, notice(**fields)) for n, fields in enumerate(letters[:: -1 if turned else 1], 2)]
    assert [fact.case_subject for fact in derived([given(1, service()), *inputs], Exposure)] == [
        "Northwind / Ledger / 12"
    ]


def test_a_portfolio_replaces_the_one_that_it_renews() -> None:
    """By what it says, not by its name; a department's own list stands beside it."""
    first = given(1, *(service(name) for name in "ABCD"), path="p/old.xlsx")
    other = given(2, service("X"), service("Y"), path="p/department.xlsx")
    newer = given(3, *(service(name) for name in "ABCE"), path="p/new.xlsx")
    assert derived([first, other], PortfolioChange) == []
    (found,) = derived([first, other, newer], PortfolioChange)
    assert (found.services, found.added, found.removed) == (6, 1, 1)
    (exposure,) = derived([first, other, newer, given(4, notice())], Exposure)
    assert "D" not in exposure.services


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
    (found,) = derived([given(1, act(**fields))], RegulationDue, **around)
    assert found.relevant == relevant


def test_the_next_date_counts() -> None:
    """What applies next; at last the last one past."""
    dates = {
        "effective_date": dt.date(2027, 1, 1),
        "applies_from": (dt.date(2027, 4, 9), dt.date(2028, 1, 1)),
    }
    (found,) = derived([given(1, act(**dates))], RegulationDue)
    assert (found.due, found.days_until) == (dt.date(2027, 4, 9), 30)
    (later,) = derived([given(1, act(**dates))], RegulationDue, today=dt.date(2029, 1, 1))
    assert later.days_until == -366


def test_an_act_binds_when_it_applies_and_not_when_it_enters_into_force() -> None:
    """That is weeks after its publication, and years before anybody must comply."""
    dates = {"effective_date": dt.date(2027, 4, 1), "applies_from": (dt.date(2029, 3, 10),)}
    (found,) = derived([given(1, act(**dates))], RegulationDue)
    assert (found.due, found.days_until) == (dt.date(2029, 3, 10), 731)
    (found,) = derived([given(1, act(effective_date=dt.date(2027, 4, 1)))], RegulationDue)
    assert found.days_until == 22


@pytest.mark.parametrize("action", ["proposal", "notice"])
def test_what_binds_nobody_is_not_due(action: str) -> None:
    """A proposal has dates as well."""
    (found,) = derived([given(1, act(action=action, effective_date=TODAY))], RegulationDue)
    assert (found.due, found.days_until, found.announced_ahead) == (None, None, False)


def test_summaries_of_reports() -> None:
    """Only what has a target is measured, only what is open is a finding, only the newest version counts."""
    level = {"measure": "availability", "period": "2027-Q1"}
    old = given(1, ServiceLevel(service="A", met=False, **level), path="r/q1.csv")
    new = given(
        2,
        ServiceLevel(service="A", met=True, **level),
        ServiceLevel(service="B", met=False, **level),
        ServiceLevel(service="C", **level),
        path="r/q1.csv",
    )
    (levels,) = derived([old, new], ServiceLevelSummary)
    assert (levels.measured, levels.missed, levels.breach_pct, levels.source) == (2, 1, 50.0, "I2#1")
    audit = given(
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
        [given(1, *levels, ServiceLevel(measure="backlog", period="2026-10", met=False))], ServiceLevelSummary
    )
    assert (summary.period, summary.measured, summary.missed) == ("2026-10", 3, 1)
    apart = [ServiceLevel(measure=f"m{n}", period=f"2026-0{n}", met=n > 1) for n in (1, 2, 3)]
    (summary,) = derived([given(1, *apart)], ServiceLevelSummary)
    assert (summary.measured, summary.missed) == (3, 1)


def test_a_score_is_held_against_the_period_before() -> None:
    """In the order of the periods, not of the files."""
    inputs = [
        given(1, Feedback(measure="nps", period="2027-Q1", score=20)),
        given(2, Feedback(measure="NPS", period="2026-Q4", score=35)),
    ]
    (found,) = derived(inputs, FeedbackChange)
    assert (found.period, found.score, found.previous, found.change) == ("2027-Q1", 20, 35, -15)


def test_silence_is_counted_from_the_last_input_or_from_the_beginning() -> None:
    """A kind that never came is silent too."""
    began = TODAY - dt.timedelta(days=120)
    around = {"began": began, "expected_days": {"goals": 100, "budgets": 100}}
    found = derived([], InputSilence, last_received={"budgets": TODAY - dt.timedelta(days=10)}, **around)
    assert {one.kind: (one.days, one.overdue_days) for one in found} == {
        "goals": (120, 20),
        "budgets": (10, 0),
    }


def test_the_review_and_the_situation() -> None:
    """The calendar's fact, and the record of everything."""
    (review,) = derived([], ReviewDue, next_review=TODAY + dt.timedelta(days=5))
    assert review.days == 5
    (situation,) = derived([*budgets(1000, 880), given(8, service()), given(9, notice())], Situation)
    assert (situation.budget_change_pct, situation.exposures, situation.critical_exposures) == (-12.0, 1, 0)


@pytest.mark.parametrize(
    "fields",
    [{"notice": "price-change", "price_change_pct": 2.0}, {"notice": "security-advisory", "severity": 5.3}],
)
def test_a_situation_weighs_only_what_changes_products(fields: dict[str, Any]) -> None:
    """A price that follows an index and a hole for the patch day press nobody."""
    (situation,) = derived([given(8, service()), given(9, notice(**fields))], Situation)
    assert situation.exposures == 0


def test_the_order_of_the_inputs_does_not_matter() -> None:
    """Arrival is told by their place, not by the list."""
    inputs = [*budgets(1000, 880, 900), given(8, service()), given(9, notice())]
    around = Circumstances(today=TODAY, began=TODAY)
    assert derive(inputs, around) == derive(inputs[::-1], around)


def surveys(*scores: float, periods: tuple[str, ...] = ()) -> list[InputFacts]:
    named = periods or ("",) * len(scores)
    return [
        given(n, Feedback(measure="csat", period=period, score=score))
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
