"""From Markdown to slides (PPTX): a slide for each section, tables and pictures on slides of their own.

Needs the extra `slides`. The layouts are those of python-pptx's own template: 0 is a title, 5 a title alone.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from smits_rules.vocabulary import SmitsError
from smits_tui.documents.word_file import Properties

if TYPE_CHECKING:
    from markdown_it.token import Token

PICTURE_MARK = "SmitsPicture"
"""Stands before and after the number of a picture, in a paragraph of its own."""
_PICTURE = re.compile(rf"{PICTURE_MARK}(\d+){PICTURE_MARK}")
_WIDE, _HIGH = 13.333, 7.5
"""Inches of a 16:9 slide."""
_MARGIN, _TOP = 0.6, 1.35
_LINES = 25
"""Lines of a table's text that fit below a title at 12 points."""
_CHARACTERS = 112
"""Characters of 12 points that fit the width of a slide."""
_SIZES = (12, 11, 10, 9)
"""Points of a table's text, the largest that fits."""
_BLUE, _HEAD, _PAPER, _INK = "1F4E79", "D6E2EE", "FFFFFF", "1F2D3D"
_MOST_COLUMN = 40
"""Characters that a column counts for, at most."""


class SlidesUnavailable(SmitsError):
    """The extra `slides` is not installed."""


@dataclass(slots=True)
class Run:
    """A piece of text."""

    text: str
    bold: bool = False
    link: str = ""


