"""Scores of surveys, figures of the market and service levels in sentences, and what only explains them."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import Feedback, Indicator, ServiceLevel
from smits_watch.documents.document import Document
from smits_watch.documents.text.plain_text import read_markdown
from smits_watch.facts import extract


def facts(kind: str, text: str) -> tuple[object, ...]:
    passages, tables = read_markdown(text)
    return extract(Document(f"{kind}/page.md", "markdown", passages, tables), kind).facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Survey 2027\n\nOur NPS rose from 31 to 42. 1,204 customers responded.\n",
            [("nps", 42, "-100..100", "2027", 1204)],
        ),
        (
            "# Umfrage 2027\n\n88 % der Kunden sind zufrieden. 312 Teilnehmer haben geantwortet.\n",
            [("satisfaction", 88, "0..100", "2027", 312)],
        ),
        (
            (
                "# Feedback\n\nThey rate it from 1 to 10. Overall satisfaction improved from 7.03 to 7.49. "
                "Satisfaction with the training is 9.1.\n"
            ),
            [("satisfaction", 7.49, "1..10", "", None)],
        ),
        (
            "# Survey 2027\n\n## Net Promoter Score\n\n- **Score:** 42 (good)\n- Promoters: 55%\n",
            [("nps", 42, "-100..100", "2027", None)],
        ),
        (
            "CSAT: 4.4/5 (target 4.5). NPS: -12.\n",
            [("csat", 4.4, "1..5", "", None), ("nps", -12, "-100..100", "", None)],
        ),
        (
            "Overall satisfaction: 4.1 out of 5. Net Promoter Score: 32.\n",
            [("nps", 32, "-100..100", "", None), ("satisfaction", 4.1, "1..5", "", None)],
        ),
        ("# How to measure\n\nNPS ranges from -100 to 100.\n", []),
        (
            "# Goals\n\nWe aim to reach an NPS of 60. Among other companies, Contoso has an NPS of 76.\n",
            [],
        ),
        ("# Interview\n\nI am 100 % satisfied, says Ann.\n", []),
    ],
)
def test_scores_in_sentences(text: str, expected: list[tuple[str, float, str, str, int | None]]) -> None:
    """What all customers gave, on its scale; not the one before, a target, one voice or an explanation."""
    read = [f for f in facts("customer-feedback", text) if isinstance(f, Feedback)]
    assert [(f.measure, f.score, f.scale, f.period, f.responses) for f in read] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Inflation rose to 3.7 percent in May 2027, up from 3.2 percent.\n",
            ("Inflation rate", 3.7, 3.2, "2027-05"),
        ),
        ("Der Leitzins steigt um 25 Basispunkte auf 4,25 Prozent.\n", ("Key interest rate", 4.25, None, "")),
        ("Les prix à la consommation ont augmenté de 2,1 % sur un an.\n", ("Inflation rate", 2.1, None, "")),
        (
            "The consumer price index rose by 0.4 percent and by 7.7 percent compared to 12 months ago.\n",
            ("Inflation rate", 7.7, None, ""),
        ),
        ("Consumer prices rose 0.3 percent in May from April.\n", None),
        ("Core inflation was 2.9 percent.\n", None),
        ("The bank is on course to raise its key interest rate to 4.75% in March.\n", None),
    ],
)
def test_figures_of_the_market_in_news(
    text: str, expected: tuple[str, float, float | None, str] | None
) -> None:
    """Rates of a year as they are, with the one before; not what is expected, a part or a single month."""
    read = [f for f in facts("environment", text) if isinstance(f, Indicator)]
    found = [(f.indicator, f.value, f.previous, f.period) for f in read]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        "# KPIs\n\n1. Uptime: we measure the uptime of the server with a benchmark of 99.9 %.\n",
        "Target availability: 99.99 % or up to 1 hour of unplanned downtime a year.\n",
        "SLI examples:\n\n- In the last days, availability of the cluster was 99.95 %\n",
    ],
)
def test_promises_and_examples_are_no_levels(text: str) -> None:
    """Nothing was reached yet."""
    assert not [f for f in facts("service-reports", text) if isinstance(f, ServiceLevel)]
