"""Lists of notices: products, and in a column of its own what is announced of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dated_columns import DatedColumns, looks_like_date
from smits_watch.facts.vendor_notices.letters.events import KINDS, events_in_text, is_kind
from smits_watch.prose.names import find_names
from smits_watch.prose.word_patterns import word_table
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number

_PACKAGE, _WORDS = "smits_watch.facts.vendor_notices.lists", "list_words.toml"
_LEAST = 0.5
"""Share of rows whose message must be recognised, because a column `Type` may hold something else."""
_LONGEST = 80
"""Characters of a message; what is longer is a text, which is read as prose."""


def notice_list(document: Document, context: ExtractionContext) -> list[VendorNotice]:
    """Read the notices in tables that have a column for the message.

    Args:
        document: a list, or a letter with one.
        context: configured headers, the organisation.

    Returns:
        A notice per row with a known message and a product; none from tables whose dates can be read in two
        orders.
    """
    return [
        notice
        for table in document.tables
        for records in records_in(table, _vocabulary(), context.columns)
        for notice in _of_records(document, records, context)
    ]


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        headers=word_table(_PACKAGE, _WORDS)["message"],
        values={
            "message": lambda cell: is_gap(cell) or len(text_of(cell)) <= _LONGEST,
            "product": _looks_like_name,
            "change": lambda cell: number(cell) is not None or is_gap(cell),
            **dict.fromkeys(("effective", "announced"), lambda cell: looks_like_date(cell) or is_gap(cell)),
        },
    )


def _of_records(document: Document, records: Records, context: ExtractionContext) -> Iterator[VendorNotice]:
    if not {"message", "product"} <= records.columns.keys():
        return
    kinds = {row: _kind(records.text(row, "message")) for row in records.rows}
    rows = [row for row in records.rows if kinds[row]]
    dates = DatedColumns(records, ("effective", "announced"), context.profile)
    if len(rows) < _LEAST * len(records.rows) or dates.doubtful:
        return
    for row in rows:
        name = records.carried(row, "product").strip()
        if not name or is_gap(name):
            continue
        day = dates.mention(row, "effective")
        yield VendorNotice(
            vendor=records.carried(row, "vendor") or document.metadata.get("vendor", ""),
            product=_without_version(name)[:100],
            version=records.text(row, "version") or _version(name),
            notice=kinds[row],
            announced=dates.date(row, "announced"),
            effective_date=day.date if day else None,
            price_change_pct=number(records.cell(row, "change")) if kinds[row] == "price-change" else None,
            source=document.source(records.anchor(row, "message")),
            quote=records.quote(row),
            confidence="read" if day is None or day.exact else "inferred",
        )


def _kind(message: str) -> Any:
    """The kind of notice that a cell names; None if it names none or several."""
    stated = "-".join(message.casefold().split())
    if stated in KINDS:
        return stated
    kinds = {event.meaning for event in events_in_text(message) if is_kind(event)}
    return kinds.pop() if len(kinds) == 1 else None


def _version(name: str) -> str:
    mentions = find_names(name)
    return mentions[0].version if len(mentions) == 1 and mentions[0].end >= len(name) else ""


def _without_version(name: str) -> str:
    version = _version(name)
    return name[: name.rindex(version)].strip(" ,v") if version else name


def _looks_like_name(cell: Cell) -> bool:
    return bool(re.search(r"[^\W\d_]", text_of(cell))) and not looks_like_date(cell)
