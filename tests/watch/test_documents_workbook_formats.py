"""What stands in a workbook's XML beside its values: percentages, shared formulas, odd ranges."""

from __future__ import annotations

import io
import re
import zipfile

import xlsxwriter
from watch_facts_files import facts, workbook

from smits_rules.vocabulary import Budget, Indicator
from smits_watch.documents.workbook.sheet_xml import moved
from smits_watch.documents.workbook.workbooks import read_workbook


def rewritten(content: bytes, pattern: str, replacement: str) -> bytes:
    """A workbook with other XML in its sheets, as programs other than Excel write it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if "worksheets/" in name:
                changed = re.sub(pattern, replacement, text.decode())
                assert changed.encode() != text
                text = changed.encode()
            new.writestr(name, text)
    return target.getvalue()


def test_a_share_that_is_shown_in_percent_is_a_percentage() -> None:
    """Excel keeps 5.5 % as 0.055; read as it is kept, a rate would be a hundredth of what people see."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        percent = book.add_format({"num_format": '[Red]0.00%;"no %"'})
        literal = book.add_format({"num_format": '0.00" %"'})
        sheet.write_row(0, 0, ["Year", "Key rate", "Growth"])
        for row, (year, share, points) in enumerate([(2030, 0.01125, 1.5), (2031, 0.055, 2.5)], 1):
            sheet.write(row, 0, year)
            sheet.write(row, 1, share, percent)
            sheet.write(row, 2, points, literal)
    found = {fact.indicator: fact for fact in facts(Indicator, "environment/x.xlsx", file.getvalue())}
    assert (found["Key rate"].value, found["Key rate"].previous) == (5.5, 1.125)
    assert found["Growth"].value == 2.5


def test_a_used_range_of_whole_rows_keeps_nobody_from_reading() -> None:
    """LibreOffice writes `1:3` where cells to the last column have a format."""
    content = workbook([["Item", "Budget 2031"], ["a", 40], ["Total", 40]])
    odd = rewritten(content, r'<dimension ref="[^"]*"', '<dimension ref="1:3"')
    (budget,) = facts(Budget, "budgets/b.xlsx", odd)
    assert budget.total == 40


def test_a_shared_formula_without_a_result_is_calculated_in_each_of_its_cells() -> None:
    """Its text stands in the first cell alone; the others say whose they share."""
    content = workbook(
        [["Item", "Cost", "Budget 2031"], ["a", 40, "=B2*2"], ["b", 50, "=B3*2"], ["c", 5, "=B4*2"]]
    )
    first = rewritten(
        content, r'(r="C2"[^>]*><f)>B2\*2</f><v>0</v>', r'\1 t="shared" ref="C2:C4" si="0">B2*2</f>'
    )
    shared = rewritten(first, r'(r="C[34]"[^>]*><f)>B\d\*2</f><v>0</v>', r'\1 t="shared" si="0"/>')
    (table,) = read_workbook(shared)[0]
    assert [row[2] for row in table.rows[1:]] == [80, 100, 10]


def test_a_formula_moves_with_its_cell_but_for_what_is_fixed() -> None:
    """Text in quotation marks and names of sheets stay, too."""
    assert moved("SUM(B2:$C3)+'A1 x'!D$4&\"E5\"+LOG10(F6)", 2, 1) == "SUM(C4:$C5)+'A1 x'!E$4&\"E5\"+LOG10(G8)"
