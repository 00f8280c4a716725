"""What the lines of an outline are called: labels of aims, key results and details."""

from __future__ import annotations

import re
from functools import cache

from smits_watch.prose.outline import OutlineEntry
from smits_watch.prose.word_patterns import pattern_of, word_table

_HEADING_NUMBER = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,4})[.):]?\s+")
_SHORT_HEADING = 3
"""The most words of a section's title that ends with such a word."""
_LONGEST_SECTION = 8
"""The most words of the title of a section of aims that does not begin with them."""
_PACKAGE, _WORDS = "smits_watch.facts.goals_and_opportunities", "words.toml"


def speaks_of(table: str, meaning: str, text: str) -> bool:
    """Whether a text contains words of a meaning."""
    return bool(pattern_of(_PACKAGE, _WORDS, table, meaning).search(text))


def is_aims_heading(text: str) -> bool:
    """Whether a heading is of a section of aims: `2. Strategic goals`, `What we want to achieve`.

    In a longer heading such a word belongs to an aim: `Agencies are focusing on modernisation initiatives`.
    """
    plain = _HEADING_NUMBER.sub("", text).strip(" *#:.")
    match = pattern_of(_PACKAGE, _WORDS, "section", "aims").search(plain)
    if match is None:
        return False
    return len(plain.split()) <= _LONGEST_SECTION or match.start() == 0


def is_other_heading(text: str) -> bool:
    """Whether a heading is of a section that states no aims: `Background`, `2. Project schedule`.

    Such a word in an aim (`Simplify the review process`) tells nothing: a section's title begins or ends with
    it, is short and no request.
    """
    plain = _HEADING_NUMBER.sub("", text).strip(" *#:.")
    match = pattern_of(_PACKAGE, _WORDS, "section", "other").search(plain)
    if match is None:
        return False
    if pattern_of(_PACKAGE, _WORDS, "verb", "words").match(plain):
        return False
    short = len(plain.split()) <= _SHORT_HEADING
    return match.start() == 0 or text.endswith("?") or (short and match.end() == len(plain))


def is_detail(entry: OutlineEntry) -> bool:
    """Whether an entry is a detail of an aim (owner, status ...) rather than an aim."""
    return bool(_detail().match(entry.lead or entry.text))


def label_of(text: str, meaning: str) -> str | None:
    """The text after a label such as `Objective 2:`; None if there is none."""
    match = _label(meaning).match(text)
    return match["text"].strip() if match else None


def labelled_text(entry: OutlineEntry, meaning: str) -> str | None:
    """The text after a label, in bold or not; blank if it is in the next entry."""
    if entry.lead and bare_label(meaning).fullmatch(entry.lead):
        return entry.rest
    if entry.sort == "heading" and meaning == "aim" and _numbered_label().fullmatch(entry.text):
        return ""
    return label_of(entry.text, meaning)


@cache
def _words(meaning: str) -> str:
    return "|".join(word_table(_PACKAGE, _WORDS)["label"][meaning])


@cache
def _label(meaning: str) -> re.Pattern[str]:
    number = (
        r"(?:\s*(?:#|no\.?\s*|nr\.?\s*)?"
        r"(?:\d{1,2}(?:\.\d{1,2})*[a-z]?|(?-i:[A-Z])(?=[:.)])|(?-i:[IVX]{1,4})))?"
    )
    return re.compile(
        rf"^\W*(?:\d{{1,2}}[.)]\s*)?(?:{_words(meaning)}){number}\s*(?:[:–—]|\s-\s|\.\s|"
        rf"\)\s)\s*(?P<text>.+)$",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def bare_label(meaning: str) -> re.Pattern[str]:
    """The pattern of a label with nothing after it: `Objective 2`, `Key results:`."""
    return re.compile(
        rf"(?:\d{{1,2}}[.)]\s*)?(?:{_words(meaning)})(?:\s*\d{{1,2}}(?:\.\d{{1,2}})*|\s(?-i:[A-Z]))?\s*[:.]?",
        re.IGNORECASE,
    )


@cache
def _numbered_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_words('aim')})(?:\s*\d{{1,2}}(?:\.\d{{1,2}})*|\s(?-i:[A-Z]))\s*[:.]?", re.IGNORECASE
    )


@cache
def _detail() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["label"]["detail"])
    return re.compile(rf"^\W*(?:{listed})(?:\s*:|\s*$|\(s\)\s*:)", re.IGNORECASE)
