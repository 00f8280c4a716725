"""Extracts the service portfolio from tables with one service per row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smits_rules.vocabulary import Service
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.layout import layouts_of
from smits_watch.tables.records import Records, records_of
from smits_watch.tables.text_tables import with_text_tables
from smits_watch.tables.values.numbers import number, read_number
from smits_watch.tables.word_lists import WordList, plain_words, table_words

_SURE = 69.0
"""Fit of a header that names services; a weaker or general one (`name`) needs supporting columns."""
_GENERAL = ("name", "title", "bezeichnung", "nom", "display name")
_AGREE = 2
"""Portfolio columns required to support a column that is only called `name`."""
_TELLING = {
    "criticality": ("critical", "impact", "importance", "priority", "sensitivity", "tier"),
    "lifecycle": ("phase", "stage", "state", "status", "statut"),
}
"""Meanings that only lists of services have, with headers that other lists may have too."""
_SEPARATORS = re.compile(r"\s*(?:[;\n|]|,\s|\s[/+&]\s)\s*")
"""Separators of products in a cell; without blanks, `/` and `&` are part of a name: S/4HANA, AT&T."""
_EDITION = re.compile(
    r"(?:standard|enterprise|professional|express|community|ultimate|datacenter|premium|cloud|saas)\b.{0,20}"
    r"|v?\d[\w.]*|.{0,20}\b(?:edition|release|version|bit|lts|sp ?\d)",
    re.IGNORECASE,
)
"""An edition or version after a comma, which belongs to the product before it."""
_PRODUCTS = ("software", "software name", "logiciel", "tool", "tool name")
"""Headers of lists whose rows are products, if no other column names them."""
_VERSION = re.compile(r"^(?P<product>.*[^\W\d_].*?)[ ,]+(?P<version>v?\d[\w.]*(?: ?(?:LTS|SP\d+|R\d))?)$")
_DEVICE_COLUMNS = 2
"""With this many columns such as `Serial number`, a list contains devices."""
_MOSTLY = 0.8
"""Share of a table's names that must be ids in another table for both to describe the same services."""
_DEPTH = 3
"""The depth to which objects in JSON or YAML are read."""


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the services from all tables of a document.

    Args:
        document: with a table whose header names at least the service, or an object that describes one.
        context: configured headers for the fields of `service`.

    Returns:
        A `service` per row; the summary counts `services` and those `charged` to customers.
    """
    document = with_text_tables(document)
    lists: list[tuple[Records, list[Service]]] = []
    devices = False
    for table in (*document.tables, *_described(document)):
        for layout in layouts_of(table):
            records = records_of(
                layout, word_lists("service_portfolio/portfolio_words.toml")["headers"], context.columns
            )
            if _lists_devices(records):
                devices = True
            elif _lists_services(records):
                lists.append((records, list(_services(document, records))))
    lists = _without_details(lists)
    services = [service for _, listed in lists for service in listed]
    warnings = () if services or devices else ("No services were found; name their column in smits.toml.",)
    summary = {"services": len(services), "charged": sum(1 for service in services if service.charged)}
    return Extraction(
        "service-portfolio",
        tuple(services),
        summary,
        warnings,
        proofs=tuple(_proof(records, listed) for records, listed in lists),
        nothing_stated="It lists devices, not services." if devices and not services else "",
    )


def _lists_devices(records: Records) -> bool:
    """Whether a table lists laptops and the like, recognised by columns that services don't have."""
    headers = WordList(word_lists("service_portfolio/portfolio_words.toml")["devices"]["headers"])
    return sum(map(headers.equals, records.layout.headers)) >= _DEVICE_COLUMNS


def _without_details(lists: list[tuple[Records, list[Service]]]) -> list[tuple[Records, list[Service]]]:
    """Leave out tables with details of another table's services, referenced by id."""
    return [
        (records, listed)
        for records, listed in lists
        if not any(_names_by_id(listed, other) for other, _ in lists if other is not records)
    ]


def _names_by_id(services: Sequence[Service], other: Records) -> bool:
    """Whether the names of services are ids in another table."""
    names = {service.service for service in services}
    own = other.columns["service"].index
    for column in other.layout.columns:
        if column.index != own:
            ids = {other.layout.grid.text(row, column.index) for row in other.rows}
            if len(names) > 1 and len(names & ids) >= _MOSTLY * len(names):
                return True
    return False


def _proof(records: Records, services: Sequence[Service]) -> str:
    """The basis of a reading; a list of services has no total to prove it."""
    names = {service.service.casefold() for service in services}
    header = records.columns["service"].header
    if len(names) == len(services):
        return f"Nothing adds up in a list; its {len(services)} lines have different names in '{header}'."
    return f"Nothing adds up in a list; its {len(services)} lines have {len(names)} names in '{header}'."


def _lists_services(records: Records) -> bool:
    """Whether a table lists services: a column is called so, or is called name and other columns agree."""
    column = records.columns.get("service")
    if column is None:
        return False
    if records.scores["service"] >= _SURE and plain_words(column.header) not in _GENERAL:
        return True
    if _lists_others(records):
        return False
    words = word_lists("service_portfolio/portfolio_words.toml")
    if WordList(words["sheets"]["names"]).equals(records.layout.table.name):
        return True
    return len(records.columns) > _AGREE or _has_telling_column(records)


