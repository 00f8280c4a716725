"""The dates of an act: published, in force, applied from; those of other acts are left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_watch.facts.regulations.citations import cites_another, ends_in_act_name, is_adoption_day
from smits_watch.facts.regulations.patterns import any_of, meanings_of
from smits_watch.facts.regulations.spans import applied_after, days_after_publication, tells_span
from smits_watch.prose.dates import DateMention, find_dates, later, names_day
from smits_watch.prose.roles import Event, bind_dates, events_by
from smits_watch.prose.sentences import Sentence

_TITLE_DATE = re.compile(r"^(?:of|vom|du|de|del|van|z dnia|of the)\s+", re.IGNORECASE)
_DEMANDS_WITHIN = 160
"""Characters after the date that begins a sentence in which what it demands stands."""
_PART_OF_ACT = re.compile(
    r"^\W*(?:\(?\d{1,2}\)?\s+)?(?:(?:die|der|the|les?|los|gli)\s+)?(?:(?:artikel|articles?|sections?|paragraphs?|absatz|absätze|"
    r"nummern?|parts?|chapters?|art\.|artículos?|articol[oi])\s+[\dIVX]+[a-z]?|§§?\s*\d+[a-z]?)(?![\w.:]|\s*[)\u2013\u2014])"
    r"(?!.{0,60}(?<!of )\b(?:th(?:is|ese)|dieses?|dez?e (?:wet|verordening)|dit besluit|la presente|il "
    r"presente|esta (?:ley|lei|orden|portaria)|este (?:decreto|real decreto)|"
    r"el presente|denna (?:lag|förordning)|niniejsz\w+|ustaw[ay]|the (?:act|law|regulations?|directive|"
    r"rules)|la "
    r"pr[eé]sent\w*)\b)",
    re.IGNORECASE,
)
"""The beginning of a sentence whose date applies to part of the act only."""
_DELAYED = re.compile(
    r"\b(?:effective|compliance|application)\s+dates?\b.*?\b(?:is|are|has been|have been|"
    r"was)\s+(?:further\s+)?"
    r"(?:delayed|postponed|deferred|extended|stayed)\s+(?:until|to|indefinitely)\b",
    re.IGNORECASE,
)
"""Words of an act that postpone the date of another one, given by number."""
_OF_AUTHORITY = re.compile(
    r"\b(?:(?:the )?(?:commission|council|authority|authorities|ministers?|esas?|eba|esma|eiopa|"
    r"enisa|berec|kommission|"
    r"bundesregierung))\s+(?:shall|will|must|is to|are to|legt|prüft|berichtet)\b",
    re.IGNORECASE,
)
"""Deadlines for authorities to report, review or draft, which bind nobody else."""
_TODAY = re.compile(
    r"\b(?:today|as of now|(?:seit|ab) heute|heute|aujourd['’]hui|hoy|oggi|vandaag)\b", re.IGNORECASE
)
_NOT_YET = re.compile(r"\bnot\s+yet\s+(?:been\s+)?$", re.IGNORECASE)
_APPLIES = re.compile(
    r"\b(?:appl(?:y|ies)|gilt|gelten|s['’]applique|se aplica|si applica|geldt)\b", re.IGNORECASE
)
_OPENING = 4
"""The first sentences, including the title, in which `today` is the date of writing."""
_RECITAL = re.compile(
    r"^\W*(?:\(\d+\)\s*)?(?:whereas|having regard|considering that|in der erwägung|considérant)\b",
    re.IGNORECASE,
)
_OTHER_ACT = re.compile(
    r"\b(?:that|the said|the former|the existing|the previous|the original|the first|its predecessor)\s+"
    r"(?:[\w-]+\s+){0,2}(?:act|law|regulation|directive|decision|order)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ActDates:
    """The dates of an act."""

    published: dt.date | None = None
    adopted: dt.date | None = None
    effective: dt.date | None = None
    applies: tuple[dt.date, ...] = ()
    sentence: Sentence | None = None
    """The sentence that states the date of entry into force or application."""


def act_dates(
    sentences: Sequence[Sentence],
    reference: str,
    *,
    month_first: bool | None,
    published: dt.date | None,
    binding: bool,
    written: dt.date | None = None,
) -> ActDates:
    """Determine the dates of an act.

    Args:
        sentences: of the act, or of an article about it.
        reference: its own number; sentences with another number are about other acts.
        month_first: order of day and month in numeric dates.
        published: the date of publication, if the structure states it; spans are counted from it.
        binding: whether it is or will be binding; a proposal or a consolidated law has no such dates of its
            own.
        written: the date of an article about the act, for `today`.

    Returns:
        The dates; entry into force and application for binding acts only.
    """
    roled: dict[str, list[tuple[dt.date, Sentence, bool]]] = {}
    for sentence in sentences:
        for role, day, exact in _roles(sentence, reference, month_first=month_first):
            roled.setdefault(role, []).append((day, sentence, exact))
    publication = published or _exact(roled, "published")
    adopted = _exact(roled, "adopted")
    if not binding:
        return ActDates(publication, adopted)
    spanned = [sentence for sentence in sentences if tells_span(sentence.text)]
    own = [sentence for sentence in spanned if not _is_of_another(sentence.text, reference)]
    effective = _first(roled, "effective") or _today(sentences[:_OPENING], written)
    effective = effective or _without_year(sentences, reference, written)
    counted = effective or days_after_publication(own, publication)
    later = applied_after(own, published=publication, effective=counted)
    applies = {day for day, _, _ in roled.get("applies", ())} | set(later)
    telling = next((s for role in ("effective", "applies") for _, s, _ in roled.get(role, ())), None)
    return ActDates(publication, adopted, counted, tuple(sorted(applies)), telling)


def free_dates(sentence: Sentence, *, month_first: bool | None) -> list[DateMention]:
    """The dates of a sentence that may be those of an act: no words give them to anything else."""
    dates = find_dates(sentence.text, month_first=month_first)
    events = events_by(sentence.text, _patterns(), lambda _: True)
    return [
        date
        for date, event in zip(dates, bind_dates(sentence.text, dates, events), strict=True)
        if event is None or event.meaning in ("effective", "applies")
    ]


def _today(sentences: Sequence[Sentence], written: dt.date | None) -> dt.date | None:
    """The date of writing, if title or opening say that the act applies from today."""
    is_stated = any(
        _TODAY.search(s.text) and (any_of("date", "effective").search(s.text) or _APPLIES.search(s.text))
        for s in sentences
    )
    return written if is_stated else None


def days_without_year(
    sentences: Sequence[Sentence], reference: str, near: dt.date
) -> Iterator[tuple[dt.date, Sentence, bool]]:
    """The days of entry into force that an article states without their year.

    Args:
        sentences: of the article.
        reference: the act's own number; sentences with another number are about other acts.
        near: a day that the years are counted from.

    Yields:
        The next such day from `near` on, its sentence, and whether the words tell of the past.
    """
    for sentence in sentences:
        text = sentence.text
        dates = find_dates(text, near=near)
        for date, event in zip(dates, bind_dates(text, dates, _stated_events(text)), strict=True):
            if event is None or event.meaning != "effective" or not names_day(text[date.start : date.end]):
                continue
            if _is_of_another(text, reference) or is_adoption_day(text[: date.start]):
                continue
            is_past = any_of("act_name", "past").search(text, event.start, event.end) is not None
            yield date.date, sentence, is_past


def _without_year(sentences: Sequence[Sentence], reference: str, written: dt.date | None) -> dt.date | None:
    """The day of entry into force that an article states without its year: the one next to its own date."""
    if written is None:
        return None
    for day, _, is_past in days_without_year(sentences, reference, written):
        return later(day, months=-12) if is_past and day > written else day
    return None


def _roles(
    sentence: Sentence, reference: str, *, month_first: bool | None
) -> list[tuple[str, dt.date, bool]]:
    text = sentence.text
    dates = find_dates(text, month_first=month_first)
    if not dates:
        return []
    events = _stated_events(text)
    delayed = _DELAYED.search(text)
    other = delayed is None and _is_of_another(text, reference)
    roles = []
    for date, event in zip(dates, bind_dates(text, dates, events), strict=True):
        if delayed is not None and event is not None and event.meaning == "effective":
            # Only the new date counts, not the date on which the postponement takes effect.
            if date.start >= delayed.end():
                roles.append(("effective", date.date, date.exact))
            continue
        if event is not None and event.meaning == "effective" and _PART_OF_ACT.match(text):
            roles.append(("applies", date.date, date.exact))
            continue
        if event is not None and event.meaning == "applies" and _OF_AUTHORITY.search(text[: date.start]):
            continue
        if event is not None and _is_day_of_name(text, date, event):
            continue
        if event is None and _is_start_of_demand(text, date):
            roles.append(("applies", date.date, date.exact))
            continue
        role = event.meaning if event else "adopted" if _TITLE_DATE.match(text) and date.start < 15 else ""
        if role and (not other or role in ("published", "adopted")) and not (other and role == "adopted"):
            roles.append((role, date.date, date.exact))
    return roles


def _stated_events(text: str) -> list[Event]:
    """The words for dates in a sentence that are not denied."""
    return events_by(text, _patterns(), lambda event: not _NOT_YET.search(text[: event.start]))


def _is_day_of_name(text: str, date: DateMention, event: Event) -> bool:
    """Whether a day by which an act may bind is the one on which it, or a cited one, was adopted."""
    if event.meaning not in ("effective", "applies"):
        return False
    before = text[: date.start]
    return is_adoption_day(before) or (event.start >= date.end and ends_in_act_name(before))


def _is_start_of_demand(text: str, date: DateMention) -> bool:
    """Whether a sentence begins with a date from which on something is required."""
    demanded = any_of("demand", "words").search(text, date.end, date.end + _DEMANDS_WITHIN)
    before = text[: date.start].strip(" \"'“”«»*").removesuffix(" the")
    return bool(demanded and any_of("demand", "starts").fullmatch(before))


def _is_of_another(text: str, reference: str) -> bool:
    """Whether a sentence is about another act."""
    return cites_another(text, reference) or bool(_RECITAL.search(text)) or bool(_OTHER_ACT.search(text))


def _first(roled: dict[str, list[tuple[dt.date, Sentence, bool]]], role: str) -> dt.date | None:
    """The first date with a role, preferring dates that name a day."""
    dates = roled.get(role, [])
    return next((day for day, _, exact in dates if exact), dates[0][0] if dates else None)


def _exact(roled: dict[str, list[tuple[dt.date, Sentence, bool]]], role: str) -> dt.date | None:
    """The first date of a role that names a day, not a month, which stands for its last day."""
    return next((day for day, _, exact in roled.get(role, ()) if exact), None)


def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((role, any_of("date", role)) for role in meanings_of("date"))
