"""Headings whose levels follow one another, as readers of screens and PDF/UA expect them."""

from __future__ import annotations

import re

_HEADING = re.compile(r"(#{1,6})(?=\s)")


def in_order(markdown: str) -> str:
    """The document with no level of headings left out: what people wrote below a section may begin anywhere.

    Args:
        markdown: the document; only its first heading has level one.
    """
    lines: list[str] = []
    level = 0
    is_code = False
    for line in markdown.splitlines():
        if line.startswith(("```", "~~~")):
            is_code = not is_code
        heading = None if is_code else _HEADING.match(line)
        if heading:
            least = 1 if level == 0 else 2
            level = max(least, min(len(heading[1]), level + 1))
        lines.append(f"{'#' * level}{line[heading.end() :]}" if heading else line)
    return "\n".join(lines) + "\n"
