"""Budgets read from rows, as the tests of budgets need them."""

from __future__ import annotations

from typing import Any

from smits_rules.vocabulary import Budget
from smits_watch.documents.document import Document, Table
from smits_watch.facts import Extraction, ExtractionContext, extract

Rows = list[list[Any]]


def read(rows: Rows, *, path: str = "budgets/budget.xlsx", sheet: str = "IT", **columns: str) -> Extraction:
    width = max(len(row) for row in rows)
    even = [[*row, *[None] * (width - len(row))] for row in rows]
    table = Table(sheet, even, lettered=True) if sheet else Table("", even)
    return extract(Document(path, "xlsx", tables=[table]), "budgets", ExtractionContext(columns))


def totals(rows: Rows, **options: Any) -> dict[str, float]:
    by_period: dict[str, float] = read(rows, **options).summary["totals"]
    return by_period


def budget(extraction: Extraction) -> Budget:
    (only,) = [fact for fact in extraction.facts if isinstance(fact, Budget)]
    return only


LONG = [["Cost centre", "Budget 2027"], ["Network", 400], ["Workplace", 350]]
