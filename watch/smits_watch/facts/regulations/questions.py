"""The questions asked about acts: where and from which day on they bind, and whether a text is about one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import Regulation
from smits_watch.facts.day_candidates import day_candidates
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.regulations.dates import days_without_year, free_dates
from smits_watch.facts.regulations.separate_acts import has_sections
from smits_watch.facts.shapes import shape_of
from smits_watch.prose.dates import DateMention
from smits_watch.prose.sentences import Sentence

ELSEWHERE = "elsewhere"
"""The answer that an act does not apply to the organisation."""
_MEMBERS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
"""The member states of the European Union, whose press calls its acts by their names in its own language."""
NO_ACT = "no act"
"""The answer that a text is not about an act."""
_MOST = 5
_ARTICLE = 60
"""The most sentences of an article; an act itself states its days in a section of its own."""
_SECTIONS = 2
"""Sections of an act itself, which an article about it does not have."""
_NUMBERED = re.compile(
    r"\W*(?:art(?:[ií]cul?[oe]|icle|ikel|icolo|igo)?\.?|§|sec(?:tion|\.)|§§)\s*\d", re.IGNORECASE
)
"""How a section begins."""
_STAMP = 40
"""Characters of a line that is no more than the day of an article."""
_BINDING = ("new", None)
"""Actions of acts whose days are their own; those that amend also state the days of others."""
_OF_AN_ACT = re.compile(
    r"(?:\d|act|law|council|parliament|regulation|directive|parlaments?|rates|conseil|conselho|consiglio|"
    r"consejo|raad|gesetz|verordnung|loi|legge|ley|wet|lei|ustaw[ay]|arrêté|décret|ordonnance|règlement|decreto|"
    r"orden|portaria|besluit|rozporządzeni[ea]|förordning|bekendtgørelse|ordinance|order|decree)\W{1,3}"
    r"(?:of|vom|du|de|del|van|z dnia)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Words before the day on which an act was adopted: `Regulation (EU) 2030/1 of `."""


_LONG_NAME = re.compile(
    r"\W*(?:(?:Bundes|Zweite |Dritte |Erste )?(?:[Gg]esetz|[Vv]erordnung)|Arrêté|Décret|Loi|Ordonnance|Ley|"
    r"Orden|Real Decreto|"
    r"Legge|Decreto|Lei|Portaria|Wet|Besluit|Ustawa|Rozporządzenie|Lag|Förordning|Lov|Bekendtgørelse|Regulations?|"
    r"Directive|Decision|Order)\b[^.;:]{0,200}\b(?:of|vom|du|de|del|van|z dnia|av|af)\s+(?:the\s+|den\s+)?",
)
"""The name of an act in full before the day on which it was adopted."""


def place_question(
    fact: Regulation, likely: Sequence[str], profile: OrganisationProfile
) -> FileQuestion | None:
    """Ask where an act applies, if that is uncertain.

    Args:
        fact: the act; one with a jurisdiction needs no question.
        likely: the possible jurisdictions, the likeliest first.
        profile: the organisation, whose jurisdictions are candidates too.

    Returns:
        A question; None if the act has a jurisdiction, or there is no candidate.
    """
    places = _places(likely, profile)
    if fact.jurisdiction or not places:
        return None
    return FileQuestion(
        topic="jurisdiction",
        text=f"Where does '{fact.title[:80]}' bind?",
        anchor=fact.source.partition("#")[2],
        quote=fact.quote,
        candidates=(
            *(
                Candidate(
                    answer=jurisdiction,
                    meaning=f"It binds in {jurisdiction}.",
                    facts=(fact.model_copy(update={"jurisdiction": jurisdiction}),),
                )
                for jurisdiction in places
            ),
            Candidate(answer=ELSEWHERE, meaning="It does not bind us."),
        ),
        shape=shape_of([fact.title]),
    )


def _places(likely: Sequence[str], profile: OrganisationProfile) -> tuple[str, ...]:
    """The possible jurisdictions; where a member state may be meant, its union may be, too."""
    union = ("EU",) if any(place in _MEMBERS for place in likely) else ()
    return tuple(dict.fromkeys((*likely, *union, *profile.jurisdictions)))


