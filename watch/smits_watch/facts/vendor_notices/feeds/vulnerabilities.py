"""Single vulnerabilities as data: CVE JSON 5, GitHub's REST answers, RustSec TOML, lists of fixes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.prose.dates import date_of
from smits_watch.prose.names import find_names

_MOST = 200
"""The most products of one record; records of operating-system packages list many more, all alike."""
_TOML = re.compile(r"\A\s*(?:```(?:toml)?\s*\n)?\s*(\[advisory\].*?)(?:\n```|\Z)", re.DOTALL)
"""The beginning of advisories in the format of RustSec, in Markdown or on their own."""


def vulnerability_records(document: Document) -> list[VendorNotice]:
    """Read a record of a vulnerability.

    Args:
        document: JSON, YAML or TOML, or Markdown with a block of TOML or front matter.

    Returns:
        A notice per product; empty if it is not such a record.
    """
    data = document.data if isinstance(document.data, Mapping) else _toml_block(document)
    if not isinstance(data, Mapping):
        return []
    if str(data.get("dataType", "")).upper() == "CVE_RECORD" or "cveMetadata" in data:
        return list(_cve_record(document, data))
    if "ghsa_id" in data and isinstance(data.get("vulnerabilities"), list):
        return list(_github(document, data))
    if isinstance(data.get("advisory"), Mapping):
        return list(_rustsec(document, data))
    if isinstance(data.get("fixed_in"), list) and data.get("title"):
        return list(_fixed_in(document, data))
    return []


def _cve_record(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    """CVE JSON 5 (cveproject.github.io): `containers.cna` has products, descriptions and metrics."""
    about = _mapping(data.get("cveMetadata"))
    container = _mapping(_mapping(data.get("containers")).get("cna"))
    scores = [
        float(value["baseScore"])
        for metric in _objects(container.get("metrics"))
        for name, value in metric.items()
        if str(name).startswith("cvssV") and isinstance(_mapping(value).get("baseScore"), int | float)
    ]
    description = next((str(entry.get("value", "")) for entry in _objects(container.get("descriptions"))), "")
    for item in _objects(container.get("affected"))[:_MOST]:
        statuses = {str(entry.get("status", "")) for entry in _objects(item.get("versions"))}
        statuses = statuses or {str(item.get("defaultStatus", ""))}
        yield _notice(
            document,
            vendor=_named(item.get("vendor")),
            product=_named(item.get("product") or item.get("packageName")),
            announced=about.get("datePublished"),
            severity=max(scores, default=None),
            fix=any(entry.get("lessThan") or entry.get("changes") for entry in _objects(item.get("versions")))
            or None,
            affected=True if "affected" in statuses else False if statuses == {"unaffected"} else None,
            quote=f"{about.get('cveId', '')}: {description}",
        )


def _github(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    """An advisory in the format of GitHub's REST API (`GET /advisories/GHSA-...`)."""
    score = _mapping(data.get("cvss")).get("score")
    for item in _objects(data.get("vulnerabilities"))[:_MOST]:
        yield _notice(
            document,
            vendor="",
            product=str(_mapping(item.get("package")).get("name") or ""),
            announced=data.get("published_at"),
            severity=float(score) if isinstance(score, int | float) and score else None,
            fix=bool(item.get("first_patched_version") or item.get("patched_versions")),
            affected=not data.get("withdrawn_at"),
            quote=f"{data['ghsa_id']}: {data.get('summary', '')}",
        )


def _rustsec(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    """The format of RustSec: `[advisory]` with package and date, `[versions] patched`, or `[[affected]]`."""
    advisory = _mapping(data["advisory"])
    title = next((passage.text for passage in document.passages if passage.heading), "")
    listed = [package for package in _objects(data.get("affected")) if package.get("package")]
    for item in listed[:_MOST] or [advisory]:
        ranges = _objects(item.get("versions"))
        patched = _mapping(data.get("versions")).get("patched")
        yield _notice(
            document,
            vendor="",
            product=str(item.get("package") or ""),
            announced=advisory.get("date"),
            severity=None,
            fix=bool(patched) or any("fixed" in package for package in ranges),
            affected=not advisory.get("withdrawn"),
            quote=f"{advisory.get('id', '')}: {title or advisory.get('title', '')}",
        )


def _fixed_in(document: Document, data: Mapping[str, Any]) -> Iterator[VendorNotice]:
    """`fixed_in: [Firefox ESR 140.13]` with a title: versions before these are affected."""
    seen: set[str] = set()
    for text in data["fixed_in"][:_MOST]:
        mention = next(iter(find_names(str(text))), None)
        name = mention.name if mention else str(text)
        if name in seen:
            continue
        seen.add(name)
        yield _notice(
            document,
            vendor=str(data.get("vendor") or ""),
            product=name,
            announced=data.get("announced") or data.get("date") or data.get("published"),
            severity=None,
            fix=True,
            affected=True,
            quote=str(data["title"]),
        )


def _notice(
    document: Document,
    *,
    vendor: str,
    product: str,
    announced: Any,
    severity: float | None,
    fix: bool | None,
    affected: bool | None,
    quote: str,
) -> VendorNotice:
    day = announced if hasattr(announced, "year") else str(announced or "")
    return VendorNotice(
        vendor=vendor[:80],
        product=product[:200],
        notice="security-advisory",
        announced=date_of(day[:10] if isinstance(day, str) and day[:4].isdigit() else day),
        severity=severity if affected is not False else None,
        fix_available=fix,
        affected=affected,
        source=document.source("$"),
        quote=" ".join(quote.split())[:200],
        confidence="stated",
    )


def _toml_block(document: Document) -> Any:
    """The TOML at the beginning of the text; None if there is none or it is invalid."""
    text = "\n\n".join(passage.text for passage in document.passages[:20])
    match = _TOML.match(text)
    try:
        return tomllib.loads(match[1]) if match else None
    except tomllib.TOMLDecodeError:
        return None


def _named(value: Any) -> str:
    """A name, unless it is a placeholder such as `n/a`."""
    text = str(value or "").strip()
    return "" if text.casefold() in ("n/a", "unknown", "-") else text


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
