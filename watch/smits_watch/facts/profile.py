"""The organisation's profile, which serves as evidence for what a document is about."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProfileProduct(_Model):
    """A product that a service of the portfolio runs on."""

    product: str
    vendor: str = ""
    version: str = ""
    service: str = ""


class ProfileBudget(_Model):
    """A budget as it was read last."""

    period: str
    scope: str = ""
    currency: str | None = None
    total: float
    lines: tuple[tuple[str, float], ...] = ()
    """Name and amount of each line."""


class OrganisationProfile(_Model):
    """What the settings and the inputs so far say of the organisation; all of it may be empty."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    """Other names under which it appears."""
    jurisdictions: tuple[str, ...] = ()
    """ISO 3166 country codes and EU."""
    topics: tuple[str, ...] = ()
    currency: str | None = None
    """ISO 4217."""
    fiscal_year_start: int = 1
    """Month in which the fiscal year begins, 1 to 12."""
    products: tuple[ProfileProduct, ...] = ()
    vendors: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    """Customers, competitors and partners that it named."""
    budgets: tuple[ProfileBudget, ...] = ()
    today: dt.date | None = None
    """The day on which the file is read."""
