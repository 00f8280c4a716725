"""The understanding of tables: numbers, periods, units, lines, columns and what arithmetic proves."""

from __future__ import annotations

import csv
import io

import pytest

from smits_watch.documents.document import Table
from smits_watch.tables.layout import TableLayout, layouts_of, lines_of
from smits_watch.tables.values.numbers import read_number
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.values.units import currency_in, scale_in


def table(text: str) -> Table:
    """A table as delimited text gives it: blank rows left out, rows with the numbers of their lines."""
    csv.field_size_limit(100_000)  # reading a file sets it to the length of that file
    rows = list(csv.reader(io.StringIO(text)))
    kept = [(number, [cell or None for cell in row]) for number, row in enumerate(rows, 1) if any(row)]
    width = max(len(row) for _, row in kept)
    return Table("", [row + [None] * (width - len(row)) for _, row in kept], [number for number, _ in kept])


def understood(text: str) -> TableLayout:
    """The only region of a table."""
    (layout,) = layouts_of(table(text))
    return layout


def kinds(text: str) -> list[str]:
    """The kind of each line."""
    return list(lines_of(table(text)).values())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1'250.-", 1250),
        ("1 250,00", 1250),
        ("1,25,00,000", 12_500_000),
        ("(5,000)", -5000),
        ("5,000-", -5000),
        ("1.2M", 1_200_000),
        ("900k", 900_000),
        ("EUR 850k", 850_000),
        ("T\u20ac 5", 5000),
        ("3.5 Mio. \u20ac", 3_500_000),
        ("\u221211,4", -11.4),
        ("1,234*", 1234),
        ("$(5,000)", -5000),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    number = read_number(text)
    assert number is not None
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["$000", "12.11.", "Q1", "100-299", "10 - likely", "1.2.3", "FY27"])
def test_what_only_holds_digits_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "currency", "scale"),
    [
        ("Value (k\u20ac)", "EUR", 1e3),
        ("in Mio. EUR", "EUR", 1e6),
        ("m EUR", "EUR", 1e6),
        ("$000", "USD", 1e3),
        ("TEUR", "EUR", 1e3),
        ("Amount (\u20b9 Crore)", "INR", 1e7),
        ("CHF in 1'000", "CHF", 1e3),
        ("IT plan 2031 (ceiling EUR 2,600,000)", "EUR", 1),
        ("a plan of 1.5 million", None, 1),
    ],
)
def test_a_unit_is_what_is_stated_and_not_an_amount_in_a_title(
    text: str, currency: str | None, scale: float
) -> None:
    assert (currency_in(text), scale_in(text)) == (currency, scale)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("FY2030-31", "FY2031"),
        ("2030/31", "2030-2031"),
        ("Q3 FY2031", "FY2031-Q3"),
        ("2. Halbjahr 2031", "2031-H2"),
        ("M\u00e4rz 2031", "2031-03"),
        ("Jan-31", "2031-01"),
        ("03/2031", "2031-03"),
        ("Revised plan 2031", "2031"),
    ],
)
def test_periods_in_their_short_form(text: str, period: str) -> None:
    named = period_in(text)
    assert named is not None
    assert named.text == period


def test_a_quantity_is_no_year_in_a_title() -> None:
    assert period_in("Plan for 2000 users", quantities=False) is None


def test_every_line_has_its_kind() -> None:
    text = """Plan of the depot
(in thousands),,
,2030,2031
Staff,,
Drivers,400,420
Clerks,100,110
Staff in all,500,530
Trucks,,
Fuel,303,317
Tyres,51,64
Trucks in all,354,381
Everything,854,911
Source: the depot's own books,,
"""
    expected = ["title", "title", "header", "group", "data", "data", "total", "group", "data", "data"]
    assert kinds(text) == [*expected, "total", "total", "note"]


def test_numbers_like_years_below_a_header_are_data() -> None:
    assert kinds("Item,Plan,Before\nPaper,2000,1950\nInk,2030,2010\n") == ["header", "data", "data"]


def test_years_above_numbers_are_a_header() -> None:
    assert kinds("Item,2030,2031\nPaper,2000,1950\nInk,2030,2010\n") == ["header", "data", "data"]


def test_headers_of_two_rows_are_joined() -> None:
    layout = understood(",2031,,2032,\nItem,Plan,Actual,Plan,Actual\nPaper,10,11,12,13\nInk,20,21,22,23\n")
    amounts = [(c.period and c.period.text, c.amount) for c in layout.columns if c.is_amount]
    assert amounts == [("2031", "budget"), ("2031", "actual"), ("2032", "budget"), ("2032", "actual")]


def test_tables_beside_and_above_one_another_are_told_apart() -> None:
    beside = "Costs,,,Funds,\nItem,Sum,,Donor,Amount\nPaper,10,,Town,70\nInk,20,,State,30\n"
    above = "Item,2031\nPaper,10\nInk,20\n\nPerson,Hours\nAnn,5\nBob,7\n"
    assert [layout.headers for layout in layouts_of(table(beside))] == [["Item", "Sum"], ["Donor", "Amount"]]
    assert [layout.headers for layout in layouts_of(table(above))] == [["Item", "2031"], ["Person", "Hours"]]


def test_a_difference_of_two_columns_is_a_variance_whatever_its_header_says() -> None:
    layout = understood("Item,First 2031,Second 2031,Ups\nPaper,100,90,-10\nInk,250,270,20\nGlue,30,10,-20\n")
    assert layout.columns[3].amount == "variance"
    assert layout.columns[3].proof == "= C - B"


def test_a_quantity_times_a_price_is_an_amount() -> None:
    layout = understood(
        "Item,Quantity,Unit price,Together\nPaper,10,2.50,25\nInk,4,20,80\nGlue,3,1.10,3.30\n"
    )
    assert [column.role for column in layout.columns] == ["label", "quantity", "quantity", "amount"]


def test_a_long_list_of_records_has_no_totals_by_chance() -> None:
    """A thousand lines hold many that equal the sum of their neighbours."""
    rows = "".join(f"Payment {n},{n % 7 + 1}\n" for n in range(1000))
    assert set(kinds("Item,Amount\n" + rows)) == {"header", "data"}


def test_three_decimals_of_a_series_are_no_thousands() -> None:
    """`62.824` alone may be either; a long series of them is an index."""
    rows = "".join(f"2030-{n % 12 + 1:02},62.{n}1\n" for n in range(10, 40))
    layout = understood("Month,Index\n" + rows)
    assert layout.grid.value(1, 1) == pytest.approx(62.101)


def test_versions_are_no_figures() -> None:
    rows = [
        ["Service", "Product", "Version"],
        ["Billing", "Tarn Database", "12c"],
        ["Files", "Tarn Server", "2016"],
        ["Mail", "Tarn Mail", "7.0"],
        ["Desktop", "Tarn 10", "22H2"],
        ["Web", "Tarn Web", "8.5"],
    ]
    (layout,) = layouts_of(Table("", rows))
    assert list(layout.lines.values()) == ["header", *["data"] * 5]
