"""Goals and objectives and what only speaks of them; owners, dates and codes beside them."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import Goal, PlanObjective
from smits_watch.documents.document import Document
from smits_watch.documents.text.plain_text import read_markdown
from smits_watch.facts import extract


def facts(kind: str, text: str) -> list[tuple[str, str, str]]:
    """What is to be reached, when, and the person responsible."""
    passages, tables = read_markdown(text)
    read = extract(Document(f"{kind}/page.md", "markdown", passages, tables), kind).facts
    goals = [(f.goal, f.quarter, f.owner) for f in read if isinstance(f, Goal)]
    return goals + [(f.objective, str(f.due or ""), f.owner) for f in read if isinstance(f, PlanObjective)]


def test_quarters_below_departments_and_owners_in_brackets() -> None:
    """The nearest heading gives the quarter; an owner in brackets is no part of the goal."""
    text = """# Goals

## Sales

### Q3 2027

- Win ten customers (Owner: Ann)

### Q4 2027

- Win twenty customers - @bo

## Operations

### Q3 2027

- Halve the waste
"""
    assert facts("goals", text) == [
        ("Win ten customers", "2027-Q3", "Ann"),
        ("Win twenty customers", "2027-Q4", "@bo"),
        ("Halve the waste", "2027-Q3", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# OKRs\n\n- [2026-Q4 (active)](a.md)\n- [2026-Q3](b.md)\n",
        "# OKRs\n\n## What are OKRs?\n\n- For each goal you state an objective and key results\n",
        "# Goals 2027\n\n### The goal template\n\n- **Title**\n- **Why this year**: say why\n",
        "# Goals\n\n**Responsibilities**\n\n- Run the gateway day and night\n",
        "# Action plan published\n\nIt is out.\n\nFor more information, read the action plan.\n",
    ],
)
def test_links_explanations_forms_and_duties_are_no_goals(text: str) -> None:
    """They speak of goals and state none."""
    assert facts("goals", text) == []
    assert facts("strategy-plans", text) == []


def test_codes_in_sequence_name_the_objectives() -> None:
    """`S1:`, `S2:` in a printed list with round signs; Q1 is a quarter and no code."""
    text = (
        "Strategic plan\n\n● S1: Invest in training\n● S2: Keep members happy\n○ Sample KR: Q1: 80 % stay\n"
    )
    assert [objective for objective, _, _ in facts("strategy-plans", text)] == [
        "Invest in training",
        "Keep members happy",
    ]


def test_a_bold_day_before_what_is_due_then() -> None:
    """`By` that day it is due, `from` that day it begins; neither is the objective."""
    text = """# What the offices must do

- **By September 2027** - The offices send their plans to the agency
- **From January 2028** - The offices move their servers
"""
    assert facts("strategy-plans", text) == [
        ("The offices send their plans to the agency", "2027-09-30", ""),
        ("The offices move their servers", "", ""),
    ]


def test_the_day_of_the_next_objective_is_not_that_of_this_one() -> None:
    """Each line speaks for itself, in any language."""
    text = (
        "# Plan\n\n## Objetivos\n\n- Formar a toda la plantilla\n- Digitalizar los trámites antes de 2029\n"
    )
    assert facts("strategy-plans", text) == [
        ("Formar a toda la plantilla", "", ""),
        ("Digitalizar los trámites antes de 2029", "2029-12-31", ""),
    ]


def test_a_short_plan_lists_what_is_to_be_done() -> None:
    """Its title says that it is a strategy; its items begin with what to do."""
    text = "# Strategia\n\n- Favorire la crescita\n- Promuovere i servizi\n- Contribuire al sapere\n"
    assert len(facts("strategy-plans", text)) == 3
    assert facts("strategy-plans", text.replace("Strategia", "Verbale")) == []
