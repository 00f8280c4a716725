"""Summaries of service and audit reports, and how customer scores moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from smits_rules.deriving.given import InputFacts, newest_versions, places
from smits_rules.vocabulary import (
    AuditFinding,
    AuditSummary,
    Feedback,
    FeedbackChange,
    ServiceLevel,
    ServiceLevelSummary,
)


def service_level_summaries(inputs: Iterable[InputFacts]) -> Iterator[ServiceLevelSummary]:
    """One for each report with service levels that have both target and actual."""
    for item in newest_versions(inputs):
        levels = [level for level in item.of(ServiceLevel) if level.met is not None]
        if not levels:
            continue
        missed = [level for level in levels if not level.met]
        period, _ = Counter(level.period for level in levels).most_common(1)[0]
        yield ServiceLevelSummary(
            period=period or item.path,
            measured=len(levels),
            missed=len(missed),
            breach_pct=round(100 * len(missed) / len(levels), 4),
            source=(missed or levels)[0].source,
            sources=places(missed or levels[:1]),
            quote=(missed or levels)[0].quote,
        )


def audit_summaries(inputs: Iterable[InputFacts]) -> Iterator[AuditSummary]:
    """One for each audit report: its findings that are not resolved, by severity."""
    for item in newest_versions(inputs):
        findings = [finding for finding in item.of(AuditFinding) if not _resolved(finding)]
        if not findings:
            continue
        grades = Counter(finding.severity for finding in findings)
        grave = [finding for finding in findings if finding.severity in ("critical", "high")] or findings
        yield AuditSummary(
            report=item.path,
            critical=grades["critical"],
            high=grades["high"],
            medium=grades["medium"],
            low=grades["low"],
            source=grave[0].source,
            sources=places(grave),
            quote=grave[0].quote,
            confidence=grave[0].confidence,
        )


def feedback_changes(inputs: Iterable[InputFacts]) -> Iterator[FeedbackChange]:
    """The latest score of each measure and segment against the one of the period before.

    Periods are ordered as texts, which holds for years, quarters and months in ISO form; a score for a period
    that was scored before replaces the earlier one.
    """
    scores: dict[tuple[str, str], dict[str, Feedback]] = defaultdict(dict)
    for item in sorted(inputs, key=lambda item: item.order):
        for feedback in item.of(Feedback):
            key = (feedback.measure.casefold(), feedback.segment.casefold())
            scores[key][feedback.period or item.id] = feedback
    for by_period in scores.values():
        if len(by_period) < 2:
            continue
        before, latest = (by_period[period] for period in sorted(by_period)[-2:])
        yield FeedbackChange(
            measure=latest.measure,
            segment=latest.segment,
            period=latest.period,
            score=latest.score,
            previous=before.score,
            change=round(latest.score - before.score, 4),
            source=latest.source,
            sources=places((latest, before)),
            quote=latest.quote,
            confidence=latest.confidence,
        )


def _resolved(finding: AuditFinding) -> bool:
    return finding.status.strip().casefold() in ("resolved", "closed", "implemented", "done", "fixed")
