"""From Markdown to the pages of slides: a page for each section, with its texts, tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token


PICTURE_MARK = "SmitsPicture"
"""Stands before and after the number of a picture, in a paragraph of its own."""


_PICTURE = re.compile(rf"{PICTURE_MARK}(\d+){PICTURE_MARK}")


@dataclass(slots=True)
class Run:
    """A piece of text."""

    text: str
    bold: bool = False
    link: str = ""


@dataclass(slots=True)
class Block:
    """Something on a slide: a paragraph, a heading, a table or a picture."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    rows: list[list[list[Run]]] = field(default_factory=list)
    right: Sequence[bool] = ()
    """Whether the columns of a table are aligned to the right."""
    picture: int = 0


@dataclass(slots=True)
class Page:
    """A section."""

    title: str
    blocks: list[Block] = field(default_factory=list)


def pages_of(markdown: str) -> Iterator[Page]:
    """The sections of a document; the first includes the text before them."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    page, number = Page(""), 0
    while number < len(tokens):
        token = tokens[number]
        if token.type == "heading_open":
            title = "".join(run.text for run in _runs(tokens[number + 1]))
            if token.tag == "h2":
                yield page
                page = Page(title)
            elif token.tag == "h1":
                page.title = title
            else:
                page.blocks.append(Block("heading", [Run(title)]))
            number += 3
            continue
        if token.type == "table_open":
            end = next(n for n in range(number, len(tokens)) if tokens[n].type == "table_close")
            cells = tokens[number:end]
            page.blocks.append(Block("table", rows=_rows(cells), right=_right(cells)))
            number = end
        elif token.type == "inline":
            page.blocks.append(_paragraph(token))
        number += 1
    yield page


def _paragraph(token: Token) -> Block:
    mark = _PICTURE.fullmatch(token.content.strip())
    if mark:
        return Block("picture", picture=int(mark[1]))
    return Block("text", _runs(token))


def _rows(tokens: Sequence[Token]) -> list[list[list[Run]]]:
    rows: list[list[list[Run]]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_runs(token))
    return rows


def _right(tokens: Sequence[Token]) -> list[bool]:
    """Whether each column of a table is aligned to the right."""
    return ["right" in str(token.attrGet("style")) for token in tokens if token.type == "th_open"]


def _runs(token: Token) -> list[Run]:
    """Text with its bold parts and links; everything else that Markdown marks is plain."""
    runs: list[Run] = []
    bold, link = False, ""
    for child in token.children or ():
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type == "link_open":
            link = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            link = ""
        elif child.type in ("softbreak", "hardbreak"):
            runs.append(Run(" "))
        elif child.content:
            runs.append(Run(child.content, bold, link))
    return runs
