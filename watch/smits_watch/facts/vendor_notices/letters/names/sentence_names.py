"""The possible product names in a sentence of a vendor's letter."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from smits_watch.facts.vendor_notices.letters.events import events_in_text, is_kind
from smits_watch.prose.known_products import find_known
from smits_watch.prose.names import KnownProduct, NameMention, find_names, is_camel
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.prose.words import common_words, is_title_case, nouns_have_capitals, place_names, tokens_of

_APART = re.compile(
    r"\b(?:remov(?:ed|al|ing)|dropped|withdrawn|deleted|delisted|disappear\w*)\s+(?:\w+\s+)?from\s+(?:the\s+)?$|"
    r"\b(?:reported\s+(?:\w+\s+){0,2}?(?:to|by|via)|according\s+to|thanks\s+to|provided\s+by|on\s+behalf\s+of|based\s+on|"
    r"discovered\s+by|found\s+by|gemeldet\s+(?:von|an))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Words before a name that is the location or the source of something."""
_ON = re.compile(r"\b(?:on|under|unter|sous|sur)\s+(?:the\s+)?$", re.IGNORECASE)


_HONORIFIC = re.compile(
    r"\b(?:Ms|Mrs?|Dr|Prof|Herrn?|Frau|Mme|Mlle|Madame|Monsieur|Sra?|Señora?|Sig(?:ra)?|Dhr|Mevr|Mevrouw|Heer|Pani?|Fru|Hr)\.?\s+"
    r"(?:[A-ZÀ-Ý]\.\s*)?(?:[A-ZÀ-Ý][\w-]*)?$|^(?:Ms|Mrs?|Dr|Prof|Herrn?|Frau|Mme|Mlle)\.?\s"
)
"""What makes a name that of a person."""
_SHORTEST_BRAND = 5
_NOTE = 400
"""Characters of a short note below a title."""
_UNDER = re.compile(
    r"\b(?:under|to|unter|sous|bajo|sotto|sob|onder|på)\s+(?:the|an?|der|la|licence|licencia)?\s*$",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"\s*(?:[\w.]+\s+)?(?:Public\s+|Source\s+)*(?:Licen[cs]e|Lizenz|Licencia|Licenza)\b", re.IGNORECASE
)
"""What stands around the name of a licence."""
_PROVIDED_FOR = re.compile(
    r"\s(?:for|of|to|für|von|zu|pour|de|para|do|da|per|di|voor|van|för|til|till|for|dla|na)\s+$",
    re.IGNORECASE,
)
_YOUR = re.compile(
    r"\b(?:your|our|ihr(?:e[nmrs]?)?|unser(?:e[nmrs]?)?|uw|je|onze|din|ditt|er|ert)\s+$", re.IGNORECASE
)
_SERVICES = (("charge", "noun"), ("subscription", "noun"), ("service", "support"), ("service", "contract"))
_EDITION_WORDS = (
    r"\b(?:course|plans?|editions?|tiers?|standard|basic|premium|professional|enterprise|tarif|forfait|édition|"
    r"edición|edizione|editie|pakket|abonnement)\b"
)
_EDITION = re.compile(_EDITION_WORDS, re.IGNORECASE)
_VARIANT = re.compile(
    rf"[\w)]\s*\((?:[^()]*{_EDITION_WORDS}[^()]*|"
    r"(?:(?:iOS|Android|Windows|macOS|Mac|Linux|Web|iPad|iPhone|tvOS|Desktop|Mobile|and|or|und|et|y|e|en)\b[\s/,&+]*)+)\)",
    re.IGNORECASE,
)
"""An edition or the platforms of what stands before: `contosoft (Standard Course)`, `(iOS / Android)`."""
_PACKAGE, _WORDS = "smits_watch.facts.vendor_notices.letters", "words.toml"


