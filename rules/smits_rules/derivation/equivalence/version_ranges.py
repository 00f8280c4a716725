"""Whether a version is among those that an advisory names: `7.4.0 through 7.4.6, 7.6.x before 7.6.3`."""

from __future__ import annotations

import re

_VERSION = r"v?\d+(?:\.\d+)*"
_AND = r"\s*(?:and|or|und|oder|et|ou|en)\s+(?:all\s+)?"
_EARLIER = r"(?:earlier|prior|below|older|früher\w*|älter\w*|ant[ée]rieur\w*|eerder|ouder)"
_LATER = r"(?:later|newer|above|up|höher\w*|neuer\w*|ult[ée]rieur\w*|hoger)"
_PARTS = re.compile(
    rf"\s*(?:[,;]|\b(?:and|or|und|oder|et|ou|en)\b(?!\s+(?:all\s+)?(?:{_EARLIER}|{_LATER})))\s*",
    re.IGNORECASE,
)


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


_FROM_TO = _pattern(
    rf"({_VERSION})(?:\.x)?\s*(?:through|thru|to|until|up to|-|–|bis|à|tot|t/m)\s*({_VERSION})"
)
_FROM_BEFORE = _pattern(rf"({_VERSION})(?:\.x)?\s*(?:before|prior to|<|vor|avant)\s*({_VERSION})")
_BEFORE = _pattern(rf"(?:before|prior to|earlier than|older than|below|<(?!=)|vor|avant|voor)\s*({_VERSION})")
_UP_TO = _pattern(rf"(?:up to|through|until|<=|≤|bis|jusqu.à)\s*({_VERSION})|({_VERSION}){_AND}{_EARLIER}")
_FROM = _pattern(rf"(?:>=|≥|from|since|ab|à partir de)\s*({_VERSION})|({_VERSION}){_AND}{_LATER}")
_ONE = _pattern(rf"(?<![\w.])({_VERSION})")


def is_named(version: str, among: str) -> bool:
    """Whether a version may be one of those that a text names.

    Args:
        version: as a portfolio states it; its parts may be fewer than those of the text.
        among: versions and ranges, e.g. `7.0.0 through 7.0.16, 7.2 and earlier`.

    Returns:
        True also where either of the two names no number: then nothing speaks against it.
    """
    ours = _numbers(version)
    ranges = [bounds for part in _PARTS.split(among) if (bounds := _bounds(part))]
    return not ours or not ranges or any(_lies_within(ours, *bounds) for bounds in ranges)


_Bounds = tuple[tuple[int, ...], tuple[int, ...], bool]
"""Lowest and highest version, empty where there is none, and whether the highest is excluded."""


def _bounds(part: str) -> _Bounds | None:
    for pattern, excluded in ((_FROM_BEFORE, True), (_FROM_TO, False)):
        if match := pattern.search(part):
            return _numbers(match[1]), _numbers(match[2]), excluded
    if match := _BEFORE.search(part):
        return (), _numbers(match[1]), True
    if match := _UP_TO.search(part):
        return (), _numbers(match[1] or match[2]), False
    if match := _FROM.search(part):
        return _numbers(match[1] or match[2]), (), False
    match = _ONE.search(part)
    return (_numbers(match[1]), _numbers(match[1]), False) if match else None


def _lies_within(ours: tuple[int, ...], low: tuple[int, ...], high: tuple[int, ...], excluded: bool) -> bool:
    """Compare the parts that both have: 7.0 may be 7.0.3, so nothing excludes it from 7.0.0 to 7.0.16."""
    if low and ours[: len(low)] < low[: len(ours)]:
        return False
    if not high:
        return True
    is_upper_known = len(high) <= len(ours)
    shared = (ours[: len(high)], high[: len(ours)])
    return shared[0] < shared[1] or (shared[0] == shared[1] and not (excluded and is_upper_known))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:6])
