"""From Markdown to slides (PPTX): a slide for each section, tables and pictures on slides of their own.

Needs the extra `slides`. The layouts are those of python-pptx's own template: 0 is a title, 5 a title alone.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_tui.documents.slides.pages import Block, Page, Run, joined, pages_of
from smits_tui.documents.slides.table_layout import layout_of
from smits_tui.documents.word_file import Properties

_WIDE, _HIGH = 13.333, 7.5
"""Inches of a 16:9 slide."""
_MARGIN, _TOP = 0.6, 1.35
_LINES = 26
"""Lines of a table's text that fit below a title at 12 points."""
_LEAST_PICTURE = 8.0
"""Inches of width below which the letters of a picture, 10 units of 720, are too small: 8 points."""
_FONT = "Arial"
"""On every machine, or with a font of the same widths in its place, so that nothing wraps elsewhere."""
_BLUE, _HEAD, _PAPER, _INK = "1F4E79", "D6E2EE", "FFFFFF", "1F2D3D"


class SlidesUnavailable(SmitsError):
    """The extra `slides` is not installed."""


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
    first, *pages = list(pages_of(markdown))
    _title_slide(deck, first, properties)
    for page in joined(pages):
        _section(deck, page, pictures)
    _number(deck, properties)
    about = deck.core_properties
    about.title, about.author = properties.title, properties.author
    about.created = about.modified = dt.datetime.combine(properties.day, dt.time(12))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _title_slide(deck: Any, page: Page, properties: Properties) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[0])
    bar = slide.shapes.add_shape(1, 0, Inches(3.55), Inches(_WIDE), Inches(0.06))
    bar.fill.solid()
    bar.fill.fore_color.rgb = _colour(_BLUE)
    bar.line.fill.background()
    _put(slide.shapes.title, _MARGIN, 2.0, _WIDE - 2 * _MARGIN, 1.4)
    slide.shapes.title.text = page.title
    _set(slide.shapes.title.text_frame.paragraphs[0], 40, _BLUE, bold=True)
    subtitle = slide.placeholders[1]
    _put(subtitle, _MARGIN, 3.8, _WIDE - 2 * _MARGIN, 1.6)
    texts = ["".join(run.text for run in block.runs) for block in page.blocks if block.kind == "text"]
    subtitle.text = "\n".join(texts or [properties.author])
    for paragraph in subtitle.text_frame.paragraphs:
        _set(paragraph, 20, _INK)
        paragraph.alignment = PP_ALIGN.LEFT
    slide.shapes.title.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _set(paragraph: Any, points: int, colour: str, *, bold: bool = False) -> None:
    from pptx.util import Pt

    paragraph.font.name, paragraph.font.size, paragraph.font.bold = _FONT, Pt(points), bold
    paragraph.font.color.rgb = _colour(colour)


def _section(deck: Any, page: Page, pictures: Sequence[bytes]) -> None:
    """The slides of a section: texts above the next table, a picture below its table if there is room."""
    texts: list[Block] = []
    has_slide = False
    last: tuple[Any, float] = (None, _HIGH)
    for block in page.blocks:
        if block.kind == "text":
            texts.append(block)
            continue
        if texts and block.kind == "picture":
            _text_slide(deck, page.title, texts)
            texts, last = [], (None, _HIGH)
        if block.kind == "picture":
            last = _picture(deck, page.title, pictures[block.picture], last)
        else:
            last = _table_slides(deck, page.title, texts, block.rows)
            texts = []
        has_slide = True
    if texts or not has_slide:
        _text_slide(deck, page.title, texts)


def _blank(deck: Any, title: str) -> Any:
    from pptx.enum.text import PP_ALIGN

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _put(slide.shapes.title, _MARGIN, 0.35, _WIDE - 2 * _MARGIN, 0.8)
    slide.shapes.title.text = title
    paragraph = slide.shapes.title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _set(paragraph, 26, _BLUE, bold=True)
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


def _table_slides(
    deck: Any, title: str, texts: Sequence[Block], rows: list[list[list[Run]]]
) -> tuple[Any, float]:
    """A table, on as many slides as it needs, with its header on each.

    Returns:
        The last slide, and the inches from its top to the end of the table.
    """
    head, *rest = rows
    room = max(_LINES - 2 * len(texts), 6)
    layout = layout_of(rows, room, _WIDE - 2 * _MARGIN)
    slide, end = None, _TOP
    for number, part in enumerate(layout.parts, 1):
        several = len(layout.parts) > 1
        slide = _blank(deck, f"{title} ({number} of {len(layout.parts)})" if several else title)
        top = _TOP
        if texts and number == 1:
            _texts(slide, texts, top, 0.5 * len(texts))
            top += 0.5 * len(texts)
        _table(slide, [head, *(rest[row] for row in part)], layout.widths, layout.points, top)
        end = top + sum(layout.heights[row] for row in part) + layout.heights[-1]
    return slide, end


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


def _picture(deck: Any, title: str, png: bytes, last: tuple[Any, float]) -> tuple[Any, float]:
    """A picture below what stands on the last slide if its letters stay readable there, else on the next."""
    from pptx.util import Inches

    slide, end = last
    top = end + 0.2
    picture = slide.shapes.add_picture(io.BytesIO(png), 0, 0) if slide is not None else None
    if picture is None or picture.width * _scale(picture, top) < Inches(_LEAST_PICTURE):
        if picture is not None:
            picture.element.getparent().remove(picture.element)
        slide, top = _blank(deck, title), _TOP
        picture = slide.shapes.add_picture(io.BytesIO(png), 0, 0)
    scale = _scale(picture, top)
    picture.left, picture.top = Inches(_MARGIN), Inches(top)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    return slide, top + picture.height / Inches(1)


def _scale(picture: Any, top: float) -> float:
    """What a picture is multiplied by to fit the width and what is left of the height of a slide."""
    from pptx.util import Inches

    room = max(0.1, _HIGH - top - 0.7)
    return float(min(Inches(_WIDE - 2 * _MARGIN) / picture.width, Inches(room) / picture.height))


def _write(paragraph: Any, runs: Sequence[Run], points: int, *, bold: bool = False) -> None:
    from pptx.util import Pt

    for piece in runs:
        run = paragraph.add_run()
        run.text = piece.text
        run.font.name, run.font.size, run.font.bold = _FONT, Pt(points), bold or piece.bold
        if piece.link:
            run.hyperlink.address = piece.link
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

    shape.left, shape.top, shape.width, shape.height = (
        Inches(length) for length in (left, top, width, height)
    )


def _colour(hexadecimal: str) -> Any:
    """A colour of python-pptx, whose constructors have no types."""
    from pptx.dml.color import RGBColor

    maker: Any = RGBColor
    return maker.from_string(hexadecimal)
