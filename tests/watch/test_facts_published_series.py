"""Time series in the forms in which statistical offices and central banks publish them."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, workbook

from smits_rules.vocabulary import Indicator

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_a_block_that_describes_each_column_is_no_data() -> None:
    """Name and unit are taken from it; the number of observations is no value."""
    rows = [
        ["", "All goods ; Norland ;", "Key rate"],
        ["Unit", "Index Numbers", "Per cent"],
        ["Frequency", "Month", "Month"],
        ["No. Obs", 90, 90],
        ["Series ID", "A1", "A2"],
        *[[f"2030-{month:02d}-01", 100 + month, 4 + month / 4] for month in range(1, 9)],
    ]
    goods, rate = facts(Indicator, "environment/x.xlsx", workbook(rows, sheet="Data1"))
    assert (goods.indicator, goods.unit) == ("All goods ; Norland (Index Numbers)", "index")
    assert (goods.period, goods.value, goods.previous) == ("2030-08-01", 108, 107)
    assert (rate.indicator, rate.unit, rate.value) == ("Key rate (Per cent)", "rate", 6)
    assert goods.source.endswith("#Data1!B13")


def test_a_base_year_over_a_calendar_heads_no_column() -> None:
    """The newest year stands first and is not over yet."""
    rows = [["", "", "", "Base year: 2012=100", *[""] * 9], ["Year", *MONTHS]]
    rows += [[2031, 120, 121, 122, *[""] * 9], [2030, *range(100, 112)], [2029, *range(90, 102)]]
    (one,) = facts(Indicator, "environment/goods.xlsx", workbook(rows, sheet="Sheet1"))
    assert (one.period, one.value, one.previous_period, one.previous) == ("2031-03", 122, "2030-03", 102)


def test_years_may_stand_before_the_months_in_headers() -> None:
    """`08-Jan` is a month of 2008 where the columns run on from one year to the next, and no day."""
    header = [f"{year:02d}-{month}" for year in (8, 9) for month in MONTHS]
    text = f"Sector,{','.join(header)}\nMining,{','.join(str(100 + n) for n in range(24))}\n"
    (one,) = facts(Indicator, "environment/wages.csv", text)
    assert (one.period, one.value, one.previous_period, one.previous) == ("2009-12", 123, "2008-12", 111)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("31-Oct-25", "2025-10-31"),
        ("31.10.2025", "2025-10-31"),
        ("2025-10", "2025-10"),
        ("Oct 2025", "2025-10"),
    ],
)
def test_a_period_is_said_in_one_form(written: str, period: str) -> None:
    """Or the same day in two files would be two."""
    earlier = written.replace("2025", "2024").replace("-25", "-24")
    (one,) = facts(Indicator, "environment/rates.csv", f"Date,Key rate\n{earlier},2\n{written},3\n")
    assert (one.period, one.value) == (period, 3)