@dataclass(slots=True)
class Block:
    """Something on a slide: a paragraph, a table or a picture."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    rows: list[list[list[Run]]] = field(default_factory=list)
    picture: int = 0


@dataclass(slots=True)
class Page:
    """A section."""

    title: str
    blocks: list[Block] = field(default_factory=list)


def slides(markdown: str, properties: Properties, pictures: Sequence[bytes]) -> bytes:
    """Make the slides of a document.

    Args:
        markdown: with marks in the places of pictures.
        properties: title, organisation and day.
        pictures: PNG files, by the numbers of their marks.

    Raises:
        SlidesUnavailable: the extra `slides` is not installed.
    """
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError as error:
        raise SlidesUnavailable("Slides need the extra `slides`: pip install 'smits-tui[slides]'.") from error
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDE), Inches(_HIGH)
    first, *pages = list(_pages(markdown))
    _title_slide(deck, first, properties)
    for page in pages:
        _section(deck, page, pictures)
    _number(deck, properties)
    about = deck.core_properties
    about.title, about.author = properties.title, properties.author
    about.created = about.modified = dt.datetime.combine(properties.day, dt.time(12))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _pages(markdown: str) -> Iterator[Page]:
    """The sections of a document; the first has what stands before them."""
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
                page.blocks.append(Block("text", [Run(title, bold=True)]))
            number += 3
            continue
        if token.type == "table_open":
            end = next(n for n in range(number, len(tokens)) if tokens[n].type == "table_close")
            page.blocks.append(Block("table", rows=_rows(tokens[number:end])))
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


def _title_slide(deck: Any, page: Page, properties: Properties) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    _put(slide.shapes.title, _MARGIN, 2.2, _WIDE - 2 * _MARGIN, 1.4)
    slide.shapes.title.text = page.title
    subtitle = slide.placeholders[1]
    _put(subtitle, _MARGIN, 3.8, _WIDE - 2 * _MARGIN, 1.6)
    texts = ["".join(run.text for run in block.runs) for block in page.blocks if block.kind == "text"]
    subtitle.text = "\n".join(texts or [properties.author])


def _section(deck: Any, page: Page, pictures: Sequence[bytes]) -> None:
    """The slides of a section: texts together, each table and each picture on its own."""
    texts: list[Block] = []
    has_slide = False
    for block in page.blocks:
        if block.kind == "text":
            texts.append(block)
            continue
        if texts and block.kind == "picture":
            _text_slide(deck, page.title, texts)
            texts = []
        if block.kind == "picture":
            _picture_slide(deck, page.title, pictures[block.picture])
        else:
            _table_slides(deck, page.title, texts, block.rows)
            texts = []
        has_slide = True
    if texts or not has_slide:
        _text_slide(deck, page.title, texts)


def _blank(deck: Any, title: str) -> Any:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _put(slide.shapes.title, _MARGIN, 0.35, _WIDE - 2 * _MARGIN, 0.8)
    slide.shapes.title.text = title
    paragraph = slide.shapes.title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size, paragraph.font.bold = Pt(26), True
    paragraph.font.color.rgb = _colour(_BLUE)
    return slide


def _text_slide(deck: Any, title: str, texts: Sequence[Block]) -> None:
    slide = _blank(deck, title)
    _texts(slide, texts, _TOP, 5.2)


def _texts(slide: Any, texts: Sequence[Block], top: float, height: float) -> None:
    from pptx.util import Inches

    box = slide.shapes.add_textbox(Inches(_MARGIN), Inches(top), Inches(_WIDE - 2 * _MARGIN), Inches(height))
    box.text_frame.word_wrap = True
    for number, block in enumerate(texts):
        frame = box.text_frame
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _write(paragraph, block.runs, 14)


def _table_slides(deck: Any, title: str, texts: Sequence[Block], rows: list[list[list[Run]]]) -> None:
    """A table, on as many slides as it needs, with its header on each."""
    widths, points = _widths(rows)
    head, *rest = rows
    room = _LINES - 2 * len(texts)
    parts = list(_parts(rest, widths, points, max(room, 6)))
    for number, part in enumerate(parts, 1):
        slide = _blank(deck, title if len(parts) == 1 else f"{title} ({number} of {len(parts)})")
        top = _TOP
        if texts and number == 1:
            _texts(slide, texts, top, 0.5 * len(texts))
            top += 0.5 * len(texts)
        _table(slide, [head, *part], widths, points, top)


def _widths(rows: Sequence[Sequence[Sequence[Run]]]) -> tuple[list[float], int]:
    """Inches of each column, and the points in which the longest words of all columns fit.

    Each column gets room for its longest word; what is left goes to columns with longer texts.
    """
    columns = list(zip(*([_plain(cell) for cell in row] for row in rows), strict=True))
    least = [
        max((len(word) for cell in column for word in cell.split()), default=1) + 2 for column in columns
    ]
    wanted = [min(_MOST_COLUMN, max(map(len, column))) for column in columns]
    more = [max(0, want - few) for want, few in zip(wanted, least, strict=True)]
    points = next((size for size in _SIZES if sum(least) <= _room(size)), _SIZES[-1])
    left = max(0.0, _room(points) - sum(least))
    characters = [few + left * part / (sum(more) or 1) for few, part in zip(least, more, strict=True)]
    return [(_WIDE - 2 * _MARGIN) * one / sum(characters) for one in characters], points


def _room(points: int) -> float:
    """Characters that fit the width of a slide."""
    return _CHARACTERS * 12 / points


def _parts(
    rows: Sequence[list[list[Run]]], widths: Sequence[float], points: int, room: int
) -> Iterator[list[list[list[Run]]]]:
    """The rows in groups that fit a slide."""
    per_inch = _room(points) / (_WIDE - 2 * _MARGIN)
    part: list[list[list[Run]]] = []
    used = 0.0
    for row in rows:
        lines = max(
            (
                -(-len(_plain(cell)) // max(1, int(width * per_inch)))
                for cell, width in zip(row, widths, strict=True)
            ),
            default=1,
        )
        needed = (max(1, lines) + 0.4) * points / 12
        if part and used + needed > room:
            yield part
            part, used = [], 0.0
        part.append(row)
        used += needed
    if part:
        yield part


def _table(
    slide: Any, rows: Sequence[Sequence[Sequence[Run]]], widths: Sequence[float], points: int, top: float
) -> None:
    from pptx.util import Inches

    width, height = Inches(_WIDE - 2 * _MARGIN), Inches(0.3 * len(rows))
    frame = slide.shapes.add_table(len(rows), len(widths), Inches(_MARGIN), Inches(top), width, height)
    table = frame.table
    table.horz_banding = False
    for number, inches in enumerate(widths):
        table.columns[number].width = Inches(inches)
    for row_number, row in enumerate(rows):
        for column, runs in enumerate(row):
            cell = table.cell(row_number, column)
            cell.margin_left = cell.margin_right = Inches(0.06)
            cell.margin_top = cell.margin_bottom = Inches(0.025)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _colour(_HEAD if row_number == 0 else _PAPER)
            _write(cell.text_frame.paragraphs[0], runs, points, bold=row_number == 0)


def _picture_slide(deck: Any, title: str, png: bytes) -> None:
    from pptx.util import Inches

    slide = _blank(deck, title)
    picture = slide.shapes.add_picture(io.BytesIO(png), Inches(_MARGIN), Inches(_TOP))
    scale = min(Inches(_WIDE - 2 * _MARGIN) / picture.width, Inches(_HIGH - _TOP - 0.7) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)


def _write(paragraph: Any, runs: Sequence[Run], points: int, *, bold: bool = False) -> None:
    from pptx.util import Pt

    for one in runs:
        run = paragraph.add_run()
        run.text = one.text
        run.font.size, run.font.bold = Pt(points), bold or one.bold
        if one.link:
            run.hyperlink.address = one.link
        else:
            run.font.color.rgb = _colour(_INK)


def _number(deck: Any, properties: Properties) -> None:
    """Title and number at the foot of each slide but the first."""
    from pptx.util import Inches

    count = len(deck.slides)
    for number, slide in enumerate(deck.slides, 1):
        if number > 1:
            box = slide.shapes.add_textbox(
                Inches(_MARGIN), Inches(_HIGH - 0.5), Inches(_WIDE - 2 * _MARGIN), Inches(0.35)
            )
            shown = f"{properties.author} · {properties.title} · {number} / {count}"
            _write(box.text_frame.paragraphs[0], [Run(shown)], 10)


def _put(shape: Any, left: float, top: float, width: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in (left, top, width, height))


def _plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _colour(hexadecimal: str) -> Any:
    """A colour of python-pptx, whose constructors have no types."""
    from pptx.dml.color import RGBColor

    maker: Any = RGBColor
    return maker.from_string(hexadecimal)
