"""Extracts audit findings and their severity from counts, tables and the text under headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from smits_rules.vocabulary import AuditFinding, AuditReport
from smits_watch.documents.document import Document, Passage
from smits_watch.facts.audit_reports.counts.counts_table import CountsTable, counts_in_tables, summed
from smits_watch.facts.audit_reports.counts.stated_counts import counts_in
from smits_watch.facts.audit_reports.counts.summaries import announces_only, total_question
from smits_watch.facts.audit_reports.findings import TabledFindings, tabled_findings
from smits_watch.facts.audit_reports.grouped import findings_in_sections
from smits_watch.facts.audit_reports.oscal import assessed
from smits_watch.facts.audit_reports.titles import (
    graded_headings,
    graded_titles,
    is_legend,
    states_none,
    text_table,
)
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.text_tables import with_text_tables

_LETTERS = {"C": "critical", "H": "high", "M": "medium", "L": "low", "I": "info", "N": "info", "G": "info"}
"""In many reports the letter of a finding's number is its severity: H-01."""
_NUMBER = re.compile(
    r"^\W{0,3}(?:\[(?P<in>[CHMLING])-?(?P<n>\d{1,3})\]|(?P<out>[CHMLING])(?:-(?P<m>\d{1,3})\b|"
    r"(?P<k>\d{1,2})[.:](?=\s)))"
    r"[\s:.\u2013-]*(?P<title>.*)",
    re.MULTILINE,
)
_STATUS_BEHIND = re.compile(
    r"\s*[(\[](?P<status>fixed|resolved|acknowledged|open|closed|partially fixed|not fixed|mitigated|"
    r"accepted|behoben|offen)[)\]]",
    re.IGNORECASE,
)
"""`M01. The key leaks (fixed)`."""
_LEADER = re.compile(r"\s*(?:\.{4,}|(?:\. ){4,}).*$")
"""The dots and page number after a title in a table of contents."""
_SUMMED: tuple[Any, ...] = ("critical", "high", "medium", "low")
_STATED = (
    r"(?:severity|risk(?: rating)?|rating|priority|schweregrad|risiko|gravité|criticité)\s*[:\u2013-]\s*"
    r"\W{{0,4}}({words})\b"
)


