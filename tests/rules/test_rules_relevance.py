"""What concerns the organisation, and what replaces what."""

from __future__ import annotations

import datetime as dt

import pytest
from acme_inputs import GERMAN, TODAY, derived, input_at, service

from smits_rules.derivation.pipeline import InputFacts
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
    Opportunity,
    OpportunityCatalogue,
    OpportunityDue,
    Regulation,
    RegulationDue,
    ServiceLevel,
    ServiceLevelSummary,
    VendorCourse,
    VendorNotice,
)
from smits_rules.vocabulary.topics import topic_of, topic_problem


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
    portfolio = input_at(1, "service-portfolio/p.csv", service())
    news = input_at(2, "mergers-acquisitions/n.md", CorporateEvent(event="merger", parties=parties))
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
    reports = [
        input_at(n, f"mergers-acquisitions/{n}.md", fact) for n, fact in enumerate((old, agreed, off), 1)
    ]
    past, now = derived(reports, Deal)
    assert (past.age_days > 365, past.case_subject) == (True, "Acme, Northwind Ltd (2002)")
    assert (now.stands, now.case_subject) == (False, "Acme, Northwind Ltd (2027)")
    assert derived(reports[::-1], Deal) == [past, now]


def test_a_text_without_parties_is_no_deal() -> None:
    """A sentence with a hole in it is not raised."""
    assert derived([input_at(1, "mergers-acquisitions/n.md", CorporateEvent(event="merger"))], Deal) == []


def test_an_old_act_is_history_and_one_that_binds_stays() -> None:
    """Days that pass make it graver; they don't make it go away."""
    act = Regulation(title="An act", action="new", jurisdiction="DE", effective_date=dt.date(2027, 4, 1))
    old = act.model_copy(update={"title": "An old act", "effective_date": dt.date(2016, 4, 1)})
    inputs = [input_at(1, "regulations/a.md", act), input_at(2, "regulations/b.md", old)]
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
    (ours,) = derived([input_at(1, "regulations/a.md", act)], RegulationDue, topics=(word,), **GERMAN)
    (others,) = derived([input_at(1, "regulations/a.md", act)], RegulationDue, topics=("health",), **GERMAN)
    assert (ours.relevant, others.relevant) == (True, False)


def test_a_topic_with_a_typing_error_is_told() -> None:
    """With it, no regulation would ever match, and nobody would notice."""
    assert "did you mean 'cybersecurity'" in topic_problem("cybersecurty")
    assert topic_problem("port operations") == ""


def test_a_stranger_s_product_is_nobody_s_and_a_vendor_s_course_is_seen() -> None:
    """No service runs on it; where the vendor of another product goes is worth a note."""
    portfolio = input_at(1, "service-portfolio/p.csv", service())
    strange = input_at(
        2, "vendor-notices/a.txt", VendorNotice(vendor="Vega", product="Vega DB", notice="roadmap")
    )
    near = input_at(
        3, "vendor-notices/b.txt", VendorNotice(vendor="Orion", product="Orion CRM", notice="roadmap")
    )
    assert derived([portfolio, strange, near], Exposure) == []
    (course,) = derived([portfolio, strange, near], VendorCourse)
    assert (course.vendor, course.services) == ("Orion", ("Payroll",))
    assert len(derived([strange, near], VendorCourse)) == 2, "no portfolio tells whose products are used"


def test_a_milder_advisory_does_not_close_the_graver_hole() -> None:
    """Unless the file that spoke of the graver one is corrected."""
    portfolio = input_at(1, "service-portfolio/p.csv", service())

    def advisory(order: int, path: str, severity: float) -> InputFacts:
        fields = {"vendor": "Orion", "product": "Orion HR", "notice": "security-advisory"}
        return input_at(order, f"vendor-notices/{path}", VendorNotice(**fields, severity=severity))

    grave, mild = advisory(2, "a.json", 9.8), advisory(3, "b.json", 5.0)
    assert [e.severity for e in derived([portfolio, grave, mild], Exposure)] == [9.8]
    assert [e.severity for e in derived([portfolio, grave, mild, advisory(4, "a.json", 4.0)], Exposure)] == [
        5.0
    ]


def test_of_two_advisories_only_those_on_our_version_count() -> None:
    """The graver one is on a version that nobody runs here, whichever came last."""
    portfolio = input_at(1, "service-portfolio/p.csv", service(version="6.0"))
    fields = {"vendor": "Orion", "product": "Orion HR", "notice": "security-advisory"}
    strange = VendorNotice(**fields, severity=9.9, affected_versions="7.0 and later")
    ours = VendorNotice(**fields, severity=7.1, affected_versions="6.0.0 to 6.0.4")
    for first, second in ((strange, ours), (ours, strange)):
        inputs = [input_at(2, "vendor-notices/a.md", first), input_at(3, "vendor-notices/b.md", second)]
        assert [e.severity for e in derived([portfolio, *inputs], Exposure)] == [7.1]
    assert not derived([portfolio, input_at(2, "vendor-notices/a.md", strange)], Exposure)


