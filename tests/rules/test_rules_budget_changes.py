"""Changes of budgets: against the step before, the baseline and the year before."""

from __future__ import annotations

from typing import Any

import pytest
from derived_facts import budgets, derived, input_of

from smits_rules.derivation.pipeline import InputFacts
from smits_rules.vocabulary import (
    Budget,
    BudgetChange,
    BudgetLine,
)


def by_basis(inputs: list[InputFacts], **around: Any) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for change in derived(inputs, BudgetChange, **around):
        found.setdefault(change.basis, []).append(change.change_pct)
    return found


def test_a_first_revision_is_a_step_and_a_change_of_the_baseline() -> None:
    """Rules on steps know what the other comparison says, so that the same money is not told twice."""
    assert by_basis(budgets(1000, 880)) == {"previous": [-12.0], "baseline": [-12.0]}
    assert {change.agreed_change_pct for change in derived(budgets(1000, 880), BudgetChange)} == {-12.0}


def test_a_budget_saved_again_changes_nothing() -> None:
    """Neither the step before it nor the baseline is forgotten."""
    assert by_basis(budgets(1000, 960, 960)) == by_basis(budgets(1000, 960))


@pytest.mark.parametrize("period", ["FY27", "FY 2027", "2026/27", "2026-27", "2026-2027", "2027"])
def test_a_year_is_the_same_however_it_is_written(period: str) -> None:
    """Offices write FY27 in one file and 2026/27 in the next."""
    inputs = [input_of(1, Budget(period="FY2027", total=1000)), input_of(2, Budget(period=period, total=800))]
    assert by_basis(inputs)["baseline"] == [-20.0]


def test_departments_are_no_versions_of_each_other() -> None:
    """By their folders, and by their names where they have no line in common."""
    paths = ["budgets/Network/FY27.csv", "budgets/Workplace/FY27.csv"]
    apart = [
        input_of(n, Budget(period="2027", total=100.0 * n), path=path) for n, path in enumerate(paths, 1)
    ]
    assert derived(apart, BudgetChange) == []
    named = [
        input_of(
            n,
            Budget(period="2027", total=100.0 * n),
            BudgetLine(period="2027", name=line, amount=100.0 * n),
            path=f"budgets/{name} FY27.csv",
        )
        for n, (name, line) in enumerate([("Network", "Cables"), ("Workplace", "Chairs")], 1)
    ]
    assert derived(named, BudgetChange) == []


def test_small_cuts_in_a_row_add_up_against_the_baseline() -> None:
    """Five cuts of 3 % are one of 14 %, which nobody may miss."""
    totals = [1000 * 0.97**n for n in range(6)]
    found = by_basis(budgets(*totals))
    assert found["baseline"] == [pytest.approx(-14.13, abs=0.01)]
    assert found["previous"] == [pytest.approx(-3.0)]


def test_in_a_burst_no_step_is_skipped() -> None:
    """Down and up again on one day are two steps."""
    assert by_basis(budgets(1000, 800, 1040, fresh=True)) == {"baseline": [4.0], "previous": [-20.0, 30.0]}


@pytest.mark.parametrize("agreed", [None, 1])
def test_a_budget_that_goes_back_to_what_was_agreed_is_no_step(agreed: int | None) -> None:
    """A cut by mistake that is mended is no rise, and a rise that is taken back no cut."""
    assert by_basis(budgets(1000, 700, 1000), agreed=agreed) == {"baseline": [0.0]}
    assert by_basis(budgets(1000, 1300, 1000), agreed=agreed) == {"baseline": [0.0]}


def test_after_an_agreement_the_budget_of_then_is_the_baseline() -> None:
    """What was agreed with less money is not cut again."""
    assert by_basis(budgets(1000, 880, 870), agreed=2)["baseline"] == [pytest.approx(-1.1364)]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("FY2026", "FY2027"),
        ("2026", "FY27"),
        ("2025-2026", "2026-2027"),
        ("2026-Q1", "2027-Q1"),
        ("1999", "2000"),
    ],
)
def test_the_year_before_is_found_however_it_is_written(earlier: str, later: str) -> None:
    """Organisations name their years in their own ways."""
    inputs = [input_of(1, Budget(period=earlier, total=100)), input_of(2, Budget(period=later, total=90))]
    assert by_basis(inputs) == {"year": [-10.0]}


def test_what_can_not_be_compared_is_not() -> None:
    """Other currencies, other scopes, and a budget of nothing."""
    euro = input_of(1, Budget(period="2027", total=100, currency="EUR"))
    dollar = input_of(2, Budget(period="2027", total=90, currency="USD"))
    other = input_of(3, Budget(period="2027", total=10, scope="North"))
    assert derived([euro, dollar, other], BudgetChange) == []
    assert by_basis(budgets(0, 100)) == {}


def test_a_change_says_both_places_the_newest_first() -> None:
    """The person wants to look at both workbooks."""
    change = derived(budgets(1000, 880), BudgetChange)[-1]
    assert (change.source, change.sources) == ("I2#0", ("I2#0", "I1#0"))
