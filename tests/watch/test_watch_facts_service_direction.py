"""Service levels: which direction is better, in which unit, and what a report shows of it itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from watch_facts_files import facts, read, workbook

from smits_rules.vocabulary import ServiceLevel


def levels(*rows: tuple[Any, ...], header: str = "Service;Measure;Target;Actual") -> list[ServiceLevel]:
    text = "\n".join([header, *(";".join(map(str, row)) for row in rows)])
    return facts(ServiceLevel, "service-reports/q.csv", text + "\n")


def met(measure: str, target: Any, actual: Any) -> bool | None:
    (level,) = levels(("Portal", measure, target, actual))
    return level.met


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("15 min", "45 min", False),
        ("15 min", "3 min", True),
        ("max. 15 min", "45 min", False),
        ("≤ 15 min", "3 min", True),
        ("15 min or less", "16 min", False),
        ("within 15 min", "14 min", True),
        ("15 minutes", "15 minutes", True),
    ],
)
def test_min_behind_a_number_means_minutes(target: str, actual: str, expected: bool) -> None:
    """Taken for `minimum`, 45 minutes against 15 were met and 3 were missed."""
    assert met("P1 first response", target, actual) is expected


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("min 95 %", "96 %", True),
        ("min. 20", "15", False),
        ("no less than 20", "15", False),
        ("not more than 20", "15", True),
        ("at least 20", "25", True),
        ("20 or more", "15", False),
        ("höchstens 5", "7", False),
        ("au moins 5", "7", True),
        ("80 % within 20 s", "85 %", True),
    ],
)
def test_the_targets_own_words_win(target: str, actual: str, expected: bool) -> None:
    """`min` in front of a number is the minimum, whatever is measured."""
    assert met("Something", target, actual) is expected


def listed(names: str) -> list[str]:
    return names.strip().replace("\n", "|").split("|")


LOWER = """
Error rate|Change failure rate|Call abandonment rate|SLA breached|Missed calls|Failed backups
Incidents reopened
Tickets overdue|Late deliveries|Calls not answered|Unresolved tickets|Packet loss|Downtime|Customer complaints
Backlog|Unavailability|Rejected changes|Fehlerrate|Ausfallrate|Taux d'erreurs
"""
HIGHER = """
Availability|Uptime|First-contact resolution|First call resolution rate|Customer satisfaction
Change success rate
Incidents resolved in time|Complaints answered|Calls answered within 20 s|On-time delivery|SLA compliance
Error-free deliveries|P1 response within target|Verfügbarkeit|Erstlösungsquote|Störungen innerhalb 4 h gelöst
Disponibilité|Demandes traitées
"""


@pytest.mark.parametrize(
    ("measure", "lower"),
    [(name, True) for name in listed(LOWER)] + [(name, False) for name in listed(HIGHER)],
)
def test_a_percentage_is_better_as_its_measure_says(measure: str, lower: bool) -> None:
    """A change failure rate of 12 % against 5 % is no success."""
    assert met(measure, "5 %", "12 %") is not lower
    assert met(measure, "5 %", "3 %") is lower
    (level,) = levels(("Portal", measure, "5 %", "3 %"))
    assert (level.better, level.unit) == ("lower" if lower else "higher", "%")


@pytest.mark.parametrize("measure", ["P1 response time", "Resolution", "Lösungszeit", "Délai de réponse"])
def test_what_takes_time_is_better_short_and_its_share_in_time_better_high(measure: str) -> None:
    """`Response time, 95 %` is the share of responses in time."""
    assert met(measure, "4 h", "5,5 h") is False
    assert met(measure, "4", "3") is True
    assert met(measure, "95 %", "97 %") is True
    assert met(measure, "0.95", "0.9") is False


@pytest.mark.parametrize(
    ("measure", "target", "actual", "expected"),
    [
        ("Resolution", "1 h", "45 min", True),
        ("Resolution", "1 h", "75 min", False),
        ("Resolution", "90 min", "2 h", False),
        ("Resolution", "2 h", "1h 30m", True),
        ("Resolution", "2 days", "47 h", True),
        ("Latency", "1 s", "300 ms", True),
        ("Nightly run finished by", "06:00", "07:45", False),
        ("Nightly run finished by", "06:00", "05:30", True),
        ("Time to restore", "4:00", "3:59", True),
        ("P1 resolution (h)", "4", "30 min", True),
        ("Priority", "P1: 4 h", "P1: 3 h", True),
    ],
)
def test_units_are_brought_together(measure: str, target: str, actual: str, expected: bool) -> None:
    """An hour is more than 45 minutes."""
    assert met(measure, target, actual) is expected


def test_the_headers_may_name_the_units() -> None:
    """Target in hours, actual in minutes."""
    (level,) = levels(("Desk", "Resolution", "4", "300"), header="Service;Measure;Target (h);Actual (min)")
    assert (level.target, level.actual, level.unit, level.met) == (4, 5, "h", False)


def test_workbooks_hold_shares_and_spans() -> None:
    """Typed cells: 0.12 is 12 %, and a span of time is one."""
    rows: list[list[Any]] = [
        ["Service", "Measure", "Target", "Actual"],
        ["ERP", "Availability", 0.995, 0.9892],
        ["Portal", "Change failure rate", 0.05, 0.12],
        ["Desk", "Abandonment rate", 0.05, 0.03],
        ["Desk", "P1 response time", 0.95, 0.97],
        ["Desk", "Time to restore", dt.timedelta(hours=4), dt.timedelta(hours=5)],
    ]
    extracted = facts(ServiceLevel, "service-reports/q.xlsx", workbook(rows))
    assert [level.met for level in extracted] == [False, False, True, True, False]


def test_a_met_column_is_the_verdict_and_tells_the_direction() -> None:
    """Where a row has no verdict, its measure's other rows have shown what is better."""
    header = "Service;Measure;Target;Actual;Met"
    rows = [("A", "Index X", 10, 12, "no"), ("B", "Index X", 10, 8, "yes"), ("C", "Index X", 10, 15, "")]
    found = levels(*rows, header=header)
    assert [(level.met, level.better) for level in found] == [
        (False, "lower"),
        (True, "lower"),
        (False, "lower"),
    ]
    contrary = levels(*rows[:2], ("D", "Index X", 10, 15, "yes"), rows[2], header=header)
    assert [level.met for level in contrary] == [False, True, True]


