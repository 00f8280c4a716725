"""From Markdown to slides (PPTX), as `plan` distributes the sections on them.

Needs the extra `slides`. The layouts are those of python-pptx's own template: 0 is a title, 5 a title alone.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from smits_rules.vocabulary import SmitsError
from smits_tui.documents.slides.pages import Page, Run, pages_of
from smits_tui.documents.slides.plan import (
    HEADING_SIZE,
    HIGH,
    MARGIN,
    TEXT_SIZE,
    WIDE,
    WIDTH,
    Placed,
    Slide,
    slides_of,
)
from smits_tui.documents.word_file import Properties

_FONT = "Arial"
"""On every machine, or with a font of the same widths in its place, so that nothing wraps elsewhere."""
_BLUE, _HEAD, _PAPER, _INK = "1F4E79", "D6E2EE", "FFFFFF", "1F2D3D"


class SlidesUnavailable(SmitsError):
    """The extra `slides` is not installed."""


def slides(markdown: str, properties: Properties, pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """Make the slides of a document.

    Args:
        markdown: with marks in the places of pictures.
        properties: title, organisation and day.
        pictures: what each shows and its PNG file, by the numbers of their marks.

    Raises:
        SlidesUnavailable: the extra `slides` is not installed.
    """
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError as error:
        raise SlidesUnavailable("Slides need the extra `slides`: pip install 'smits-tui[slides]'.") from error
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    first, *pages = list(pages_of(markdown))
    _title_slide(deck, first, properties)
    for slide in slides_of(pages, [_ratio(png) for _, png in pictures]):
        _draw(deck, slide, pictures)
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
    bar = slide.shapes.add_shape(1, 0, Inches(3.55), Inches(WIDE), Inches(0.06))
    bar.fill.solid()
    bar.fill.fore_color.rgb = _colour(_BLUE)
    bar.line.fill.background()
    _put(slide.shapes.title, MARGIN, 2.0, WIDE - 2 * MARGIN, 1.4)
    slide.shapes.title.text = page.title
    _set(slide.shapes.title.text_frame.paragraphs[0], 40, _BLUE, bold=True)
    subtitle = slide.placeholders[1]
    _put(subtitle, MARGIN, 3.8, WIDE - 2 * MARGIN, 1.6)
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


def _ratio(png: bytes) -> float:
    """The height of a picture as a part of its width: bytes 16 to 23 of a PNG file, big-endian."""
    return int.from_bytes(png[20:24]) / int.from_bytes(png[16:20])


def _draw(deck: Any, planned: Slide, pictures: Sequence[tuple[str, bytes]]) -> None:
    slide = _blank(deck, planned.title)
    paragraphs: list[Placed] = []
    for placed in planned.placed:
        if placed.block.kind in ("table", "picture"):
            _texts(slide, paragraphs)
            paragraphs = []
            if placed.layout is not None:
                _table(slide, placed)
            else:
                _picture(slide, placed, *pictures[placed.block.picture])
        else:
            paragraphs.append(placed)
    _texts(slide, paragraphs)


def _blank(deck: Any, title: str) -> Any:
    from pptx.enum.text import PP_ALIGN

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _put(slide.shapes.title, MARGIN, 0.35, WIDE - 2 * MARGIN, 0.8)
    slide.shapes.title.text = title
    paragraph = slide.shapes.title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    _set(paragraph, 26, _BLUE, bold=True)
    return slide


def _texts(slide: Any, paragraphs: Sequence[Placed]) -> None:
    """Paragraphs that follow one another, as one text."""
    from pptx.util import Inches, Pt

    if not paragraphs:
        return
    first, last = paragraphs[0], paragraphs[-1]
    box = slide.shapes.add_textbox(
        Inches(MARGIN), Inches(first.top), Inches(WIDTH), Inches(last.top + last.height - first.top)
    )
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Inches(0.06)
    frame.margin_top = frame.margin_bottom = 0
    for number, placed in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if placed.block.kind == "heading":
            paragraph.space_before = Pt(12)
            _write(paragraph, placed.block.runs, HEADING_SIZE, bold=True, ink=_BLUE)
        else:
            paragraph.space_before = Pt(5)
            _write(paragraph, placed.block.runs, TEXT_SIZE)


def _table(slide: Any, placed: Placed) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches

    layout = placed.layout
    if layout is None:
        return
    head, *below = placed.block.rows
    rows = [head, *(below[row] for row in placed.rows)]
    frame = slide.shapes.add_table(
        len(rows),
        len(head),
        Inches(MARGIN),
        Inches(placed.top),
        Inches(WIDTH),
        Inches(0),  # rows are as high as their texts
    )
    table = frame.table
    table.horz_banding = False
    for number, inches in enumerate(layout.widths):
        table.columns[number].width = Inches(inches)
    for row_number, row in enumerate(rows):
        for column, runs in enumerate(row):
            cell = table.cell(row_number, column)
            cell.margin_left = cell.margin_right = Inches(0.06)
            cell.margin_top = cell.margin_bottom = Inches(0.025)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _colour(_HEAD if row_number == 0 else _PAPER)
            paragraph = cell.text_frame.paragraphs[0]
            if placed.block.right[column]:
                paragraph.alignment = PP_ALIGN.RIGHT
            _write(paragraph, runs, layout.points, bold=row_number == 0)


def _picture(slide: Any, placed: Placed, title: str, png: bytes) -> None:
    """A picture, and for readers of screens what it shows."""
    from pptx.util import Inches

    picture = slide.shapes.add_picture(
        io.BytesIO(png), Inches(MARGIN), Inches(placed.top), height=Inches(placed.height)
    )
    (about,) = picture.element.xpath(".//p:cNvPr")
    about.set("descr", title)


def _write(paragraph: Any, runs: Sequence[Run], points: int, *, bold: bool = False, ink: str = _INK) -> None:
    from pptx.util import Pt

    for piece in (word for run in runs for word in _words(run)):
        run = paragraph.add_run()
        run.text = piece.text
        run.font.name, run.font.size, run.font.bold = _FONT, Pt(points), bold or piece.bold
        if piece.link:
            run.hyperlink.address = piece.link
        else:
            run.font.color.rgb = _colour(ink)


def _words(run: Run) -> list[Run]:
    """The words of a link, each a link of its own: LibreOffice breaks a link even within a word."""
    if not run.link:
        return [run]
    words = re.findall(r"\s*\S+\s*", run.text)
    return [Run(word, run.bold, run.link) for word in words]


def _number(deck: Any, properties: Properties) -> None:
    """Title and number at the foot of each slide but the first."""
    from pptx.util import Inches

    count = len(deck.slides)
    for number, slide in enumerate(deck.slides, 1):
        if number > 1:
            box = slide.shapes.add_textbox(
                Inches(MARGIN), Inches(HIGH - 0.5), Inches(WIDE - 2 * MARGIN), Inches(0.35)
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
