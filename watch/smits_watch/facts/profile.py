"""The organisation's profile, used as evidence for the subject of a document."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from pydantic import BaseModel, ConfigDict

KEPT_BUDGETS = 50
"""Budget inputs used as evidence for reading the next one; they are sent to the reading process."""
_KEPT_LINES = 200
"""Lines of a budget used as evidence; more don't help to recognise a budget table."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProfileProduct(_Model):
    """A product used by a service of the portfolio."""

    product: str
    vendor: str = ""
    version: str = ""
    service: str = ""


class ProfileBudget(_Model):
    """A budget as last read."""

    period: str
    scope: str = ""
    currency: str | None = None
    total: float
    lines: tuple[tuple[str, float], ...] = ()
    """Name and amount of each line."""


class OrganisationProfile(_Model):
    """The organisation according to settings and earlier inputs; any field may be empty."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    """Other names that it goes by."""
    jurisdictions: tuple[str, ...] = ()
    """ISO 3166 country codes and EU."""
    topics: tuple[str, ...] = ()
    currency: str | None = None
    """ISO 4217."""
    fiscal_year_start: int = 1
    """The first month of the fiscal year, 1 to 12."""
    products: tuple[ProfileProduct, ...] = ()
    vendors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    """Customers, competitors and partners that the organisation has named."""
    budgets: tuple[ProfileBudget, ...] = ()
    today: dt.date | None = None
    """The date on which the file is read."""


def profile_budgets(facts: Iterable[dict[str, Any]]) -> tuple[ProfileBudget, ...]:
    """The budgets of an input with their lines.

    Args:
        facts: the facts of one input, as JSON objects.
    """
    lines: dict[str, list[tuple[str, float]]] = {}
    budgets = []
    for fact in facts:
        if fact.get("fact") == "budget-line":
            lines.setdefault(fact.get("period", ""), []).append((fact.get("name", ""), fact["amount"]))
        elif fact.get("fact") == "budget":
            budgets.append(fact)
    return tuple(
        ProfileBudget(
            period=fact.get("period", ""),
            scope=fact.get("scope", ""),
            currency=fact.get("currency"),
            total=fact["total"],
            lines=tuple(lines.get(fact.get("period", ""), ())[:_KEPT_LINES]),
        )
        for fact in budgets
    )


class BudgetEvidence:
    """The budgets of the newest inputs, by path."""

    def __init__(self, budgets: Iterable[tuple[str, tuple[ProfileBudget, ...]]] = ()) -> None:
        """Start with budgets that were read before.

        Args:
            budgets: path and budgets of each input, the newest last.
        """
        self._of_path = OrderedDict(budgets)

    def take(self, path: str, budgets: tuple[ProfileBudget, ...]) -> None:
        """Add the budgets of an input, replacing those of the earlier version under its path."""
        self._of_path[path] = budgets
        self._of_path.move_to_end(path)
        if len(self._of_path) > KEPT_BUDGETS:
            self._of_path.popitem(last=False)

    def __iter__(self) -> Iterator[tuple[str, tuple[ProfileBudget, ...]]]:
        """Path and budgets of each input, the newest last."""
        return iter(self._of_path.items())

    @property
    def budgets(self) -> tuple[ProfileBudget, ...]:
        """All budgets, those of the newest input last."""
        return tuple(chain.from_iterable(self._of_path.values()))
