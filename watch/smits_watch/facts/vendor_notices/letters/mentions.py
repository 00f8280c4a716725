"""Leaves out what a letter only mentions: history, general practice, completed changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from smits_watch.facts.vendor_notices.letters.events import ENDS, events_in_text, title_is
from smits_watch.facts.vendor_notices.letters.frames import Frame
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.prose.amounts import find_money, find_percentages

_HOLE = re.compile(
    r"CVE-|\b(?:vulnerabilit\w+|flaws?|holes?|issues?|schwachstellen?|lücken?|vulnérabilités?|"
    r"failles?)\s+(?:in|of|was|were|has|have|that|"
    r"which|affect\w*|allow\w*|discovered|found|reported|fixed|wurde|a été|dans)|fix(?:es|ed)?\b|patch|"
    r"attackers?|exploit\w*",
    re.IGNORECASE,
)
"""Words for a specific vulnerability."""
_GENERAL = re.compile(
    r"\b(?:a|an|any|each|every|ein(?:e[rmns]?)?|jede[rsn]?|bestimmte[rsn]?|une?|chaque|tout(?:e|es)?|cada|ogni|elke?)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:products?|devices?|versions?|releases?|services?|components?|parts?|major|produkts?|dienste?s?|software|produits?|"
    r"productos?|prodott[oi])\b|\b(?:products?|versions?|produkte|versionen|produits)\s+(?:\w+\s+)?(?:can|may|might|können|"
    r"reach(?:es)?|peuvent|pueden)\b|^(?:if|when|once|should|wenn|sobald|falls|wird|werden|lorsqu\w+|si|cuando|se|quando)\b",
    re.IGNORECASE,
)
"""Words for products in general, or for hypothetical cases, as in policies."""
_WEAK_PRICE = re.compile(
    r"^(?:new|neue|nouveaux|futurs|nuev[ao]s|nuov[oie]|nieuwe|nov[oa]s|ny[ae]|nowe|nové)\b|plan\b|charged|\b(?:may|can|could|might)\b",
    re.IGNORECASE,
)
"""Words for prices that announce a change only together with a date or figure."""
_LONG_AGO = 400
"""A date this many days before the letter is history."""
_LOOSE_CHANGE = re.compile(
    r"has been removed|removal of|removing|increas|rais|bump|breaking changes?", re.IGNORECASE
)
"""Words for breaking changes that occur in any post about a release."""
_OF_RESELLERS = re.compile(
    r"(?:\bpartner|\breseller|\bchannel|\bhändler)\w*[- ]?(?:partner\w*[- ])?"
    r"(?:program\w*|membership|mitgliedschaft\w*)|"
    r"\bprogram(?:me|ma|a|u)?\s+(?:(?:de|di|des|dei|para|för|for)\s+)?(?:partenaires?|"
    r"partners?|partnerski\w*|socios|canal|parceiros|revendeurs|rivenditori|distribuidores)\b",
    re.IGNORECASE,
)
"""A programme of a vendor for those that sell its products: its fees concern no customer."""


def without_mentions(frames: list[Frame], reading: LetterReading) -> list[Frame]:
    """Leave out dates long before the letter if it also announces something in the future."""
    written = reading.written
    frames = [frame for frame in frames if not _is_generality(frame, reading)]
    if _names_nothing(frames, reading):
        return []
    titled = {frame.kind for frame in reading.frames if frame.number == 0 and frame.kind}
    if written is not None:
        coming = [f for f in frames if f.date and f.date.date >= written - dt.timedelta(days=45)]
        if coming:
            frames = [
                f
                for f in frames
                if f.date is None or f.date.date >= written - dt.timedelta(days=400) or f in coming
            ]
        if titled:  # years before an announcement, it is background
            long_ago = written - dt.timedelta(days=_LONG_AGO)
            frames = [f for f in frames if f.number == 0 or f.date is None or f.date.date >= long_ago]
    if titled & {"end-of-life", "end-of-support"}:
        titled |= {"end-of-life", "end-of-support"}  # vendors use these terms interchangeably
    if titled:
        # The title's announcement is the subject; other kinds need a date or a figure of their own.
        return [
            f for f in frames if f.kind in titled or (f.date is not None and f.bound) or _weighs(f, titled)
        ]
    return [
        f
        for f in frames
        if f.date is not None or _is_telling(f) or (f.number <= OPENING and not _is_vague(f))
    ]


def _names_nothing(frames: Sequence[Frame], reading: LetterReading) -> bool:
    """Whether a longer text mentions ends without any product or date."""
    return len(reading.sentences) > OPENING // 2 and all(
        frame.kind in ENDS and frame.date is None and not frame.bound for frame in frames
    )


def _is_generality(frame: Frame, reading: LetterReading) -> bool:
    """Whether a sentence is about general practice rather than a specific product."""
    text = frame.sentence.text
    ours = any(product.known for product in frame.products)
    if frame.date is None and title_is(reading.title.text, "explains"):
        return True
    if frame.kind in ("price-change", "licence-change") and not ours and _is_for_resellers(frame, reading):
        return True
    general = title_is(reading.title.text, "policy") or title_is(reading.title.text, "other")
    if general and frame.number == 0 and not (frame.bound or frame.date):
        return True  # `Increasing the subscription price` is a how-to
    if general and frame.number > 0 and not ours:
        certain = frame.bound and any(product.telling for product in frame.products)
        return not (certain and frame.date is not None)
    if frame.date is not None:
        return False
    if frame.kind == "breaking-change":
        return (frame.number > 0 or not frame.bound) and _is_loose_change(frame)
    if frame.kind == "price-change" and not _has_figures(frame):
        said_by_the_way = frame.number > 0 and not (reading.letter.mail or _prices_in_title(reading))
        return said_by_the_way or _weak_words(text)
    return not ours and frame.kind in ENDS and bool(_GENERAL.search(text))


def _is_for_resellers(frame: Frame, reading: LetterReading) -> bool:
    """Whether it is the programme for partners of a vendor that changes, not a product sold through it."""
    text = frame.sentence.text
    programme = _OF_RESELLERS.search(text)
    if programme is None:
        return not frame.products and bool(_OF_RESELLERS.search(reading.title.text))
    return not any(
        product.telling and not (product.start < programme.end() and programme.start() < product.end)
        for product in frame.products
    )


def _is_loose_change(frame: Frame) -> bool:
    """Whether a sentence without a date reports a completed change, as any post about a release does."""
    text = frame.sentence.text
    phrases = [text[event.start : event.end] for event in events_in_text(text) if event.meaning == frame.kind]
    return bool(phrases) and all(_LOOSE_CHANGE.match(part) for part in phrases)


def _prices_in_title(reading: LetterReading) -> bool:
    return any(frame.number == 0 and frame.kind == "price-change" for frame in reading.frames)


def _weak_words(text: str) -> bool:
    """Whether the only words for a price change are those for a new list or plan."""
    phrases = [
        text[event.start : event.end] for event in events_in_text(text) if event.meaning == "price-change"
    ]
    return bool(phrases) and all(_WEAK_PRICE.search(part) for part in phrases)


def _is_telling(frame: Frame) -> bool:
    """Whether a later undated sentence is still news: a specific vulnerability, or a price with figures."""
    if frame.kind == "security-advisory":
        return "CVE-" in frame.sentence.text.upper()
    return frame.kind == "price-change" and _has_figures(frame)


def _is_vague(frame: Frame) -> bool:
    """Whether a sentence mentions vulnerabilities without a specific one."""
    return frame.kind == "security-advisory" and not _HOLE.search(frame.sentence.text)


def _has_figures(frame: Frame) -> bool:
    text = frame.sentence.text
    return bool(find_money(text)) or any(find_percentages(text))


def _weighs(frame: Frame, titled: set[str]) -> bool:
    return (frame.kind == "price-change" and _has_figures(frame)) or (
        frame.kind == "licence-change" and titled <= {"price-change", "renewal", "end-of-sale"}
    )
