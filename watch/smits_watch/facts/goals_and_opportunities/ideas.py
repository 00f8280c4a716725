"""Ideas listed in prose, each with what it would save or bring: `1. Share one network - saves EUR 35,000`."""

from __future__ import annotations

import re

from smits_rules.vocabulary import Opportunity
from smits_watch.documents.document import Document
from smits_watch.facts.goals_and_opportunities.aim_labels import speaks_of
from smits_watch.facts.goals_and_opportunities.calls.call_terms import gains_in, value_of
from smits_watch.prose.dates import find_dates
from smits_watch.prose.letters import letter_of
from smits_watch.prose.sentences import Sentence, sentences_of

_FEWEST = 2
"""Items with an amount that make a list of ideas."""
_MOST_SENTENCES = 600
_TITLE_ENDS = re.compile(
    r"\s(?:[-\u2013\u2014]|=|\u2192)\s|[:(;]|"
    r",?\s+(?=(?:which )?(?:saves?|would save|spart|économise|ahorra|fa risparmiare|bespaart)\b)"
)
"""Between the idea and what it brings."""
_LONGEST = 200


def listed_ideas(document: Document) -> list[Opportunity]:
    """The ideas of a list, with their amounts and the days by which they are to be decided.

    Args:
        document: a text whose title or subject speaks of ideas, proposals or savings.

    Returns:
        One per item that states an amount; empty if fewer than two do.
    """
    letter = letter_of(document)
    sentences = sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]
    heading = next((s.text for s in sentences if s.heading), "")
    if not speaks_of("call", "idea", f"{letter.subject} {heading}"):
        return []
    ideas = [idea for sentence in sentences if sentence.item and (idea := _idea(document, sentence))]
    return ideas if len(ideas) >= _FEWEST else []


def _idea(document: Document, sentence: Sentence) -> Opportunity | None:
    money = max(gains_in(sentence.text), key=lambda money: money.value, default=None) or value_of([sentence])
    if money is None:
        return None
    title = _TITLE_ENDS.split(sentence.text, maxsplit=1)[0].strip(" .*")
    days = find_dates(sentence.text)
    return Opportunity(
        title=(title or sentence.text)[:_LONGEST],
        kind="idea",
        value=money.value,
        currency=money.currency,
        decide_by=days[0].date if len(days) == 1 else None,
        source=document.source(sentence.anchor),
        quote=sentence.quote,
        confidence="inferred",
    )
