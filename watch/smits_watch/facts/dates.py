"""Dates, as `prose` reads them."""

from smits_watch.prose.dates import date_of, find_dates

__all__ = ["date_of", "find_dates"]
