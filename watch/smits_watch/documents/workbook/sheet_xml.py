"""What calamine does not tell of an XLSX sheet: hidden rows and columns, formulas without a stored result."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

MAX_SHEET_XML = 200_000_000
"""Bytes of a sheet that are searched; a larger one is read without what is hidden in it."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*?\bhidden=\"(?:1|true)\"[^>]*>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=\"(?:1|true)\"[^>]*>")
_NUMBER = {name: re.compile(rb"\b" + name + rb"=\"(\d+)\"") for name in (b"min", b"max", b"r")}
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]{1,200})</(?:\w+:)?f>"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MOST_FORMULAS = 10_000


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What a sheet's XML says; rows and columns from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Row and column -> the formula of a cell whose result was never calculated."""


def sheets_xml(content: bytes) -> dict[str, SheetXml]:
    """Look into the sheets of an XLSX or XLSM.

    Args:
        content: the whole file.

    Returns:
        Sheet name -> what its XML says; sheets without anything hidden or missing are left out. Empty for
        other formats.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            paths = _sheet_paths(archive)
            found = {name: _sheet(archive, path) for name, path in paths.items()}
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError, ValueError, NotImplementedError):
        return {}
    return {name: sheet for name, sheet in found.items() if sheet is not None}


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the path of its part, as the workbook and its relations say."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    workbook = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {relation.get("Id"): relation.get("Target") or "" for relation in relations}
    paths = {}
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        paths[sheet.get("name") or ""] = path
    return paths


def _sheet(archive: zipfile.ZipFile, path: str) -> SheetXml | None:
    if archive.getinfo(path).file_size > MAX_SHEET_XML:
        return None
    xml = archive.read(path)
    hides = b"hidden=" in xml
    columns = _hidden(xml, _HIDDEN_COLUMN, b"min", b"max") if hides else frozenset()
    rows = _hidden(xml, _HIDDEN_ROW, b"r", b"r") if hides else frozenset()
    formulas = {}
    for match in _NO_RESULT.finditer(xml):
        formulas[int(match[2]) - 1, column_index(match[1].decode())] = html.unescape(
            match[3].decode("utf-8", "replace")
        )
        if len(formulas) == _MOST_FORMULAS:
            break
    return SheetXml(rows, columns, formulas) if rows or columns or formulas else None


def _hidden(xml: bytes, pattern: re.Pattern[bytes], first: bytes, last: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for match in pattern.finditer(xml):
        begins, ends = _NUMBER[first].search(match[0]), _NUMBER[last].search(match[0])
        if begins and ends and int(ends[1]) < 1_100_000:
            hidden.update(range(int(begins[1]) - 1, min(int(ends[1]), int(begins[1]) + 20_000)))
    return frozenset(hidden)


def column_index(letters: str) -> int:
    """A column from 0 of its spreadsheet letters: A -> 0, AA -> 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
