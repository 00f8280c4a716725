"""The lines of a letter, and the marks of quoted or forwarded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from smits_watch.documents.document import Passage
from smits_watch.prose.word_patterns import pattern_of, word_table

PACKAGE, WORDS = "smits_watch.prose", "letter_words.toml"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A line of a letter."""

    text: str
    passage: int
    """The index of its passage."""


def lines_of(passages: Sequence[Passage]) -> list[LetterLine]:
    """The lines of all passages; a blank line separates two passages."""
    lines: list[LetterLine] = []
    for number, passage in enumerate(passages):
        lines += [LetterLine(text, number) for text in passage.text.split("\n")]
        lines.append(LetterLine("", number))
    return lines


def unquoted(lines: Sequence[LetterLine]) -> list[LetterLine]:
    """The lines without quotation marks at the margin, if most of them have one."""
    filled = [line for line in lines if line.text.strip()]
    marked = sum(line.text.lstrip().startswith(">") for line in filled)
    if not filled or marked < 0.8 * len(filled):
        return list(lines)
    return [LetterLine(re.sub(r"^\s*>+ ?", "", line.text), line.passage) for line in lines]


def first_mark(lines: Sequence[LetterLine], mark: str) -> int | None:
    """The index of the first line that marks a forward, a quotation or the original."""
    pattern = pattern_of(PACKAGE, WORDS, "mark", mark) if mark != "quoted" else _quoted()
    for number, line in enumerate(lines):
        if pattern.search(line.text.lstrip("> ")):
            return number
        following = f"{line.text} {lines[number + 1].text}" if number + 1 < len(lines) else ""
        if mark == "quoted" and line.text.strip() and pattern.search(following):
            return number
    return None


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile("|".join(word_table(PACKAGE, WORDS)["mark"]["quoted"]), re.IGNORECASE)
