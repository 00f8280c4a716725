"""Lists of price changes: old and new price side by side, or the prices of two years."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dated_columns import DatedColumns, looks_like_date
from smits_watch.prose.dates import find_dates
from smits_watch.prose.known_products import find_known
from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.prose.words import common_words
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number, read_number
from smits_watch.tables.word_lists import WordList

_PACKAGE, _WORDS = "smits_watch.facts.vendor_notices.lists", "list_words.toml"
_PERCENT = re.compile(r"%|\b(?:pct|percent|per cent|prozent|pour cent)\b", re.IGNORECASE)
_PRICE = re.compile(
    r"pric|fee|tariff|uplift|increase|preis|gebühr|tarif|erhöhung|prix|hausse|prijs|prec|prezz",
    re.IGNORECASE,
)
"""A column of changes in percent may be of anything else."""
_MOST = 20.0
"""Two amounts with a larger ratio are not prices of the same thing."""
_LONGEST_VENDOR = 40
"""Characters of a company's name in a title."""
_SAME = 0.6
"""Percentage points by which a rounded change may differ from the change of the amounts."""


def price_list(document: Document, context: ExtractionContext, *, subject: str = "") -> list[VendorNotice]:
    """The price changes in the tables of a document.

    Args:
        document: a price list, or a letter with one.
        context: configured headers, the organisation.
        subject: the subject of the whole document; rows without a product of their own are its plans or
            articles.

    Returns:
        A notice per row whose price changes; a single one with the largest change if all rows are for the
        same product.
    """
    notices = [
        notice
        for table in document.tables
        for records in records_in(table, _vocabulary(), context.columns)
        for notice in _of_records(document, records, context)
    ]
    return _of_subject(notices, subject, context) if subject else notices


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        headers=word_table(_PACKAGE, _WORDS)["price"],
        values={
            **dict.fromkeys(("old", "new", "change"), _looks_like_amount),
            **dict.fromkeys(("product", "plan", "vendor"), _looks_like_name),
            **dict.fromkeys(("effective", "earlier"), lambda cell: looks_like_date(cell) or is_gap(cell)),
        },
    )


def _of_records(document: Document, records: Records, context: ExtractionContext) -> list[VendorNotice]:
    prices = _price_columns(records)
    stated = _stated_changes(records) if prices is None else None
    if prices is None and stated is None:
        return []
    dates = DatedColumns(records, ("effective",), context.profile)
    titles = _titles(document, records)
    around, vendor = _valid_from(titles), _vendor_in(titles, context)
    notices = []
    for row in records.rows:
        change = _change(records, row, *prices) if prices else number(records.cell(row, "change"))
        name = _name(records, row)
        if not change or not name:
            continue
        day = (None if dates.doubtful else dates.date(row, "effective")) or around
        notices.append(
            VendorNotice(
                vendor=records.carried(row, "vendor") or document.metadata.get("vendor", "") or vendor,
                product=name[:100],
                notice="price-change",
                effective_date=day,
                price_change_pct=round(change, 4),
                source=document.source(
                    records.layout.table.anchor(row, prices[1] if prices else stated or 0)
                ),
                quote=records.quote(row),
            )
        )
    return notices


def _titles(document: Document, records: Records) -> list[str]:
    """What stands above a price list, and the name of its sheet and file."""
    name = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    table = records.layout.table
    return [*records.layout.titles, *table.captions, table.name, name]


def _valid_from(titles: Sequence[str]) -> dt.date | None:
    """The day from which the prices below a title are valid: `Price list valid from 1 January 2027`."""
    for title in titles:
        dates = find_dates(title)
        if len(dates) == 1 and pattern_of(_PACKAGE, _WORDS, "valid", "from").search(title, 0, dates[0].start):
            return dates[0].date
    return None


def _vendor_in(titles: Sequence[str], context: ExtractionContext) -> str:
    """The vendor of a price list: one of ours that a title names, or a company beside words for prices."""
    text = "\n".join(titles)
    for vendor in context.profile.vendors:
        if vendor and re.search(rf"(?<!\w){re.escape(vendor)}(?!\w)", text, re.IGNORECASE):
            return vendor
    for title in titles:
        first, *rest = (part.strip() for part in re.split(r"\s[-\u2013\u2014|]\s|:\s", title))
        if rest and len(first) <= _LONGEST_VENDOR and first.split()[-1:] and _is_company(first):
            return first
    return ""


def _is_company(text: str) -> bool:
    """Whether a text ends with a legal form: `Contoso AG`."""
    words = text.casefold().replace(".", "").split()
    return len(words) > 1 and words[-1] in common_words("legal")


def _price_columns(records: Records) -> tuple[int, int] | None:
    """The columns of the old and the new price, by their names or two years; None if there are no two."""
    old, new = records.columns.get("old"), records.columns.get("new")
    if old is not None and new is not None:
        return old.index, new.index
    words = WordList(word_table(_PACKAGE, _WORDS)["priced"]["words"])
    yearly = [
        column
        for column in records.layout.columns
        if column.is_amount and column.period and column.period.year and words.within(column.header)
    ]
    if len(yearly) != 2:
        return None
    first, second = sorted(yearly, key=lambda column: column.period.year if column.period else "")
    return first.index, second.index


def _stated_changes(records: Records) -> int | None:
    """The column that states only by how many percent each price changes; None if there is none."""
    column = records.columns.get("change")
    if column is None or "product" not in records.columns:
        return None
    cells = [text_of(records.cell(row, "change")) for row in records.rows]
    in_percent = (
        column.role == "percent" or _PERCENT.search(column.header) or all("%" in c for c in cells if c)
    )
    return column.index if in_percent and _PRICE.search(column.header) else None


def _change(records: Records, row: int, old: int, new: int) -> float | None:
    """The change of a row in percent; None if there is none, or its amounts are not comparable."""
    grid = records.layout.grid
    before, after = (read_number(grid.cell(row, column), grid.marks.get(column)) for column in (old, new))
    if before is None or after is None or before.value <= 0 or before.currency != after.currency:
        return None
    if not 1 / _MOST <= after.value / before.value <= _MOST or after.value == before.value:
        return None
    change = 100 * (after.value - before.value) / before.value
    stated = number(records.cell(row, "change"))
    if stated is not None and abs(abs(stated) - abs(change)) <= _SAME and stated * change > 0:
        return stated
    return change


def _name(records: Records, row: int) -> str:
    """The item of a row: its product with its plan, or the label of the row."""
    names = [records.carried(row, "product"), records.text(row, "plan")]
    if not any(names):
        label = records.layout.label
        names = [records.layout.grid.text(row, label.index) if label else "", records.text(row, "sku")]
    return " ".join(dict.fromkeys(name for name in names if name and not is_gap(name)))


def _of_subject(
    notices: Sequence[VendorNotice], subject: str, context: ExtractionContext
) -> list[VendorNotice]:
    """The notices for products of their own, and the largest change of the subject's plans as one."""
    products = context.profile.products
    own = [
        n for n in notices if subject.casefold() in n.product.casefold() or find_known(n.product, products)
    ]
    plans = [notice for notice in notices if notice not in own]
    if not plans:
        return own
    largest = max(plans, key=lambda notice: abs(notice.price_change_pct or 0.0))
    return [*own, largest.model_copy(update={"product": subject})]


def _looks_like_amount(cell: Cell) -> bool:
    return number(cell) is not None or is_gap(cell)


def _looks_like_name(cell: Cell) -> bool:
    text = text_of(cell)
    return bool(re.search(r"[^\W\d_]", text)) and number(cell) is None and not looks_like_date(cell)
