"""Reports, surveys, figures, events, lifecycles and plans: what they say, and what is easily mistaken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import etree

from smits_rules.vocabulary import (
    AuditFinding,
    Feedback,
    Goal,
    Indicator,
    Opportunity,
    PlanObjective,
    Regulation,
    VendorNotice,
)
from smits_watch.documents.document import Document, Passage, Table
from smits_watch.documents.text.xml import read_xml
from smits_watch.facts import Extraction, ExtractionContext, extract

Rows = list[list[Any]]


def table(kind: str, rows: Rows, **columns: str) -> Extraction:
    document = Document(f"{kind}/t.xlsx", "xlsx", tables=[Table("S", rows, lettered=True)])
    return extract(document, kind, ExtractionContext(columns))


def prose(kind: str, *texts: str, headings: tuple[str, ...] = (), **metadata: str) -> Extraction:
    passages = [Passage(text, f"line {n}", heading=text in headings) for n, text in enumerate(texts, 1)]
    return extract(Document(f"{kind}/t.txt", "text", passages, metadata=metadata), kind)


def xml(content: str) -> Regulation:
    root, passages = read_xml(content.encode())
    (fact,) = extract(Document("regulations/a.xml", "xml", passages, data=root), "regulations").facts
    assert isinstance(fact, Regulation)
    return fact


@pytest.mark.parametrize(
    ("target", "actual", "measure", "met"),
    [
        (0.99, 0.98, "Availability", False),
        ("99 %", "99.5 %", "Availability", True),
        ("99 %", 0.985, "Availability", False),
        (0.9, 91, "Calls answered", True),
        ("≤ 4 h", "3.5 h", "Resolution time", True),
        (4, 5, "Resolution time in hours", False),
        (10, 3, "Number of incidents", True),
        (0.95, 1.0, "Calls answered within 60 minutes", True),
        ("> 20", 15, "Incidents solved at once", False),
        (5, "", "Availability", None),
        ("n/a", 5, "Availability", None),
    ],
)
def test_a_service_level_is_met_or_missed(target: Any, actual: Any, measure: str, met: bool | None) -> None:
    """Shares, percent and numbers, and measures of which less is better."""
    found = table(
        "service-reports", [["Service", "KPI", "Target", "Actual"], ["Mail", measure, target, actual]]
    )
    assert [fact.met for fact in found.facts] == [met]  # type: ignore[attr-defined]
    assert found.summary["measured"] == (met is not None)


def test_a_word_says_whether_a_target_was_met() -> None:
    """Some reports only have a column of colours."""
    rows = [
        ["Service", "SLA", "Status"],
        ["Mail", "99 %", "green"],
        ["Web", "99 %", "Not met"],
        ["X", "1 %", "?"],
    ]
    assert table("service-reports", rows).summary == {"measured": 2, "missed": 1, "breach_pct": 50.0}


def test_audit_findings_are_counted_once() -> None:
    """Summary table, table of contents and chapter name the same finding."""
    rows: Rows = [["ID", "Title", "Severity", "Status"], ["[H-01]", "Leavers keep access", "High", "Open"]]
    document = Document(
        "audit-reports/a.md",
        "markdown",
        [
            Passage("[H-01] Leavers keep access", "line 9", heading=True),
            Passage("As told in [H-01] above, severity is not everything.", "line 10"),
            Passage("M-2: Shared accounts", "line 12", heading=True),
        ],
        tables=[Table("", rows)],
    )
    extraction = extract(document, "audit-reports")
    assert extraction.summary == {"critical": 0, "high": 1, "medium": 1, "low": 0}
    findings = [fact for fact in extraction.facts if isinstance(fact, AuditFinding)]
    assert [(f.finding, f.status, f.source.rpartition("#")[2]) for f in findings] == [
        ("H-01", "Open", "line 9"),
        ("M-02", "", "line 12"),
    ]


def test_a_matrix_of_risks_is_no_finding() -> None:
    """Every report explains what `high` means."""
    rows: Rows = [["Severity", "Impact: High", "Impact: Low"], ["Likelihood: High", "Critical", "Medium"]]
    assert table("audit-reports", rows).summary == {"critical": 0, "high": 0, "medium": 0, "low": 0}


def test_findings_without_numbers_are_told_by_their_headings_or_at_least_counted() -> None:
    """Three styles of reports."""
    told = ("Access", "Severity: High\nLeavers keep access.", "Backup", "Risk rating: moderate")
    assert prose("audit-reports", *told, headings=("Access", "Backup")).summary["medium"] == 1
    listed = table(
        "audit-reports", [["Finding", "Risk rating", "Due date"], ["Access", "Major", dt.date(2027, 6, 1)]]
    )
    assert [(f.severity, f.due) for f in listed.facts] == [("high", dt.date(2027, 6, 1))]  # type: ignore[attr-defined]
    assert prose("audit-reports", "Critical: 2\nHigh: 3\nTotal: 5").summary["high"] == 3


def scores(rows: Rows, **columns: str) -> dict[str, float]:
    found: dict[str, float] = table("customer-feedback", rows, **columns).summary["scores"]
    return found


def test_the_net_promoter_score_is_worked_out_of_answers() -> None:
    """By period, and without codes for no answer."""
    answers = [(2026, v) for v in (10, 9, 9, 8, 0)] + [(2027, v) for v in (10, 3, 5, 7, 99)]
    rows: Rows = [["Year", "NPS"], *[[year, value] for year, value in answers]]
    assert scores(rows) == {"nps/all/2026": 40.0, "nps/all/2027": -25.0}


def test_ratings_are_means_on_their_scale() -> None:
    """A 6 on a scale to 5 means that nobody answered; segments stand beside the whole."""
    ratings = [
        ("North", 5),
        ("North", 4),
        ("South", 3),
        ("South", 2),
        ("South", 1),
        ("South", 6),
        ("North", 0),
    ]
    rows: Rows = [["Region", "Overall satisfaction"], *[[part, value] for part, value in ratings]]
    assert scores(rows) == {
        "satisfaction/all/": 3.0,
        "satisfaction/North/": 4.5,
        "satisfaction/South/": 2.0,
    }


def test_scores_that_were_worked_out_already_are_taken_as_they_are() -> None:
    """A table of quarters."""
    rows: Rows = [["Quarter", "NPS"], ["2027-Q1", 35], ["2027-Q2", 20]]
    found = [f for f in table("customer-feedback", rows).facts if isinstance(f, Feedback)]
    assert [(f.period, f.score) for f in found] == [("2027-Q1", 35), ("2027-Q2", 20)]


def indicator(rows: Rows) -> Indicator:
    (fact,) = table("environment", rows).facts
    assert isinstance(fact, Indicator)
    return fact


def test_an_indicator_is_compared_with_the_same_time_a_year_before() -> None:
    """Which leaves out the seasons."""
    months = [[dt.date(2026 + n // 12, n % 12 + 1, 1), 100.0 + n] for n in range(14)]
    found = indicator([["Date", "EUR/USD"], *months])
    assert (found.previous, found.value, found.change_pct) == (101, 113, pytest.approx(11.8812))
    assert found.source == "environment/t.xlsx#S!B15"


def test_a_short_or_unordered_series_is_compared_with_the_value_before() -> None:
    """Two quarters are better than nothing."""
    assert indicator([["Quarter", "Inflation rate"], ["2027-Q2", 3.0], ["2027-Q1", 2.0]]).change_pct == 50


def test_each_series_is_an_indicator_of_its_own() -> None:
    """Countries one below the other, figures side by side."""
    rows: Rows = [
        ["Year", "Country", "GDP", "Inflation"],
        ["2026", "DE", 100, 2],
        ["2026", "FR", 90, 3],
        ["2027", "DE", 101, 4],
        ["2027", "FR", 99, 3],
    ]
    found = {f.indicator: f.change_pct for f in table("environment", rows).facts if isinstance(f, Indicator)}
    assert found == {"DE GDP": 1, "FR GDP": 10, "DE Inflation": 100, "FR Inflation": 0}


def notices(data: Any) -> list[VendorNotice]:
    found = extract(Document("vendor-notices/ledger.json", "json", data=data), "vendor-notices").facts
    return [fact for fact in found if isinstance(fact, VendorNotice)]


def test_releases_with_their_ends() -> None:
    """Front matter and JSON of lifecycle pages; what is not over is no notice."""
    releases = [
        {"releaseCycle": "12", "eol": dt.date(2028, 6, 30)},
        {"cycle": "11", "eol": "2026-01-31"},
        {"cycle": "10", "eol": True},
        {"cycle": "13", "eol": False},
        "rubbish",
    ]
    found = notices({"title": "Ledger", "releases": releases})
    assert [(n.product, n.version, str(n.effective_date)) for n in found] == [
        ("Ledger", "12", "2028-06-30"),
        ("Ledger", "11", "2026-01-31"),
        ("Ledger", "10", "None"),
    ]


def test_price_lists_tell_the_last_change() -> None:
    """Up or down, the largest of a product's prices."""
    history = [
        {"in": 2, "out": 10, "from_date": "2027-03-01"},
        {"in": 1, "out": 10, "from_date": None},
    ]
    products = [{"name": "Ledger", "price_history": history}, {"name": "Desk", "price_history": history[:1]}]
    (found,) = notices({"vendor": "Northwind", "products": products})
    assert (found.vendor, found.product, found.price_change_pct) == ("Northwind", "Ledger", 100)
    assert found.effective_date == dt.date(2027, 3, 1)


