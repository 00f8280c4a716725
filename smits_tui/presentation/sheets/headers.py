"""Which line of a table is its header, and which column holds which field of a record."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from smits_tui.presentation.sheets.amount_units import UNIT
from smits_tui.presentation.sheets.files import SheetRefused
from smits_tui.presentation.sheets.office_words import office_words
from smits_tui.presentation.sheets.questions import Answers, SheetQuestion
from smits_tui.presentation.typed_periods import typed_period
from smits_tui.presentation.typed_text import TypedTextRefused
from smits_tui.process.entries.records import Measure, RecordData, fields_of_kind

_FIRST_LINES = 15
"""Rows that are searched for a header: at most a title, a date and a legend precede it."""
_SHORT_YEAR = re.compile(r"([^\W\d]{3,9})[\s.'-]+(\d\d)(?!\d)")
_DAY = re.compile(r"(\d{4}-\d{2})-\d{2}")
_PARTS = re.compile(r"[\W_]+")
_STATED = re.compile(r"[-+]?[\d.,'\s]+%?|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
"""A number or a date: a header has periods at most."""
_NO_PERIOD = "leave it out"
"""An answer for a column of values without a period."""
_LONGEST_HEADER = 6
"""Words of a header; a text that contains the name of a field is longer."""
_SHORTEST_TEXT = 8
"""Letters of what is rather a text than a code; Chinese texts of two words have as many."""
_STEM = 5
"""Letters from which a word with another ending is the same: `verantwortlich`, `verantwortliche`."""
_ENDING = 3


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """The meaning of a table's columns."""

    line: int
    """The header's line, from 0."""
    fields: Mapping[str, int]
    """Field, `id` or `text` -> column, from 0."""
    periods: Mapping[int, str]
    """Column -> the period of its readings, for measures."""


def columns_of(
    model: type[RecordData], rows: Sequence[Sequence[str]], mapped: Mapping[str, str], answers: Answers
) -> SheetColumns:
    """Find the header and what its columns hold.

    Args:
        model: the kind of record.
        rows: of the table.
        mapped: field -> header, where people said so.
        answers: which is asked for the column of the texts if no header tells it.

    Raises:
        SheetRefused: a column that people named is not in the table, a field is none, or there is no header.
    """
    names = ("id", "text", *fields_of_kind(model))
    if strange := [name for name in mapped if name not in names]:
        raise SheetRefused(f"'{strange[0]}' is not a field; choose one of {', '.join(names)}.")
    candidates = [_columns(model, number, row, mapped) for number, row in enumerate(rows[:_FIRST_LINES])]
    best = max(
        candidates,
        key=lambda candidate: (
            len(candidate.fields) + len(candidate.periods) - _stated(rows[candidate.line]),
            -candidate.line,
        ),
        default=None,
    )
    if best is None or not any(rows[best.line]):
        raise SheetRefused("The table is empty.")
    if missing := [name for name in mapped if name not in best.fields]:
        raise SheetRefused(f"There is no column '{mapped[missing[0]]}' in the table.")
    if "text" in best.fields:
        return best
    if not best.fields and not (best.periods and model is Measure):
        best = _unknown_header(rows) or best
    if not (best.fields or best.periods) and not _has_texts(rows[best.line + 1 :]):
        shown = ", ".join(filter(None, rows[best.line]))
        raise SheetRefused(
            f"No column is recognised (the table begins with: {shown}); name them, e.g. --map text=COLUMN."
        )
    return _with_text(model, rows, best, answers)


def _unknown_header(rows: Sequence[Sequence[str]]) -> SheetColumns | None:
    """The first row that has as many cells as most rows, where no header is recognised; None without rows."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = sorted(filter(None, filled))[len(list(filter(None, filled))) // 2] if any(filled) else 0
    lines = (line for line, count in enumerate(filled[:_FIRST_LINES]) if 1 < usual <= count)
    line = next(lines, None)
    return None if line is None or _stated(rows[line]) else SheetColumns(line, {}, {})


def _has_texts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column could have the texts of records: most of its cells are longer than a code."""
    columns = zip_longest(*rows, fillvalue="")
    return any(sum(len(cell) >= _SHORTEST_TEXT for cell in cells) * 2 > len(rows) for cells in columns)


def _stated(row: Sequence[str]) -> int:
    """The cells of a row that no header would have; a period is one, and a year alone may be."""
    return sum(bool(_STATED.fullmatch(cell.strip())) and not period_of(cell) for cell in row)


def with_reading(
    columns: SheetColumns, rows: Sequence[Sequence[str]], today: dt.date, answers: Answers
) -> SheetColumns:
    """The columns of a list of measures whose readings are in a column without a period, such as `Actual`.

    Args:
        columns: of the table; those with periods stay as they are.
        rows: of the table; the period may be in a title above the header.
        today: the period that ended last before it is offered first.
        answers: which is asked for the period if no title names it.
    """
    head = rows[columns.line]
    words = set(office_words()["readings"]["words"])
    taken = set(columns.fields.values())
    at = next((at for at, cell in enumerate(head) if at not in taken and _plain(cell) in words), None)
    if columns.periods or at is None:
        return columns
    titles = (cell for row in rows[: columns.line] for cell in row)
    stated = set(filter(None, map(_period_at_end, titles)))
    period = stated.pop() if len(stated) == 1 else ""
    if not period:
        text = f"Of which period are the values of '{head[at]}'?"
        period = answers.ask(SheetQuestion(f"period:{head[at]}", text, (*_ended(today), _NO_PERIOD)))
    kept = {at: period} if period not in ("", _NO_PERIOD) else {}
    return SheetColumns(columns.line, columns.fields, kept)


