"""What pictures of documents are drawn with: lines, boxes and texts of SVG."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from smits_tui.documents.column_widths import letters

_Shown = TypeVar("_Shown")
WIDTH = 720
INK, FILL, RULE = "#1f2d3d", "#d6e2ee", "#9aa7b4"
"""Dark on light with frames, so that charts are readable in black and white."""
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its position."""

    line: int
    """The line of the document before which it stands, from 0."""
    title: str
    """What it shows, for those who can't see it."""
    svg: str
    width: int
    height: int


def svg(parts: Sequence[str], height: int) -> str:
    """A picture of `WIDTH` and a height."""
    body = "".join(parts)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}">{body}</svg>'


def text(x: float, y: float, shown: str, size: int, *, anchor: str = "start") -> str:
    """A text whose baseline begins, or has its middle or end, at a point."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{INK}" text-anchor="{anchor}">'
        f"{html.escape(shown)}</text>"
    )


def box(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A framed box."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" '
        f'stroke="{INK}" stroke-width="0.8"/>'
    )


def line(
    x: float, y: float, to_x: float, to_y: float, ink: str, width: float, *, dashed: bool = False
) -> str:
    """A straight line."""
    dashes = ' stroke-dasharray="5 3"' if dashed else ""
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{ink}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def circle(x: float, y: float, radius: float) -> str:
    """A dot."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{INK}"/>'


def name_lines(name: str, longest: int) -> list[str]:
    """A name in one or two lines; the second ends in an ellipsis if there is more.

    Args:
        name: of anything that is drawn.
        longest: letters that fit a line; a Chinese, Japanese or Korean one takes the room of two.
    """
    first = _fitting(name, longest)
    rest = name[len(first) :].strip()
    if not rest:
        return [first]
    second = _fitting(rest, longest)
    if len(second) < len(rest):
        second = f"{_fitting(rest, longest - 1).rstrip()}…"
    return [first.rstrip(), second]


def _fitting(name: str, longest: int) -> str:
    """The beginning of a name that fits, up to the end of a word if there is one."""
    end = len(name)
    while letters(name[:end]) > longest:
        end -= 1
    if end == len(name) or name[end].isspace():
        return name[:end]
    # A word that is longer than most of the line is cut, because the line would be nearly empty before it.
    at_word = name.rfind(" ", 0, end)
    return name[:at_word] if at_word > end // 2 else name[:end]


def parts_of(shown: Sequence[_Shown], most: int) -> list[Sequence[_Shown]]:
    """The contents of pictures, split into parts of similar size with at most `most` in each."""
    if not shown:
        return []
    each = -(-len(shown) // -(-len(shown) // most))
    return [shown[at : at + each] for at in range(0, len(shown), each)]


def part_numbers(count: int) -> list[str]:
    """Suffixes that distinguish the parts of a picture; blank for a single one."""
    return [""] if count == 1 else [f", part {number} of {count}" for number in range(1, count + 1)]
