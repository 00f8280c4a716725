"""Formulas without a result, as programs write them into workbooks, and what is asked where they stay so."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from watch_facts_files import read

from smits_rules.vocabulary import Budget

Sheets = dict[str, list[list[Any]]]


def book(sheets: Sheets, *, hidden: str = "") -> bytes:
    """A workbook whose formulas nobody calculated."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            if name == hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(row, column, cell, None, "")
                    elif cell != "":
                        sheet.write(row, column, cell)
    return file.getvalue()


def budgets(content: bytes) -> list[tuple[str, float]]:
    found = read("budgets/b.xlsx", content).facts
    return [(fact.period, fact.total) for fact in found if isinstance(fact, Budget)]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=B2*2-B3/4", 195),
        ("=SUM(B2:B3,B2)", 220),
        ("=(B2+B3)*(1+10%)", 132),
        ("=-B3+ROUND(B2*1.234,0)", 103),
        ("=SUBTOTAL(9,B2:B3)+MAX(B2:B3)", 220),
        ("='Rates & more'!A1*B2", 150),
    ],
)
def test_simple_formulas_are_calculated(formula: str, value: float) -> None:
    """The file was written by a program and never opened in Excel; another sheet may be hidden."""
    rows = [["Item", "Budget 2027"], ["Web", 100], ["Mail", 20], ["New", formula], ["Total", "=SUM(B2:B4)"]]
    content = book({"IT": rows, "Rates & more": [[1.5]]}, hidden="Rates & more")
    assert budgets(content) == [("2027", 120 + value)]


def test_long_chains_of_formulas_are_calculated_to_their_end() -> None:
    """Each line may rest on the one above it."""
    rows = [["Item", "Budget 2027"], ["L0", 1], *[[f"L{n}", f"=B{n + 1}+0"] for n in range(1, 40)]]
    assert budgets(book({"IT": rows})) == [("2027", 40)]


@pytest.mark.parametrize("formula", ["=VLOOKUP(A3,Other!A1:B9,2)", "=B2/0", "=B3", "=Gone!A1", "=A2*2"])
def test_what_cannot_be_calculated_is_asked_about(formula: str) -> None:
    """The other amounts are not the budget as long as nobody says so."""
    found = read("budgets/b.xlsx", book({"IT": [["Item", "Budget 2027"], ["Web", 100], ["Mail", formula]]}))
    assert [fact for fact in found.facts if isinstance(fact, Budget)] == []
    (question,) = found.questions
    assert (question.anchor, [one.answer for one in question.candidates]) == (
        "IT!B3",
        ["the amounts that are there"],
    )


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ("Umsatzerlöse,900\nMaterial,300\nPersonal,400\nSumme Kosten,700\nBetriebsergebnis,200\n", 700),
        ("Sales,900\nGoods,300\nStaff,400\nProfit,200\n", 700),
        ("Sales,900\nOperations,300\nLegal,400\n", 1600),
    ],
)
def test_revenue_and_result_are_no_spending(rows: str, total: float) -> None:
    """`Sales` is revenue where a result follows, and a department elsewhere."""
    assert read("budgets/b.csv", f"Position,Plan 2027\n{rows}").summary["totals"] == {"2027": total}


def test_of_a_companys_statement_its_line_for_it_may_be_meant() -> None:
    """All spending of the company is hardly the budget of its IT; a person says it once."""
    text = "Position,Plan 2027\nRevenue,900\nGoods,300\nIT costs,100\nRent,50\nOperating profit,450\n"
    found = read("budgets/b.csv", text)
    (question,) = found.questions
    budgets = [fact for one in question.candidates for fact in one.facts if isinstance(fact, Budget)]
    assert [(one.total, one.lines) for one in budgets] == [(100, 1), (450, 3)]
    assert not found.facts
