"""Assessment results in OSCAL 1.1 (NIST, Open Security Controls Assessment Language)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from smits_rules.vocabulary import AuditFinding
from smits_watch.documents.document import Document
from smits_watch.prose.dates import date_of

_ROOT = "assessment-results"
_FACETS = ("severity", "risk", "risk-level", "impact", "likelihood")
"""Names of facets that grade a risk, the most specific first."""
_GRADES = {
    "critical": "critical",
    "very-high": "critical",
    "very high": "critical",
    "high": "high",
    "moderate": "medium",
    "medium": "medium",
    "low": "low",
    "very-low": "low",
    "very low": "low",
}


def assessed(document: Document) -> list[AuditFinding] | None:
    """Read the findings that are not satisfied, each with its most severe risk.

    Returns:
        The findings; None if the document is not an OSCAL assessment result.
    """
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get(_ROOT), dict):
        return None
    audit_findings: list[AuditFinding] = []
    for number, result in enumerate(_dicts(data[_ROOT].get("results"))):
        risks = {str(risk.get("uuid")): risk for risk in _dicts(result.get("risks"))}
        for index, finding in enumerate(_dicts(result.get("findings"))):
            if _state(finding) != "satisfied":
                anchor = f"$.{_ROOT}.results[{number}].findings[{index}]"
                audit_findings.append(_finding(document, finding, _risks_of(finding, risks), anchor))
    return audit_findings


def _finding(
    document: Document, finding: Mapping[str, Any], risks: list[Mapping[str, Any]], anchor: str
) -> AuditFinding:
    graded = [grade for risk in risks if (grade := _grade(risk))]
    order = list(dict.fromkeys(_GRADES.values()))
    deadline = next((str(risk["deadline"]) for risk in risks if risk.get("deadline")), "")
    status = next((str(risk["status"]) for risk in risks if risk.get("status")), "")
    severity: Any = min(graded, key=order.index, default=None)
    return AuditFinding(
        finding=str(finding.get("target", {}).get("target-id") or finding.get("uuid") or "")[:60],
        title=str(finding.get("title", ""))[:200],
        severity=severity,
        status=status or _state(finding),
        due=date_of(deadline[:10]),
        source=document.source(anchor),
        quote=str(finding.get("description", ""))[:200],
        confidence="stated",
    )


def _state(finding: Mapping[str, Any]) -> str:
    target = finding.get("target")
    status = target.get("status") if isinstance(target, dict) else None
    return str(status.get("state", "")) if isinstance(status, dict) else ""


def _risks_of(finding: Mapping[str, Any], risks: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    named = [*_dicts(finding.get("related-risks")), *_dicts(finding.get("associated-risks"))]
    return [risks[key] for reference in named if (key := str(reference.get("risk-uuid"))) in risks]


def _grade(risk: Mapping[str, Any]) -> str | None:
    """The grade in the facets of a risk."""
    facets: dict[str, str] = {}
    for characterization in _dicts(risk.get("characterizations")):
        for facet in _dicts(characterization.get("facets")):
            facets[str(facet.get("name", "")).casefold()] = str(facet.get("value", "")).casefold()
    return next((_GRADES[facets[name]] for name in _FACETS if facets.get(name) in _GRADES), None)


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
