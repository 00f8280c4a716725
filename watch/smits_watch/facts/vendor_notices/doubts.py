"""Signs that a letter may mean another product or day than the one read, as questions."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import VendorNotice
from smits_watch.facts.day_candidates import day_candidates
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.facts.vendor_notices.letters.events import speaks_of
from smits_watch.facts.vendor_notices.letters.frames import free_dates, takes_place
from smits_watch.facts.vendor_notices.letters.letter_analysis import LetterReading
from smits_watch.facts.vendor_notices.letters.questions import MEANINGS, NOTHING
from smits_watch.prose.dates import find_dates
from smits_watch.prose.names import NameMention, find_names
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import common_words, tokens_of

_MOST = 6
"""The most names or days of a question; a seventh is hardly ever meant."""
_FROM_TEXT = 3
"""Names of the text before the other words of the title that may be names."""
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z]{2,5}")
"""A name without its own word: `SOC`, `PMRs`, `EoGS`. Many stand for a kind of thing."""
_BARE_VERSION = re.compile(r"v\d+(?:\.\d+)*")
_OFTEN = 3
"""Sentences that name what a letter is about, if its title does not."""
_ANY_PRODUCT = re.compile(
    r"(?:.*-)?(?:products?|produkte?n?|produits?|productos?|prodott[oi]|producten|version(?:s|en)?|"
    r"releases?|documents?|parts?|editions?|notices?|customers?|kunden|factsheets?)",
    re.IGNORECASE,
)
"""A word for products in general, or for a part of the letter."""
_UNDATED = ("end-of-life", "end-of-support", "end-of-sale", "price-change", "deprecation", "breaking-change")
"""Kinds of which a letter usually states the day."""
_NAMED = (
    "end-of-life",
    "end-of-support",
    "end-of-sale",
    "security-advisory",
    "deprecation",
    "breaking-change",
)
"""Kinds that concern a product; a price change may concern all products of a vendor."""
_EXTENDS = re.compile(
    r"\b(?:exten(?:d(?:s|ing)?|ded(?! (?:support|maintenance|security|lifecycle|service|update))|sion)|"
    r"postpon\w+|pardon\w*|prolong\w+|prorog\w+|verläng\w+|verschob\w+|"
    r"report[ée]\w*|aplaz\w+|ampl[ií]a\w*|posticip\w+|rinvi\w+|uitgesteld|verlengd\w*)\b",
    re.IGNORECASE,
)
"""Words for an end that is now later."""
_BACKGROUND = re.compile(
    r"\b(?:releas\w+|introduc\w+|launch\w+|found(?:ed|er)|updated|published|posted|veröffentlicht|erschien\w*|"
    r"eingeführt|publi[ée]\w*|lanz\w+|lanc[ée]\w*|rilasci\w+|uitgebracht|©|copyright)\b",
    re.IGNORECASE,
)
"""Words of sentences whose days are those of something else."""
_DONE = re.compile(
    r"\b(?:was|were|had|wurden?|war(?:en)?|a été|ont été|fue(?:ron)?|(?:è|sono) stat[oaei]|werd|foi|foram|"
    r"został[aoy]?|blev)\b",
    re.IGNORECASE,
)
"""Words of sentences that tell what has happened."""


@dataclass(frozen=True, slots=True)
class _Rival:
    """A day that may be meant instead."""

    day: dt.date
    sentence: Sentence
    exact: bool = True
    """Whether the day itself is stated, rather than its month."""


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


def with_only_day(reading: LetterReading, notices: Sequence[VendorNotice]) -> list[VendorNotice]:
    """Date the undated notices of a letter with its only day, if it stands beside their product or kind."""
    days = [rival for rival in _days(reading) if not _is_background(rival)]
    if len(days) != 1 or any(notice.effective_date for notice in notices):
        return list(notices)
    day, text = days[0].day, days[0].sentence.text
    coming = reading.written is None or day > reading.written
    if not days[0].exact and _EXTENDS.search(text):
        return list(notices)  # beside words for an extension, a month may be the former end
    return [
        notice.model_copy(update={"effective_date": day})
        if coming
        and notice.notice in _UNDATED
        and (speaks_of(text, notice.notice) or _words(notice.product) & _words(text))
        else notice
        for notice in notices
    ]


def name_question(reading: LetterReading, notices: Sequence[VendorNotice]) -> FileQuestion | None:
    """Ask which product a letter means, if something speaks against the one that was read.

    Args:
        reading: the letter.
        notices: its notices as they would be recorded.

    Returns:
        A question with the names that may be meant; None without a doubt, and for a list of products.
    """
    if _are_listed(notices):
        return None
    notice = notices[0]
    ours = any(own.ours for own in (reading.title_names, *reading.names))
    if ours or notice.notice not in _NAMED or not _is_doubtful(reading, notice):
        return None
    rivals = _rivals(reading, notice)
    words = _words(notice.product or reading.vendor)
    if not _is_generic(notice.product) and all(_words(rival.name) <= words for rival in rivals):
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
                for rival in rivals[:_MOST]
            ),
            Candidate(answer=NOTHING, meaning="It contains nothing that concerns us."),
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )


def _is_doubtful(reading: LetterReading, notice: VendorNotice) -> bool:
    """Whether the product is missing, a word for products in general, or neither in title nor sentence."""
    if not notice.product:
        return True
    words = _words(notice.product)
    titled = (
        bool(words & _words(reading.title.text)) or notice.product.casefold() in reading.title.text.casefold()
    )
    others = any(not (_words(m.name) & words) for m in reading.title_names.all)
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
    return all(_words(mention.name) & words for mention in find_names(reading.title.text))


def _stands_beside(reading: LetterReading, notice: VendorNotice, words: set[str]) -> bool:
    """Whether a sentence about the end or change, or a heading above it, names the product."""
    own = [
        sentence
        for sentence in (reading.title, *reading.sentences)
        if sentence.quote == notice.quote or speaks_of(sentence.text, notice.notice)
    ]
    return any(words & _words(" ".join((sentence.text, *sentence.above))) for sentence in own)


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


def day_question(reading: LetterReading, notices: Sequence[VendorNotice]) -> FileQuestion | None:
    """Ask from which day on a letter counts, if it states days that were given to nothing, or a later end.

    Args:
        reading: the letter.
        notices: its notices as they would be recorded.

    Returns:
        A question with the days; None without a doubt, and for a list of products.
    """
    if _are_listed(notices):
        return None
    dated = [notice for notice in notices if notice.effective_date]
    if not dated:
        undated = [notice for notice in notices if notice.notice in _UNDATED]
        days = list(_loose_days(reading, undated[0].product)) if undated else []
        return _asked_day(reading, notices, undated[0], days) if days else None
    days, read = _without_their_months(list(_days(reading))), dated[0].effective_date
    moved = [rival.day for rival in days if _EXTENDS.search(rival.sentence.text)]
    if len(dated) == 1 and len(days) > 1 and moved and read and max(moved) > read:
        return _asked_day(reading, notices, dated[0], days)
    return None


def _without_their_months(days: Sequence[_Rival]) -> list[_Rival]:
    """The days without months that one of them makes exact: `until October`, `on 13 October` below."""
    exact = {(rival.day.year, rival.day.month) for rival in days if rival.exact}
    return [rival for rival in days if rival.exact or (rival.day.year, rival.day.month) not in exact]


def _loose_days(reading: LetterReading, product: str) -> Iterator[_Rival]:
    """The days to come that no announcement was given, but those of what happened to something else."""
    for rival in _days(reading):
        coming = reading.written is None or rival.day > reading.written
        elsewhere = _DONE.search(rival.sentence.text) and not _words(product) & _words(rival.sentence.text)
        if coming and not _is_background(rival) and not elsewhere:
            yield rival


def _are_listed(notices: Sequence[VendorNotice]) -> bool:
    """Whether several products stand beside one another."""
    return len({(notice.product, notice.version) for notice in notices}) > 1


def _is_background(rival: _Rival) -> bool:
    """Whether a day is that of the letter, or of what is told besides."""
    text = rival.sentence.text
    bare = len(text) - max((date.end - date.start for date in find_dates(text)), default=0) <= _STAMP
    return bare or bool(_BACKGROUND.search(text))


_STAMP = 16
"""Characters beside the day in a line that only dates the letter: `Berlin, den 1. Mai 2027`."""


def _days(reading: LetterReading) -> Iterator[_Rival]:
    """The days that words of the letter give to nothing else, each once."""
    found: set[dt.date] = set()
    for sentence, names in zip(
        (reading.title, *reading.sentences), (reading.title_names, *reading.names), strict=True
    ):
        if any(takes_place(sentence.text, mention) for mention in names.all):
            continue
        for mention in free_dates(sentence, month_first=reading.month_first, written=reading.written):
            if mention.date not in found and (mention.exact or _EXTENDS.search(sentence.text)):
                found.add(mention.date)
                yield _Rival(mention.date, sentence, mention.exact)


def _asked_day(
    reading: LetterReading, notices: Sequence[VendorNotice], doubtful: VendorNotice, days: Sequence[_Rival]
) -> FileQuestion:
    name = f"{doubtful.product} {doubtful.version}".strip() or doubtful.vendor or "the product"
    return FileQuestion(
        topic="date",
        text=f"From which day on does the change to {name} count?",
        anchor=days[0].sentence.anchor,
        quote=days[0].sentence.quote,
        candidates=day_candidates(
            [(rival.day, rival.sentence.text) for rival in days[:_MOST]],
            lambda day: [
                each.model_copy(update={"effective_date": day}) if each is doubtful or day is None else each
                for each in notices
            ],
            "The letter does not say.",
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )


def _words(text: str) -> set[str]:
    return {token.plain.removesuffix("'s").removesuffix("’s") for token in tokens_of(text)}