FORMEX = """<ACT><BIB.INSTANCE><DATE ISO="20270312">20270312</DATE></BIB.INSTANCE>
<TITLE><TI><P>Commission Implementing Regulation (EU) 2027/500</P><P>on cybersecurity</P></TI></TITLE>
<PREAMBLE><PREAMBLE.INIT>THE EUROPEAN COMMISSION,</PREAMBLE.INIT></PREAMBLE>
<ENACTING.TERMS><P>This Regulation shall enter into force on the twentieth day following that of its
publication.</P></ENACTING.TERMS></ACT>"""


def test_an_act_of_the_eu_in_formex() -> None:
    """Adopted on a Friday, published on Monday, in force twenty days later."""
    found = xml(FORMEX)
    assert (found.reference, found.issuer) == (
        "Commission Implementing Regulation (EU) 2027/500",
        "European Commission",
    )
    assert (found.published, found.effective_date) == (dt.date(2027, 3, 15), dt.date(2027, 4, 4))


def test_a_rule_of_the_federal_register() -> None:
    """Its own dates stand under DATES; the text speaks of others' as well."""
    found = xml(
        "<RULE><PREAMB><AGENCY>BUREAU OF RULES</AGENCY><CFR>12 CFR Part 7</CFR><SUBJECT>On rules</SUBJECT>"
        "<ACT><HD>ACTION:</HD><P>Final rule; correction.</P></ACT>"
        "<DATES><HD>DATES:</HD><P>This rule is effective on June 1, 2027.</P></DATES></PREAMB>"
        "<P>The former rule was effective on May 1, 2020.</P></RULE>"
    )
    assert (found.action, found.jurisdiction, found.reference) == ("amendment", "US", "12 CFR Part 7")
    assert found.effective_date == dt.date(2027, 6, 1)
    assert xml("<PRORULE><SUBJECT>Rules</SUBJECT><P>Text.</P></PRORULE>").action == "proposal"


