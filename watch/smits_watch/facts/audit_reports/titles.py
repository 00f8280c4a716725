"""Findings in the running text of a report: graded in their titles, or in tables laid out as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

from smits_rules.vocabulary import AuditFinding
from smits_watch.documents.document import Document, Passage
from smits_watch.facts.audit_reports.grades import GradeScale
from smits_watch.facts.word_files import word_lists

_ID = (
    r"(?P<id>[A-Z]{1,8}\d{0,4}(?:[-_.]\w{1,10}){0,4}[-_.]\d{1,4}|[A-Z]{1,4}\d{1,4}|20\d\d[-/]\d{1,3}|"
    r"#?\d{1,3}(?:\.\d{1,3})*)"
)
_LABELS = r"finding|issue|observation|recommendation|feststellung|befund|constat|hallazgo|rilievo"
"""Labels before a number: `Finding 1: ...`."""
_UNNAMED_ID = _ID.replace("?P<id>", "?:")
_HEADER = re.compile(
    r"\b(?:id|no\.?|nr\.?|#|ref(?:erence)?|title|finding|issue|name|titel|feststellung|constat)\b.{0,80}"
    r"\b(?:severity|risk|rating|priority|schweregrad|risiko|gravité|criticité)\b",
    re.IGNORECASE,
)
_RANKED_HEADING = re.compile(
    r"(?P<title>\S.{5,160}?)\s*(?:[(\[]|\s[-–—|]\s|:\s)\s*(?:p|prio(?:rity|rität|rité|ridad|rità|ridade|"
    r"riteit|ritet|rytet)?)"
    r"[\s.:_-]*(?P<level>[0-5])\s*[)\]]?",
    re.IGNORECASE,
)
"""`Recommendation 2 (Priority 1)`: the rank of a scheme in which 1 comes first."""
_LONGEST_RECORD = 6
"""The most lines over which a row of a printed table may be wrapped."""
_NONE = re.compile(
    r"\b(?:non sono stat[ei] (?:rilevat|riscontrat|individuat)[ei] (?:\w+ )?(?:non conformità|rilievi|"
    r"anomalie|criticità)|"
    r"(?:nessun[oa]?|ningún|ninguna|geen)\s+(?:\w+\s+)?(?:rilievo|non conformità|anomalia|hallazgo|"
    r"no conformidad|"
    r"bevindingen?|afwijkingen?|tekortkomingen?)|no se (?:han )?(?:detect|encontr|"
    r"identific)\w+ (?:\w+ )?(?:hallazgos|"
    r"no conformidades|incidencias))\b|"
    r"\b(?:no|keine|aucune?|zero|did not (?:find|identify)(?: any)?)\s+(?:\w+\s+){0,3}?(?:findings?|"
    r"issues?|vulnerabilit(?:y|ies)|exceptions?|deficienc(?:y|ies)|"
    r"weaknesses|non-?conformities|observations?|feststellungen|mängel|schwachstellen|abweichungen|"
    r"constats?|anomalies?)\b"
    r"(?:\s+(?:\w+\s+){0,3}?(?:found|identified|noted|reported|raised|discovered|detected|festgestellt|"
    r"gefunden|relevée?s?|constatée?s?))?",
    re.IGNORECASE,
)


_HEADER_WORDS = re.compile(
    r"^\s*(?:\||\t| {2,}|"
    r"(?:title|description|severity|grade|rating|risk|priority|status|recommendation|due|owner)\b)",
    re.IGNORECASE,
)
"""How a header continues after `No Finding`."""
_PARTLY = re.compile(
    r"\s+(?:in|with|for|on|of|regarding|concerning|related to)\s+"
    r"(?!(?:the|this|our)\s+(?:audit|review|assessment|engagement|period|scope|test|inspection)|total|"
    r"scope|20\d\d)",
    re.IGNORECASE,
)
"""A restriction to part of the audit: `no issues were noted in the backup process`."""
_AROUND = 30
"""Characters after `no issues` in which a grade may follow: `no issues of medium severity`."""
_EACH_GRADE = 3
"""If no findings are stated for this many grades, there are none at all."""


def graded_titles(document: Document, severity: Callable[[str], Any]) -> list[AuditFinding]:
    """Findings with their grade in the title: `BX-01-001 Web: the key leaks (Critical)`, `R-1 High - ...`.

    Args:
        document: the report.
        severity: turns an auditor's word into a grade.

    Returns:
        Each finding once, although contents and headings repeat it; empty if fewer than two have an id.
    """
    audit_findings: dict[str, AuditFinding] = {}
    for passage in document.passages:
        for match in _graded().finditer(passage.text):
            name = match["id"].strip("#")
            title = " ".join((match["title"] or "").split()).strip(" :.-–")[:200]
            if not title or name in audit_findings:
                continue
            audit_findings[name] = _finding(
                document, passage, name, title, severity(match["grade"]), match[0]
            )
        for line in passage.text.split("\n"):
            plain = line.strip(" #*")
            first = _grade_before_title().fullmatch(plain) or _grade_behind_title().fullmatch(plain)
            if not first or first["id"].strip("#") in audit_findings:
                continue
            name, title = first["id"].strip("#"), " ".join(first["title"].split()).strip(" :.-–*")
            finding = _finding(document, passage, name, title, severity(first["grade"]), first[0])
            status = first.groupdict().get("status") or ""
            audit_findings[name] = finding.model_copy(update={"status": status.strip().casefold()})
    return _of_one_series(list(audit_findings.values()))


def graded_headings(document: Document, severity: Callable[[str], Any]) -> list[AuditFinding]:
    """Findings without numbers whose headings end with their grade: `Backups are not tested - High`.

    Args:
        document: the report.
        severity: turns an auditor's word into a grade.

    Returns:
        One per heading; empty if there is only one, which may be the grade of the whole report.
    """
    findings = []
    for passage in document.passages:
        match = _graded_heading().fullmatch(passage.text.strip(" #*")) if passage.heading else None
        ranked = (
            _RANKED_HEADING.fullmatch(passage.text.strip(" #*")) if passage.heading and not match else None
        )
        if ranked:
            graded = GradeScale([]).read(f"P{ranked['level']}")
            title = " ".join(ranked["title"].split()).strip(" :.-–*")
            grade = graded.grade if graded else None
            findings.append(_finding(document, passage, "", title, grade, ranked[0]))
        if match:
            title = " ".join(match["title"].split()).strip(" :.-–*")
            findings.append(_finding(document, passage, "", title, severity(match["grade"]), match[0]))
    return findings if len(findings) > 1 else []


def _of_one_series(findings: list[AuditFinding]) -> list[AuditFinding]:
    """Those whose ids begin alike, as in one report they do; footnotes resemble findings."""
    prefixes = Counter(re.sub(r"[^A-Z].*", "", finding.finding) for finding in findings)
    if not prefixes:
        return []
    prefix = prefixes.most_common(1)[0][0]
    return [finding for finding in findings if re.fullmatch(rf"{prefix}(?![A-Z]).*", finding.finding)]


def text_table(document: Document, severity: Callable[[str], Any]) -> list[AuditFinding]:
    """Findings in a table that a PDF contains as text.

    A header names the severity; a record may be wrapped over several lines.

    Args:
        document: the report.
        severity: turns an auditor's word into a grade.

    Returns:
        A finding per record that begins with an id and ends with a grade.
    """
    audit_findings: dict[str, AuditFinding] = {}
    inside = False
    record: list[str] = []
    for passage in document.passages:
        for line in passage.text.split("\n"):
            if _HEADER.search(line) and not _ends_with_grade().search(line):
                inside, record = True, []
                continue
            if not inside:
                continue
            if _begins_record().match(line):
                record = []
            record.append(line.strip())
            if len(record) > _LONGEST_RECORD:
                inside = False
                continue
            whole = " ".join(record)
            match = _record().fullmatch(whole)
            if match:
                audit_findings.setdefault(
                    match["id"],
                    _finding(document, passage, match["id"], match["title"], severity(match["grade"]), whole),
                )
                record = []
    return list(audit_findings.values())


def states_none(document: Document) -> bool:
    """Whether a report states that there are no findings.

    `No critical issues` says so for one grade only; stated for one grade after the other, it covers all.
    """
    graded = 0
    for match in _NONE.finditer(document.text):
        if _heads_numbers(match, document.text) or _PARTLY.match(document.text, match.end()):
            continue
        if not _names_grade(f"{match[0]} {document.text[match.end() : match.end() + _AROUND]}"):
            return True
        graded += 1
    return graded >= _EACH_GRADE


def _heads_numbers(match: re.Match[str], text: str) -> bool:
    """Whether it is a table header in which `No` heads the numbers: `No  Finding  Severity`."""
    begins = text.rfind("\n", 0, match.start()) + 1
    line = text[begins:].partition("\n")[0]
    alone = not text[begins : match.start()].strip(" |\t")
    return "\n" in match[0] or (alone and bool(_HEADER_WORDS.search(line[match.end() - begins :])))


def _names_grade(text: str) -> bool:
    sentence = re.split(r"[.;\n]", text)[0]
    return bool(re.search(rf"\b(?:{_grades()})\b", sentence, re.IGNORECASE))


def _finding(
    document: Document, passage: Passage, name: str, title: str, grade: Any, text: str
) -> AuditFinding:
    return AuditFinding(
        finding=name[:40],
        title=title[:200],
        severity=grade,
        source=document.source(passage.anchor),
        quote=" ".join(text.split())[:200],
        confidence="inferred",
    )


@cache
def _grades() -> str:
    tables = word_lists("audit_reports/audit_words.toml")
    words = (
        word
        for table in ("severity", "severity_in_titles")
        for listed in tables[table].values()
        for word in listed
    )
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _graded() -> re.Pattern[str]:
    return re.compile(
        rf"^\W{{0,4}}(?:(?:{_LABELS})\s+)?{_ID}\W{{0,3}}\s+(?P<title>[^\n(\[][^\n]{{3,160}}?"
        rf"(?:\n(?!\s*{_UNNAMED_ID}\s)[^\n(]{{2,80}}?)?)"
        rf"\s*[(\[](?:severity:?\s*|risk:?\s*)?(?P<grade>{_grades()})(?:\s+(?:risk|severity|impact))?[)\]]",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _grade_before_title() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:{_LABELS})\s+)?{_ID}[\s:.()\u2013\u2014-]+(?P<grade>{_grades()})(?:\s+(?:risk|severity|"
        rf"priority|finding))?"
        rf"\s*[)\]]?\s*(?:[:\u2013\u2014]|\s-)\s*(?P<title>[^\W\d_].{{5,160}})",
        re.IGNORECASE,
    )


@cache
def _grade_behind_title() -> re.Pattern[str]:
    """`Finding #1 - The key leaks - Low (Resolved)`: only behind a label, as other lines end so, too."""
    return re.compile(
        rf"(?:{_LABELS})\s+{_ID}\s*[:\u2013\u2014-]\s+(?P<title>[^\W\d_].{{2,160}}?)"
        rf"\s+[|\u2013\u2014-]\s+(?P<grade>{_grades()})(?:\s+(?:risk|severity))?"
        rf"(?:\s*[(\[|\u2013\u2014-]\s*(?P<status>[A-Za-z][A-Za-z ]{{3,30}})[)\]]?)?",
        re.IGNORECASE,
    )


@cache
def _graded_heading() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<title>\S.{{5,160}}?)\s*(?:[(\[]|\s[-–—|]\s|:\s)\s*(?:(?:severity|risk|rating|priority|"
        rf"risiko):?\s*)?"
        rf"(?P<grade>{_grades()})(?:\s+(?:risk|severity|priority|impact))?\s*[)\]]?",
        re.IGNORECASE,
    )


@cache
def _ends_with_grade() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_grades()}|undetermined)\s*$", re.IGNORECASE)


@cache
def _begins_record() -> re.Pattern[str]:
    return re.compile(rf"^\s*{_ID}\s+\S")


@cache
def _record() -> re.Pattern[str]:
    return re.compile(
        rf"\s*{_ID}\s+(?P<title>.{{4,300}}?)\s+(?P<grade>{_grades()})(?:\s+(?:open|closed|resolved|fixed|"
        rf"acknowledged|mitigated|accepted|offen|behoben))?\s*",
        re.IGNORECASE,
    )


def is_legend(text: str) -> bool:
    """Whether a sentence explains the grades, i.e. names several of them."""
    words = {match.casefold() for match in re.findall(rf"\b(?:{_grades()})\b", text, re.IGNORECASE)}
    return len(words) > 1
