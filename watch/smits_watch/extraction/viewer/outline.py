"""The headings of a document with the text below each, for importing it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from smits_watch.documents.errors import ReadError
from smits_watch.documents.sanitize import one_line, plain
from smits_watch.documents.text.word_outline import WordBlock, word_blocks

_NEXT, _APART = "\n", "\n\n"
"""Between the items of a list, and between paragraphs."""
_TITLE_TEXT = 300
"""Characters below a title, such as who approved it and when; a longer text is worth keeping."""
Outline = list[tuple[str, str]]
"""Each heading with the text up to the next one; a blank line separates paragraphs."""


def outline(path: Path, name: str) -> str:
    """Open a file and return its outline; runs in the reading child.

    Args:
        path: of its content.
        name: its path below inputs/.

    Returns:
        The outline as JSON; empty for a file without headings or an unreadable one.
    """
    from smits_watch.documents.loader import open_document

    if name.lower().endswith((".docx", ".docm")) and (blocks := word_blocks(path.read_bytes())):
        return json.dumps(_of_word(blocks))
    try:
        document = open_document(path, name)
    except ReadError:
        return "[]"
    parts: Outline = []
    for passage in document.passages:
        if passage.heading:
            parts.append((one_line(plain(passage.text)).lstrip("# ").strip(), ""))
        elif parts:
            heading, text = parts[-1]
            parts[-1] = (heading, f"{text}\n\n{plain(passage.text)}".strip())
    return json.dumps(parts)


def _of_word(blocks: Sequence[WordBlock]) -> Outline:
    """The headings of a Word file according to its styles; the title is not a section.

    A single heading above all others is the title, too: many files have no style for it.
    """
    levels = [block.level for block in blocks if block.level]
    is_title = (
        bool(levels) and levels.count(min(levels)) == 1 and levels[0] == min(levels) and len(levels) > 1
    )
    parts: Outline = []
    for block in blocks:
        text = plain(block.text)
        if block.level is not None:
            parts.append((one_line(text), ""))
        elif parts:
            heading, below = parts[-1]
            is_item = text.startswith("- ") and below.rpartition("\n")[2].startswith("- ")
            parts[-1] = (heading, f"{below}{_NEXT if is_item else _APART}{text}".strip())
    titles = sum(block.level == 0 for block in blocks) or int(is_title)
    return parts[titles:] if all(len(text) <= _TITLE_TEXT for _, text in parts[:titles]) else parts
