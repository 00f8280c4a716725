"""Tells pages of a PDF that can't have a table, in a hundredth of the time that finding one takes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

_GAP = 1.4
"""Widths of a letter between two columns; less than in `pdf_tables`, so that no table is missed."""
_LEAST_LINES = 3
"""Lines with several columns that a table without drawn lines has at least."""

LetterBox = tuple[float, float, float, float]
"""Left, bottom, right and top edge of a letter, in points."""


def pages_with_tables(content: bytes, most: int) -> list[bool]:
    """Find the pages of a PDF that may have a table: something is drawn on them, or lines have wide gaps.

    Args:
        content: the whole file, which must not be encrypted.
        most: pages that are examined.

    Returns:
        One answer a page, in order; none if the file can't be examined.
    """
    import pypdfium2

    try:
        with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
            return [_may_have_table(document[number]) for number in range(min(len(document), most))]
    except pypdfium2.PdfiumError:
        return []


def _may_have_table(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    drawn = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM)
    turned = page.get_rotation() != 0  # lines of letters are not horizontal in the coordinates of the page
    if turned or next(page.get_objects(filter=drawn, max_depth=1), None) is not None:
        return True
    text = page.get_textpage()
    boxes = [
        text.get_charbox(index, loose=True)
        for index in range(text.count_chars())
        if not chr(pdfium.FPDFText_GetUnicode(text, index)).isspace()
    ]
    return sum(map(_has_gap, _lines(boxes))) >= _LEAST_LINES


def _lines(boxes: list[LetterBox]) -> Iterator[list[LetterBox]]:
    """The letters of each line, by their height on the page and from left to right."""
    line: list[LetterBox] = []
    for box in sorted(boxes, key=lambda box: -(box[1] + box[3])):
        if (
            line
            and abs(box[1] + box[3] - line[0][1] - line[0][3]) > box[3] - box[1] + line[0][3] - line[0][1]
        ):
            yield sorted(line)
            line = []
        line.append(box)
    yield sorted(line)


def _has_gap(line: list[LetterBox]) -> bool:
    """Whether a line has a gap that may be one between columns."""
    letter = sum(right - left for left, _, right, _ in line) / max(len(line), 1)
    return any(after[0] - before[2] > _GAP * letter for before, after in pairwise(line))
