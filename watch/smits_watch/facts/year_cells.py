"""Numbers that look like years: what they are is decided by where they stand, not by their size.

An amount of 2,000 and the year 2000 are written alike. A row of such numbers heads columns only where nothing
else does, and a column of them holds periods only where its header or its sequence says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from smits_watch.documents.document import Cell
from smits_watch.facts.budget_words import begins_with, has_word, is_word
from smits_watch.tables.numbers import number
from smits_watch.tables.periods import period_of
from smits_watch.tables.units import currency_in

Heading = Literal["heading", "doubtful", "none"]
"""Whether numbers head columns, may do so for want of anything better, or are amounts."""
_HEADS_LABELS = ("label", "period", "scope", "type", "other", "currency")
"""The words that head the columns beside the amounts."""
_LONGEST_STEP = 5
"""Years between two columns; plans state each year, or every fifth one."""
_CERTAIN_RUN = 3
"""So many years in sequence are no coincidence, whatever stands above them."""


def is_bare_year(value: Cell) -> bool:
    """Whether a cell is a number from 1900 to 2099 without any mark that tells a year from an amount."""
    return number(value) is not None and period_of(value) is not None


def years_head(rows: Sequence[Sequence[Cell]], row: int) -> Heading:
    """Whether the year-like numbers of a row head the columns below them.

    Args:
        rows: the table.
        row: index of a row with at least one such number.

    Returns:
        `none` where the columns have a header or numbers above them already, where the numbers are not in
        sequence, or where a total below counts them in; `doubtful` for one number beside an unknown word.
    """
    years = {index: int(number(value) or 0) for index, value in enumerate(rows[row]) if is_bare_year(value)}
    columns = list(years)
    if not columns or _is_counted_in(rows, row, columns):
        return "none"
    label, sequence = _label(rows[row], columns[0]), _in_sequence(list(years.values()))
    header = _header_above(rows, row, columns)
    if header is not None:
        return "heading" if _heads_below(rows[header], label, years, sequence=sequence) else "none"
    if _numbers_above(rows, row, columns) and not (
        _heads_labels(label) and not _labels_above(rows, row, columns)
    ):
        return "none"
    if len(columns) > 1 or not columns[0]:
        return "heading" if sequence else "none"
    named = not label or _heads_labels(label) or _has_other_headers(rows, row, columns[0])
    return "heading" if named else "doubtful"


def are_years(header: str, values: Sequence[Cell], *, by_shape: bool = True) -> bool:
    """Whether the numbers of a column are years.

    Args:
        header: of the column; blank where it has none.
        values: its cells below the header that are not empty.
        by_shape: whether a column without a telling header may be one of years because they are in sequence.
    """
    if not values or not all(is_bare_year(value) for value in values):
        return False
    money = has_word(header, "amount") or has_word(header, "lesser") or currency_in(header) is not None
    if is_word(header, "period") or (has_word(header, "period") and not money):
        return True
    return by_shape and not money and _runs_on([int(number(value) or 0) for value in values])


def _numbers_above(rows: Sequence[Sequence[Cell]], row: int, columns: Sequence[int]) -> bool:
    """Whether most of the columns hold numbers above the row: then it is one more line of them."""
    filled = sum(any(number(_cell(line, column)) is not None for line in rows[:row]) for column in columns)
    return 2 * filled > len(columns)


def _labels_above(rows: Sequence[Sequence[Cell]], row: int, columns: Sequence[int]) -> bool:
    """Whether one of the numbers above stands beside a word that heads labels: a header of its own."""
    return any(
        _heads_labels(_label(line, columns[0]))
        for line in rows[:row]
        if number(_cell(line, columns[0])) is not None
    )


def _is_counted_in(rows: Sequence[Sequence[Cell]], row: int, columns: Sequence[int]) -> bool:
    """Whether a total below adds the numbers up together with those of the row."""
    sums = {column: number(_cell(rows[row], column)) or 0.0 for column in columns}
    for line in rows[row + 1 :]:
        values = {column: number(_cell(line, column)) or 0.0 for column in columns}
        if begins_with(_label(line, columns[0]), "total") and any(values.values()):
            return all(abs(values[column] - sums[column]) < 0.01 for column in columns)
        sums = {column: sums[column] + values[column] for column in columns}
    return False


def _header_above(rows: Sequence[Sequence[Cell]], row: int, columns: Sequence[int]) -> int | None:
    """The nearest row above that has a text over each of the columns, and over what stands beside them."""
    for index in range(row - 1, -1, -1):
        over = [_cell(rows[index], column) for column in columns]
        if all(isinstance(value, str) and number(value) is None for value in over):
            return index if _label(rows[index], columns[0]) or not columns[0] else None
    return None


def _heads_below(above: Sequence[Cell], label: str, years: dict[int, int], *, sequence: bool) -> bool:
    """Whether years below a row of texts are the second row of a header, not the first line of data."""
    columns = list(years)
    if not columns[0] or not (sequence or len(columns) == 1):
        return False
    group = len(columns) > 1 and len({_cell(above, column) for column in columns}) == 1
    over = _label(above, columns[0])
    titled = len(columns) == 1 and any(has_word(over, meaning) for meaning in _HEADS_LABELS)
    second = _heads_labels(label) and not titled
    return not label or group or second or len(set(years.values())) >= _CERTAIN_RUN


def _in_sequence(years: Sequence[int]) -> bool:
    """Whether years follow each other from left to right, each once or each for several columns."""
    steps = {later - earlier for earlier, later in pairwise(years)}
    moves = steps - {0}
    return len(moves) == 1 and abs(next(iter(moves))) <= _LONGEST_STEP


def _runs_on(years: Sequence[int]) -> bool:
    """Whether the years of a column go on from row to row, or come again with hardly one left out."""
    distinct = sorted(set(years))
    if len(years) == 1 or any(later - earlier > 1 for earlier, later in pairwise(distinct)):
        return False
    ordered = list(years) in (sorted(years), sorted(years, reverse=True))
    return ordered or len(years) >= 2 * len(distinct)


def _has_other_headers(rows: Sequence[Sequence[Cell]], row: int, column: int) -> bool:
    """Whether the row has a text that heads numbers in another column."""
    for index, value in enumerate(rows[row]):
        if index == column or not isinstance(value, str) or number(value) is not None:
            continue
        below = [_cell(line, index) for line in rows[row + 1 :] if _cell(line, index) is not None]
        if below and all(number(cell) is not None for cell in below):
            return True
    return False


def _heads_labels(label: str) -> bool:
    return any(is_word(label, meaning) for meaning in _HEADS_LABELS)


def _label(line: Sequence[Cell], before: int) -> str:
    """The first text of a row before a column."""
    texts = (value for value in line[:before] if isinstance(value, str) and value.strip())
    return next(texts, "").strip()


def _cell(line: Sequence[Cell], column: int) -> Cell:
    return line[column] if column < len(line) else None
