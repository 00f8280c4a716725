"""JSON and TOML become data, and lists of flat objects in them tables."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from smits_watch.documents.document import Cell, Table
from smits_watch.documents.errors import ReadError, damaged
from smits_watch.documents.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from smits_watch.documents.sanitize import number, plain

_LONGEST_INTEGER = 15
"""Digits that a float holds exactly; longer integers become floats, or text where even that fails."""
_Pairs = list[tuple[str, Any]]


def read_json(text: str) -> tuple[Any, list[Table], list[str]]:
    """Read JSON, or JSON Lines where the whole is not one value.

    Args:
        text: the whole file.

    Returns:
        The data, tables of its flat lists, and warnings.

    Raises:
        ReadError: it is no JSON, or nested too deeply.
    """
    twice: set[str] = set()

    def mapping(pairs: _Pairs) -> dict[str, Any]:
        made = {plain(key): _clean(value) for key, value in pairs}
        if len(made) < len(pairs):
            keys = [plain(key) for key, _ in pairs]
            twice.update(key for key in made if keys.count(key) > 1)
        return made

    decoder = json.JSONDecoder(
        object_pairs_hook=mapping, parse_int=_integer, parse_float=_float, parse_constant=lambda _: None
    )
    try:
        data = _clean(_decode(text, decoder))
    except RecursionError as error:
        raise ReadError("It is nested too deeply to be read; drop a flatter file.") from error
    told = ", ".join(sorted(twice)[:5])
    warnings = [f"Keys that stand twice in one object ({told}): the last one counts."] if twice else []
    return data, list(_tables(data)), warnings


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML.

    Raises:
        ReadError: it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise damaged("TOML", str(error)) from error


def _decode(text: str, decoder: json.JSONDecoder) -> Any:
    try:
        return decoder.decode(text.strip())
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not lines[0].rstrip().endswith(("}", "]")):
            raise damaged("JSON", f"line {error.lineno}: {error.msg}") from error
    items = []
    for index, line in enumerate(lines, 1):
        try:
            items.append(decoder.decode(line.strip()))
        except json.JSONDecodeError as error:
            raise damaged("JSON", f"record {index}: {error.msg}") from error
    return items


def _clean(value: Any) -> Any:
    """Make the text of a value safe; objects were made so when they were read."""
    if isinstance(value, str):
        return plain(value)
    return [_clean(item) for item in value] if isinstance(value, list) else value


def _integer(digits: str) -> int | float | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else _float(digits)


def _float(digits: str) -> float | str:
    value = float(digits)
    return value if math.isfinite(value) else digits[:100]


def _tables(data: Any) -> Iterator[Table]:
    """The data itself or its direct members, where they are lists of objects without nesting."""
    if isinstance(data, list):
        yield from _table("$", data)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if isinstance(value, list):
                yield from _table(f"$.{key}", value)


def _table(path: str, items: list[Any]) -> Iterator[Table]:
    if not items or not all(isinstance(item, dict) for item in items[:MAX_ROWS]):
        return
    columns: dict[str, None] = {}
    for item in items[:MAX_ROWS]:
        if any(isinstance(value, dict | list) for value in item.values()):
            return
        columns.update(dict.fromkeys(item))
    header = list(columns)[:MAX_COLUMNS]
    if not header:
        return
    rows: list[list[Cell]] = [list(header)]
    kept = items[: min(MAX_ROWS, MAX_CELLS // len(header))]
    rows.extend([_cell(item.get(key)) for key in header] for item in kept)
    yield Table(path, rows, range(-1, len(rows) - 1))


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value.strip() or None
    return number(value) if isinstance(value, float) else value
