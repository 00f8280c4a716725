"""Determines the jurisdictions in which an act applies."""

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
"""Weights of the act's own number, and of words in its title and in its first lines."""
_MOST_IN_HEAD = 3
_CITED = 1.5
"""Weight of the number of a cited act."""
_ENOUGH, _MORE = 1.0, 1.25
"""The least weight of words in the first lines alone, and the required ratio to the next candidate."""
_LANGUAGE_TEXT, _FUNCTION_WORDS, _APART = 1_500, 8, 70
"""To detect a language: the characters examined, the least number of its function words in them, and for
shorter text the characters per function word, but at least three.
"""
_MOST_LIKELY = 4
_LONG_ENOUGH = 400
"""Characters of a text in which the word for a jurisdiction may stand far from the beginning."""
_ACT_NAME = re.compile(
    r"(?:[A-Z][\w'’-]+ (?:(?:of|and|on|for|the) )*)+(?:Act|Law|Regulations?|Order|Code)(?: \d{4})?\b"
)
_OF_LAW = re.compile(
    r"\b(?=([A-ZÀ-Þ][\wà-ÿ]+)\s+(?:\w+\s+){0,2}"
    r"(?:law|act|legislation|\w*gesetz(?:es|e|gebung)?|\w*recht|\w*schutz|lov|lag)\b)"
)
_SHORT_NAME = 2
"""Words of an act's name that has no state before it: `Data Act`."""
_BESIDE = 50
"""Characters before the name of an act in which a place may stand."""
_PUT_INTO = re.compile(
    r"\b(?:implement|transpos|incorporat|umsetz|umgesetzt|gjennomfør|genomför|gennemfør)\w*\b[^.;]{0,80}?"
    r"\b(?:into|in|en|i)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_IMPLEMENTS = re.compile(
    r"\b(?:implement|transpos|zur umsetzung|implementatie|uitvoering|omzetting|attuazione|recepimento|"
    r"transposición|"
    r"genomför|gennemfør|gjennomfør|wdraż)\w*\b[^.;]{0,60}?\b(?:directives?|richtlijn(?:en)?|richtlinien?|direttiv[ae]|directivas?|diretivas?|"
    r"direktiv\w*|dyrektyw\w*)\b",
    re.IGNORECASE,
)
"""A title that puts a directive into law: the act is a country's, whatever it says of the Union."""
_IN_FORCE_IN = re.compile(
    r"\b(?:(?:into|in) (?:force|effect|operation)|(?:act|law|legislation|gesetz|recht|loi|ley|legge|wet|"
    r"lag|lov)) (?:\w+ )?"
    r"(?:in|en|i)\s+(?:the\s+|der\s+|den\s+)?",
    re.IGNORECASE,
)
"""Before the place where an act comes into force: `will enter into force in Norway`, `a new act in "
"Norway`."""
_PASSED = re.compile(
    r"\b\w+\s+(?=(?:har |hat |haben |a |ha |heeft |has )?(?:i dag |\w+ )?"
    r"(?:vedtatt|vedtok|vedtar|antog|antagit|antar|"
    r"vedtog|vedtaget|vedtager|verabschiedet\w*|beschlossen|beschließt|adopté|adopte|aprobado|aprobó|aprueba|"
    r"approvato|"
    r"approva|aangenomen|uchwalił\w*|przyjął|hyväks\w+|passed|enacted)\b)",
    re.IGNORECASE,
)
"""A parliament that passes an act: it is national, whatever act of the Union it carries out."""
_FEDERAL = re.compile(r"bundes(?:ministeri|rat|gesetzblatt)|BGBl", re.IGNORECASE)
"""Institutions of all federations that speak German."""
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "pl")
_STATED = ("country", "jurisdiction", "pays", "land", "país", "pais")
"""Front-matter keys that state the jurisdiction."""
_CLEAR = 2
"""A country must be named this many times as often as the next one to be the jurisdiction."""
_NO_COUNTRY = frozenset(["georgia", "jersey", "jordan", "chad", "dominica", "man", "island"])
"""Countries whose names are also persons, US states or ordinary words."""


def jurisdiction_of(own: Citation | None, title: str, head: str) -> str:
    """Determine where an act applies.

    Args:
        own: the act's own number.
        title: of the act.
        head: its first lines.

    Returns:
        An ISO 3166 code or EU, according to the number, the issuer, and the countries in title and head;
        blank if there is no evidence, or weak evidence for several.
    """
    weights = _weights(own, title, head)
    if not weights:
        return named_country(title) or named_country(head)
    first, *others = sorted(weights, key=lambda jurisdiction: -weights[jurisdiction])
    next_best = weights[others[0]] if others else 0.0
    clear = weights[first] >= _ENOUGH and weights[first] >= _MORE * next_best
    titled = _is_named(first, title) or own is not None
    return first if titled or clear else ""


def is_casual(own: Citation | None, title: str, head: str) -> bool:
    """Whether the only word for the jurisdiction stands further down, as that of an example does.

    Args:
        own: the act's own number, which settles it.
        title: of the act.
        head: its first lines.
    """
    weights = _weights(own, title, head)
    if own is not None or len(head) < _LONG_ENOUGH or len(weights) != 1 or max(weights.values()) > _ENOUGH:
        return False
    first = next(iter(weights))
    if first in _of_language(head):
        return False
    return not _is_named(first, f"{title}\n{head[: len(head) // 2]}")


