"""Currency, scale and unit, as stated in titles, headers and cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from babel.numbers import list_currencies

from smits_watch.local_currency import local_currency

CURRENCIES = frozenset(list_currencies()) - {"ALL", "TOP", "MOP", "CUP", "PEN", "TRY", "TEST", "LAK", "COP"}
"""ISO 4217 codes, without those that are English words written in capitals."""
_SYMBOLS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD",
    "S$": "SGD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "zł": "PLN",
    "Kč": "CZK", "₺": "TRY", "₽": "RUB", "₸": "KZT", "₴": "UAH", "₪": "ILS", "₦": "NGN", "Fr.": "CHF",
    "SFr": "CHF", "Rs": "INR", "$": "USD",
}  # fmt: skip
_SYMBOL = re.compile(r"(?:US|CA|AU|NZ|HK|[CASR])?\$|€|£|¥|₹|₩|₺|₽|₸|₴|₪|₦|\bzł|\bKč|\bS?Fr\.(?=\s?\d)|\bRs\b")
_SHARED_SIGN = re.compile(r"(?<![A-Za-z])\$|¥|\b[tm]?kr\b", re.IGNORECASE)
"""`kr` alone names no currency; which one it is depends on the country."""
_NAMES = {
    "euro": "EUR", "euros": "EUR", "francs": "CHF", "franken": "CHF", "pounds": "GBP", "sterling": "GBP",
    "dollars": "USD", "yen": "JPY", "rupees": "INR", "kronor": "SEK", "reais": "BRL", "złotych": "PLN",
    "lei": "RON", "zł": "PLN", "yuan": "CNY", "rand": "ZAR", "forint": "HUF",
}  # fmt: skip
_NAME = re.compile(
    r"\b(?:euros?|franken|pounds sterling|(?:us )?dollars|yen|rupees|kronor|reais|"
    r"złotych|lei|yuan|rand|forint)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:(?<![A-Za-z])[TtKkMm]?|(?<=[a-z]{3}))([A-Z]{3})(?![A-Za-z])")

_MONEY = (
    r"(?:EUR|USD|CHF|GBP|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|JPY|CNY|INR|CAD|AUD|NZD|SGD|ZAR|MXN|"
    r"US\$|R\$|[€$£¥₹])"
)
_UNITS_OF_MONEY: tuple[tuple[float, tuple[str, ...]], ...] = (
    (
        1e9,
        (
            r"\bin\s+(?:\w+\s+)?(?:billions?|milliarden|milliards|mrd\.?|bn)\b|\(\W*billions?\)",
            rf"{_MONEY}\s?(?:bn|billions?|mrd)\b|\b(?:bn|mrd\.?|milliarden)\s?{_MONEY}",
        ),
    ),
    (
        1e7,
        (
            r"\bin\s+(?:\w+\s+)?crores?\b|₹\s?cr(?:ores?)?\b",
            r"\(\W*(?:rs\.?|₹)?\s*(?:in )?cr(?:ores?)?\.?\s*\)",
        ),
    ),
    (
        1e5,
        (
            r"\bin\s+(?:\w+\s+)?lakhs?\b|₹\s?(?:lakhs?|lacs?|L)\b",
            r"\(\W*(?:rs\.?|₹)?\s*(?:in )?la(?:kh|c)s?\s*\)",
        ),
    ),
    (
        1e6,
        (
            r"\bin\s+(?:\w+\s+)?(?:millions?|millionen|mio\.?|mln|mn)\b|\(\W*(?:us )?\W*millions?\W*\)",
            rf"{_MONEY}\s?(?:millions?|millionen|miljoen|mio|mln|mn)\b",
            r"\b(?:in|en|em|i)\s+(?:miljoenen|millones|milioni|milhões|miljoner|millioner|mill\.|milionech)",
            r"\bmn?kr\b|\bmln zł|\bmil\. Kč|\bmio\.? ?kr\b",
            r"\b(?:mil\.|milioane)(?: de)? ?(?:lei|RON)\b|\bmillió ?(?:Ft|forint)|\bmilyon (?:TL|₺)",
            r"\bmilj\.? ?(?:€|euroa)|\bmil\. ?(?:€|EUR)",
            r"R\$\s?milh(?:ões|ão)|\b(?:milhões|millones|milioni) de\b",
            rf"\b(?:mio\.?|mln\.?|mn|millions?(?: of| d['e])?|millionen)\s?{_MONEY}",
            rf"{_MONEY}\s?m(?![A-Za-z])|(?<![A-Za-z])m\s?{_MONEY}(?![A-Za-z])",
            r"\bmillions? (?:of|d['e])|^\W*(?:millions?|millionen|mio\.?|mln)\W*$|[$€£]\s?millions?",
        ),
    ),
    (
        1e3,
        (
            r"\b(?:in|en)\s+(?:\w+\s+)?(?:thousands?|tausend|tsd\.?|milliers|duizend(?:en)?|migliaia|miles)\b",
            rf"{_MONEY}\s?(?:thousands?|tausend|tsd\b|duizend)|\b(?:em|i)\s+(?:milhares|tusental|tusinder|tusen)\b",
            rf"(?<!\w)[x\u00d7*]\s?(?:{_MONEY}\s?)?1[., ']?000(?![\d.,'])",
            rf"(?:^|[,;:(]\s?){_MONEY}\s1[., ']?000\s?\)?$",
            r"\bt\.?kr\b|\btys\.? ?(?:zł|PLN)|\btis\. Kč|\b1[., ]?000 ?kr\b",
            r"\bmii (?:de )?(?:lei|RON|euro)\b|\bezer ?(?:Ft|forint|HUF|EUR|euró)\b|\bbin (?:TL|₺|TRY)",
            r"\btuhat(?:ta)? (?:euroa|€)|\btuhansina euroina\b|\b(?:v )?tis\.? ?(?:€|EUR|Kč|CZK|kn)",
            r"R\$\s?mil\b|\bmiles de\b|\bmilhares de\b|\bmigliaia di\b",
            rf"\bin\s+(?:{_MONEY}\s?)?1[., ']?000(?![\d.,'])",
            rf"\(\W*thousands?\W*\)|\bthousands? of|\btsd\.?\s?{_MONEY}",
            r"^\W*(?:thousands?|tausend|tsd\.?)\W*$",
            rf"(?<![A-Za-z])[TK]\s?{_MONEY}(?![A-Za-z])|{_MONEY}\s?K(?![A-Za-z])",
            rf"(?:[$€£(]|{_MONEY}\s|\bin\s)\s?'?000'?s?(?![\d.,'])|(?<![\d.,])'000\b|(?<![\d.,'])\b000'?s\b",
        ),
    ),
)
"""How a scale is stated. A grouped number in a title (`EUR 1,500,000`) states none, so no digit and no
separator after a digit may precede `000`.
"""
_GROUPED_NUMBER = re.compile(r"\d{1,3}(?:[.,' \u00a0\u202f\u2019]\d{3})+")
_A_THOUSAND = re.compile(r"1[., '\u00a0]000")
_AMOUNT_IN_WORDS = re.compile(
    r"(?<![A-Za-z/\d])(?!(?:19|20)\d\d\s)\d[\d.,]*\s?"
    rf"(?:[kTtmM]\s?{_MONEY}|(?:k|m|mio|mn|bn|mrd|millions?|billions?|millionen|milliarden|milliards?)\b\.?)"
    r"(?:\s?d['\u2019]euros|\s?(?:EUR|USD|CHF|GBP|[€$£]))?",
    re.IGNORECASE,
)
"""An amount in a title, e.g. a cap of 1.5 million, which is not the unit of the table. A year (`2027 TEUR`)
or
the end of one (`FY27 k€`, `2026/27 TEUR`) before a unit is not an amount.
"""

_SCALES = tuple(
    (scale, re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE))
    for scale, patterns in _UNITS_OF_MONEY
)

SCALE_WORDS: dict[str, float] = {
    "k": 1e3, "K": 1e3, "T": 1e3, "tsd": 1e3, "thousand": 1e3,
    "m": 1e6, "M": 1e6, "mn": 1e6, "mio": 1e6, "mln": 1e6, "million": 1e6, "millions": 1e6, "millionen": 1e6,
    "bn": 1e9, "B": 1e9, "b": 1e9, "mrd": 1e9, "billion": 1e9, "milliarden": 1e9, "milliard": 1e9, "md": 1e9,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7, "lac": 1e5,
}  # fmt: skip
"""Suffixes of a number: `1.2M`, `850k`, `3.5 Mio.`"""


_BESIDE_UNITS = frozenset(
    [
        "in",
        "en",
        "all",
        "alle",
        "angaben",
        "beträge",
        "werte",
        "zahlen",
        "amounts",
        "amount",
        "figures",
        "values",
        "stated",
        "expressed",
        "montants",
        "chiffres",
        "exprimés",
        "importi",
        "valori",
        "importes",
        "cifras",
        "bedragen",
        "x",
        "of",
        "de",
    ]
)
"""Words around a unit in a note on all amounts."""


@dataclass(frozen=True, slots=True)
class Units:
    """The currency and scale of a table's amounts."""

    currency: str | None = None
    """ISO 4217."""
    scale: float = 1.0
    """The factor by which numbers are multiplied."""


