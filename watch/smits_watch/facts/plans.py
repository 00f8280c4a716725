"""Goals, opportunities and the objectives of a plan, from tables or from lists under a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from smits_rules.vocabulary import Fact, Goal, Opportunity, PlanObjective
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.aims.calls import opportunities_in_prose, question_of_call
from smits_watch.facts.aims.foreign_worth import in_own_currency
from smits_watch.facts.aims.goals import goals_in_prose, labelled_goals, objectives_in_prose
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dates import date_of
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.tables import Header, find_header, quote, word_lists
from smits_watch.tables.numbers import number
from smits_watch.tables.periods import period_in
from smits_watch.tables.units import currency_in, units_in

_Row = Callable[[Header, Sequence[Cell], str, str], Fact | None]


def extract_goals(document: Document, context: ExtractionContext) -> Extraction:
    """Take the goals of a quarter out of a document's tables, or else out of lists under a heading.

    Args:
        document: a table or prose.
        context: configured headers for the fields of `goal`.
    """
    around = _quarter_around(document)

    def goal(header: Header, row: Sequence[Cell], source: str, told: str) -> Goal | None:
        name = header.text(row, "goal")
        if not name:
            return None
        quarter = period_in(header.text(row, "quarter"))
        return Goal(
            goal=name[:300],
            quarter=quarter.text if quarter else around,
            target=header.text(row, "target")[:120],
            owner=header.text(row, "owner")[:80],
            source=source,
            quote=told,
        )

    found: list[Fact] = list(_rows(document, context.columns, "goals", goal))
    if not found or len(objectives := labelled_goals(document)) > 1:
        found = [*(goals_in_prose(document) if not found else objectives), *found]
    return _extract("goals", found)


def extract_opportunities(document: Document, context: ExtractionContext) -> Extraction:
    """Take the opportunities out of a document's tables.

    Args:
        document: with a table.
        context: configured headers for the fields of `opportunity`.
    """

    def opportunity(header: Header, row: Sequence[Cell], source: str, told: str) -> Opportunity | None:
        title = header.text(row, "title")
        if not title:
            return None
        units = units_in([header.text(row, "value"), header.titles.get("value", "")])
        value = number(header.cell(row, "value"))
        return Opportunity(
            title=title[:200],
            kind=header.text(row, "kind")[:60],
            value=value * units.scale if value is not None else None,
            currency=currency_in(header.text(row, "currency").upper()) or units.currency,
            decide_by=date_of(header.cell(row, "decide_by")),
            source=source,
            quote=told,
        )

    tabled = list(_rows(document, context.columns, "opportunities", opportunity))
    # A call has tables of deliverables and dates, too; a list of opportunities says what they are worth.
    call = (
        []
        if any(isinstance(fact, Opportunity) and fact.value for fact in tabled)
        else opportunities_in_prose(document)
    )
    found: list[Fact] = [*call] or tabled
    question = None if found else question_of_call(document)
    if question is None:
        return in_own_currency(_extract("opportunities", found), context)
    settlement = context.settle(question)
    if settlement is None:
        return Extraction("opportunities", questions=(question,))
    facts = settlement.candidate.facts if settlement.candidate else ()
    return in_own_currency(
        Extraction(
            "opportunities",
            facts,
            nothing_stated="" if facts else "It offers nothing, as was answered before.",
        ),
        context,
    )


def extract_objectives(document: Document, context: ExtractionContext) -> Extraction:
    """Take the objectives out of a strategy plan: a table of them, or lists under a heading that names them.

    Args:
        document: the plan.
        context: configured headers for the fields of `plan-objective`.
    """

    def objective(header: Header, row: Sequence[Cell], source: str, told: str) -> PlanObjective | None:
        name = header.text(row, "objective")
        if not name:
            return None
        due, owner = date_of(header.cell(row, "due")), header.text(row, "owner")[:80]
        return PlanObjective(objective=name[:300], due=due, owner=owner, source=source, quote=told)

    found: list[Fact] = list(_rows(document, context.columns, "objectives", objective))
    found = found or list(objectives_in_prose(document))
    return _extract("strategy-plans", found)


def _extract(kind: str, found: list[Fact]) -> Extraction:
    warnings = () if found else ("Nothing was found in it that could be listed; state it in front matter.",)
    return Extraction(kind, tuple(found), {}, warnings)


def _rows(document: Document, columns: Mapping[str, str], words: str, make: _Row) -> Iterator[Fact]:
    for table in document.tables:
        header = find_header(table, word_lists("plan_words.toml")[words], columns)
        if header is None:
            continue
        for index, row in enumerate(table.rows):
            if index <= header.row:
                continue
            fact = make(header, tuple(row), document.source(_place(table, index, header)), quote(row))
            if fact is not None:
                yield fact


def _place(table: Table, row: int, header: Header) -> str:
    return table.anchor(row, min(header.columns.values()))


def _quarter_around(document: Document) -> str:
    """The quarter that the title or the file's name says."""
    name = document.path.rpartition("/")[2].replace("_", " ")
    for text in (document.metadata.get("title", ""), *(table.name for table in document.tables), name):
        found = period_in(text)
        if found:
            return found.text
    return ""
