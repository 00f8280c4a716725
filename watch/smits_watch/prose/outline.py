"""The outline of a text: headings with levels, items with depth, and their bold beginnings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from smits_watch.documents.document import Passage
from smits_watch.prose.sentences import is_heading, unmarked

_ITEM = re.compile(
    r"^(?P<indent>\s*)(?:[-*•●○■□▪‣◦►➢✓–+]|\#\.|\(?\d{1,2}[.)]|\(?[a-z]\)|[A-Z]\d{1,2}[.:)])\s+(?=\S)"
)
_BOLD = re.compile(
    r"^\s*(?:\[[^\]]*\]\([^)]*\)\s*)?(?P<mark>\*\*|__)(?P<lead>.+?)(?P=mark)(?P<rest>.*)$", re.DOTALL
)
_LINKED_TO_SECTION = re.compile(r"^\s*\[[^\]]+\]\(#[^)]*\)\s*$")
_ROW = re.compile(r"^\s*\||^\s*[:|-]{3,}\s*$")
_UNDERLINE = re.compile(r"^\s*([=\-~^\"'*+#])\1{2,}\s*$")
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+\S")
_LABEL_WITH_NUMBER = re.compile(
    r"^\s*(?P<label>[^\W\d_][\w ]{0,30}?) ?\d{1,2}(?:\.\d{1,2})?\s*[:.)–—-]\s+(?=\S)"
)
"""`Goal 2: `, `Ziel 3 - `, `OE1. `: PDFs have such lines one below the other in one block."""
_SEVERAL_SENTENCES = re.compile(r"[a-zà-ÿ)]{2}[.!?] +[A-ZÀ-Ý]")
"""Inside of a line that is a paragraph rather than a heading."""
_FIELD = re.compile(
    r"^\s*(?:(?:due|target|start|end|review)(?: date)?|owner|lead|sponsor|responsible|accountable|status|"
    r"quarter|period|"
    r"deadline|date|team|department|budget|version|author|baseline|verantwortlich\w*|termin|fällig\w*|"
    r"frist|stand|"
    r"quartal|zeitraum|bereich|responsable|pilote|échéance|période|trimestre|plazo|fecha|periodo|scadenza|"
    r"eigenaar|verantwoordelijke?|deadline|kwartaal|periode)\s*:\s*\S",
    re.IGNORECASE,
)
"""A line with a detail of what stands above it: `Due: June 2029`."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DEEPEST = 6
_HEADING_WORDS = 4
"""The most words of a line above a list that is its heading; a longer one may end a paragraph."""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading, a list item or a paragraph."""

    text: str
    """On one line, without markup."""
    anchor: str
    sort: Literal["heading", "item", "text"]
    level: int
    """The level of a heading, from 1; the depth of an item, from 0."""
    lead: str = ""
    """The bold text at its beginning."""
    rest: str = ""
    """The text after the bold beginning; the whole text if there is none."""
    above: tuple[str, ...] = ()
    """The headings above it, the nearest last."""


def outline_of(passages: Sequence[Passage]) -> list[OutlineEntry]:
    """Split a text into headings, items and paragraphs.

    Args:
        passages: of one document; headings have levels if the format provides them.

    Returns:
        The entries in reading order, without table rows and tables of contents.
    """
    entries: list[OutlineEntry] = []
    stack: list[tuple[int, str]] = []
    marked = 0  # the level of the last heading that the format marks as one
    for number, passage in enumerate(passages):
        listed = _is_listed_line(passages, number)
        for lines, guess, depth in _pieces(passage):
            sort = "item" if listed and guess == "heading" else guess
            raw = _COMMENT.sub(" ", "\n".join(lines))
            if _LINKED_TO_SECTION.match(raw):
                continue
            text = unmarked(raw)
            if not text:
                continue
            if sort == "heading":
                level = _level(passage, text)
                if passage.level:
                    marked = passage.level
                elif text.endswith(":"):
                    level = max(level, min(marked + 1, _DEEPEST))  # a line of its own in a section
                stack = [item for item in stack if item[0] < level]
                entries.append(
                    OutlineEntry(text, passage.anchor, "heading", level, rest=text, above=_texts(stack))
                )
                stack.append((level, text))
                continue
            lead, rest = _lead(raw)
            kind: Literal["item", "text"] = "item" if sort == "item" else "text"
            entries.append(OutlineEntry(text, passage.anchor, kind, depth, lead, rest, _texts(stack)))
    return entries


def _is_listed_line(passages: Sequence[Passage], number: int) -> bool:
    """Whether a short line is one of several in a row: a list item whose bullet was lost.

    The last one before a list with bullets is its heading.
    """
    if number + 1 < len(passages) and _ITEM.match(passages[number + 1].text):
        return False
    return _is_short_line(passages[number]) and (
        (number > 0 and _is_short_line(passages[number - 1]))
        or (
            number > 0
            and passages[number - 1].heading
            and number + 1 < len(passages)
            and _is_short_line(passages[number + 1])
        )
    )


def _is_short_line(passage: Passage) -> bool:
    text = passage.text.strip()
    return (
        not passage.heading
        and "\n" not in text
        and not _ITEM.match(text)
        and "**" not in text
        and is_heading(unmarked(text) or ".")
    )


def _texts(stack: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(text for _, text in stack)


def _level(passage: Passage, text: str) -> int:
    """The level of a heading: from the format, from its number (`2.1`), or else 2."""
    if passage.level:
        return passage.level
    numbered = _NUMBERED.match(text)
    return min(numbered[1].count(".") + 2, _DEEPEST) if numbered else 2


def _lead(raw: str) -> tuple[str, str]:
    """The bold text at the beginning, and the rest."""
    match = _BOLD.match(raw)
    if match is None:
        return "", unmarked(raw)
    return unmarked(match["lead"]).strip(" :.–-"), unmarked(match["rest"]).strip(" :.–-")


def _pieces(passage: Passage) -> Iterator[tuple[list[str], str, int]]:
    """The headings, items and paragraphs of a passage, with the depth of items."""
    if passage.heading:
        yield [passage.text], "heading", 0
        return
    lines: list[str] = []
    sort, depth = "text", 0
    source = [line for line in passage.text.split("\n") if line.strip() and not _ROW.match(line)]
    underlined = [
        n
        for n, line in enumerate(source)
        if _UNDERLINE.match(line) and n and not _UNDERLINE.match(source[n - 1])
    ]
    plain = (
        len(source) == 1
        and not _ITEM.match(source[0])
        and is_heading(unmarked(source[0]))
        and "**" not in source[0]
        and not _SEVERAL_SENTENCES.search(source[0])
        and not _FIELD.match(source[0])
    )
    if plain:
        yield source, "heading", 0
        return
    labelled = _labelled_lines(source)
    for number, line in enumerate(source):
        if _UNDERLINE.match(line):
            continue
        if number + 1 in underlined:
            if lines:
                yield lines, sort, depth
            yield [line], "heading", 0
            lines, sort = [], "text"
            continue
        match = _ITEM.match(line)
        starts_bold = (
            bool(lines) and bool(re.match(r"^\s*(?:\*\*|__)[^*_]{2,120}(?:\*\*|__)", line)) and sort == "text"
        )
        if match or starts_bold or number in labelled:
            yield from _before_list(lines, sort, depth, listed=bool(match))
            lines = [line[match.end() :] if match else line]
            sort, depth = ("item", _depth(match["indent"])) if match else ("text", 0)
        else:
            lines.append(line.strip())
    if lines:
        yield lines, sort, depth


def _heads_list(line: str) -> bool:
    """Whether a line right above a list is its heading, which PDFs do not set apart."""
    return is_heading(line) and not line.endswith(":") and len(line.split()) <= _HEADING_WORDS


def _before_list(
    lines: list[str], sort: str, depth: int, *, listed: bool
) -> Iterator[tuple[list[str], str, int]]:
    """What stands before the next piece; the last line of a paragraph may be the heading of a list."""
    if listed and sort == "text" and lines and _heads_list(lines[-1]):
        if lines[:-1]:
            yield lines[:-1], "text", 0
        yield lines[-1:], "heading", 0
    elif lines:
        yield lines, sort, depth


def _labelled_lines(lines: Sequence[str]) -> set[int]:
    """The lines that begin with a label and a number, where at least two have the same label."""
    matches = {
        number: match for number, line in enumerate(lines) if (match := _LABEL_WITH_NUMBER.match(line))
    }
    labels = Counter(match["label"].casefold() for match in matches.values())
    return {number for number, match in matches.items() if labels[match["label"].casefold()] > 1}


def _depth(indent: str) -> int:
    return len(indent.expandtabs(4)) // 2
