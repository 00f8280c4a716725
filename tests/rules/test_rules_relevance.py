"""What concerns the organisation, what replaces what, and what a change is measured against."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import (
    AuditFinding,
    AuditReport,
    AuditSummary,
    Budget,
    BudgetChange,
    CorporateEvent,
    Deal,
    DecisionDue,
    Exposure,
    Fact,
    Feedback,
    FeedbackChange,
    Goal,
    GoalChange,
    Indicator,
    IndicatorChange,
    Opportunity,
    OpportunityCatalogue,
    OpportunityDue,
    PortfolioChange,
    Regulation,
    RegulationDue,
    Service,
    ServiceLevel,
    ServiceLevelSummary,
    Situation,
    VendorCourse,
    VendorNotice,
)
from smits_rules.vocabulary.topics import topic_of, topic_problem

TODAY = dt.date(2027, 3, 10)
RECEIVED = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
GERMAN = {"jurisdictions": ("DE",)}


def given(order: int, path: str, *facts: Fact) -> InputFacts:
    placed = tuple(fact.model_copy(update={"source": f"I{order}#{n}"}) for n, fact in enumerate(facts))
    return InputFacts(f"I{order}", path.partition("/")[0], path, RECEIVED, placed, False, order)


def derived(inputs: list[InputFacts], kind: type[Any], **around: Any) -> list[Any]:
    circumstances = Circumstances(**{"today": TODAY, "began": TODAY, "names": ("Acme",), **around})
    return [fact for fact in derive(inputs, circumstances) if isinstance(fact, kind)]


def service(**fields: Any) -> Service:
    return Service(
        **{"service": "Payroll", "criticality": "high", "vendor": "Orion", "product": "Orion HR", **fields}
    )


@pytest.mark.parametrize(
    ("parties", "concerns"),
    [
        (("Acme AG", "Northwind"), "own"),
        (("Orion Corp", "Northwind"), "vendor"),
        (("Globex", "Northwind"), "party"),
        (("Fabrikam", "Northwind"), "none"),
    ],
)
def test_deals_concern_the_own_name_vendors_and_named_parties(
    parties: tuple[str, ...], concerns: str
) -> None:
    """What strangers buy is for the newspaper."""
    portfolio = given(1, "service-portfolio/p.csv", service())
    news = given(2, "mergers-acquisitions/n.md", CorporateEvent(event="merger", parties=parties))
    (deal,) = derived([portfolio, news], Deal, parties=("Globex",))
    assert deal.concerns == concerns


def test_reports_on_one_deal_are_one_case_and_the_newest_counts() -> None:
    """Agreed in one message and called off in the next; an older deal of the same parties is another one."""
    parties = ("Acme", "Northwind Ltd")
    old = CorporateEvent(event="acquisition", parties=parties, date=dt.date(2002, 5, 1))
    agreed = CorporateEvent(event="merger", parties=parties, status="agreed", date=dt.date(2027, 1, 5))
    off = CorporateEvent(
        event="none", parties=("northwind", "ACME"), status="terminated", date=dt.date(2027, 3, 1)
    )
    reports = [given(n, f"mergers-acquisitions/{n}.md", fact) for n, fact in enumerate((old, agreed, off), 1)]
    past, now = derived(reports, Deal)
    assert (past.age_days > 365, past.case_subject) == (True, "Acme, Northwind Ltd (2002)")
    assert (now.stands, now.case_subject) == (False, "Acme, Northwind Ltd (2027)")
    assert derived(reports[::-1], Deal) == [past, now]


def test_a_text_without_parties_is_no_deal() -> None:
    """A sentence with a hole in it is not raised."""
    assert derived([given(1, "mergers-acquisitions/n.md", CorporateEvent(event="merger"))], Deal) == []


def test_an_old_act_is_history_and_one_that_binds_stays() -> None:
    """Days that pass make it graver; they don't make it go away."""
    act = Regulation(title="An act", action="new", jurisdiction="DE", effective_date=dt.date(2027, 4, 1))
    old = act.model_copy(update={"title": "An old act", "effective_date": dt.date(2016, 4, 1)})
    inputs = [given(1, "regulations/a.md", act), given(2, "regulations/b.md", old)]
    new, past = derived(inputs, RegulationDue, **GERMAN)
    assert (new.age_days, new.announced_ahead, new.stage_days) == (-22, True, 90)
    assert (past.age_days > 365, past.announced_ahead) == (True, False)
    later, _ = derived(inputs, RegulationDue, today=dt.date(2027, 4, 2), **GERMAN)
    assert (later.days_until, later.announced_ahead, later.stage_days) == (-1, True, 0)