@dataclass(slots=True)
class SentenceNames:
    """The names of a sentence."""

    ours: list[NameMention] = field(default_factory=list)
    others: list[NameMention] = field(default_factory=list)

    @property
    def all(self) -> list[NameMention]:
        """Known and other names, in order."""
        return sorted((*self.ours, *self.others), key=lambda mention: mention.start)


def names_in(sentence: Sentence, products: Sequence[KnownProduct], vendor: str) -> SentenceNames:
    """The possible products in a sentence: the organisation's, and other words that look like a product."""
    ours = find_known(sentence.text, products)
    title_case = sentence.heading and is_title_case(sentence.text)
    vendor_words = {token.plain for token in tokens_of(vendor)} - common_words("legal")
    others = [
        mention
        for mention in map(_without_announcement, find_names(sentence.text, title_case=title_case))
        if not any(mention.start < own.end and own.start < mention.end for own in ours)
        and not (_is_vendor(mention, vendor_words) and not mention.version)
        and mention.name.casefold() not in place_names()
        and not _APART.search(sentence.text[: mention.start])
        and not (not mention.version and _is_variant(sentence.text, mention))
        and not (
            _is_what_is_paid(mention) or _is_licence(sentence.text, mention) or _is_announcement(mention.name)
        )
        and not _HONORIFIC.search(sentence.text[: mention.start] + mention.name)
    ]
    small = [
        m for m in _small_brands(sentence.text) if not any(m.start < o.end and o.start < m.end for o in ours)
    ]
    return SentenceNames(ours, [*others, *small])


def _small_brands(text: str) -> Iterator[NameMention]:
    """Names in lower case whose edition follows in brackets: `contosoft (Standard Course)`."""
    common = common_words("stop") | common_words("opening") | common_words("english") | common_words("german")
    for match in _VARIANT.finditer(text):
        word = tokens_of(text[: match.start() + 1])[-1]
        ordinary = word.plain in common or word.plain.removesuffix("s") in common
        small = word.text.isalpha() and word.text.islower() and len(word.text) >= _SHORTEST_BRAND
        if small and not ordinary and _EDITION.search(match[0]):
            yield NameMention(word.text, "", word.start, word.end)


def supported(names: SentenceNames, body: str, sentence: Sentence) -> SentenceNames:
    """Leave out words of a heading that only look like a name because headings are capitalised.

    Args:
        names: of the sentence.
        body: the text without its headings.
        sentence: if a heading, its names need a version, inner capitals, or an occurrence in the text; the
            names of other sentences are kept.
    """
    if not sentence.heading or not body:
        return names
    plain = is_title_case(sentence.text)
    # Capitals within a title that is a sentence tell names, but a longer text would repeat them.
    sure = len(body) <= _NOTE and not (plain or nouns_have_capitals(f"{sentence.text} {body}"))
    kept = [
        m
        if m.version
        or is_camel(m.name)
        or m.name in body
        or (sure and m.start > 0 and " " in m.name)
        or (len(body) <= _NOTE and (_is_provided(sentence.text, m) or leads_title(sentence.text, m)))
        else _part_in(m, body)
        for m in names.others
    ]
    return SentenceNames(
        names.ours, [m for m in kept if m is not None and not (plain and _is_ordinary(m, body))]
    )


def _is_ordinary(mention: NameMention, body: str) -> bool:
    """Whether the text writes a single word of a headline in lower case, and never as a name."""
    if mention.telling:
        return False
    word = re.escape(mention.name)
    small = re.search(rf"(?<!\S){re.escape(mention.name.casefold())}(?=[\s.,;:!?]|$)", body)
    return bool(small) and not re.search(rf"[^\W_][,;]? [\W_]?{word}\b", body)


def _part_in(mention: NameMention, body: str) -> NameMention | None:
    """The longest part of a heading's name that occurs in the text with the same capitals; None if none."""
    words = mention.name.split()
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            plain = part.casefold()
            if (
                len(part) > 2
                and plain not in common_words("stop")
                and re.search(rf"\b{re.escape(part)}\b", body)
            ):
                return replace(mention, name=part)
    return None


