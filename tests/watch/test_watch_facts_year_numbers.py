"""Numbers from 1900 to 2099: a year where they stand as one, an amount or a price everywhere else."""

from __future__ import annotations

from typing import Any

import pytest
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import Budget, BudgetLine, Indicator

Totals = dict[str, float]


def totals(content: str | bytes, name: str = "budgets/b.csv") -> Totals:
    found: Totals = read(name, content).summary["totals"]
    return found


@pytest.mark.parametrize("amount", ["1900", "1999", "2000", "2026", "2099"])
def test_an_amount_that_looks_like_a_year_is_a_line_of_the_budget(amount: str) -> None:
    """It must not become the header, and with it the year: the lines above it would be lost."""
    rows = f"Account,FY2026 Budget\nStaff,9000\nCloud,{amount}\nOffice,3000\n"
    extracted = facts(BudgetLine, "budgets/b.csv", rows)
    assert [(line.period, line.amount) for line in extracted] == [
        ("FY2026", 9000),
        ("FY2026", float(amount)),
        ("FY2026", 3000),
    ]
    assert totals(rows) == {"FY2026": 12_000 + float(amount)}


def test_plan_and_prior_may_both_be_full_of_such_amounts() -> None:
    """Not even next to each other, in sequence, in the first row."""
    rows = "Item,Plan,Prior\nCloud,2026,2027\nNetwork,2030,1995\nOffice,1995,2000\n"
    assert totals(rows, "budgets/IT budget 2027.csv") == {"2027": 6051}


def test_workbooks_hold_them_as_numbers() -> None:
    """Typed cells are years as little as texts are."""
    rows: list[list[Any]] = [["Item", "Cost"], ["Cloud", 2000], ["Network", 2030], ["Office", 1995]]
    assert totals(workbook(rows), "budgets/FY27.xlsx") == {"FY2027": 6025}


def test_a_merged_amount_is_counted_once() -> None:
    """A merged year heads both columns; a merged amount of 2,000 is spent once."""
    rows: list[list[Any]] = [["Item", "2027 budget", "2027 actual"], ["Network", 7000, 6000], ["Cloud"]]
    assert totals(workbook(rows, merged={"B3:C3": 2000}), "budgets/b.xlsx") == {"2027": 9000}
    years: list[list[Any]] = [["Item"], [None, "Budget", "Actual"], ["Network", 7000, 6000]]
    assert totals(workbook(years, merged={"B1:C1": 2027}), "budgets/b.xlsx") == {"2027": 7000}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Item,2027\nCloud,2000\nNetwork,3000\n", {"2027": 5000}),
        ("Position;2027\nCloud;2000\nNetwork;2050\n", {"2027": 4050}),
        ("Item,2026,2027\nCloud,2000,2100\nNetwork,3000,3100\n", {"2026": 5000, "2027": 5200}),
        ("Department,Actual,Budget\nCost centre,2026,2027\nCloud,5,6\n", {"2027": 6}),
        ("Department,Actual,Budget\n,2026,2027\nCloud,5,6\n", {"2027": 6}),
        ("Item,2025,2030\nCloud,1,2\n", {"2025": 1, "2030": 2}),
        ("Approved,2000\n\nItem,2027\nCloud,2000\nNetwork,3000\n", {"2027": 5000}),
        ("Year,Item,Cost\n2026,Cloud,2000\n2027,Cloud,2010\n", {"2026": 2000, "2027": 2010}),
        ("Haushalt,Item,Cost\n2026,Cloud,7\n2027,Cloud,8\n", {"": 15}),
    ],
)
def test_years_are_years_where_they_head_columns_or_rows(rows: str, expected: Totals) -> None:
    """Beside a word for labels, in sequence, or below a header that says so."""
    assert totals(rows) == expected


def test_a_total_proves_that_the_first_number_is_an_amount() -> None:
    """A table without any header: what adds up is counted."""
    rows = "Cloud,2000\nNetwork,3000\nTotal,5000\n"
    (budget,) = facts(Budget, "budgets/IT budget 2027.csv", rows)
    assert (budget.period, budget.total, budget.lines) == ("2027", 5000, 2)


def test_where_nothing_tells_a_person_is_asked_to_check() -> None:
    """A number above amounts, beside an unknown word, may be either."""
    asked = read("budgets/b.csv", "Cloud,2000\nNetwork,3000\n")
    (question,) = asked.questions
    assert [candidate.summary["totals"] for candidate in question.candidates] == [{"2000": 3000}, {"": 5000}]
    assert asked.facts == ()
    assert read("budgets/b.csv", "Item,2027\nNetwork,3000\n").questions == ()


def test_a_number_of_users_in_a_title_is_no_period() -> None:
    """Nor is a price; a year with a currency in a header is one."""
    rows = "Item,Amount\nCloud,5\n"
    assert totals(f"Budget for 2000 users\n{rows}", "budgets/FY27.csv") == {"FY2027": 5}
    assert totals(f"Board cap EUR 2000\n{rows}", "budgets/FY27.csv") == {"FY2027": 5}
    assert totals("Item,2027 EUR\nCloud,5\n") == {"2027": 5}


@pytest.mark.parametrize(
    ("rows", "name", "previous", "change"),
    [
        ("Month,Gold USD per ounce\n2026-01,1950\n2027-01,2200\n", "Gold USD per ounce", 1950, 12.8205),
        ("Month,Index\n2026-01,1950\n2026-07,1960\n2027-01,2090\n", "prices Index", 1950, 7.1795),
        ("Gold,Month\n1950,2026-01\n1990,2026-07\n2090,2027-01\n", "Gold", 1950, 7.1795),
        ("Date,Price\n2026-01-05,2001\n2026-01-06,2002\n2027-01-05,2003\n", "prices Price", 2001, 0.1),
    ],
)
def test_prices_that_look_like_years_are_a_series(
    rows: str, name: str, previous: float, change: float
) -> None:
    """Gold at 1950 is neither the header nor the period, even where the prices are in sequence."""
    (found,) = facts(Indicator, "environment/prices.csv", rows)
    assert (found.indicator, found.previous) == (name, previous)
    assert found.change_pct == pytest.approx(change, abs=1e-3)


def test_years_in_a_series_are_its_periods() -> None:
    """The control: without dates, a column of years says when."""
    (found,) = facts(Indicator, "environment/index.csv", "Year,Index\n2024,90\n2025,100\n2026,110\n")
    assert (found.period, found.previous, found.change_pct) == ("2026", 100, 10)