def test_what_can_not_be_judged_is_not_guessed() -> None:
    """More is not always better; a person is asked."""
    extraction = read("service-reports/q.csv", "Service;Measure;Target;Actual\nDesk;Index X;10;12\n")
    assert extraction.summary["measured"] == 0
    assert "'Index X'" in extraction.questions[0].text
    assert met("Index X", 10, 10) is True


@pytest.mark.parametrize(
    ("measure", "actual", "expected"),
    [
        ("Kundenzufriedenheit", 3.9, False),
        ("Netzverfügbarkeit", 5, True),
        ("Ticketrückstand", 9, False),
        ("Serverausfälle", 2, True),
    ],
)
def test_german_compounds_have_the_direction_of_their_last_part(
    measure: str, actual: float, expected: bool
) -> None:
    assert met(measure, 4, actual) is expected


def test_a_column_of_a_month_is_that_month_of_the_year_in_the_title() -> None:
    """So that the newest month is known; a column of units counts as well."""
    text = (
        "IT-Kennzahlen 2026;;;;\nKennzahl;Einheit;Ziel;Sep;Okt\n"
        "Verfügbarkeit ERP;%;99,5;99,6;99,3\nTicketrückstand;Anzahl;150;140;210\n"
    )
    extracted = facts(ServiceLevel, "service-reports/kennzahlen.csv", text)
    assert [(level.period, level.unit, level.met) for level in extracted] == [
        ("2026-09", "%", True),
        ("2026-10", "%", False),
        ("2026-09", "", True),
        ("2026-10", "", False),
    ]
