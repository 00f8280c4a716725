"""Whose budget a file holds that does not say so: several departments in one archive, and later ones."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_rules.derivation.inputs import Circumstances, InputFacts
from smits_rules.derivation.pipeline import derive
from smits_rules.vocabulary import Budget, BudgetChange, BudgetLine

NOW = dt.datetime(2027, 1, 12, 9, tzinfo=dt.UTC)
LINES = ("Staff", "Travel", "Software")
"""Departments have the same kinds of costs."""


def changes(*files: tuple[str, float]) -> list[tuple[float, float]]:
    """What is told of budgets that came one after another: total and what it is compared with."""
    inputs = []
    for order, (path, total) in enumerate(files, 1):
        source = f"budgets/{path}#line 5"
        lines = [BudgetLine(period="FY2027", name=name, amount=total / 3, source=source) for name in LINES]
        facts = [Budget(period="FY2027", total=total, lines=3, source=source), *lines]
        inputs.append(InputFacts(f"I{order}", "budgets", f"budgets/{path}", NOW, facts, True, order))
    found = derive(inputs, Circumstances(today=NOW.date(), began=NOW.date()))
    told = [fact for fact in found if isinstance(fact, BudgetChange) and fact.basis == "previous"]
    return [(line.total, line.baseline) for line in told]


def test_files_in_one_archive_are_no_versions_of_one_another() -> None:
    """Small departments would look like cuts of large ones."""
    assert (
        changes(("all.zip/Alpha FY27.csv", 900), ("all.zip/Bo FY27.csv", 90), ("all.zip/Cy FY27.csv", 30))
        == []
    )


@pytest.mark.parametrize("first", ["all v1.zip/Alpha.csv", "all v1.zip/Bo.csv"])
def test_the_next_archive_has_the_next_version_of_each(first: str) -> None:
    """A department that is new in it is compared with no other one."""
    other = "all v1.zip/Bo.csv" if "Alpha" in first else "all v1.zip/Alpha.csv"
    later = [("all v2.zip/Aa.csv", 7.0), ("all v2.zip/Alpha.csv", 800.0), ("all v2.zip/Bo.csv", 95.0)]
    totals = {"Alpha": 900.0, "Bo": 90.0}
    before = [(path, totals[path.rpartition("/")[2].removesuffix(".csv")]) for path in (first, other)]
    assert sorted(changes(*before, *later)) == [(95, 90), (800, 900)]


def test_files_called_after_departments_are_apart_and_revisions_are_not() -> None:
    """They may have all their lines in common."""
    assert changes(("HR FY27.csv", 90), ("Ops FY27.csv", 30)) == []
    assert changes(("HR FY27.csv", 90), ("HR FY27 v2.csv", 80)) == [(80, 90)]


def test_a_draft_and_the_final_one_in_an_archive_are_versions() -> None:
    """Their names differ in nothing but words for versions."""
    assert changes(("all.zip/FY27 draft.csv", 90), ("all.zip/FY27 final.csv", 80)) == [(80, 90)]
