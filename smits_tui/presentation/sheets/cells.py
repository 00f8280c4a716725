"""What the cells of a column mean: numbers, dates, words of closed lists, grades."""

from __future__ import annotations

import datetime as dt
import re
import typing
from collections.abc import Iterable, Sequence

from smits_rules.vocabulary.periods import end_of
from smits_tui.presentation.sheets.headers import period_of
from smits_tui.presentation.sheets.office_words import office_words
from smits_tui.presentation.sheets.questions import Answers, SheetQuestion
from smits_tui.presentation.typed_fields import base_type
from smits_tui.presentation.typed_numbers import spelled_number
from smits_tui.process.entries.records import RecordData, fields_of_kind

_NUMBER = re.compile(r"[-+(]?\s*[^\d\s(+-]{0,4}\s?(\d[\d.,'\s\u00a0\u202f]*)\)?\s*[^\d]{0,12}")
_POINT = re.compile(r"(?:\d{1,3}(?:[,'\s\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?")
_COMMA = re.compile(r"(?:\d{1,3}(?:[.'\s\u00a0\u202f]\d{3})+|\d+)(?:,\d+)?")
_MARKS = {"1,234.5": ".", "1.234,5": ","}
_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_ORDERS = ("day first", "month first")
_RANGE = re.compile(r"[1-9]\s*(?:-|\u2013|to|bis|\.\.)\s*(\d{1,3})")
_SCALES = ("3", "4", "5", "10")
_GRADED = ("likelihood", "impact")


def says_nothing(cell: str) -> bool:
    """Whether a cell is blank or says that nothing is known."""
    return not cell or cell.casefold() in office_words()["nothing"]["words"]


def number_cells(cells: Sequence[str], question: str, answers: Answers) -> list[str]:
    """The numbers of a column as they are typed here, after the decimal mark that its cells prove.

    Args:
        cells: of one column.
        question: what is asked where they prove none.
        answers: to whom it is asked.

    Returns:
        As many texts; what is no number stays as it is.
    """
    bare = [match[1].strip() if (match := _NUMBER.fullmatch(cell)) else "" for cell in cells]
    is_point = all(_POINT.fullmatch(figure) for figure in bare if figure)
    is_comma = all(_COMMA.fullmatch(figure) for figure in bare if figure)
    differ = (
        any(_value(figure, ".") != _value(figure, ",") for figure in bare if figure)
        if is_point and is_comma
        else False
    )
    mark = "." if is_point else ","
    if differ:
        example = next(figure for figure in bare if figure and _value(figure, ".") != _value(figure, ","))
        asked = SheetQuestion(
            "numbers", f"{question} has '{example}': how are numbers written?", tuple(_MARKS)
        )
        mark = _MARKS.get(answers.ask(asked), ".")
    if not (is_point or is_comma):
        return list(cells)
    return [
        cell.replace(figure, spelled_number(_value(figure, mark))) if figure else cell
        for cell, figure in zip(cells, bare, strict=True)
    ]


def date_cells(cells: Sequence[str], name: str, question: str, answers: Answers) -> list[str]:
    """The dates of a column as ISO; of a quarter or month its last day, or its first where something begins.

    Args:
        cells: of one column.
        name: of the field.
        question: the column, for what is asked where no cell proves whether days or months stand first.
        answers: to whom it is asked.
    """
    parts = [match.groups() for cell in cells if (match := _DATE.fullmatch(cell))]
    order = ""
    if any(int(first) > 12 for first, _, _ in parts):
        order = _ORDERS[0]
    elif any(int(second) > 12 for _, second, _ in parts):
        order = _ORDERS[1]
    elif any(first != second for first, second, _ in parts):
        example = next(cell for cell in cells if _DATE.fullmatch(cell))
        text = f"{question} has '{example}': does the day or the month come first?"
        order = answers.ask(SheetQuestion("dates", text, _ORDERS)) or _ORDERS[0]
    return [_date(cell, name, order or _ORDERS[0]) for cell in cells]


