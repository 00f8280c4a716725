"""What somebody hid in a workbook, what it never calculated, and tables in a PDF."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from fpdf import FPDF
from watch_facts_files import facts, read

from smits_rules.vocabulary import AuditFinding, Budget


def book(cells_of_rows: list[list[Any]], **hidden: list[int]) -> bytes:
    """A workbook with hidden rows and columns, and formulas without a result, as programs write them."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("IT")
        for row, cells in enumerate(cells_of_rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(row, column, value, None, "")
                elif value is not None:
                    sheet.write(row, column, value)
        for row in hidden.get("rows", []):
            sheet.set_row(row, None, None, {"hidden": True})
        for column in hidden.get("columns", []):
            sheet.set_column(column, column, None, None, {"hidden": True})
    return content.getvalue()


def printed(rows: list[list[str]], *, border: int) -> bytes:
    """A page with a table, with or without lines around its cells."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    for cells in rows:
        for cell, width in zip(cells, (70, 35, 35, 35), strict=False):
            page.cell(width, 8, cell, border=border)
        page.ln()
    return bytes(page.output())


def test_a_hidden_column_is_an_old_draft_and_no_rival() -> None:
    """What somebody hid on purpose does not count."""
    rows = [["Item", "2031 old", "2031"], ["a", 500, 400], ["b", 350, 300], ["Total", 850, 700]]
    (budget,) = facts(Budget, "budgets/b.xlsx", book(rows, columns=[1]))
    assert budget.total == 700


def test_hidden_rows_are_asked_about_unless_a_total_tells() -> None:
    """A dropped project may be hidden, and details may be."""
    rows = [["Item", "Budget 2031"], ["a", 400], ["b", 300], ["dropped", 500], ["c", 200]]
    (question,) = read("budgets/b.xlsx", book(rows, rows=[3])).questions
    assert [c.summary["totals"] for c in question.candidates] == [{"2031": 900}, {"2031": 1400}]
    for total in (1400, 900):
        (budget,) = facts(Budget, "budgets/b.xlsx", book([*rows, ["Total", total]], rows=[3]))
        assert budget.total == total


def test_sums_without_a_stored_result_are_calculated() -> None:
    """Programs write formulas and no results; Excel would show the sum."""
    rows = [["Item", "Budget 2031"], ["a", 400], ["b", "=B2+B2"], ["Total", "=SUM(B2:B3)"]]
    (budget,) = facts(Budget, "budgets/b.xlsx", book(rows))
    assert (budget.total, budget.lines) == (1200, 2)


def test_other_formulas_without_a_result_are_named() -> None:
    """A cell that looks full in Excel must not be silently empty."""
    rows = [["Item", "Budget 2031"], ["a", 400], ["b", '=IF(A1="x",1,2)'], ["c", 300]]
    document_warnings = _warnings(book(rows))
    assert "In sheet 'IT', 1 formula lacks a result" in document_warnings[0]


def _warnings(content: bytes) -> list[str]:
    from smits_watch.documents.workbook.workbooks import read_workbook

    return list(read_workbook(content)[1])


@pytest.mark.parametrize("border", [0, 1])
def test_a_table_in_a_pdf_is_a_table(border: int) -> None:
    """With lines around its cells, or only by where its words stand."""
    rows = [
        ["Item", "Plan 2030", "Plan 2031"],
        ["Staff and contractors", "2,100", "2,050"],
        ["Cloud", "640", "410"],
        ["Lines", "90", "95"],
        ["Total", "2,830", "2,555"],
    ]
    extraction = read("budgets/b.pdf", printed(rows, border=border))
    assert extraction.summary["totals"] == {"2030": 2830, "2031": 2555}
    assert "add up to the total in page 1!C5" in extraction.proofs[1]


def test_findings_in_a_pdf_keep_their_grades() -> None:
    """A list of findings without the gravest one looks like a clean audit."""
    rows = [
        ["Finding", "Risk", "Status"],
        ["Leavers keep access", "High", "Open"],
        ["No restore test", "Critical", "Open"],
    ]
    extracted = facts(AuditFinding, "audit-reports/a.pdf", printed(rows, border=1))
    assert [finding.severity for finding in extracted] == ["high", "critical"]
