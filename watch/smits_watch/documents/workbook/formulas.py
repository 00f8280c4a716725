"""Calculates formulas without cached values: sums, arithmetic, rounding, references to other sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smits_watch.documents.document import Cell
from smits_watch.documents.workbook.sheet_xml import column_index

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![A-Za-z(!])"
    r"|(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d][\w.]*))!)?"
    r"\$?(?P<letters>[A-Za-z]{1,3})\$?(?P<row>\d{1,7})(?![\w(])(?::\$?(?P<letters2>[A-Za-z]{1,3})\$?(?P<row2>\d{1,7}))?"
    r"|(?P<function>[A-Za-z][A-Za-z.]*)\("
    r"|(?P<sign>[-+*/(),;%]))"
)
_LARGEST_RANGE = 100_000
_ROUNDS = 60
"""The deepest chain of dependent formulas; each round calculates one level."""
_SUBTOTAL_SUMS = (9.0, 109.0)
"""First argument of SUBTOTAL for a sum (ISO/IEC 29500-1, 18.17.7.314)."""

CellKey = tuple[int, int]
"""Row and column from 0."""
SheetRows = dict[int, list[Cell]]
"""Row from 0 -> its cells."""


class _NotCalculatedError(Exception):
    """The formula is not supported, or depends on one without a result."""


def calculate(
    sheets: Mapping[str, SheetRows], formulas: Mapping[str, Mapping[CellKey, str]]
) -> dict[str, frozenset[CellKey]]:
    """Calculate formulas in place.

    Args:
        sheets: name -> its rows; modified.
        formulas: name of a sheet -> row and column -> the formula of a cell without a result.

    Returns:
        Name of a sheet -> the cells that could not be calculated; sheets without any are left out.
    """
    left = {
        (sheet.casefold(), *key): text for sheet, cells in formulas.items() for key, text in cells.items()
    }
    book = {name.casefold(): rows for name, rows in sheets.items()}
    for _ in range(_ROUNDS):
        ready = dict(_calculated(book, left))
        for (sheet, row, column), value in ready.items():
            cells = book.get(sheet, {}).setdefault(row, [])
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
            del left[sheet, row, column]
        if not ready or not left:
            break
    return {
        name: frozenset((row, column) for sheet, row, column in left if sheet == name.casefold())
        for name in sheets
        if any(sheet == name.casefold() for sheet, _, _ in left)
    }


_Place = tuple[str, int, int]
"""Sheet in lower case, row and column."""


def _calculated(
    book: Mapping[str, SheetRows], left: Mapping[_Place, str]
) -> Iterator[tuple[_Place, int | float]]:
    for location, formula in left.items():
        try:
            value = _Formula(formula.strip().removeprefix("="), location[0], book, left).value()
        except (_NotCalculatedError, ZeroDivisionError, OverflowError):
            continue
        yield location, int(value) if value.is_integer() and abs(value) < 2**53 else value


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    numbers: tuple[float, ...] = ()
    """The value of a number; the values of a range, without cells that are empty or text."""


class _Formula:
    """Evaluates a formula by recursive descent: sums of products of signed terms."""

    def __init__(
        self, text: str, sheet: str, book: Mapping[str, SheetRows], left: Mapping[_Place, str]
    ) -> None:
        self._sheet, self._book, self._left = sheet, book, left
        self._tokens = list(self._read(text))
        self._next = 0

    def value(self) -> float:
        """The result.

        Raises:
            _NotCalculatedError: it is not supported, or refers to a cell without a number.
        """
        result = self._sum()
        if self._next != len(self._tokens):
            raise _NotCalculatedError
        return result

    def _read(self, text: str) -> Iterator[_Token]:
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                raise _NotCalculatedError
            position = match.end()
            if match["number"]:
                yield _Token("number", match[0], (float(match["number"]),))
            elif match["function"]:
                yield _Token("function", match["function"].upper())
            elif match["sign"]:
                yield _Token(match["sign"], match[0])
            else:
                yield _Token("range" if match["row2"] else "cell", match[0], tuple(self._cells(match)))

    def _cells(self, match: re.Match[str]) -> Iterator[float]:
        """The numbers in a cell or a range."""
        sheet = (match["quoted"] or match["sheet"] or self._sheet).replace("''", "'").casefold()
        if sheet not in self._book:
            raise _NotCalculatedError
        top, first = int(match["row"]) - 1, column_index(match["letters"].upper())
        bottom = int(match["row2"] or match["row"]) - 1
        last = column_index((match["letters2"] or match["letters"]).upper())
        if (bottom - top + 1) * (last - first + 1) > _LARGEST_RANGE:
            raise _NotCalculatedError
        for row in range(top, bottom + 1):
            cells = self._book[sheet].get(row, [])
            for column in range(first, last + 1):
                if (sheet, row, column) in self._left:
                    raise _NotCalculatedError
                value = cells[column] if column < len(cells) else None
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield float(value)
                elif not match["row2"] and value not in (None, ""):
                    raise _NotCalculatedError

    def _peek(self) -> str:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else ""

    def _take(self, *kinds: str) -> _Token:
        if self._peek() not in kinds:
            raise _NotCalculatedError
        self._next += 1
        return self._tokens[self._next - 1]

    def _sum(self) -> float:
        result = self._product()
        while self._peek() in ("+", "-"):
            sign = self._take("+", "-").kind
            term = self._product()
            result = result + term if sign == "+" else result - term
        return result

    def _product(self) -> float:
        result = self._signed()
        while self._peek() in ("*", "/"):
            sign = self._take("*", "/").kind
            factor = self._signed()
            result = result * factor if sign == "*" else result / factor
        return result

    def _signed(self) -> float:
        if self._peek() in ("+", "-"):
            return self._negated()
        result = self._single()
        while self._peek() == "%":
            self._take("%")
            result /= 100
        return result

    def _negated(self) -> float:
        sign = self._take("+", "-").kind
        value = self._signed()
        return value if sign == "+" else -value

    def _single(self) -> float:
        token = self._take("number", "cell", "function", "(")
        if token.kind == "function":
            return _called(token.text, self._arguments())
        if token.kind == "(":
            result = self._sum()
            self._take(")")
            return result
        return token.numbers[0] if token.numbers else 0.0

    def _arguments(self) -> list[tuple[float, ...]]:
        """The arguments of a function: the numbers of a range, or one number."""
        arguments: list[tuple[float, ...]] = []
        while self._peek() != ")":
            arguments.append(self._take("range").numbers if self._peek() == "range" else (self._sum(),))
            if self._peek() in (",", ";"):
                self._take(",", ";")
        self._take(")")
        return arguments


def _called(name: str, arguments: Sequence[tuple[float, ...]]) -> float:
    values = [value for argument in arguments for value in argument]
    if name == "SUM":
        return sum(values)
    if name == "SUBTOTAL" and values and values[0] in _SUBTOTAL_SUMS:
        return sum(values[1:])
    if name == "ROUND" and len(values) == 2:
        return round(values[0], int(values[1]))
    if name == "ABS" and len(values) == 1:
        return abs(values[0])
    if name in ("MIN", "MAX", "AVERAGE") and values:
        return {"MIN": min(values), "MAX": max(values), "AVERAGE": sum(values) / len(values)}[name]
    raise _NotCalculatedError