def units_in(texts: Iterable[str]) -> Units:
    """Find currency and scale in titles and headers; for each, the first text that states it decides."""
    currency, scale = None, 1.0
    for text in texts:
        currency = currency or currency_in(text)
        if scale == 1.0:
            scale = scale_in(text)
    return Units(currency, scale)


def is_unit_only(text: str) -> bool:
    """Whether a text states a currency or a scale and nothing else: `in TEUR`, `alle Beträge in Mio. €`."""
    words = [word for word in re.split(r"[\s()\[\],:]+", text) if word]
    units = [word for word in words if word.casefold() not in _BESIDE_UNITS]
    return 0 < len(units) <= 3 and all(currency_in(w) or scale_in(f"in {w}") != 1.0 for w in units)


def currency_in(text: str) -> str | None:
    """The ISO 4217 code that a text names or shows as a symbol; `$` is USD unless another dollar is ours."""
    currency, sign = _currency_in(text)
    return local_currency(sign, currency) if sign else currency


@lru_cache(maxsize=4096)
def _currency_in(text: str) -> tuple[str | None, str]:
    """The currency that a text names, and the sign if it names it by one that several countries share."""
    for code in _CODE.findall(text):
        if code in CURRENCIES:
            return str(code), ""
    shared = _SHARED_SIGN.search(text)
    if shared:
        sign = shared[0].casefold()
        return _SYMBOLS.get(sign), "kr" if sign.endswith("kr") else sign
    return _named_currency(text), ""


def _named_currency(text: str) -> str | None:
    symbol = _SYMBOL.search(text)
    if symbol:
        return _SYMBOLS.get(symbol[0]) or ("CHF" if "Fr" in symbol[0] else "USD")
    name = _NAME.search(text)
    return _NAMES.get(name[0].casefold().split()[-1]) if name else None


@lru_cache(maxsize=4096)
def scale_in(text: str) -> float:
    """The scale of amounts: 1000 for `in thousands`, `TEUR`, `$000`; 1 if none is stated."""
    if len(text) > 300:
        return 1.0
    plain = text.replace("\u2019", "'")
    plain = _GROUPED_NUMBER.sub(_kept, _AMOUNT_IN_WORDS.sub(" ", plain))
    return next((scale for scale, pattern in _SCALES if pattern.search(plain)), 1.0)


def _kept(number: re.Match[str]) -> str:
    """Keep `1'000` in `in 1'000 CHF`, which states a scale; any other grouped number is an amount."""
    return number[0] if _A_THOUSAND.fullmatch(number[0]) else " "
