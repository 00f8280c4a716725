"""Shared by all parsers of typed text: the errors."""

from __future__ import annotations

from collections.abc import Iterable

from smits_rules.vocabulary import SmitsError
from smits_tui.sanitize import plain

MOST_SHOWN = 40
"""Characters of a refused text that an error repeats."""


class TypedTextRefused(SmitsError):
    """A typed text is invalid; the message says why and what to type instead."""

    exit_code = 2


class Ambiguous(TypedTextRefused):
    """A typed text has two readings; the message names both and how to type each."""

    def __init__(self, text: str, readings: Iterable[tuple[str, str]]) -> None:
        """Create the error.

        Args:
            text: as typed.
            readings: each in words, and as it is typed unambiguously.
        """
        listed = list(readings)
        alternatives = " or ".join(shown for shown, _ in listed)
        written = " or ".join(spelling for _, spelling in listed)
        super().__init__(f"{shortened(text)} can be {alternatives}: write {written}.")


def shortened(text: str) -> str:
    """The beginning of a typed text, on one line, for use in a sentence."""
    shown = plain(text, lines=False).strip()
    return shown if len(shown) <= MOST_SHOWN else f"{shown[: MOST_SHOWN - 1]}…"


def no_such(text: str, what: str, example: str) -> TypedTextRefused:
    """The error for a text that is not what was asked for.

    Args:
        text: as typed.
        what: what was asked for, with its article, e.g. `a number`.
        example: how to type it, e.g. `write e.g. 12 or 7.5`.
    """
    shown = shortened(text)
    return TypedTextRefused(
        f"'{shown}' is not {what}; {example}." if shown else f"This needs {what}; {example}."
    )
