"""Lists of contracts: whose they are, what they are for, and the day on which each ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dated_columns import DatedColumns, looks_like_date
from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number

_PACKAGE, _WORDS = "smits_watch.facts.vendor_notices.lists", "list_words.toml"
_OF_PRODUCTS = re.compile(
    r"support\b|\bend of|life ?cycle|\beo[ls]\b|lebens|ondersteun|wsparci", re.IGNORECASE
)
"""Headers of lists that state until when products are supported, with the contracts beside them."""


def contract_list(document: Document, context: ExtractionContext) -> list[VendorNotice] | None:
    """The renewals that are due according to a list of contracts.

    Args:
        document: a register of contracts.
        context: configured headers, the organisation.

    Returns:
        A `renewal` per contract with an end; empty if their days can be read in two orders; None if the
        document has no list of contracts.
    """
    lists = [
        records
        for table in document.tables
        for records in records_in(table, _vocabulary(), context.columns)
        if _lists_contracts(document, records)
    ]
    return (
        [notice for records in lists for notice in _renewals(document, records, context)] if lists else None
    )


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        headers=word_table(_PACKAGE, _WORDS)["contract"],
        values={
            **dict.fromkeys(("start", "end"), lambda cell: looks_like_date(cell) or is_gap(cell)),
            "cost": lambda cell: number(cell) is not None or is_gap(cell),
            **dict.fromkeys(
                ("vendor", "product"), lambda cell: number(cell) is None and not looks_like_date(cell)
            ),
        },
    )


def _lists_contracts(document: Document, records: Records) -> bool:
    """Whether a list has contracts with an end: a header, a title or the file's name calls them so."""
    if "end" not in records.columns or not {"vendor", "product"} & records.columns.keys():
        return False
    layout = records.layout
    if any(_OF_PRODUCTS.search(header) for header in layout.headers):
        return False
    name = document.path.rpartition("/")[2]
    texts = (*layout.headers, *layout.titles, layout.table.name, name)
    if {"start", "cost"} <= records.columns.keys():
        return True  # nothing else has a term and a price
    called = pattern_of(_PACKAGE, _WORDS, "contracts", "words")
    return any(called.search(re.sub(r"[_.-]", " ", text)) for text in texts)


def _renewals(document: Document, records: Records, context: ExtractionContext) -> Iterator[VendorNotice]:
    dates = DatedColumns(records, ("end",), context.profile)
    if dates.doubtful:
        return
    for row in records.rows:
        day = dates.date(row, "end")
        vendor, product = records.carried(row, "vendor"), records.text(row, "product")
        if day is None or not (vendor or product):
            continue
        yield VendorNotice(
            vendor=vendor[:100],
            product=(product or text_of(records.cell(row, "contract")))[:100],
            notice="renewal",
            effective_date=day,
            source=document.source(records.anchor(row, "end")),
            quote=records.quote(row),
        )
