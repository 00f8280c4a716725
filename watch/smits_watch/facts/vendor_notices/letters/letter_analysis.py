"""Splits a vendor's letter into sentences and finds names, dates and announcements in them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from smits_watch.documents.document import Document
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.vendor_notices.letters.events import (
    KINDS,
    events_in,
    is_kind,
    label_value,
    speaks_of,
    title_is,
    words,
)
from smits_watch.facts.vendor_notices.letters.frames import Frame, frames_of
from smits_watch.facts.vendor_notices.letters.names.sentence_names import (
    SentenceNames,
    names_in,
    supported,
    without_nouns,
    without_openers,
)
from smits_watch.facts.vendor_notices.letters.names.vendors import is_known_sender, vendor_of
from smits_watch.prose.dates import DateMention, find_dates, month_comes_first
from smits_watch.prose.letters import Letter, letter_of
from smits_watch.prose.sentences import Sentence, sentences_of
from smits_watch.prose.words import nouns_have_capitals

_BLANK = re.compile(
    r"\[(?:[A-Z]{3,}[A-Z /_-]*|(?:date|your|name|product|company|customer|insert)\b[^\]\n]{0,40})\](?!\()|"
    r"\{\{?\s*(?:product|customer|company|date|name)\w*\s*\}?\}|<(?:yyyy|date|product|company|customer)[^<>\n]{0,30}>",
)
"""A blank of a template, which is no link."""
_LONGEST_TEMPLATE = 40
"""Sentences of a letter that is a template."""
_LETTERHEAD_DATE = re.compile(
    r"^(?:[^\W\d]+(?:\s[^\W\d]+)?,\s*)?(?:date|datum|le|den|,)?\s*:?\s*$", re.IGNORECASE
)
_FIRST_CHARACTERS = 4_000
"""Characters by which the language is detected."""
_LEAD = 3
"""Sentences, including the title, that may begin with the dateline of a press release."""
_LONG = 80
"""With this many characters, a line is a sentence rather than an entry of a list of dates."""
_DATELINE = re.compile(r"\s[-–—]\s")
"""The separator between a dateline and the first sentence."""
_OF_ITSELF = re.compile(
    r"\b(?:this|the present|diese[rs]?|cette?|este)\s+(?:\w+\s+)?(?:announcement|notice|letter|"
    r"bulletin|advisory|"
    r"notification|mitteilung|ankündigung|annonce|aviso)\s+(?:takes? place|is dated|was (?:issued|"
    r"published|made|"
    r"sent)|vom|du)\s+(?:on\s+)?$",
    re.IGNORECASE,
)
_MOST_SENTENCES = 400
"""Sentences that are read; vendors make their announcements well before."""
_REPEATED = 3
"""A heading that occurs this often is part of the document's template."""
_LABEL = 20
"""Characters of an item before its product."""
OPENING = 6
"""Sentences that state the subject of a letter if its title doesn't."""


@dataclass(frozen=True, slots=True)
class LetterReading:
    """A letter, split into sentences and analysed."""

    letter: Letter
    title: Sentence
    sentences: tuple[Sentence, ...]
    """The text without the title."""
    names: tuple[SentenceNames, ...]
    """One per sentence; those of the title are in `title_names`."""
    title_names: SentenceNames
    vendor: str
    frames: tuple[Frame, ...]
    month_first: bool | None
    written: dt.date | None
    """The date of writing or announcement, the origin of `in six months`."""


def read_letter(document: Document, profile: OrganisationProfile) -> LetterReading | None:
    """Split a letter into sentences, and find names, dates and announcements.

    Returns:
        The result; None if the document has no prose.
    """
    letter = letter_of(document)
    sentences = sentences_of(letter.passages)[:_MOST_SENTENCES]
    title = _title(letter, sentences)
    if title is None:
        return None
    rest = tuple(sentence for sentence in sentences if sentence.text != title.text or not sentence.heading)
    vendor = vendor_of(document, letter, (title, *rest), profile)
    month_first = month_comes_first([title.text, *(sentence.text for sentence in rest)])
    title_names = names_in(title, profile.products, vendor)
    written = _written(letter, (title, *rest), month_first)
    body = "\n".join(sentence.text for sentence in rest if not sentence.heading)
    read = [names_in(sentence, profile.products, vendor) for sentence in rest]
    recurring = _recurring_names(read, body)
    title_names = without_openers(supported(title_names, body, title), recurring)
    names = tuple(
        without_openers(supported(own, body, sentence), recurring)
        for own, sentence in zip(read, rest, strict=True)
    )
    if nouns_have_capitals(body[:_FIRST_CHARACTERS]):
        titled = frozenset(mention.key for mention in title_names.others)
        names = tuple(without_nouns(own, titled) for own in names)
    repeated = Counter(sentence.text for sentence in rest if sentence.heading)
    frames = [
        frame
        for number, (sentence, own) in enumerate(zip((title, *rest), (title_names, *names), strict=True))
        if repeated[sentence.text] < _REPEATED  # a recurring heading, e.g. of each release in a change log
        for frame in frames_of(sentence, number, own, month_first=month_first, written=written)
    ]
    items, leads = _led_frames((title, *rest), (title_names, *names), month_first, written)
    frames = [frame for frame in frames if frame.products or frame.number not in leads] + items
    return LetterReading(letter, title, rest, names, title_names, vendor, tuple(frames), month_first, written)


