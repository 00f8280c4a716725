"""Security advisories as data: CSAF 2.0 and 2.1 with VEX (OASIS), OpenVEX, CycloneDX VEX and OSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.prose.dates import date_of

_FIXES = ("vendor_fix",)
"""Categories of remediation (CSAF 2.0, section 3.2.3.12.1) that are a fix."""
_AFFECTED = ("known_affected", "first_affected", "last_affected", "recommended")
_NOT_AFFECTED = ("known_not_affected", "fixed", "first_fixed")
"""Groups of product_status (CSAF 2.1, section 3.2.4.9); `under_investigation` is neither."""
_MOST = 100
"""The most products read from one advisory."""
_BASE_SCORE = {"CRITICAL": 9.0, "HIGH": 7.0, "MODERATE": 4.0, "MEDIUM": 4.0, "LOW": 0.1}
"""The lowest base score of a severity (CVSS 3.1, section 5), for advisories that state only the word."""


def advisories(document: Document) -> list[VendorNotice]:
    """Read an advisory published as data.

    Returns:
        A notice per product, and for CSAF one with its first product; empty if it is not an advisory.
    """
    data = document.data
    if isinstance(data, list) and data and all(_is_osv(item) for item in data):
        return [notice for item in data for notice in _osv(document, item)]
    if not isinstance(data, Mapping):
        return []
    if isinstance(data.get("document"), Mapping) and str(data["document"].get("category", "")).startswith(
        "csaf"
    ):
        return list(_csaf(document, data))
    if "openvex" in str(data.get("@context", "")) and isinstance(data.get("statements"), list):
        return list(_openvex(document, data))
    if str(data.get("bomFormat", "")).casefold() == "cyclonedx" and isinstance(
        data.get("vulnerabilities"), list
    ):
        return list(_cyclonedx(document, data))
    return list(_osv(document, data)) if _is_osv(data) else []


def _csaf(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    """Read CSAF: a notice per affected product.

    Vendors and products are the branches of the product tree, severity is the highest CVSS base score of what
    is affected, and the date is that of the first release. An advisory that lists only fixed versions means
    that all earlier ones are affected; only in a VEX does `fixed` mean that a product is not affected.
    """
    about = data["document"]
    tree = data.get("product_tree")
    vendors = list(dict.fromkeys(name for name, _ in _branches(tree, "vendor")))
    named = list(_branches(tree, "product_name"))
    tracking = about.get("tracking") if isinstance(about.get("tracking"), Mapping) else {}
    vulnerabilities = [
        vulnerability
        for vulnerability in data.get("vulnerabilities") or ()
        if isinstance(vulnerability, Mapping)
    ]
    affected = {
        str(product) for vulnerability in vulnerabilities for product in _status(vulnerability, _AFFECTED)
    }
    clearing = _NOT_AFFECTED if str(about["category"]) == "csaf_vex" else _NOT_AFFECTED[:1]
    cleared = {
        str(product) for vulnerability in vulnerabilities for product in _status(vulnerability, clearing)
    }
    fixed = {
        str(product)
        for vulnerability in vulnerabilities
        for product in _status(vulnerability, _NOT_AFFECTED[1:])
    }
    is_affected = True if affected else False if cleared and _only_cleared(vulnerabilities) else None
    named = named or list(_branches(tree, "product_family"))
    products = _products(named, affected or cleared or fixed)
    scores = [
        score
        for vulnerability in vulnerabilities
        if is_affected is not False
        for score in _scores(vulnerability, affected)
    ]
    for product, versions in products[:_MOST]:
        yield VendorNotice(
            vendor=vendors[0] if vendors else str((about.get("publisher") or {}).get("name", "")),
            product=product[:200],
            version=versions[0][:40] if len(versions) == 1 else "",
            notice="security-advisory",
            announced=date_of(str(tracking.get("initial_release_date", ""))[:10]),
            severity=max(scores, default=None),
            fix_available=any(_fixed(vulnerability) for vulnerability in vulnerabilities),
            affected=is_affected,
            source=document.source("$.document.title"),
            quote=str(about.get("title", ""))[:200],
            confidence="stated",
        )


def _only_cleared(vulnerabilities: Iterable[Mapping[str, Any]]) -> bool:
    """Whether no product is still under investigation."""
    return not any(_status(vulnerability, ("under_investigation",)) for vulnerability in vulnerabilities)


def _status(vulnerability: Mapping[str, Any], groups: Iterable[str]) -> list[Any]:
    status = vulnerability.get("product_status")
    if not isinstance(status, Mapping):
        return []
    return [
        product
        for group in groups
        for product in status.get(group) or ()
        if isinstance(status.get(group), list)
    ]


def _branches(tree: Any, category: str) -> Iterator[tuple[str, Any]]:
    """The names of all branches of a category, each with its node."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, Mapping):
            continue
        if node.get("category") == category and node.get("name"):
            yield str(node["name"]), node
        branches = node.get("branches")
        waiting += branches if isinstance(branches, list) else []


def _products(named: list[tuple[str, Any]], concerned: set[str]) -> list[tuple[str, list[str]]]:
    """The affected products, each with its affected versions; the first of all if none is affected."""
    listed: dict[str, list[str]] = {}
    for name, node in named:
        versions = [
            version for version, own in _branches(node, "product_version")
            if str((own.get("product") or {}).get("product_id", "")) in concerned
        ]  # fmt: skip
        if versions:
            listed.setdefault(name, []).extend(versions)
    return list(listed.items()) or [(named[0][0] if named else "", [])]


