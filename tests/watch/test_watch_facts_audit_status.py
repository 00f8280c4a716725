"""Audit reports: findings that are over raise nothing, and counts belong to the grade beside them."""

from __future__ import annotations

import datetime as dt

import pytest
from watch_facts_files import facts, read

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import AuditFinding, AuditSummary

OVER = """
Closed|closed - verified|Closed - not reproducible|Resolved|Remediated|Remediated (2027-01-12)|Complete
Completed|100 %|100% complete|Done|Fixed in 3.2|Mitigated|Verified|Implemented
Risk accepted|Risk Acceptance|False positive|Not applicable
erledigt|Erledigt am 3. Mai|behoben|abgeschlossen|umgesetzt|geschlossen
clos|Clôturé|traité|Résolu|corrigée|terminé
"""
OPEN = """
Open|open - fix implemented in test|In progress|not started|Not remediated|Not yet fully resolved
Partially implemented|Pending closure|To be closed|Ready for verification|Reopened|re-opened|Unresolved
Incomplete|50 % complete|Remediating|Overdue|Accepted|Planned
offen|nicht behoben|noch nicht erledigt|teilweise umgesetzt|in Arbeit|zu erledigen
ouvert|non clos|pas encore traité|en cours|partiellement corrigé
"""


def statuses(listed: str) -> list[str]:
    return [status for line in listed.strip().splitlines() for status in line.split("|")]


def summaries(name: str, content: str) -> list[AuditSummary]:
    """What the rules are asked about the report."""
    today = dt.date(2027, 3, 10)
    read_at = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
    report = InputFacts("I1", "audit-reports", name, read_at, tuple(read(name, content).facts), False, 1)
    derived = derive([report], Circumstances(today=today, began=today))
    return [fact for fact in derived if isinstance(fact, AuditSummary)]


def table(*listed: str) -> str:
    rows = "".join(f"F{number},Leavers keep access,Critical,{text}\n" for number, text in enumerate(listed))
    return f"ID,Finding,Severity,Status\n{rows}"


@pytest.mark.parametrize("status", statuses(OVER))
def test_a_finding_that_is_over_raises_nothing(status: str) -> None:
    """A follow-up that lists what was done must not look like a new audit."""
    assert summaries("audit-reports/follow-up.csv", table(status)) == []


@pytest.mark.parametrize("status", statuses(OPEN))
def test_a_finding_that_only_sounds_like_it_stays_open(status: str) -> None:
    """A critical finding that is overlooked is worse than one that is told twice."""
    (summary,) = summaries("audit-reports/follow-up.csv", table(status))
    assert summary.critical == 1


def test_without_a_status_a_finding_is_open() -> None:
    (summary,) = summaries("audit-reports/a.csv", table("", "Closed", "erledigt"))
    assert summary.critical == 1


@pytest.mark.parametrize("header", ["Remediation status", "Current status", "Umsetzungsstand", "Statut"])
def test_the_column_of_the_status_has_many_names(header: str) -> None:
    rows = table("Closed", "Open").replace("Status", header)
    assert [fact.status for fact in facts(AuditFinding, "audit-reports/a.csv", rows)] == ["Closed", "Open"]


PROSE = """# Audit of access

[C-01] Leavers keep access ........ 3
[C-02] Shared accounts ............ 5

## [C-01] Leavers keep access

Accounts stay open for months.

**Status:** Remediated

## [C-02] Shared accounts

Everybody uses one.

**Status:** In progress
"""
GRADED = """# Audit of backups

## No restore is tested

Severity: Critical

Nobody has tried it.

Status: erledigt am 3. Mai 2027

## Tapes lie in the server room

Severity: High
Status: offen
"""


def test_the_status_below_a_finding_in_prose_counts() -> None:
    """Not only tables say that something is done; the next finding's status is its own."""
    (numbered,) = summaries("audit-reports/a.md", PROSE)
    assert (numbered.critical, numbered.high) == (1, 0)
    (graded,) = summaries("audit-reports/b.md", GRADED)
    assert (graded.critical, graded.high) == (0, 1)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The audit led to 1 Critical, 4 High and 2 medium findings.", (1, 4, 2, 0)),
        ("1 critical\n4 high\n2 medium\n7 low", (1, 4, 2, 7)),
        ("Critical 1, High 4, Medium 2", (1, 4, 2, 0)),
        ("Critical: 1\nHigh: 4\nMedium: 2\nLow: 0\nTotal: 7", (1, 4, 2, 0)),
        ("Total 7: critical 1, high 4, medium 2", (1, 4, 2, 0)),
        ("Critical (1), High (4)", (1, 4, 0, 0)),
        ("1 (critical), 4 (high)", (1, 4, 0, 0)),
        ("Critical findings: 1 critical, 4 high", (1, 4, 0, 0)),
        ("Critical  High  Medium  Low\n1  4  2  0", (1, 4, 2, 0)),
        ("Kritisch: 1, hoch: 4", (1, 4, 0, 0)),
        ("1 kritisch, 4 hoch", (1, 4, 0, 0)),
        ("3 high risk findings were made.", (0, 3, 0, 0)),
        ("Chapter 3 High availability, 99.5 % critical systems", (0, 0, 0, 0)),
    ],
)
def test_counts_belong_to_the_grade_beside_them(text: str, counts: tuple[int, int, int, int]) -> None:
    """`1 Critical, 4 High` turned round is four critical findings."""
    summary = read("audit-reports/letter.txt", f"Letter on the audit\n\n{text}\n").summary
    assert tuple(summary[grade] for grade in ("critical", "high", "medium", "low")) == counts