def test_a_follow_up_replaces_the_audit_whichever_came_first() -> None:
    """The same finding, closed; the alarm of the first report is over."""
    finding = AuditFinding(finding="1", title="Shared passwords", severity="critical", status="open")
    first = input_at(1, "audit-reports/Audit 2027.csv", finding)
    closed = finding.model_copy(update={"status": "closed"})
    assert len(derived([first], AuditSummary)) == 1
    assert derived([first, input_at(2, "audit-reports/Audit 2027 follow-up.csv", closed)], AuditSummary) == []
    assert derived([first, input_at(0, "audit-reports/Audit 2027 follow-up.csv", closed)], AuditSummary) == []
    other = input_at(
        2, "audit-reports/Plant.csv", AuditFinding(finding="1", title="Old doors", severity="high")
    )
    assert len(derived([first, other], AuditSummary)) == 2


def test_counts_of_an_audit_are_enough() -> None:
    """A letter says how many findings are critical and lists none."""
    report = input_at(1, "audit-reports/letter.txt", AuditReport(subject="Network", critical=1, high=4))
    (summary,) = derived([report], AuditSummary)
    assert (summary.report, summary.critical, summary.high, summary.source) == ("Network", 1, 4, "I1#0")


def test_a_corrected_report_replaces_the_first() -> None:
    """By what it says; another report of the same quarter stands beside."""
    level = ServiceLevel(service="Mail", measure="availability", period="2026-Q3", met=False)
    first = input_at(1, "service-reports/q3.csv", level)
    right = input_at(2, "service-reports/q3 corrected.csv", level.model_copy(update={"met": True}))
    assert [s.missed for s in derived([first, right], ServiceLevelSummary)] == [0]
    other = input_at(2, "service-reports/plant.csv", level.model_copy(update={"service": "Plant"}))
    assert len(derived([first, other], ServiceLevelSummary)) == 2


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
    (due,) = derived([input_at(1, "regulations/a.txt", act)], RegulationDue, **around)
    assert due.relevant == relevant


def test_the_opportunities_of_one_list_are_one_matter() -> None:
    """A hundred calls in one export are looked at, and dismissed, together."""
    calls = [Opportunity(title=f"Call {n}", value=300000, decide_by=TODAY) for n in range(3)]
    inputs = [input_at(1, "opportunities/calls v2.csv", *calls)]
    facts = [*derived(inputs, OpportunityDue, **GERMAN), *derived(inputs, DecisionDue, **GERMAN)]
    assert (len(facts), {fact.cause for fact in facts}) == (6, {"opportunities calls"})


def test_a_catalogue_of_calls_is_one_fact_and_its_entries_are_none_to_decide() -> None:
    """Forty programmes that concern nobody in particular are one note, also when each of them ends."""
    calls = [Opportunity(title=f"Call {n}", value=300000 + n, decide_by=TODAY) for n in range(40)]
    inputs = [input_at(1, "opportunities/calls.csv", *calls)]
    entries = derived(inputs, OpportunityDue, **GERMAN)
    assert {entry.in_catalogue for entry in entries} == {True}
    assert not derived(inputs, DecisionDue, **GERMAN)
    (catalogue,) = derived(inputs, OpportunityCatalogue, **GERMAN)
    assert (catalogue.count, catalogue.largest, catalogue.largest_title) == (40, 300039, "Call 39")
    assert catalogue.cause == entries[0].cause
    few = [input_at(1, "opportunities/calls.csv", *calls[:8])]
    assert not derived(few, OpportunityCatalogue, **GERMAN)
    assert {entry.in_catalogue for entry in derived(few, OpportunityDue, **GERMAN)} == {False}


def test_a_letter_without_a_list_s_date_postpones_the_end() -> None:
    """A list says when support ends and not when it was made; what comes later counts."""
    portfolio = input_at(1, "service-portfolio/p.csv", service())
    fields = {"vendor": "Orion", "product": "Orion HR", "notice": "end-of-support"}
    listed = VendorNotice(**fields, effective_date=dt.date(2027, 3, 31))
    letter = VendorNotice(**fields, effective_date=dt.date(2028, 9, 30), announced=dt.date(2027, 1, 5))
    inputs = [
        portfolio,
        input_at(2, "vendor-notices/l.csv", listed),
        input_at(3, "vendor-notices/l.eml", letter),
    ]
    assert [exposure.effective_date for exposure in derived(inputs, Exposure)] == [dt.date(2028, 9, 30)]


def test_a_budget_in_a_mail_is_a_version_of_the_one_in_the_folder() -> None:
    """The revised one is attached to what the controller wrote."""
    first = input_at(1, "budgets/FY27.csv", Budget(period="2027", total=1000))
    mailed = input_at(2, "budgets/mail.eml/FY27 v2.csv", Budget(period="2027", total=850))
    assert {change.change_pct for change in derived([first, mailed], BudgetChange)} == {-15.0}


def test_what_stands_in_brackets_is_no_part_of_a_name() -> None:
    """Settings carry remarks, and news carry the stock exchange."""
    from smits_rules.derivation.equivalence.parties import names_any, party_key

    assert party_key("Contoso Freight AG (SIX: CFR)") == party_key("contoso freight")
    assert names_any(["Contoso Freight"], ["Contoso Freight [draft]"])
