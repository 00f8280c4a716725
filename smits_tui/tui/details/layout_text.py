"""How a table is understood, as content: its columns and proofs, and its lines with the kind of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual.content import Content

from smits_tui.tui.details.source_text import plain_rows
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_watch.extraction.viewer_text import Line

MOST_LINES = 400
"""Lines of a table that are shown; more of them say nothing new of how it is understood."""
STYLES = {
    "title": "$text-secondary",
    "header": "bold $text-primary",
    "group": "$text-warning",
    "data": "",
    "total": "bold $text-success",
    "note": QUIET,
}
"""Kind of a line -> its colour; the word stands beside it."""
_KIND = 6
"""Characters of the longest kind, `header`."""


def columns_and_proofs(table: Mapping[str, Any]) -> Content:
    """The columns of a table, what each is, and what arithmetic proves.

    Args:
        table: as `smits facts --layout --json` describes it.
    """
    parts = [text("Columns", "bold $text-primary"), *map(_column, table["columns"]), Content("")]
    parts += [text("Proofs", "bold $text-primary"), *(text(f"· {proof}") for proof in table["proofs"])]
    return lines(*parts)


def _column(column: Mapping[str, Any]) -> Content:
    told = [column["role"], column["amount"], column["period"], column["unit"]]
    words = ", ".join(str(part) for part in told if part)
    return text(f"{column['header'] or '(no header)'}: ") + text(words, QUIET)


def lines_with_kinds(said: Sequence[Line], table: Mapping[str, Any]) -> Content:
    """The lines of a table with what each is at its left.

    Args:
        said: what the file says, line by line.
        table: as `smits facts --layout --json` describes it.
    """
    kinds = {str(line["anchor"]): str(line["kind"]) for line in table["lines"]}
    rows = [line for line in said if line.anchor in kinds and not line.heading]
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
