"""The service portfolio: its services with owner, criticality, lifecycle and product."""

from __future__ import annotations

from smits_watch.facts.service_portfolio.extractor import extract

__all__ = ["extract"]
