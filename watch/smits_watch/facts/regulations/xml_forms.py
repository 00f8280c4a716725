"""Acts in XML: Formex, Akoma Ntoso, and those of the US, the UK, Canada and Germany."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from smits_watch.documents.document import Document
from smits_watch.facts.regulations.xml_elements import (
    Structured,
    attribute,
    compact_date,
    date_parts,
    elements,
    has_element,
    is_element,
    iso_date,
    local_name,
    text_of,
    value_of,
)
from smits_watch.facts.regulations.xml_regional import regional_act
from smits_watch.prose.dates import date_of, find_dates

_FEDERAL = {"rule": "amendment", "prorule": "proposal", "notice": "notice", "presdoc": "new"}
"""The root of a Federal Register document and its action; a rule amends the Code of Federal Regulations."""


_ACT_BY_ACT = dt.date(2023, 10, 1)
"""Since this date the Official Journal of the EU has been published act by act."""


def structured(document: Document) -> Structured | None:
    """Read the structure of an act; None for other XML and other formats."""
    root = document.data
    if not hasattr(root, "iter") or not hasattr(root, "tag"):
        return None
    name = local_name(root)
    if name in _FEDERAL:
        return _federal_register(root, name)
    if name in ("cfrgranule", "cfrdoc", "ecfr", "dlpstextclass") or (
        name.startswith("div") and has_element(root, "head")
    ):
        return _code(root)
    if name in ("act", "cons.act", "general", "combined.fmx") and has_element(root, "bib.instance"):
        return _formex_file(root, name)
    regional = regional_act(root, name)
    if regional is not None:
        return regional
    if name in ("statute", "regulation", "loi", "reglement") and has_element(root, "identification"):
        return _canadian(root, statute=name in ("statute", "loi"))
    if name == "dokumente" or (name == "norm" and has_element(root, "jurabk")):
        return _german(root)
    if name == "legislation":
        return _british(root)
    if name in ("lawdoc", "uscdoc", "uslm", "publiclaw", "bill", "resolution"):
        return _american(root, name)
    return None


def _federal_register(root: Any, name: str) -> Structured:
    """Federal Register XML (GPO): AGENCY, ACT (action), DATES, SUBJECT."""
    action: str = _FEDERAL[name]
    action_text = text_of(next(elements(root, "act"), None)).casefold()
    if "proposed rule" in action_text:
        action = "proposal"
    elif "notice" in action_text and "rule" not in action_text:
        action = "notice"
    dates = next(elements(root, "dates"), None)
    reference = text_of(next(elements(root, "frdoc"), None)) or text_of(next(elements(root, "cfr"), None))
    return Structured(
        title=text_of(next(elements(root, "subject"), None)),
        reference=reference.strip("[]"),
        issuer=text_of(next(elements(root, "agency"), None)).title(),
        jurisdiction="US",
        action=action,
        dates_text=(text_of(dates),) if dates is not None else (),
    )


def _code(root: Any) -> Structured:
    """A part of the Code of Federal Regulations: the consolidated law on a certain date."""
    title, part = (
        text_of(next(elements(root, "cfrtitle"), None)),
        text_of(next(elements(root, "granulenum"), None)),
    )
    return Structured(
        title=text_of(next(elements(root, "title"), None)),
        reference=f"{title} CFR part {part}" if title and part else "",
        jurisdiction="US",
        action="consolidated",
        published=date_of(text_of(next(elements(root, "date"), None))),
        codified=True,
    )


def _formex(root: Any, *, codified: bool) -> Structured:
    """Formex 4 (Publications Office of the EU).

    The file of an act does not state its date of publication. It is that of the acts in the same package,
    which it cites with later dates of publication; an act that cites none appears on the working day
    after its adoption, as in the Official Journal since it is published act by act (October 2023). For
    older acts without such citations the date is unknown.
    """
    instance = next(elements(root, "bib.instance"), None)
    adopted = iso_date(next(elements(instance, "date"), None))
    quoted = [
        day
        for element in root.iter()
        if (day := compact_date(element.get("DATE.PUB", "") if is_element(element) else ""))
    ]
    together = [day for day in quoted if adopted and adopted < day < adopted + dt.timedelta(days=60)]
    alone = _next_working_day(adopted) if adopted and adopted >= _ACT_BY_ACT else None
    published = max(together) if together else alone
    title = text_of(next(elements(root, "title"), None))
    return Structured(
        title=title,
        issuer=text_of(next(elements(root, "preamble.init"), None)).rstrip(",").removeprefix("THE ").title(),
        jurisdiction="EU",
        action="consolidated" if codified else None,
        published=published,
        codified=codified,
    )


def _formex_file(root: Any, name: str) -> Structured | None:
    """An act, or a journal issue with one act and its date, packed in one file."""
    if name != "combined.fmx":
        return _formex(root, codified=name == "cons.act")
    act = next((element for element in elements(root, "act") if has_element(element, "bib.instance")), None)
    if act is None:
        return None
    journal = next(elements(root, "bib.oj"), None)
    issued = next((day for element in elements(journal, "date") if (day := iso_date(element))), None)
    stated = _formex(act, codified=False)
    return replace(stated, published=issued) if issued else stated


def _canadian(root: Any, *, statute: bool) -> Structured:
    """Acts and regulations as consolidated by the Department of Justice (laws-lois.justice.gc.ca)."""
    identification = next(elements(root, "identification"), None)
    title = text_of(next(elements(identification, "shorttitle"), None)) or text_of(
        next(elements(identification, "longtitle"), None)
    )
    number = text_of(next(elements(identification, "instrumentnumber"), None))
    chapter = text_of(next(elements(identification, "consolidatednumber"), None))
    return Structured(
        title=title,
        reference=number or chapter,
        issuer="Parliament of Canada" if statute else "Governor in Council",
        jurisdiction="CA",
        action="consolidated" if attribute(root, "current-date") or statute else None,
        published=date_parts(next(elements(identification, "registrationdate"), None)),
        codified=True,
        effective=None if statute else _canadian_start(root),
    )


def _canadian_start(root: Any) -> dt.date | None:
    """When a regulation came into force: from its text, or its sections' `inforce-start-date`."""
    for element in elements(root, "text"):
        text = text_of(element)
        if re.search(r"come into force|entre(?:nt)? en vigueur|in force", text):
            dates = find_dates(text)
            if dates:
                return dates[0].date
    starts = (date_of(attribute(element, "inforce-start-date")) for element in elements(root, "section"))
    return next((day for day in starts if day), None) or date_of(attribute(root, "inforce-start-date"))