def _lists_others(records: Records) -> bool:
    """Whether an id column shows that the rows are projects, staff or the like: `initiative_id`."""
    others = WordList(word_lists("service_portfolio/portfolio_words.toml")["others"]["ids"])
    return any(map(others.equals, records.layout.headers))


def _has_telling_column(records: Records) -> bool:
    """Whether a column is called `business criticality` or the like, which only lists of services have."""
    return any(
        meaning in records.columns
        and records.scores[meaning] >= _SURE
        and plain_words(records.columns[meaning].header) not in common
        for meaning, common in _TELLING.items()
    )


def _described(document: Document) -> Iterator[Table]:
    """An object in JSON or YAML that describes one service, as a table with one row."""
    data = document.data
    if document.tables or not isinstance(data, Mapping):
        return
    flat = dict(_flat(data, "", 0))
    if flat:
        yield Table("$", [list(flat), list(flat.values())])


def _flat(data: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, Cell]]:
    for key, value in data.items():
        if isinstance(value, Mapping) and depth < _DEPTH:
            yield from _flat(value, f"{prefix}{key}.", depth + 1)
        elif isinstance(value, str | int | float | bool):
            yield f"{prefix}{key}", value


def _services(document: Document, records: Records) -> Iterator[Service]:
    for row in records.rows:
        name = records.text(row, "service")
        if not name or table_words()["total"].starts(name):
            continue
        product, version = _product(*(_lines(records, row, of) for of in ("product", "version", "edition")))
        if not product and plain_words(records.columns["service"].header) in _PRODUCTS:
            product, version = _product(name, version, "")
        yield Service(
            service=name,
            owner=records.text(row, "owner"),
            criticality=_graded(records.text(row, "criticality"), "criticality"),
            lifecycle=_graded(records.text(row, "lifecycle"), "lifecycle"),
            vendor=records.text(row, "vendor"),
            product=product,
            version=version,
            users=number(records.cell(row, "users"), _mark(records, "users")),
            cost=_cost(records, row),
            charged=_flag(records, row),
            source=document.source(records.anchor(row, "service")),
            quote=records.quote(row),
        )


def _cost(records: Records, row: int) -> float | None:
    """The yearly cost, in whole units of the currency if the header or the title states thousands."""
    column = records.columns.get("cost")
    stated = read_number(records.cell(row, "cost"), _mark(records, "cost"))
    if column is None or stated is None:
        return None
    return stated.value if stated.scaled else stated.value * column.scale


def _mark(records: Records, meaning: str) -> Any:
    column = records.columns.get(meaning)
    return records.layout.grid.marks.get(column.index) if column else None


def _lines(records: Records, row: int, meaning: str) -> str:
    """The text of a cell with its line breaks, which separate products."""
    cell = records.cell(row, meaning)
    return cell.strip() if isinstance(cell, str) else records.text(row, meaning)


def _product(product: str, version: str, edition: str) -> tuple[str, str]:
    """Product and version, which may share a cell: `Vega HR 9`.

    Several products of a service are joined by semicolons, each with its version.
    """
    if version and not product and re.search(r"[^\W\d_]{3}", version):
        product, version = version, ""
    products = _parts(product)
    if len(products) > 1:
        versions = _parts(version)
        if len(versions) == len(products):
            products = [f"{name} {number}" for name, number in zip(products, versions, strict=True)]
        return "; ".join(products), ""
    product = " ".join(products)
    if edition and edition.casefold() not in product.casefold():
        product = f"{product} {edition}".strip()
    if version:
        return product, version
    parts = _VERSION.match(product)
    return (parts["product"], parts["version"].removeprefix("v")) if parts else (product, "")


def _parts(text: str) -> list[str]:
    """The products or versions listed in a cell; an edition belongs to the product before it."""
    parts: list[str] = []
    for part in _SEPARATORS.split(text):
        if parts and _EDITION.fullmatch(part) and re.search(r"[^\W\d_]", parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        elif part:
            parts.append(part)
    return parts


def _graded(text: str, words: str) -> Any:
    """The vocabulary's word that a cell states: exactly, in brackets, or as its first words."""
    graded = word_lists("service_portfolio/portfolio_words.toml")[words]
    inner = re.search(r"\(([^)]+)\)", text)
    for part in (
        text,
        inner[1] if inner else "",
        re.sub(r"^\s*\w\s*[-\u2013:.)]\s*", "", text),
        text.split("-", maxsplit=1)[0],
    ):
        plain = plain_words(part)
        for grade, grade_words in graded.items():
            if plain and plain in grade_words:
                return grade
    plain = plain_words(text)
    for grade, grade_words in graded.items():
        if any(len(word) > 1 and plain.startswith(f"{word} ") for word in grade_words):
            return grade
    return None


def _flag(records: Records, row: int) -> bool | None:
    """Whether the service is charged; an amount above zero also means yes."""
    value = records.cell(row, "charged")
    if isinstance(value, bool):
        return value
    text = records.text(row, "charged").casefold()
    if text in word_lists("service_portfolio/portfolio_words.toml")["flag"]["yes"]:
        return True
    if text in word_lists("service_portfolio/portfolio_words.toml")["flag"]["no"]:
        return False
    amount = number(value)
    return amount > 0 if amount is not None else None
