"""Prose as sentences, each with its anchor, the headings above it, and whether it is in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_watch.documents.document import Passage
from smits_watch.prose.date_patterns import month_numbers

_ITEM = re.compile(r"^\s*(?:[-*•●○■□▪‣◦►➢✓·–—+o]|\(?\d{1,2}[.)]|\(?[a-z]\)|[A-Z]\d{1,2}[.:)])\s+(?=\S)")
"""The sign or number before an item of a list."""
_DAY = re.compile(r"\s*\d{1,2}\.\s+([^\W\d]+)\.?\s+(?:\d{4}|[a-zà-ÿ])")
_ROW = re.compile(r"^\s*\||\s\|\s.*\s\|\s|^\s*\|?[\s:|-]+\|[\s:|-]*$")
_REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s+\S+\s*$")
"""The address of a link, which Markdown puts at the end of a text."""
_UNFINISHED = re.compile(r"\s[a-zà-ÿ]{1,3}\s*$")
"""A line that ends with a short word in lower case (`per`, `der`, `of the`) goes on in the next one."""
_LABELLED = re.compile(r"^\s*[^\W\d][\w/()'-]{1,24}(?: [\w/()'-]{1,20}){0,3} ?:\s+\S")
_LONGEST_HEADING = 120
_END = re.compile(r"[.!?;](?=[\"”’)\]]*\s+[A-ZÀ-ÝŁŚŽŠČ0-9(\"“„\[*_])")
_ABBREVIATIONS = frozenset(
    [
        "no",
        "nr",
        "co",
        "st",
        "dr",
        "mr",
        "mrs",
        "ms",
        "vs",
        "jr",
        "ca",
        "bl",
        "inc",
        "ltd",
        "art",
        "abs",
        "bzw",
        "vgl",
        "sec",
        "reg",
        "evt",
        "inkl",
        "zzgl",
        "corp",
        "prof",
        "approx",
        "ver",
        "rel",
        "fig",
        "cf",
        "e.g",
        "i.e",
        "z.b",
        "u.a",
        "d.h",
        "u.s",
        "u.k",
        "s.a",
        "b.v",
        "n.v",
        "mio",
        "mrd",
        "tel",
        "dept",
        "sen",
        "gov",
        "para",
        "pt",
        "est",
    ]
)
"""Abbreviations whose dot does not end a sentence, written here without it."""
_BEFORE_NUMBER = (
    "n", "núm", "num", "poz", "ust", "pkt", "lit", "pos", "ziff", "rz", "kap", "cap", "par", "vers", "ref",
)  # fmt: skip
"""Abbreviations whose dot ends no sentence if a number follows: `decreto n. 138`, `Dz. U. poz. 1560`."""
_DOTTED = re.compile(r"[^\W\d](?:\.[^\W\d])+")
_MONTH = re.compile(
    r"(?:^|[\s(/])(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|déc)$", re.IGNORECASE
)
"""A short month whose dot does not end a sentence if a number follows: `Jan. 26`."""
_OPENING_YEAR = re.compile(
    r"\s*(?:(?:od|do|w|z|po|przed|dnia|dniem|już)\s+){1,3}(?:\d{1,2}\s+)?[^\W\d]+\s+\d{4}\s?r",
    re.IGNORECASE,
)
"""The day that begins a sentence, with the Polish abbreviation of `year`: `Od 12 maja 2027 r. ...`."""
_DAY_OR_INITIAL = re.compile(r"(?:^|[\s(/])(?:\d{1,2}|[A-ZÀ-Ý])$")
_ENDS_WITH_NUMBER = re.compile(r"(?:^|[\s(/])\d{1,2}$")
_FIGURE = re.compile(r"\s+(?!(?:19|20)\d\d\b)\d+(?!\d*\.\s)(?:[.,]\d+)?\s?(?:%|[^\W\d])")
"""After `... 3.8 out of 5.`: a sentence that begins with a figure; `5. 12. 2027` is a day."""
_MARKUP = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<(https?://[^>]+|mailto:[^>]+)>"), ""),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,200}>"), " "),
    (re.compile(r"(?<!\w)(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])"), r"\1"),
    (re.compile(r"\{[:{%][^}\n]{0,100}\}+"), " "),
)
"""Markup of Markdown and HTML, and the part of it that is kept."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a heading or a list item."""

    text: str
    """On one line, without Markdown."""
    anchor: str
    heading: bool = False
    item: bool = False
    """Whether it is a list item or part of one."""
    above: tuple[str, ...] = ()
    """The headings above it, the nearest last."""
    paragraph: int = 0
    """The index of its paragraph in the document."""

    @property
    def question(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip(" \"'”)").endswith("?")

    @property
    def quote(self) -> str:
        """The sentence as the quote of a fact."""
        return self.text[:200]


def sentences_of(passages: Sequence[Passage]) -> list[Sentence]:
    """Split passages into sentences.

    Args:
        passages: of one document, in reading order.

    Returns:
        Its sentences, without table rows, which are read as tables.
    """
    parted: list[Sentence] = []
    above: tuple[str, ...] = ()
    for number, passage in enumerate(passages):
        for lines, item in _blocks(passage.text):
            text = unmarked(" ".join(lines))
            labelled = bool(_LABELLED.match(text))
            heading = passage.heading or (not item and not labelled and len(lines) == 1 and is_heading(text))
            if heading:
                above = (*above[-2:], text.strip("# "))
                parted.append(
                    Sentence(
                        text.strip("# "), passage.anchor, heading=True, above=above[:-1], paragraph=number
                    )
                )
                continue
            parted += [
                Sentence(sentence, passage.anchor, item=item, above=above, paragraph=number)
                for _, sentence in split_sentences(text)
                if sentence
            ]
    return parted


def split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph and their positions; dots in dates and abbreviations don't end one."""
    start = 0
    for match in _END.finditer(text):
        before = text[start : match.start()]
        if match[0] == "." and _ENDS_WITH_NUMBER.search(before) and _FIGURE.match(text, match.end()):
            yield start, text[start : match.end()].strip()
            start = match.end()
            continue
        if match[0] == "." and (
            _is_abbreviated(before)
            or (text[match.end() :].lstrip()[:1].isdigit() and _leads_to_number(before))
        ):
            continue
        yield start, text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield start, text[start:].strip()


def unmarked(text: str) -> str:
    """A text on one line without Markdown and HTML; linked and emphasised words are kept."""
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return " ".join(text.replace("`", "").replace("\\", "").split())


def is_heading(text: str) -> bool:
    """Whether a line on its own is a heading: short, capitalised or numbered, without final punctuation."""
    return (
        0 < len(text) <= _LONGEST_HEADING
        and text[-1] not in ".,;!"
        and (text[0].isupper() or text[0].isdigit())
        and len(text.split()) <= (6 if text.endswith(":") else 16)
    )


def _is_abbreviated(before: str) -> bool:
    """Whether a dot belongs to the word before it: an abbreviation, an initial or an ordinal."""
    word = before.rpartition(" ")[2].lstrip('("“').casefold()
    if _OPENING_YEAR.fullmatch(before):
        return True
    return (
        word in _ABBREVIATIONS or bool(_DOTTED.fullmatch(word)) or bool(_DAY_OR_INITIAL.search(before[-4:]))
    )


def _leads_to_number(before: str) -> bool:
    """Whether a dot before a number belongs to the word before it: `Jan. 26`, `n. 138`."""
    word = before.rpartition(" ")[2].lstrip('("“').casefold()
    return word in _BEFORE_NUMBER or bool(_MONTH.search(before))


def _begins_with_day(line: str) -> bool:
    """Whether a number with a dot is the day of a date and no item's number: `1. Oktober 2027 tritt ...`."""
    match = _DAY.match(line)
    return match is not None and match[1].casefold() in month_numbers()


def _blocks(text: str) -> Iterator[tuple[list[str], bool]]:
    """The paragraphs and list items of a passage; a line such as `Product: Ledger` is a block of its own."""
    lines: list[str] = []
    item = False
    for line in text.split("\n"):
        begins_item = bool(_ITEM.match(line)) and not _begins_with_day(line)
        bare = line
        continues = bool(lines) and bool(_UNFINISHED.search(lines[-1]))
        alone = bool(_LABELLED.match(line)) and len(line) < _LONGEST_HEADING and not continues
        if not line.strip() or _ROW.search(line) or _REFERENCE.match(line) or begins_item or alone:
            if lines:
                yield lines, item
            lines, item = [], begins_item
            if not line.strip() or _ROW.search(line) or _REFERENCE.match(line):
                continue
            bare = _ITEM.sub("", line) if begins_item else line
            if alone and not begins_item:
                yield [bare.strip()], False
                continue
        lines.append(bare.strip())
    if lines:
        yield lines, item
