"""How a table was understood: its columns and proofs, and the kind of each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual.content import Content

from smits_tui.tui.details.source_text import plain_rows
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_watch.extraction.viewer.text import Line

MOST_LINES = 400
"""The most lines of a table that are shown; more add nothing about how it was understood."""
STYLES = {
    "title": "$text-secondary",
    "header": "bold $text-primary",
    "group": "$text-warning",
    "data": "",
    "total": "bold $text-success",
    "note": QUIET,
}
"""Kind of a line -> its colour; the kind is also shown as text."""
_KIND = 6
"""The length of the longest kind, `header`."""


def columns_and_proofs(table: Mapping[str, Any]) -> Content:
    """The columns of a table with their roles, and what arithmetic proves.

    Args:
        table: in the format of `smits facts --layout --json`.
    """
    parts = [text("Columns", "bold $text-primary"), *map(_column, table["columns"]), Content("")]
    parts += [text("Proofs", "bold $text-primary"), *(text(f"· {proof}") for proof in table["proofs"])]
    return lines(*parts)


def _column(column: Mapping[str, Any]) -> Content:
    parts = [column["role"], column["amount"], column["period"], column["unit"]]
    words = ", ".join(str(part) for part in parts if part)
    return text(f"{column['header'] or '(no header)'}: ") + text(words, QUIET)


def lines_with_kinds(file_lines: Sequence[Line], table: Mapping[str, Any]) -> Content:
    """The lines of a table, each with its kind on the left.

    Args:
        file_lines: the text of the file, line by line.
        table: in the format of `smits facts --layout --json`.
    """
    kinds = {str(line["anchor"]): str(line["kind"]) for line in table["lines"]}
    rows = [line for line in file_lines if line.anchor in kinds and not line.heading]
    rows = [line for line in rows if len(line.cells) > 1] or rows
    if not rows:
        return text("The file can't be shown: there is no copy, or it can't be opened.", QUIET)
    return lines(*_shown(rows[:MOST_LINES], kinds), *_rest(len(rows)))


def _shown(rows: Sequence[Line], kinds: Mapping[str, str]) -> Iterable[Content]:
    for line, row in zip(rows, plain_rows(rows), strict=True):
        kind = kinds[line.anchor]
        yield text(f"{kind:{_KIND}} ", STYLES[kind]) + (row.stylize(STYLES[kind]) if STYLES[kind] else row)


def _rest(count: int) -> Iterable[Content]:
    if count > MOST_LINES:
        yield text(f"... {count - MOST_LINES:,} lines below", QUIET)
