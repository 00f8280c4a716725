"""The questions asked about acts: the jurisdiction, and whether the text is about an act at all."""

from __future__ import annotations

from collections.abc import Sequence

from smits_rules.vocabulary import Regulation
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

ELSEWHERE = "elsewhere"
"""The answer that an act does not apply to the organisation."""
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
        A question; None if there is no candidate, and the act has no date or the organisation no
        jurisdiction.
    """
    dated = bool(fact.effective_date or fact.applies_from)
    ours = profile.jurisdictions if dated or likely else ()
    places = tuple(dict.fromkeys((*likely, *ours)))
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


def act_question(fact: Regulation) -> FileQuestion:
    """Ask whether a text is about an act, if it has no number, date or sections of one."""
    return FileQuestion(
        topic="message",
        text=f"Is '{fact.title[:80]}' about a law or rule that we should record?",
        anchor=fact.source.partition("#")[2],
        quote=fact.quote,
        candidates=(
            Candidate(answer="an act", meaning=f"It is about an act: {fact.title[:80]}.", facts=(fact,)),
            Candidate(answer=NO_ACT, meaning="It is not about a particular act."),
        ),
        shape=shape_of([fact.title]),
    )