_GRADES_FOR_NONE = 3
"""With this many grades at 0, a summary states that there are no findings; with fewer, others may exist."""
_LEAST_SHORT = 2
"""Findings numbered like `M01.` that are needed to make a list."""
_NEAR = 12
"""Passages after a finding in which its status may be: description, risk, recommendation, response."""
_STATUS = re.compile(
    r"^\W{0,4}(?:finding |remediation )?(?:status|state|stand|umsetzungsstand|statut|état)\W{0,3}[:\u2013-]"
    r"\W{0,4}(?P<status>\w.{1,60})",
    re.IGNORECASE | re.MULTILINE,
)


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the findings of a report.

    OSCAL is taken as stated. Otherwise numbered findings (`[H-01] ...`) take precedence, then tables with a
    severity, then severities under headings (`Severity: high`), and finally the counts of a summary.

    Args:
        document: prose, with or without tables.
        context: configured headers for the fields of `audit-finding`.

    Returns:
        An `audit-finding` per finding; the summary has the counts of `critical`, `high`, `medium` and
        `low`.
    """
    document = with_text_tables(document)
    stated = assessed(document)
    if stated is not None:
        return Extraction("audit-reports", tuple(stated), _counts(stated))
    tabled = tabled_findings(document, context)
    counted = dict.fromkeys(_SUMMED, 0) | counts_in(document.text)
    findings = _listed(document, tabled.findings)
    if any(counted.values()) and not any(finding.severity for finding in findings):
        findings = []  # e.g. a legend of statuses; the summary is more reliable
    findings = findings or _stated(document, counted)
    summary = counts_in(document.text)
    findings = _as_summed_up(findings, summary)
    if findings or tabled.questions:
        return Extraction(
            "audit-reports",
            tuple(findings),
            _counts(findings),
            questions=tabled.questions,
            proofs=tabled.proofs,
        )
    table = counts_in_tables(document)
    if table is not None:
        return Extraction("audit-reports", (_counted(document, table),), summed(table.counts))
    if any(counted.values()) and not announces_only(document):
        return _summed_up(document, counted, context)
    nothing = "The report states no findings." if _says_none(document, tabled) else ""
    warnings = () if nothing else ("No findings could be made out in it.",)
    return Extraction("audit-reports", (), counted, warnings, nothing_stated=nothing)


def _summed_up(document: Document, counted: dict[str, int], context: ExtractionContext) -> Extraction:
    """The counts of a summary; a question if they do not add up to its total."""
    report = _report(document, counted)
    question = total_question(document.text, report)
    if question is None:
        return Extraction("audit-reports", (report,), counted)
    settlement = context.settle(question)
    if settlement is None:
        return Extraction("audit-reports", questions=(question,))
    if settlement.candidate is None or not settlement.candidate.facts:
        return Extraction("audit-reports", nothing_stated="Its counts are left out, after an earlier answer.")
    return Extraction("audit-reports", settlement.candidate.facts, counted)


def _as_summed_up(audit_findings: list[AuditFinding], summary: Mapping[str, int]) -> list[AuditFinding]:
    """The findings without those of a grade that a complete summary counts as 0.

    Empty if the summary counts more findings than were recognised in the report; then the summary is used.
    """
    if len(summary) < _GRADES_FOR_NONE:
        return audit_findings
    kept = [
        finding for finding in audit_findings if not (finding.severity and summary.get(finding.severity) == 0)
    ]
    graded = sum(bool(finding.severity in summary) for finding in kept)
    return kept if graded >= sum(summary.values()) else []


def _says_none(document: Document, tabled: TabledFindings) -> bool:
    counts = counts_in(document.text)
    return bool(tabled.all_conform or states_none(document) or len(counts) >= _GRADES_FOR_NONE)


def _counted(document: Document, table: CountsTable) -> AuditReport:
    """The counts of a table, for a report that doesn't list its findings."""
    first = document.passages[0].text.strip().split("\n")[0] if document.passages else ""
    title = document.metadata.get("title") or first or document.path.rpartition("/")[2].rpartition(".")[0]
    return AuditReport(
        subject=" ".join(title.split())[:120],
        **summed(table.counts),
        source=document.source(table.anchor),
        quote=table.quote,
    )


def _listed(document: Document, tabled: list[AuditFinding]) -> list[AuditFinding]:
    """The findings that are listed one by one, from the most reliable form available."""
    printed = text_table(document, _severity)
    if printed and len(printed) >= len(tabled) and not any(finding.finding for finding in tabled):
        tabled = []  # the other forms have no numbers, and not always a title
    return (
        _numbered(document, {finding.finding: finding for finding in tabled})
        or graded_titles(document, _severity)
        or tabled
        or graded_headings(document, _severity)
        or printed
        or findings_in_sections(document, _severity)
    )


def _report(document: Document, counts: Mapping[str, int]) -> AuditReport:
    """The counts of a summary, for a report that doesn't list its findings."""
    first = document.passages[0]
    title = document.metadata.get("title") or first.text.strip().split("\n")[0]
    return AuditReport(
        subject=" ".join(title.split())[:120],
        **{grade: counts[grade] for grade in _SUMMED},
        source=document.source(first.anchor),
        quote=", ".join(f"{counts[grade]} {grade}" for grade in _SUMMED),
        confidence="inferred",
    )


def _counts(audit_findings: Sequence[AuditFinding]) -> dict[str, Any]:
    """The counts of the grades used in the summary."""
    graded = Counter(finding.severity for finding in audit_findings)
    return {grade: graded[grade] for grade in _SUMMED}


