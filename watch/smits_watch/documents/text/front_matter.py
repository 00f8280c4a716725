"""Front matter of a Markdown file, and the facts stated in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from smits_watch.documents.errors import ReadError
from smits_watch.documents.json_toml_yaml import load_yaml, read_toml

_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_ATTRIBUTES = re.compile(r"\A(?:=[ \t]+[^\n]*\n)?((?::[\w-]+:[^\n]*\n){2,})")
"""The attributes at the head of an AsciiDoc text: `:title: ...`, with or without a title above."""
_YAML = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)


def split_front_matter(text: str) -> tuple[dict[str, Any], str, int, tuple[str, ...]]:
    """Split front matter from a text; it is enclosed by lines `---` (YAML) or `+++` (TOML).

    Args:
        text: the whole text, with line feeds as line ends.

    Returns:
        The front matter, the text after it, the line on which that begins, and warnings.
    """
    match, read = _YAML.match(text), _read_yaml
    if not match:
        match, read = _TOML.match(text), read_toml
    if not match:
        return {}, text, 1, ()
    rest = text[match.end() :]
    first_line = match.group(0).count("\n") + 1
    try:
        return read(match.group(1)), rest, first_line, ()
    except ReadError as error:
        return {}, rest, first_line, (f"The front matter was not read: {error.reason}",)


def split_attributes(text: str) -> tuple[dict[str, str], str, int]:
    """Split attributes from the head of an AsciiDoc text: `:date: 2027-05-01`.

    Args:
        text: the whole text, with line feeds as line ends.

    Returns:
        The attributes, the text without them, and the line on which it begins.
    """
    match = _ATTRIBUTES.match(text)
    if match is None:
        return {}, text, 1
    lines = (line[1:].partition(":") for line in match[1].splitlines())
    attributes = {name.lower(): value.strip() for name, _, value in lines if value.strip()}
    title = text[: match.start(1)]
    return attributes, title + text[match.end() :], match[1].count("\n") + 1


def _read_yaml(text: str) -> dict[str, Any]:
    data = load_yaml(text)
    return data if isinstance(data, dict) else {}


def stated_in(front: Mapping[str, Any]) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    """Extract the stated facts from front matter or a sidecar.

    Args:
        front: a mapping with a list `facts`, or with `fact` and the fields of one fact.

    Returns:
        The facts as stated, and everything else.
    """
    if "fact" in front:
        return (dict(front),), {}
    facts = front.get("facts")
    if not isinstance(facts, list):
        return (), dict(front)
    stated = tuple(dict(item) for item in facts if isinstance(item, Mapping))
    return stated, {key: value for key, value in front.items() if key != "facts"}
