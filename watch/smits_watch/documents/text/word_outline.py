"""The headings of a Word file with the text below each, from its styles (ECMA-376, part 1)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 50_000_000
"""Bytes of the part with the text; a book has about five million."""
_NAMED = re.compile(r"heading (\d)|(title|titel)", re.IGNORECASE)
_DEEPEST = 9
"""Outline levels above it mean body text (17.3.1.20)."""


@dataclass(frozen=True, slots=True)
class WordBlock:
    """A paragraph or a table."""

    text: str
    """A list item begins with a dash; the rows of a table are those of a pipe table."""
    level: int | None = None
    """Of a heading, from 1; 0 for the document's title; None for other text."""
    is_item: bool = False
    """Whether it is an item of a list."""


def word_blocks(content: bytes) -> list[WordBlock]:
    """The paragraphs and tables of a Word file, in order.

    Args:
        content: the whole file.

    Returns:
        What is not blank; nothing if it is not a DOCX file or its text is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("word/document.xml").file_size > _LARGEST:
                return []
            document = _parsed(archive.read("word/document.xml"))
            styles = _styles(archive)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError, ValueError, NotImplementedError):
        return []
    body = document.find(f"{_W}body")
    return [block for block in _blocks(body, styles) if block.text] if body is not None else []


def list_items(content: bytes) -> frozenset[str]:
    """The texts of the list items of a Word file; their marks are in its numbering or styles."""
    return frozenset(block.text.removeprefix("- ") for block in word_blocks(content) if block.is_item)


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the styles of a file make of its paragraphs."""

    levels: dict[str, int]
    """Style -> level of its headings."""
    lists: frozenset[str]
    """The styles of list items, e.g. `List Bullet`."""


def _parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))


def _styles(archive: zipfile.ZipFile) -> _Styles:
    if "word/styles.xml" not in archive.namelist() or archive.getinfo("word/styles.xml").file_size > _LARGEST:
        return _Styles({}, frozenset())
    styles = list(_parsed(archive.read("word/styles.xml")).iter(f"{_W}style"))
    levels = {_id(style): level for style in styles if (level := _level(style)) is not None}
    lists = {_id(style) for style in styles if _is_numbered(style.find(f"{_W}pPr"))}
    for style in styles:  # a style stands after the one that it is based on
        base = style.find(f"{_W}basedOn")
        if base is not None and base.get(f"{_W}val") in lists and style.find(f"{_W}pPr/{_W}numPr") is None:
            lists.add(_id(style))
    return _Styles(levels, frozenset(lists - levels.keys()))


def _level(style: etree._Element) -> int | None:
    """The level of a style's headings, by the name that Word gives it or by its outline level."""
    name = style.find(f"{_W}name")
    named = _NAMED.fullmatch(name.get(f"{_W}val") or "") if name is not None else None
    if named:
        return int(named[1] or 0)
    stated = style.find(f"{_W}pPr/{_W}outlineLvl")
    level = int(stated.get(f"{_W}val") or _DEEPEST) if stated is not None else _DEEPEST
    return level + 1 if level < _DEEPEST else None


def _id(style: etree._Element) -> str:
    return style.get(f"{_W}styleId") or ""


def _is_numbered(properties: etree._Element | None) -> bool:
    """Whether a paragraph or style has a bullet or number; list 0 takes one away (17.9.18)."""
    number = properties.find(f"{_W}numPr/{_W}numId") if properties is not None else None
    return number is not None and number.get(f"{_W}val") != "0"


def _blocks(body: etree._Element, styles: _Styles) -> Iterator[WordBlock]:
    for child in body:
        if child.tag == f"{_W}p":
            properties = child.find(f"{_W}pPr")
            style = properties.find(f"{_W}pStyle") if properties is not None else None
            name = style.get(f"{_W}val") or "" if style is not None else ""
            level = styles.levels.get(name)
            own = properties is not None and properties.find(f"{_W}numPr") is not None
            is_item = level is None and (_is_numbered(properties) if own else name in styles.lists)
            text = _text(child)
            yield WordBlock(f"- {text}" if is_item and text else text, level, is_item)
        elif child.tag == f"{_W}tbl":
            yield WordBlock(_table(child))
        elif child.tag == f"{_W}sdt":  # a table of contents, or a field that holds paragraphs
            content = child.find(f"{_W}sdtContent")
            is_contents = child.find(f"{_W}sdtPr/{_W}docPartObj") is not None
            if content is not None and not is_contents:
                yield from _blocks(content, styles)


def _table(table: etree._Element) -> str:
    rows = [
        [_text(cell).replace("|", "\\|") for cell in row.iter(f"{_W}tc")] for row in table.iter(f"{_W}tr")
    ]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])


def _text(element: etree._Element) -> str:
    """The text of runs, without what was deleted or is hidden; tabs and breaks are blanks."""
    parts = []
    for run in element.iter(f"{_W}r"):
        parent = run.getparent()
        is_deleted = parent is not None and parent.tag == f"{_W}del"
        if is_deleted or run.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        for part in run:
            if part.tag == f"{_W}t":
                parts.append(part.text or "")
            elif part.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                parts.append(" ")
    return " ".join("".join(parts).split())
