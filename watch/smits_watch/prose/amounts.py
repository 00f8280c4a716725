"""Amounts of money and percentages in prose, in American and European notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.numbers import list_currencies

from smits_watch.local_currency import local_currency

_SYMBOLS = {
    "us$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "r$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "zł": "PLN",
    "fr.": "CHF",
    "kč": "CZK",
    "rs.": "INR",
    "rs": "INR",
}
_NAMES = {
    "USD": r"(?:u\.?s\.?\s+)?dollars?|dlrs|us-dollar|dólares|dollari|dolarów",
    "EUR": r"euros?|eur|euroa|euron|evra|evrur|eura",
    "GBP": (
        r"pounds?(?:\s+sterling)?|sterling|stg|(?:britische\s+)?pfund|livres?\s+sterling|libras(?:\s+esterlinas)?|"
        r"sterline"
    ),
    "CHF": r"(?:swiss\s+)?francs?|franken|sfr\.?",
    "JPY": r"yen",
    "SEK": r"(?:swedish\s+|svenska\s+)?kronor|(?:svenske|swedish)\s+kroner",
    "NOK": r"(?:norske|norwegian)\s+kroner",
    "DKK": r"(?:danish\s+|danske\s+)?kroner",
    "ISK": r"(?:icelandic\s+)?krónur|króna",
    "BRL": r"reais",
    "INR": r"rupees?",
    "CAD": r"canadian\s+dollars?",
    "AUD": r"australian\s+dollars?",
    "PLN": r"zł(?:otych|oty)?",
    "": r"kr",
}
_SHARED_NAMES = {"dollar": "$", "dollars": "$", "kroner": "kr", "kr": "kr"}
"""Names of currencies of several countries, and the sign of each."""
_NAMED_ALONE: dict[str, str | None] = {"dollar": "USD", "dollars": "USD", "kroner": "DKK", "kr": None}
"""What they mean where nothing says otherwise."""
_SCALES = {
    "k": 1e3,
    "thousand": 1e3,
    "tausend": 1e3,
    "tsd": 1e3,
    "mille": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mm": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "millionen": 1e6,
    "millones": 1e6,
    "milioni": 1e6,
    "miljoen": 1e6,
    "milhões": 1e6,
    "miljoner": 1e6,
    "millioner": 1e6,
    "miljoonaa": 1e6,
    "miljoonan": 1e6,
    "milljónir": 1e6,
    "milljóna": 1e6,
    "milionów": 1e6,
    "milionů": 1e6,
    "milhão": 1e6,
    "millón": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
    "mrd": 1e9,
    "milliarde": 1e9,
    "milliarden": 1e9,
    "milliard": 1e9,
    "milliards": 1e9,
    "md": 1e9,
    "miliardi": 1e9,
    "miljard": 1e9,
    "miljarder": 1e9,
    "milliardar": 1e9,
    "millionar": 1e6,
    "milliarder": 1e9,
    "miljardia": 1e9,
    "milljarðar": 1e9,
    "milljarða": 1e9,
    "miliardów": 1e9,
    "bilhões": 1e9,
    "mil millones": 1e9,
    "crore": 1e7,
    "crores": 1e7,
    "lakh": 1e5,
    "lakhs": 1e5,
}
_NORWEGIAN = re.compile(
    r"\b(?:norske|prosent|selskap\w*|aksje\w*|avtale\w*|oppkjøp\w*|kjøper?)\b", re.IGNORECASE
)
"""Words that Norwegian spells otherwise than Danish."""
_BILLION = 1e9
_GROUPED_ONCE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""A figure whose only mark may group thousands or part decimals."""
_FIGURE = (
    r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|"
    r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
)
_PERCENT = re.compile(
    rf"(?P<sign>(?<![\d%])(?<![\d%]\s)[+\u2212\u2013-])?\s?(?P<figure>{_FIGURE})\s*(?:%|per\s?cent\b|pct\b|percent\b|prozent\b|"
    rf"pour\s?cent\b|por\s?ciento\b|procenta?\b|prosent(?:tia)?\b|per cento\b|por\s?cento\b)",
    re.IGNORECASE,
)
"""A percentage; a dash behind a figure is no sign, but makes a range: `2-4.5 %`."""
_RANGE = re.compile(
    r"\d\s?(?:%\s?)?(?:[\u2212\u2013-]|\b(?:to|bis|à|a|y|and|und|et|e|en|tot|do|até|till?))\s?$",
    re.IGNORECASE,
)
"""What stands before the upper end of a range."""


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """An amount and its position in the text."""

    value: float
    currency: str
    """ISO 4217."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage and its position in the text."""

    value: float
    """As written, with its sign."""
    start: int
    end: int
    ranged: bool = False
    """Whether it is the upper end of a range: `between 2 and 4.5 %`."""


