"""Summaries of reports: whether they count findings of this audit, and whether their counts add up."""

from __future__ import annotations

import re
from functools import cache

from smits_rules.vocabulary import AuditReport
from smits_watch.documents.document import Document
from smits_watch.facts.audit_reports.counts.stated_counts import GRADES_COUNTED, number_words
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

_OPENING = 600
"""Characters of a text that say what it is."""
_PLANNED = re.compile(
    r"\b(?:audit (?:announcement|notification|plan|programme|program|schedule)|announcement of (?:the |"
    r"an )?audit|"
    r"planned audits?|prüfungsankündigung|ankündigung (?:der|einer) prüfung|prüfungsplan|revisionsplan|"
    r"auditplan|"
    r"plan d.audit|annonce d.(?:un )?audit|lettre de mission|plan de auditoría|anuncio de auditoría|"
    r"piano di audit|avviso di audit|auditprogramma)\b",
    re.IGNORECASE,
)
"""Titles of texts on an audit that has not taken place."""
_PORTFOLIO = re.compile(
    r"\b(?:portfolio of|(?:my|our) (?:public )?(?:audits|reports|findings)|track record|leaderboard|"
    r"ranked #?\d)\b",
    re.IGNORECASE,
)
"""An auditor's list of past work, whose counts are no findings of one audit."""
_NOUNS = (
    r"findings?|issues?|observations?|vulnerabilit(?:y|ies)|recommendations?|weaknesses|deficiencies|"
    r"non-?conformities|feststellungen?|befunde?|schwachstellen?|mängel|abweichungen|constats?|anomalies|"
    r"hallazgos?|"
    r"observaciones|rilievi|constatazioni|bevindingen"
)
_OPENS = (
    r"\s*(?:[(:\u2013\u2014]|,?\s*(?:of which|including|namely|davon|dont|à savoir|de los cuales|de ellos|"
    r"di cui|"
    r"waarvan)\b)"
)
"""What opens the breakdown of a total: `9 findings (2 high, ...)`."""
_PARTIAL = re.compile(
    r"\b(?:of which|including|davon|darunter|dont|de los cuales|di cui|waarvan)\b", re.IGNORECASE
)
"""It may name only the grave ones."""
_FEWEST_GRADES = 3
"""Grades that a breakdown must name to be a complete one."""
_INFORMATIONAL = re.compile(
    r"\b(?:info\w*|notes?|hinweise?|opportunit\w+|improvements?|empfehlungen|remarques?|observaciones|"
    r"best practices?|advisory|suggestions?|ungraded|unrated)\b",
    re.IGNORECASE,
)
"""Further findings without one of the grades."""
_BREAKDOWN = 160
"""Characters of a breakdown."""


def announces_only(document: Document) -> bool:
    """Whether a text announces an audit, or lists an auditor's past work."""
    opening = f"{document.metadata.get('title', '')} {document.text[:_OPENING]}"
    return bool(_PLANNED.search(opening[: _OPENING // 3]) or _PORTFOLIO.search(opening))


def total_question(text: str, report: AuditReport) -> FileQuestion | None:
    """A question about counts that do not add up to the total that is stated before them.

    A breakdown may leave out minor findings (`9, of which 2 are critical`), but not exceed the total.

    Args:
        text: the report.
        report: its counts by grade.
    """
    counts = {grade: int(getattr(report, grade)) for grade in GRADES_COUNTED if getattr(report, grade)}
    graded = sum(counts.values())
    for match in _total().finditer(text):
        word = match["total"].casefold()
        total = int(word) if word.isdigit() else number_words()[word]
        below = text[match.end() : match.end() + _BREAKDOWN].split("\n", maxsplit=1)[0]
        is_complete = (
            len(counts) >= _FEWEST_GRADES
            and not _PARTIAL.search(match["opens"])
            and not _INFORMATIONAL.search(below)
        )
        if total != graded and (graded > total or is_complete):
            return _question(total, graded, counts, report, " ".join(text[match.start() :][:200].split()))
    return None


def _question(
    total: int, graded: int, counts: dict[str, int], report: AuditReport, quote: str
) -> FileQuestion:
    listed = ", ".join(f"{count} {grade}" for grade, count in counts.items())
    return FileQuestion(
        topic="total",
        text=f"It counts {total} findings, but its grades add up to {graded}. Are its grades right?",
        anchor=report.source.partition("#")[2],
        quote=quote,
        candidates=(
            Candidate(answer=f"{graded} findings", meaning=f"{listed}.", facts=(report,)),
            Candidate(answer="no findings", meaning="Its counts are left out."),
        ),
        shape=shape_of([report.subject, "total"]),
    )


@cache
def _total() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, number_words()), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,])(?P<total>\d{{1,4}}|{words})\s+(?:\w+\s+)?(?:{_NOUNS})\b(?P<opens>{_OPENS})",
        re.IGNORECASE,
    )
