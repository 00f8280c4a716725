"""Numbers look alike in sentences, explanations, documents and on screens."""

import pytest

from smits_rules.vocabulary.shown_number import counted, shown_number, with_unit


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1200.0, 2, "1,200"),
        (1200.5, 2, "1,200.5"),
        (1200.256, 2, "1,200.26"),
        (-0.12341, 4, "-0.1234"),
        (100.0, 4, "100"),
        (1500.4, 0, "1,500"),
        (0.0, 2, "0"),
    ],
)
def test_thousands_are_grouped_and_nothing_but_zeros_is_left_out(
    value: float, decimals: int, text: str
) -> None:
    assert shown_number(value, decimals) == text


def test_one_thing_is_named_in_the_singular() -> None:
    """`1 facts` makes a reader stop, and so does `1,200` without its comma."""
    assert [counted(number, "fact") for number in (0, 1, 2, 1200)] == [
        "0 facts",
        "1 fact",
        "2 facts",
        "1,200 facts",
    ]
    assert (counted(1, "copy is", "copies are"), counted(3, "copy is", "copies are")) == (
        "1 copy is",
        "3 copies are",
    )
    units = [("1", "days"), ("-1", "points"), ("1.5", "days"), ("1", "%"), ("1", "CHF"), ("1", "")]
    assert [with_unit(*unit) for unit in units] == ["1 day", "-1 point", "1.5 days", "1 %", "1 CHF", "1"]
