"""Measures that take their readings from inputs: what was dropped is a reading, as long as it counts."""

from __future__ import annotations

from typing import Any

import pytest

from smits_tui.actions.inputs.withdrawal import restore_input, withdraw_input
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.records import feeds_offered, record_reading, set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.process.entries.records import Measure


def drop(record: Record, path: str, *facts: dict[str, Any]) -> str:
    """Record a file and what it states, as the watcher does."""
    identifier = f"I{record.state.next_id('inputs')}"
    received = InputReceived(
        id=identifier,
        kind=path.partition("/")[0],
        path=path,
        sha256=identifier.zfill(64),
        size=1,
        mtime_ns=1,
        version=record.state.versions(path) + 1,
    )
    record.commit("watcher", lambda _state: [received, InputRead(id=identifier, facts=facts)])
    return identifier


def nps(period: str, score: float, segment: str = "") -> dict[str, Any]:
    return {"fact": "feedback", "measure": "nps", "period": period, "score": score, "segment": segment}


def fed(record: Record, feed: str) -> str:
    return set_record(record, Measure, by="kim", text=f"From {feed}", values={"feed": feed}).id


def readings(record: Record, identifier: str) -> list[tuple[str, float]]:
    measure = record.state.record_of(Measure, identifier)
    assert measure is not None
    return [(reading.period, reading.value) for reading in measure.readings]


def test_a_survey_that_was_dropped_is_a_reading(record: Record) -> None:
    """By period, whichever came first; a newer version of a file takes the place of what it said before."""
    measure = fed(record, "feedback NPS/industry")
    assert readings(record, measure) == []
    drop(record, "customer-feedback/q2.csv", nps("2027-Q2", 20, "Industry"), nps("2027-Q2", 50, "Homes"))
    drop(record, "customer-feedback/q1.csv", nps("Q1 2027", 10, "Industry"))
    assert readings(record, measure) == [("Q1 2027", 10), ("2027-Q2", 20)]
    drop(record, "customer-feedback/q2.csv", nps("2027-Q2", 25, "Industry"))
    assert readings(record, measure) == [("Q1 2027", 10), ("2027-Q2", 25)]


def test_what_is_withdrawn_takes_its_reading_with_it(record: Record) -> None:
    measure = fed(record, "feedback nps")
    first = drop(record, "customer-feedback/a.csv", nps("2027-Q1", 10))
    second = drop(record, "customer-feedback/b.csv", nps("2027-Q1", 90))
    assert readings(record, measure) == [("2027-Q1", 90)]
    withdraw_input(record, second, by="kim", reason="another organisation's")
    assert readings(record, measure) == [("2027-Q1", 10)]
    withdraw_input(record, first, by="kim", reason="that one, too")
    assert readings(record, measure) == []
    restore_input(record, first, by="kim")
    record.commit("watcher", lambda _state: [InputRead(id=first, facts=(nps("2027-Q1", 10),))])
    assert readings(record, measure) == [("2027-Q1", 10)]


def test_what_a_person_records_comes_before_what_a_file_says(record: Record) -> None:
    measure = fed(record, "feedback nps")
    drop(record, "customer-feedback/a.csv", nps("2027-Q1", 10), nps("2027-Q2", 20))
    record_reading(record, measure, value=11, period="2027-Q1", by="kim")
    assert readings(record, measure) == [("2027-Q1", 11), ("2027-Q2", 20)]


LEVEL = {"fact": "service-level", "service": "Billing", "measure": "availability", "target": 99.5}
FINDING = {"fact": "audit-finding", "severity": "high"}


@pytest.mark.parametrize(
    ("feed", "folder", "facts", "expected"),
    [
        (
            "service-level Billing / availability",
            "service-reports",
            [{**LEVEL, "period": "2027-01", "actual": 99.1}, {**LEVEL, "service": "Mail", "actual": 1.0}],
            [("2027-01", 99.1)],
        ),
        (
            "indicator EUR/USD",
            "environment",
            [
                {
                    "fact": "indicator",
                    "indicator": "EUR/USD",
                    "period": "2027-02",
                    "value": 1.1,
                    "previous_period": "2027-01",
                    "previous": 1.05,
                }
            ],
            [("2027-01", 1.05), ("2027-02", 1.1)],
        ),
        (
            "audit high",
            "audit-reports",
            [
                {"fact": "audit-report", "period": "2026", "high": 9},
                {**FINDING, "status": "open"},
                {**FINDING, "status": "closed"},
                {**FINDING, "severity": "low"},
            ],
            [("2026", 1)],
        ),
        ("audit open", "audit-reports", [{"fact": "audit-report", "high": 2, "low": 1}], [("2027-03-10", 3)]),
        (
            "budget total",
            "budgets",
            [
                {"fact": "budget", "period": "FY27", "total": 8e6},
                {"fact": "budget", "period": "FY27", "total": 1e6, "scope": "Plant"},
            ],
            [("FY27", 8e6)],
        ),
        (
            "budget plant",
            "budgets",
            [{"fact": "budget", "period": "2027", "total": 1.0, "scope": "Plant"}],
            [("2027", 1.0)],
        ),
    ],
)
def test_each_kind_of_fact_can_feed_a_measure(
    record: Record, feed: str, folder: str, facts: list[dict[str, Any]], expected: list[tuple[str, float]]
) -> None:
    measure = fed(record, feed)
    drop(record, f"{folder}/a.csv", *facts)
    assert readings(record, measure) == expected
    assert any(offered.casefold() == feed.casefold() for offered in feeds_offered(record.state))


@pytest.mark.parametrize(
    ("feed", "why"),
    [("feedbak nps", "did you mean 'feedback'"), ("nps", "begin with one of"), ("audit", "of what")],
)
def test_what_feeds_no_measure_is_refused(record: Record, feed: str, why: str) -> None:
    with pytest.raises(ActionRefused, match=why):
        fed(record, feed)
