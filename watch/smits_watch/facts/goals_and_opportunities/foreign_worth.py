"""Opportunities whose value is stated in a currency other than the organisation's."""

from __future__ import annotations

from dataclasses import replace

from smits_rules.vocabulary import Opportunity
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

_LEFT = "as stated"
"""The answer that keeps the value in its own currency."""


def in_own_currency(extraction: Extraction, context: ExtractionContext) -> Extraction:
    """Ask for the value in the organisation's currency; no exchange rate is known here.

    Args:
        extraction: opportunities.
        context: the organisation, with its currency; remembered answers.

    Returns:
        Unchanged if all are in the organisation's currency, or it has none. Otherwise the others are left
        out until the question is answered.
    """
    own = context.profile.currency
    foreign = [
        fact
        for fact in extraction.facts
        if isinstance(fact, Opportunity) and fact.value and own and fact.currency not in (None, "", own)
    ]
    if not foreign or own is None:
        return extraction
    question = _question(foreign, own)
    settlement = context.settle(question)
    others = tuple(fact for fact in extraction.facts if fact not in foreign)
    if settlement is None:
        return replace(extraction, facts=others, questions=(*extraction.questions, question))
    counted = settlement.candidate.facts if settlement.candidate else tuple(foreign)
    return replace(extraction, facts=(*others, *counted))


def _question(foreign: list[Opportunity], own: str) -> FileQuestion:
    first = foreign[0]
    worth = f"{first.value:,.0f} {first.currency}"
    more = f" (and {len(foreign) - 1} more)" if len(foreign) > 1 else ""
    return FileQuestion(
        topic="currency",
        text=f"{first.title[:80]}{more} is worth {worth}. How does that count in {own}?",
        anchor=first.source.partition("#")[2],
        quote=first.quote,
        candidates=(
            Candidate(
                answer=f"as many {own}",
                meaning=f"It counts as {first.value:,.0f} {own}; limits apply to it.",
                facts=tuple(fact.model_copy(update={"currency": own}) for fact in foreign),
            ),
            Candidate(
                answer=_LEFT,
                meaning=f"It stays in {first.currency}; limits in {own} do not apply to it.",
                facts=tuple(foreign),
            ),
        ),
        shape=shape_of([first.title]),
    )
