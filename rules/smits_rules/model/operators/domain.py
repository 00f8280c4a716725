"""The values that meet a condition, described so that conditions can be weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range."""

    at: Any
    """A number or a date."""
    open: bool
    """Whether the end itself lies outside."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that meet a condition; without any argument, every value but a missing one."""

    named: frozenset[Any] | None = None
    """Only these, if not None."""
    low: Bound | None = None
    high: Bound | None = None
    excluded: frozenset[Any] = frozenset()
    """All but these."""
    absent: bool = False
    """Only a missing value."""
    exact: bool = True
    """False: not every value described here meets the condition (`contains` can't be described)."""

    @property
    def is_range(self) -> bool:
        """Whether it has an end."""
        return self.low is not None or self.high is not None
