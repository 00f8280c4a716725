"""Words that names of companies begin with or stand beside, and places and peoples, which are none."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from smits_watch.prose.word_patterns import word_table


def is_place(word: str) -> bool:
    """Whether a word is a country, a people or a place."""
    return word in _places()


@cache
def _places() -> frozenset[str]:
    """Countries in the languages of the news, and peoples and cities."""
    listed = set(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["place"]["words"])
    for language in ("en", "de", "fr", "es", "it"):
        listed |= {name.casefold() for name in Locale(language).territories.values()}
    return frozenset(
        word for name in listed for word in (name, *([] if len(name.split()) > 2 else name.split()))
    )


@cache
def demonyms() -> frozenset[str]:
    """Peoples, with which news tells where a company is: `der Amerikaner`."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["demonym"]["words"])


@cache
def stop_words() -> frozenset[str]:
    """Common words that no company is called by."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["stop"]["words"])


@cache
def german_noun() -> re.Pattern[str]:
    """How German nouns end that say what a company is."""
    return re.compile(
        word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["noun"]["german"], re.IGNORECASE
    )


@cache
def heads() -> frozenset[str]:
    """Words before a name that say what a company is: `Leader`, `Anbieter`."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["noun"]["head"])


@cache
def beginnings() -> frozenset[str]:
    """Common words that names begin with."""
    return frozenset(word_table("smits_watch.facts.mergers_acquisitions", "words.toml")["begin"]["words"])
