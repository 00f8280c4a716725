"""Reading of delimited text: encodings, delimiters, places, and what people's exports look like."""

from __future__ import annotations

import pytest

from smits_watch.documents.document import Document
from smits_watch.documents.errors import ReadError
from smits_watch.documents.loader import open_content

ROWS = [["Posten", "Betrag €"], ["Büromöbel, neu", "1.234,50"], ["Lizenzen; Wartung", "90,00"]]
PLAIN = "Position|Betrag\nGehälter der Abteilung|1.234\nKöln, Büro|90\nMöbel für Zürich|7\n"


def rows_of(document: Document) -> list[list[object]]:
    (table,) = document.tables
    return [list(row) for row in table.rows]


def quoted(delimiter: str) -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_and_delimiter_gives_the_same_rows(delimiter: str, encoding: str) -> None:
    assert rows_of(open_content(quoted(delimiter).encode(encoding), "budgets/x.csv")) == ROWS


@pytest.mark.parametrize(
    ("encoding", "word"),
    [("cp1250", "Zażółć gęślą jaźń i bądź zdrów"), ("cp1251", "Бюджет на следующий год")],
)
def test_other_code_pages_are_guessed_and_told(encoding: str, word: str) -> None:
    text = f"name;note\n{word};{word}\n" + f"{word};{word}\n" * 20
    document = open_content(text.encode(encoding), "x.csv")
    assert rows_of(document)[1] == [word, word]
    assert "encoding" in document.warnings[0]


def test_utf8_with_one_broken_byte_stays_utf8() -> None:
    content = ("Größe;Höhe\n" * 50).encode() + b"caf\xe9;x\n"
    document = open_content(content, "x.csv")
    assert rows_of(document)[0] == ["Größe", "Höhe"]
    assert "1 characters" in document.warnings[0]


def test_decimal_commas_do_not_part_fields() -> None:
    text = "Item;2026;2027\nHardware;1,5;2,5\nSoftware;3,5;4,5\n"
    assert rows_of(open_content(text.encode(), "x.csv"))[1] == ["Hardware", "1,5", "2,5"]


def test_title_lines_blank_lines_and_quoted_line_ends_keep_true_places() -> None:
    text = (
        'IT budget of the company\nas of March, draft\n\nItem,Amount\n"Laptops\nand screens",100\nTotal,100\n'
    )
    (table,) = open_content(text.encode(), "x.csv").tables
    assert [list(row) for row in table.rows][3] == ["Laptops\nand screens", "100"]
    assert [table.anchor(index) for index in range(len(table.rows))] == [
        "line 1", "line 2", "line 4", "line 5", "line 7",
    ]  # fmt: skip


def test_a_sep_line_decides_and_is_no_row() -> None:
    (table,) = open_content(b"sep=;\na;b,c\n1;2,3\n", "x.csv").tables
    assert [list(row) for row in table.rows] == [["a", "b,c"], ["1", "2,3"]]
    assert table.anchor(0) == "line 2"


def test_a_lost_quotation_mark_does_not_swallow_the_file() -> None:
    text = 'name,amount\n"broken,1\n' + "row,2\n" * 300
    document = open_content(text.encode(), "x.csv")
    assert len(rows_of(document)) == 302
    assert "quotation mark" in document.warnings[0]


def test_rows_are_equally_long_and_empty_cells_are_none() -> None:
    rows = rows_of(open_content(b"a,b,c,,\n1,,3,,\n4\n", "x.csv"))
    assert rows == [["a", "b", "c"], ["1", None, "3"], ["4", None, None]]


def test_tab_separated_text_named_xls_is_a_table() -> None:
    document = open_content(b"Item\tAmount\nHardware\t5\n", "budgets/export.xls")
    assert rows_of(document)[1] == ["Hardware", "5"]
    assert "export.xls" in document.warnings[0]


def test_long_and_wide_tables_are_cut_and_told() -> None:
    long = open_content(b"a,b\n" + b"1,2\n" * 200_001, "x.csv")
    assert len(long.tables[0].rows) == 200_000
    assert "only the first 200,000 rows" in long.warnings[0]
    wide = open_content(",".join(["x"] * 2_500).encode() + b"\n", "x.csv")
    assert len(wide.tables[0].rows[0]) == 2_000
    assert "2,000 columns" in wide.warnings[0]


def test_terminal_escapes_and_direction_overrides_do_not_survive() -> None:
    rows = rows_of(open_content("a,b\n\x1b[31mred\x1b[0m,x\u202ey\n".encode(), "x.csv"))
    assert rows[1] == ["[31mred [0m", "xy"]


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\0\0\0\0"])
def test_nothing_is_empty(content: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        open_content(content, "x.csv")
    assert caught.value.status == "empty"


def test_random_bytes_are_no_table() -> None:
    content = bytes((index * 97 + index // 7) % 256 for index in range(5_000))
    with pytest.raises(ReadError, match="binary"):
        open_content(content, "x.csv")


def test_tabs_around_commas_are_blanks() -> None:
    """The commas part the fields, as the header shows."""
    document = open_content(b"item,amount\n" + b"Network\t,\t5\n" * 6, "x.csv")
    assert rows_of(document)[1] == ["Network", "5"]
