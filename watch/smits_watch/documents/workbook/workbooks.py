"""Opens workbooks: one table per visible sheet, with typed cells at their original positions."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
    load_workbook,
)

from smits_watch.documents.document import Cell, Table
from smits_watch.documents.errors import damaged, needs_password
from smits_watch.documents.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS
from smits_watch.documents.sanitize import number, plain
from smits_watch.documents.workbook.csv_text import even
from smits_watch.documents.workbook.formulas import CellKey, SheetRows, calculate
from smits_watch.documents.workbook.ods_xml import ods_sheets_xml
from smits_watch.documents.workbook.repairs import repaired
from smits_watch.documents.workbook.sheet_xml import SheetXml, sheets_xml

RawCell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_Range = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell, each as row and column from 0."""
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLS_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
"""The record BOF of a workbook's globals in BIFF8."""
_XLS_FILE_PASS = 0x2F
_YEARS = range(1900, 2200)


def read_workbook(content: bytes) -> tuple[list[Table], list[str]]:
    """Read all visible sheets of an XLSX, XLSM, XLSB, XLS or ODS file.

    Args:
        content: the whole file.

    Returns:
        A table for each sheet that is not empty, column A first and rows with their numbers, and warnings.

    Raises:
        ReadError: it is encrypted or damaged.
    """
    if _is_locked_xls(content):
        raise needs_password()
    try:
        return _read(content)
    except PasswordError as error:
        raise needs_password() from error
    except ZipError as error:
        raise damaged("a workbook", "its parts can't be unpacked") from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged("a workbook", "its sheets can't be read") from error


def _read(content: bytes) -> tuple[list[Table], list[str]]:
    """The tables; if calamine fails, a second attempt with the repaired file."""
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            return _sheets(workbook, sheets_xml(content) or ods_sheets_xml(content))
    except (PasswordError, ZipError):
        raise
    except CalamineError:
        mended = repaired(content)
        if mended is None:
            raise
        with load_workbook(io.BytesIO(mended)) as workbook:
            return _sheets(workbook, sheets_xml(mended))


