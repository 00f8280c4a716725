"""Frames: an announcement of a sentence with its products and date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from smits_watch.facts.vendor_notices.letters.event_days import (
    EFFECTIVE,
    MOVED,
    dated_events,
    exact_first,
    replaced,
    spanned,
    without_repeats,
)
from smits_watch.facts.vendor_notices.letters.events import events_in, is_kind
from smits_watch.facts.vendor_notices.letters.names.sentence_names import SentenceNames, stands_on
from smits_watch.prose.dates import DateMention, find_dates
from smits_watch.prose.names import NameMention
from smits_watch.prose.roles import Event, bind_dates
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import common_words

_LINK = re.compile(
    r"\W*(?:dates?|notices?|announcements?|reminder|schedules?|notification|policy|plans?)?\W*"
    r"(?:for\s+(?:[a-z]+\s+and\s+)?(?:security|maintenance|support|general|mainstream|updates?)\s+)?"
    r"(?:for|of|in|on|to|affecting|with|against|in der|von|für|der|des|bei|de|du|pour|des|dans|di|per|"
    r"para|van|voor|en|nel|nella|su|sur|dla|do|för|til|till|på|av|af|ao|à|da|no|na)?\s+"
    r"(?:the\s+|our\s+|your\s+|all\s+|any\s+|its\s+|die\s+|der\s+|das\s+|le\s+|la\s+|les\s+|product\s+|"
    r"versions?\s+(?:of\s+)?)*",
    re.IGNORECASE,
)
"""Words between an event and the product after it."""
_COORDINATED = re.compile(
    r"[\s,/&]*(?:\b(?:and|or|und|oder|et|ou|y|e|en|as well as|sowie)\b)?\s*(?:the\s+|our\s+|versions?\s+)*",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\s+(?:\w+\s+){0,3}(?:in|for|of|from|on|für|in der|von|de|pour|dans)\s+(?:the\s+|der\s+)?", re.IGNORECASE
)
"""Words between a component and its product."""
_REPLACEMENT = re.compile(
    r"\b(?:(?:up)?grad(?:e|ed|ing)|migrat(?:e|ed|ing|ion)|mov(?:e|ed|ing)|switch(?:ed|ing)?|"
    r"transition(?:ed|ing)?|updat(?:e|ed|ing)|chang(?:e|ed|ing))\s+(?:\w+\s+){0,4}?to\s+(?:the\s+|a\s+)?$|"
    r"\b(?:replac(?:ed|ement)\s+(?:by|with|is)|successor\s+(?:is|to)|in\s+favou?r\s+of|use|using|"
    r"recommend\w*|instead|with|umstieg\s+auf|wechsel\s+(?:auf|zu)|migrer\s+vers|vers|auf)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Words before a product that replaces another."""
