"""The headings of a document with the text below each, for importing it."""

from __future__ import annotations

import json
from pathlib import Path

from smits_watch.documents.errors import ReadError
from smits_watch.documents.sanitize import one_line, plain

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
