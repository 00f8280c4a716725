"""Mergers, acquisitions and the like, told from other business news."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document
from smits_watch.facts.amounts import number
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.roles import roled_dates
from smits_watch.facts.tables import word_lists

_HEAD_CHARACTERS = 2_500
"""So much of the news is about its matter."""
_TITLE_WEIGHT, _FIRST_WEIGHT, _REST_WEIGHT = 3.0, 1.5, 0.5
_ENOUGH = 2.0
"""A word of a deal in the title is enough; or one in the first paragraph together with one further on."""
_MOST_OF_REST = 2.0
_LEGAL = (
    r"(?:Inc|Ltd|LLC|GmbH|AG|SE|Corp(?:oration)?|Co|Cos|Plc|PLC|NV|SA|S\.A\.|AB|KG|Limited|Group|Holdings?|Bancorp|"
    r"Industries|Partners|Systems|Technologies)"
)
_PARTY = re.compile(rf"((?:[A-Z][\w&.'-]*[ ]){{1,5}}{_LEGAL})\b\.?|<([^<>\n]{{3,60}})>")
_VALUE = re.compile(
    r"(?:(?P<symbol>US\$|\$|€|£)\s?)?(?P<figure>\d[\d.,]*)\s*(?P<scale>mln|million|bn|billion|mio\.?|mrd\.?)?\s*"
    r"(?P<unit>dlrs|dollars|euros?|eur|usd|stg|pounds|guilders|marks|yen|francs)?",
    re.IGNORECASE,
)
_SCALE = {"mln": 1e6, "million": 1e6, "mio": 1e6, "bn": 1e9, "billion": 1e9, "mrd": 1e9}
_CURRENCY = {
    "$": "USD",
    "us$": "USD",
    "dlrs": "USD",
    "dollars": "USD",
    "usd": "USD",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "stg": "GBP",
    "pounds": "GBP",
    "yen": "JPY",
}
_HEADER_LINE = re.compile(r"^[A-Z-]{4,40}:|^<[A-Z/-]+>|^-----", re.MULTILINE)


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Tell what corporate event a document reports.

    Args:
        document: news, a filing or a letter in prose.
        context: not used.

    Returns:
        One `corporate-event`; its event is `none` for other business news and for a rumour that is denied.
    """
    del context
    head = document.beginning(_HEAD_CHARACTERS)
    if not head:
        return Extraction("mergers-acquisitions", warnings=("It has no text.",))
    title = document.metadata.get("subject") or document.metadata.get("title") or head[0].text.split("\n")[0]
    text = "\n".join(passage.text for passage in head)
    body = text.removeprefix(title)
    event = _event(title, body)
    denied = event != "none" and _found("denied", "words", f"{title}\n{_first(body)}")
    value, currency = _deal_value(text) if event != "none" else (None, None)
    dates = roled_dates(document, ("announced", "published", "effective"))
    fact = CorporateEvent(
        event="none" if denied else event,
        parties=_parties(text) if event != "none" else (),
        value=value,
        currency=currency,
        status="denied" if denied else _status(text) if event != "none" else "",
        date=dates[0].date if dates else None,
        source=document.source(head[0].anchor),
        quote=" ".join(title.split())[:200],
        confidence="inferred",
    )
    return Extraction("mergers-acquisitions", (fact,))


def _event(title: str, body: str) -> Any:
    """The event whose words weigh most in title, first paragraph and the rest; `none` where all are light."""
    first = _first(body)
    rest = body.removeprefix(first)
    weights: dict[str, float] = {}
    for event in word_lists("event_words.toml")["event"]:
        pattern = _pattern("event", event)
        weight = _TITLE_WEIGHT * bool(pattern.search(title)) + _FIRST_WEIGHT * bool(pattern.search(first))
        weights[event] = weight + min(_REST_WEIGHT * len(pattern.findall(rest)), _MOST_OF_REST)
    if sum(weights.values()) < _ENOUGH:
        return "none"
    return max(weights, key=lambda event: weights[event])


def _first(body: str) -> str:
    """The first paragraph that is no line of a header."""
    for part in re.split(r"\n\s*\n|\n(?=\s{2,}\S)", body.strip()):
        if part.strip() and not _HEADER_LINE.match(part.strip()):
            return part
    return body


def _parties(text: str) -> tuple[str, ...]:
    """The companies that are named, in their order; listings such as `<ABC.N>` are none."""
    named = (" ".join((match[1] or match[2]).split()) for match in _PARTY.finditer(text))
    return tuple(dict.fromkeys(name for name in named if not re.fullmatch(r"[A-Z.]{1,9}", name)))[:4]


def _deal_value(text: str) -> tuple[float | None, str | None]:
    """The first amount with a currency and a scale."""
    for match in _VALUE.finditer(text):
        money = (match["symbol"] or match["unit"] or "").casefold()
        scale = (match["scale"] or "").casefold().rstrip(".")
        figure = number(match["figure"].rstrip(".,"))
        if money and scale and figure is not None:
            return figure * _SCALE[scale], _CURRENCY.get(money)
    return None, None


def _status(text: str) -> str:
    return next(
        (status for status in word_lists("event_words.toml")["status"] if _found("status", status, text)), ""
    )


def _found(words: str, meaning: str, text: str) -> bool:
    return bool(_pattern(words, meaning).search(text))


@cache
def _pattern(words: str, meaning: str) -> re.Pattern[str]:
    return re.compile("|".join(word_lists("event_words.toml")[words][meaning]), re.IGNORECASE)
