"""Forms that nobody filled in, objectives under headings, schedules of a call, and an audit's own summary."""

from __future__ import annotations

import datetime as dt

from smits_rules.vocabulary import AuditFinding, Opportunity, PlanObjective
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import Extraction, extract


def read(kind: str, *texts: str) -> Extraction:
    passages = [
        Passage(
            text.lstrip("# "),
            f"line {number}",
            heading=text.startswith("#"),
            level=len(text) - len(text.lstrip("#")),
        )
        for number, text in enumerate(texts, 1)
    ]
    return extract(Document(f"{kind}/document.md", "markdown", passages), kind)


def test_a_form_that_is_still_to_be_filled_in_has_no_goals() -> None:
    extraction = read(
        "goals",
        "# Objectives and Key Results",
        "## Objective 1: [Aspirational Goal]",
        "Owner: [Name, Title]",
        "### Key Result 1.1: [Measurable Outcome]",
        "## Objective 2: [Aspirational Goal of FY 20XX]",
    )
    assert extraction.facts == ()


def test_one_blank_among_filled_in_goals_is_left_out() -> None:
    extraction = read(
        "goals",
        "# Goals 2027",
        "- Answer each call within a minute",
        "- Close the second data centre",
        "- [Goal of the network team]",
    )
    assert len(extraction.facts) == 2


def test_objectives_of_headings_come_before_a_table_of_what_is_done() -> None:
    extraction = read(
        "strategy-plans",
        "# Plan",
        "## Strategic Objectives",
        "### Objective 1: Process Automation",
        "It is due by 31 March 2027.",
        "### Objective 2: Data Platform",
        "It is due by 30 June 2027.",
    )
    told = [(fact.objective, fact.due) for fact in extraction.facts if isinstance(fact, PlanObjective)]
    assert told == [
        ("Process Automation", dt.date(2027, 3, 31)),
        ("Data Platform", dt.date(2027, 6, 30)),
    ]


def test_offers_are_due_on_the_day_behind_those_words_and_the_title_says_what_is_asked_for() -> None:
    (fact,) = read(
        "opportunities",
        "Office of Purchasing, 10 Main Street, Springfield",
        "REQUEST FOR PROPOSAL FOR DATA CENTER SERVICES",
        "DATE POSTED 5/7/2027 QUESTIONS DUE 5/18/2027 – 3 p.m. PROPOSALS DUE 6/1/2027 – 3 p.m. START TBD",
    ).facts
    assert isinstance(fact, Opportunity)
    assert fact.decide_by == dt.date(2027, 6, 1)
    assert "DATA CENTER SERVICES" in fact.title


def test_a_report_s_own_summary_leaves_out_what_only_looks_like_a_finding() -> None:
    extraction = read(
        "audit-reports",
        "# Review",
        "Critical Risk 1\nHigh Risk 0\nMedium Risk 1\nLow Risk 0\nInformational 3\nGas Savings 0",
        "[C-1] Keys leak",
        "[M-1] Queries are slow",
        "L72: uint256 amount;",
        "L73: uint256 paid;",
    )
    assert extraction.summary == {"critical": 1, "high": 0, "medium": 1, "low": 0}


def test_a_summary_counts_where_fewer_findings_are_listed_in_a_form_that_is_understood() -> None:
    extraction = read(
        "audit-reports",
        "# Review",
        "We found nine issues: 0 critical, 2 high, 3 medium and 4 low.",
        "Severity: medium",
    )
    assert extraction.summary == {"critical": 0, "high": 2, "medium": 3, "low": 4}
    assert not any(isinstance(fact, AuditFinding) for fact in extraction.facts)


def test_the_new_closing_date_takes_the_place_of_the_first() -> None:
    (fact,) = read(
        "opportunities",
        "Extension of tender closing date",
        "The closing date for tenders for cables is extended from 22 December 2027. The new closing date is "
        "19 January 2028.",
    ).facts
    assert isinstance(fact, Opportunity)
    assert fact.decide_by == dt.date(2028, 1, 19)


def test_what_goals_must_be_like_are_no_goals() -> None:
    extraction = read(
        "strategy-plans",
        "# Steps to a plan",
        "## Goals",
        "The goals must be:",
        "- realistic and well founded",
        "- adaptable to timelines",
    )
    assert extraction.facts == ()
