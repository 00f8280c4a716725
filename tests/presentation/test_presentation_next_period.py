"""What a reading is most likely of: the period after the last one."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_tui.presentation.next_period import last_quarter, period_after


@pytest.mark.parametrize(
    ("period", "following"),
    [
        ("2026-Q3", "2026-Q4"),
        ("2026-Q4", "2027-Q1"),
        ("FY2026-Q4", "FY2027-Q1"),
        ("2026-H2", "2027-H1"),
        ("2026-09", "2026-10"),
        ("2026-12", "2027-01"),
        ("2026", "2027"),
        ("FY2026", "FY2027"),
        ("2026-W12", ""),
        ("2026-2027", ""),
        ("2026-Q9", ""),
        ("spring", ""),
    ],
)
def test_the_period_after_one(period: str, following: str) -> None:
    assert period_after(period) == following


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ((2027, 1, 5), "2026-Q4"),
        ((2027, 3, 31), "2026-Q4"),
        ((2027, 4, 1), "2027-Q1"),
        ((2027, 12, 31), "2027-Q3"),
    ],
)
def test_the_last_quarter_that_is_over(day: tuple[int, int, int], quarter: str) -> None:
    assert last_quarter(dt.date(*day)) == quarter
