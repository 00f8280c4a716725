"""The questions asked about acts: the jurisdiction, and whether the text is about an act at all."""

from __future__ import annotations

from collections.abc import Sequence

from smits_rules.vocabulary import Regulation
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

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
