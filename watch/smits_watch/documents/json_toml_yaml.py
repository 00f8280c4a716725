"""Opens JSON, YAML and TOML as data; lists of flat objects become tables."""

from __future__ import annotations

import datetime as dt
import json
import math
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from smits_watch.documents.document import Cell, Table
from smits_watch.documents.errors import ReadError, damaged
from smits_watch.documents.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_YAML
from smits_watch.documents.sanitize import number, one_line, plain

_LONGEST_INTEGER = 15
"""Digits that a float represents exactly; longer integers become floats, or text if even that fails."""
_Pairs = list[tuple[str, Any]]


def read_json(text: str) -> tuple[Any, list[Table], list[str]]:
    """Parse JSON, or JSON Lines if the whole is not a single value.

    Args:
        text: the whole file.

    Returns:
        The data, tables of its flat lists, and warnings.

    Raises:
        ReadError: it is not JSON, or nested too deeply.
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
    names = ", ".join(sorted(twice)[:5])
    warnings = [f"Duplicate keys in an object ({names}): the last one counts."] if twice else []
    return data, list(_tables(data)), warnings


def read_toml(text: str) -> dict[str, Any]:
    """Parse TOML.

    Raises:
        ReadError: it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise damaged("TOML", str(error)) from error


class _YamlLoader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
    """Loads plain data without aliases, a few lines of which can expand beyond the memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose a node that is not an alias."""
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read", None)
        return super().compose_node(parent, index)


def load_yaml(text: str) -> Any:
    """Parse YAML as plain data: mappings with text keys, lists, texts, numbers and dates.

    Args:
        text: one document, or several separated by `---`, which become a list.

    Returns:
        The data; None if there is none.

    Raises:
        ReadError: it is not YAML, has aliases, or is too long.
    """
    if len(text) > MAX_YAML:
        raise ReadError(f"It is YAML of more than {MAX_YAML:,} characters; save it as JSON and drop that.")
    try:
        documents = [_plain(data) for data in yaml.load_all(text, Loader=_YamlLoader)]  # a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise damaged("YAML", one_line(str(error))[:200]) from error
    return documents[0] if len(documents) == 1 else documents or None


def read_yaml(text: str) -> tuple[Any, list[Table]]:
    """Read a file in YAML.

    Args:
        text: the whole file.

    Returns:
        The data, and tables of its flat lists.

    Raises:
        ReadError: as for `load_yaml`, or it is only text.
    """
    data = load_yaml(text)
    if not isinstance(data, dict | list):
        raise ReadError(
            "It is called YAML but has neither keys nor lists; if it is plain text, rename it to .txt."
        )
    return data, list(_tables(data))


def _plain(value: Any) -> Any:
    """YAML data in JSON form, except for dates: text keys, and no infinite numbers, sets or bytes."""
    if isinstance(value, dict):
        return {plain(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (
            (value if abs(value) < 10**_LONGEST_INTEGER else _float(str(value)))
            if math.isfinite(value)
            else None
        )
    return value if isinstance(value, bool | dt.date) or value is None else plain(str(value))


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
    """Sanitise the text of a value; objects are already sanitised when they are parsed."""
    if isinstance(value, str):
        return plain(value)
    return [_clean(item) for item in value] if isinstance(value, list) else value


def _integer(digits: str) -> int | float | str:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else _float(digits)


def _float(digits: str) -> float | str:
    value = float(digits)
    return value if math.isfinite(value) else digits[:100]


_PLAIN_SHARE = 0.6
"""Share of the members of each object that must be scalars for a list to become a table."""


def _tables(data: Any) -> Iterator[Table]:
    """The data itself or its direct members as tables, if they are lists of objects, without nested data."""
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
        plain_keys = [key for key, value in item.items() if not isinstance(value, dict | list)]
        if len(plain_keys) < _PLAIN_SHARE * len(item):
            return
        columns.update(dict.fromkeys(plain_keys))
    header = list(columns)[:MAX_COLUMNS]
    if not header:
        return
    rows: list[list[Cell]] = [list(header)]
    kept = items[: min(MAX_ROWS, MAX_CELLS // len(header))]
    rows.extend([_cell(item.get(key)) for key in header] for item in kept)
    yield Table(path, rows, range(-1, len(rows) - 1))


def _cell(value: Any) -> Cell:
    if isinstance(value, dict | list):
        return None
    if isinstance(value, str):
        return value.strip() or None
    return number(value) if isinstance(value, float) else value
