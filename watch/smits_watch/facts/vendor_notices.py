"""What vendors announce of their products: letters, e-mails, lifecycle tables and security advisories."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Passage, Table
from smits_watch.facts.advisories import advisory
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dates import date_of
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.lifecycles import lifecycle, price_changes
from smits_watch.facts.notice_subject import product_of, split_version, vendor_of
from smits_watch.facts.notice_words import fix_available, kinds_in, price_change
from smits_watch.facts.roles import RoledDate, first_of, roled_dates
from smits_watch.facts.tables import find_header, quote

_HEAD_CHARACTERS = 4_000
"""So much of a letter is about its matter; further on it may speak of other products."""
_ROLES = ("end", "sale_end", "applies", "effective", "announced", "published")
_ROLE_OF = {
    "end-of-life": ("end", "effective"),
    "end-of-support": ("end", "effective"),
    "end-of-sale": ("sale_end", "end", "effective"),
}
"""Kind of notice -> which date is its effective one, the most telling first; others: the effective one."""
_CVSS = re.compile(r"CVSS[^.\n]{0,60}?\b(10(?:\.0)?|\d\.\d)\b", re.IGNORECASE)
_TABLE = {
    "product": ("product", "product name", "software", "service", "produkt", "produit", "logiciel", "name"),
    "version": ("version", "release", "release line", "cycle", "product version", "branch"),
    "vendor": ("vendor", "manufacturer", "publisher", "hersteller", "éditeur"),
    "end-of-life": ("end of life", "eol", "end of life date", "lebensende", "fin de vie", "retirement date"),
    "end-of-support": (
        *("end of support", "end of support date", "eos", "support ends", "supported until"),
        *("support end date", "support until", "support ende", "fin de support", "security support"),
    ),
    "end-of-sale": ("end of sale", "end of sale date", "last order date", "verkaufsende"),
}


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the notices out of a document.

    Args:
        document: an advisory in CSAF, a table of lifecycle dates, or a letter.
        context: configured headers for product, version, vendor and the kinds of end.

    Returns:
        A `vendor-notice` for an advisory or a letter, or one for each row of a table.
    """
    told = advisory(document)
    if told is not None:
        return Extraction("vendor-notices", (told,))
    listed = [*lifecycle(document), *price_changes(document)]
    if listed:
        return Extraction("vendor-notices", tuple(listed))
    rows = [notice for table in document.tables for notice in _rows(document, table, context.columns)]
    if rows:
        return Extraction("vendor-notices", tuple(rows))
    letter = _letter(document)
    if letter is None:
        return Extraction("vendor-notices", warnings=("It has no text that could be a notice.",))
    return Extraction("vendor-notices", (letter,))


def _rows(document: Document, table: Table, columns: Mapping[str, str]) -> Iterator[VendorNotice]:
    """A notice for each row that names a product or version and a date on which something ends."""
    header = find_header(table, _TABLE, columns)
    if header is None:
        return
    kinds: tuple[Any, ...] = tuple(
        k for k in ("end-of-support", "end-of-life", "end-of-sale") if k in header.columns
    )
    for index, row in enumerate(table.rows):
        if index <= header.row:
            continue
        name, version = header.text(row, "product"), header.text(row, "version")
        kind = next((k for k in kinds if date_of(header.cell(row, k))), None)
        if kind is None or not (name or version):
            continue
        product, own = (name, version) if version else split_version(name)
        yield VendorNotice(
            vendor=header.text(row, "vendor") or document.metadata.get("author", ""),
            product=product or document.metadata.get("title", ""),
            version=own,
            notice=kind,
            effective_date=date_of(header.cell(row, kind)),
            source=document.source(table.anchor(index, header.columns[kind])),
            quote=quote(row),
        )


def _letter(document: Document) -> VendorNotice | None:
    head = document.beginning(_HEAD_CHARACTERS)
    if not head:
        return None
    subject = document.metadata.get("subject") or document.metadata.get("title") or _subject(head)
    text = "\n".join(passage.text for passage in head)
    kinds = kinds_in(subject) or kinds_in(text)
    kind: Any = kinds[0] if kinds else "other"
    product, version = product_of(subject, text)
    dates = roled_dates(document, _ROLES)
    effective = _effective(kind, dates, (product, version))
    where = effective.anchor if effective else head[0].anchor
    return VendorNotice(
        vendor=vendor_of(document, text),
        product=product,
        version=version,
        notice=kind,
        announced=_announced(document, dates, effective),
        effective_date=effective.date if effective else None,
        price_change_pct=price_change(text) if kind in ("price-change", "licence-change") else None,
        severity=max((float(score) for score in _CVSS.findall(text)), default=None),
        fix_available=fix_available(text) if kind == "security-advisory" else None,
        source=document.source(where),
        quote=(effective.quote if effective else subject)[:200],
        confidence="inferred",
    )


def _subject(head: Sequence[Passage]) -> str:
    """The first heading or line that says what kind of notice it is."""
    lines = [" ".join(line.split()) for passage in head for line in passage.text.split("\n")]
    headings = [" ".join(passage.text.split()) for passage in head if passage.heading]
    return next((text for text in (*headings, *lines) if kinds_in(text)), lines[0] if lines else "")


def _effective(kind: str, dates: Sequence[RoledDate], names: Sequence[str]) -> RoledDate | None:
    """The date on which it takes effect.

    A sentence that speaks of this kind of notice and names product and version counts more than one that
    only mentions another product; then the more telling meaning of the date, then a day before a month.
    """
    roles = _ROLE_OF.get(kind, ("effective", "applies", "end"))
    meant = [one for one in dates if one.role in roles]
    if not meant:
        return next((one for one in dates if one.role == "" and kind in kinds_in(one.quote)), None)

    def telling(one: RoledDate) -> tuple[int, int, bool]:
        named = sum(bool(name) and name.casefold() in one.quote.casefold() for name in names)
        return (kind in kinds_in(one.quote)) + named, -roles.index(one.role), one.exact

    return max(meant, key=telling)


def _announced(document: Document, dates: Sequence[RoledDate], effective: RoledDate | None) -> dt.date | None:
    """When it was announced: as it says, as its letterhead is dated, or when the mail was sent."""
    said = first_of(dates, "announced") or first_of(dates, "published")
    if said is not None:
        return said.date
    sent = document.metadata.get("date", "")[:10]
    if date_of(sent):
        return date_of(sent)
    return next((one.date for one in dates if one.role == "" and one is not effective and one.exact), None)