@pytest.mark.parametrize("word", ["AI", "KI", "künstliche Intelligenz", "IA"])
def test_topics_have_one_vocabulary_in_three_languages(word: str) -> None:
    """She types her own word; the file uses the official one."""
    assert topic_of(word) == "artificial intelligence"
    act = Regulation(title="An act", jurisdiction="EU", topics=("artificial intelligence",))
    (ours,) = derived([given(1, "regulations/a.md", act)], RegulationDue, topics=(word,), **GERMAN)
    (others,) = derived([given(1, "regulations/a.md", act)], RegulationDue, topics=("health",), **GERMAN)
    assert (ours.relevant, others.relevant) == (True, False)


def test_a_topic_with_a_typing_error_is_told() -> None:
    """With it, no regulation would ever match, and nobody would notice."""
    assert "did you mean 'cybersecurity'" in topic_problem("cybersecurty")
    assert topic_problem("port operations") == ""


def test_a_stranger_s_product_is_nobody_s_and_a_vendor_s_course_is_seen() -> None:
    """No service runs on it; where the vendor of another product goes is worth a note."""
    portfolio = given(1, "service-portfolio/p.csv", service())
    strange = given(
        2, "vendor-notices/a.txt", VendorNotice(vendor="Vega", product="Vega DB", notice="roadmap")
    )
    near = given(
        3, "vendor-notices/b.txt", VendorNotice(vendor="Orion", product="Orion CRM", notice="roadmap")
    )
    assert derived([portfolio, strange, near], Exposure) == []
    (course,) = derived([portfolio, strange, near], VendorCourse)
    assert (course.vendor, course.services) == ("Orion", ("Payroll",))
    assert len(derived([strange, near], VendorCourse)) == 2, "no portfolio tells whose products are used"


def test_a_milder_advisory_does_not_close_the_graver_hole() -> None:
    """Unless the file that spoke of the graver one is corrected."""
    portfolio = given(1, "service-portfolio/p.csv", service())

    def advisory(order: int, path: str, severity: float) -> InputFacts:
        fields = {"vendor": "Orion", "product": "Orion HR", "notice": "security-advisory"}
        return given(order, f"vendor-notices/{path}", VendorNotice(**fields, severity=severity))

    grave, mild = advisory(2, "a.json", 9.8), advisory(3, "b.json", 5.0)
    assert [e.severity for e in derived([portfolio, grave, mild], Exposure)] == [9.8]
    assert [e.severity for e in derived([portfolio, grave, mild, advisory(4, "a.json", 4.0)], Exposure)] == [
        5.0
    ]


def test_of_two_advisories_only_those_on_our_version_count() -> None:
    """The graver one is on a version that nobody runs here, whichever came last."""
    portfolio = given(1, "service-portfolio/p.csv", service(version="6.0"))
    fields = {"vendor": "Orion", "product": "Orion HR", "notice": "security-advisory"}
    strange = VendorNotice(**fields, severity=9.9, affected_versions="7.0 and later")
    ours = VendorNotice(**fields, severity=7.1, affected_versions="6.0.0 to 6.0.4")
    for first, second in ((strange, ours), (ours, strange)):
        inputs = [given(2, "vendor-notices/a.md", first), given(3, "vendor-notices/b.md", second)]
        assert [e.severity for e in derived([portfolio, *inputs], Exposure)] == [7.1]
    assert not derived([portfolio, given(2, "vendor-notices/a.md", strange)], Exposure)


def test_a_rise_of_prices_is_told_in_money_where_the_cost_is_known() -> None:
    """Five percent of 2,000 is no cause for a strategy."""
    rise = VendorNotice(vendor="Orion", product="Orion HR", notice="price-change", price_change_pct=5.0)
    letter = given(2, "vendor-notices/a.txt", rise)
    (known,) = derived([given(1, "service-portfolio/p.csv", service(cost=2000.0)), letter], Exposure)
    (unknown,) = derived([given(1, "service-portfolio/p.csv", service()), letter], Exposure)
    assert (known.price_change, unknown.price_change) == (100.0, None)


