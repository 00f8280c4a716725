"""The organisation's profile, used as evidence for the subject of a document."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict


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
