"""Opens HTML as passages, with headings marked, and tables; scripts and styles are skipped."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html

from smits_watch.documents.document import Cell, Passage, Table
from smits_watch.documents.limits import MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from smits_watch.documents.sanitize import one_line
from smits_watch.documents.text.plain_text import captions_of
from smits_watch.documents.text.xml_element import XmlElement
from smits_watch.documents.workbook.csv_text import even

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary"))
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption"  # noqa: SIM905
    " figure footer form header hr html li main menu nav ol p pre section table tbody tfoot thead tr"
    " ul".split()
)
"""Elements that begin and end a paragraph (HTML Standard, 15.3.3 flow content)."""
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object"))
_LARGEST_SPAN = 100


def read_html(text: str) -> tuple[list[Passage], list[Table], dict[str, str]]:
    """Read HTML.

    Args:
        text: the page, decoded.

    Returns:
        Paragraphs in reading order (including table rows), data tables, and the title as metadata.
    """
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = html.document_fromstring(
        text[:MAX_TEXT].encode() or b"<html/>", parser=parser, ensure_head_body=True
    )
    title = one_line(root.findtext(".//title") or "")
    passages = [
        Passage(paragraph, f"paragraph {number}", heading=level > 0, level=level)
        for number, (paragraph, level) in enumerate(_paragraphs(root), 1)
    ]
    return passages, list(_tables(root)), {"title": title} if title else {}


def _paragraphs(root: html.HtmlElement) -> list[tuple[str, int]]:
    """The paragraphs of a page, each with its heading level (0 for none); not recursive."""
    page = _Page()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            page.enter(element)
        else:
            page.leave(element)
    page.end_paragraph()
    return page.paragraphs


class _Page:
    """A page during traversal; a paragraph ends where a block begins or ends."""

    def __init__(self) -> None:
        self.paragraphs: list[tuple[str, int]] = []
        self._pieces: list[str] = []
        self._level = 0
        self._item = False
        self._silent: XmlElement | None = None

    def enter(self, element: XmlElement) -> None:
        """Add the text at an element's start."""
        if self._silent is not None:
            return
        if element.tag in _SILENT:
            self._silent = element
            return
        if element.tag in _BLOCKS:
            self.end_paragraph()
        elif element.tag in ("td", "th") and element.getprevious() is not None:
            self._pieces.append(" | ")
        elif element.tag == "br":
            self._pieces.append(" ")
        if element.tag == "li":
            self._item = True
        self._level = self._level or _level(element)
        self._pieces.append(element.text or "")

    def leave(self, element: XmlElement) -> None:
        """Add the text after an element."""
        if self._silent is not None and self._silent is not element:
            return
        self._silent = None
        if element.tag in _BLOCKS:
            self.end_paragraph()
        if element.tag in _HEADINGS:
            self._level = 0
        self._pieces.append(element.tail or "")

    def end_paragraph(self) -> None:
        """Keep the text since the last paragraph."""
        paragraph = one_line("".join(self._pieces))
        self._pieces.clear()
        if paragraph:
            self.paragraphs.append((f"• {paragraph}" if self._item else paragraph, self._level))
            self._item = False


def _level(element: XmlElement) -> int:
    """The level of a heading: 2 for `h2`, the lowest for a caption; 0 for any other element."""
    tag = str(element.tag)
    if tag not in _HEADINGS:
        return 0
    return int(tag[1]) if tag[1:].isdecimal() else 6


def _tables(root: html.HtmlElement) -> Iterator[Table]:
    """Data tables: at least two rows and two columns, and no table inside (that is only layout)."""
    number = 0
    heading = line = ""
    for element in root.iter(*_TITLES, "p", "table"):
        if element.tag == "p":
            line = line if _is_in_table(element) else one_line(" ".join(element.itertext()))
            continue
        if element.tag != "table":
            heading, line = one_line(" ".join(element.itertext())), ""
            continue
        table = element
        if table.find(".//table") is not None:
            continue
        rows = even(list(_rows(table)))
        if len(rows) >= 2 and len(rows[0]) >= 2:
            number += 1
            caption = (
                one_line(" ".join(table.find("caption").itertext()))
                if table.find("caption") is not None
                else ""
            )
            above = captions_of(heading, Passage(line, ""))
            captions = (*above, caption) if caption else above
            yield Table(f"table {number}", rows, lettered=True, captions=captions)
            line = ""


def _is_in_table(element: html.HtmlElement) -> bool:
    return next(element.iterancestors("table"), None) is not None


def _rows(table: html.HtmlElement) -> Iterator[list[Cell]]:
    """The rows of a table; a cell that spans several columns or rows is repeated."""
    below: dict[int, tuple[int, str]] = {}
    for count, line in enumerate(table.iter("tr")):
        if count == MAX_ROWS:
            return
        row: list[Cell] = []
        for cell in line.iterchildren("td", "th"):
            _repeat_above(row, below)
            text = one_line(" ".join(cell.itertext()))
            for _ in range(_span(cell, "colspan")):
                rows = _span(cell, "rowspan")
                if rows > 1:
                    below[len(row)] = (rows - 1, text)
                row.append(text or None)
        _repeat_above(row, below)
        if any(row):
            yield row[:MAX_COLUMNS]


def _repeat_above(row: list[Cell], below: dict[int, tuple[int, str]]) -> None:
    """Append the cells of earlier rows that span this one."""
    while len(row) in below:
        rows, text = below.pop(len(row))
        if rows > 1:
            below[len(row)] = (rows - 1, text)
        row.append(text or None)


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), _LARGEST_SPAN) if value.isascii() and value.isdigit() else 1
