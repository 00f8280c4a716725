"""What vendors announce of their products: letters, e-mails, lifecycle tables and security advisories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Table
from smits_watch.facts.advisories import advisories
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dates import date_of
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.lifecycles import lifecycle, price_changes
from smits_watch.facts.notices.letter_notices import notices_in
from smits_watch.facts.notices.questions import date_question, message_question, product_question
from smits_watch.facts.notices.reading import LetterReading, concerns_us, is_about_nothing, read_letter
from smits_watch.facts.notices.roadmaps import roadmap_in
from smits_watch.facts.question import FileQuestion
from smits_watch.facts.tables import find_header, quote
from smits_watch.facts.vulnerability_records import vulnerability_records
from smits_watch.prose.names import find_names

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
        context: configured headers for product, version, vendor and the kinds of end; the portfolio.

    Returns:
        A `vendor-notice` for each product and kind of change: stated by an advisory or a list, or inferred
        from a letter; a question where the letter concerns us and its message, date or product is unclear.
    """
    return _extract(document, context, "vendor-notices")


def extract_strategies(document: Document, context: ExtractionContext) -> Extraction:
    """Take what a vendor says of its strategy out of a document: its roadmap, and notices in it.

    Args:
        document: a roadmap, a strategy, an article, or the same as for `extract`.
        context: as for `extract`.
    """
    return _extract(document, context, "vendor-strategies")


def _extract(document: Document, context: ExtractionContext, kind: str) -> Extraction:
    stated = [
        *(advisories(document) or vulnerability_records(document)),
        *lifecycle(document),
        *price_changes(document),
    ]
    if stated:
        return Extraction(kind, tuple(stated))
    rows = [notice for table in document.tables for notice in _rows(document, table, context.columns)]
    if rows:
        return Extraction(kind, tuple(rows))
    reading = read_letter(document, context.profile)
    if reading is None:
        return Extraction(kind, warnings=("It has no text that could be a notice.",))
    return _letter(document, reading, context, kind)


def _letter(document: Document, reading: LetterReading, context: ExtractionContext, kind: str) -> Extraction:
    notices = notices_in(document, reading)
    roadmap = roadmap_in(document, reading, strategy=kind == "vendor-strategies")
    if roadmap is not None and (not notices or kind == "vendor-strategies"):
        notices = [roadmap, *(notice for notice in notices if notice.effective_date)]
    if not notices:
        return _without_notices(document, reading, context, kind)
    question = date_question(reading, notices)
    if question is None and len(notices) == 1:
        question = product_question(reading, notices[0], context.profile)
    if question is None:
        return Extraction(kind, tuple(notices))
    return _settled(question, context, kind)


def _without_notices(
    document: Document, reading: LetterReading, context: ExtractionContext, kind: str
) -> Extraction:
    nothing = is_about_nothing(reading)
    if nothing:
        return Extraction(kind, nothing_stated=nothing)
    if concerns_us(reading, context.profile):
        return _settled(message_question(document, reading), context, kind)
    return Extraction(
        kind, warnings=("It names no product and nothing that changes for one; its message is unclear.",)
    )


def _settled(question: FileQuestion, context: ExtractionContext, kind: str) -> Extraction:
    """The facts that a remembered answer gives, or the question."""
    settlement = context.settle(question)
    if settlement is None:
        return Extraction(kind, questions=(question,))
    if settlement.candidate is not None and settlement.candidate.facts:
        return Extraction(kind, settlement.candidate.facts, settlement.candidate.summary)
    return Extraction(kind, nothing_stated="It holds nothing of interest, as was answered before.")


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
        product, own = (name, version) if version else _parted(name)
        yield VendorNotice(
            vendor=header.text(row, "vendor") or document.metadata.get("vendor", ""),
            product=product or document.metadata.get("title", ""),
            version=own,
            notice=kind,
            effective_date=date_of(header.cell(row, kind)),
            source=document.source(table.anchor(index, header.columns[kind])),
            quote=quote(row),
        )


def _parted(name: str) -> tuple[str, str]:
    """`Acme Server 2019` -> (`Acme Server`, `2019`)."""
    mentions: Sequence[Any] = find_names(name)
    if len(mentions) == 1 and mentions[0].version and mentions[0].end >= len(name.rstrip()):
        return name[: name.rindex(mentions[0].version)].strip(" ,v"), mentions[0].version
    return name[:100], ""
