"""Audits whose findings and counts stand in sentences, headings and printed lists."""

from __future__ import annotations

import pytest

from smits_rules.vocabulary import AuditFinding
from smits_watch.documents.document import Document
from smits_watch.documents.text.plain_text import read_markdown
from smits_watch.facts import Extraction, extract


def read(text: str) -> Extraction:
    passages, tables = read_markdown(text)
    return extract(Document("audit-reports/report.md", "markdown", passages, tables), "audit-reports")


def counts(extraction: Extraction) -> tuple[int, int, int, int]:
    summary = extraction.summary
    return summary["critical"], summary["high"], summary["medium"], summary["low"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The audit named 33 issues, including seven medium-severity items and one high-severity item.",
            (0, 1, 7, 0),
        ),
        ("We raised three findings: one high, two medium.", (0, 1, 2, 0)),
        ("No critical or high findings were raised. Two medium and four low findings were.", (0, 0, 2, 4)),
        ("They raised 1 major nonconformity and 3 minor nonconformities, and 4 observations.", (0, 1, 0, 3)),
        ("2 constats majeurs et 3 constats mineurs ont été relevés.", (0, 2, 0, 3)),
        ("There was 1 critical recommendation that is still open.", (1, 0, 0, 0)),
        ("2.1.CRITICAL 7\n2.2.MAJOR 7\n\nCritical 0\nMajor 1\nLow 2", (0, 1, 0, 2)),
        ("Se identificaron 12 hallazgos: 2 críticos, 3 altos, 5 medios y 2 bajos.", (2, 3, 5, 2)),
        ("Sono emersi 8 rilievi, di cui 2 alti, 4 medi e 2 bassi.", (0, 2, 4, 2)),
        ("9 bevindingen: 2 hoog, 4 midden, 3 laag", (0, 2, 4, 3)),
        ("These comprised two significant, 22 moderate and 118 minor findings.", (0, 2, 22, 118)),
        (
            "Ten per cent (37) of the weaknesses were rated as significant and 71% (254) as moderate.",
            (0, 37, 254, 0),
        ),
    ],
)
def test_counts_in_sentences(text: str, expected: tuple[int, int, int, int]) -> None:
    """Numbers as words, plural grades, a total in front; the pages of a list of contents count nothing."""
    extraction = read(f"# Report\n\n{text}\n")
    assert counts(extraction) == expected
    assert extraction.facts


@pytest.mark.parametrize(
    "text",
    [
        "The value is low, as the output shows 48 rows.\n\nlow 48",
        "One high-level workshop and two medium-sized teams took part.",
        "A critical finding must be fixed within 7 days, a high one within 30 days.",
        "Sensors of high and low altitude: alto 12. The media reported 3 times.",
        "The audit showed no critical issues. The others follow in another letter.",
    ],
)
def test_what_counts_no_findings(text: str) -> None:
    """Neither a finding nor a statement that there is none."""
    extraction = read(f"# Report\n\n{text}\n")
    assert (extraction.facts, extraction.nothing_stated) == ((), "")


def test_no_issue_of_any_grade_is_no_finding() -> None:
    """Said of one grade after the other, it is said of all."""
    text = "No critical issues were found.\n\nNo major issues were found.\n\nNo minor issues were found.\n"
    assert read(text).nothing_stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "## 1. Reviews are late\n\n**Rating:** High\n\n## 2. Copies untested\n\n**Rating:** Medium\n",
            (0, 1, 1, 0),
        ),
        (
            "## Finding 1: Reviews are late (High)\n\nx\n\n## Finding 2: Copies untested (Low)\n\nx\n",
            (0, 1, 0, 1),
        ),
        ("## Reviews are late - High\n\nx\n\n## Copies are untested - Medium risk\n\nx\n", (0, 1, 1, 0)),
        ("Finding #1 - Keys leak - Low (Resolved)\n\nx\n\nFinding #2 - Vault - High\n\nx\n", (0, 1, 0, 1)),
        ("Feststellung 1: Zugang\nRisiko: hoch\n\nFeststellung 2: Sicherung\nRisiko: mittel\n", (0, 1, 1, 0)),
    ],
)
def test_findings_with_their_grade_beside_or_below(text: str, expected: tuple[int, int, int, int]) -> None:
    """In brackets, behind a dash, or on a line of its own; the number of a finding counts nothing."""
    extraction = read(f"# Report\n\n{text}")
    assert counts(extraction) == expected
    assert all(isinstance(fact, AuditFinding) for fact in extraction.facts)


def test_numbers_without_a_hyphen_and_the_status_behind_the_title() -> None:
    """`M01. The key leaks (fixed)` is a medium finding that is fixed; the contents name it, too."""
    contents = "M01. The key leaks (fixed) ........ 6\nL01. Unused code ........ 8\n"
    text = f"{contents}\n\nM01. The key leaks (fixed)\n\nText.\n\nL01. Unused code\n\nText.\n"
    findings = [fact for fact in read(text).facts if isinstance(fact, AuditFinding)]
    assert [(f.finding, f.title, f.status) for f in findings] == [
        ("M-01", "The key leaks", "fixed"),
        ("L-01", "Unused code", ""),
    ]
