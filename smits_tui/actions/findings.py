"""The outcomes of the checks of `smits doctor`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from smits_rules.vocabulary import SmitsError


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check."""

    about: str
    well: bool
    text: str

    @property
    def mark(self) -> str:
        """A mark for the terminal."""
        return "ok" if self.well else "!!"


class CheckFailed(SmitsError):
    """A check failed; the message says what is wrong, where, and what to do."""


def checked(about: str, check: Callable[[], str]) -> Finding:
    """Run a check.

    Args:
        about: what it checks.
        check: returns a sentence if there is no problem, or raises a SmitsError or OSError that describes it.
    """
    try:
        return Finding(about=about, well=True, text=check())
    except (SmitsError, OSError) as error:
        return Finding(about=about, well=False, text=str(error))
