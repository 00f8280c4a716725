"""Acts in Akoma Ntoso, bills of Canada, and acts of British Columbia and the District of Columbia."""

from __future__ import annotations

from typing import Any

from smits_watch.facts.regulations.xml_elements import (
    Structured,
    attribute,
    compact_date,
    date_parts,
    elements,
    has_element,
    is_element,
    local_name,
    text_of,
)
from smits_watch.prose.dates import date_of

_NO_YEAR = 1900
"""Drafts and templates contain 1 January 1900 as a placeholder."""


def regional_act(root: Any, name: str) -> Structured | None:
    """Read an act in one of these forms; None for any other.

    Args:
        root: of the XML.
        name: its local name.
    """
    if name == "akomantoso":
        return _akoma_ntoso(root)
    if name == "bill" and has_element(root, "billnumber"):
        return _canadian_bill(root)
    if name in ("act", "regulation") and "gov.bc.ca" in str(root.tag):
        return _british_columbian(root)
    is_law = attribute(next(elements(root, "num"), None), "type") == "law"
    if name == "document" and is_law and has_element(root, "effective"):
        return _columbian(root)
    return None


def _akoma_ntoso(root: Any) -> Structured:
    """Akoma Ntoso 1.0 (OASIS LegalDocML): title, country and dates from its metadata."""
    country = next((element.get("value", "") for element in elements(root, "frbrcountry")), "").upper()
    dates = [
        (element.get("name", "").casefold(), compact_date(element.get("date", "").replace("-", "")))
        for element in (*elements(root, "publication"), *elements(root, "frbrdate"))
    ]
    body = next((child for child in root if is_element(child)), None)
    kind = local_name(body) if body is not None else ""
    sort = body.get("name", "").casefold() if body is not None else ""
    action = {"bill": "proposal", "amendment": "amendment"}.get(kind)
    if "entwurf" in sort:
        action = "proposal"  # LegalDocML.de (Germany) uses `act` for drafts and promulgated acts alike
    elif "verkuendung" in sort:
        title = text_of(next(elements(root, "doctitle"), None))
        action = "amendment" if "änderung" in title.casefold() else "new"
    return Structured(
        title=text_of(next(elements(root, "doctitle"), None))
        or text_of(next(elements(root, "longtitle"), None)),
        reference=next((element.get("value", "") for element in elements(root, "frbrnumber")), ""),
        jurisdiction={"EU": "EU", "EUR": "EU", "UK": "GB"}.get(country, country[:2]),
        action=action,
        published=next(
            (
                day
                for word in ("publi", "verkuendung", "promulg", "enact", "made", "assent", "")
                for name, day in dates
                if day is not None and day.year > _NO_YEAR and (word in name if word else name == "")
            ),
            None,
        ),
    )


def _canadian_bill(root: Any) -> Structured:
    """A bill of the Parliament of Canada (parl.ca): number, titles, and the date of its first reading."""
    return Structured(
        title=text_of(next(elements(root, "shorttitle"), None))
        or text_of(next(elements(root, "longtitle"), None)),
        reference=f"Bill {text_of(next(elements(root, 'billnumber'), None))}",
        issuer="Parliament of Canada",
        jurisdiction="CA",
        action="proposal",
        published=date_parts(next(elements(next(elements(root, "billhistory"), None), "date"), None)),
        codified=True,
    )


def _british_columbian(root: Any) -> Structured:
    """Consolidated acts of British Columbia (bclaws.gov.bc.ca)."""
    year, chapter = (text_of(next(elements(root, name), None)) for name in ("yearenacted", "chapter"))
    return Structured(
        title=text_of(next(elements(root, "title"), None)),
        reference=f"S.B.C. {year}, c. {chapter}" if year and chapter else "",
        issuer="Legislative Assembly of British Columbia",
        jurisdiction="CA",
        action="consolidated",
        codified=True,
    )


def _columbian(root: Any) -> Structured:
    """Laws of the District of Columbia (dccouncil/law-xml): number, short title and effective date."""
    title = next(
        (text_of(element) for element in elements(root, "heading") if attribute(element, "type") == "short"),
        "",
    )
    return Structured(
        title=title,
        reference=f"D.C. Law {text_of(next(elements(root, 'num'), None))}",
        issuer="Council of the District of Columbia",
        jurisdiction="US",
        action="amendment" if "amend" in title.casefold() else "new",
        effective=date_of(text_of(next(elements(root, "effective"), None))),
    )
