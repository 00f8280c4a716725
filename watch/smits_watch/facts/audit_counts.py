"""How many findings of each grade a summary states, whichever stands first: `High: 3` or `3 high`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from smits_watch.prose.words import word_table

_GRADES = ("critical", "high", "medium", "low")
_FILLERS = (
    "and|with|of|a|an|deemed|rated|classified|considered|as|were|was|are|is|risk|risks|severity|priority|rated|finding|findings|issue|issues|observation|observations|und|mit"
    "|risiko|feststellung|feststellungen|befund|befunde|et|constat|constats|risque|risques"
)
_NOUNS = re.compile(
    r"\W*(?:(?:risk|severity)\W+)?(?:findings?|issues?|observations?|feststellung|befund|constat)",
    re.IGNORECASE,
)


class _Token(NamedTuple):
    grade: str
    """Blank for a number."""
    number: int
    end: int
    """Where it ends in the text."""


def counts_in(text: str) -> dict[str, int]:
    """Read the counts that a text states.

    Grades and numbers that follow each other are one statement; its two ends tell which number belongs to
    which grade: `1 Critical, 4 High` begins with a number, `Critical 1, High 4` with a grade. Grades in a row
    with as many numbers behind them are a table.

    Args:
        text: the report.

    Returns:
        Grade -> number of its findings, the first that is stated; grades that are not counted are left out.
    """
    counts: dict[str, int] = {}
    for run in _runs(text):
        for grade, number in _pairs(run, text):
            if grade in _GRADES:
                counts.setdefault(grade, number)
    return counts


def _runs(text: str) -> Iterator[list[_Token]]:
    """Grades and numbers with nothing between them but marks and words such as `findings`."""
    run: list[_Token] = []
    for match in _token_pattern().finditer(text):
        if match["other"]:
            if run:
                yield run
            run = []
        elif match["number"]:
            run.append(_Token("", int(match["number"]), match.end()))
        elif match["grade"]:
            run.append(_Token(_grade_of()[match["grade"].casefold()], 0, match.end()))
    if run:
        yield run


def _pairs(run: list[_Token], text: str) -> Iterator[tuple[str, int]]:
    shape = "".join("g" if token.grade else "n" for token in run)
    if table := re.search(r"g{2,}n{2,}$", shape):
        grades = [token for token in run[table.start() :] if token.grade]
        numbers = [token for token in run[table.start() :] if not token.grade]
        if len(grades) == len(numbers):
            yield from ((grade.grade, number.number) for grade, number in zip(grades, numbers, strict=True))
        return
    if re.fullmatch(r"n?(?:gn)+", shape):
        start = shape.index("g")  # a number in front is the total
        yield from ((run[i].grade, run[i + 1].number) for i in range(start, len(run) - 1, 2))
    elif re.fullmatch(r"g?(?:ng)+", shape):
        start = shape.index("n")  # a grade in front belongs to the title
        alone = len(run) - start == 2 and not _NOUNS.match(text, run[-1].end)
        if not alone:
            yield from ((run[i + 1].grade, run[i].number) for i in range(start, len(run) - 1, 2))


@cache
def _grade_of() -> dict[str, str]:
    listed = word_table("smits_watch.facts", "audit_words.toml")["severity"]
    return {word: grade for grade, words in listed.items() for word in words}


@cache
def _token_pattern() -> re.Pattern[str]:
    grades = "|".join(sorted(map(re.escape, _grade_of()), key=len, reverse=True))
    return re.compile(
        rf"(?P<number>(?<![\w.,/-])\d{{1,3}}(?![\w%/-]|[.,]\d|\s?%))|\b(?P<grade>{grades})\b"
        rf"|\b(?P<filler>{_FILLERS})\b|(?P<other>[\w%]+|[.!?](?=\s))",
        re.IGNORECASE,
    )