def word_cells(
    model: type[RecordData], name: str, cells: Sequence[str], header: str, answers: Answers
) -> list[str]:
    """The words of a closed list as the record has them.

    Args:
        model: the kind of record.
        name: of the field.
        cells: of its column.
        header: of the column, which may name the range of a grade: `Impact (1-5)`.
        answers: who is asked for a word that offices use for more than one thing.
    """
    options = typing.get_args(fields_of_kind(model)[name].annotation)
    if name in _GRADED and any(other.rstrip("%").strip().isdigit() for other in cells):
        return _grades(cells, header, answers)
    groups = office_words()["words"].get("grade" if name in _GRADED else name, {})
    value_of = {word: value for value, words in groups.items() for word in words}
    value_of |= {option.casefold(): option for option in options}
    result = []
    for cell in cells:
        if says_nothing(cell) or cell.casefold() in value_of:
            result.append(value_of.get(cell.casefold(), ""))
            continue
        alike = _group_of(cell)
        seen = [
            other for other in dict.fromkeys(cells) if other == cell or (alike and _group_of(other) == alike)
        ]
        text = f"Which {name} do rows have with {_quoted(seen)}?"
        asked = SheetQuestion(f"{name}:{alike or cell}", text, tuple(filter(None, options)))
        result.append(answers.ask(asked))
    return result


def _group_of(cell: str) -> str:
    """The group of words that are asked about together; blank if a word is in none."""
    groups = office_words()["groups"]
    return next((name for name, words in groups.items() if cell.casefold() in words), "")


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"'{word}'" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def typed_as(model: type[RecordData], name: str) -> str:
    """What the cells of a field are: number, date, words, flag, list or text."""
    if name in ("id", "text"):
        return "text"
    field = fields_of_kind(model)[name]
    base = base_type(field)
    if base is typing.Literal:
        return "words"
    if base is tuple:
        return "list"
    return {float: "number", dt.date: "date", bool: "flag"}.get(base, "text")


def _grades(cells: Sequence[str], header: str, answers: Answers) -> list[str]:
    """Numbers in thirds of their scale: low, medium, high."""
    numbers = [float(cell.rstrip("% ")) if _is_number(cell) else None for cell in cells]
    if any(cell.endswith("%") for cell in cells):
        highest = 100.0
    elif named := _RANGE.search(header):
        highest = float(named[1])
    else:
        largest = max(number for number in numbers if number is not None)
        scales = tuple(top for top in _SCALES if float(top) >= largest) or (f"{largest:g}",)
        question = SheetQuestion("scale", f"What is the highest grade of '{header}'?", scales)
        highest = float(answers.ask(question) or scales[0])
    return [_third(number / highest) if number is not None else "" for number in numbers]


def _third(share: float) -> str:
    return "low" if share <= 1 / 3 else "medium" if share <= 2 / 3 else "high"


def _is_number(cell: str) -> bool:
    return cell.rstrip("% ").replace(".", "", 1).isdigit()


def _value(text: str, mark: str) -> float:
    thousands = "," if mark == "." else "."
    bare = re.sub(r"[\s'\u00a0\u202f]", "", text).replace(thousands, "").replace(mark, ".")
    try:
        return float(bare)
    except ValueError:
        return float("nan")


def _date(cell: str, name: str, order: str) -> str:
    if match := _DATE.fullmatch(cell):
        first, second, year = match.groups()
        day, month = (first, second) if order == _ORDERS[0] else (second, first)
        return f"{year if len(year) == 4 else f'20{year}'}-{int(month):02}-{int(day):02}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return cell
    period = period_of(cell)
    end = end_of(period) if period else None
    if end is None:
        return cell
    return (_first_day(period, end) if name == "start" else end).isoformat()


def _first_day(period: str, end: dt.date) -> dt.date:
    """The first day of a month, a quarter, a half-year or a year by its last one."""
    months = 1 if re.fullmatch(r"\d{4}-\d{2}", period) else 3 if "Q" in period else 6 if "H" in period else 12
    month = end.year * 12 + end.month - months
    return dt.date(month // 12, month % 12 + 1, 1)


def in_columns(rows: Iterable[Sequence[str]], at: int) -> list[str]:
    """The cells of a column; blank if a row is shorter."""
    return [row[at].strip() if at < len(row) else "" for row in rows]
