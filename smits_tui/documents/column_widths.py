"""How wide the columns of a table are, so that it takes as few lines as it can."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_WIDE = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]"
"""Chinese, Japanese and Korean letters: each has the width of two others, and a line may break after it."""
_WIDE_LETTER = re.compile(_WIDE)
_BREAK = re.compile(rf"\s+|(?<=[^\W\d_]{{6}}-)(?=[^\W\d_]{{6}})|(?<={_WIDE})")
"""Where a line may break: between words, and in a long word after a hyphen, so never in a date."""
_LETTERS = 1.12
"""Letters such as m are wider than most: so much more room a word gets than it has letters."""
_CROWDED, _LONGEST = 0.8, 26
"""Where the longest words take more of the width than this, even longer words break: a column beside them
would have a word a line."""
_WRAPPING = 1.08
"""Words seldom fill a line: so much longer is a text than its letters."""
_MOST_ROWS = 400
"""Rows of a long table that are examined; the others are similar."""


def column_widths(columns: Sequence[Sequence[str]], room: float, margin: int) -> list[float]:
    """Characters of each column.

    Each column gets room for its longest word. What is left goes, character by character, to the column that
    makes the most rows as high as they are; once no text wraps, all columns grow alike.

    Args:
        columns: the texts of each, with the header.
        room: characters that fit the width of the table.
        margin: characters that the margins of a cell take.

    Returns:
        As many widths as columns. Their sum is `room`, or more where the longest words need more.
    """
    widths = [float(margin + shortest(column)) for column in columns]
    if sum(widths) > _CROWDED * room:
        widths = [min(width, _LONGEST + margin) for width in widths]
    lengths = [[_WRAPPING * letters(text) for text in column[:_MOST_ROWS]] for column in columns]
    for _ in range(int(max(0.0, room - sum(widths)))):
        needy = _neediest(lengths, widths, margin)
        if needy is None:
            break
        widths[needy] += 1
    scale = max(1.0, room / sum(widths)) if widths else 1.0
    return [width * scale for width in widths]


def shortest(column: Sequence[str]) -> int:
    """Characters of room for the longest part of a column's texts that can't break."""
    return math.ceil(
        _LETTERS * max((letters(piece) for text in column for piece in _BREAK.split(text)), default=1)
    )


def letters(text: str) -> int:
    """How many letters of usual width a text is as wide as."""
    return len(text) + len(_WIDE_LETTER.findall(text))


def heights(columns: Sequence[Sequence[str]], widths: Sequence[float], margin: int) -> list[int]:
    """Lines that each row takes in columns of these widths, in characters."""
    rows = zip(*columns, strict=True)
    return [
        max(
            _lines(_WRAPPING * letters(text), width - margin) for text, width in zip(row, widths, strict=True)
        )
        for row in rows
    ]


def _neediest(lengths: Sequence[Sequence[float]], widths: Sequence[float], margin: int) -> int | None:
    """The column that makes the most lines, of those that wrap at all."""
    counts = [0] * len(widths)
    for row in zip(*lengths, strict=True):
        lines = [_lines(length, width - margin) for length, width in zip(row, widths, strict=True)]
        highest = max(lines)
        if highest > 1:
            for number, count in enumerate(lines):
                counts[number] += highest if count == highest else 0
    if not any(counts):
        return None
    # Of columns that make as many lines, the one with shorter texts needs less to stop wrapping.
    return max(range(len(counts)), key=lambda number: (counts[number], -max(lengths[number])))


def _lines(length: float, width: float) -> int:
    return max(1, -int(-length // max(1.0, width)))
