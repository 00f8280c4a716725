"""What is true of each figure of a document: it has a source and a currency, and a table if it is drawn."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from smits_tui.documents.charts.pictures import pictures_of
from smits_tui.documents.tables import PipeTable, tables_of

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?(?: [^\W\d]\w*| %)?")
_PAREN = re.compile(r" \([^()]*\)$")
_SOURCES = ("source", "sources", "where", "source of the budget", "owner", "by")
_AMOUNTS = ("budget", "spent", "cost", "initiatives", "budget in force", "left for the rest")
_COUNTED = ("cycle", "share")
"""Columns whose figures are not stated by anybody: a cycle's number, and a part of two other columns."""
_AXES = re.compile(r"Q\d \d{4}|today, .*|[A-Z][a-z]{2} \d{4}|and \d+ more|low|medium|high|impact|likelihood")


def problems(markdown: str, today: dt.date, currency: str) -> list[str]:
    """What a board could not follow, as sentences; empty for a good document."""
    return [
        *_of_tables(markdown, currency),
        *_of_pictures(markdown, today),
    ]


def _of_tables(markdown: str, currency: str) -> Iterator[str]:
    recorded = _recorded(line for line in markdown.splitlines() if "ecorded by " in line)
    for section in re.split(r"^#{2,3} ", markdown, flags=re.MULTILINE):
        lines = section.splitlines()
        for table in tables_of(lines):
            raw = lines[table.end - len(table.rows) : table.end]
            yield from (f"{lines[0]}: {problem}" for problem in _of_table(table, raw, recorded, currency))


def _of_table(
    table: PipeTable, raw: Sequence[str], recorded: Collection[str], currency: str
) -> Iterator[str]:
    names = [_PAREN.sub("", name) for name in table.header]
    for name, header in zip(names, table.header, strict=True):
        if name in _AMOUNTS and currency not in header:
            yield f"'{header}' has no currency"
    totals = [row for row in table.rows if "**Total**" in row]
    rows = [(row, line) for row, line in zip(table.rows, raw, strict=True) if row not in totals]
    for row, line in rows:
        has_source = any(
            name in _SOURCES and cell not in ("", "–") for name, cell in zip(names, row, strict=True)
        )
        told = has_source or row[0] in recorded
        for name, cell in zip(names, row, strict=True):
            bare = _PAREN.sub("", cell)
            is_linked = f"[{bare}](" in line
            if _FIGURE.fullmatch(bare) and name not in _COUNTED and not (told or is_linked):
                yield f"{row[0]} has {cell} as {name} and no source"
    for total in totals:
        for at, cell in enumerate(total):
            if _FIGURE.fullmatch(cell.strip("*")):
                parts = [_value(row[at]) for row, _ in rows]
                if round(sum(parts), 2) != _value(cell.strip("*")):
                    yield f"the {names[at]} of {', '.join(map(str, parts))} is not {cell}"


def _recorded(lines: Iterable[str]) -> set[str]:
    """The ids in sentences about who recorded something, with those between `M1 to M9`."""
    ids = set()
    for line in lines:
        for letter, first, last in re.findall(r"\b([A-Z])(\d+)(?: to [A-Z](\d+))?", line):
            ids |= {f"{letter}{number}" for number in range(int(first), int(last or first) + 1)}
    return ids


def _value(cell: str) -> float:
    return float(cell.replace(",", "")) if _FIGURE.fullmatch(cell) else 0.0


def _of_pictures(markdown: str, today: dt.date) -> Iterator[str]:
    """Names, ids and figures of a picture are those of the table before it."""
    tables = {table.end: table for table in tables_of(markdown.splitlines())}
    for picture in pictures_of(markdown, today):
        cells = [_PAREN.sub("", cell) for row in tables[picture.line].rows for cell in row]
        texts = [f"{row[0]}  {row[1]}" for row in tables[picture.line].rows]
        for shown in re.findall(r">([^<]+)</text>", picture.svg):
            drawn = html.unescape(shown)
            if _AXES.fullmatch(drawn):
                continue
            parts = re.split(r", (?=\D)", drawn) if re.match(r"\d", drawn) else [drawn]
            is_ids = all(part in cells for part in drawn.split(", "))
            if not is_ids and not all(part in cells or _is_name(part, texts) for part in parts):
                yield f"'{drawn}' of '{picture.title}' is in no row of its table"


def _is_name(drawn: str, texts: Sequence[str]) -> bool:
    return any(drawn.removesuffix("…").strip() in text for text in texts)