def _period_at_end(title: str) -> str:
    """The period with which a title ends, in as many words as it has; blank if there is none."""
    words = title.split()
    return next((period for count in (3, 2, 1) if (period := period_of(" ".join(words[-count:])))), "")


def _ended(today: dt.date) -> tuple[str, ...]:
    """The month, the quarter and the year that ended last."""
    month = today.replace(day=1) - dt.timedelta(days=1)
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1) - dt.timedelta(days=1)
    return f"{month:%Y-%m}", f"{quarter.year}-Q{(quarter.month + 2) // 3}", str(today.year - 1)


def _columns(
    model: type[RecordData], number: int, row: Sequence[str], mapped: Mapping[str, str]
) -> SheetColumns:
    heads = [_plain(cell) for cell in row]
    fields: dict[str, int] = {}
    for name, header in mapped.items():
        if _plain(header) in heads:
            fields[name] = heads.index(_plain(header))
    order = ("id", "text", *fields_of_kind(model))
    wanted = {name: _names(model, name) for name in order if name not in mapped}
    # Whole headers first, so that `Risk owner` is nobody's text; then those that contain one, texts last.
    for name, options in wanted.items():
        _take(fields, name, options, heads, operator.eq)
    _take(fields, "id", wanted.get("id", ()), heads, lambda head, name: head.split()[-1] == name)
    for name, options in sorted(wanted.items(), key=lambda item: item[0] == "text"):
        _take(fields, name, options, heads, _contains)
    periods = {}
    if model is Measure:
        periods = {
            at: period
            for at, cell in enumerate(row)
            if at not in fields.values() and (period := period_of(cell))
        }
    return SheetColumns(number, fields, periods)


def _take(
    fields: dict[str, int],
    name: str,
    options: Sequence[str],
    heads: Sequence[str],
    fits: Callable[[str, str], bool],
) -> None:
    """Give a field the first free column that fits one of its names, in the order of the names."""
    if name in fields:
        return
    free = [at for at, head in enumerate(heads) if head and at not in fields.values()]
    match = next((at for option in options for at in free if fits(heads[at], option)), None)
    if match is not None:
        fields[name] = match


def period_of(cell: str) -> str:
    """The period in a header; blank if there is none. A day stands for its month."""
    text = _DAY.sub(r"\1", cell.strip())
    text = _SHORT_YEAR.sub(r"\1 20\2", text)
    if not any(mark.isdigit() for mark in text):
        return ""
    words = office_words()["readings"]["words"]
    bare = " ".join(word for word in text.split() if word.casefold().strip(":,") not in words)
    try:
        return typed_period(bare)
    except TypedTextRefused:
        return ""


def _with_text(
    model: type[RecordData], rows: Sequence[Sequence[str]], best: SheetColumns, answers: Answers
) -> SheetColumns:
    """Ask which column has the texts, the one with the longest first."""
    head, *below = rows[best.line :]
    free = [
        at
        for at, cell in enumerate(head)
        if cell and at not in best.fields.values() and at not in best.periods
    ]
    free.sort(key=lambda at: -sum(len(row[at]) for row in below if at < len(row)))
    if not free:
        raise SheetRefused(f"No column is recognised as {model.text_hint}.")
    question = SheetQuestion("text", f"Which column has {model.text_hint}?", tuple(head[at] for at in free))
    chosen = answers.ask(question)
    at = head.index(chosen) if chosen else free[0]
    return SheetColumns(best.line, {**best.fields, "text": at}, best.periods)


def _names(model: type[RecordData], field: str) -> list[str]:
    words = office_words()
    own = (
        [model.kind, model.title.removesuffix("s"), *words["kinds"].get(model.kind, ())]
        if field == "text"
        else []
    )
    if model is Measure and field == "objective":
        own = ["objective"]
    return [_plain(name) for name in (field, *own, *words["headers"].get(field, ()))]


def _contains(head: str, name: str) -> bool:
    """Whether a header has all words of a name; short names, such as `to`, must be all of it."""
    words = head.split()
    return len(name) > 3 and len(words) <= _LONGEST_HEADER and all(_has(words, part) for part in name.split())


def _has(words: Sequence[str], part: str) -> bool:
    """Whether one of the words is this one, perhaps with another ending."""
    if part in words:
        return True
    if len(part) < _STEM:
        return False
    return any(word.startswith(part) and len(word) - len(part) <= _ENDING for word in words)


def _plain(cell: str) -> str:
    """A header without case, unit and punctuation."""
    return " ".join(_PARTS.sub(" ", UNIT.sub(" ", cell.casefold().replace("%", " "))).split())