def test_a_follow_up_replaces_the_audit_whichever_came_first() -> None:
    """The same finding, closed; the alarm of the first report is over."""
    finding = AuditFinding(finding="1", title="Shared passwords", severity="critical", status="open")
    first = given(1, "audit-reports/Audit 2027.csv", finding)
    closed = finding.model_copy(update={"status": "closed"})
    assert len(derived([first], AuditSummary)) == 1
    assert derived([first, given(2, "audit-reports/Audit 2027 follow-up.csv", closed)], AuditSummary) == []
    assert derived([first, given(0, "audit-reports/Audit 2027 follow-up.csv", closed)], AuditSummary) == []
    other = given(2, "audit-reports/Plant.csv", AuditFinding(finding="1", title="Old doors", severity="high"))
    assert len(derived([first, other], AuditSummary)) == 2


def test_counts_of_an_audit_are_enough() -> None:
    """A letter says how many findings are critical and lists none."""
    report = given(1, "audit-reports/letter.txt", AuditReport(subject="Network", critical=1, high=4))
    (summary,) = derived([report], AuditSummary)
    assert (summary.report, summary.critical, summary.high, summary.source) == ("Network", 1, 4, "I1#0")


def test_a_corrected_report_replaces_the_first() -> None:
    """By what it says; another report of the same quarter stands beside."""
    level = ServiceLevel(service="Mail", measure="availability", period="2026-Q3", met=False)
    first = given(1, "service-reports/q3.csv", level)
    right = given(2, "service-reports/q3 corrected.csv", level.model_copy(update={"met": True}))
    assert [s.missed for s in derived([first, right], ServiceLevelSummary)] == [0]
    other = given(2, "service-reports/plant.csv", level.model_copy(update={"service": "Plant"}))
    assert len(derived([first, other], ServiceLevelSummary)) == 2


def test_a_score_is_weighed_by_its_scale() -> None:
    """From 4.5 to 2.9 of five is a landslide, though it is no ten points."""
    scores = [("2026-Q4", 4.5), ("2027-Q1", 2.9)]
    inputs = [
        given(n, f"customer-feedback/{n}.csv", Feedback(measure="csat", period=period, score=score))
        for n, (period, score) in enumerate(scores, 1)
    ]
    (change,) = derived(inputs, FeedbackChange)
    assert (change.change, change.change_pct) == (-1.6, -40.0)


def test_rates_move_in_points_and_strangers_currencies_not_at_all() -> None:
    """A tenth of a point is nothing; +20 % of a rate is no move of a rate."""
    inputs = [
        given(
            n,
            f"environment/{n}.csv",
            Indicator(indicator=name, value=value, period="2027", previous=before, previous_period="2026"),
        )
        for n, (name, value, before) in enumerate(
            [("Inflation (annual %)", 0.6, 0.5), ("USD/JPY", 180.0, 150.0), ("Copper", 120.0, 100.0)], 1
        )
    ]
    rate, pair, price = derived(inputs, IndicatorChange, **GERMAN)
    assert (rate.change_pct, rate.change_points) == (None, 0.1)
    assert (pair.relevant, price.relevant, price.change_pct) == (False, True, 20.0)


@pytest.mark.parametrize(
    ("wanted", "own", "title", "relevant"),
    [
        ("energy", {"energy": ("smart meter",)}, "Act on the rollout of smart meters", True),
        ("energy", {}, "Act on the rollout of smart meters", False),
        ("smart meter", {"energy": ("smart meter",)}, "Act on the supply of electricity", True),
        ("smart meter", {}, "Act on the rollout of smart meters", True),
        ("data protection", {}, "Änderung des Bundesdatenschutzgesetzes", True),
        ("energy", {}, "Energiewirtschaftsgesetz", True),
        ("tax", {}, "Gesetz zur Steuerung von Heizungen", False),
    ],
)
def test_an_organisations_own_words_stand_for_topics(
    wanted: str, own: dict[str, tuple[str, ...]], title: str, relevant: bool
) -> None:
    """A title that has none of them, of an act on something else, is not hers."""
    act = Regulation(title=title, jurisdiction="DE", action="new", topics=("health",), applies_from=(TODAY,))
    around = {"jurisdictions": ("DE",), "topics": (wanted,), "topic_words": own}
    (due,) = derived([given(1, "regulations/a.txt", act)], RegulationDue, **around)
    assert due.relevant == relevant


