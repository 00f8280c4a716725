"""What a file says, line by line, and finding the place of a fact in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from smits_watch.extraction.reader import Reader
from smits_watch.extraction.viewer.text import Line, TextLocation, find_place

SAID = [
    Line("", ("IT",), heading=True),
    Line("IT!1:1", ("centre", "2027")),
    Line("IT!7:7", ("Network", "700")),
    Line("page 3", ("Nothing of that.",)),
    Line("page 3", ("Support of it ends on 30 June, says the vendor.",)),
    Line("$.items[3]", ("a",)),
]


@pytest.mark.parametrize(
    ("anchor", "quote", "place"),
    [
        ("IT!B7", "", TextLocation(2, 1)),
        ("page 3", "Support of it ends on 30 June", TextLocation(4)),
        ("$.items[3].name", "", TextLocation(5)),
        ("somewhere", "Support of it ends", TextLocation(4)),
        ("somewhere", "", None),
        ("", "", None),
    ],
)
def test_a_fact_is_found_by_cell_by_path_or_by_its_quote(
    anchor: str, quote: str, place: TextLocation | None
) -> None:
    assert find_place(SAID, anchor, quote) == place


def test_a_workbook_and_a_text_are_told_with_their_places(tmp_path: Path) -> None:
    """Through the real child; a file that can't be opened says nothing."""
    book = tmp_path / "a.xlsx"
    with Workbook(str(book)) as made:
        sheet = made.add_worksheet("IT")
        sheet.write_row(0, 0, ["centre", 2027])
        sheet.write_row(1, 0, ["Network", 1234.5])
    table = tmp_path / "b.csv"
    table.write_bytes(b"centre,2027\nNetwork,\x1b[2J700\n")
    broken = tmp_path / "c.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with Reader() as reader:
        lines = reader.contents(book, name="budgets/a.xlsx")
        place = find_place(lines, "IT!B2", "")
        assert place is not None
        assert lines[place.line].cells[place.cell or 0] == "1,234.50"
        said = reader.contents(table, name="budgets/b.csv")
        assert all("\x1b" not in cell for line in said for cell in line.cells)
        assert find_place(said, "line 2", "") == TextLocation(1)
        assert reader.contents(broken, name="budgets/c.xlsx") == []
