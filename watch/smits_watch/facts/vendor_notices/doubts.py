"""Signs that a letter may mean another product than the one read, as questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from smits_rules.vocabulary import VendorNotice
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.facts.vendor_notices.letters.events import speaks_of
from smits_watch.facts.vendor_notices.letters.frames import takes_place
from smits_watch.facts.vendor_notices.letters.letter_analysis import LetterReading
from smits_watch.facts.vendor_notices.letters.questions import MEANINGS, NOTHING
from smits_watch.prose.names import NameMention, find_names
from smits_watch.prose.words import common_words, tokens_of

MOST_CANDIDATES = 6
"""The most names or days of a question; a seventh is hardly ever meant."""
_FROM_TEXT = 3
"""Names of the text before the other words of the title that may be names."""
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z]{2,5}")
"""A name without its own word: `SOC`, `PMRs`, `EoGS`. Many stand for a kind of thing."""
_BARE_VERSION = re.compile(r"v\d+(?:[.-]\d+)*")
_OFTEN = 3
"""Sentences that name what a letter is about, if its title does not."""
_ANY_PRODUCT = re.compile(
    r"(?:.*-)?(?:products?|produkte?n?|produits?|productos?|prodott[oi]|producten|version(?:s|en)?|"
    r"releases?|documents?|parts?|editions?|notices?|customers?|kunden|factsheets?)",
    re.IGNORECASE,
)
"""A word for products in general, or for a part of the letter."""
_NAMED = (
    "end-of-life",
    "end-of-support",
    "end-of-sale",
    "security-advisory",
    "deprecation",
    "breaking-change",
)
"""Kinds that concern a product; a price change may concern all products of a vendor."""


def with_only_name(reading: LetterReading, notices: Sequence[VendorNotice]) -> list[VendorNotice]:
    """Give a notice without a product the only name of the letter."""
    if len(notices) != 1 or notices[0].product or notices[0].notice not in _NAMED:
        return list(notices)
    rivals = _rivals(reading, notices[0])
    if len(rivals) != 1 or rivals[0].name == reading.vendor:
        return list(notices)
    return [
        notices[0].model_copy(update={"product": rivals[0].name[:100], "version": rivals[0].version[:40]})
    ]


def name_question(reading: LetterReading, notices: Sequence[VendorNotice]) -> FileQuestion | None:
    """Ask which product a letter means, if something speaks against the one that was read.

    Args:
        reading: the letter.
        notices: its notices as they would be recorded.

    Returns:
        A question with the names that may be meant; None without a doubt, and for a list of products.
    """
    if are_listed(notices):
        return None
    notice = notices[0]
    ours = any(own.ours for own in (reading.title_names, *reading.names))
    if ours or notice.notice not in _NAMED or not _is_doubtful(reading, notice):
        return None
    rivals = _rivals(reading, notice)
    words = words_in(notice.product or reading.vendor)
    if not _is_generic(notice.product) and all(words_in(rival.name) <= words for rival in rivals):
        return None
    meaning = MEANINGS.get(notice.notice, "it changes")
    return FileQuestion(
        topic="product",
        text="Which product is this letter about?",
        anchor=reading.title.anchor,
        quote=reading.title.quote,
        candidates=(
            *(
                Candidate(
                    answer=f"{rival.name} {rival.version}".strip(),
                    meaning=f"{rival.name} {rival.version}".strip() + f": {meaning}.",
                    facts=tuple(
                        each.model_copy(update={"product": rival.name[:100], "version": rival.version[:40]})
                        for each in notices
                    ),
                )
                for rival in rivals[:MOST_CANDIDATES]
            ),
            Candidate(answer=NOTHING, meaning="It contains nothing that concerns us."),
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )


def _is_doubtful(reading: LetterReading, notice: VendorNotice) -> bool:
    """Whether the product is missing, a word for products in general, or neither in title nor sentence."""
    if not notice.product:
        return True
    words = words_in(notice.product)
    titled = (
        bool(words & words_in(reading.title.text))
        or notice.product.casefold() in reading.title.text.casefold()
    )
    others = any(not (words_in(m.name) & words) for m in reading.title_names.all)
    if not notice.version and _is_generic(notice.product):
        return True
    if not notice.version and _ACRONYM.fullmatch(notice.product):
        return not titled or others or not _is_alone(reading, words)
    if titled or _prevails(reading, words):
        return False
    beside = _stands_beside(reading, notice, words)
    return not beside or (others and not (notice.version or notice.effective_date))


def _is_generic(name: str) -> bool:
    """Whether a name stands for products in general, or is a version alone."""
    return bool(_ANY_PRODUCT.fullmatch(name) or _BARE_VERSION.fullmatch(name))


def _prevails(reading: LetterReading, words: set[str]) -> bool:
    """Whether the text names the product several times, and at least twice as often as anything else."""
    named: Counter[str] = Counter()
    own = 0
    for names in reading.names:
        keys = {mention.key for mention in names.all}
        own += any(words & set(key.split()) for key in keys)
        named.update(key for key in keys if not words & set(key.split()))
    return own >= _OFTEN and own >= 2 * max(named.values(), default=0)


def _is_alone(reading: LetterReading, words: set[str]) -> bool:
    """Whether the title has no other capitalised word that may be the name."""
    return all(words_in(mention.name) & words for mention in find_names(reading.title.text))


def _stands_beside(reading: LetterReading, notice: VendorNotice, words: set[str]) -> bool:
    """Whether a sentence about the end or change, or a heading above it, names the product."""
    own = [
        sentence
        for sentence in (reading.title, *reading.sentences)
        if sentence.quote == notice.quote or speaks_of(sentence.text, notice.notice)
    ]
    return any(words & words_in(" ".join((sentence.text, *sentence.above))) for sentence in own)


def _rivals(reading: LetterReading, notice: VendorNotice) -> list[NameMention]:
    """The names that may be meant, the likeliest first: of the title, the vendor, then of the text."""
    raw = [m for m in find_names(reading.title.text) if not _ANY_PRODUCT.fullmatch(m.name)]
    body = [m for s, own in zip(reading.sentences, reading.names, strict=True) for m in own.others
            if not takes_place(s.text, m)]  # fmt: skip
    counts = Counter(mention.key for mention in body)
    frequent = sorted(body, key=lambda mention: (-bool(mention.version), -counts[mention.key], mention.start))
    vendor = [NameMention(reading.vendor, "", 0, 0)] if reading.vendor else []
    read = [NameMention(notice.product, notice.version, 0, 0)] if notice.product else []
    mentions = [*reading.title_names.all, *vendor, *frequent[:_FROM_TEXT], *raw, *frequent, *read]
    unique: dict[tuple[str, str], NameMention] = {}
    for mention in mentions:
        unique.setdefault((mention.key, mention.version), mention)
    return [m for m in unique.values() if m.key and m.key not in common_words("stop")]


def are_listed(notices: Sequence[VendorNotice]) -> bool:
    """Whether several products stand beside one another."""
    return len({(notice.product, notice.version) for notice in notices}) > 1


def words_in(text: str) -> set[str]:
    """The words of a text in lower case, without a genitive."""
    return {token.plain.removesuffix("'s").removesuffix("’s") for token in tokens_of(text)}
