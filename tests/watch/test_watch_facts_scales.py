"""What amounts are told in: thousands and millions are read where a table says so, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from watch_facts_files import facts, workbook

from smits_rules.vocabulary import Budget, Opportunity


@pytest.mark.parametrize(
    "title",
    [
        "IT budget 2027, approved total: EUR 800,000",
        "IT budget 2027 (board cap EUR 1,500,000)",
        "IT-Budget 2027, genehmigt: 1 500 000 EUR",
        "IT-Budget 2027, genehmigt: 1'500'000.-",
        "IT budget 2027; cap of 1.5 Mio EUR",
        "IT budget 2027; cap of 1,500 TEUR",
        "IT budget 2027; part of a 1.2 bn programme",
        "Budget informatique 2027: 1,3 millions d'euros",
        "000 General administration, 2027",
    ],
)
def test_the_scale_of_a_figure_is_that_figures_own(title: str) -> None:
    """A total in the title once multiplied all lines by 1,000: a cut of 20 % became a rise of 79,900 %."""
    rows: list[list[Any]] = [[title], [], ["Item", "Amount"], ["Network", 300_000], ["Cloud", 500_000]]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert (budget.period, budget.total) == ("2027", 800_000)


@pytest.mark.parametrize("value", ["25,000 EUR", "EUR 25,000", "25 000 EUR", "25'000 EUR", "EUR 25000"])
def test_an_opportunity_of_25_thousand_is_not_one_of_25_million(value: str) -> None:
    """It would be raised as a large one."""
    (found,) = facts(Opportunity, "opportunities/o.csv", f"Opportunity;Value\nMetering;{value}\n")
    assert (found.value, found.currency) == (25_000, "EUR")


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("2027 (TEUR)", 1e3),
        ("2027 TEUR", 1e3),
        ("2026/27 TEUR", 1e3),
        ("FY27 k€", 1e3),
        ("2027 $000", 1e3),
        ("2027 (EUR '000)", 1e3),
        ("2027 (000s)", 1e3),
        ("2027 in 000 EUR", 1e3),
        ("2027 in thousands", 1e3),
        ("2027 in Mio. €", 1e6),
        ("2027 in millions", 1e6),
    ],
)
def test_a_stated_scale_is_read(unit: str, scale: float) -> None:
    """The control: overlooking it is a cut of 99.9 %."""
    (budget,) = facts(Budget, "budgets/b.csv", f"Item;{unit}\nNetwork;300\nCloud;500\n")
    assert budget.total == 800 * scale


def test_a_scale_and_a_total_may_stand_in_one_title() -> None:
    """The scale is the table's, the total the figure's own."""
    rows: list[list[Any]] = [["Budget 2027 in T€ (total: 800,000 €)"], ["Item", "Plan"], ["Network", 800]]
    (budget,) = facts(Budget, "budgets/b.xlsx", workbook(rows))
    assert budget.total == 800_000


def test_a_unit_alone_above_the_headers_is_that_of_all_amounts() -> None:
    """A note at the right edge stands above one column, and means them all."""
    rows: list[list[Any]] = [
        ["IT-Budget 2027", None, None, "in TEUR"],
        ["Position", "Budget", "Ist", "Forecast"],
        ["Personal", 2400, 1010, 2430],
        ["Lizenzen", 1900, 870, 2140],
        ["Gesamt", 4300, 1880, 4570],
    ]
    (budget,) = facts(Budget, "budgets/bericht.xlsx", workbook(rows))
    assert (budget.total, budget.currency, budget.confidence) == (4_300_000, "EUR", "read")
