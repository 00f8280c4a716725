"""A day of the past is a prefix of the record, however wrong the clock was."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smits_tui.actions.session import open_past, open_record, record_settings
from smits_tui.ledger.past_record import prefix_up_to
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace

FIRST = dt.date(2027, 3, 1)


def days(*numbers: int) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=number) for number in numbers]


@given(st.lists(st.integers(0, 30)).map(sorted), st.integers(0, 30))
def test_with_a_right_clock_it_is_all_up_to_the_day(numbers: list[int], day: int) -> None:
    assert prefix_up_to(days(*numbers), *days(day)) == sum(number <= day for number in numbers)


@pytest.mark.parametrize(
    ("numbers", "day", "count"),
    [
        ((1, 2, 30, 3, 4, 5), 3, 4),
        ((1, 2, 30, 3, 4, 5), 2, 2),
        ((11, 12, 13, 1, 14, 15), 12, 2),
        ((11, 12, 13, 1, 14, 15), 13, 4),
        ((11, 12, 1, 2, 3, 13, 14), 13, 6),
        ((), 3, 0),
    ],
)
def test_a_clock_that_was_wrong_for_a_while_moves_the_end_by_little(
    numbers: tuple[int, ...], day: int, count: int
) -> None:
    """One entry of next month does not hide those after it; one of last month shows nothing too early."""
    assert prefix_up_to(days(*numbers), *days(day)) == count


def test_what_rests_on_an_entry_of_a_wrong_day_can_still_be_shown(workspace: Workspace) -> None:
    """An entry that was made while the clock was a month ahead belongs to the days after it as well."""
    now = [dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)]
    record, _ = open_record(workspace, lambda: now[0])
    record_settings(record, workspace, "kim", "made")
    now[0] += dt.timedelta(days=30)
    record.commit("kim", lambda _state: [CycleOpened(number=1, reason="ahead")])
    now[0] -= dt.timedelta(days=29)
    for number in (2, 3):
        record.commit("kim", lambda _state, n=number: [CycleOpened(number=n, reason="right")])
    assert [cycle.number for cycle in open_past(workspace, dt.date(2027, 3, 2)).state.cycles()] == [1, 2, 3]
    assert open_past(workspace, dt.date(2027, 3, 1)).state.cycles() == []
