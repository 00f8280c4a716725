"""How fast files are read, against the libraries that open them, in the same run on the same files.

Printed are rows of a workbook and pages of a PDF a second: by python-calamine or kreuzberg alone, which only
give cells or text, and by smits, which reads in a child process and takes out the facts.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from fpdf import FPDF
from kreuzberg import extract_file_sync
from python_calamine import CalamineWorkbook

from smits_watch.extraction.reader import Reader

ROWS = 20_000
PAGES = 60
TIMES = 5
"""Each is run so often; the fastest run counts."""
_CLAUSE = "Entities shall manage the risks of their information systems and report incidents within a day. "


def main() -> None:
    """Write the files, time both ways, print a line for each."""
    with tempfile.TemporaryDirectory() as folder, Reader() as reader:
        workbook, act = Path(folder) / "budget.xlsx", Path(folder) / "act.pdf"
        _write_workbook(workbook)
        _write_act(act)
        reader.read(workbook, name="budgets/warm.xlsx", kind="budgets")
        reader.read(act, name="regulations/warm.pdf", kind="regulations")
        _compare(
            "rows",
            ROWS,
            "python-calamine",
            lambda: CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python(),
            lambda: reader.read(workbook, name="budgets/b.xlsx", kind="budgets"),
        )
        _compare(
            "pages",
            PAGES,
            "kreuzberg",
            lambda: extract_file_sync(str(act)),
            lambda: reader.read(act, name="regulations/a.pdf", kind="regulations"),
        )


def _compare(
    what: str, count: int, peer: str, alone: Callable[[], object], whole: Callable[[], object]
) -> None:
    by_peer, by_us = _fastest(alone), _fastest(whole)
    print(
        f"{what:6} a second: {count / by_peer:12,.0f} {peer} alone, {count / by_us:12,.0f} smits with facts, "
        f"ratio {by_us / by_peer:.2f}"
    )


def _fastest(run: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)


def _write_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("IT")
        sheet.write_row(0, 0, ["Cost centre", "Item", "2027 (EUR)"])
        for row in range(1, ROWS + 1):
            sheet.write_row(row, 0, [f"C{row % 50}", f"Line {row}", row * 1.25])


def _write_act(path: Path) -> None:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    for page in range(PAGES):
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        if page == 0:
            pdf.multi_cell(
                0, 6, "Regulation (EU) 2027/9901 on resilience\n\nIt shall apply from 1 July 2027.\n"
            )
        pdf.multi_cell(0, 6, _CLAUSE * 20)
    pdf.output(str(path))


if __name__ == "__main__":
    main()
