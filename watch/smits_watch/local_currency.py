"""Currency signs that several countries share: `$`, `kr`, `¥`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from babel.numbers import get_territory_currencies

_SHARED = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "JMD", "BBD", "FJD"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "¥": ("JPY", "CNY"),
}
"""Sign -> the currencies that are written with it."""
_LOCAL: ContextVar[str | None] = ContextVar("local currency", default=None)


def own_currency(currency: str | None, jurisdictions: Sequence[str]) -> str | None:
    """The currency in which an organisation counts.

    Args:
        currency: ISO 4217, as set; None if it is not.
        jurisdictions: ISO 3166 codes, or EU.

    Returns:
        The one that is set, or else the one of its only country.
    """
    countries = [code for code in jurisdictions if code != "EU"]
    if currency or len(countries) != 1:
        return currency
    current = get_territory_currencies(countries[0])
    return str(current[-1]) if current else None


@contextmanager
def counting_in(currency: str | None) -> Iterator[None]:
    """Read shared signs as this currency while inside, if it is one of theirs."""
    token = _LOCAL.set(currency)
    try:
        yield
    finally:
        _LOCAL.reset(token)


def counted_in() -> str | None:
    """The currency given to `counting_in`; None outside of it."""
    return _LOCAL.get()


def local_currency(sign: str, default: str | None) -> str | None:
    """The currency that a sign stands for here.

    Args:
        sign: as written.
        default: what it means where nothing says otherwise.
    """
    local = counted_in()
    return local if local and local in _SHARED.get(sign.casefold(), ()) else default
