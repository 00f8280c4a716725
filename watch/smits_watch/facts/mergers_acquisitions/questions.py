"""The questions asked about news whose deal is unclear."""

from __future__ import annotations

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document
from smits_watch.facts.mergers_acquisitions.clauses import strong_events
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


def own_question(document: Document, own: Sentence, title: Sentence, name: str) -> FileQuestion:
    """Ask about words of a deal beside the organisation's own name, or that of a vendor of its portfolio.

    Args:
        document: the news.
        own: the sentence that has the name.
        title: of the news, by which the answer is remembered.
        name: of the organisation or the vendor.
    """
    return FileQuestion(
        topic="message",
        text=f"Does this news report a deal of {name}?",
        anchor=own.anchor,
        quote=own.quote,
        candidates=(
            *(
                Candidate(
                    answer=event,
                    meaning=f"It reports a deal ({event}) of {name}.",
                    facts=(
                        CorporateEvent(
                            event=event,
                            parties=(name,),
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
