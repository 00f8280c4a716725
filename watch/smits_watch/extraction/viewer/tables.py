"""How the tables of a file were understood, for `smits facts --layout` and the interface."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from smits_watch.documents.document import Table
from smits_watch.documents.errors import ReadError
from smits_watch.documents.loader import open_document
from smits_watch.tables.layout import TableLayout, layouts_of
from smits_watch.tables.text_tables import with_text_tables

MAX_LINES = 20_000
"""The most lines of a table whose kind is reported."""


def table_view(path: Path, name: str) -> str:
    """Describe the tables of a file.

    Args:
        path: of its content.
        name: its path below inputs/.

    Returns:
        JSON: `tables`, each with `table`, `lines`, `columns` and `proofs`; `reason` if it can't be read.
    """
    try:
        document = with_text_tables(open_document(path, name))
    except ReadError as error:
        return json.dumps({"tables": [], "reason": error.reason})
    tables = [_described(table, layout) for table in document.tables for layout in layouts_of(table)]
    return json.dumps({"tables": tables, "reason": ""}, ensure_ascii=False)


def _described(table: Table, layout: TableLayout) -> dict[str, Any]:
    numbers = table.row_numbers
    lines = [
        {"line": numbers[row] if numbers else row + 1, "kind": kind, "anchor": table.anchor(row)}
        for row, kind in list(layout.lines.items())[:MAX_LINES]
    ]
    columns = [
        {
            "index": column.index,
            "header": column.header,
            "role": column.role,
            "amount": column.amount,
            "period": column.period.text if column.period else column.part,
            "unit": column.unit,
        }
        for column in layout.columns
    ]
    proofs = layout.proofs or [_without_proof(layout)]
    return {"table": table.name, "lines": lines, "columns": columns, "proofs": proofs}


def _without_proof(layout: TableLayout) -> str:
    """A sentence for a table without a proof."""
    amounts = [column for column in layout.columns if column.role in ("amount", "quantity")]
    if not amounts:
        return "It has no amounts, so nothing can add up."
    return "Nothing proves it: none of its lines or columns add up to others."
