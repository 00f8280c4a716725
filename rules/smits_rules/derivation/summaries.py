"""Summaries of service and audit reports, and how customer scores moved."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from smits_rules.derivation.inputs import InputFacts, newest_versions, places
from smits_rules.vocabulary import (
    AuditFinding,
    AuditSummary,
    Feedback,
    FeedbackChange,
    ServiceLevel,
    ServiceLevelSummary,
)

_PERIOD = re.compile(
    r"(?:FY)?(?P<year>\d{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])|(?P<until>\d{4})))?"
)
"""Periods in their short form: 2027, FY2027, 2026-2027, 2027-Q1, 2027-H1, 2027-03."""


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
        findings = [finding for finding in item.of(AuditFinding) if not finding.is_settled]
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

    Periods are ordered by their ends. Where a score names no period, or one that is not in its short form,
    all scores of the measure and segment are ordered by their arrival. A score for a period that was scored
    before replaces the earlier one.
    """
    scores: dict[tuple[str, str], dict[str, Feedback]] = defaultdict(dict)
    for item in sorted(inputs, key=lambda item: item.order):
        for feedback in item.of(Feedback):
            key = (feedback.measure.casefold(), feedback.segment.casefold())
            scores[key][feedback.period or item.id] = feedback
    for by_period in scores.values():
        if len(by_period) < 2:
            continue
        before, latest = (by_period[period] for period in _in_order(list(by_period))[-2:])
        change = latest.score - before.score
        if not math.isfinite(change):
            continue
        yield FeedbackChange(
            measure=latest.measure,
            segment=latest.segment,
            period=latest.period,
            score=latest.score,
            previous=before.score,
            change=round(change, 4),
            source=latest.source,
            sources=places((latest, before)),
            quote=latest.quote,
            confidence=latest.confidence,
        )


def _in_order(periods: list[str]) -> list[str]:
    """Periods by their ends; as they came where not all of them can be ordered."""
    ends = {period: _end_of(period) for period in periods}
    if None in ends.values():
        return periods
    return sorted(periods, key=lambda period: ends[period] or (0, 0))


def _end_of(period: str) -> tuple[int, int] | None:
    """The year and month in which a period ends; None where its form is not known."""
    parts = _PERIOD.fullmatch(period.strip().upper())
    if parts is None:
        return None
    year = int(parts["until"] or parts["year"])
    if parts["month"]:
        return year, int(parts["month"])
    if parts["half"]:
        return year, 6 * int(parts["half"])
    return year, 3 * int(parts["quarter"] or 4)
