"""The service portfolio: a table with one service in each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from smits_rules.vocabulary import Service
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.tables import Header, find_header, quote, word_lists
from smits_watch.tables.numbers import decimal_mark, number


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the services out of all tables of a document.

    Args:
        document: with a table whose header names at least the service.
        context: configured headers for the fields of `service`.

    Returns:
        A `service` for each row; the summary counts `services` and those that customers are `charged` for.
    """
    services = [
        service for table in document.tables for service in _services(document, table, context.columns)
    ]
    warnings = () if services else ("No services were found; name their column in smits.toml.",)
    summary = {"services": len(services), "charged": sum(1 for service in services if service.charged)}
    return Extraction("service-portfolio", tuple(services), summary, warnings)


def _services(document: Document, table: Table, columns: Mapping[str, str]) -> Iterator[Service]:
    header = find_header(table, word_lists("portfolio_words.toml")["headers"], columns)
    if header is None or "service" not in header.columns:
        return
    rows = table.rows[header.row + 1 :]
    marks = {
        meaning: decimal_mark(header.cell(row, meaning) for row in rows) for meaning in ("users", "cost")
    }
    for index, row in enumerate(table.rows):
        name = header.text(row, "service") if index > header.row else ""
        if not name or name.casefold().startswith(("total", "summe", "gesamt")):
            continue
        yield Service(
            service=name,
            owner=header.text(row, "owner"),
            criticality=_graded(header.text(row, "criticality"), "criticality"),
            lifecycle=_graded(header.text(row, "lifecycle"), "lifecycle"),
            vendor=header.text(row, "vendor"),
            product=header.text(row, "product"),
            version=header.text(row, "version"),
            users=number(header.cell(row, "users"), marks["users"]),
            cost=number(header.cell(row, "cost"), marks["cost"]),
            charged=_flag(header, row),
            source=document.source(table.anchor(index, header.columns["service"])),
            quote=quote(row),
        )


def _graded(text: str, words: str) -> Any:
    """The vocabulary's word for what a cell says: just so, or as the first words of it."""
    plain = " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
    if not plain:
        return None
    graded = word_lists("portfolio_words.toml")[words]
    for grade, known in graded.items():
        if plain in known:
            return grade
    for grade, known in graded.items():
        if any(len(word) > 1 and plain.startswith(f"{word} ") for word in known):
            return grade
    return None


def _flag(header: Header, row: Any) -> bool | None:
    """Whether it is charged; an amount above zero is a charge too."""
    value: Cell = header.cell(row, "charged")
    if isinstance(value, bool):
        return value
    text = header.text(row, "charged").casefold()
    if text in word_lists("portfolio_words.toml")["flag"]["yes"]:
        return True
    if text in word_lists("portfolio_words.toml")["flag"]["no"]:
        return False
    amount = number(value)
    return amount > 0 if amount is not None else None
