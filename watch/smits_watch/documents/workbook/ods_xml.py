"""Reads what calamine omits from an ODS sheet: hidden rows and columns, and cells shown in percent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from smits_watch.documents.limits import MAX_COLUMNS, MAX_ROWS
from smits_watch.documents.text.xml_element import XmlElement
from smits_watch.documents.workbook.sheet_xml import MAX_SHEET_XML, SheetXml

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_HIDDEN = ("collapse", "filter")
"""Values of `table:visibility` for rows and columns that are not shown (ODF 1.2, part 1, 19.749)."""


def ods_sheets_xml(content: bytes) -> dict[str, SheetXml]:
    """Look into the sheets of an ODS.

    Args:
        content: the whole file.

    Returns:
        Sheet name -> what its XML says; sheets with nothing hidden or in percent are omitted. Empty for other
        formats.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("content.xml").file_size > MAX_SHEET_XML:
                return {}
            xml = archive.read("content.xml")
        if not any(mark in xml for mark in (b'"percentage"', *(f'"{value}"'.encode() for value in _HIDDEN))):
            return {}
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError, ValueError, NotImplementedError):
        return {}
    sheets = {table.get(f"{_TABLE}name") or "": _sheet(table) for table in root.iter(f"{_TABLE}table")}
    return {name: sheet for name, sheet in sheets.items() if sheet is not None}


def _sheet(table: XmlElement) -> SheetXml | None:
    columns = frozenset(
        index for index, column in _numbered(table, "table-column", MAX_COLUMNS) if _is_hidden(column)
    )
    rows: set[int] = set()
    percent: set[tuple[int, int]] = set()
    for index, row in _numbered(table, "table-row", MAX_ROWS):
        if _is_hidden(row):
            rows.add(index)
        percent.update(
            (index, column) for column, cell in _cells(row) if cell.get(_VALUE_TYPE) == "percentage"
        )
    return SheetXml(frozenset(rows), columns, {}, frozenset(percent)) if rows or columns or percent else None


def _numbered(table: XmlElement, name: str, most: int) -> Iterator[tuple[int, XmlElement]]:
    """Rows or columns with their index, as often as each is repeated."""
    index = 0
    repeated = f"{_TABLE}number-{name.removeprefix('table-')}s-repeated"
    for element in table.iter(f"{_TABLE}{name}"):
        for _ in range(min(_count(element, repeated), most - index)):
            yield index, element
            index += 1


def _cells(row: XmlElement) -> Iterator[tuple[int, XmlElement]]:
    index = 0
    for cell in row:
        if not isinstance(cell.tag, str) or not cell.tag.endswith("table-cell"):
            continue
        for _ in range(min(_count(cell, f"{_TABLE}number-columns-repeated"), MAX_COLUMNS - index)):
            yield index, cell
            index += 1


def _count(element: XmlElement, name: str) -> int:
    text = element.get(name) or ""
    return int(text) if text.isdigit() and len(text) < 9 else 1


def _is_hidden(element: XmlElement) -> bool:
    return element.get(f"{_TABLE}visibility") in _HIDDEN
