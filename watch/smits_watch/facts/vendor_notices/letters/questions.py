"""The questions asked if a vendor's letter is unclear or ambiguous."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.facts.vendor_notices.letters.events import KINDS, speaks_of, touches, words
from smits_watch.facts.vendor_notices.letters.letter_analysis import OPENING, LetterReading
from smits_watch.facts.vendor_notices.letters.merge import rival_days
from smits_watch.facts.vendor_notices.letters.names.subjects import main_products
from smits_watch.prose.dates import find_dates

_MOST = 8
"""The most candidates of a question, so that it stays readable."""
_LEAST_RIVALS = 2
_VAGUE = (
    "end-of-life",
    "end-of-support",
    "end-of-sale",
    "price-change",
    "licence-change",
    "renewal",
    "deprecation",
)
"""Kinds that general texts also mention."""
_INCIDENT = re.compile(
    r"\b(?:incidents?|post-?mortem|outage|breach|exposure|vorfall|panne|sicherheitsvorfall)\b", re.IGNORECASE
)
"""A title that reports what happened to the vendor itself, which may touch its customers or not."""
_LICENCE = re.compile(
    r"licen[cs]e|lizenz|licencia|licenza|licentie|\b[A-Z]{1,4}PL\b|\b[BS]US?L\b|\bSSPL\b", re.IGNORECASE
)
"""A name of a licence, which is no product whose licence changes."""
_YEAR = re.compile(r"\b20\d\d\b")
NOTHING = "nothing that concerns us"
"""The answer that there is no relevant message."""
MEANINGS = {
    "end-of-life": "it is discontinued",
    "end-of-support": "its support ends",
    "end-of-sale": "it is no longer sold",
    "price-change": "its price changes",
    "licence-change": "its licence changes",
    "renewal": "it is to be renewed",
    "deprecation": "it is deprecated",
    "breaking-change": "it changes in a way that needs work",
    "security-advisory": "it has a security hole",
    "roadmap": "it has a new roadmap",
}
"""What each kind of notice means, for the candidates of questions."""


def message_question(document: Document, reading: LetterReading) -> FileQuestion:
    """Ask for the message of a letter from a known vendor, or about a known product.

    Returns:
        A question with a candidate per kind of notice whose words occur, and one for no relevant message.
    """
    sentences = (reading.title, *reading.sentences)
    framed = {frame.kind for frame in reading.frames}
    spoken = [
        kind
        for kind in KINDS
        if kind in framed or any(speaks_of(sentence.text, kind) for sentence in sentences)
    ]
    own_product = next(
        (m.known for own in (reading.title_names, *reading.names) for m in own.ours if m.known), None
    )
    named = next(iter(main_products(reading)), None)
    product = own_product.product if own_product else (named.name if named else "")
    vendor = (own_product.vendor if own_product else "") or reading.vendor
    subject = product or vendor or "the product"
    anchor = reading.title.anchor
    candidates = [
        Candidate(
            answer=kind,
            meaning=f"{subject}: {MEANINGS[kind]}.",
            facts=(
                VendorNotice(
                    vendor=vendor[:80], product=product[:100], notice=kind, announced=reading.written,
                    source=document.source(anchor), quote=reading.title.quote, confidence="inferred",
                ),
            ),
        )
        for kind in (spoken or _unspoken(reading))
    ]  # fmt: skip
    return FileQuestion(
        topic="message",
        text=f"What does this letter say of {subject}?",
        anchor=anchor,
        quote=reading.title.quote,
        candidates=(
            *candidates[:_MOST],
            Candidate(answer=NOTHING, meaning="It contains nothing that concerns us."),
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )


def _unspoken(reading: LetterReading) -> tuple[str, ...]:
    """The kinds that are asked about where no words for any occur."""
    closes = ("end-of-life",) if _closes_in_title(reading) else ()
    return (*closes, "end-of-support", "price-change", "roadmap")


def is_unclear(reading: LetterReading) -> bool:
    """Whether a product is named, and title or opening have words for an end, a price or the like."""
    opening = (reading.title, *reading.sentences[:OPENING])
    spoken = any(speaks_of(sentence.text, kind) for sentence in opening for kind in KINDS)
    spoken = spoken or any(frame.kind and not frame.number for frame in reading.frames)
    return spoken and bool(reading.vendor or main_products(reading))


def is_unread(reading: LetterReading) -> bool:
    """Whether a letter is not understood, although its title says that something is no longer as it was.

    Or its title names a version of a product, and its opening is about the support, the licence or the price.
    """
    if touches(reading.title.text, "change") or _closes_in_title(reading):
        return True
    versioned = any(mention.version for mention in reading.title_names.all)
    opening = (reading.title, *reading.sentences[: OPENING // 2])
    return versioned and sum(touches(sentence.text, "terms") for sentence in opening) > 1


def _closes_in_title(reading: LetterReading) -> bool:
    """Whether a title has a name and a noun for a closure, without a verb or a day that makes it news."""
    title = reading.title.text
    otherwise = words("closing", "otherwise").search(title)
    return bool(reading.title_names.all) and touches(title, "closing") and not otherwise


def is_vague(reading: LetterReading, notices: Sequence[VendorNotice]) -> bool:
    """Whether a text announces nothing certain: it has neither date nor figure, and no product in its title.

    Guides and articles are vague, and so is the report of an incident without a number; a mail, a short note
    with a year, news with a date and a product, and a text that names one of the organisation's products are
    taken literally.
    """
    if any(own.ours for own in (reading.title_names, *reading.names)):
        return False
    if all(notice.notice == "security-advisory" for notice in notices):
        numbered = any("CVE-" in sentence.text.upper() for sentence in (reading.title, *reading.sentences))
        return bool(_INCIDENT.search(reading.title.text)) and not numbered
    products = {notice.product for notice in notices if not _LICENCE.search(notice.product)} - {""}
    frames = [frame for frame in reading.frames if frame.kind and frame.products]
    named = any(product.name in products for frame in frames for product in frame.products)
    titled = any(frame.number == 0 for frame in frames) or (
        named and any(mention.name in products for mention in reading.title_names.all)
    )
    dated = bool(reading.letter.mail or (reading.written and (products or reading.vendor)))
    short = len(reading.sentences) <= OPENING and any(
        frame.kind and _YEAR.search(frame.sentence.text) for frame in reading.frames
    )
    return not (titled or dated or short) and all(
        notice.notice in _VAGUE and notice.effective_date is None and notice.price_change_pct is None
        for notice in notices
    )


def date_question(reading: LetterReading, notices: Sequence[VendorNotice]) -> FileQuestion | None:
    """Ask for the order of day and month, if a notice has an ambiguous numeric date.

    Returns:
        A question whose candidates have all notices of the letter; None if no date is ambiguous.
    """
    if reading.month_first is not None:
        return None
    doubtful = _doubtful_dates(reading)
    if not any(notice.effective_date in doubtful for notice in notices):
        return None
    sentence = next(frame.sentence for frame in reading.frames if frame.date and frame.date.other)
    swapped = [
        notice.model_copy(update={"effective_date": doubtful[notice.effective_date]})
        if notice.effective_date in doubtful
        else notice
        for notice in notices
    ]
    first = next(notice.effective_date for notice in notices if notice.effective_date in doubtful)
    return FileQuestion(
        topic="date",
        text="Which date is meant: does the day or the month come first?",
        anchor=sentence.anchor,
        quote=sentence.quote,
        candidates=(
            Candidate(answer="day first", meaning=f"It is {first:%-d %B %Y}.", facts=tuple(notices)),
            Candidate(
                answer="month first", meaning=f"It is {doubtful[first]:%-d %B %Y}.", facts=tuple(swapped)
            ),
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )


def end_question(reading: LetterReading, notices: Sequence[VendorNotice]) -> FileQuestion | None:
    """Ask which of several dates is the end of a product, if the letter doesn't say.

    Returns:
        A question with a candidate per date, whose facts are all notices of the letter with that date;
        None if the letter has one date.
    """
    rivals = [frame for frame in rival_days(reading) if frame.date is not None]
    days = [frame.date.date for frame in rivals if frame.date]
    dated_notice = next((notice for notice in notices if notice.effective_date in days), None)
    if dated_notice is None or len(days) < _LEAST_RIVALS:
        return None
    name = f"{dated_notice.product} {dated_notice.version}".strip() or dated_notice.vendor or "the product"
    return FileQuestion(
        topic="date",
        text=f"Which day is the end of {name}?",
        anchor=rivals[0].sentence.anchor,
        quote=rivals[0].sentence.quote,
        candidates=tuple(
            Candidate(
                answer=f"{frame.date.date:%Y-%m-%d}",
                meaning=f"{name} ends on {frame.date.date:%-d %B %Y}: {frame.sentence.text[:80]}",
                facts=tuple(
                    notice.model_copy(update={"effective_date": frame.date.date})
                    if notice is dated_notice
                    else notice
                    for notice in notices
                ),
            )
            for frame in rivals[:_MOST]
            if frame.date
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )


def product_question(
    reading: LetterReading, notice: VendorNotice, profile: OrganisationProfile
) -> FileQuestion | None:
    """Ask which product of a known vendor a letter is about, if it names none.

    Returns:
        A question with the products of that vendor; None if there are none, or the notice names a product.
    """
    if notice.product or not notice.vendor:
        return None
    ours = [
        product
        for product in profile.products
        if product.vendor and product.vendor.casefold() == notice.vendor.casefold()
    ]
    if not ours:
        return None
    names = dict.fromkeys(product.product for product in ours)
    return FileQuestion(
        topic="product",
        text=f"Which product of {notice.vendor} does this letter mean?",
        anchor=reading.title.anchor,
        quote=reading.title.quote,
        candidates=(
            *(
                Candidate(
                    answer=name,
                    meaning=f"It means {name}.",
                    facts=(notice.model_copy(update={"product": name}),),
                )
                for name in list(names)[:_MOST]
            ),
            Candidate(answer=NOTHING, meaning="It means a product that is not in the portfolio."),
        ),
        shape=shape_of([reading.vendor, reading.title.text]),
    )


def _doubtful_dates(reading: LetterReading) -> dict[dt.date | None, dt.date]:
    """The dates of frames in which day and month may be swapped."""
    texts = {frame.sentence.text for frame in reading.frames if frame.date}
    mentions = (mention for text in texts for mention in find_dates(text, month_first=None))
    return {mention.date: mention.other for mention in mentions if mention.other}
