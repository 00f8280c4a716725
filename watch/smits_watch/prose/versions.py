"""Versions, releases and years that are part of a product's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = (
    r"\d\dH[12]|"
    r"(?:v\.?\s?)?\d{1,4}(?:\.(?:\d{1,5}|x|X|\*)){0,4}(?:[a-z]{1,3}\d{0,3})?(?:-(?:alpha|beta|rc)\.?\d*)?|"
    r"R\d{1,2}(?=\b)|[A-Z]\d{2}"
)
_SUFFIX = r"(?:\s?(?:R\d|SP\s?\d+|LTS|LTSC|ESR|CU\s?\d+|Update\s\d+|GA)(?!\w))*"
_VERSION = re.compile(rf"(?:{_NUMBER}){_SUFFIX}")
_BEFORE = re.compile(
    r"[\s®™,(]*(?:(?:software\s+|product\s+)?(?:versions?|releases?|rel\.|ver\.?|release\s+lines?|series|"
    r"branch)\s*:?\s*)?(?:v(?=\d))?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:versions?|releases?|rel\.|ver\.?|v)\s*$|(?:versions?|releases?)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\s*(?:%|percent|per\s?cent|prozent|years?|months?|days?|weeks?|hours?|minutes?|users?|customers?|"
    r"people|employees|million|billion|thousand|"
    r"times|euros?|eur|usd|dollars?|gb|tb|mb|jahre?n?|monate?n?|tage?n?|kunden|ans|mois|jours|pm|"
    r"am(?!\s+\d)|uhr|"
    r"[$€£])\b|\s*[%$€£]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """A version and its position in the text."""

    text: str
    start: int
    end: int


def is_version(word: str) -> bool:
    """Whether a word is a version: 7.0, v12, 2016, 22H2, 12c, R2, 18.x."""
    return bool(_VERSION.fullmatch(word)) and any(map(str.isdigit, word))


def version_after(text: str, position: int, *, bare: bool = False) -> ProductVersion | None:
    """The version directly after a name.

    Args:
        text: the sentence.
        position: the end of the name.
        bare: whether it must follow without a blank and without a word such as `version`.

    Returns:
        The version without `v` or `version`; None if the number counts something else, e.g. years.
    """
    before = _BEFORE.match(text, position)
    start = position if bare or before is None else before.end()
    between = text[position:start]
    if "," in between and not _NAMED.search(between):
        return None
    if "(" in between and not _NAMED.search(between):
        return None
    match = _VERSION.match(text, start)
    if (
        match is None
        or _UNIT.match(text, match.end())
        or (match.end() < len(text) and text[match.end()].isalnum())
    ):
        return None
    if not any(map(str.isdigit, match[0])):
        return None
    if (
        text[match.end() : match.end() + 1] in ("/", ":")
        and text[match.end() + 1 : match.end() + 2].isdigit()
    ):
        return None
    return ProductVersion(
        re.sub(r"^v\.?\s?", "", match[0], flags=re.IGNORECASE).rstrip("."), match.start(), match.end()
    )
