"""Opens plain text and Markdown as passages, each with its first line number, and Markdown tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smits_watch.documents.document import Cell, Passage, Table
from smits_watch.documents.text.inline_markup import without_marks, without_tags
from smits_watch.documents.workbook.csv_text import even

_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_CAPTION = 120
"""The most characters of a line above a table that is its caption; a longer one is prose."""
_CELL_BORDER = re.compile(r"(?<!\\)\|")


def read_text(text: str, *, first_line: int = 1, place: str = "line") -> list[Passage]:
    """Split plain text into paragraphs at blank lines.

    Args:
        text: the text, with line feeds as line ends.
        first_line: the number of its first line in the file.
        place: the word before the line number in anchors.
    """
    return [Passage("\n".join(lines), f"{place} {number}") for number, lines in _paragraphs(text, first_line)]


def read_markdown(text: str, *, first_line: int = 1) -> tuple[list[Passage], list[Table]]:
    """Split Markdown into headings and paragraphs, and find its tables (their text stays in passages too).

    Args:
        text: the text, with line feeds as line ends.
        first_line: the number of its first line in the file.
    """
    passages: list[Passage] = []
    tables: list[Table] = []
    heading_above = ""
    for number, lines in _blocks(without_tags(text), first_line):
        heading = _HEADING.match(lines[0])
        if heading and heading[2]:
            heading_above = heading[2]
            passages.append(Passage(heading[2], f"line {number}", heading=True, level=len(heading[1])))
        elif len(lines) == 2 and _UNDERLINE.match(lines[1]):
            level = 1 if lines[1].strip().startswith("=") else 2
            heading_above = lines[0].strip()
            passages.append(Passage(lines[0].strip(), f"line {number}", heading=True, level=level))
        else:
            captions = captions_of(heading_above, passages[-1] if passages else None)
            passages.append(Passage("\n".join(lines), f"line {number}"))
            tables.extend(_table(number, lines, captions))
    return passages, tables


def _paragraphs(text: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not blank, with the number of their first line."""
    begins = first_line
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), first_line):
        if line.strip():
            begins = begins if lines else number
            lines.append(line.rstrip())
        elif lines:
            yield begins, lines
            lines = []
    if lines:
        yield begins, lines


def _blocks(text: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Paragraphs, also split at headings; `#` and rules inside a code fence are not headings."""
    fenced = False
    for begins, lines in _paragraphs(text, first_line):
        start = 0
        for index, line in enumerate(lines):
            if _FENCE.match(line):
                fenced = not fenced
            elif not fenced and (_HEADING.match(line) or _is_underlined(lines, index)):
                end = index + (1 if _HEADING.match(line) else 2)
                if start < index:
                    yield begins + start, lines[start:index]
                yield begins + index, lines[index:end]
                start = end
        if start < len(lines):
            yield begins + start, lines[start:]


def _is_underlined(lines: list[str], index: int) -> bool:
    """Whether a line at the start of its paragraph is a heading because the next line underlines it."""
    return index == 0 and len(lines) > 1 and bool(_UNDERLINE.match(lines[1])) and "|" not in lines[0]


def captions_of(heading: str, above: Passage | None) -> tuple[str, ...]:
    """The captions of a table in prose: the nearest heading, and a short line directly above."""
    line = above.text.strip() if above and not above.heading else ""
    short = 0 < len(line) <= _CAPTION and "\n" not in line and "|" not in line
    return tuple(text for text in (heading, line if short else "") if text)


def _table(number: int, lines: list[str], captions: tuple[str, ...]) -> Iterator[Table]:
    """The table in a block: a header row, a rule, and rows (GitHub Flavored Markdown, 4.10)."""
    for index in range(len(lines) - 1):
        if "|" in lines[index] and "|" in lines[index + 1] and _TABLE_RULE.match(lines[index + 1]):
            kept = [index, *(row for row in range(index + 2, len(lines)) if "|" in lines[row])]
            rows = even([_cells(lines[row]) for row in kept])
            yield Table("", rows, [number + row for row in kept], captions=captions)
            return


def _cells(line: str) -> list[Cell]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [without_marks(cell.replace("\\|", "|")) or None for cell in _CELL_BORDER.split(inner)]
