"""Reads what calamine omits from an XLSX sheet: hidden parts, percent formats, formulas without a result."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from smits_watch.documents.document import column_letters

MAX_SHEET_XML = 200_000_000
"""The largest sheet, in bytes, that is searched; for a larger one, hidden parts are not detected."""
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
_SHARED = re.compile(
    rb"<(?:\w+:)?c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>\s*<(?:\w+:)?f\b(?=[^>]*\bt=\"shared\")"
    rb"[^>]*?\bsi=\"(\d+)\"[^>]*?(?:/>|>([^<]{0,200})</(?:\w+:)?f>)(\s*<(?:\w+:)?v>\s*[^<\s])?"
)
"""A cell of a shared formula, whose text is in the first cell only (ISO/IEC 29500-1, 18.3.1.40)."""
_REFERENCE = re.compile(
    r"(?P<text>\"[^\"]*\"|'[^']*'!)|(?<![\w.$])(?P<fixed_column>\$?)(?P<letters>[A-Za-z]{1,3})"
    r"(?P<fixed_row>\$?)(?P<number>\d{1,7})(?![\w(!.])"
)
_PERCENT_FORMATS = frozenset({9, 10})
"""Built-in formats `0%` and `0.00%` (ISO/IEC 29500-1, 18.8.30)."""
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
"""Parts of a number format that are literal text, a colour or a condition."""


@dataclass(frozen=True, slots=True)
class SheetXml:
    """The information in a sheet's XML; rows and columns from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Row and column -> the formula of a cell whose result was never calculated."""
    percent: frozenset[tuple[int, int]] = frozenset()
    """Row and column of cells whose number is displayed in percent: 0.05 as 5 %."""


def sheets_xml(content: bytes) -> dict[str, SheetXml]:
    """Examine the sheets of an XLSX or XLSM.

    Args:
        content: the whole file.

    Returns:
        Sheet name -> its information; sheets without anything hidden or missing are left out. Empty for
        other formats.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            paths = _sheet_paths(archive)
            percent = _percent_styles(archive)
            sheets = {name: _sheet(archive, path, percent) for name, path in paths.items()}
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError, ValueError, NotImplementedError):
        return {}
    return {name: sheet for name, sheet in sheets.items() if sheet is not None}


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the path of its part, according to the workbook and its relations."""
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


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The cell styles that display a number in percent."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    styles = etree.fromstring(archive.read("xl/styles.xml"), parser)
    formats = {
        number_format.get("numFmtId"): "%" in _LITERAL.sub("", number_format.get("formatCode") or "")
        for number_format in styles.iter(f"{_MAIN}numFmt")
    }
    cells = styles.find(f"{_MAIN}cellXfs")
    used = [style.get("numFmtId") or "0" for style in (cells if cells is not None else ())]
    return frozenset(
        index
        for index, key in enumerate(used)
        if formats.get(key, key.isdigit() and int(key) in _PERCENT_FORMATS)
    )


def _sheet(archive: zipfile.ZipFile, path: str, percent_styles: frozenset[int]) -> SheetXml | None:
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
    formulas.update(_shared_formulas(xml))
    percent = _in_percent(xml, percent_styles)
    filled = rows or columns or formulas or percent
    return SheetXml(rows, columns, formulas, percent) if filled else None


def _in_percent(xml: bytes, styles: frozenset[int]) -> frozenset[tuple[int, int]]:
    if not styles:
        return frozenset()
    numbers = b"|".join(str(style).encode() for style in sorted(styles))
    pattern = re.compile(
        rb"<(?:\w+:)?c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*?\bs=\"(?:" + numbers + rb")\"[^>]*(?<!/)>"
    )
    return frozenset((int(m[2]) - 1, column_index(m[1].decode())) for m in pattern.finditer(xml))


def _shared_formulas(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """The formulas of cells without a result that share the text of another cell."""
    if b't="shared"' not in xml:
        return
    firsts: dict[bytes, tuple[int, int, str]] = {}
    count = 0
    for match in _SHARED.finditer(xml):
        row, column = int(match[2]) - 1, column_index(match[1].decode())
        if match[4]:
            firsts[match[3]] = row, column, html.unescape(match[4].decode("utf-8", "replace"))
        elif match[3] in firsts and not match[5] and count < _MOST_FORMULAS:
            first_row, first_column, text = firsts[match[3]]
            count += 1
            yield (row, column), moved(text, row - first_row, column - first_column)


def moved(formula: str, rows: int, columns: int) -> str:
    """A formula moved down and right by some rows and columns; `$` keeps its reference fixed."""

    def reference(match: re.Match[str]) -> str:
        if match["text"]:
            return match["text"]
        letters, number = match["letters"], int(match["number"])
        if not match["fixed_column"]:
            letters = column_letters(max(column_index(letters.upper()) + columns, 0))
        number = number if match["fixed_row"] else max(number + rows, 1)
        return f"{match['fixed_column']}{letters}{match['fixed_row']}{number}"

    return _REFERENCE.sub(reference, formula)


def _hidden(xml: bytes, pattern: re.Pattern[bytes], first: bytes, last: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for match in pattern.finditer(xml):
        begins, ends = _NUMBER[first].search(match[0]), _NUMBER[last].search(match[0])
        if begins and ends and int(ends[1]) < 1_100_000:
            hidden.update(range(int(begins[1]) - 1, min(int(ends[1]), int(begins[1]) + 20_000)))
    return frozenset(hidden)


def column_index(letters: str) -> int:
    """The column index, from 0, of spreadsheet letters: A -> 0, AA -> 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
