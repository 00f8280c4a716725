"""Goals and objectives listed in tables, with their key results."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from smits_rules.vocabulary import Goal, PlanObjective
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dated_columns import DatedColumns, date_in_cell, looks_like_date
from smits_watch.facts.goals_and_opportunities.aim_labels import speaks_of
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.word_lists import plain_words, table_words

_NAMED = 79.0
"""With at least this fit, the goal header needs no other column to support it."""
_DISTINCT = 0.5
"""Share of distinct texts required in a column of aims whose header is just title or action."""
_NUMBER = re.compile(r"^(?:[OG])?\d{1,2}[.):]?\s+")
_PART = re.compile(r"[QTK]?([1-4])|([1-4])\s?[.ºo]?\s?[QTK]", re.IGNORECASE)
"""The number of a quarter: `Q1`, `T1`, `K1`, `1T`, `1º T`, 1."""
_LABELLED = re.compile(r"^\s*(?P<label>[^\W\d_][\w ]{1,24}):\s+(?P<text>\S.*)$", re.DOTALL)


def goals_in_tables(document: Document, context: ExtractionContext) -> list[Goal]:
    """The goals and key results listed in tables.

    Args:
        document: a list of goals or OKRs.
        context: configured headers for the fields of `goal`.

    Returns:
        Each objective once, followed by its key results, with the quarter of its row, of the heading above
        it, of the table or of the file's name.
    """
    around = _quarter_around(document)
    return [
        goal
        for table in document.tables
        for records in records_in(table, _goal_vocabulary(), context.columns)
        for goal in (
            _goals(document, records, context, around)
            if _lists_aims(records, ("goal", "result"), document)
            else _grouped_goals(document, records, around)
        )
    ]


def objectives_in_tables(document: Document, context: ExtractionContext) -> list[PlanObjective]:
    """The objectives of a plan listed in tables, each with its due date."""
    objectives = []
    for table in document.tables:
        for records in records_in(table, _objective_vocabulary(), context.columns):
            if not _lists_aims(records, ("objective",), document) or len(records.columns) < 2:
                continue
            dates = DatedColumns(records, ("due",), context.profile)
            for row in records.rows:
                name = records.text(row, "objective")
                if not _is_aim(name):
                    continue
                objectives.append(
                    PlanObjective(
                        objective=name[:300],
                        due=None if dates.doubtful else dates.date(row, "due"),
                        owner=records.text(row, "owner")[:80],
                        source=document.source(records.anchor(row, "objective")),
                        quote=records.quote(row),
                    )
                )
    return objectives


@cache
def _goal_vocabulary() -> Vocabulary:
    headers = word_lists("goals_and_opportunities/plan_words.toml")["goals"]
    return Vocabulary(
        headers=headers,
        values={
            "goal": _looks_like_aim,
            "result": _looks_like_aim,
            "owner": _looks_like_name,
            "quarter": _looks_like_period,
            "year": lambda cell: period_in(text_of(cell)) is not None,
            "due": lambda cell: looks_like_date(cell) or is_gap(cell),
        },
    )


@cache
def _objective_vocabulary() -> Vocabulary:
    return Vocabulary(
        headers=word_lists("goals_and_opportunities/plan_words.toml")["objectives"],
        values={
            "objective": _looks_like_aim,
            "owner": _looks_like_name,
            "due": lambda cell: looks_like_date(cell) or is_gap(cell),
        },
    )


def _lists_aims(records: Records, meanings: tuple[str, ...], document: Document) -> bool:
    """Whether a table lists aims: a column is called so, and another one or the file name agrees."""
    named = [meaning for meaning in meanings if meaning in records.columns]
    if not named:
        return False
    column = records.columns[named[0]]
    spoken = _is_about_aims(records, document)
    vague = plain_words(column.header) in _vague_headers()
    if vague and not spoken and not {"target", "quarter", "result"} & records.columns.keys():
        return False
    texts = [text for row in records.rows if (text := records.text(row, named[0]))]
    if len(set(texts)) < (_DISTINCT if vague else _DISTINCT / 3) * len(texts):
        return False  # recurring kinds of action
    return len(records.columns) > 1 or records.scores[named[0]] >= _NAMED or spoken


@cache
def _vague_headers() -> frozenset[str]:
    """Headers that other lists also have: a title, an action, an initiative."""
    return frozenset(
        map(plain_words, word_lists("goals_and_opportunities/plan_words.toml")["vague"]["words"])
    )


def _goals(document: Document, records: Records, context: ExtractionContext, around: str) -> Iterator[Goal]:
    dates = DatedColumns(records, ("due",), context.profile)
    last: tuple[str, ...] = ()
    has_results = "result" in records.columns
    titles = (*records.layout.titles, records.layout.table.name)
    titled = next((period.text for title in titles if (period := period_in(title))), "")
    for row in records.rows:
        goal = records.carried(row, "goal") if has_results else records.text(row, "goal")
        name, own_target = _labelled_fields(goal)
        due = None if dates.doubtful else dates.date(row, "due")
        quarter = _quarter(records, row, titled or around) or titled or around
        quarter = quarter or (_quarter_of(due) if due else "")
        result = records.text(row, "result")
        target = records.text(row, "target") or own_target
        fields = (name, quarter, records.text(row, "quarter"), "" if has_results else target)
        if _is_aim(name) and fields != last:
            yield _goal(document, records, row, "goal", name, quarter, "" if result else target)
        last = fields
        if _is_aim(result):
            yield _goal(document, records, row, "result", result, quarter, target)


def _grouped_goals(document: Document, records: Records, around: str) -> Iterator[Goal]:
    """Objectives as headings within a table about goals, and the key results below them."""
    label = records.layout.label
    groups = set(records.layout.rows("group"))
    if label is None or not groups or not _is_about_aims(records, document):
        return
    grid, captions = records.layout.grid, records.layout.table.captions
    titled = next((period.text for text in captions if (period := period_in(text))), "") or around
    below = ""
    for row in sorted((*groups, *records.rows)):
        text = _NUMBER.sub("", grid.text(row, grid.filled(row)[0] if row in groups else label.index))
        below = text if row in groups else below
        if not _is_aim(text) or not below:
            continue
        yield Goal(
            goal=text[:300],
            quarter=titled,
            target="" if row in groups else records.text(row, "target")[:120],
            owner=records.text(row, "owner")[:80],
            source=document.source(records.layout.table.anchor(row, label.index)),
            quote=records.quote(row),
            confidence="inferred",
        )


def _is_about_aims(records: Records, document: Document) -> bool:
    """Whether the file name, the titles or the heading above a table mention goals."""
    table = records.layout.table
    name = re.sub(r"[_.-]", " ", document.path.rpartition("/")[2])
    heading = next((passage.text for passage in document.passages if passage.heading), "")
    about = [name, table.name, document.metadata.get("title", ""), heading, *table.captions]
    return any(speaks_of("section", "aims", text) for text in (*about, *records.layout.titles))


def _goal(
    document: Document, records: Records, row: int, meaning: str, text: str, quarter: str, target: str
) -> Goal:
    return Goal(
        goal=text[:300],
        quarter=quarter,
        target=target[:120],
        owner=records.carried(row, "owner")[:80],
        source=document.source(records.anchor(row, meaning)),
        quote=records.quote(row),
    )


def _labelled_fields(text: str) -> tuple[str, str]:
    """Goal and target of a cell that contains both: `Goal: grow exports; Target: 15 %`."""
    words = word_lists("goals_and_opportunities/plan_words.toml")["goals"]
    fields: dict[str, str] = {}
    for part in re.split(r"\s*[;|]\s*", text):
        match = _LABELLED.match(part)
        label = match["label"].casefold() if match else ""
        for meaning in ("goal", "target"):
            if match and label in words[meaning]:
                fields.setdefault(meaning, match["text"].strip())
    return (fields["goal"], fields.get("target", "")) if "goal" in fields else (text, "")


def _quarter(records: Records, row: int, around: str) -> str:
    """The quarter of a row, or of the heading above it; its year may be in another column or the title.

    Args:
        records: the list.
        row: its line.
        around: the period of the title or the file name; blank if there is none.
    """
    text, year = records.carried(row, "quarter"), records.carried(row, "year")
    year = year or _year_of(_header(records, "quarter")) or _year_of(around)
    period = period_in(text) or period_in(f"{text} {year}") or period_in(records.group(row))
    if period:
        return period.text
    if not period_in(year):
        return ""
    number_ = _PART.fullmatch(text)
    is_quarter = number_ and re.search(
        r"q|quart|trim|kwart|kvart", records.columns["quarter"].header, re.IGNORECASE
    )
    return f"{year}-Q{number_[1] or number_[2]}" if number_ and is_quarter else str(year)


def _header(records: Records, meaning: str) -> str:
    return records.columns[meaning].header if meaning in records.columns else ""


def _year_of(period: str) -> str:
    """The year, if the period in a text is one; blank for quarters, months and texts without a period."""
    named = period_in(period)
    return named.text if named is not None and re.fullmatch(r"(?:FY ?)?\d{2,4}", named.text) else ""


def _quarter_of(day: dt.date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def _quarter_around(document: Document) -> str:
    """The quarter in the title, the first heading, the name of a sheet or the file name."""
    name = document.path.rpartition("/")[2].replace("_", " ")
    heading = next((passage.text for passage in document.passages if passage.heading), "")
    titles = (document.metadata.get("title", ""), heading)
    for text in (*titles, *(table.name for table in document.tables), name):
        period = period_in(text)
        if period:
            return period.text
    return ""


def _is_aim(text: str) -> bool:
    return bool(text) and not is_gap(text) and not table_words()["total"].equals(text)


def _looks_like_aim(cell: Cell) -> bool:
    text = text_of(cell)
    return (
        len(text) > 2
        and number(cell) is None
        and bool(re.search(r"[^\W\d_]{2}", text))
        and not _is_code(text)
    )


def _is_code(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]{1,4}[-_. ]?\d[\d.\-_]*", text))


def _looks_like_name(cell: Cell) -> bool:
    return number(cell) is None and not looks_like_date(cell) and len(text_of(cell)) <= 80


def _looks_like_period(cell: Cell) -> bool:
    text = text_of(cell)
    dated = date_in_cell(cell)
    return period_in(text) is not None or bool(_PART.fullmatch(text)) or dated is not None