def _german(root: Any) -> Structured:
    """Federal law as published on gesetze-im-internet.de: always consolidated."""
    source = " ".join(
        text_of(next(elements(root, name), None)) for name in ("periodikum", "zitstelle")
    ).strip()
    return Structured(
        title=text_of(next(elements(root, "langue"), None)),
        reference=source.replace("BGBl ", "BGBl. ") or text_of(next(elements(root, "jurabk"), None)),
        issuer="Bundestag",
        jurisdiction="DE",
        action="consolidated",
        published=date_of(text_of(next(elements(root, "ausfertigung-datum"), None))[:10]),
        codified=True,
    )


def _british(root: Any) -> Structured:
    """Crown Legislation Markup Language (legislation.gov.uk): number, dates and status in its metadata."""
    kind = value_of(next(elements(root, "documentmaintype"), None))
    year, number = (value_of(next(elements(root, name), None)) for name in ("year", "number"))
    status = value_of(next(elements(root, "documentstatus"), None)).casefold()
    dates = [date_of(attribute(element, "date")) for element in elements(root, "comingintoforce")]
    dates += [
        date_of(attribute(element, "date")) for name in ("datetime",) for element in elements(root, name)
    ]
    codified = status == "revised"
    instrument = "Instrument" in kind or "Rule" in kind or "Order" in kind
    made = next(elements(root, "made"), None)
    return Structured(
        title=text_of(next(elements(root, "title"), None)),
        reference=f"S.I. {year}/{number}" if instrument and year else f"{year} c. {number}" if year else "",
        jurisdiction="GB",
        action="consolidated" if codified else "proposal" if "Draft" in kind else None,
        published=date_of(attribute(made, "date")) if made is not None else None,
        codified=codified,
        effective=None if codified else next((day for day in dates if day), None),
    )


def _american(root: Any, name: str) -> Structured:
    """United States Legislative Markup: the consolidated code (uscode.house.gov), laws and bills."""
    title = text_of(next(elements(root, "title"), None)) or text_of(
        next(elements(root, "official-title"), None)
    )
    codified = (name in ("uscdoc", "lawdoc", "uslm") and has_element(root, "maintitle")) or name == "uscdoc"
    bill = name in ("bill", "resolution")
    number = text_of(next(elements(root, "docnumber"), None)) or text_of(
        next(elements(root, "legis-num"), None)
    )
    return Structured(
        title=title,
        reference=number,
        jurisdiction="US",
        action="consolidated" if codified else "proposal" if bill else None,
        published=date_of(text_of(next(elements(root, "date"), None))[:10]),
        codified=codified or bill,
    )


def _next_working_day(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    following = day + dt.timedelta(days=1)
    while following.weekday() > 4:
        following += dt.timedelta(days=1)
    return following
