"""Opens prose documents (PDF, DOCX, ODT, PPTX, RTF, MSG ...) as passages and tables, through kreuzberg."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from smits_watch.documents.document import Cell, Passage, Table
from smits_watch.documents.errors import ReadError, damaged, empty, needs_password
from smits_watch.documents.limits import MAX_COLUMNS, MAX_ROWS, MAX_TEXT
from smits_watch.documents.sanitize import one_line, plain
from smits_watch.documents.text.pdf_tables import pdf_tables
from smits_watch.documents.text.plain_text import captions_of
from smits_watch.documents.text.word_outline import list_items
from smits_watch.documents.workbook.csv_text import even

MIME_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    "rtf": "application/rtf",
    "doc": "application/msword",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
"""The formats that kreuzberg reads here, with its names for them."""

_NAMES = {"pdf": "a PDF", "pptx": "a presentation", "ppt": "a presentation", "msg": "an e-mail"}
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_METADATA = ("title", "subject", "created_at", "authors", "from_email", "from_name", "date")
_CORE_PROPERTIES = ("title", "subject", "creator")
"""Without the creation date, which is that of the template or of an overwritten letter."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The content of a prose document."""

    passages: list[Passage]
    tables: list[Table]
    metadata: dict[str, str]
    warnings: list[str]


def read_prose(content: bytes, kind: str) -> Prose:
    """Read a prose document.

    Args:
        content: the whole file.
        kind: its format, a key of `MIME_TYPES`.

    Raises:
        ReadError: it is encrypted, damaged, or has no text.
    """
    result = _extract(content, kind)
    headings = _headings(result)
    pages = result.pages if kind == "pdf" else None
    items = list_items(content) if kind == "docx" else frozenset[str]()
    passages = list(_page_passages(pages)) if pages else list(_passages(result.content, headings, items))
    tables = list(_tables(result.tables, _captions(result)))
    more: list[str] = []
    if kind == "pdf" and passages:
        tables, more = pdf_tables(content)
    if not passages and not tables:
        if kind == "pdf":
            raise ReadError("It has no text, only pictures; scan it with OCR first and drop it again.")
        raise empty()
    warnings = [*(one_line(str(warning)) for warning in result.processing_warnings), *more]
    if len(result.content) > MAX_TEXT:
        warnings.append(f"Only the first {MAX_TEXT:,} characters were read.")
    return Prose(passages, tables, _metadata(result.metadata), warnings)


@cache
def _config() -> Any:
    """Settings without OCR (which writes to stderr if language data is missing), cache and many threads."""
    from kreuzberg import ConcurrencyConfig, ContentFilterConfig, ExtractionConfig, PageConfig

    settings: dict[str, Any] = {
        "disable_ocr": True,
        "use_cache": False,
        "enable_quality_processing": False,
        "include_document_structure": True,
        "pages": PageConfig(extract_pages=True),
        "concurrency": ConcurrencyConfig(max_threads=1),
        "content_filter": ContentFilterConfig(
            include_headers=True, include_footers=True, strip_repeating_text=False
        ),
    }
    return ExtractionConfig(**settings)


def _extract(content: bytes, kind: str) -> Any:
    from kreuzberg import KreuzbergError, extract_bytes_sync

    try:
        return extract_bytes_sync(content, MIME_TYPES[kind], _config())
    except (KreuzbergError, OSError, RuntimeError, ValueError) as error:
        if "password" in str(error).lower() or "encrypted" in str(error).lower():
            raise needs_password() from error
        raise damaged(_NAMES.get(kind, "a document"), "its text can't be extracted") from error


def _headings(result: Any) -> frozenset[str]:
    nodes = (result.document or {}).get("nodes", ())
    contents = (node.get("content", {}) for node in nodes)
    return frozenset(
        one_line(content.get("text") or "")
        for content in contents
        if content.get("node_type") in ("heading", "title")
    )


def _passages(text: str, headings: frozenset[str], items: frozenset[str]) -> Iterator[Passage]:
    """Paragraphs with their number in reading order, including the text of tables; items get a dash."""
    paragraphs = (plain(part).strip() for part in _BLANK_LINES.split(plain(text[:MAX_TEXT])))
    for number, paragraph in enumerate((part for part in paragraphs if part), 1):
        line = one_line(paragraph)
        shown = f"- {paragraph}" if line in items else paragraph
        yield Passage(shown, f"paragraph {number}", heading=line in headings)


def _page_passages(pages: list[Any]) -> Iterator[Passage]:
    room = MAX_TEXT
    for page in pages:
        for part in _BLANK_LINES.split(plain(page["content"][:room])):
            if part.strip():
                yield Passage(part.strip(), f"page {page['page_number']}")
        room -= min(room, len(page["content"]))


def _captions(result: Any) -> list[tuple[str, ...]]:
    """The captions of each table, from the order of paragraphs and tables; empty if numbered separately."""
    captions: list[tuple[str, ...]] = []
    heading = line = ""
    for node in (result.document or {}).get("nodes", ()):
        content = node.get("content", {})
        kind, text = content.get("node_type"), one_line(content.get("text") or "")
        if kind in ("heading", "title"):
            heading, line = text, ""
        elif kind == "paragraph":
            line = text
        elif kind == "table":
            captions.append(captions_of(heading, Passage(line, "")))
            line = ""
    return captions if len(captions) == len(result.tables) else [()] * len(result.tables)


def _tables(raw_tables: list[Any], captions: Sequence[tuple[str, ...]]) -> Iterator[Table]:
    for number, (table, above) in enumerate(zip(raw_tables, captions, strict=True), 1):
        rows: list[list[Cell]] = [
            [one_line(cell) or None for cell in row[:MAX_COLUMNS]] for row in table.cells[:MAX_ROWS]
        ]
        if any(any(row) for row in rows):
            yield Table(f"table {number}", even(rows), lettered=True, captions=above)


def _metadata(metadata: Any) -> dict[str, str]:
    core = metadata.get("core_properties") or {}
    core_properties = {key: core.get(key) for key in _CORE_PROPERTIES} | {
        key: metadata[key] for key in _METADATA if metadata.get(key)
    }
    properties = {}
    for key, value in core_properties.items():
        text = ", ".join(str(item) for item in value) if isinstance(value, list) else str(value or "")
        if text:
            properties[key] = one_line(text)[:500]
    return properties
