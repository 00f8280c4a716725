"""Words in or beside company names; and places and demonyms, which are not companies."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from smits_watch.prose.word_patterns import word_table


def is_place(word: str) -> bool:
    """Whether a word is a country, a demonym or a place."""
    return word in _places()


@cache
def _places() -> frozenset[str]:
    """Countries in the languages of the news, and demonyms and cities."""
    listed = set(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["place"]["words"])
    for language in ("en", "de", "fr", "es", "it"):
        listed |= {name.casefold() for name in Locale(language).territories.values()}
    return frozenset(
        word for name in listed for word in (name, *([] if len(name.split()) > 2 else name.split()))
    )


@cache
def demonyms() -> frozenset[str]:
    """Demonyms that news uses for companies: `der Amerikaner`."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["demonym"]["words"])


@cache
def stop_words() -> frozenset[str]:
    """Common words that are never a company's name."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["stop"]["words"])


@cache
def german_noun() -> re.Pattern[str]:
    """Endings of German nouns that describe a company."""
    return re.compile(
        word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["noun"]["german"], re.IGNORECASE
    )


@cache
def heads() -> frozenset[str]:
    """Words before a name that describe the company: `Leader`, `Anbieter`."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["noun"]["head"])


@cache
def descriptions() -> frozenset[str]:
    """Words in lower case that describe the company named after them: `specialist`, `subsidiary`."""
    return heads() | frozenset(
        word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["noun"]["description"]
    )


@cache
def beginnings() -> frozenset[str]:
    """Common words with which names begin."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["begin"]["words"])


@cache
def fields() -> frozenset[str]:
    """Fields of business before `-Gruppe`, which name no company: `Medien-Gruppe`."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["noun"]["field"])
