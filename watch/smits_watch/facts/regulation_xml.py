"""Regulations in XML: Formex (EU), Federal Register and Code of Federal Regulations (US), Akoma Ntoso."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smits_watch.documents.document import Document
from smits_watch.facts.dates import date_of

_FEDERAL = {"rule": "amendment", "prorule": "proposal", "notice": "notice", "presdoc": "new"}
"""The root of a Federal Register document and what it does; a rule amends the Code of Federal Regulations."""


@dataclass(frozen=True, slots=True)
class Structured:
    """What the structure of the XML states; empty where it does not."""

    title: str = ""
    reference: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    action: str | None = None
    published: dt.date | None = None
    dates_text: tuple[str, ...] = ()
    """The passages that speak of this act's own dates; empty: all do."""
    codified: bool = False
    """Whether it is the law as it stands, not a change of it."""


def structured(document: Document) -> Structured | None:
    """Read what the elements state; None for other XML and for everything that is no XML."""
    root = document.data
    if not hasattr(root, "iter") or not hasattr(root, "tag"):
        return None
    name = _local(root)
    if name in _FEDERAL:
        return _federal_register(root, name)
    if name in ("cfrgranule", "cfrdoc", "ecfr"):
        return _code(root)
    if name in ("act", "cons.act", "general") and next(_all(root, "bib.instance"), None) is not None:
        return _formex(root, codified=name == "cons.act")
    if name == "akomantoso":
        return _akoma_ntoso(root)
    return None


def _federal_register(root: Any, name: str) -> Structured:
    """Federal Register XML (GPO): AGENCY, ACT (action), DATES, SUBJECT."""
    action: str = _FEDERAL[name]
    said = _text(next(_all(root, "act"), None)).casefold()
    if "proposed rule" in said:
        action = "proposal"
    elif "notice" in said and "rule" not in said:
        action = "notice"
    dates = next(_all(root, "dates"), None)
    reference = _text(next(_all(root, "frdoc"), None)) or _text(next(_all(root, "cfr"), None))
    return Structured(
        title=_text(next(_all(root, "subject"), None)),
        reference=reference.strip("[]"),
        issuer=_text(next(_all(root, "agency"), None)).title(),
        jurisdiction="US",
        action=action,
        dates_text=(_text(dates),) if dates is not None else (),
    )


def _code(root: Any) -> Structured:
    """A part of the Code of Federal Regulations: the law as it stood on a day."""
    title, part = _text(next(_all(root, "cfrtitle"), None)), _text(next(_all(root, "granulenum"), None))
    return Structured(
        title=_text(next(_all(root, "title"), None)),
        reference=f"{title} CFR part {part}" if title and part else "",
        jurisdiction="US",
        action="consolidated",
        published=date_of(_text(next(_all(root, "date"), None))),
        codified=True,
    )


def _formex(root: Any, *, codified: bool) -> Structured:
    """Formex 4 (Publications Office of the EU).

    The file of an act does not state when it was published. It was with the acts of its package, which it
    quotes with dates of publication after its own; an act that quotes none is published on the working day
    after it was adopted, as the Official Journal does since it publishes act by act (October 2023).
    """
    instance = next(_all(root, "bib.instance"), None)
    adopted = _iso(next(_all(instance, "date"), None))
    quoted = [
        day for one in root.iter() if (day := _compact(one.get("DATE.PUB", "") if _is_element(one) else ""))
    ]
    together = [day for day in quoted if adopted and adopted < day < adopted + dt.timedelta(days=60)]
    published = max(together) if together else _next_working_day(adopted)
    title = _text(next(_all(root, "title"), None))
    return Structured(
        title=title,
        issuer=_text(next(_all(root, "preamble.init"), None)).rstrip(",").removeprefix("THE ").title(),
        jurisdiction="EU",
        action="consolidated" if codified else None,
        published=published,
        codified=codified,
    )


def _akoma_ntoso(root: Any) -> Structured:
    """Akoma Ntoso 1.0 (OASIS LegalDocML): title, country and dates of its metadata."""
    country = next((one.get("value", "") for one in _all(root, "frbrcountry")), "").upper()
    dates = {
        one.get("name", ""): _compact(one.get("date", "").replace("-", "")) for one in _all(root, "frbrdate")
    }
    kind = next((_local(child) for child in root if _is_element(child)), "")
    return Structured(
        title=_text(next(_all(root, "doctitle"), None)) or _text(next(_all(root, "longtitle"), None)),
        reference=next((one.get("value", "") for one in _all(root, "frbrnumber")), ""),
        jurisdiction={"EU": "EU", "EUR": "EU", "UK": "GB"}.get(country, country[:2]),
        action={"bill": "proposal", "amendment": "amendment"}.get(kind),
        published=dates.get("publication") or dates.get("enacted"),
    )


def _all(root: Any, name: str) -> Iterator[Any]:
    """The elements of a local name, in their order."""
    return (
        (one for one in root.iter() if _is_element(one) and _local(one) == name)
        if root is not None
        else iter(())
    )


def _is_element(one: Any) -> bool:
    return isinstance(one.tag, str)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _text(element: Any) -> str:
    """All text in an element, blanks put together and no footnotes."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if _is_element(child) and _local(child) != "note":
            parts.append(_text(child))
        parts.append(child.tail or "")
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def _iso(element: Any) -> dt.date | None:
    return _compact(element.get("ISO", "")) if element is not None else None


def _compact(text: str) -> dt.date | None:
    """`20250929` as a date."""
    try:
        return dt.datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def _next_working_day(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    following = day + dt.timedelta(days=1)
    while following.weekday() > 4:
        following += dt.timedelta(days=1)
    return following
