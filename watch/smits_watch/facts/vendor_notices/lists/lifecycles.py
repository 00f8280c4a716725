"""Lists of lifecycles: products or versions, and the dates on which support, sale or life end."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.date_order import date_order_question
from smits_watch.facts.dated_columns import DatedColumns, date_in_cell, looks_like_date
from smits_watch.facts.question import FileQuestion
from smits_watch.prose.dates import DateMention
from smits_watch.prose.names import find_names
from smits_watch.prose.word_patterns import word_table
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap
from smits_watch.tables.word_lists import plain_words

_ENDS: tuple[tuple[str, Any], ...] = (
    ("extended", "end-of-support"),
    ("end-of-support", "end-of-support"),
    ("end-of-life", "end-of-life"),
    ("mainstream", "end-of-support"),
)
"""Columns in order of preference, with the kind of notice of each. The last date of safe use counts, so an
extended end takes precedence over the mainstream one.
"""
_MEANINGS = (*(name for name, _ in _ENDS), "end-of-sale")
_RELEASE = re.compile(r"\d+\.\d+")
_PASSAGES = 60
"""Passages of the text around a list that are searched for its product."""
_MARKS = re.compile(r"\s*(?:\([^)]*\)|[†‡*¹²³]|\[\d+\])")
"""Marks beside a version: `20 (LTS) †`."""


@dataclass(frozen=True)
class LifecycleList:
    """The notices of one list."""

    notices: tuple[VendorNotice, ...]
    records: Records
    doubtful_dates: bool


def lifecycle_lists(
    document: Document, context: ExtractionContext, *, month_first: bool | None = None
) -> list[LifecycleList]:
    """Find the lifecycle lists in the tables of a document.

    Args:
        document: a list, or a letter with one.
        context: configured headers, the organisation.
        month_first: the order of day and month, if a person stated it.
    """
    lists = []
    for table in document.tables:
        for records in records_in(table, _vocabulary(), context.columns):
            if not _lists_ends(records):
                continue
            dates = DatedColumns(records, _MEANINGS, context.profile, month_first=month_first)
            around = _product_around(document, records)
            notices = tuple(
                notice for row in records.rows for notice in _notices(document, records, dates, row, around)
            )
            lists.append(LifecycleList(notices, records, dates.doubtful))
    return [listed for listed in lists if listed.notices]


def date_question(
    listed: LifecycleList, day_first: LifecycleList, month_first: LifecycleList
) -> FileQuestion | None:
    """Ask for the order of day and month in the dates of a list."""
    return date_order_question(
        day_first.notices,
        month_first.notices,
        "effective_date",
        lambda notice: " ".join(part for part in (notice.product, notice.version, "ends") if part),
        listed.records.layout.headers,
    )


_GAP = re.compile(r"(?:\s|[,;/&|+]|\b(?:and|or|und|oder|et|ou|y|e|en|v)\b)*", re.IGNORECASE)
"""Separators between products in one cell."""


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        headers=word_table("smits_watch.facts.vendor_notices.lists", "list_words.toml")["lifecycle"],
        values={
            "version": _looks_like_version,
            "product": _looks_like_name,
            **dict.fromkeys(_MEANINGS, _looks_like_end),
        },
    )


def _lists_ends(records: Records) -> bool:
    """Whether a list contains ends; a product or version must be named so."""
    ends = [meaning for meaning in _MEANINGS if meaning in records.columns]
    return bool(ends) and bool({"product", "version"} & records.columns.keys())


def _notices(
    document: Document, records: Records, dates: DatedColumns, row: int, around: str
) -> Iterator[VendorNotice]:
    name, version = records.carried(row, "product"), records.text(row, "version")
    version = "" if is_gap(version) else _MARKS.sub("", version).strip()
    if "product" not in records.columns:
        name = _product_of_version(records) or records.group(row)
    if not (name or version):
        return
    name = _MARKS.sub("", name).strip()
    products = [(name, version)] if version else _products(name)
    ends = [(kind, mention, meaning) for meaning, kind in _ENDS if (mention := dates.mention(row, meaning))]
    sale = dates.mention(row, "end-of-sale")
    from_prose = not any(product for product, _ in products) and not document.metadata.get("title")
    kept_ends = ends[:1] + ([("end-of-sale", sale, "end-of-sale")] if sale else [])
    for (product, own), (kind, mention, meaning) in itertools.product(products, kept_ends):
        yield VendorNotice(
            vendor=records.carried(row, "vendor") or document.metadata.get("vendor", ""),
            product=product or document.metadata.get("title", "") or around,
            version=own,
            notice=kind,
            effective_date=mention.date,
            source=document.source(records.anchor(row, meaning)),
            quote=records.quote(row),
            confidence="read" if mention.exact and not from_prose else "inferred",
        )


def _product_around(document: Document, records: Records) -> str:
    """The product that the text around a list of versions names with one of them, if it is the only one."""
    if "product" in records.columns or "version" not in records.columns:
        return ""
    listed = {_release(records.text(row, "version")) for row in records.rows} - {""}
    named = {
        mention.name
        for passage in document.passages[:_PASSAGES]
        for mention in find_names(passage.text)
        if _release(mention.version) in listed
    }
    return named.pop() if len(named) == 1 else ""


def _release(version: str) -> str:
    """The first two numbers of a version: `5.7` for `5.7.1` and `5.7.x`."""
    match = _RELEASE.match(version)
    return match[0] if match else ""


def _product_of_version(records: Records) -> str:
    """The product in the header of the versions: `Marten Version`."""
    column = records.columns.get("version")
    words: Mapping[str, Any] = word_table("smits_watch.facts.vendor_notices.lists", "list_words.toml")[
        "lifecycle"
    ]
    plain = plain_words(column.header) if column else ""
    plain_wordses = {plain_words(word) for word in words["version"]}
    if column is None or plain in plain_wordses:
        return ""
    for word in sorted(plain_wordses, key=len, reverse=True):
        if plain.endswith(f" {word}"):
            return " ".join(column.header.split()[: -len(word.split())])
    return ""


def _products(name: str) -> list[tuple[str, str]]:
    """`Acme Server 2019` -> (`Acme Server`, `2019`); several products with their own versions."""
    mentions = find_names(name)
    if len(mentions) == 1 and mentions[0].version and mentions[0].end >= len(name.rstrip()):
        return [(name[: name.rindex(mentions[0].version)].strip(" ,v"), mentions[0].version)]
    ends = [0, *(mention.end for mention in mentions)]
    gaps = [name[end : mention.start] for end, mention in zip(ends, mentions, strict=False)]
    apart = len(mentions) > 1 and all(mention.version for mention in mentions)
    if apart and all(_GAP.fullmatch(gap) for gap in (*gaps, name[ends[-1] :])):
        return [(mention.name, mention.version) for mention in mentions]
    return [(name[:100], "")]


def _looks_like_end(cell: Cell) -> bool:
    """Whether a cell is a date, or a placeholder for none: `current`, `-`, false."""
    text = text_of(cell).casefold()
    return looks_like_date(cell) or is_gap(cell) or len(text) <= len("unsupported") or isinstance(cell, bool)


def _looks_like_version(cell: Cell) -> bool:
    text = text_of(cell)
    return len(text) <= 40 and not _is_date(date_in_cell(cell), text)


def _looks_like_name(cell: Cell) -> bool:
    return bool(re.search(r"[^\W\d_]", text_of(cell))) and not looks_like_date(cell)


def _is_date(mention: DateMention | None, text: str) -> bool:
    return mention is not None and mention.exact and len(text) <= mention.end - mention.start + 2
