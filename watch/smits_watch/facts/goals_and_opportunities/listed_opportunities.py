"""Opportunities listed in tables: tenders, grants, leads and ideas, with value and decision date."""

from __future__ import annotations

import re
from functools import cache

from smits_rules.vocabulary import Opportunity
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.date_order import date_order_question
from smits_watch.facts.dated_columns import DatedColumns, looks_like_date
from smits_watch.facts.question import FileQuestion
from smits_watch.prose.amounts import find_money
from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number, read_number
from smits_watch.tables.values.units import currency_in, units_in
from smits_watch.tables.word_lists import WordList, plain_words, table_words

_SAMPLE = 200
"""Rows by which a list of awards is recognised."""
_ROWS_READ = 5
"""Rows whose words indicate the subject of a list of titles."""
_PACKAGE, _WORDS = "smits_watch.facts.goals_and_opportunities", "plan_words.toml"


def opportunities_in_tables(
    document: Document, context: ExtractionContext
) -> tuple[list[Opportunity], list[FileQuestion]]:
    """The opportunities listed in tables, and a question if their dates are ambiguous.

    Args:
        document: a list of tenders, grants, leads or ideas.
        context: configured headers for the fields of `opportunity`, the organisation, remembered answers.
    """
    opportunities: list[Opportunity] = []
    questions = []
    for table in document.tables:
        for records in records_in(table, _vocabulary(), context.columns):
            if not _lists_opportunities(records, document):
                continue
            listed, question = _listed(document, records, context)
            opportunities += listed
            questions += [question] if question else []
    return opportunities, questions


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        headers=word_table(_PACKAGE, _WORDS)["opportunities"],
        values={
            "title": _looks_like_title,
            "value": _looks_like_value,
            "decide_by": lambda cell: looks_like_date(cell) or is_gap(cell),
            "kind": lambda cell: number(cell) is None and not looks_like_date(cell),
        },
    )


def _lists_opportunities(records: Records, document: Document) -> bool:
    """Whether a table lists opportunities: titles with a value or date, or a list with that name."""
    if "title" not in records.columns or _is_awarded(records):
        return False
    if records.columns.keys() & {"value", "decide_by"}:
        return True
    header = re.sub(r"[_.-]", " ", records.columns["title"].header)
    called = pattern_of(_PACKAGE, _WORDS, "opportunity", "listed")
    strong = bool(called.search(header) or _is_titled(header))
    if "kind" in records.columns and strong:
        return True
    vague = plain_words(header) in word_table(_PACKAGE, _WORDS)["opportunity"]["vague"]
    if not (strong or vague):
        return False
    rows = " ".join(records.quote(row) for row in records.rows[:_ROWS_READ]) if strong else ""
    return _is_called_so(records, document, rows)


def _is_called_so(records: Records, document: Document, more: str = "") -> bool:
    """Whether header, titles, sheet or file speak of tenders, grants or the like; `more` is searched, too."""
    about = (
        f"{records.layout.table.name} {document.path.rpartition('/')[2]} {records.columns['title'].header}"
    )
    about += f" {document.metadata.get('title', '')} {' '.join(records.layout.titles)}{more}"
    called = pattern_of(_PACKAGE, _WORDS, "opportunity", "listed")
    return bool(called.search(re.sub(r"[_.-]", " ", about)))


def _is_awarded(records: Records) -> bool:
    """Whether a column names the winner of most rows: an awarded contract is no opportunity."""
    winners = WordList(word_table(_PACKAGE, _WORDS)["opportunity"]["winner"])
    received = WordList(word_table(_PACKAGE, _WORDS)["opportunity"]["received"])
    grid, rows = records.layout.grid, records.rows[:_SAMPLE]
    return any(
        (winners.equals(column.header) or received.starts(column.header))
        and sum(bool(text := grid.text(row, column.index)) and not is_gap(text) for row in rows)
        > len(rows) / 2
        for column in records.layout.columns
    )


def _is_titled(header: str) -> bool:
    """Whether a column is called title; `document name` lists the documents of an offer."""
    return bool(pattern_of(_PACKAGE, _WORDS, "opportunity", "titled").search(header))


def _listed(
    document: Document, records: Records, context: ExtractionContext
) -> tuple[list[Opportunity], FileQuestion | None]:
    dates = DatedColumns(records, ("decide_by",), context.profile)
    opportunities = _opportunities(document, records, dates)
    if not (dates.doubtful and opportunities):
        return opportunities, None
    day, month = (
        _opportunities(
            document, records, DatedColumns(records, ("decide_by",), context.profile, month_first=first)
        )
        for first in (False, True)
    )
    question = date_order_question(
        day,
        month,
        "decide_by",
        lambda opportunity: f"'{opportunity.title}' is to be decided",
        records.layout.headers,
    )
    if question is None:
        return opportunities, None
    settlement = context.settle(question)
    if settlement is None:
        return [], question
    facts = settlement.candidate.facts if settlement.candidate else ()
    return [fact for fact in facts if isinstance(fact, Opportunity)], None


def _opportunities(document: Document, records: Records, dates: DatedColumns) -> list[Opportunity]:
    over = pattern_of(_PACKAGE, _WORDS, "opportunity", "over")
    has_dates = "decide_by" in records.columns or _is_called_so(records, document)
    opportunities = []
    for row in records.rows:
        title = records.text(row, "title")
        status = records.text(row, "status")
        if not title or is_gap(title) or table_words()["total"].equals(title) or over.search(status):
            continue
        value, currency, exact = _value(records, row)
        stated = currency_in(records.text(row, "currency").upper())
        opportunities.append(
            Opportunity(
                title=title[:200],
                kind=records.text(row, "kind")[:60],
                value=value,
                currency=stated or currency,
                decide_by=dates.date(row, "decide_by"),
                source=document.source(records.anchor(row, "title")),
                quote=records.quote(row),
                confidence="read" if exact and has_dates else "inferred",
            )
        )
    return opportunities


def _value(records: Records, row: int) -> tuple[float | None, str | None, bool]:
    """The value of a row, its currency, and whether it is a single number rather than a range or text."""
    column = records.columns.get("value")
    if column is None:
        return None, None, True
    cell = records.cell(row, "value")
    around = units_in([column.header, *records.layout.titles])
    stated = read_number(cell, records.layout.grid.marks.get(column.index))
    if stated is not None:
        own = units_in([text_of(cell)])
        scale = 1.0 if stated.scaled else own.scale if own.scale != 1.0 else around.scale
        return stated.value * scale, stated.currency or own.currency or around.currency, True
    amounts = find_money(text_of(cell))
    if not amounts:
        return None, around.currency, True
    largest = max(amounts, key=lambda amount: amount.value)
    return largest.value, largest.currency, False


def _looks_like_title(cell: Cell) -> bool:
    text = text_of(cell)
    return bool(re.search(r"[^\W\d_]{3}", text)) and number(cell) is None and not looks_like_date(cell)


def _looks_like_value(cell: Cell) -> bool:
    return number(cell) is not None or is_gap(cell) or bool(find_money(text_of(cell)))
