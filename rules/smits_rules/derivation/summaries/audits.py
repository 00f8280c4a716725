"""The open findings of each audit in its newest report, and those past their due date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from smits_rules.derivation.equivalence.file_versions import bare_name, folder_of, in_force
from smits_rules.derivation.equivalence.parties import own_name
from smits_rules.derivation.inputs import Circumstances, InputFacts, overdue_stage, sources_of
from smits_rules.vocabulary import AuditFinding, AuditReport, AuditSummary, Fact, FindingOverdue, Service

_GRADES = ("critical", "high", "medium", "low")


def audit_summaries(
    inputs: Iterable[InputFacts], services: Sequence[Service], circumstances: Circumstances
) -> Iterator[AuditSummary]:
    """One fact per audit with open findings.

    A later report with the same findings, or the same subject and period, replaces the earlier one. If
    single findings are not listed, the counts of the report are used.

    Args:
        inputs: every input that was read.
        services: of the portfolio in force; a report that names them or their products is the organisation's
            own.
        circumstances: the organisation's names.
    """
    for chain in in_force(inputs, _contents):
        newest = chain[-1]
        findings = list(newest.of(AuditFinding))
        if findings:
            still = [finding for finding in findings if not finding.is_settled]
            counts = Counter(str(finding.severity) for finding in still)
            grave: list[Fact] = [f for f in still if f.severity in ("critical", "high")] or [*still]
        else:
            reports = list(newest.of(AuditReport))
            counts = Counter({grade: sum(getattr(r, grade) for r in reports) for grade in _GRADES})
            grave = [report for report in reports if any(getattr(report, grade) for grade in _GRADES)]
        if grave:
            subject = _subject(chain)
            yield AuditSummary(
                report=subject,
                critical=counts["critical"],
                high=counts["high"],
                medium=counts["medium"],
                low=counts["low"],
                own=own_name((subject, *map(_wording, grave)), services, circumstances),
                source=grave[0].source,
                sources=sources_of(grave),
                quote=grave[0].quote,
                confidence=grave[0].confidence,
            )


OLD_DAYS = 365
"""Findings that were due longer than this before their report arrived are archive material."""


def findings_overdue(
    inputs: Iterable[InputFacts], services: Sequence[Service], circumstances: Circumstances
) -> Iterator[FindingOverdue]:
    """One fact per audit with open findings past their due date.

    The newest report determines which are open. If critical or high findings are among them, their dates
    count.

    Args:
        inputs: every input that was read.
        services: of the portfolio in force; a report that names them or their products is the organisation's
            own.
        circumstances: the date, and the organisation's names.
    """
    today = circumstances.today
    for chain in in_force(inputs, _contents):
        newest = chain[-1]
        oldest = newest.received.date() - dt.timedelta(days=OLD_DAYS)
        late = [
            (finding, finding.due)
            for finding in newest.of(AuditFinding)
            if finding.due and oldest <= finding.due < today and not finding.is_settled
        ]
        if not late:
            continue
        late.sort(
            key=lambda pair: (_GRADES.index(pair[0].severity) if pair[0].severity in _GRADES else 9, pair[1])
        )
        grave = [pair for pair in late if pair[0].severity in ("critical", "high")]
        due = min(day for _, day in grave or late)
        overdue = (today - due).days
        subject, findings = _subject(chain), [finding for finding, _ in grave or late]
        yield FindingOverdue(
            report=subject,
            own=own_name((subject, *map(_wording, findings)), services, circumstances),
            findings=tuple(" ".join(filter(None, (f.finding, f.title))) for f in findings),
            overdue=len(late),
            grave=len(grave),
            due=due,
            overdue_days=overdue,
            stage_days=overdue_stage(overdue),
            source=findings[0].source,
            sources=sources_of(findings),
            quote=findings[0].quote,
            confidence=findings[0].confidence,
        )


def _contents(item: InputFacts) -> frozenset[str]:
    """The identity of an audit across reports: subject and period if stated, else the findings.

    Every auditor uses numbers such as `1` or `A-2`; together with the title they identify a finding.
    """
    stated = {f"{r.subject} {r.period}".casefold() for r in item.of(AuditReport) if r.subject and r.period}
    listed = {(f.title or f"{bare_name(item.path)} {f.finding}").casefold() for f in item.of(AuditFinding)}
    counted = {bare_name(item.path)} if not listed and any(item.of(AuditReport)) else set()
    return frozenset(listed or stated or counted)


def _subject(chain: list[InputFacts]) -> str:
    """What was audited, as named by the first report that states it, or else the name of the first report."""
    for item in chain:
        for report in item.of(AuditReport):
            if report.subject:
                return " ".join(part for part in (report.subject, report.period) if part)
    return PurePosixPath(chain[0].path).stem


def _wording(fact: Fact) -> str:
    return " ".join((fact.title if isinstance(fact, AuditFinding) else "", fact.quote))


def audit_links(item: InputFacts) -> Iterator[tuple[str, object]]:
    """The links of a report to others that it may replace, or be replaced by."""
    folder = folder_of(item.path)
    return ((folder, stated) for stated in _contents(item))