def without_openers(names: SentenceNames, recurring: Collection[str]) -> SentenceNames:
    """Leave out words that are capitalised only because they begin a sentence.

    Args:
        names: of the sentence.
        recurring: keys of the names that also occur within a sentence.
    """
    kept = [m for m in names.others if m.telling or m.start > 0 or m.key in recurring]
    return SentenceNames(names.ours, kept)


def without_nouns(names: SentenceNames, titled: Collection[str]) -> SentenceNames:
    """Leave out ordinary nouns, in a language that capitalises all nouns.

    Args:
        names: of the sentence.
        titled: keys of the names that also occur in the title.
    """
    return SentenceNames(names.ours, [m for m in names.others if m.telling or m.key in titled])


def stands_on(text: str, mention: NameMention) -> bool:
    """Whether a name is that of a platform: `if you run batch files on Windows`."""
    return bool(_ON.search(text[: mention.start]))


def _is_provided(text: str, mention: NameMention) -> bool:
    """Whether a name stands beside what is paid or provided for it: `maintenance for Ledgerly`."""
    link = _PROVIDED_FOR.search(text[: mention.start])
    before = tokens_of(text[: link.start()])[-1:] if link else []
    after = tokens_of(text[mention.end :])[:1] if _YOUR.search(text[: mention.start]) else []
    return any(_is_service(word.text) for word in (*before, *after))


def leads_title(text: str, mention: NameMention) -> bool:
    """Whether a name of several words, or with a version, leads a title: `Northwind Mail: prices rise`."""
    return mention.start == 0 and mention.telling and text[mention.end :].lstrip()[:1] == ":"


def _is_service(word: str) -> bool:
    """Whether a word is for a price, a subscription, a contract or support."""
    return any(pattern_of(_PACKAGE, _WORDS, table, meaning).fullmatch(word) for table, meaning in _SERVICES)


def _is_variant(text: str, mention: NameMention) -> bool:
    """Whether a name in brackets is an edition or a platform of what stands before them."""
    return any(
        match.start() < mention.start
        and mention.end <= match.end()
        and "(" in text[match.start() : mention.start]
        for match in _VARIANT.finditer(text)
    )


def _is_what_is_paid(mention: NameMention) -> bool:
    """Whether a name is the price, the subscription or the support itself: `Wartungspauschalen`."""
    return " " not in mention.name and _is_service(mention.name)


@lru_cache(maxsize=4_096)
def _is_announcement(name: str) -> bool:
    """Whether a name is no more than the words of an announcement: `Tarifanpassung` of 2027."""
    return any(
        is_kind(event) and (event.start, event.end) == (0, len(name)) for event in events_in_text(name)
    )


def _without_announcement(mention: NameMention) -> NameMention:
    """A name without the noun of the announcement beside it: `Abschaltung ContosoApp`."""
    first, *others = tokens_of(mention.name)
    if others and _is_announcement(others[-1].text) and not mention.version:
        kept = mention.name[: others[-1].start].rstrip()
        return replace(mention, name=kept, end=mention.start + len(kept))
    noun = pattern_of(_PACKAGE, _WORDS, "touched", "closing").fullmatch(first.text)
    if not others or not (noun or _is_announcement(first.text)):
        return mention
    cut = others[0].start
    return replace(mention, name=mention.name[cut:], start=mention.start + cut)


def _is_licence(text: str, mention: NameMention) -> bool:
    """Whether a name is that of a licence: `under the Common Source License`."""
    return bool(_UNDER.search(text[: mention.start]) and _LICENCE.match(text, mention.end))


def _is_vendor(mention: NameMention, vendor_words: set[str]) -> bool:
    own = {token.plain for token in tokens_of(mention.name)} - common_words("legal")
    # The genitive of the Nordic languages and of German: `Northwinds prisjusteringar`.
    return not own or own <= vendor_words | {f"{word}s" for word in vendor_words}