def test_codified_law_is_no_news() -> None:
    """The dates in it are those of the past."""
    found = xml(
        "<CFRGRANULE><FDSYS><CFRTITLE>12</CFRTITLE><DATE>2027-01-01</DATE><TITLE>RULES</TITLE>"
        "<GRANULENUM>7</GRANULENUM></FDSYS><PART><P>It is effective on June 1, 1999.</P></PART></CFRGRANULE>"
    )
    assert (found.action, found.reference, found.effective_date) == ("consolidated", "12 CFR part 7", None)


def test_goals_opportunities_and_objectives() -> None:
    """Tables with their synonyms, and lists below a heading."""
    goals = table(
        "goals", [["Goals 2027"], ["Ziel", "Quartal", "Zielwert"], ["Weniger Ausfälle", "Q2 2027", "5"]]
    )
    assert [(g.goal, g.quarter, g.target) for g in goals.facts if isinstance(g, Goal)] == [
        ("Weniger Ausfälle", "2027-Q2", "5")
    ]
    chances = table(
        "opportunities", [["Opportunity", "Value", "Decide by"], ["Metering", "€ 1,500", "1 June 2027"]]
    )
    assert [(o.value, o.currency, o.decide_by) for o in chances.facts if isinstance(o, Opportunity)] == [
        (1500, "EUR", dt.date(2027, 6, 1))
    ]
    plan = prose(
        "strategy-plans",
        "Objectives",
        "- Move billing by 30 June 2028\n- Less paper",
        headings=("Objectives",),
    )
    assert [(p.objective, p.due) for p in plan.facts if isinstance(p, PlanObjective)] == [
        ("Move billing by 30 June 2028", dt.date(2028, 6, 30)),
        ("Less paper", None),
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "audit-reports",
        "customer-feedback",
        "environment",
        "goals",
        "opportunities",
        "service-reports",
        "strategy-plans",
    ],
)
def test_nothing_found_says_what_to_do(kind: str) -> None:
    """An empty success would go unnoticed."""
    found = prose(kind, "Some text about nothing in particular.")
    assert found.facts == ()
    assert len(found.warnings) == 1


