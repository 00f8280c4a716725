"""Goals, plans, opportunities, audits and service levels that stand in running text."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_rules.vocabulary import AuditFinding, AuditReport, Goal, Opportunity, PlanObjective, ServiceLevel
from smits_watch.documents.document import Document, Passage
from smits_watch.documents.text.html import read_html
from smits_watch.documents.text.plain_text import read_markdown, read_text
from smits_watch.facts import Extraction, extract


def markdown(kind: str, text: str, **metadata: str) -> Extraction:
    passages, tables = read_markdown(text)
    return extract(Document(f"{kind}/page.md", "markdown", passages, tables, metadata=metadata), kind)


def plain(kind: str, text: str) -> Extraction:
    return extract(Document(f"{kind}/page.txt", "text", read_text(text)), kind)


def goals(extraction: Extraction) -> list[tuple[str, str]]:
    return [(fact.goal, fact.quarter) for fact in extraction.facts if isinstance(fact, Goal)]


def test_objectives_and_their_key_results_in_the_quarter_of_the_heading() -> None:
    """OKRs are written as lists with bold labels."""
    text = (
        "# OKRs\n\n## 2026 Q4\n\n* **Objective:** Enter Spain\n  * **Key Result:** first shop open\n"
        "* **Objective:** Sell the fleet\n  * **Key Result:** 20 trucks sold\n"
    )
    assert goals(markdown("goals", text)) == [
        ("Enter Spain", "2026-Q4"),
        ("first shop open", "2026-Q4"),
        ("Sell the fleet", "2026-Q4"),
        ("20 trucks sold", "2026-Q4"),
    ]


def test_objectives_as_headings_above_tables_of_results() -> None:
    """The heading is the objective, the table has its key results."""
    text = (
        "# OKRs\n\n## 2026 Q4\n\n### Objective: Payroll never fails\n\n"
        "| Key Result | Owner |\n| --- | --- |\n"
        "| 99.9 % availability | Ann |\n\n### 2. CEO: Increase revenue\n"
    )
    told = [goal for goal, _ in goals(markdown("goals", text))]
    assert told == ["Payroll never fails", "CEO: Increase revenue", "99.9 % availability"]


def test_goals_below_a_line_that_announces_them() -> None:
    """`Including two flagship goals:` opens a list whatever the heading says."""
    text = (
        "# Project goals for 2027H1\n\n## Learn more\n\n* Read on our goals:\n"
        "    * **Cut the cost** of storage\n"
    )
    assert goals(markdown("goals", text)) == [("Cut the cost of storage", "2027-H1")]


def test_a_page_that_describes_one_goal() -> None:
    """Its title is the goal; what is listed below are its criteria."""
    text = (
        "====\nMigrate to the new mail\n====\n\nWhy we do it.\n\nCompletion Criteria\n"
        "====\n\n#. no old server\n"
    )
    assert goals(plain("goals", text)) == [("Migrate to the new mail", "")]


def test_a_list_from_word_without_its_signs() -> None:
    """Word's bullets are lost; short lines below a heading are a list all the same."""
    passages = [
        Passage("Company goals Q2 2027", "p1", heading=True),
        Passage("Goals", "p2", heading=True),
        Passage("Open Porto office", "p3"),
        Passage("NPS above 40", "p4"),
    ]
    extraction = extract(Document("goals/g.docx", "docx", passages), "goals")
    assert goals(extraction) == [("Open Porto office", "2027-Q2"), ("NPS above 40", "2027-Q2")]


def test_a_goal_in_a_heading_has_target_and_quarter_from_the_text_below_it() -> None:
    """The heading names the aim; the sentence below says how much by when; the days of a date are no "
    "target."""
    text = (
        "# Ziele 2026\n\n## Höhere Verfügbarkeit\n\nDie Verfügbarkeit soll bis 30.06.2026 auf 99,9 % "
        "steigen.\n\n"
        "## Weniger Altsysteme\n\nBis Ende Q3 2026 schalten wir mindestens 12 Systeme ab.\n\n"
        "## Mehr Vertrauen\n\nDas Team trifft sich ab 3. Mai 2026.\n"
    )
    facts = [fact for fact in markdown("goals", text).facts if isinstance(fact, Goal)]
    assert [(fact.goal, fact.quarter, fact.target) for fact in facts] == [
        ("Höhere Verfügbarkeit", "2026-Q2", "99,9 %"),
        ("Weniger Altsysteme", "2026-Q3", "12 Systeme"),
        ("Mehr Vertrauen", "2026", ""),
    ]


