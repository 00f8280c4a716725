"""Whether higher or lower values of a service level are better, from the target's sign, wording and unit."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from smits_watch.facts.service_reports.figures import Figure
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.word_lists import WordList

Better = Literal["higher", "lower"]
_DIRECTIONS: dict[str, Better] = {"missed": "lower", "reached": "higher", "burden": "lower", "span": "lower"}
"""Word table -> the direction it implies, in the order in which they are tried."""
_BEFORE: dict[Better, re.Pattern[str]] = {
    "lower": re.compile(
        r"[<≤]|\b(?:max(?:imum|imal)?|at most|no(?:t)? more than|within|(?<!no )(?<!not )less than|"
        r"fewer than|under|below|up to|by|until|höchstens|unter|bis(?: zu)?|innerhalb|au plus|"
        r"moins de|jusqu'à)\b",
        re.IGNORECASE,
    ),
    "higher": re.compile(
        r"[>≥]|\b(?:min(?:imum|destens)?|at least|no(?:t)? less than|(?<!no )(?<!not )more than|over|above|"
        r"über|au moins|plus de)\b",
        re.IGNORECASE,
    ),
}
"""Words before a target's figure; after it, `min` means minutes."""
_BEHIND: dict[Better, re.Pattern[str]] = {
    "lower": re.compile(
        r"\b(?:or (?:less|fewer|lower|earlier)|max(?:imum)?|oder weniger|ou moins)\b", re.IGNORECASE
    ),
    "higher": re.compile(
        r"\b(?:or (?:more|higher|better)|minimum|oder mehr|ou plus)\b|^\s*\+", re.IGNORECASE
    ),
}
_IN_TIME = re.compile(r"\b(?:in|under|innerhalb|dans|en)\b.{0,20}\d|\bwithin\b", re.IGNORECASE)
"""A promised time, as in `answered within 20 s`; its percentage is the share of promises kept."""
_SIGNS: dict[Better, tuple[str, ...]] = {
    "higher": (">", ">=", "≥", "↑", "+"),
    "lower": ("<", "<=", "≤", "↓", "-"),
}
_TIMES = ("ms", "s", "min", "h", "d")


def better_direction(target: str, figure: Figure, measure: str, unit: str, *, share: bool) -> Better | None:
    """Determine whether higher or lower values of a measure are better.

    Args:
        target: as written, e.g. `≤ 15 min`, `min. 99 %`, `4`.
        figure: the parsed target.
        measure: its name.
        unit: of target and actual; blank if not stated.
        share: whether they are percentages or fractions. A percentage of a time measure (`Response time: 95
            %`) is the share that was in time.

    Returns:
        The direction; None if sign, words and unit don't determine it.
    """
    signed = _signed(target, figure)
    if signed is not None:
        return signed
    missed = _pattern("missed").search(measure)
    promise = _IN_TIME.search(measure)
    if share and promise and (missed is None or promise.start() < missed.start()):
        return "higher"
    for meaning, direction in _DIRECTIONS.items():
        if _pattern(meaning).search(measure):
            return "higher" if share and meaning == "span" else direction
    if unit in _TIMES:
        return "lower"
    return "higher" if share else None


def said_direction(text: str) -> Better | None:
    """The direction stated in a cell of a column of directions: `higher`, `≥`, `menor_igual`."""
    sign = next((better for better, signs in _SIGNS.items() if text.strip() in signs), None)
    words = word_lists("service_reports/level_words.toml")["better"]
    stated = [better for better in _SIGNS if WordList(words[better]).within(text)]
    return sign or (stated[0] if len(stated) == 1 else None)


def shown_directions(target: float, actual: float, *, met: bool) -> tuple[Better, ...]:
    """The direction implied by a row with a verdict; empty if target and actual are equal."""
    if target == actual:
        return ()
    return ("higher",) if (actual > target) == met else ("lower",)


def _signed(target: str, figure: Figure) -> Better | None:
    """The direction in the text around the target's figure: `≥ 99 %`, `15 min or less`, `80 % within 4 h`."""
    behind = target[figure.end :]
    for patterns, text in ((_BEFORE, target[: figure.start]), (_BEHIND, behind)):
        for direction, pattern in patterns.items():
            if pattern.search(text):
                return direction
    return "higher" if figure.unit == "%" and _IN_TIME.search(behind) else None


@cache
def _pattern(meaning: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(word_lists("service_reports/level_words.toml")["direction"][meaning]), re.IGNORECASE
    )