def find_money(text: str) -> list[StatedAmount]:
    """The amounts of money in a text: `€1.2M`, `USD 45 million`, `1,5 Mrd. Euro`, `97.440,00 EUR`."""
    amounts = []
    for match in _money().finditer(text):
        currency = _currency(match["before"] or match["after"] or "")
        scale = _SCALES.get(" ".join((match["scale"] or "").casefold().rstrip(".").split()), 1.0)
        if not currency:
            continue
        if currency == "DKK" and _NORWEGIAN.search(text):
            currency = "NOK"  # both call them `kroner`
        amounts.append(StatedAmount(_scaled(match["figure"], scale), currency, match.start(), match.end()))
    return amounts


def _scaled(text: str, scale: float) -> float:
    """A figure with its scale; nobody writes thousands of billions: `3,909 miljarder` has decimals."""
    if scale >= _BILLION and _GROUPED_ONCE.fullmatch(text):
        return float(text.replace(",", ".")) * scale
    return figure(text) * scale


def find_percentages(text: str) -> Iterator[Percentage]:
    """The percentages in a text."""
    for match in _PERCENT.finditer(text):
        value = figure(match["figure"])
        signed = -value if match["sign"] in ("-", "\u2212") else value
        ranged = bool(_RANGE.search(text[: match.start("figure")]))
        yield Percentage(signed, match.start(), match.end(), ranged)


def figure(text: str) -> float:
    """A figure as a number: `1.234,50`, `12,5`, `1'250`; a lone mark before three digits groups them."""
    plain = re.sub(r"[\s'’\u00a0\u202f]", "", text)
    dots, commas = plain.count("."), plain.count(",")
    if dots and commas:
        mark = max(".", ",", key=plain.rindex)
        return float(plain.replace("," if mark == "." else ".", "").replace(mark, "."))
    if dots + commas > 1 or _GROUPED_ONCE.fullmatch(plain):
        return float(plain.replace(".", "").replace(",", ""))
    return float(plain.replace(",", "."))


@cache
def _money() -> re.Pattern[str]:
    symbols = "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))
    codes = "|".join(sorted(_codes()))
    names = "|".join(_NAMES.values())
    scales = "|".join(
        sorted((re.escape(scale).replace(r"\ ", r"\s+") for scale in _SCALES), key=len, reverse=True)
    )
    return re.compile(
        rf"(?:(?P<before>(?<!\w)(?:{symbols}|(?-i:{codes})))\s?)?(?<![\w.,])(?P<figure>{_FIGURE})"
        rf"(?:[\s-]?(?P<scale>{scales})\b\.?)?"
        rf"(?:\s?(?:of\s+|d[ei]\s+|d['’])?(?P<after>(?:{symbols})(?!\w)|(?-i:{codes})\b|(?:{names})\b))?",
        re.IGNORECASE,
    )


@cache
def _codes() -> frozenset[str]:
    """Codes of current currencies; historic and test codes are left out, since some are English words."""
    return frozenset(list_currencies()) & frozenset(
        [
            "USD",
            "EUR",
            "GBP",
            "CHF",
            "JPY",
            "CAD",
            "AUD",
            "NZD",
            "SEK",
            "NOK",
            "DKK",
            "PLN",
            "CZK",
            "HUF",
            "RON",
            "BGN",
            "INR",
            "CNY",
            "HKD",
            "SGD",
            "KRW",
            "BRL",
            "MXN",
            "ZAR",
            "ILS",
            "AED",
            "SAR",
            "THB",
            "MYR",
            "IDR",
            "PHP",
            "TWD",
            "ISK",
            "UAH",
            "EGP",
            "NGN",
            "KES",
            "CLP",
            "COP",
            "PEN",
            "ARS",
            "VND",
            "QAR",
            "KWD",
        ]
    )


def _currency(text: str) -> str | None:
    plain = " ".join(text.casefold().split())
    if plain in _SYMBOLS:
        return local_currency(plain, _SYMBOLS[plain])
    if plain in _SHARED_NAMES:
        return local_currency(_SHARED_NAMES[plain], _NAMED_ALONE[plain])
    if plain.upper() in _codes():
        return plain.upper()
    return next((code for code, names in _NAMES.items() if re.fullmatch(names, plain, re.IGNORECASE)), None)
