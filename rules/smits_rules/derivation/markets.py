"""The organisation's own currency and market."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from smits_rules.derivation.inputs import Circumstances

_PAIR = re.compile(r"(?<![A-Z])([A-Z]{3})\s*[/\-:]?\s*([A-Z]{3})(?![A-Z])")
_LANGUAGES = ("en", "de", "fr")
_NOT_OURS_ALONE = 4
"""A shorter country name, e.g. Oman in `Roman`, is too likely part of another word."""


def own_currency(circumstances: Circumstances) -> str:
    """The configured currency, or else the common one of the organisation's countries; otherwise blank."""
    return circumstances.currency or shared_currency(circumstances.jurisdictions)


def shared_currency(countries: Iterable[str]) -> str:
    """The currency (ISO 4217) that countries (ISO 3166, and EU) share; empty if they share none."""
    currencies = {_currency_of(code) for code in countries} - {""}
    return currencies.pop() if len(currencies) == 1 else ""


def own_market(indicator: str, circumstances: Circumstances) -> bool:
    """Whether an indicator concerns the organisation's currency and market, judging by its name.

    An exchange rate between two other currencies does not, nor does a figure of a country that is not one of
    the organisation's jurisdictions; a figure that names neither does.
    """
    pair = _PAIR.search(indicator)
    own = own_currency(circumstances)
    if pair and own and {pair[1], pair[2]} <= _currencies():
        return own in (pair[1], pair[2])
    ours = {code.upper() for code in circumstances.jurisdictions}
    named = {_countries()[name] for name in _country_names().findall(indicator.casefold())}
    return not named or not ours or bool(named & ours)


@cache
def _currencies() -> frozenset[str]:
    from babel.core import get_global

    return frozenset(get_global("all_currencies"))


@cache
def _countries() -> dict[str, str]:
    """Names of countries in English, German and French -> ISO 3166 codes."""
    from babel import Locale

    return {
        name.casefold(): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2
        and code.isalpha()
        and len(name) >= _NOT_OURS_ALONE
        and code not in ("EU", "EZ", "UN")
    }


@cache
def _country_names() -> re.Pattern[str]:
    """All names of countries as whole words, the longest first: Guinea-Bissau is not Guinea."""
    names = sorted(_countries(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def _currency_of(code: str) -> str:
    from babel.numbers import get_territory_currencies

    if code.upper() == "EU":
        return "EUR"
    currencies = get_territory_currencies(code.upper())
    return str(currencies[0]) if len(currencies) == 1 else ""
