"""Reads files as the program does: bytes on the disk, below a folder of inputs, become facts."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter

from smits_rules.vocabulary import Fact
from smits_watch.documents.loader import open_document
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.question import RememberedAnswer

F = TypeVar("F", bound=Fact)


def read(name: str, content: str | bytes, *answers: RememberedAnswer) -> Extraction:
    """Open a file and take its facts out; the first part of its name is the input kind."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "content"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        context = ExtractionContext(answers=answers)
        return extract(open_document(file, name), name.partition("/")[0], context)


def facts(kind: type[F], name: str, content: str | bytes) -> list[F]:
    """The facts of one type that a file states."""
    return [fact for fact in read(name, content).facts if isinstance(fact, kind)]


def workbook(rows: list[list[Any]], *, merged: dict[str, Any] | None = None, sheet: str = "IT") -> bytes:
    """An XLSX workbook of one sheet; `merged`: ranges such as `B1:C1` with what stands in them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        made = book.add_worksheet(sheet)
        for index, row in enumerate(rows):
            made.write_row(index, 0, row)
        for cells, value in (merged or {}).items():
            made.merge_range(cells, value)
    return file.getvalue()
