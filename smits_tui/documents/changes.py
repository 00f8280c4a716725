"""What changed between two versions of a document, by sections, in words for those who decide."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smits_rules.vocabulary.shown_number import counted
from smits_tui.documents.tables import tables_of

_ID = re.compile(r"[A-Z]\d+")
_LEFT_OUT = ("Sources",)
_MOST = 4
"""The additions, changes or removals that are named per section; further ones are counted."""


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that differs."""

    title: str
    what: str
    """What differs, as a sentence without markup."""


def changes_between(before: str, after: str) -> list[SectionChange]:
    """The sections that differ, in the order of the newer version.

    Args:
        before: Markdown of the older version.
        after: of the newer one.
    """
    old, new = _sections(before), _sections(after)
    changes = []
    for title in dict.fromkeys((*new, *old)):
        if title in _LEFT_OUT or old.get(title) == new.get(title):
            continue
        if title not in old:
            changes.append(SectionChange(title, "new section"))
        elif title not in new:
            changes.append(SectionChange(title, "section removed"))
        elif what := _difference(old[title], new[title]):
            changes.append(SectionChange(title, what))
    return changes


def _sections(markdown: str) -> dict[str, list[str]]:
    """Lines of each section by its title; blocks of code only repeat a table and are left out."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    in_code = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            in_code = not in_code
        elif line.startswith("## "):
            lines = sections.setdefault(line[3:].strip(), [])
        elif not in_code and line.strip():
            lines.append(line.rstrip())
    return sections


def _difference(before: list[str], after: list[str]) -> str:
    old, new = _rows(before), _rows(after)
    earlier = {key: _match(key, row, old) for key, row in new.items()}
    added = [_named(key, row) for key, row in new.items() if earlier[key] is None]
    removed = [_named(key, row) for key, row in old.items() if key not in earlier.values()]
    changed = [
        f"{key} ({', '.join(fields)})"
        for key, row in new.items()
        if (match := earlier[key]) is not None and (fields := _fields(old[match], row))
    ]
    parts = [
        f"{word}: {_listed(names)}"
        for word, names in (("added", added), ("changed", changed), ("removed", removed))
        if names
    ]
    parts += _points(before, after)
    if _prose(before) != _prose(after):
        parts.append("text rewritten")
    return "; ".join(parts)


def _rows(lines: list[str]) -> dict[str, dict[str, str]]:
    """Rows of tables by what names them: the id, else the first text."""
    rows: dict[str, dict[str, str]] = {}
    for table in tables_of(lines):
        for cells in table.rows:
            row = {name: cell.strip("*") for name, cell in zip(table.header, cells, strict=True)}
            key = next((cell for cell in cells if _ID.fullmatch(cell)), None) or _first_text(cells)
            if key:
                rows[key] = row
    return rows


def _match(key: str, row: dict[str, str], rows: dict[str, dict[str, str]]) -> str | None:
    """The key of the same row in the older version, whose table may have had no ids."""
    if key in rows:
        return key
    return next((cell for name, cell in row.items() if name and cell in rows), None)


def _points(before: list[str], after: list[str]) -> list[str]:
    """How many points of lists came and went."""
    old, new = set(_items(before)), set(_items(after))
    counts = ((len(new - old), "added"), (len(old - new), "removed"))
    return [f"{counted(count, 'point')} {word}" for count, word in counts if count]


def _items(lines: list[str]) -> list[str]:
    """Items of lists with the lines that continue them."""
    items: list[str] = []
    is_item = False
    for line in lines:
        if line.startswith("- "):
            items.append(line)
            is_item = True
        elif is_item and line.startswith("  "):
            items[-1] += line
        else:
            is_item = False
    return items


def _first_text(cells: tuple[str, ...]) -> str:
    return next((cell for cell in cells if cell and not cell.startswith("**")), "")


def _named(key: str, row: dict[str, str]) -> str:
    """An id with its text; whatever else names a row is its text."""
    if not _ID.fullmatch(key):
        return key
    text = next((cell for name, cell in row.items() if name and cell != key), "")
    return f"{key} {text}".strip()


def _fields(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The differences of a row, column by column; columns of only one version are ignored."""
    names = [name for name in after if name and name in before]
    return [f"{name}: {before[name]} → {after[name]}" for name in names if before[name] != after[name]]


def _listed(names: list[str]) -> str:
    rest = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {rest} more" if rest > 0 else "")


def _prose(lines: list[str]) -> list[str]:
    return " ".join(line for line in lines if not line.startswith(("|", "- ", "  ", "#"))).split()
