"""Vulnerabilities in letters: their severity, whether they are fixed, and which versions they affect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smits_watch.facts.vendor_notices.letters.events import words
from smits_watch.prose.names import NameMention
from smits_watch.prose.sentences import Sentence

_FIGURE = r"(10(?:[.,]0)?|\d[.,]\d)(?![\d.,]*\d|\s*%)"
_CVSS = re.compile(
    rf"CVSS[^.\n;]{{0,60}}?(?<![\d.v])\b{_FIGURE}(?!\s*(?:score|base|vector))|"
    rf"\b{_FIGURE}\s*\(?\s*(?:out of|/)\s*10\b",
    re.IGNORECASE,
)
_SCORE = re.compile(rf"(?:base score|score|basis-score|score de base)\D{{0,20}}?\b{_FIGURE}", re.IGNORECASE)
_VECTOR = re.compile(r"CVSS:[234]\.\d(?:/[A-Z]{1,3}:[A-Z])+", re.IGNORECASE)
_NAMED_VERSION = re.compile(r"CVSS[\s:-]*(?:v|version|ver\.)\s?[234](?:\.\d)?\b", re.IGNORECASE)
_BARE_VERSION = re.compile(rf"CVSS\s?:?\s?[234]\.[01]\b(?=.*?(?<![\d.]){_FIGURE})", re.IGNORECASE)
"""`CVSS 3.1: 9.8`; if no other figure follows, 3.1 is the score itself."""
_VERSIONS_LABEL = re.compile(
    r"^\W*(?:(?:affected|impacted|vulnerable) (?:versions?|releases?)(?: are)?|betroffene versionen"
    r"|versions? (?:affect|concern|vulnérabl)[ée]*e?s?|getroffen versies)\s*:\s*(.+)$",
    re.IGNORECASE,
)
_LONGEST_LIST = 200
"""A longer list is a table of many products."""
_CONDITION = re.compile(
    r"\b(?:if|when|unless|who|without|only|except|customers|users|wenn|sofern|nur|kunden|si|sauf|clients)\b",
    re.IGNORECASE,
)
"""`Customers who have switched it off are not affected`, so the others are."""


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """The stated details of a vulnerability; None for each that is not stated."""

    severity: float | None = None
    """Highest CVSS base score, 0 to 10; also None for a product that is not affected."""
    fix_available: bool | None = None
    affected: bool | None = None
    """False if the vendor states that the product is not affected."""
    affected_versions: str = ""
    """As a line such as `Affected versions:` lists them."""


def vulnerability(sentences: Sequence[Sentence], product: NameMention) -> Vulnerability:
    """Extract the details of a vulnerability.

    Args:
        sentences: title and text.
        product: the product of the notice.
    """
    fix = _fix_available(sentences)
    if not fix and _is_unaffected(sentences, product):
        return Vulnerability(affected=False)
    return Vulnerability(_severity(sentences), fix, affected_versions=_affected_versions(sentences))


def _severity(sentences: Sequence[Sentence]) -> float | None:
    """The highest base score; the version of the scoring system (`CVSS 3.1`) is not a score."""
    scores: list[str] = []
    for sentence in sentences:
        text = sentence.text
        for version in (_VECTOR, _NAMED_VERSION, _BARE_VERSION):
            text = version.sub("CVSS", text)
        if "cvss" in text.casefold() or "score" in text.casefold():
            scores += [match[1] or match[2] for match in _CVSS.finditer(text)]
            scores += [match[1] for match in _SCORE.finditer(text)]
    return max((float(score.replace(",", ".")) for score in scores), default=None)


def _affected_versions(sentences: Sequence[Sentence]) -> str:
    """The versions behind a label; blank without one, or if several lists are of several products."""
    listed = [match[1] for sentence in sentences if (match := _VERSIONS_LABEL.match(sentence.text))]
    versions = [text.strip(" .") for text in listed if any(char.isdigit() for char in text)]
    return versions[0][:_LONGEST_LIST] if len(versions) == 1 else ""


def _fix_available(sentences: Sequence[Sentence]) -> bool | None:
    text = "\n".join(sentence.text for sentence in sentences)
    denied = words("fix", "none")
    if words("fix", "available").search(denied.sub("", text)):
        return True
    return False if denied.search(text) else None


def _is_unaffected(sentences: Sequence[Sentence], product: NameMention) -> bool:
    """Whether the letter says unconditionally that the product is not affected, and of none that it is."""
    spared = [sentence.text for sentence in sentences if words("affected", "no").search(sentence.text)]
    struck = any(
        words("affected", "yes").search(words("affected", "no").sub("", sentence.text))
        for sentence in sentences
    )
    return not struck and any(_speaks_of(text, product) and not _CONDITION.search(text) for text in spared)


def _speaks_of(text: str, product: NameMention) -> bool:
    """Whether a sentence names the product, and the same version if it names one."""
    name = (product.known.product if product.known else product.name).casefold()
    if not name or name not in text.casefold():
        return not name
    behind = text.casefold().partition(name)[2].split()[:1]
    return (
        not product.version
        or not behind
        or not behind[0][0].isdigit()
        or behind[0].startswith(product.version)
    )