def test_a_guide_to_a_method_states_no_goals() -> None:
    """A handbook explains what objectives are; its lists are no aims."""
    text = (
        "# OKRs\n\n## The What\n\n* Objectives are ambitious and bold\n* Key results are measurable\n\n"
        "## The How\n\n* Set up objectives with your lead\n"
    )
    assert not markdown("goals", text).facts


def test_lines_below_a_title_with_a_period_are_its_goals() -> None:
    """Text without markup: the line with the period is a title."""
    text = (
        "Expanded service\n\nGoals for 1 July 2027\n\n- 80 % of all offices use the portal\n- Each "
        "office trains its staff\n"
    )
    assert [goal for goal, _ in goals(plain("goals", text))] == [
        "80 % of all offices use the portal",
        "Each office trains its staff",
    ]


def test_who_decided_the_goals_and_when_is_no_goal() -> None:
    """A line below the title, as councils and boards have it."""
    text = (
        "# Ziele der Stadt 2027\n\nBeschluss des Rats vom 12. Oktober 2026\n\n"
        "- Alle Schulen sind bis 31. August 2027 am Glasfasernetz.\n- 80 % der Anträge gehen online ein.\n"
    )
    assert goals(markdown("goals", text)) == [
        ("Alle Schulen sind bis 31. August 2027 am Glasfasernetz", "2027-Q3"),
        ("80 % der Anträge gehen online ein", "2027"),
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Connect all schools by 31 August 2027", ""),
        ("Alle Schulen sind bis 31. August 2027 am Netz", ""),
        ("Réduire le nombre de serveurs de 120 à 60", "60"),
        ("Raise availability from 99.5 % to 99.9 % by 2027", "99.9 %"),
        ("80 % of services are online", "80 %"),
    ],
)
def test_the_target_is_the_figure_to_reach(text: str, target: str) -> None:
    """Neither a day nor today's figure."""
    extraction = markdown("goals", f"# Goals 2027\n\n- {text}.\n- Open the Porto office\n")
    assert next(fact.target for fact in extraction.facts if isinstance(fact, Goal)) == target


@pytest.mark.parametrize(
    "text",
    [
        "# Overview\n\nOur goal is to serve customers well. We use metrics.\n",
        "# Strategy map\n\n- [Goals](#goals)\n- [Vision](#vision)\n",
        "# Goals\n\n**Owner:** Ann\n\n**Status:** draft\n",
    ],
)
def test_what_only_speaks_of_goals_states_none(text: str) -> None:
    """Contents, owners and sentences on goals are no goals."""
    assert markdown("goals", text).facts == ()
    assert markdown("strategy-plans", text).facts == ()


def objectives(extraction: Extraction) -> list[tuple[str, str]]:
    return [(f.objective, str(f.due or "")) for f in extraction.facts if isinstance(f, PlanObjective)]


def test_numbered_goals_and_actions_with_their_years() -> None:
    """A strategy numbers its goals in headings; the year stands below."""
    text = (
        "# IT Strategy\n\n## Strategic goal 1: Less complexity\n\n"
        "We retire every second application by 2028.\n\n"
        "## Action 02\n\nServices with many users get a manager.\n"
    )
    assert objectives(markdown("strategy-plans", text)) == [
        ("Less complexity", "2028-12-31"),
        ("Services with many users get a manager", ""),
    ]


def test_a_german_strategy_with_bold_labels() -> None:
    """The label stands on a line of its own, the objective below it."""
    text = (
        "# Digitalstrategie\n\n## Handlungsfelder\n\n### Cloud\n\n"
        "**Strategisches Ziel**\nWeniger Systeme im Keller.\n\n"
        "### Service\n\n**Strategisches Ziel**\nEin Ansprechpartner für alle.\n"
    )
    assert [text for text, _ in objectives(markdown("strategy-plans", text))] == [
        "Weniger Systeme im Keller",
        "Ein Ansprechpartner für alle",
    ]


def test_bold_beginnings_below_priorities() -> None:
    """Each paragraph begins with its priority in bold."""
    text = (
        "# Strategy\n\n## Priorities\n\n1) **Reduced project sizes**: Teams plan less.\n"
        "2) **More feedback**: Users are asked.\n"
    )
    told = [text for text, _ in objectives(markdown("strategy-plans", text))]
    assert told == ["Reduced project sizes: Teams plan less.", "More feedback: Users are asked."]


