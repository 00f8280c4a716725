"""Numbers look alike in sentences, explanations, documents and on screens."""

import pytest

from smits_rules.vocabulary.shown_number import shown_number


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
