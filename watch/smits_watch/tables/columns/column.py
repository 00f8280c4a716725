"""A column of a table, and how it is classified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smits_watch.tables.values.periods import Period

Role = Literal["label", "code", "period", "amount", "quantity", "percent", "text", "currency"]


AmountKind = Literal["budget", "original", "revised", "actual", "forecast", "prior", "variance"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a region."""

    index: int
    header: str
    role: Role
    amount: AmountKind | None = None
    """Which amount its header names; None if it names none."""
    period: Period | None = None
    """The period that its header names."""
    part: str | None = None
    """The part of a year that its header names without the year: `m3`, `q1`, `h2`."""
    unit: str = ""
    """As displayed: `%`, or scale and currency."""
    scale: float = 1.0
    currency: str | None = None
    proof: str = ""
    """The arithmetic relation that holds for it: `= B + C + D`, `= C - B`."""

    @property
    def is_amount(self) -> bool:
        """Whether its numbers are amounts."""
        return self.role == "amount"