def _scores(vulnerability: Mapping[str, Any], affected: set[str]) -> Iterator[float]:
    """Base scores of CSAF 2.0 (`scores`) and 2.1 (`metrics`)."""
    for score in vulnerability.get("scores") or ():
        if isinstance(score, Mapping) and _concerns(score, affected):
            yield from _base_scores(score)
    for metric in vulnerability.get("metrics") or ():
        if (
            isinstance(metric, Mapping)
            and isinstance(metric.get("content"), Mapping)
            and _concerns(metric, affected)
        ):
            yield from _base_scores(metric["content"])


def _concerns(score: Mapping[str, Any], affected: set[str]) -> bool:
    products = score.get("products")
    return not affected or not isinstance(products, list) or bool(affected & set(map(str, products)))


def _base_scores(score: Mapping[str, Any]) -> Iterator[float]:
    for name in ("cvss_v4", "cvss_v3", "cvss_v2"):
        base = (score.get(name) or {}).get("baseScore") if isinstance(score.get(name), Mapping) else None
        if isinstance(base, int | float):
            yield float(base)


def _fixed(vulnerability: Mapping[str, Any]) -> bool:
    remedies = vulnerability.get("remediations") or ()
    return any(isinstance(remedy, Mapping) and remedy.get("category") in _FIXES for remedy in remedies)


def _openvex(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    """OpenVEX 0.2: each statement has products and whether they are affected."""
    for number, statement in enumerate(data["statements"][:500]):
        if not isinstance(statement, Mapping):
            continue
        status = str(statement.get("status", ""))
        vulnerability = statement.get("vulnerability")
        name = vulnerability.get("name", "") if isinstance(vulnerability, Mapping) else vulnerability
        for product in statement.get("products") or ():
            text = str(product.get("@id", "")) if isinstance(product, Mapping) else str(product)
            own, version = _purl(text)
            yield VendorNotice(
                vendor=str(data.get("author", ""))[:80],
                product=own[:200],
                version=version[:40],
                notice="security-advisory",
                announced=date_of(str(statement.get("timestamp") or data.get("timestamp", ""))[:10]),
                fix_available=True if status == "fixed" else None,
                affected={"affected": True, "not_affected": False, "fixed": False}.get(status),
                source=document.source(f"$.statements[{number}]"),
                quote=f"{name}: {status}"[:200],
                confidence="stated",
            )


def _cyclonedx(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    """CycloneDX 1.4 and later with an analysis per vulnerability, for the component it describes."""
    component = (
        (data.get("metadata") or {}).get("component") if isinstance(data.get("metadata"), Mapping) else {}
    )
    component = component if isinstance(component, Mapping) else {}
    states = {"exploitable": True, "not_affected": False, "false_positive": False, "resolved": False}
    for number, vulnerability in enumerate(data["vulnerabilities"][:500]):
        if not isinstance(vulnerability, Mapping) or not isinstance(vulnerability.get("analysis"), Mapping):
            continue
        ratings = [r.get("score") for r in vulnerability.get("ratings") or () if isinstance(r, Mapping)]
        scores = [float(score) for score in ratings if isinstance(score, int | float)]
        affected = states.get(str(vulnerability["analysis"].get("state", "")))
        yield VendorNotice(
            vendor=str(component.get("publisher") or component.get("group") or "")[:80],
            product=str(component.get("name", ""))[:200],
            version=str(component.get("version", ""))[:40],
            notice="security-advisory",
            announced=date_of(str(vulnerability.get("published", ""))[:10]),
            severity=max(scores, default=None) if affected is not False else None,
            affected=affected,
            source=document.source(f"$.vulnerabilities[{number}]"),
            quote=f"{vulnerability.get('id', '')}: {vulnerability['analysis'].get('state', '')}"[:200],
            confidence="stated",
        )


def _is_osv(data: Any) -> bool:
    """Whether it is OSV (Open Source Vulnerability format) 1.x: an id, a modified date and packages."""
    return (
        isinstance(data, Mapping)
        and {"id", "modified", "affected"} <= data.keys()
        and isinstance(data["affected"], list)
    )


def _osv(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    seen = set()
    for number, item in enumerate(data["affected"][:200]):
        package = item.get("package") if isinstance(item, Mapping) else None
        if not isinstance(package, Mapping) or package.get("name") in seen:
            continue
        seen.add(package.get("name"))
        yield VendorNotice(
            vendor="",
            product=str(package.get("name", ""))[:200],
            notice="security-advisory",
            announced=date_of(str(data.get("published") or data.get("modified"))[:10]),
            severity=_osv_severity(data, item),
            fix_available="fixed" in str(item.get("ranges", "")),
            affected=not data.get("withdrawn"),
            source=document.source(f"$.affected[{number}]"),
            quote=f"{data['id']}: {data.get('summary') or data.get('details') or ''}"[:200],
            confidence="stated",
        )


def _osv_severity(data: Mapping[str, Any], item: Mapping[str, Any]) -> float | None:
    """The severity of an OSV record, which states vectors; a database may add the word or the score."""
    for owner in (data, item):
        specific = owner.get("database_specific") or {}
        if isinstance(specific, Mapping):
            cvss = specific.get("cvss")
            score = cvss.get("score") if isinstance(cvss, Mapping) else cvss
            if isinstance(score, int | float):
                return float(score)
            if str(specific.get("severity", "")).upper() in _BASE_SCORE:
                return _BASE_SCORE[str(specific["severity"]).upper()]
    return None


def _purl(text: str) -> tuple[str, str]:
    """Name and version of a package URL: `pkg:npm/%40scope/name@1.2?x=y`; other text is returned as it is."""
    match = re.match(r"pkg:[^/]+/(?:.+/)?([^/@?#]+)(?:@([^?#]+))?", text)
    return (match[1], match[2] or "") if match else (text, "")
