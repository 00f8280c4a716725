"""A line that equals a sum by chance is no total where labelled totals add up with it as a line."""

from __future__ import annotations

from smits_rules.vocabulary import Budget
from smits_watch.documents.document import Document, Table
from smits_watch.facts import extract

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