_REQUIRES = re.compile(
    r"\b(?:requires?|(?:is|are|be) (?:required|needed|mandatory)|benötig\w+|erfordert|nécessit\w+|requier\w+|"
    r"requerir\w+|"
    r"exig\w+|richied\w+|vereis\w+|wymaga|kräver|kræver|krever|vyžaduje)$",
    re.IGNORECASE,
)
"""Words between what requires something, which changes, and what it requires."""
_OPINES = re.compile(
    r"\s+(?:says?|said|believes?|thinks?|argues?|explains?|estime|pense|rappelle|explique|meint|erklärt|sagt|cree|dice|"
    r"ritiene|vindt|zegt)\s*(?:,|:|that\b|que\b|qu.|dass\b|che\b|dat\b)",
    re.IGNORECASE,
)
"""Words after a name that gives an opinion, and is not what ends."""
_TAKES_OBJECT = re.compile(
    r"\bpull\w* the plug on$|"
    r"\b(?:drop|end|stop|ceas|discontinu|withdraw)\w*(?:\s+\w+){0,3}?\s+(?:support|maintenance|sales?)$",
    re.IGNORECASE,
)
"""An event in the active voice: what ends stands after it, who ends it before."""
_OBJECT = re.compile(r"\s+(?:(?:for|of|on)\s+)?[^.;:,()]{0,60}$")
"""What stands between such an event and the name of its object."""
_SUPPORT = re.compile(
    r"(?:v?\d[\w.]*\s+)?(?:support|maintenance|updates?|wartung|soporte|supporto|suporte|ondersteuning)\b",
    re.IGNORECASE,
)
"""An event that begins with what is provided, rather than with who ends it."""
_LOWER_NAME = re.compile(
    r"\s+(?:for|of|to|für|von|de|pour)\s+([a-z]{2,}(?:[.+#-][a-z]+)*?)-?(\d+(?:\.\d+)*)\b"
)
"""A lower-case package with its version directly after an event: `no more updates for nodejs14`."""
_FIRST_NAME = re.compile(r"\s*([a-z][a-z0-9+.]*(?:-[a-z0-9+.]+)*)(?:\s+v?(\d[\d.]*))?\s+")
"""A lower-case package at the beginning of a title, directly before an event: `openfoo retirement`."""
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_OPENS = re.compile(r"\s*[(\[]+\s*")
_PLURAL = re.compile(
    r"\b(?:several|some|various|multiple|many|our|all|mehrere|plusieurs|verschiedene)\s+(?:of\s+(?:our|"
    r"the)\s+)?(?:\w+\s+)?(?:products?|versions?|releases?|services?|produkte?n?|produits)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One announcement of a sentence."""

    kind: str
    sentence: Sentence
    products: tuple[NameMention, ...] = ()
    """The products bound to it within the sentence."""
    date: DateMention | None = None
    moved: bool = False
    """Whether the date replaces an earlier one."""
    number: int = 0
    """The index of its sentence in the letter."""
    bound: bool = False
    """Whether its sentence names the products itself."""
    led: bool = False
    """Whether it is a list item and the announcement is in the lead."""


def frames_of(
    sentence: Sentence,
    number: int,
    names: SentenceNames,
    *,
    month_first: bool | None,
    written: dt.date | None,
) -> list[Frame]:
    """The announcements of a sentence.

    Args:
        sentence: of the letter.
        number: its index.
        names: the names in it.
        month_first: order of day and month in the letter; None if unknown.
        written: the date of the letter.
    """
    if sentence.question:
        return []
    events = without_repeats(sentence.text, events_in(sentence))
    kinds = [event for event in events if is_kind(event)]
    if not kinds:
        return _dates_only(sentence, number, names, events, month_first, written)
    dates = find_dates(sentence.text, month_first=month_first, near=written)
    earlier = [*replaced(sentence.text, dates), *spanned(sentence.text, dates)]
    by_event = dated_events(sentence.text, dates, events, kinds)
    groups = _groups(sentence.text, names.all)
    frames = []
    for event in kinds:
        bound = [(date, weight) for date, weight in by_event.get(event, []) if date not in earlier]
        moved = [date for date, weight in bound if weight == MOVED]
        # The effective date is more specific than a date that is merely nearby.
        telling = [date for date, weight in bound if weight == EFFECTIVE]
        date = next(iter(moved or exact_first(telling or [date for date, _ in bound])), None)
        frames.append(
            Frame(
                event.meaning,
                sentence,
                _products(sentence.text, event, groups, events),
                date,
                bool(moved),
                number,
            )
        )
    return frames


def takes_place(text: str, mention: NameMention) -> bool:
    """Whether a name is the replacement for a product: `moved to Ledger`."""
    return bool(_REPLACEMENT.search(text[: mention.start]))


def is_of_successor(frame: Frame, names: SentenceNames) -> bool:
    """Whether a sentence names only the replacement for a product: `Move to Ledger 14, supported to ...`."""
    mentions = names.all
    text = frame.sentence.text
    return bool(mentions) and all(takes_place(text, mention) for mention in mentions)


def is_plural(text: str) -> bool:
    """Whether a title is about several products without naming them."""
    return bool(_PLURAL.search(text))


def _dates_only(
    sentence: Sentence,
    number: int,
    names: SentenceNames,
    events: Sequence[Event],
    month_first: bool | None,
    written: dt.date | None,
) -> list[Frame]:
    """Frames without a kind, from a sentence that only dates an announcement made elsewhere."""
    dates = find_dates(sentence.text, month_first=month_first, near=written)
    bound = bind_dates(sentence.text, dates, events)
    earlier = replaced(sentence.text, dates)
    frames = []
    for date, event in zip(dates, bound, strict=True):
        if date not in earlier and event is not None and event.meaning in ("moved", "effective"):
            frames.append(Frame("", sentence, tuple(names.ours[:1]), date, event.meaning == "moved", number))
    return frames


def _groups(text: str, mentions: Sequence[NameMention]) -> list[tuple[NameMention, ...]]:
    """Names in the same list: `A, B and C`."""
    groups: list[tuple[NameMention, ...]] = []
    for mention in mentions:
        last = groups[-1][-1] if groups else None
        if last is not None and _is_written_out(text, last, mention):
            continue
        if last is not None and _COORDINATED.fullmatch(text[last.end : mention.start]):
            groups[-1] = (*groups[-1], mention)
        else:
            groups.append((mention,))
    return groups


def _is_written_out(text: str, last: NameMention, mention: NameMention) -> bool:
    """Whether a name in brackets is the one before it once more: `RDP (Remote Data Ports)`."""
    between = text[last.end : mention.start]
    acronym = _ACRONYM.fullmatch(last.name) or _ACRONYM.fullmatch(mention.name)
    return bool(_OPENS.fullmatch(between) and acronym) and not (mention.version or mention.known)


def _products(
    text: str,
    event: Event,
    groups: Sequence[tuple[NameMention, ...]],
    events: Sequence[Event],
) -> tuple[NameMention, ...]:
    """The names bound to an event: directly after it, within it, before it, or else the nearest."""
    inside = _inside(text, event, groups)
    if inside:
        return inside
    package = _package(text, event, groups)
    if package:
        return package
    free = [
        group
        for group in groups
        if not _REPLACEMENT.search(text[: group[0].start]) and not _OPINES.match(text, group[-1].end)
    ]
    if event.meaning == "security-advisory":
        free = [
            group for group in free if group[0].known or group[0].version or not stands_on(text, group[0])
        ]
    behind = [group for group in free if group[0].start >= event.end]
    between = text[event.end : behind[0][0].start] if behind else ""
    if _REQUIRES.search(text[event.start : event.end]):
        return next((group for group in reversed(free) if group[-1].end <= event.start), ())
    if behind and ";" not in between and _LINK.fullmatch(between or " "):
        return _whole(text, behind)
    active = _TAKES_OBJECT.search(text, event.start, event.end)
    if active and (active[0].endswith("on") or (behind and _OBJECT.fullmatch(between or " "))):
        # Without a name behind, the thing itself is named elsewhere: `pulls the plug on the hub`.
        return _whole(text, behind) if behind and _OBJECT.fullmatch(between or " ") else ()
    before = [group for group in free if group[-1].end <= event.start]
    if before and not any(
        other is not event and is_kind(other) and before[-1][-1].end <= other.start < event.start and behind
        for other in events
    ):
        return before[-1]
    if behind and not any(
        is_kind(other) and event.end <= other.start < behind[0][0].start for other in events
    ):
        ours = [group for group in behind if group[0].known]
        return (ours or [_whole(text, behind)])[0]
    return ()


def _inside(text: str, event: Event, groups: Sequence[tuple[NameMention, ...]]) -> tuple[NameMention, ...]:
    """The names within an event, or before support on a platform: `Ledger support on Tarn 7`."""
    inside = [group for group in groups if event.start <= group[0].start and group[-1].end <= event.end]
    if event.meaning == "security-advisory":
        # `SQL injection` is no product.
        inside = [group for group in inside if group[0].known or group[0].version]
    # The words of the event may begin with the version of the name before them.
    beside = next((g for g in groups if g[0].start < event.start <= g[-1].end + 1), ())
    on_platform = any(stands_on(text, g[0]) for g in groups if event.start <= g[0].start)
    if beside and on_platform and _SUPPORT.match(text, event.start):
        return beside
    return inside[0] if inside else ()


def _package(text: str, event: Event, groups: Sequence[tuple[NameMention, ...]]) -> tuple[NameMention, ...]:
    """A lower-case package directly after an event, or with which a title without another name begins."""
    package = _LOWER_NAME.match(text, event.end)
    if package:
        return (NameMention(package[1], package[2], package.start(1), package.end()),)
    package = _FIRST_NAME.fullmatch(text, 0, event.start)
    if package and not groups[:1] and not _is_common(package[1]):
        return (NameMention(package[1], package[2] or "", package.start(1), package.end()),)
    return ()


def _whole(text: str, behind: Sequence[tuple[NameMention, ...]]) -> tuple[NameMention, ...]:
    """The first names, or the product whose part they are: `Basic Authentication in Northwind Mail`."""
    whole = behind[1] if len(behind) > 1 else None
    if whole and whole[0].telling and _PART_OF.fullmatch(text[behind[0][-1].end : whole[0].start]):
        return whole
    return behind[0]


def _is_common(word: str) -> bool:
    """Whether a lower-case word is not a name by itself."""
    return word in common_words("stop") or word in common_words("opening")
