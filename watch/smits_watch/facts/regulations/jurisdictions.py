"""The jurisdictions in which an act applies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from babel import Locale

from smits_watch.facts.regulations.citations import Citation, citations_in
from smits_watch.facts.regulations.patterns import any_of, meanings_of
from smits_watch.word_files import word_table

_IN_REFERENCE, _IN_TITLE, _IN_HEAD = 6.0, 3.0, 1.0
"""How much a number of the act itself, words in its title and in its first lines tell."""
_MOST_IN_HEAD = 3
_CITED = 1.5
"""How much the number of a cited act tells."""
_ENOUGH, _MORE = 1.0, 1.25
"""What words of the first lines alone must weigh, and how many times more than for the next place."""
_LANGUAGE_TEXT, _FUNCTION_WORDS, _APART = 1_500, 8, 70
"""Characters by which a language is told, how many of its function words they have at least, and in a shorter
text one for how many characters, but three."""
_MOST_LIKELY = 4
_ACT_NAME = re.compile(
    r"(?:[A-Z][\w'’-]+ (?:(?:of|and|on|for|the) )*)+(?:Act|Law|Regulations?|Order|Code)(?: \d{4})?\b"
)
_BESIDE = 50
"""Characters before the name of an act in which a place may stand."""
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl")
_STATED = ("country", "jurisdiction", "pays", "land", "país", "pais")
"""Names under which front matter states where an act binds."""
_CLEAR = 2
"""How many times as often a country must be named as the next one to be the one where an act binds."""
_NO_COUNTRY = frozenset(["georgia", "jersey", "jordan", "chad", "dominica", "man", "island"])
"""Names that are those of persons, US states or words, too."""


def jurisdiction_of(own: Citation | None, title: str, head: str) -> str:
    """Where an act binds.

    Args:
        own: the act's own number.
        title: of the act.
        head: its first lines.

    Returns:
        An ISO 3166 code or EU, by the number, the issuer, and the countries that title and head name; blank
        where nothing tells, or little tells more than one.
    """
    weights = _weights(own, title, head)
    if not weights:
        return named_country(title) or named_country(head)
    first, *others = sorted(weights, key=lambda place: -weights[place])
    next_best = weights[others[0]] if others else 0.0
    clear = weights[first] >= _ENOUGH and weights[first] >= _MORE * next_best
    titled = bool(any_of("jurisdiction", first).search(title)) or own is not None
    return first if titled or clear else ""


def likely_jurisdictions(own: Citation | None, title: str, head: str) -> tuple[str, ...]:
    """Where an act may bind, the likeliest first: as `jurisdiction_of`, or else by the language it is in."""
    weights = _weights(own, title, head)
    least = max(3, min(_FUNCTION_WORDS, len(head) // _APART))
    by_language = [
        place
        for language in meanings_of("language_words")
        if len(any_of("language_words", language).findall(head[:_LANGUAGE_TEXT])) >= least
        for place in word_table("smits_watch.facts.regulations", "words.toml")["language"][language]
    ]
    ranked = sorted(weights, key=lambda place: -weights[place])
    return tuple(dict.fromkeys((*ranked, *by_language)))[:_MOST_LIKELY]


def _weights(own: Citation | None, title: str, head: str) -> dict[str, float]:
    """How much tells that an act binds in a place."""
    weights: dict[str, float] = {}
    before = _before_name(title, head)
    if own is not None:
        weights[own.jurisdiction] = _IN_REFERENCE
    for citation in citations_in(f"{title}\n{head[:2_000]}")[:6]:
        weights[citation.jurisdiction] = weights.get(citation.jurisdiction, 0.0) + _CITED
    for place in meanings_of("jurisdiction"):
        pattern = any_of("jurisdiction", place)
        in_title = _IN_TITLE * bool(pattern.search(title))
        in_head = _IN_HEAD * min(len(pattern.findall(head)), _MOST_IN_HEAD)
        beside = _IN_TITLE * any(pattern.search(text) for text in before)
        if in_title or in_head:
            weights[place] = weights.get(place, 0.0) + in_title + in_head + beside
    return weights


def _before_name(title: str, head: str) -> list[str]:
    """What stands right before the name of the act in its first lines: `the UK's Data Use Act 2018`."""
    return [
        re.split(r"[.;:]\s", head[max(0, match.start() - _BESIDE) : match.start()])[-1]
        for name in {match[0] for match in _ACT_NAME.finditer(title)}
        for match in re.finditer(re.escape(name), head)
        if match.start() > 0 and not head[: match.start()].isspace()
    ]


def stated_jurisdiction(metadata: Mapping[str, str]) -> str:
    """Where an act binds as the file itself states it: `country: pe`. Blank where it does not."""
    for name in _STATED:
        value = metadata.get(name, "").strip()
        if value.casefold() in ("eu", "eur", "ue"):
            return "EU"
        if re.fullmatch(r"[A-Za-z]{2}", value):
            return {"UK": "GB"}.get(value.upper(), value.upper())
        if code := _countries().get(value.casefold()):
            return code
    return ""


def named_country(text: str) -> str:
    """The country that a text names most, clearly more often than any other; blank where none is."""
    counts = Counter(_countries()[match[0].casefold()] for match in _country_pattern().finditer(text))
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] if ranked[0][1] >= _CLEAR * ranked[1][1] else ""


@cache
def _countries() -> Mapping[str, str]:
    """The names of countries in lower case -> ISO 3166 code (Unicode CLDR, through babel)."""
    return {
        name.casefold(): code
        for language in reversed(_LANGUAGES)
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB")
        if name.casefold() not in _NO_COUNTRY and len(name) > 3
    }


@cache
def _country_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _countries()), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
