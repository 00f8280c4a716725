"""Extracts goals, opportunities and a plan's objectives from tables or lists under a heading."""

from __future__ import annotations

from smits_rules.vocabulary import Fact
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction, list_proof
from smits_watch.facts.goals_and_opportunities.calls.calls import call_in_prose
from smits_watch.facts.goals_and_opportunities.foreign_worth import in_own_currency
from smits_watch.facts.goals_and_opportunities.goals import (
    goals_in_prose,
    labelled_goals,
    labelled_objectives,
    objectives_in_prose,
)
from smits_watch.facts.goals_and_opportunities.ideas import listed_ideas
from smits_watch.facts.goals_and_opportunities.listed_goals import goals_in_tables, objectives_in_tables
from smits_watch.facts.goals_and_opportunities.listed_opportunities import opportunities_in_tables

_TEXT = 6
"""With this many passages besides the table, a document is a text that contains a table."""


def extract_goals(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the goals of a quarter from a document's tables, or else from lists under a heading.

    Args:
        document: a table or prose.
        context: configured headers for the fields of `goal`.
    """
    facts: list[Fact] = list(goals_in_tables(document, context))
    if not facts or len(objectives := labelled_goals(document)) > 1:
        facts = [*(goals_in_prose(document) if not facts else objectives), *facts]
    return _extract("goals", facts)


def extract_opportunities(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the opportunities from a document's tables, or the one offered by its text.

    Args:
        document: a table or prose.
        context: configured headers for the fields of `opportunity`.
    """
    tabled, asked = opportunities_in_tables(document, context)
    if asked:
        return in_own_currency(Extraction("opportunities", tuple(tabled), questions=tuple(asked)), context)
    if len(document.passages) >= _TEXT:
        # The steps of a form have neither value nor date.
        tabled = [listed for listed in tabled if listed.value or listed.decide_by or listed.kind]
    # A call also has tables, of deliverables and dates; a list of opportunities states their values.
    listed = any(opportunity.value for opportunity in tabled)
    ideas = [] if listed else listed_ideas(document)
    call, question = (ideas, None) if listed or ideas else call_in_prose(document)
    all_facts: list[Fact] = [*(call or tabled)]
    question = None if all_facts else question
    if question is None:
        return in_own_currency(_extract("opportunities", all_facts), context)
    settlement = context.settle(question)
    if settlement is None:
        return Extraction("opportunities", questions=(question,))
    facts = settlement.candidate.facts if settlement.candidate else ()
    return in_own_currency(
        Extraction(
            "opportunities",
            facts,
            nothing_stated="" if facts else "It offers nothing, according to an earlier answer.",
        ),
        context,
    )


def extract_objectives(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the objectives of a strategy plan from a table, or from lists under a heading about objectives.

    Args:
        document: the plan.
        context: configured headers for the fields of `plan-objective`.
    """
    labelled = labelled_objectives(document)
    if len(labelled) > 1:  # tables below them list the actions for each
        return _extract("strategy-plans", [*labelled])
    facts: list[Fact] = [*objectives_in_tables(document, context)] or [*objectives_in_prose(document)]
    return _extract("strategy-plans", facts)


def _extract(kind: str, facts: list[Fact]) -> Extraction:
    warnings = () if facts else ("Nothing was found in it that could be listed; state it in front matter.",)
    return Extraction(kind, tuple(facts), {}, warnings, proofs=list_proof(facts))
