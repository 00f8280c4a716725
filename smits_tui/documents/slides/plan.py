"""What stands where on slides: sections share one where they fit, and long tables go on on the next."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smits_tui.documents.slides.pages import Block, Page, Run
from smits_tui.documents.slides.table_layout import SIZES, TableOnSlides, fitting_sizes, laid_out, layout_of

WIDE, HIGH = 13.333, 7.5
"""Inches of a 16:9 slide."""
MARGIN, TOP, BOTTOM = 0.6, 1.35, 6.85
"""Inches: beside what stands on a slide, and where it begins and ends, between title and foot."""
WIDTH = WIDE - 2 * MARGIN
TEXT_SIZE, HEADING_SIZE = 14, 18
"""Points of paragraphs, and of the titles of sections that share a slide with the one before."""
_TEXT_CHARACTERS = 112
"""Characters of a paragraph that fit the width of a slide."""
_LINE, _SPACE = 1.2 / 72, 0.08
"""Inches of a line per point of its letters, and above and below a paragraph."""
_GAP = 0.2
"""Inches above a table or picture that follows something else."""
_COMMON_SIZE = 12
"""Points of the tables of sections that share a slide, at least."""
_LEAST_PICTURE = 8.0
"""Inches of width below which the letters of a picture, 10 units of 720, are too small: 8 points."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Something at its position on a slide."""

    block: Block
    top: float
    """Inches from the top of the slide."""
    height: float
    layout: TableOnSlides | None = None
    """Of a table."""
    rows: Sequence[int] = ()
    """The rows of a table that stand here, from 0, without the header."""


@dataclass(slots=True)
class Slide:
    """A slide."""

    title: str
    placed: list[Placed] = field(default_factory=list)
    end: float = TOP
    """Inches from the top to where the next thing may begin."""

    def put(
        self, block: Block, height: float, layout: TableOnSlides | None = None, rows: Sequence[int] = ()
    ) -> None:
        """Add something below what is there."""
        top = self.end + (_GAP if self.placed and block.kind in ("table", "picture") else 0.0)
        self.placed.append(Placed(block, top, height, layout, rows))
        self.end = top + height

    def room(self, gap: float = _GAP) -> float:
        """Inches left below what is there."""
        return BOTTOM - self.end - (gap if self.placed else 0.0)


def slides_of(pages: Sequence[Page], ratios: Sequence[float]) -> Iterator[Slide]:
    """The slides of a document.

    Args:
        pages: its sections.
        ratios: the height of each picture as a part of its width.
    """
    for group in _groups(pages, ratios):
        title, blocks = group[0].title, _blocks(group)
        points = next((size for size in SIZES if _height(blocks, size, ratios) <= BOTTOM - TOP), None)
        if points is None:
            yield from _flow(title, blocks, ratios)
        else:
            yield _whole(title, blocks, points, ratios)


def _groups(pages: Sequence[Page], ratios: Sequence[float]) -> Iterator[list[Page]]:
    """Sections that share a slide; those with pictures have slides of their own."""
    group: list[Page] = []
    for page in pages:
        if group and not _share([*group, page], ratios):
            yield group
            group = []
        group.append(page)
    if group:
        yield group


def _share(pages: Sequence[Page], ratios: Sequence[float]) -> bool:
    blocks = _blocks(pages)
    has_picture = any(block.kind == "picture" for block in blocks)
    return not has_picture and _height(blocks, _COMMON_SIZE, ratios) <= BOTTOM - TOP


def _blocks(pages: Sequence[Page]) -> list[Block]:
    """What sections consist of, with the titles of all but the first."""
    first, *others = pages
    blocks = list(first.blocks)
    for page in others:
        blocks += [Block("heading", [Run(page.title)]), *page.blocks]
    return blocks


def _height(blocks: Sequence[Block], points: int, ratios: Sequence[float]) -> float:
    """Inches that blocks take one below the other; infinite if a table does not fit in letters of a size."""
    return sum(_block_height(block, points, ratios) for block in blocks)


