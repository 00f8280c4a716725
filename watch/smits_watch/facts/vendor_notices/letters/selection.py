"""Selects the sentences of a letter that announce something about a product, leaving out mere mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from smits_watch.facts.vendor_notices.letters.events import ENDS, title_is, words
from smits_watch.facts.vendor_notices.letters.frames import Frame, is_of_successor, is_plural, takes_place
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.facts.vendor_notices.letters.names.sentence_names import SentenceNames
from smits_watch.facts.vendor_notices.letters.names.subjects import distinct, labelled_products
from smits_watch.prose.names import NameMention
from smits_watch.prose.sentences import Sentence

_ENDING = re.compile(
    r"\s+(?:will\s+|has\s+decided\s+to\s+|plans\s+to\s+|is\s+going\s+to\s+|va\s+|zal\s+)?(?:no\s+longer\s+(?:support|provide|"
    r"maintain)|discontinu|stop|ceas|drop|end(?:s|ing)?\b|retir(?:e\b|es|ing)|remov(?:e\b|es|ing)|withdraw|stellt|beëindig|"
    r"interromp|cessera|arrêt|stopt|hört auf|dejará de|pondrá fin|met(?:tra)? fin|smetterà|"
    r"deixará de|slutar|slutter|"
    r"przesta|(?:za)?kończy|přestane|ukončí)",
    re.IGNORECASE,
)
_VERSION_ALONE = re.compile(
    r"(?:^|\W)(?:versi(?:on|ón)|versione|versie|versão|wersja|release)\s+v?(?P<version>\d[\w.]*\w)\s*$",
    re.IGNORECASE,
)
"""A heading that names a version of the product of the page: `20 March: Version 4.1`."""


def kept_frames(reading: LetterReading, main: tuple[NameMention, ...]) -> Iterator[Frame]:
    """The frames with their products, taken from the context if a sentence names none.

    Args:
        reading: the letter.
        main: the products that it is about.

    Yields:
        The announcements about these products.
    """
    last: tuple[NameMention, ...] = ()
    paragraph = -1
    release = title_is(reading.title.text, "release") and not any(
        f.kind and f.number == 0 for f in reading.frames
    )
    listing = _is_listing(reading, main)
    labelled = labelled_products(reading)
    for frame in reading.frames:
        if not frame.kind or (frame.kind in ENDS and words("affected", "no").search(frame.sentence.text)):
            continue  # an edition that is not affected keeps its own, later date
        if frame.kind in ENDS and not frame.products and is_of_successor(frame, _names_of(frame, reading)):
            continue
        sentence = frame.sentence
        products = tuple(_completed(mention, main) for mention in frame.products)
        if labelled and not any(product.known for product in products):
            products = labelled
        if not products:
            products = (
                _above(sentence, reading, main) or (last if sentence.paragraph == paragraph else ()) or main
            )
        elif frame.products:
            last, paragraph = products, sentence.paragraph
        if release and not _strong(frame):
            continue
        accepted = _accepted(frame, products, main, reading, listing=listing)
        if accepted or not products:
            yield replace(frame, products=accepted, bound=bool(frame.products))


def _accepted(
    frame: Frame,
    products: Sequence[NameMention],
    main: tuple[NameMention, ...],
    reading: LetterReading,
    *,
    listing: bool,
) -> tuple[NameMention, ...]:
    """The products of a frame that the letter is about."""
    bound = bool(frame.products)
    accepted = tuple(p for p in products if _belongs(p, main, frame, listing=listing, bound=bound))
    accepted = accepted or tuple(
        m
        for m in _names_of(frame, reading).all
        if any(same_product(m, other) for other in main)
        and not any(p.key == m.key for p in products)
        and not takes_place(frame.sentence.text, m)
    )
    if not accepted and frame.kind in ENDS and frame.date is not None and _acts(frame):
        return main  # `From 1 May on, Contoso will discontinue supporting it`
    # A vulnerability in a component is one of the product.
    return main if not accepted and frame.kind == "security-advisory" else accepted


def _acts(frame: Frame) -> bool:
    """Whether the name before the words for an end is the actor, rather than the thing that ends."""
    return any(_ENDING.match(frame.sentence.text, product.end) for product in frame.products)


def _names_of(frame: Frame, reading: LetterReading) -> SentenceNames:
    return reading.names[frame.number - 1] if frame.number else reading.title_names


def _strong(frame: Frame) -> bool:
    """Whether a release note announces an end with its date, or a vulnerability that it fixes."""
    if frame.kind == "security-advisory":
        text = frame.sentence.text
        return (frame.number <= OPENING or text.lstrip(" *-").upper().startswith("CVE-")) and bool(
            re.search(
                r"CVE-\d{4}|vulnerabilit|security (?:fix|release|update)|schwachstelle",
                text,
                re.IGNORECASE,
            )
        )
    return frame.kind in ENDS and frame.date is not None and bool(frame.products)


def _belongs(
    product: NameMention, main: Sequence[NameMention], frame: Frame, *, listing: bool, bound: bool
) -> bool:
    """Whether the letter is about a product, rather than only mentioning it."""
    if product.known or not main or frame.led or any(same_product(product, other) for other in main):
        return True
    if not product.telling:
        return False
    if (
        bound
        and frame.date is not None
        and product.version
        and any(product.key == other.key for other in main)
    ):
        return True  # another version of the product, with a date of its own
    return frame.date is not None and listing


def _is_listing(reading: LetterReading, main: Sequence[NameMention]) -> bool:
    """Whether the letter lists several products, each with a date of its own."""
    dated = {
        p.key + p.version
        for f in reading.frames
        if f.kind and f.date and f.number
        for p in f.products
        if p.telling
    }
    others = {
        p.key
        for f in reading.frames
        if f.kind and f.date and f.number
        for p in f.products
        if not any(same_product(p, m) for m in main)
    }
    if not main or is_plural(reading.title.text):
        return True
    dated_main = [
        f
        for f in reading.frames
        if f.kind and f.date and (not f.products or any(same_product(p, m) for p in f.products for m in main))
    ]
    if not dated_main and len(others) == 1:
        return True  # the text has the date missing in the title, under the name of a component or an edition
    return len(dated) >= 3 and len(others) >= 2


def same_product(first: NameMention, second: NameMention) -> bool:
    """Whether the names are equal or one has all words of the other, and their versions don't differ."""
    if first.known and second.known and first.known.product != second.known.product:
        return False
    first_words, two = set(first.key.split()), set(second.key.split())
    if not (first_words <= two or two <= first_words):
        return False
    return not first.version or not second.version or _same_version(first.version, second.version)


