"""The questions asked about news whose deal is unclear."""

from __future__ import annotations

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document
from smits_watch.facts.mergers_acquisitions.clauses import strong_events
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.prose.sentences import Sentence

NO_DEAL = "no deal"
"""The answer that the news reports something else."""


def deal_question(fact: CorporateEvent, title: Sentence) -> FileQuestion:
    """Ask whether news reports a deal, if only nouns mention it and at most one company is named.

    Args:
        fact: the deal as it would be recorded.
        title: of the news, to which the question refers.
    """
    party = next(iter(fact.parties), "")
    return FileQuestion(
        topic="message",
        text=f"Does this news report a deal of {party}?" if party else "Does this news report a deal?",
        anchor=title.anchor,
        quote=title.quote,
        candidates=(
            Candidate(
                answer=fact.event,
                meaning=f"It reports a deal ({fact.event})" + (f" of {party}." if party else "."),
                facts=(fact,),
            ),
            Candidate(answer=NO_DEAL, meaning="It is about deals in general, or about something else."),
        ),
        shape=shape_of([title.text]),
    )


def own_question(
    document: Document, own: Sentence, title: Sentence, profile: OrganisationProfile
) -> FileQuestion:
    """Ask about words for deals together with the organisation's own name.

    Args:
        document: the news.
        own: the sentence that names the organisation.
        title: of the news, by which the answer is remembered.
        profile: the organisation.
    """
    return FileQuestion(
        topic="message",
        text=f"Does this news report a deal of {profile.name}?",
        anchor=own.anchor,
        quote=own.quote,
        candidates=(
            *(
                Candidate(
                    answer=event,
                    meaning=f"It reports a deal ({event}) of {profile.name}.",
                    facts=(
                        CorporateEvent(
                            event=event,
                            parties=(profile.name,),
                            source=document.source(own.anchor),
                            quote=own.quote,
                            confidence="inferred",
                        ),
                    ),
                )
                for event in strong_events(own.text)
            ),
            Candidate(answer=NO_DEAL, meaning="It reports something else."),
        ),
        shape=shape_of([title.text]),
    )