def _is_named(jurisdiction: str, text: str) -> bool:
    """Whether a text has a word for a jurisdiction, or the name of a country without any listed word."""
    if jurisdiction in meanings_of("jurisdiction"):
        return bool(any_of("jurisdiction", jurisdiction).search(text))
    return _counted(text)[jurisdiction] > 0


def likely_jurisdictions(own: Citation | None, title: str, head: str) -> tuple[str, ...]:
    """The possible jurisdictions, the likeliest first: as `jurisdiction_of`, or else by language."""
    weights = _weights(own, title, head)
    ranked = sorted(weights, key=lambda jurisdiction: -weights[jurisdiction])
    return tuple(dict.fromkeys((*ranked, *_of_language(head))))[:_MOST_LIKELY]


def _of_language(head: str) -> tuple[str, ...]:
    """Where acts in the language of a text bind; empty if its language is not certain."""
    least = max(3, min(_FUNCTION_WORDS, len(head) // _APART))
    counts = {
        language: len(any_of("language_words", language).findall(head[:_LANGUAGE_TEXT]))
        for language in meanings_of("language_words")
    }
    best = max(counts, key=lambda language: counts[language])
    words = word_table("smits_watch.facts.regulations", "words.toml")
    return tuple(words["language"][best]) if counts[best] >= least else ()


def _weights(own: Citation | None, title: str, head: str) -> dict[str, float]:
    """The weight of evidence for each jurisdiction."""
    weights: dict[str, float] = {}
    before = [*_before_name(title, head), *_before_law(head), *_first_words(title)]
    if own is not None:
        weights[own.jurisdiction] = _IN_REFERENCE
    for citation in citations_in(f"{title}\n{head[:2_000]}")[:6]:
        weights[citation.jurisdiction] = weights.get(citation.jurisdiction, 0.0) + _CITED
    national = _national_law(f"{title}\n{head}")
    for meaning in meanings_of("jurisdiction"):
        pattern = any_of("jurisdiction", meaning)
        in_title = _IN_TITLE * bool(pattern.search(title))
        in_head = _IN_HEAD * min(len(pattern.findall(head)), _MOST_IN_HEAD)
        beside = _IN_TITLE * any(pattern.search(text) for text in before)
        carried_out = _IN_REFERENCE * any(pattern.match(text) for text in national)
        if in_title or in_head:
            weights[meaning] = weights.get(meaning, 0.0) + in_title + in_head + max(beside, carried_out)
    unlisted = named_country(title)
    if unlisted and unlisted not in meanings_of("jurisdiction"):
        # No word for its institutions is listed, so its name counts as one.
        often = _counted(head)[unlisted]
        weights[unlisted] = _IN_TITLE + _IN_HEAD * min(often, _MOST_IN_HEAD)
    if _IMPLEMENTS.search(title) and weights.keys() - {"EU"} and (own is None or own.jurisdiction != "EU"):
        weights.pop("EU", None)
    if "DE" in weights and _is_of_a_neighbour(f"{title}\n{head}", weights):
        del weights["DE"]
    return weights


def _is_of_a_neighbour(text: str, weights: Mapping[str, float]) -> bool:
    """Whether Austria or Switzerland is named, and only institutions that they share speak for Germany."""
    words = [match[0] for match in any_of("jurisdiction", "DE").finditer(text)]
    named = any(country in weights for country in ("AT", "CH"))
    return named and bool(words) and all(_FEDERAL.match(word) for word in words)


def _national_law(text: str) -> list[str]:
    """What follows where a text says whose law another act is put into: `implemented into Norwegian law`."""
    return [
        text[match.end() : match.end() + _BESIDE]
        for pattern in (_PUT_INTO, _IN_FORCE_IN)
        for match in pattern.finditer(text)
    ] + [match[0] for match in _PASSED.finditer(text)]


def _before_name(title: str, head: str) -> list[str]:
    """The text directly before the act's name in its first lines: `the UK's Data Use Act 2018`."""
    return [
        re.split(r"[.;:]\s", head[max(0, match.start() - _BESIDE) : match.start()])[-1]
        for name in {match[0] for match in _ACT_NAME.finditer(title)}
        for match in re.finditer(re.escape(name), head)
        if match.start() > 0 and not head[: match.start()].isspace()
    ]


def _first_words(title: str) -> list[str]:
    """The first word of an act's name in a title, which may be a state: `Colorado AI Act`."""
    names = (match[0].split() for match in _ACT_NAME.finditer(title))
    return [words[0] for words in names if len(words) > _SHORT_NAME]


def _before_law(head: str) -> list[str]:
    """The adjectives right before a word for law: `das Schweizer Datenschutzgesetz`."""
    return [match[1] for match in _OF_LAW.finditer(head)]


def stated_jurisdiction(metadata: Mapping[str, str]) -> str:
    """The jurisdiction stated by the file itself: `country: pe`. Blank if not stated."""
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
    """The country that a text names clearly more often than any other; blank if there is none."""
    counts = _counted(text)
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    return ranked[0][0] if ranked[0][1] >= _CLEAR * ranked[1][1] else ""


def _counted(text: str) -> Counter[str]:
    """How often a text names each country, by its code."""
    return Counter(_countries()[match[0].casefold()] for match in _country_pattern().finditer(text))


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
