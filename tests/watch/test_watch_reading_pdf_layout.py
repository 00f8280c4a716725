"""Which pages of a PDF are searched for tables: pages of prose would cost most of the time."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
from fpdf import FPDF

from smits_watch.documents.loader import open_document
from smits_watch.documents.text.pdf_layout import pages_with_tables

PROSE = (
    "Entities shall manage the risks of their information systems and report incidents within a day. " * 20
)
ROWS = [("Cost centre", "2027"), ("Network", "1,200"), ("Licences", "3,400"), ("Staff", "9,900")]


def pages() -> bytes:
    """A page of justified prose, one with a drawn table, one with columns of words, and one of prose."""
    document = FPDF()
    document.set_font("Helvetica", size=11)
    document.add_page()
    document.multi_cell(0, 6, PROSE, align="J")
    document.add_page()
    with document.table(ROWS):
        pass
    document.add_page()
    for row in ROWS:
        for cell in row:
            document.cell(80, 7, cell)
        document.ln()
    document.add_page()
    document.multi_cell(0, 6, PROSE, align="L")
    return bytes(document.output())


def test_pages_of_prose_alone_are_passed_over() -> None:
    """And a file that is no PDF has no page to pass over."""
    assert pages_with_tables(pages(), 60) == [False, True, True, False]
    assert pages_with_tables(pages(), 2) == [False, True]
    assert pages_with_tables(b"%PDF-1.7 no more", 60) == []


def test_the_columns_of_a_page_that_is_turned_are_looked_for() -> None:
    """As programs write wide sheets: upright, with a note that the page is to be turned."""
    with pypdfium2.PdfDocument(pages()) as document:
        for page in document:
            page.set_rotation(90)
        turned = BytesIO()
        document.save(turned)
    assert pages_with_tables(turned.getvalue(), 60) == [True] * 4


def test_the_tables_of_the_other_pages_are_read(tmp_path: Path) -> None:
    """Each with the page on which it stands, whatever was passed over before."""
    file = tmp_path / "budget.pdf"
    file.write_bytes(pages())
    tables = open_document(file, "budgets/budget.pdf").tables
    assert [table.name for table in tables] == ["page 2"]
    assert [tuple(row) for row in tables[0].rows] == [*ROWS, *ROWS[1:]]
