"""Announcements of one clause whose words stand in any order: what is paid or provided, and how it changes.

Languages put the thing and what becomes of it in any order and at any distance: `support for Ledger 9 ends`,
`am 1. Mai endet für Ledger 9 die Wartung`. A figure or a day in the clause tells news from general talk.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from smits_watch.prose.amounts import find_money, find_percentages
from smits_watch.prose.dates import DateMention, find_dates
from smits_watch.prose.roles import Event
from smits_watch.prose.word_patterns import pattern_of

_PACKAGE, _WORDS = "smits_watch.facts.vendor_notices.letters", "words.toml"
_CLAUSE = re.compile(r"(?:[^.;:!?]|[.:](?=\d)|(?<=\d)\.)+")
"""What stands between two marks that end a clause; the dots of dates and numbers don't."""
_FROM_DAY = re.compile(
    r"\b(?:from|on|as (?:of|from)|effective|starting|by|until|through|till?|ab|zum|am|bis(?: zum)?|vom|seit|"
    r"a|à (?:compter|partir) du|dès le|le|au|jusqu.au|desde(?: el)?|a partir del?|el|hasta(?: el)?|"
    r"dal(?: giorno)?|dall.|il|al|after|nach(?: dem)?|après|dopo(?: il)?|después del?|tras el|na|po|"
    r"efter|após|"
    r"fino al?|vanaf|per|op|tot|em|até|de|od(?: dnia)?|do|från|fra|den|till?|k|ke|dne)"
    r"\s*(?:\([^()]{1,20}\)\s*)?"
    r"(?:(?:the|dem|o|dia|día|giorno|próximo|prossimo|prochain|kommenden|nächsten|coming|next)\s+)*$|[(:,]\s*$|^\s*$|"
    r"\b(?:ukončen|vypnut|zrušen|zakończon|wyłączon|wycofan|wspieran|zamknięt)\w+\s+$|"
    r"\b\w*(?:date|dat(?:um|a|o)|fecha|termin\w*)\s+(?:is|will be|ist|est|es|è|jest|är|er)\s+"
    r"(?:(?:the|der|le|el|il|de)\s+)?$|"
    r"\bs?końc[íz]\w*(?: się)?\s+$",
    re.IGNORECASE,
)
"""Words before the day of a change; other days are those of something that is told."""


_ANY_YEAR = dt.date(2000, 1, 1)
"""Makes a day without its year a day; which year it is depends on the letter."""


class _Clause(NamedTuple):
    """A clause of a text."""

    text: str
    """The whole text."""
    start: int
    end: int
    dated: bool
    """Whether it states a day on which something begins or ends."""

    def search(self, table: str, meaning: str) -> re.Match[str] | None:
        """The first words of a meaning in the clause."""
        return pattern_of(_PACKAGE, _WORDS, table, meaning).search(self.text, self.start, self.end)

    def event(self, meaning: str, *matches: re.Match[str]) -> Event:
        """The event from the first to the last of some words."""
        return Event(meaning, min(m.start() for m in matches), max(m.end() for m in matches))


def clause_events(text: str) -> Iterator[Event]:
    """Find the announcements of a text whose words stand apart.

    Args:
        text: a sentence.

    Yields:
        Price and licence changes, ends of support, sale and service, contracts that run out, and what will
        be required; at most one of each kind per clause.
    """
    dates = find_dates(text, near=_ANY_YEAR)
    for match in _CLAUSE.finditer(text):
        clause = _Clause(text, match.start(), match.end(), _is_dated(text, dates, *match.span()))
        for find in (_moved_charge, _bare_move, _end_of_service, _closing, _subscription, _requirement):
            event = find(clause)
            if event is not None:
                yield event


def _is_dated(text: str, dates: Sequence[DateMention], start: int, end: int) -> bool:
    """Whether a clause has a day, or a month, on which something begins or ends."""
    return any(
        start <= date.start < end and (date.exact or date.end - date.start > len("2027"))
        and _FROM_DAY.search(text[start : date.start])
        for date in dates
    )  # fmt: skip


def _moved_charge(clause: _Clause) -> Event | None:
    """What is paid and how it moves, with a figure or a day: `steigen ab Mai die Preise für X um 8 %`.

    Two sums and a word for the former one are a move as well: `the fee would be EUR 120 (currently EUR 100)`.
    """
    charge = clause.search("charge", "noun")
    if charge is None:
        return None
    sums = [money for money in find_money(clause.text) if clause.start <= money.start < clause.end]
    shares = [s for s in find_percentages(clause.text) if clause.start <= s.start < clause.end]
    move = clause.search("charge", "moves")
    if move and (sums or shares or clause.dated):
        return clause.event("price-change", charge, move)
    before = pattern_of(_PACKAGE, _WORDS, "charge", "before")
    for _, second in pairwise(sums):
        if before.search(clause.text, clause.start, second.start):
            return Event("price-change", charge.start(), charge.end())
    return None


def _bare_move(clause: _Clause) -> Event | None:
    """A product that moves by a share or from one sum to another, on a day: `Ledger rises from $8 to $9`."""
    move = clause.search("charge", "moves")
    if move is None or not clause.dated or clause.search("charge", "otherwise"):
        return None
    sums = [money for money in find_money(clause.text) if clause.start <= money.start < clause.end]
    beside = clause.text[max(clause.start, move.start() - _NEAR) : min(clause.end, move.end() + _NEAR)]
    if (sums and len(sums) % 2 == 0) or (any(find_percentages(beside)) and not sums):
        return Event("price-change", move.start(), move.end())
    return None


_NEAR = 25
"""Characters around a move in which its share stands: `sube un 8 %`, `8 % duurder`."""


def _end_of_service(clause: _Clause) -> Event | None:
    """A contract, a sale or support, and that it ends or lasts, on a day."""
    if not clause.dated:
        return None
    for noun, meaning in (("contract", "renewal"), ("sale", "end-of-sale"), ("support", "end-of-support")):
        thing = clause.search("service", noun)
        if thing is None:
            continue
        end = clause.search("service", "ends")
        if end is None and noun == "support":
            end = clause.search("service", "lasts")
        if end is None and noun == "sale":
            end = clause.search("service", "accepted")
        return clause.event(meaning, thing, end) if end is not None else None
    return None


def _closing(clause: _Clause) -> Event | None:
    """A service that closes: in words for nothing else, or on a day."""
    if clause.search("closing", "otherwise"):
        return None
    always = clause.search("closing", "always")
    closes = always or (clause.search("closing", "dated") if clause.dated else None)
    return clause.event("end-of-life", closes) if closes else None


def _subscription(clause: _Clause) -> Event | None:
    """A product that is offered by subscription only, or turns to it."""
    rented = clause.search("subscription", "noun")
    if rented is None or clause.search("subscription", "otherwise"):
        return None
    change = clause.search("subscription", "only") or clause.search("subscription", "turns")
    return clause.event("licence-change", rented, change) if change else None


def _requirement(clause: _Clause) -> Event | None:
    """Something, or a least version of it, that is required from a day on."""
    if not clause.dated:
        return None
    least, verb = clause.search("requirement", "least"), clause.search("requirement", "verb")
    duty = clause.search("requirement", "duty")
    if duty is not None:
        return clause.event("breaking-change", duty)
    return clause.event("breaking-change", verb) if least and verb else None
