"""What hints at a deal in news that report none for certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smits_watch.facts.mergers_acquisitions.clauses import has, strong_events
from smits_watch.facts.mergers_acquisitions.companies import find_companies
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import tokens_of

_REPORTED = ("completed", "agreed", "announced", "talks")
"""How far a deal is that is news; one that is denied or called off needs no question."""


def hinted_event(title: Sentence, body: Sequence[Sentence]) -> Any:
    """Name the event that title or first sentences may report.

    Args:
        title: of the news.
        body: the sentences below it.

    Returns:
        The event whose nouns stand beside a company and words of how far it is; blank without any.
    """
    if has("none", "title", title.text) or has("none", "dispute", title.text):
        return ""
    if has("hint", "words", title.text) and len(find_companies(title.text)) > 1:
        return "acquisition"
    for sentence in (title, *body[:2]):
        words = strong_events(sentence.text) or _traded(sentence.text)
        tells = any(has("status", status, sentence.text) for status in _REPORTED)
        if words and tells and not sentence.question and find_companies(sentence.text):
            return words[0]
    return ""


def _traded(text: str) -> list[str]:
    """The event that verbs of trade beside words for a company may tell, whatever the grammar."""
    return ["acquisition"] if has("object", "bought", text) and has("object", "company", text) else []


def own_names(profile: OrganisationProfile) -> tuple[str, ...]:
    """The names of the organisation, then those of its vendors."""
    vendors = (*profile.vendors, *(product.vendor for product in profile.products))
    return tuple(filter(None, dict.fromkeys((profile.name, *profile.aliases, *vendors))))


def sentence_naming(name: str, sentences: Sequence[Sentence]) -> Sentence | None:
    """Find a sentence that has a name and nouns of a deal.

    Args:
        name: of the organisation or a vendor.
        sentences: the title, then those below it.

    Returns:
        The sentence; None without one, and below a title that is about another thing.
    """
    if any(has("none", "title", sentence.text) for sentence in sentences[:1]):
        return None
    own = f" {' '.join(token.plain for token in tokens_of(name))} "
    for sentence in sentences:
        words = f" {' '.join(token.plain for token in tokens_of(sentence.text))} "
        if own in words and strong_events(sentence.text):
            return sentence
    return None
