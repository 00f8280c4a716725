"""Protects the reading of workbooks: true places, typed cells, and refusals that say what is wrong."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
import xlsxwriter
from watch_reading_files import ods, ole2, packed, xls

from smits_watch.documents.errors import ReadError
from smits_watch.documents.loader import open_content

ROWS: list[list[str | float]] = [["Item", "Amount"], ["Hardware", 100.5], ["Licences", 90]]


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    fill(book)
    book.close()
    return file.getvalue()


def budget(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("IT")
    sheet.write("C3", "IT budget")
    sheet.merge_range("D5:E5", "FY2027")
    sheet.write_row("C6", ["Item", "plan", "actual", "as of", "open"])
    sheet.write_row("C8", ["Hardware", 100.5, 90])
    sheet.write_datetime("F8", dt.date(2027, 1, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_boolean("G8", True)
    sheet.write_formula("E9", "=E8", None, 90)
    hidden = book.add_worksheet("notes")
    hidden.write("A1", "secret")
    hidden.hide()
    book.add_worksheet("blank")
    book.add_chartsheet("chart")


def test_cells_are_typed_and_stand_at_their_true_places() -> None:
    document = open_content(workbook(budget), "budgets/FY27.xlsx")
    (table,) = document.tables
    assert list(table.rows[3]) == [None, None, "Hardware", 100.5, 90, dt.date(2027, 1, 31), True]
    assert table.anchor(3, 3) == "IT!D8"
    assert table.anchor(4, 4) == "IT!E9"
    assert table.rows[4][4] == 90
    assert document.format == "xlsx"


def test_a_merged_header_stands_over_all_its_columns() -> None:
    (table,) = open_content(workbook(budget), "x.xlsx").tables
    assert list(table.rows[1][3:5]) == ["FY2027", "FY2027"]


def test_a_merged_amount_is_counted_once() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("IT")
        sheet.write_column("A1", ["Item", "Hardware", "Software"])
        sheet.merge_range("B2:B3", 500)

    (table,) = open_content(workbook(fill), "x.xlsx").tables
    assert [row[1] for row in table.rows] == [None, 500, None]


def test_hidden_sheets_are_left_out_and_told() -> None:
    document = open_content(workbook(budget), "x.xlsx")
    assert [table.name for table in document.tables] == ["IT"]
    assert "hidden sheet 'notes'" in document.warnings[0]


@pytest.mark.parametrize(("content", "kind"), [(xls(ROWS), "xls"), (ods(ROWS), "ods")])
def test_old_and_open_workbooks_are_read(content: bytes, kind: str) -> None:
    document = open_content(content, f"budgets/b.{kind}")
    assert document.format == kind
    (table,) = document.tables
    assert table.name == "IT"
    assert [list(row) for row in table.rows] == ROWS
    assert table.anchor(1, 1) == "IT!B2"


def test_a_workbook_named_csv_is_read_as_what_it_is() -> None:
    document = open_content(workbook(budget), "budgets/FY27.csv")
    assert document.format == "xlsx"
    assert "ends in .csv but holds XLSX" in document.warnings[0]


def test_html_named_xlsx_is_read_as_what_it_is() -> None:
    page = b"<html><body><table><tr><th>Item</th><th>2027</th></tr><tr><td>A</td><td>5</td></tr></table>"
    document = open_content(page, "export.xlsx")
    assert [list(row) for row in document.tables[0].rows] == [["Item", "2027"], ["A", "5"]]
    assert "holds HTML" in document.warnings[0]


@pytest.mark.parametrize(
    "content",
    [
        ole2("EncryptedPackage", b"x"),
        xls(ROWS, locked=True),
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
    ],
    ids=["ooxml", "xls", "ods"],
)  # fmt: skip
def test_encrypted_workbooks_need_a_password(content: bytes) -> None:
    with pytest.raises(ReadError, match="needs a password"):
        open_content(content, "b.xlsx")


@pytest.mark.parametrize("kept", [10, 700, -60])
def test_a_truncated_workbook_says_so(kept: int) -> None:
    with pytest.raises(ReadError, match="damaged or cut off"):
        open_content(workbook(budget)[:kept], "b.xlsx")


def test_a_workbook_with_a_broken_sheet_says_so() -> None:
    content = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook><sheets>"})
    with pytest.raises(ReadError, match="damaged or cut off"):
        open_content(content, "b.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": b"\0" * 501_000_000})
    assert len(bomb) < 1_000_000
    with pytest.raises(ReadError, match="would unpack to 501 MB"):
        open_content(bomb, "b.xlsx")


def test_a_workbook_without_cells_is_empty() -> None:
    with pytest.raises(ReadError) as caught:
        open_content(workbook(lambda book: None), "b.xlsx")
    assert caught.value.status == "empty"


def test_an_archive_of_files_that_is_named_otherwise_is_refused_with_advice() -> None:
    with pytest.raises(ReadError, match=r"name it \.zip"):
        open_content(packed({"a.csv": "1,2"}), "all.xlsx")