def act_question(fact: Regulation, likely: Sequence[str], profile: OrganisationProfile) -> FileQuestion:
    """Ask whether a text is about an act, if it has no number, date or sections of one.

    Args:
        fact: the act.
        likely: the possible jurisdictions of one that states none, the likeliest first.
        profile: the organisation, whose jurisdictions are possible, too.
    """
    places = () if fact.jurisdiction else _places(likely, profile)
    return FileQuestion(
        topic="message",
        text=f"Is '{fact.title[:80]}' about a law or rule that we should record?",
        anchor=fact.source.partition("#")[2],
        quote=fact.quote,
        candidates=(
            *(
                Candidate(
                    answer=f"an act of {place}",
                    meaning=f"It is about an act that binds in {place}: {fact.title[:80]}.",
                    facts=(fact.model_copy(update={"jurisdiction": place}),),
                )
                for place in places
            ),
            Candidate(answer="an act", meaning=f"It is about an act: {fact.title[:80]}.", facts=(fact,)),
            Candidate(answer=NO_ACT, meaning="It is not about a particular act."),
        ),
        shape=shape_of([fact.title]),
    )


@dataclass(frozen=True, slots=True)
class _Rival:
    day: dt.date
    sentence: Sentence
    names_act: bool
    """Whether the day only belongs to the name of an act."""


def day_question(
    fact: Regulation, sentences: Sequence[Sentence], *, month_first: bool, written: dt.date | None
) -> FileQuestion | None:
    """Ask from which day on an act counts, if an article has days for which the reading has no use.

    Args:
        fact: the act as it would be recorded.
        sentences: of the article.
        month_first: order of day and month in numeric dates.
        written: the day of the article.

    Returns:
        A question with each day; None if the day is certain, or the text has none.
    """
    numbered = sum(bool(_NUMBERED.match(sentence.text)) for sentence in sentences)
    is_act = len(sentences) > _ARTICLE or has_sections(sentences, least=_SECTIONS) or numbered >= _SECTIONS
    if is_act or fact.action not in _BINDING or fact.confidence == "stated":
        return None
    rivals = list(_rivals(sentences, month_first=month_first))
    read = {fact.effective_date, *fact.applies_from} - {None}
    earlier = _earlier_day(fact, sentences)
    if earlier is not None and written is None and fact.effective_date:
        return _asked(fact, [earlier, _Rival(fact.effective_date, earlier.sentence, names_act=False)])
    adopted = {rival.day for rival in rivals if rival.names_act}
    known = {day for day in (written, fact.published) if day}
    others = [r for r in rivals if not r.names_act and r.day not in known]
    if not read:
        others = [r for r in others if all(r.day > day for day in known)]
    elif fact.effective_date in adopted and not fact.applies_from:
        others = [r for r in others if r.day not in adopted]
    elif written is not None and all(day < written for day in read if day) and not fact.effective_date:
        others = [r for r in rivals if r.day >= written]
    else:
        return None
    return _asked(fact, others[:_MOST]) if others else None


def _earlier_day(fact: Regulation, sentences: Sequence[Sentence]) -> _Rival | None:
    """A day without a year that an article states first, in the year of the day that was read."""
    if fact.effective_date is None:
        return None
    near = fact.effective_date.replace(month=1, day=1)
    for day, sentence, _ in days_without_year(sentences, fact.reference, near):
        if day.year == near.year:
            return _Rival(day, sentence, names_act=False) if day != fact.effective_date else None
    return None


def _rivals(sentences: Sequence[Sentence], *, month_first: bool) -> Iterator[_Rival]:
    days: set[tuple[dt.date, bool]] = set()
    for sentence in sentences:
        for mention in free_dates(sentence, month_first=month_first):
            before = sentence.text[: mention.start]
            names_act = bool(_OF_AN_ACT.search(before) or _LONG_NAME.fullmatch(before))
            if not mention.exact or _is_stamp(sentence, mention) or (mention.date, names_act) in days:
                continue
            days.add((mention.date, names_act))
            yield _Rival(mention.date, sentence, names_act)


def _is_stamp(sentence: Sentence, mention: DateMention) -> bool:
    """Whether a line is no more than the day of the article."""
    return len(sentence.text) <= _STAMP and mention.end - mention.start > len(sentence.text) / 2


def _asked(fact: Regulation, rivals: Sequence[_Rival]) -> FileQuestion:
    return FileQuestion(
        topic="date",
        text=f"From which day on does '{fact.title[:80]}' count?",
        anchor=rivals[0].sentence.anchor,
        quote=rivals[0].sentence.quote,
        candidates=day_candidates(
            [(rival.day, rival.sentence.text) for rival in rivals],
            lambda day: [fact.model_copy(update={"effective_date": day, "applies_from": ()})],
            "The text does not say.",
        ),
        shape=shape_of([fact.title]),
    )