def _numbered(document: Document, tabled: Mapping[str, AuditFinding]) -> list[AuditFinding]:
    """The findings whose number contains the letter of their severity, once each."""
    audit_findings: dict[str, AuditFinding] = {}
    short: set[str] = set()  # numbers without a hyphen
    for index, passage in enumerate(document.passages):
        for match in _NUMBER.finditer(passage.text):
            letter, number = match["in"] or match["out"], match["n"] or match["m"] or match["k"]
            name = f"{letter}-{int(number):02d}"
            title = " ".join(_LEADER.sub("", match["title"]).split()).strip("|* ")[:200]
            behind = _STATUS_BEHIND.search(title)
            title = _STATUS_BEHIND.sub("", title)
            earlier = audit_findings.get(name)
            status = _status_below(document.passages, index, match.end(), numbered=True)
            status = behind["status"] if behind else status
            short.update([name] if match["k"] else [])
            if earlier is not None and (earlier.title or not title):
                audit_findings[name] = earlier.model_copy(update={"status": earlier.status or status})
                continue
            beside = tabled.get(name)
            audit_findings[name] = AuditFinding(
                finding=name,
                title=title or (beside.title if beside else ""),
                severity=_LETTERS[letter],
                status=(beside.status if beside else "") or status,
                source=document.source(passage.anchor),
                quote=match[0].strip()[:200],
                confidence="inferred",
            )
    if len(short) == len(audit_findings) < _LEAST_SHORT:
        return []  # a single `C1.` numbers a section
    missing = [
        finding for name, finding in tabled.items() if audit_findings and name not in audit_findings and name
    ]
    return [*audit_findings.values(), *missing]


def _stated(document: Document, counted: Mapping[str, int]) -> list[AuditFinding]:
    """The findings whose severity is stated under their heading or beside their title.

    If a summary has other counts, the summary is right: the severities may be part of a legend.
    """
    stated = []
    heading: Passage | None = None
    for index, passage in enumerate(document.passages):
        if passage.heading:
            heading = passage
        for match in _stated_pattern().finditer(passage.text):
            line = passage.text[match.start() :].partition("\n")[0]
            if is_legend(line):
                continue
            title = " ".join((heading or passage).text.split())[:200]
            stated.append(
                AuditFinding(
                    title=title,
                    severity=_severity(match[1] or match[2]),
                    status=_status_below(document.passages, index, 0, numbered=False),
                    source=document.source(passage.anchor),
                    quote=match[0][:200],
                    confidence="inferred",
                )
            )
    if any(counted.values()) and _counts(stated) != dict(counted):
        return []
    return stated


def _status_below(passages: Sequence[Passage], index: int, start: int, *, numbered: bool) -> str:
    """The status stated after a finding, before the next one begins.

    Args:
        passages: the report.
        index: index of the passage with the finding.
        start: where to begin within that passage.
        numbered: whether the next finding begins at the next number, rather than the next heading.
    """
    text = passages[index].text[start:]
    for passage in passages[index + 1 : index + 1 + _NEAR]:
        if passage.heading and (not numbered or _NUMBER.match(passage.text)):
            break
        text = f"{text}\n\n{passage.text}"
    if numbered and (following := _NUMBER.search(text)):
        text = text[: following.start()]
    status = _STATUS.search(text)
    return status["status"].strip(" *_|")[:60] if status else ""


def _severity(text: str) -> Any:
    plain = text.casefold().strip(" *[]().")
    listed = word_lists("audit_reports/audit_words.toml")
    for grade, words in (*listed["severity_in_titles"].items(), *listed["severity"].items()):
        if plain in words or plain.split(" ")[0] in words:
            return grade
    return None


@cache
def _stated_pattern() -> re.Pattern[str]:
    words = "|".join(
        re.escape(word)
        for word_list in word_lists("audit_reports/audit_words.toml")["severity"].values()
        for word in word_list
    )
    alone = rf"^\s*(?:severity|risk rating|schweregrad|gravité)\s+({words})\s*$"
    return re.compile(rf"{_STATED.format(words=words)}|{alone}", re.IGNORECASE | re.MULTILINE)
