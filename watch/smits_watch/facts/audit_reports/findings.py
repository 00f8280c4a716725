"""The findings in a report's tables, and the questions about their grades and dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import AuditFinding
from smits_watch.documents.document import Document
from smits_watch.facts.audit_reports.finding_lines import FindingList, unknown_words
from smits_watch.facts.audit_reports.findings_table import finding_lists
from smits_watch.facts.audit_reports.grades import GRADES, Direction
from smits_watch.facts.audit_reports.questions import (
    MOST_WORDS,
    date_question,
    direction_question,
    grade_questions,
)
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.question import FileQuestion


@dataclass(frozen=True, slots=True)
class TabledFindings:
    """The findings of a document's tables."""

    findings: list[AuditFinding]
    questions: tuple[FileQuestion, ...]
    proofs: tuple[str, ...]
    all_conform: bool = False
    """Whether it is a checklist in which every item conforms."""


def tabled_findings(document: Document, context: ExtractionContext) -> TabledFindings:
    """Extract the findings from the tables of a document.

    Args:
        document: a report, a log, a register.
        context: configured headers, the organisation, remembered answers.

    Returns:
        The unambiguous findings, and a question about each ambiguity.
    """
    findings: list[AuditFinding] = []
    questions: list[FileQuestion] = []
    proofs: list[str] = []
    lists = finding_lists(document, context.columns, context.profile)
    for index, finding_list in enumerate(lists):
        if not finding_list.lines:
            continue
        sure, asked = _settled(document, context, index, finding_list)
        findings += _new(sure, findings)
        questions += asked
        proofs.append(_proof(finding_list))
    return TabledFindings(findings, tuple(questions), tuple(proofs), _all_conform(lists))


def _new(sure: Sequence[AuditFinding], audit_findings: Sequence[AuditFinding]) -> list[AuditFinding]:
    """The findings of a list that no earlier list of the document contains.

    Workbooks often contain the same list sorted or filtered in several ways.
    """
    known_keys = {_key(finding) for finding in audit_findings if finding.finding}
    return [finding for finding in sure if not finding.finding or _key(finding) not in known_keys]


def _key(finding: AuditFinding) -> tuple[object, ...]:
    return finding.finding, finding.title, finding.severity, finding.status, finding.due


def _settled(
    document: Document, context: ExtractionContext, index: int, listed: FindingList
) -> tuple[list[AuditFinding], list[FileQuestion]]:
    """The unambiguous findings of a list, and its questions without an answer."""

    def read(*, lowest: bool | None = None, month_first: bool | None = None) -> list[AuditFinding]:
        direction: Direction | None = None if lowest is None else "lowest" if lowest else "highest"
        again = finding_lists(
            document, context.columns, context.profile, direction=direction, month_first=month_first
        )
        return [line.finding for line in again[index].lines]

    if listed.unnumbered:
        return _answered(context, [direction_question(listed, read(lowest=True), read(lowest=False))], ())
    words = unknown_words(listed)
    if len(words) > MOST_WORDS:
        return [_inferred(line.finding) for line in listed.lines], []
    sure = [line.finding for line in listed.lines if not line.unknown]
    if words:
        if listed.doubtful_dates:
            sure = [finding.model_copy(update={"due": None}) for finding in sure]
        return _answered(context, grade_questions(listed), sure)
    if listed.doubtful_dates:
        question = date_question(listed, read(month_first=False), read(month_first=True))
        if question is not None:
            return _answered(context, [question], ())
    return sure, []


def _answered(
    context: ExtractionContext,
    questions: Sequence[FileQuestion],
    sure: Sequence[AuditFinding],
) -> tuple[list[AuditFinding], list[FileQuestion]]:
    findings, open_ = list(sure), []
    for question in questions:
        settlement = context.settle(question)
        if settlement is None:
            open_.append(question)
        elif settlement.candidate is not None:
            findings += [fact for fact in settlement.candidate.facts if isinstance(fact, AuditFinding)]
        elif (typed := settlement.answer.choice.casefold()) in GRADES:
            match = next((c for c in question.candidates if c.answer.endswith(f"= {typed}")), None)
            findings += [fact for fact in (match.facts if match else ()) if isinstance(fact, AuditFinding)]
    return findings, open_


def _inferred(finding: AuditFinding) -> AuditFinding:
    return finding.model_copy(update={"confidence": "inferred"})


def _proof(listed: FindingList) -> str:
    graded = sum(line.graded for line in listed.lines)
    lines = len(listed.lines)
    column = listed.column
    if column is not None and graded:
        return f"{graded} of its {lines} lines have a grade in the column '{column.header}'."
    return f"Its {lines} lines have no grade."


def _all_conform(lists: Sequence[FindingList]) -> bool:
    return any(finding_list.scale and finding_list.records.rows for finding_list in lists) and not any(
        finding_list.lines for finding_list in lists
    )