def _block_height(block: Block, points: int, ratios: Sequence[float]) -> float:
    if block.kind == "picture":
        return _GAP + _LEAST_PICTURE * ratios[block.picture]
    if block.kind == "table":
        if points not in fitting_sizes(block.rows):
            return math.inf
        return _GAP + sum(laid_out(block.rows, points, math.inf, WIDTH).heights)
    return _text_height(block)


def _text_height(block: Block) -> float:
    """Inches of a paragraph or a heading."""
    letters = sum(len(run.text) for run in block.runs)
    if block.kind == "heading":
        return HEADING_SIZE * _LINE + 3 * _SPACE
    return TEXT_SIZE * _LINE * max(1, math.ceil(letters / _TEXT_CHARACTERS)) + _SPACE


def _whole(title: str, blocks: Sequence[Block], points: int, ratios: Sequence[float]) -> Slide:
    """A slide with all of it, its pictures as large as they fit."""
    slide = Slide(title)
    spare = BOTTOM - TOP - _height(blocks, points, ratios)
    pictures = sum(ratios[block.picture] for block in blocks if block.kind == "picture")
    for block in blocks:
        if block.kind == "table":
            layout = laid_out(block.rows, points, math.inf, WIDTH)
            slide.put(block, sum(layout.heights), layout, range(len(block.rows) - 1))
        elif block.kind == "picture":
            width = min(WIDTH, _LEAST_PICTURE + spare / pictures)
            slide.put(block, width * ratios[block.picture])
        else:
            slide.put(block, _text_height(block))
    return slide


def _flow(title: str, blocks: Sequence[Block], ratios: Sequence[float]) -> Iterator[Slide]:
    """As many slides as it takes; paragraphs stand with the table or picture after them."""
    flow = _Flow(title, ratios)
    texts: list[Block] = []
    for block in blocks:
        if block.kind in ("table", "picture"):
            flow.add(texts, block)
            texts = []
        else:
            texts.append(block)
    for text in texts:
        flow.add([], text)
    return iter(flow.slides)


@dataclass(slots=True)
class _Flow:
    """The slides of a section that does not fit one."""

    title: str
    ratios: Sequence[float]
    slides: list[Slide] = field(default_factory=list)

    def add(self, texts: Sequence[Block], block: Block) -> None:
        """Add something with the paragraphs above it, on a new slide if it does not fit the last one."""
        above = sum(map(_text_height, texts))
        if block.kind == "table":
            self._add_table(texts, above, block)
            return
        if block.kind == "picture":
            ratio = self.ratios[block.picture]
            slide = self._slide(texts, above + _LEAST_PICTURE * ratio)
            slide.put(block, min(WIDTH * ratio, slide.room()))
            return
        height = _text_height(block)
        self._slide((), height).put(block, height)

    def _slide(self, texts: Sequence[Block], needed: float) -> Slide:
        """The last slide if so many inches are left on it, else a new one; with the paragraphs."""
        if not self.slides or self.slides[-1].room() < needed:
            self.slides.append(Slide(self.title))
        for text in texts:
            self.slides[-1].put(text, _text_height(text))
        return self.slides[-1]

    def _add_table(self, texts: Sequence[Block], above: float, block: Block) -> None:
        rows = range(len(block.rows) - 1)
        for points in (size for size in fitting_sizes(block.rows) if size <= _COMMON_SIZE):
            layout = laid_out(block.rows, points, math.inf, WIDTH)
            if self.slides and self.slides[-1].room() >= above + sum(layout.heights):
                self._slide(texts, 0.0).put(block, sum(layout.heights), layout, rows)
                return
        layout = layout_of(block.rows, BOTTOM - TOP - above, WIDTH)
        several = len(layout.parts) > 1
        for number, part in enumerate(layout.parts, 1):
            title = f"{self.title} ({number} of {len(layout.parts)})" if several else self.title
            slide = Slide(title)
            self.slides.append(slide)
            for text in texts if number == 1 else ():
                slide.put(text, _text_height(text))
            height = sum(layout.heights[row] for row in part) + layout.heights[-1]
            slide.put(block, height, layout, part)
