"""Describes the values that meet a condition, so that conditions can be compared with each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range."""

    at: Any
    """A number or a date."""
    open: bool
    """Whether the end itself is excluded."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that meet a condition; without arguments, every value except a missing one."""

    named: frozenset[Any] | None = None
    """If not None, only these values."""
    low: Bound | None = None
    high: Bound | None = None
    excluded: frozenset[Any] = frozenset()
    """Excluded values."""
    absent: bool = False
    """Only a missing value."""
    exact: bool = True
    """False: some of the values described here do not meet the condition (`contains` cannot be described)."""

    @property
    def is_range(self) -> bool:
        """Whether the range has an end on either side."""
        return self.low is not None or self.high is not None