def _led_frames(
    sentences: Sequence[Sentence],
    names: Sequence[SentenceNames],
    month_first: bool | None,
    written: dt.date | None,
) -> tuple[list[Frame], set[int]]:
    """The announcements for list items introduced by a sentence with a colon, and the indexes of the items.

    `Support ends for these products:` states the event, and perhaps its date; each item has a product.
    """
    frames: list[Frame] = []
    leads: set[int] = set()
    lead = -1
    kind, day = "", None
    for number, (sentence, own) in enumerate(zip(sentences, names, strict=True)):
        if not sentence.item:
            kinds = list(dict.fromkeys(e.meaning for e in events_in(sentence) if is_kind(e)))
            led = sentence.text.rstrip().endswith(":")
            lead = number if led and not sentence.question and (kinds or lead >= 0) else -1
            kind = kinds[0] if kinds else kind
            days = find_dates(sentence.text, month_first=month_first, near=written) if led else []
            day = days[0] if len(days) == 1 else None
            continue
        if lead < 0 or any(is_kind(event) for event in events_in(sentence)):
            continue
        dates = find_dates(sentence.text, month_first=month_first, near=written)
        date = dates[0] if len(dates) == 1 else (day if not dates else None)
        product = next((mention for mention in own.all if mention.telling and mention.start <= _LABEL), None)
        if date is not None and product is not None:
            frames.append(Frame(kind, sentence, (product,), date, number=number, led=True))
            leads.add(lead)
    return frames, leads


def _recurring_names(names: Sequence[SentenceNames], body: str) -> frozenset[str]:
    """Names that occur within a sentence; empty if the language capitalises all nouns."""
    if nouns_have_capitals(body[:_FIRST_CHARACTERS]):
        return frozenset()
    return frozenset(mention.key for own in names for mention in own.others if mention.start > 0)


def _written(letter: Letter, sentences: Sequence[Sentence], month_first: bool | None) -> dt.date | None:
    """When it was written: the letter's date, or one in its head, on a line of its own or labelled."""
    if letter.date is not None:
        return letter.date
    for number, sentence in enumerate(sentences[:15]):
        dates = find_dates(sentence.text, month_first=month_first)
        if number < _LEAD and _is_dateline(sentence.text, dates):
            return dates[0].date
        if dates and _OF_ITSELF.search(sentence.text[: dates[0].start]):
            return dates[0].date
        if len(dates) == 1 and dates[0].exact and len(sentence.text) < 60:
            if (
                _LETTERHEAD_DATE.match(sentence.text[: dates[0].start])
                and len(sentence.text) - dates[0].end < 3
            ):
                return dates[0].date
            if label_value(sentence.text, "date") or words("date", "announced").search(sentence.text):
                return dates[0].date
    return None


def _is_dateline(text: str, dates: Sequence[DateMention]) -> bool:
    """Whether a long sentence begins with a date and a dash, as in press releases."""
    return bool(dates and dates[0].start == 0 and len(text) > _LONG and _DATELINE.match(text, dates[0].end))


def is_about_nothing(reading: LetterReading) -> str:
    """Why a letter announces nothing, as a sentence; blank if that is not certain."""
    title = reading.title.text
    if is_template(reading):
        return "It is a template; its blanks are not filled in."
    if reading.title.question or all(sentence.question for sentence in _speaking(reading)):
        return "It asks a question; nothing is announced."
    if title_is(title, "release"):
        return "It announces a release; nothing ends, costs more or must be changed."
    if title_is(title, "policy") or title_is(title, "explains"):
        return "It explains a policy; nothing new is announced."
    if title_is(title, "other"):
        return "It is news of another kind; nothing ends, costs more or must be changed."
    return ""


def answers_itself(reading: LetterReading) -> bool:
    """Whether a letter with a question for a title states below it what happens to its product."""
    named = bool(reading.title_names.all)
    return named and reading.title.question and any(frame.kind and frame.number for frame in reading.frames)


def is_template(reading: LetterReading) -> bool:
    """Whether a letter has blanks to fill in: `Dear [CUSTOMER NAME], the price of [PRODUCT] ...`.

    Only a short text is a letter; documentation has blanks in its examples.
    """
    if len(reading.sentences) > _LONGEST_TEMPLATE:
        return False
    return any(_BLANK.search(sentence.text) for sentence in (reading.title, *reading.sentences))


def concerns_us(reading: LetterReading, profile: OrganisationProfile) -> bool:
    """Whether the letter is from one of the organisation's vendors or names one of its products."""
    return is_known_sender(reading.letter, profile) or any(
        own.ours for own in (reading.title_names, *reading.names)
    )


def _title(letter: Letter, sentences: Sequence[Sentence]) -> Sentence | None:
    """The subject or title, or the heading or line near the beginning with the most announcements."""
    if letter.subject:
        return Sentence(
            letter.subject,
            "subject" if letter.mail else (sentences[0].anchor if sentences else ""),
            heading=True,
        )
    repeated = Counter(sentence.text for sentence in sentences if sentence.heading)
    head = [s for s in sentences[:OPENING] if repeated[s.text] < _REPEATED and not s.text.endswith(":")]
    telling = [s for s in head if s.heading and any(is_kind(event) for event in events_in(s))]
    headings = [s for s in head if s.heading]
    speaking = [s for s in head if any(is_kind(event) for event in events_in(s))]
    return next(iter((*telling, *headings, *speaking, *head, *sentences)), None)


def _speaking(reading: LetterReading) -> list[Sentence]:
    """The sentences with words for an event, whether stated or asked."""
    return [
        s for s in (reading.title, *reading.sentences) if any(speaks_of(s.text, kind) for kind in KINDS)
    ] or [reading.title]
