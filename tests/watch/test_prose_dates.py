"""Dates in prose: as people of many countries write them, and which words each belongs to."""

from __future__ import annotations

import datetime as dt

import pytest

from smits_watch.prose.dates import find_dates, later, month_comes_first

WRITTEN = dt.date(2027, 5, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("el 30 de junio de 2027", "2027-06-30"),
        ("il 1º giugno 2027", "2027-06-01"),
        ("30 czerwca 2027", "2027-06-30"),
        ("den 30 juni 2027", "2027-06-30"),
        ("30. kesäkuuta 2027", "2027-06-30"),
        ("k 30. červnu 2027", "2027-06-30"),
        ("w czerwcu 2027", "2027-06-30"),
        ("30-go czerwca 2027", "2027-06-30"),
        ("a fines de junio de 2027", "2027-06-30"),
        ("30-Jun-27", "2027-06-30"),
        ("2027年6月30日", "2027-06-30"),
        ("September 11th, 2027", "2027-09-11"),
        ("in the second half of 2027", "2027-12-31"),
        ("mid-2027", "2027-06-30"),
        ("Mitte 2027", "2027-06-30"),
        ("Ende Juni 2027", "2027-06-30"),
        ("fine giugno 2027", "2027-06-30"),
        ("by 2028", "2028-12-31"),
        ("from October 1 the price", "2027-10-01"),
        ("by February 1", "2028-02-01"),
    ],
)
def test_dates_of_many_languages_and_vague_ones(text: str, expected: str) -> None:
    """A day without a year is the next one after the letter; a month stands for its last day."""
    assert [str(mention.date) for mention in find_dates(text, near=WRITTEN)] == [expected]


@pytest.mark.parametrize(
    "text", ["API v2027-05-01", "version 10.11.12", "set 2027 targets", "may 5 users", "page 3 of 2027"]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    """A wrong date is worse than none."""
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["on 10/01/2027", "by 09/15/2027"], True),
        (["on 10/01/2027", "by 15/09/2027"], False),
        (["on 10/01/2027", "by June 30, 2027"], True),
        (["on 10/01/2027", "by 30 June 2027"], False),
        (["on 10/01/2027"], None),
        (["13/01/2027 and 01/13/2027"], None),
    ],
)
def test_the_document_tells_whether_months_stand_first(texts: list[str], expected: bool | None) -> None:
    """10/01/2027 is read in the order that another date proves; without proof it stays open."""
    assert month_comes_first(texts) is expected


def test_an_open_order_gives_both_dates() -> None:
    """What is not known is asked, so both readings must be there."""
    (mention,) = find_dates("on 10/01/2027", month_first=None)
    assert (mention.date, mention.other) == (dt.date(2027, 1, 10), dt.date(2027, 10, 1))


def test_the_last_day_of_a_shorter_month_and_no_overflow() -> None:
    """A month after 31 January is the end of February; beyond the calendar there is no date."""
    assert later(dt.date(2027, 1, 31), months=1) == dt.date(2027, 2, 28)
    assert later(dt.date(9999, 12, 31), days=1) is None
