"""The tables in a section are read as tables, in any width."""

from __future__ import annotations

from smits_tui.tui.details.markdown_table import table_lines

TABLE = [
    "| market space | customers | sources |",
    "|---|---|---|",
    "| Households that move | 96,000 | I4 |",
    "| Towns \\| districts | 3 | |",
]


def test_columns_are_aligned_where_they_fit() -> None:
    assert [line.plain for line in table_lines(TABLE, 60)] == [
        "market space          customers  sources",
        "Households that move     96,000  I4     ",
        "Towns | districts             3         ",
    ]


def test_rows_stand_below_each_other_where_they_do_not() -> None:
    """Nothing is cut, no bar is shown, and a cell without text takes no line."""
    assert [line.plain for line in table_lines(TABLE, 30)] == [
        "Households that move",
        "  customers  96,000",
        "  sources    I4",
        "Towns | districts",
        "  customers  3",
    ]