def test_small_moves_in_a_row_are_a_drift() -> None:
    """No period shows it; together they are far from what was agreed."""
    inputs = [
        given(
            n,
            f"environment/{n}.csv",
            Indicator(indicator="EUR/USD", period=f"2026-0{n}", value=1.0 - 0.04 * n),
        )
        for n in range(1, 5)
    ]
    drift = {change.basis: change.change_pct for change in derived(inputs, IndicatorChange)}
    assert drift == {"period": pytest.approx(-4.5455), "baseline": pytest.approx(-12.5)}


@pytest.mark.parametrize(
    ("values", "step", "rest"),
    [
        ((100, 104, 108, 113), 4.6296, 8.0),
        ((100, 118, 119, 120), 18.0, 2.0),
        ((100, 118, 124, 132), 18.0, 14.0),
        ((100, 118, 112, 103), 18.0, 0.0),
    ],
)
def test_a_drift_knows_which_part_of_it_came_in_one_step(
    values: tuple[float, ...], step: float, rest: float
) -> None:
    """That step was reported when it came, and is not reported once more a month later."""
    inputs = [
        given(n, "environment/a.csv", Indicator(indicator="Power", period=f"2026-0{n}", value=value))
        for n, value in enumerate(values, 1)
    ]
    (drift,) = (change for change in derived(inputs, IndicatorChange) if change.basis == "baseline")
    assert (drift.step_pct, drift.rest_pct) == (pytest.approx(step), pytest.approx(rest))


def test_figures_of_no_stated_period_are_compared_within_their_file_only() -> None:
    """Two articles that each give an inflation rate speak of different years and countries."""

    def rates(*paths: str) -> list[tuple[float | None, str]]:
        inputs = [
            given(n, path, Indicator(indicator="Inflation rate", unit="rate", value=value))
            for n, (path, value) in enumerate(zip(paths, (7.7, 3.2), strict=True), 1)
        ]
        return [(one.change_points, one.previous_period) for one in derived(inputs, IndicatorChange)]

    assert rates("environment/times.txt", "environment/herald.txt") == []
    assert rates("environment/rates 2027-01.txt", "environment/rates 2027-02.txt") == [(-4.5, "")]


def test_the_opportunities_of_one_list_are_one_matter() -> None:
    """A hundred calls in one export are looked at, and dismissed, together."""
    calls = [Opportunity(title=f"Call {n}", value=300000, decide_by=TODAY) for n in range(3)]
    inputs = [given(1, "opportunities/calls v2.csv", *calls)]
    facts = [*derived(inputs, OpportunityDue, **GERMAN), *derived(inputs, DecisionDue, **GERMAN)]
    assert (len(facts), {fact.cause for fact in facts}) == (6, {"opportunities calls"})


def test_a_catalogue_of_calls_is_one_fact_and_its_entries_are_none_to_decide() -> None:
    """Forty programmes that concern nobody in particular are one note, also when each of them ends."""
    calls = [Opportunity(title=f"Call {n}", value=300000 + n, decide_by=TODAY) for n in range(40)]
    inputs = [given(1, "opportunities/calls.csv", *calls)]
    entries = derived(inputs, OpportunityDue, **GERMAN)
    assert {entry.in_catalogue for entry in entries} == {True}
    assert not derived(inputs, DecisionDue, **GERMAN)
    (catalogue,) = derived(inputs, OpportunityCatalogue, **GERMAN)
    assert (catalogue.count, catalogue.largest, catalogue.largest_title) == (40, 300039, "Call 39")
    assert catalogue.cause == entries[0].cause
    few = [given(1, "opportunities/calls.csv", *calls[:8])]
    assert not derived(few, OpportunityCatalogue, **GERMAN)
    assert {entry.in_catalogue for entry in derived(few, OpportunityDue, **GERMAN)} == {False}


def test_an_indicator_knows_how_old_its_period_was_when_it_came() -> None:
    """A table of three years ago moves nothing now."""
    values = [
        Indicator(indicator="Rents", period=period, value=value)
        for period, value in (("2023-11", 100.0), ("2023-12", 150.0))
    ]
    (change,) = derived([given(1, "environment/rents.csv", *values)], IndicatorChange)
    assert change.age_days == (TODAY - dt.date(2023, 12, 31)).days