def test_etree_is_what_xml_gives() -> None:
    """The structured readers rest on lxml's elements."""
    root, _ = read_xml(b"<a/>")
    assert isinstance(root, etree._Element)


def test_assessment_results_in_oscal() -> None:
    """What is satisfied is no finding; the gravest risk grades the others."""
    facets = [{"name": "likelihood", "value": "low"}, {"name": "impact", "value": "moderate"}]
    risks = [
        {
            "uuid": "a",
            "status": "open",
            "characterizations": [{"facets": facets}],
            "deadline": "2027-06-01T00:00:00Z",
        },
        {"uuid": "b", "characterizations": [{"facets": [{"name": "severity", "value": "high"}]}, "rubbish"]},
    ]
    findings = [
        {
            "title": "Leavers keep access",
            "target": {"target-id": "ac-2", "status": {"state": "not-satisfied"}},
            "related-risks": [{"risk-uuid": "a"}, {"risk-uuid": "b"}, {"risk-uuid": "z"}],
        },
        {"title": "Fine", "target": {"status": {"state": "satisfied"}}},
        {"title": "Ungraded"},
    ]
    data = {"assessment-results": {"results": [{"findings": findings, "risks": risks}, None]}}
    extraction = extract(Document("audit-reports/a.json", "json", data=data), "audit-reports")
    assert extraction.summary == {"critical": 0, "high": 1, "medium": 0, "low": 0}
    first, second = (fact for fact in extraction.facts if isinstance(fact, AuditFinding))
    assert (first.finding, first.severity, first.status, first.due) == (
        "ac-2",
        "high",
        "open",
        dt.date(2027, 6, 1),
    )
    assert (second.title, second.severity) == ("Ungraded", None)


def test_products_with_their_ends_in_openeox() -> None:
    """OASIS OpenEoX keeps the dates of a statement in its core."""
    core = {"end_of_life": "2028-06-30T00:00:00Z", "end_of_sales": "2027-01-01"}
    statement = {
        "core": core,
        "product_name": "Ledger",
        "product_version": "12",
        "supplier_name": "Northwind",
    }
    (found,) = notices({"statements": [statement]})
    assert (found.vendor, found.product, found.version) == ("Northwind", "Ledger", "12")
    assert (found.notice, found.effective_date) == ("end-of-life", dt.date(2028, 6, 30))


def test_a_sentence_that_supposes_or_explains_reports_no_level() -> None:
    guide = prose(
        "service-reports",
        "If you promise 99.9% uptime and cannot prove it, you have a risk.",
        "An uptime of 99.9 % allows 43 minutes of downtime per month.",
    )
    assert guide.facts == ()
    report = prose(
        "service-reports", "When we moved the mail service, its availability was 99.91 % in May 2027."
    )
    assert len(report.facts) == 1
