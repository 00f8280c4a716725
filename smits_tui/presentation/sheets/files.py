"""Lists as CSV and XLSX, and tables that come in as such."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from smits_rules.vocabulary import SmitsError
from smits_tui.sanitize import plain
from smits_watch.documents.workbook.sheet_xml import SheetXml, sheets_xml

SHEET_FORMATS = ("csv", "xlsx")
_LARGEST = 20_000_000
"""Bytes of a table that comes in; a list of 10,000 rows has about one million."""
_FORMULA = ("=", "+", "-", "@")
_WIDEST = 60
"""Characters of a column's width in a workbook."""


class SheetRefused(SmitsError):
    """A table can't be read or written."""

    exit_code = 2


def sheet_file(rows: Sequence[Mapping[str, object]], form: str) -> bytes:
    """A list as a file, with a header row.

    A text that a spreadsheet would take for a formula begins with an apostrophe in CSV; in a workbook it is
    marked as text.

    Args:
        rows: name -> value; all have the names of the first one.
        form: csv or xlsx.

    Raises:
        SheetRefused: it is no such form, or what XLSX needs is not installed.
    """
    names = list(rows[0]) if rows else []
    table = [[_cell(row.get(name)) for name in names] for row in rows]
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerows([names, *([_safe(cell) for cell in row] for row in table)])
        return out.getvalue().encode()
    if form == "xlsx":
        return _workbook(names, table)
    raise SheetRefused(f"'{form}' is not a format of lists; choose one of {', '.join(SHEET_FORMATS)}.")


def read_sheet(path: Path) -> list[list[str]]:
    """The rows of a table file as texts, numbers without thousands separators and dates as ISO.

    Args:
        path: a CSV file, or a workbook, of which the first sheet counts.

    Raises:
        SheetRefused: it can't be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise SheetRefused(f"{path.name} is larger than {_LARGEST // 1_000_000} MB.")
        content = path.read_bytes()
    except OSError as error:
        raise SheetRefused(f"{path} can't be read: {error.strerror}.") from error
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        return _workbook_rows(path.name, content)
    return _csv_rows(content)


def _csv_rows(content: bytes) -> list[list[str]]:
    from charset_normalizer import from_bytes

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = str(from_bytes(content).best() or "")
    first = text.partition("\n")[0]
    # A tie goes to the comma: it is what `list --format csv` writes.
    delimiter = max((",", ";", "\t"), key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[_unquoted(cell.strip()) for cell in row] for row in rows]


def _workbook_rows(name: str, content: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, load_workbook

    try:
        workbook = load_workbook(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
        in_percent = sheets_xml(content).get(workbook.sheet_names[0], SheetXml()).percent
    except (CalamineError, OSError, IndexError, ValueError) as error:
        raise SheetRefused(f"{name} can't be read as a workbook: {error}.") from error
    return [
        [_text(cell, is_percent=(row, column) in in_percent) for column, cell in enumerate(cells)]
        for row, cells in enumerate(rows)
    ]


def _text(cell: object, *, is_percent: bool) -> str:
    if is_percent and isinstance(cell, float | int):
        return f"{_number(round(cell * 100, 10))}%"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, float):
        return _number(cell)
    return str(cell).strip()


def _cell(value: object) -> str | float | bool | dt.date | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value
    shown = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return plain(shown, lines=False)


def _safe(cell: object) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell[:1] in _FORMULA else cell
    return "" if cell is None else _number(cell) if isinstance(cell, float) else str(cell)


def _number(value: float) -> str:
    """A number that has one reading: `1.234` could have a thousands separator, `1.2340` can't."""
    shown = f"{value:.15g}"
    return f"{shown}0" if len(shown.partition(".")[2]) == 3 else shown


def _unquoted(cell: str) -> str:
    """A text without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA and cell[1:2] else cell


def _workbook(names: Sequence[str], table: Sequence[Sequence[object]]) -> bytes:
    try:
        import xlsxwriter
    except ImportError as error:
        raise SheetRefused("XLSX needs the extra `export`: pip install 'smits-tui[export]'.") from error
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, names, workbook.add_format({"bold": True}))
        for column, name in enumerate(names):
            longest = max((len(str(row[column])) for row in table), default=0)
            sheet.set_column(column, column, min(_WIDEST, max(len(name), longest) + 2))
        for number, row in enumerate(table, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
    return out.getvalue()