def _is_locked_xls(content: bytes) -> bool:
    """Whether an XLS states in its first records that the rest is encrypted, which calamine ignores.

    The record FilePass follows the one that begins the workbook, with at most two others between them
    ([MS-XLS], section 2.1.7.20.3).
    """
    position = content.find(_XLS_BEGIN)
    if position < 0 or not content.startswith(_OLE2):
        return False
    for _ in range(4):
        if position + 4 > len(content):
            return False
        record, size = struct.unpack_from("<HH", content, position)
        if record == _XLS_FILE_PASS:
            return True
        position += 4 + size
    return False


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet before its formulas are calculated."""

    name: str
    rows: SheetRows
    columns: range
    merged: list[_Range]
    cut: str
    """The part of it that was read, if not all."""


def _sheets(workbook: CalamineWorkbook, xml: Mapping[str, SheetXml]) -> tuple[list[Table], list[str]]:
    """The tables of the visible sheets; formulas may refer to hidden ones."""
    sheets: dict[str, _Sheet] = {}
    warnings: list[str] = []
    room = MAX_CELLS
    formulas = {name: sheet.formulas for name, sheet in xml.items() if sheet.formulas}
    hidden: set[str] = set()
    for metadata in workbook.sheets_metadata[:MAX_SHEETS]:
        if metadata.typ is not SheetTypeEnum.WorkSheet:
            continue
        if metadata.visible is not SheetVisibleEnum.Visible:
            warnings.append(f"The hidden sheet '{plain(metadata.name)}' was not read.")
            hidden.add(metadata.name)
            if not formulas:
                continue
        sheet = _sheet(workbook.get_sheet_by_name(metadata.name), room)
        room -= sum(len(row) for row in sheet.rows.values())
        sheets[metadata.name] = sheet
    missing = calculate({name: sheet.rows for name, sheet in sheets.items()}, formulas) if formulas else {}
    shown = {name: sheet for name, sheet in sheets.items() if name not in hidden}
    tables = [
        _table(sheet, xml.get(name, SheetXml()), missing.get(name, frozenset()))
        for name, sheet in shown.items()
    ]
    for name, sheet in shown.items():
        warnings.extend(_left_out(sheet, len(missing.get(name, ()))))
    if len(workbook.sheets_metadata) > MAX_SHEETS:
        warnings.append(f"Only the first {MAX_SHEETS} sheets were read.")
    return [table for table in tables if table.rows], warnings


def _left_out(sheet: _Sheet, missing: int) -> Iterator[str]:
    """The parts of a sheet that were not read, and the number of formulas without a result."""
    if sheet.cut:
        yield f"Of sheet '{sheet.name}', only {sheet.cut} were read."
    if missing:
        lacking = "1 formula lacks" if missing == 1 else f"{missing} formulas lack"
        yield f"In sheet '{sheet.name}', {lacking} a result; open it in Excel and save it."


def _sheet(sheet: CalamineSheet, room: int) -> _Sheet:
    name = plain(sheet.name)
    if sheet.start is None or sheet.end is None:
        return _Sheet(name, {}, range(0), [], "")
    left, right = sheet.start[1], sheet.end[1]
    width = min(right + 1, MAX_COLUMNS)
    rows: SheetRows = {}
    cut = []
    for index, raw in enumerate(sheet.iter_rows()):
        if raw.count("") == len(raw):
            continue
        if len(rows) == min(MAX_ROWS, room // width):
            cut.append(f"the first {len(rows):,} rows")
            break
        rows[index] = [None] * left + [_cell(value) for value in raw[: max(width - left, 0)]]
    if width < right + 1:
        cut.append(f"the first {width:,} columns")
    return _Sheet(name, rows, range(left, width), sheet.merged_cell_ranges or [], " and ".join(cut))


def _table(sheet: _Sheet, xml: SheetXml, missing: frozenset[CellKey]) -> Table:
    rows = {index: sheet.rows[index] for index in sorted(sheet.rows)}
    _show_percent(rows, xml.percent)
    _fill_merged(rows, sheet.merged, sheet.columns)
    positions = {index: position for position, index in enumerate(rows)}
    return Table(
        sheet.name,
        even(list(rows.values())),
        [index + 1 for index in rows],
        lettered=True,
        hidden_rows=frozenset(position for index, position in positions.items() if index in xml.hidden_rows),
        hidden_columns=xml.hidden_columns,
        missing=frozenset((positions[row], column) for row, column in missing if row in positions),
    )


def _show_percent(rows: dict[int, list[Cell]], cells: frozenset[CellKey]) -> None:
    """Write fractions as the workbook displays them: 0.0815 as `8.15 %`."""
    for row, column in cells:
        value = rows[row][column] if row in rows and column < len(rows[row]) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            text = f"{100 * value:.10g}"
            # Three digits after a dot may be a group elsewhere; with a fourth it is a decimal mark.
            rows[row][column] = f"{text}0 %" if re.search(r"\.\d{3}$", text) else f"{text} %"


def _cell(value: RawCell) -> Cell:
    if isinstance(value, str):
        return plain(value).strip() or None
    if isinstance(value, float):
        return number(value)
    return value.isoformat() if isinstance(value, dt.time) else value


def _is_year(value: Cell) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value in _YEARS


def _amounts_above(rows: dict[int, list[Cell]], row: int) -> bool:
    """Whether there are numbers other than years above a row: then it is a data row, and 2000 an amount."""
    above = (value for index, cells in rows.items() if index < row for value in cells)
    return any(isinstance(value, int | float) and not _is_year(value) for value in above)


def _is_alone(rows: dict[int, list[Cell]], row: int, column: int) -> bool:
    """Whether a merged cell is alone in its row, so that above the labels it is a title."""
    return all(value is None for index, value in enumerate(rows.get(row, [])) if index != column)


def _fill_merged(rows: dict[int, list[Cell]], ranges: list[_Range], used: range) -> None:
    """Repeat a merged header or label in all its cells, but not amounts or titles across all columns."""
    for (first, left), (last, right) in ranges:
        value = rows[first][left] if first in rows and left < len(rows[first]) else None
        all_columns = left <= used.start and (right + 1 >= used.stop or _is_alone(rows, first, left))
        year = _is_year(value) and first == last and not _amounts_above(rows, first)
        if all_columns or not (isinstance(value, str) or year):
            continue
        for row in (rows[index] for index in range(first, last + 1) if index in rows):
            for column in range(left, min(right + 1, len(row))):
                row[column] = value
