"""Findings in sections of one grade each: `## High findings`, and below it a heading or an item for each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from smits_rules.vocabulary import AuditFinding
from smits_watch.documents.document import Document, Passage
from smits_watch.facts.word_files import word_lists
from smits_watch.prose.dates import find_dates

_NOUNS = (
    r"findings?|issues?|vulnerabilit(?:y|ies)|observations?|risks?|recommendations?|weaknesses|deficiencies|"
    r"non-?conformities|feststellungen|befunde|schwachstellen|mängel|abweichungen|constats?|anomalies|"
    r"hallazgos|"
    r"rilievi|bevindingen"
)
_FEWEST_GROUPS = 2
"""Sections of different grades that are needed; one alone may be a legend or an opinion."""
_DETAIL = re.compile(
    r"\W*(?:descriptions?|summary|details?|impact|risks?|recommendations?|remediation|mitigation|proof|"
    r"steps?|"
    r"evidence|references?|background|context|overview|location|example|tools used|code|status|comments?|"
    r"response|"
    r"management response|affected|beschreibung|auswirkung|empfehlung|maßnahme|risque|recommandation|constat|"
    r"recomendación|raccomandazione)\b.{0,40}",
    re.IGNORECASE,
)
"""Headings below a finding."""
_ITEM = re.compile(r"^ {0,1}(?:[-*•]|\d{1,3}[.)])\s+(?P<text>\S.*)$", re.MULTILINE)
_NONE = re.compile(
    r"\W*(?:none|no\b.{0,40}|n/?a|nil|keine?\b.{0,40}|aucune?\b.{0,40}|ningun[oa]\b.{0,40}|"
    r"nessun[oa]?\b.{0,40}|"
    r"geen\b.{0,40})(?:\s+(?:found|identified|noted))?\W*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^\W*(?:(?:finding|issue|observation|feststellung|constat|hallazgo|rilievo)\s+)?"
    r"(?P<id>#?[A-Z]{0,8}-?\d{1,4}(?:\.\d{1,3})*)\s*(?:[:.)\u2013-]|\s-)\s*(?=\S)",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"^\W{0,6}(?:finding |remediation )?(?:status|state|stand|statut|état|estado|"
    r"stato)\W{0,6}[:\u2013-]\W{0,4}"
    r"(?P<status>\w.{1,60})",
    re.IGNORECASE | re.MULTILINE,
)
_DUE = re.compile(
    r"^\W{0,6}(?:due(?: date)?|target date|deadline|frist|termin|fällig(?: am)?|umsetzung bis|échéance|"
    r"fecha límite|"
    r"plazo|scadenza|vervaldatum)\W{0,6}[:\u2013-]\W{0,4}(?P<day>\S.{3,40})",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Group:
    grade: Any
    passages: Sequence[Passage]
    """Those below its heading."""


def findings_in_sections(document: Document, severity: Callable[[str], Any]) -> list[AuditFinding]:
    """The findings below headings that name a grade.

    Args:
        document: the report; its headings have levels.
        severity: turns an auditor's word into a grade.

    Returns:
        One per heading below, or per item where a section has no headings; empty unless there are sections of
        at least two grades.
    """
    groups = list(_groups(document.passages, severity))
    if len({group.grade for group in groups}) < _FEWEST_GROUPS:
        return []
    return [finding for group in groups for finding in _findings(document, group)]


def _groups(passages: Sequence[Passage], severity: Callable[[str], Any]) -> Iterator[_Group]:
    for index, passage in enumerate(passages):
        match = _section().fullmatch(passage.text.strip()) if passage.heading and passage.level else None
        grade = severity(match["grade"]) if match else None
        if grade is None:
            continue
        end = next(
            (
                number
                for number, later in enumerate(passages[index + 1 :], index + 1)
                if later.heading and later.level <= passage.level
            ),
            len(passages),
        )
        yield _Group(grade, passages[index + 1 : end])


def _findings(document: Document, group: _Group) -> Iterator[AuditFinding]:
    headings = [
        (number, passage)
        for number, passage in enumerate(group.passages)
        if passage.heading and not _DETAIL.fullmatch(passage.text)
    ]
    top = min((passage.level for _, passage in headings), default=0)
    headings = [(number, passage) for number, passage in headings if passage.level == top]
    if not headings:
        for passage in group.passages:
            for match in _ITEM.finditer(passage.text):
                if not _NONE.fullmatch(match["text"]):
                    yield _finding(document, passage, match["text"], group.grade, "")
        return
    ends = [number for number, _ in headings[1:]] + [len(group.passages)]
    for (number, passage), end in zip(headings, ends, strict=True):
        below = "\n".join(later.text for later in group.passages[number + 1 : end])
        if not _NONE.fullmatch(passage.text):
            yield _finding(document, passage, passage.text, group.grade, below)


def _finding(document: Document, passage: Passage, text: str, grade: Any, below: str) -> AuditFinding:
    plain = " ".join(text.replace("**", "").replace("`", "").split()).strip("# ")
    number = _NUMBER.match(plain)
    status = _STATUS.search(below)
    return AuditFinding(
        finding=number["id"][:40] if number else "",
        title=(plain[number.end() :] if number else plain)[:200],
        severity=grade,
        status=status["status"].strip(" *_|")[:60] if status else "",
        due=_due(below),
        source=document.source(passage.anchor),
        quote=plain[:200],
        confidence="inferred",
    )


def _due(below: str) -> dt.date | None:
    match = _DUE.search(below)
    days = find_dates(match["day"]) if match else []
    return days[0].date if days else None


@cache
def _section() -> re.Pattern[str]:
    lists = word_lists("audit_reports/audit_words.toml")
    words = {
        word
        for table in ("severity", "severity_beside_others")
        for listed in lists[table].values()
        for word in listed
    }
    grades = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        rf"\W*(?:\d+(?:\.\d+)*\.?\s+)?(?P<grade>{grades})(?:[- ](?:risk|severity|priority|level|impact))?"
        rf"(?:\s+(?:{_NOUNS}))?\W*(?:\d{{1,4}}\W*)?",
        re.IGNORECASE,
    )
