"""Shared by all parsers of typed text: the refusals."""

from __future__ import annotations

from collections.abc import Iterable

from smits_rules.vocabulary import SmitsError
from smits_tui.sanitize import plain

MOST_SHOWN = 40
"""Characters of a refused text that a sentence repeats."""


class TypedTextRefused(SmitsError):
    """A typed text can't be used; the message says why and what to write instead."""

    exit_code = 2


class Ambiguous(TypedTextRefused):
    """A typed text can be read in two ways; the message names them and how to write each."""

    def __init__(self, text: str, readings: Iterable[tuple[str, str]]) -> None:
        """Name the readings.

        Args:
            text: as it was typed.
            readings: each as people say it, and how it is written so that nothing else can be meant.
        """
        listed = list(readings)
        alternatives = " or ".join(shown for shown, _ in listed)
        written = " or ".join(spelling for _, spelling in listed)
        super().__init__(f"{shortened(text)} can be {alternatives}: write {written}.")


def shortened(text: str) -> str:
    """The beginning of what was typed, on one line, fit for a sentence."""
    shown = plain(text, lines=False).strip()
    return shown if len(shown) <= MOST_SHOWN else f"{shown[: MOST_SHOWN - 1]}…"


def no_such(text: str, what: str, example: str) -> TypedTextRefused:
    """The refusal of a text that is not what is asked for.

    Args:
        text: as it was typed.
        what: is asked for, with its article, e.g. `a number`.
        example: how it is written, e.g. `write e.g. 12 or 7.5`.
    """
    shown = shortened(text)
    return TypedTextRefused(
        f"'{shown}' is not {what}; {example}." if shown else f"This needs {what}; {example}."
    )
