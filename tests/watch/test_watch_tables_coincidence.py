"""A line that equals a sum by chance is no total, and nobody is asked about it."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import Budget
from smits_watch.documents.document import Document, Table
from smits_watch.facts import extract
from smits_watch.tables.layout import layouts_of

ROWS = (
    ("Cost centre", "Budget 2029 (EUR)"),
    ("Run", None),
    ("Hosting", 700_000),
    ("Network", 310_000),
    ("Subtotal run", 1_010_000),
    ("Projects", None),
    ("Meters", 420_000),
    ("Archive", 285_310.44),
    ("Portal", 134_689.56),
    ("Subtotal projects", 840_000),
    ("Grand total", 1_850_000),
)
"""Meters cost as much as the two projects below them together."""


def test_labelled_totals_come_before_a_coincidence() -> None:
    """The budget would be 420,000 too small, or a person would be asked for nothing."""
    document = Document("budgets/b.xlsx", "xlsx", tables=[Table("IT", ROWS, lettered=True)])
    extraction = extract(document, "budgets")
    (budget,) = [fact for fact in extraction.facts if isinstance(fact, Budget)]
    assert budget.total == 1_850_000
    assert budget.lines == 5
    assert not extraction.questions


def budgets(*rows: tuple[object, ...]) -> tuple[list[float], list[str]]:
    """The totals that are read of a table, and the topics of what is asked."""
    table = Table("", [[str(cell) for cell in row] for row in rows])
    extraction = extract(Document("budgets/b.csv", "csv", tables=[table]), "budgets")
    totals = [fact.total for fact in extraction.facts if isinstance(fact, Budget)]
    return totals, [question.topic for question in extraction.questions]


@pytest.mark.parametrize("scale", [1, 1000, 100_000])
def test_a_round_line_that_equals_two_neighbours_is_a_line(scale: int) -> None:
    """760 = 540 + 220 happens in many budgets; the odd amount below makes the round ones look precise."""
    rows = [("Item", "2031"), ("Hosting", 540 * scale), ("Network", 220 * scale), ("Security", 760 * scale)]
    totals, asked = budgets(*rows, ("Desk", 1_233_217))
    assert (totals, asked) == ([1520 * scale + 1_233_217], [])


def test_a_year_that_only_grew_proves_nothing_and_one_that_does_not_add_up_disproves() -> None:
    """A sum that holds in one year holds in the next, too, if all lines rise alike."""
    alike = [("Hosting", 540, 567), ("Network", 220, 231), ("Security", 760, 798), ("Desk", 1233, 1295)]
    other = [("Hosting", 540, 500), ("Network", 220, 300), ("Security", 760, 710), ("Desk", 1233, 1300)]
    for lines in (alike, other):
        totals, asked = budgets(("Item", "2031", "2032"), *lines)
        assert asked == []
        assert totals == [sum(line[1] for line in lines), sum(line[2] for line in lines)]


def test_sums_that_follow_one_another_without_a_gap_prove_each_other() -> None:
    """Two blocks, each with its sum below, are no chance, though no label says so: a person is asked."""
    first = [("Hosting", 540), ("Network", 220), ("Run", 760)]
    second = [("Apps", 410), ("Data", 111), ("Change", 521)]
    totals, asked = budgets(("Item", "2031"), *first, *second)
    assert (totals, asked) == ([], ["total"])


def test_a_number_beyond_all_measure_is_no_reason_to_fail() -> None:
    """A workbook may hold 1e308; a table with it is read as any other."""
    rows = (("Item", "2031"), ("Hosting", 1e308), ("Network", 1e308), ("Desk", 5.5))
    document = Document("budgets/b.xlsx", "xlsx", tables=[Table("IT", rows, lettered=True)])
    (layout,) = layouts_of(document.tables[0])
    assert (layout.rows("header"), len(layout.lines)) == ([0], 4)
