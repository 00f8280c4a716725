"""Acts in XML: Formex, Akoma Ntoso, and those of the US, the UK, Canada and Germany."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smits_watch.documents.document import Document
from smits_watch.prose.dates import date_of, find_dates

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
    effective: dt.date | None = None
    """When it came or comes into force."""


def structured(document: Document) -> Structured | None:
    """Read what the elements state; None for other XML and for everything that is no XML."""
    root = document.data
    if not hasattr(root, "iter") or not hasattr(root, "tag"):
        return None
    name = _local(root)
    if name in _FEDERAL:
        return _federal_register(root, name)
    if name in ("cfrgranule", "cfrdoc", "ecfr", "dlpstextclass") or (
        name.startswith("div") and _has(root, "head")
    ):
        return _code(root)
    if name in ("act", "cons.act", "general") and next(_all(root, "bib.instance"), None) is not None:
        return _formex(root, codified=name == "cons.act")
    if name == "akomantoso":
        return _akoma_ntoso(root)
    if name in ("statute", "regulation", "loi", "reglement") and _has(root, "identification"):
        return _canadian(root, statute=name in ("statute", "loi"))
    if name == "dokumente" or (name == "norm" and _has(root, "jurabk")):
        return _german(root)
    if name == "legislation":
        return _british(root)
    if name in ("lawdoc", "uscdoc", "uslm", "publiclaw", "bill", "resolution"):
        return _american(root, name)
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


def _canadian(root: Any, *, statute: bool) -> Structured:
    """Acts and regulations as consolidated by the Department of Justice (laws-lois.justice.gc.ca)."""
    identification = next(_all(root, "identification"), None)
    title = _text(next(_all(identification, "shorttitle"), None)) or _text(
        next(_all(identification, "longtitle"), None)
    )
    number = _text(next(_all(identification, "instrumentnumber"), None))
    chapter = _text(next(_all(identification, "consolidatednumber"), None))
    return Structured(
        title=title,
        reference=number or chapter,
        issuer="Parliament of Canada" if statute else "Governor in Council",
        jurisdiction="CA",
        action="consolidated" if _attribute(root, "current-date") or statute else None,
        published=_parts_of_date(next(_all(identification, "registrationdate"), None)),
        codified=True,
        effective=None if statute else _canadian_start(root),
    )


def _canadian_start(root: Any) -> dt.date | None:
    """When a regulation came into force: as its text says, or its sections' `inforce-start-date`."""
    for element in _all(root, "text"):
        text = _text(element)
        if re.search(r"come into force|entre(?:nt)? en vigueur|in force", text):
            dates = find_dates(text)
            if dates:
                return dates[0].date
    starts = (date_of(_attribute(element, "inforce-start-date")) for element in _all(root, "section"))
    return next((day for day in starts if day), None) or date_of(_attribute(root, "inforce-start-date"))


def _german(root: Any) -> Structured:
    """Federal law as published on gesetze-im-internet.de: always as it stands."""
    source = " ".join(_text(next(_all(root, name), None)) for name in ("periodikum", "zitstelle")).strip()
    return Structured(
        title=_text(next(_all(root, "langue"), None)),
        reference=source.replace("BGBl ", "BGBl. ") or _text(next(_all(root, "jurabk"), None)),
        issuer="Bundestag",
        jurisdiction="DE",
        action="consolidated",
        published=date_of(_text(next(_all(root, "ausfertigung-datum"), None))[:10]),
        codified=True,
    )


def _british(root: Any) -> Structured:
    """Crown Legislation Markup Language (legislation.gov.uk): number, dates and status in its metadata."""
    kind = _value(next(_all(root, "documentmaintype"), None))
    year, number = (_value(next(_all(root, name), None)) for name in ("year", "number"))
    status = _value(next(_all(root, "documentstatus"), None)).casefold()
    dates = [date_of(_attribute(element, "date")) for element in _all(root, "comingintoforce")]
    dates += [date_of(_attribute(element, "date")) for name in ("datetime",) for element in _all(root, name)]
    codified = status == "revised"
    instrument = "Instrument" in kind or "Rule" in kind or "Order" in kind
    made = next(_all(root, "made"), None)
    return Structured(
        title=_text(next(_all(root, "title"), None)),
        reference=f"S.I. {year}/{number}" if instrument and year else f"{year} c. {number}" if year else "",
        jurisdiction="GB",
        action="consolidated" if codified else "proposal" if "Draft" in kind else None,
        published=date_of(_attribute(made, "date")) if made is not None else None,
        codified=codified,
        effective=None if codified else next((day for day in dates if day), None),
    )


def _american(root: Any, name: str) -> Structured:
    """United States Legislative Markup: the code as it stands (uscode.house.gov), laws and bills."""
    title = _text(next(_all(root, "title"), None)) or _text(next(_all(root, "official-title"), None))
    codified = (name in ("uscdoc", "lawdoc", "uslm") and _has(root, "maintitle")) or name == "uscdoc"
    bill = name in ("bill", "resolution")
    number = _text(next(_all(root, "docnumber"), None)) or _text(next(_all(root, "legis-num"), None))
    return Structured(
        title=title,
        reference=number,
        jurisdiction="US",
        action="consolidated" if codified else "proposal" if bill else None,
        published=date_of(_text(next(_all(root, "date"), None))[:10]),
        codified=codified or bill,
    )


def _has(root: Any, name: str) -> bool:
    return next(_all(root, name), None) is not None


def _attribute(element: Any, name: str) -> str:
    """An attribute by its local name, in any namespace and writing."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].casefold() == name:
            return str(value)
    return ""


def _value(element: Any) -> str:
    return _attribute(element, "value")


def _parts_of_date(element: Any) -> dt.date | None:
    """`<Date><YYYY>2018</YYYY><MM>3</MM><DD>27</DD></Date>`."""
    parts = (
        [_text(next(_all(element, name), None)) for name in ("yyyy", "mm", "dd")]
        if element is not None
        else []
    )
    try:
        return dt.date(*map(int, parts)) if len(parts) == 3 and all(parts) else None
    except ValueError:
        return None


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