def test_another_currency_is_not_compared_with_limits_in_the_own() -> None:
    """250,000 yen are no quarter of a million."""
    inputs = [
        given(1, "opportunities/a.csv", Opportunity(title="Port", value=250000, currency="JPY")),
        given(2, "opportunities/b.csv", Opportunity(title="Depot", value=250000, currency="EUR")),
    ]
    assert [o.value for o in derived(inputs, OpportunityDue, **GERMAN)] == [None, 250000]


def test_the_portfolio_saved_again_is_as_changed_as_before() -> None:
    """And what was agreed is the new baseline."""
    few = [service(service=f"S{n}") for n in range(4)]
    many = [*few, *(service(service=f"T{n}") for n in range(2))]
    path = "service-portfolio/p.csv"
    once = [given(1, path, *few), given(2, path, *many)]
    again = [*once, given(3, path, *many[::-1])]
    assert (
        [c.added for c in derived(once, PortfolioChange)]
        == [c.added for c in derived(again, PortfolioChange)]
        == [2]
    )
    (settled,) = derived(again, PortfolioChange, agreed=3)
    assert (settled.added, settled.change_pct) == (0, 0.0)


def test_goals_of_two_departments_stand_side_by_side() -> None:
    """Neither gave up the other's; a target that moves by a hair is the same one."""

    def goal(name: str, target: str = "") -> Goal:
        return Goal(goal=name, quarter="2027-Q1", target=target)

    sales = given(1, "goals/Sales.csv", goal("Win Spain", "100"), goal("Keep Lisbon"))
    plant = given(2, "goals/Plant.csv", goal("Less scrap"))
    assert derived([sales, plant], GoalChange) == []
    slightly = given(3, "goals/Sales.csv", goal("Win Spain", "105"), goal("Keep Lisbon"))
    assert derived([sales, plant, slightly], GoalChange) == []
    halved = given(3, "goals/Sales.csv", goal("Win Spain", "50"), goal("Keep Lisbon"))
    assert [change.retargeted for change in derived([sales, plant, halved], GoalChange)] == [1]


def test_a_situation_cites_what_it_sums_up() -> None:
    """The explanation must lead to the message of the merger and not to the goals."""
    finding = AuditFinding(title="Shared passwords", severity="critical", status="open")
    merger = CorporateEvent(event="merger", parties=("Acme", "Northwind"), status="agreed", date=TODAY)
    inputs = [given(1, "audit-reports/a.csv", finding), given(2, "mergers-acquisitions/m.md", merger)]
    (situation,) = derived(inputs, Situation)
    cited = {source for fact in situation.grounds({"corporate_events"}) for source in fact.all_sources}
    assert cited == {"I2#0"}
    assert [fact.cause for fact in situation.grounds({"audit_high"})] == ["audit-summary a"]


def test_a_letter_without_a_list_s_date_postpones_the_end() -> None:
    """A list says when support ends and not when it was made; what comes later counts."""
    portfolio = given(1, "service-portfolio/p.csv", service())
    fields = {"vendor": "Orion", "product": "Orion HR", "notice": "end-of-support"}
    listed = VendorNotice(**fields, effective_date=dt.date(2027, 3, 31))
    letter = VendorNotice(**fields, effective_date=dt.date(2028, 9, 30), announced=dt.date(2027, 1, 5))
    inputs = [portfolio, given(2, "vendor-notices/l.csv", listed), given(3, "vendor-notices/l.eml", letter)]
    assert [exposure.effective_date for exposure in derived(inputs, Exposure)] == [dt.date(2028, 9, 30)]


def test_a_budget_in_a_mail_is_a_version_of_the_one_in_the_folder() -> None:
    """The revised one is attached to what the controller wrote."""
    first = given(1, "budgets/FY27.csv", Budget(period="2027", total=1000))
    mailed = given(2, "budgets/mail.eml/FY27 v2.csv", Budget(period="2027", total=850))
    assert {change.change_pct for change in derived([first, mailed], BudgetChange)} == {-15.0}


def test_what_stands_in_brackets_is_no_part_of_a_name() -> None:
    """Settings carry remarks, and news carry the stock exchange."""
    from smits_rules.derivation.equivalence.parties import names_any, party_key

    assert party_key("Contoso Freight AG (SIX: CFR)") == party_key("contoso freight")
    assert names_any(["Contoso Freight"], ["Contoso Freight [draft]"])