def test_items_and_headings_of_a_web_page_keep_their_places() -> None:
    """A page's list below `Goals` is a list of goals."""
    passages, tables, _ = read_html(
        "<h1>Plan</h1><h2>Goals</h2><ul><li>Close the old site</li><li>Train all "
        "teams</li></ul><h2>About</h2><p>Us.</p>"
    )
    extraction = extract(Document("goals/g.html", "html", passages, tables), "goals")
    assert [goal for goal, _ in goals(extraction)] == ["Close the old site", "Train all teams"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "# Request for Quotations: dashboard\n\nOffers must be received by April 8, 2027 at 7:00 PM. "
                "The estimated value is $300,000.\n"
            ),
            ("Request for Quotations: dashboard", 300_000, "USD", dt.date(2027, 4, 8)),
        ),
        (
            (
                "# Ausschreibung Leitsystem\n\nDer geschätzte Auftragswert beträgt 1,2 Mio. EUR. "
                "Angebotsfrist: 30.04.2027\n"
            ),
            ("Ausschreibung Leitsystem", 1_200_000, "EUR", dt.date(2027, 4, 30)),
        ),
        (
            (
                "# Call for proposals: green ports\n\n"
                "Total budget: EUR 5 million, up to EUR 500,000 a project.\n\n"
                "Deadline for submission of proposals: 15 May 2027\n"
            ),
            ("Call for proposals: green ports", 5_000_000, "EUR", dt.date(2027, 5, 15)),
        ),
    ],
)
def test_calls_with_sum_and_closing_date(text: str, expected: tuple[str, float, str, dt.date]) -> None:
    """What is offered, for how much, and until when."""
    (fact,) = markdown("opportunities", text).facts
    assert isinstance(fact, Opportunity)
    assert (fact.title, fact.value, fact.currency, fact.decide_by) == expected


def test_unwanted_offers_are_no_opportunities() -> None:
    """Strangers ask for price lists and offer loans."""
    passages = [
        Passage(
            "Hello friend, kindly send us your catalog and price list for our trial order.", "body line 1"
        )
    ]
    document = Document(
        "opportunities/m.eml",
        "eml",
        passages,
        metadata={"from": "x@y.example", "subject": "Request for quotation"},
    )
    assert extract(document, "opportunities").facts == ()


REPORT = (
    "Pentest report\n\nIdentified vulnerabilities\n\n"
    "AB-01-001 Web: the key leaks (Critical)\n\nThe key leaks.\n\nAB-01-002 App: no limit (High)\n"
)
TABLE = (
    "Summary of findings\nID Title Type Severity\n1 Funds are locked\n"
    "for ever Validation High\n2 Payments can be seen Timing High\n5 Pools deviate Validation Medium\n"
)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (REPORT, {"critical": 1, "high": 1, "medium": 0, "low": 0}),
        (TABLE, {"critical": 0, "high": 2, "medium": 1, "low": 0}),
    ],
)
def test_findings_with_grades_in_titles_and_in_printed_tables(text: str, counts: dict[str, int]) -> None:
    """Numbers of findings are no counts, and a wrapped line is one finding."""
    extraction = plain("audit-reports", text)
    assert extraction.summary == counts
    assert len([fact for fact in extraction.facts if isinstance(fact, AuditFinding)]) == sum(counts.values())


def test_a_summary_that_only_counts_is_an_audit_report() -> None:
    """Counts are enough for the rules; the legend of the grades is no finding."""
    extraction = plain(
        "audit-reports",
        "RISK LEVELS\n\nEach finding is given a risk: critical, high, medium, or low.\n\n"
        "There were 0 deemed a "
        '"Critical-Risk," 1 deemed a "High-Risk," 0 deemed a "Medium-Risk," and 5 deemed a "Low-Risk".\n',
    )
    (fact,) = extraction.facts
    assert isinstance(fact, AuditReport)
    assert (fact.critical, fact.high, fact.medium, fact.low) == (0, 1, 0, 5)


def test_a_report_without_findings_says_so() -> None:
    """No findings, told as such, is an understood report; an unreadable one is not."""
    clean = plain("audit-reports", "Audit of the stores\n\nNo exceptions were noted during our audit.\n")
    assert clean.nothing_stated
    assert not plain("audit-reports", "Audit of the stores\n\nSee the attached picture.\n").nothing_stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Availability of Mail was 99.91 % against a target of 99.95 %.",
            ("availability", 99.91, 99.95, False),
        ),
        ("Our SLA for uptime is 99.5 %.\n\nUptime was 99.7 %.", ("availability", 99.7, 99.5, True)),
        ("Die Verfügbarkeit lag bei 99,2 % (vereinbart 99,5 %).", ("availability", 99.2, 99.5, False)),
        ("Mean response time: 3.5 hours, target 4 hours.", ("response time", 3.5, 4.0, True)),
    ],
)
def test_service_levels_in_sentences(text: str, expected: tuple[str, float, float, bool]) -> None:
    """What was reached, what was agreed, and which direction is the better one."""
    (fact,) = plain("service-reports", text).facts
    assert isinstance(fact, ServiceLevel)
    assert (fact.measure, fact.actual, fact.target, fact.met) == expected
