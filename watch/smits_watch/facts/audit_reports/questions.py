"""The questions asked if the grades or dates of a list of findings are ambiguous."""

from __future__ import annotations

from collections.abc import Sequence

from smits_rules.vocabulary import AuditFinding
from smits_watch.facts.audit_reports.finding_lines import FindingLine, FindingList, unknown_words
from smits_watch.facts.audit_reports.grades import GRADES, Grade
from smits_watch.facts.date_order import date_order_question
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

MOST_WORDS = 4
"""The most unknown grades that are asked about; a column with more of them contains something else."""
NO_FINDING = "no finding"


def grade_questions(listed: FindingList) -> list[FileQuestion]:
    """Ask how severe the auditor's unknown grades are, one question per word."""
    words = unknown_words(listed)
    return [_grade_question(listed, word) for word, _ in words.most_common(MOST_WORDS)]


def _grade_question(listed: FindingList, word: str) -> FileQuestion:
    lines = [line for line in listed.lines if line.unknown == word]
    count = f"{len(lines)} finding{'s' if len(lines) > 1 else ''}"
    first = lines[0].finding
    candidates = [
        Candidate(
            answer=f"{word} = {grade}",
            meaning=f"{count} of the grade {grade}.",
            facts=tuple(_with_grade(line, grade) for line in lines),
        )
        for grade in GRADES
    ]
    return FileQuestion(
        topic="grade",
        text=f"How severe is '{word}' ({count})?",
        anchor=first.source.rpartition("#")[2],
        quote=first.quote,
        candidates=(
            *candidates,
            Candidate(answer=f"{word} = {NO_FINDING}", meaning="These lines are not findings."),
        ),
        shape=shape_of([*listed.records.layout.headers, word]),
    )


def direction_question(
    listed: FindingList, lowest: Sequence[AuditFinding], highest: Sequence[AuditFinding]
) -> FileQuestion:
    """Ask which end of a numeric scale is the most severe.

    Args:
        listed: the list.
        lowest: its findings if 1 is the most severe grade.
        highest: its findings if the highest number is.
    """
    scale = listed.scale
    top = max(scale.numbers, default=5) if scale else 5
    return FileQuestion(
        topic="grade",
        text=f"Which grade is the most severe: 1 or {max(top, 4):g}?",
        anchor=lowest[0].source.rpartition("#")[2],
        quote=lowest[0].quote,
        candidates=(
            Candidate(answer="1 is the gravest", meaning=_meaning(lowest), facts=tuple(lowest)),
            Candidate(
                answer="the highest number is the gravest", meaning=_meaning(highest), facts=tuple(highest)
            ),
        ),
        shape=shape_of([*listed.records.layout.headers, "scale"]),
    )


def date_question(
    listed: FindingList, day_first: Sequence[AuditFinding], month_first: Sequence[AuditFinding]
) -> FileQuestion | None:
    """Ask for the order of day and month in due dates."""
    return date_order_question(
        day_first,
        month_first,
        "due",
        lambda finding: f"'{finding.title}' is due",
        listed.records.layout.headers,
    )


def _meaning(findings: Sequence[AuditFinding]) -> str:
    counts = [(grade, sum(finding.severity == grade for finding in findings)) for grade in GRADES]
    return ", ".join(f"{count} {grade}" for grade, count in counts if count) + "."


def _with_grade(line: FindingLine, grade: Grade | None) -> AuditFinding:
    """The finding of a row with a grade chosen by a person."""
    return line.finding.model_copy(update={"severity": grade})
