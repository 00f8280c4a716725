"""Lifecycles and price lists that a document contains as data, in front matter or as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.prose.dates import date_of
from smits_watch.tables.values.numbers import number

_VERSION = ("releaseCycle", "cycle", "version", "release", "name", "product_version")
_ENDS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        "end-of-life",
        ("eol", "eolFrom", "end_of_life", "endOfLife", "EndOfLife", "end_of_security_support", "eol_date"),
    ),
    ("end-of-support", ("eoas", "support", "end_of_support", "endOfSupport", "eos", "end_of_life_support")),
    ("end-of-sale", ("end_of_sales", "end_of_sale", "endOfSale")),
)
"""Kind of notice and the keys of its date (endoflife.date, OpenEoX), the most specific kind first."""
_LISTS = ("releases", "cycles", "versions", "statements", "result")
_MAX = 1_000


def lifecycle(document: Document) -> list[VendorNotice]:
    """Read the releases that a document lists as data, in front matter or as JSON.

    endoflife.date states the end of each release as a date, or as true and false; OpenEoX states one product
    and its dates. A release that ended without a date has a notice without one; a release that has not ended
    has no notice.

    Returns:
        A notice per release; empty if the document has no such list.
    """
    data = document.data
    releases = data if isinstance(data, list) else _listed(data)
    if releases is None:
        releases = [data] if isinstance(data, dict) and _end(data) else []
    notices = (_release(document, release, index) for index, release in enumerate(releases[:_MAX]))
    return [notice for notice in notices if notice is not None]


def price_changes(document: Document) -> list[VendorNotice]:
    """Read price changes from a list of products, each with its price history.

    A history is a list of entries with numbers and `from_date`; the last two are compared. If several
    prices of a product changed, the notice has the largest change.
    """
    data = document.data
    if not isinstance(data, dict):
        return []
    vendor = str(data.get("vendor") or data.get("provider") or data.get("manufacturer") or "")
    changes = []
    for name, products in data.items():
        for index, product in enumerate(products if isinstance(products, list) else ()):
            notice = _priced(document, vendor, product, f"$.{name}[{index}]")
            if notice is not None:
                changes.append(notice)
    return changes[:_MAX]


def _listed(data: Any) -> list[Any] | None:
    """The list of releases in an object."""
    if not isinstance(data, dict):
        return None
    releases = next((data[name] for name in _LISTS if isinstance(data.get(name), list | dict)), None)
    return _listed(releases) if isinstance(releases, dict) else releases


def _end(release: Mapping[str, Any]) -> tuple[Any, Any] | None:
    """The first kind of end that a release states, with its value."""
    for kind, keys in _ENDS:
        for key in keys:
            if release.get(key) not in (None, ""):
                return kind, release[key]
    return None


def _release(document: Document, release: Any, index: int) -> VendorNotice | None:
    if not isinstance(release, dict):
        return None
    core = release.get("core")
    release = {**core, **release} if isinstance(core, dict) else release
    stated = _end(release)
    if stated is None or stated[1] is False:
        return None
    kind, end = stated
    day = _day(end)
    if day is None and end is not True:
        return None
    about = document.data if isinstance(document.data, dict) else {}
    version = next((str(release[key]) for key in _VERSION if release.get(key) not in (None, "")), "")
    name = release.get("product_name") or about.get("title") or about.get("product") or about.get("name")
    return VendorNotice(
        vendor=str(release.get("supplier_name") or about.get("vendor") or ""),
        product=str(name or _file_name(document)),
        version=version,
        notice=kind,
        effective_date=day,
        source=document.source(f"release {version}" if version else f"$[{index}]"),
        quote=f"{version}: {kind} {end}"[:200],
        confidence="stated",
    )


def _priced(document: Document, vendor: str, product: Any, position: str) -> VendorNotice | None:
    history = _history(product)
    if len(history) < 2:
        return None
    before, after = history[-2], history[-1]
    changes = list(_changes(before, after))
    if not changes:
        return None
    largest: float = max(changes, key=abs)
    return VendorNotice(
        vendor=vendor,
        product=str(product.get("name") or product.get("id") or ""),
        notice="price-change",
        effective_date=_day(after.get("from_date")),
        price_change_pct=round(largest, 4),
        source=document.source(position),
        quote=f"{before} -> {after}"[:200],
        confidence="stated",
    )


def _history(product: Any) -> list[dict[str, Any]]:
    """The prices of a product, from the oldest to the newest."""
    if not isinstance(product, dict):
        return []
    listed = next((value for name, value in product.items() if "history" in str(name).casefold()), None)
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return sorted(entries, key=lambda entry: _day(entry.get("from_date")) or dt.date.min)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[float]:
    """The changes of all prices stated in both entries, in percent."""
    for name, value in after.items():
        now, then = number(value), number(before.get(name))
        if now is not None and then and not isinstance(value, str) and now != then:
            yield 100 * (now - then) / then


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return date_of(value)
    return date_of(value[:10]) if isinstance(value, str) else None


def _file_name(document: Document) -> str:
    return document.path.rpartition("/")[2].partition(".")[0]
