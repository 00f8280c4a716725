"""The month in which the fiscal year begins according to a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from smits_watch.tables.values.periods import months

_YEAR = r"(?:fiscal|financial|budget) year|\bFY|geschäftsjahr|haushaltsjahr|exercice|año fiscal|ejercicio"
_BEGINS = (
    r"from|starts?|starting|begins?|beginning|runs|commenc\w+|\("
    r"|ab|beginnt|von|du|débute|commence|inicia|empieza|desde"
)
_ENDS = r"ends?|ending|closes?|endet|bis|se termine|termina"
_BETWEEN = r"[^.;\n]{0,24}?"


def stated_fiscal_start(texts: Iterable[str]) -> int | None:
    """The first month, 1 to 12, of a file's fiscal year.

    Args:
        texts: titles and the text around a table.

    Returns:
        The month of `fiscal year from July to June`, or the one after `fiscal year ends 30 June`; None if
        it is not stated.
    """
    for text in texts:
        for pattern, after in _patterns():
            match = pattern.search(text)
            if match:
                return (months()[match["month"].casefold()] - 1 + after) % 12 + 1
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], int], ...]:
    month = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    return tuple(
        (
            re.compile(
                rf"(?:{_YEAR}){_BETWEEN}(?:\b|(?=\())(?:{verbs}){_BETWEEN}\b(?P<month>{month})\b",
                re.IGNORECASE,
            ),
            after,
        )
        for verbs, after in ((_BEGINS, 0), (_ENDS, 1))
    )
