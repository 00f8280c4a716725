"""The target of a goal, its quarter, and headings whose words only resemble those of sections."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import Goal, PlanObjective
from smits_watch.documents.document import Document, Passage
from smits_watch.facts import extract
from smits_watch.facts.goals_and_opportunities.goal_figures import period_of_goal, target_of


def passages(*texts: str) -> list[Passage]:
    """Headings begin with `#`, as in Markdown."""
    return [
        Passage(text.lstrip("# "), f"line {n}", heading=text.startswith("#"), level=text.count("#"))
        for n, text in enumerate(texts, 1)
    ]


def goals(*texts: str) -> list[tuple[str, str, str]]:
    facts = extract(Document("goals/a.md", "markdown", passages(*texts)), "goals").facts
    return [(fact.goal, fact.quarter, fact.target) for fact in facts if isinstance(fact, Goal)]


def objectives(*texts: str) -> list[tuple[str, str]]:
    facts = extract(Document("strategy-plans/a.md", "markdown", passages(*texts)), "strategy-plans").facts
    return [(fact.objective, str(fact.due)) for fact in facts if isinstance(fact, PlanObjective)]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Lead time below 2 h", "2 h"),
        ("Bearbeitungszeit von 8 auf 4 Stunden senken", "4 Stunden"),
        ("Passer de 40 à 5 erreurs par mois", "5"),
        ("Complaints per 1,000 orders: baseline 9, target 4", "4"),
        ("Order confirmations within 1 day (baseline 3 days)", "1 day"),
        ("Save EUR 40,000 a month", "EUR 40,000 a month"),
        ("No more than 3 major incidents", "3"),
        ("All laptops run on Windows 11 by 1 December 2027", ""),
        ("Publish the status page by 31 August 2027", ""),
    ],
)
def test_a_target_keeps_its_unit_and_is_no_day_baseline_or_version(text: str, target: str) -> None:
    """A single digit is a target, too; what is measured today is none."""
    assert target_of(text) == target


@pytest.mark.parametrize(
    ("text", "around", "period"),
    [
        ("Move by 15 December 2027", "2027-Q4", "2027-Q4"),
        ("Move by 30 June 2028", "2028", "2028-Q2"),
        ("Reach the plan of 2028", "2028-Q1", "2028-Q1"),
        ("Due in Q2 2028", "2028-Q1", "2028-Q2"),
        ("Objetivos del tercer trimestre de 2027", "", "2027-Q3"),
        ("Obiettivi IT - 1° trimestre 2028", "", "2028-Q1"),
        ("Ziele für das zweite Halbjahr 2027", "", "2027-H2"),
        ("Goals of the last half of 2027", "", "2027-H2"),
    ],
)
def test_the_quarter_of_a_title_holds_unless_a_goal_names_another(
    text: str, around: str, period: str
) -> None:
    """A month is shown as its quarter; ordinals are words as well as digits."""
    assert period_of_goal(text, around) == period


def test_key_results_in_a_list_after_a_bold_objective() -> None:
    """In Word files `Key results:` is a line of its own, and the quarter stands at the end."""
    assert goals(
        "**Objective: Become the easiest supplier**",
        "Owner: Petra Lindqvist",
        "Key results:",
        "- Orders confirmed within 1 day\n- Score: 32 → 45",
        "Quarter: Q2 2028",
    ) == [
        ("Become the easiest supplier", "2028-Q2", ""),
        ("Orders confirmed within 1 day", "2028-Q2", "1 day"),
        ("Score: 32 → 45", "2028-Q2", "45"),
    ]


def test_results_below_a_bold_objective_give_it_no_target() -> None:
    """They are goals of their own, `RC1` too."""
    assert goals("# Q1 2028 goals", "**1. Trustworthy reports**\n - Less than 1 % of them wrong") == [
        ("Trustworthy reports", "2028-Q1", ""),
        ("Less than 1 % of them wrong", "2028-Q1", "1 %"),
    ]
    assert goals("# OKR T1 2028", "- Objetivo 1: Atender mejor\n- RC1: Responder el 90 %") == [
        ("Atender mejor", "2028-Q1", ""),
        ("Responder el 90 %", "2028-Q1", "90 %"),
    ]


def test_a_line_with_a_target_belongs_to_the_aim_above_it() -> None:
    """`Target: 3 members` is no goal of its own, `Baseline` no target."""
    assert goals(
        "# Goals 2027",
        "## Success indicators",
        "### Public bodies become members",
        "- Baseline: 0 members\n- Target: 3 members",
    ) == [("Public bodies become members", "2027", "3")]


def test_words_of_sections_within_an_aim_do_not_end_the_aims() -> None:
    """`process` and `members` head sections of their own, but not in a longer sentence or after a verb."""
    assert objectives(
        "# Digital strategy 2027",
        "## Strategic objectives",
        "### 1. Simplify the approval process",
        "Due: June 2029",
        "### 2. Offices benefit from being members of one network",
        "All of them are connected. Due: 2030-03-31",
        "### 3. One view of the customer",
        "## Review process",
        "### Meet twice a year",
    ) == [
        ("Simplify the approval process", "2029-06-30"),
        ("Offices benefit from being members of one network", "2030-03-31"),
        ("One view of the customer", "None"),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("# Guide to OKRs", "**Example:**", "Objective: Become the fastest\n\nKR 1: Ship 5 features"),
        ("# Plan your strategy: 5 things to consider", "1. Set goals", "2. Measure success"),
        ("# Quarterly goals", "## Why have goals?", "Goals achieve two things for us all:", "1. agree on it"),
    ],
)
def test_advice_on_goals_states_none(texts: tuple[str, ...]) -> None:
    """Examples, titles that address readers, and what goals are good for."""
    assert goals(*texts) == []