def _same_version(first: str, second: str) -> bool:
    numbers, two = (re.findall(r"\d+", text) for text in (first, second))
    return all(a == b for a, b in zip(numbers, two, strict=False))


def _completed(mention: NameMention, main: Sequence[NameMention]) -> NameMention:
    """The full name as in the title, with the version of the sentence."""
    if mention.known:
        return mention
    for full in main:
        if (
            full is not mention
            and not full.known
            and set(mention.key.split()) < set(full.key.split())
            and mention.key
        ):
            return replace(mention, name=full.name, version=mention.version or full.version)
        if full.version and full.version == mention.version and mention.key.endswith(f" {full.key}"):
            return replace(mention, name=full.name)  # the title leaves out the vendor before the name
        if full.key == mention.key and not mention.version and len(main) == 1:
            return replace(mention, version=full.version)
    return mention


def _above(
    sentence: Sentence, reading: LetterReading, main: Sequence[NameMention]
) -> tuple[NameMention, ...]:
    """The product in the nearest heading above a sentence, or the version of the only product."""
    for heading in reversed(sentence.above):
        if heading == reading.title.text:
            return ()
        for other, own in zip(reading.sentences, reading.names, strict=True):
            if other.heading and other.text == heading:
                telling = [mention for mention in own.all if mention.known or mention.version]
                if telling:
                    return distinct(telling)
                version = _VERSION_ALONE.search(heading) if len(main) == 1 and not main[0].version else None
                if version:
                    return (replace(main[0], version=version["version"]),)
    return ()
