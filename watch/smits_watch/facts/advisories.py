"""Security advisories in CSAF 2.0 (OASIS Common Security Advisory Framework)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.dates import date_of

_FIXES = ("vendor_fix",)
"""Categories of remediation (CSAF 2.0, section 3.2.3.12.1) that are a fix."""


def advisory(document: Document) -> VendorNotice | None:
    """Read an advisory; None where the document is none.

    Vendors and products are the branches of the product tree, severity is the highest CVSS base score, and
    the date is that of the first release.
    """
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("document"), dict):
        return None
    about = data["document"]
    if not str(about.get("category", "")).startswith("csaf"):
        return None
    vendors = list(dict.fromkeys(_names(data.get("product_tree"), "vendor")))
    products = list(dict.fromkeys(_names(data.get("product_tree"), "product_name")))
    tracking = about.get("tracking") if isinstance(about.get("tracking"), dict) else {}
    released = str(tracking.get("initial_release_date", ""))[:10]
    vulnerabilities = [one for one in data.get("vulnerabilities") or () if isinstance(one, dict)]
    return VendorNotice(
        vendor=vendors[0] if vendors else str((about.get("publisher") or {}).get("name", "")),
        product=products[0][:200] if products else "",
        notice="security-advisory",
        announced=date_of(released),
        severity=max((score for one in vulnerabilities for score in _scores(one)), default=None),
        fix_available=any(_fixed(one) for one in vulnerabilities),
        source=document.source("$.document.title"),
        quote=str(about.get("title", ""))[:200],
        confidence="stated",
    )


def _names(tree: Any, category: str) -> Iterator[str]:
    """The names of all branches of a category."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, Mapping):
            continue
        if node.get("category") == category and node.get("name"):
            yield str(node["name"])
        branches = node.get("branches")
        waiting += branches if isinstance(branches, list) else []


def _scores(vulnerability: Mapping[str, Any]) -> Iterator[float]:
    for score in vulnerability.get("scores") or ():
        for name in ("cvss_v4", "cvss_v3", "cvss_v2"):
            base = (score.get(name) or {}).get("baseScore") if isinstance(score, Mapping) else None
            if isinstance(base, int | float):
                yield float(base)


def _fixed(vulnerability: Mapping[str, Any]) -> bool:
    remedies = vulnerability.get("remediations") or ()
    return any(isinstance(one, Mapping) and one.get("category") in _FIXES for one in remedies)
