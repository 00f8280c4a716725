"""The value of a deal, distinguished from other amounts in the news."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smits_watch.facts.mergers_acquisitions.clauses import clauses_in, has, strong_events
from smits_watch.facts.mergers_acquisitions.companies import Company, find_companies
from smits_watch.prose.amounts import StatedAmount, find_money
from smits_watch.prose.sentences import Sentence

_LEAST = 10_000.0
"""Smaller amounts are share prices."""
_AROUND = 45
"""Characters around an amount that determine what it is."""


_ANOTHER = re.compile(
    r"\b(?:already|earlier|previously|meanwhile|also|bereits|schon|zuvor|seit|zugleich|daneben|déjà|"
    r"auparavant|depuis|"
    r"ya|anteriormente|desde|già|in precedenza|eerder|sinds|tidigare|tidligere)\b",
    re.IGNORECASE,
)
"""Words of a sentence about another deal, if it names a company that is no party to this one."""


def deal_value(
    news: Sequence[Sentence], status: str = "", parties: Sequence[str] = ()
) -> StatedAmount | None:
    """Find the value of a deal.

    Args:
        news: the title, then the sentences below it.
        status: the status of the deal.
        parties: the names of its parties, if known.

    Returns:
        The first amount stated as the deal's value; None if there is none.
    """
    for number, sentence in enumerate(news):
        if number and not (
            clauses_in(sentence.text) or strong_events(sentence.text) or has("value", "deal", sentence.text)
        ):
            continue
        if number and has("status", "terminated", sentence.text) and status != "terminated":
            continue  # the price of an earlier offer that failed
        amounts = find_money(sentence.text)
        for money in amounts:
            reach = len(sentence.text) if _is_alone(sentence.text, amounts) else _AROUND
            before = sentence.text[max(0, money.start - reach) : money.start]
            after = sentence.text[money.end : money.end + _AROUND]
            if (
                money.value < _LEAST
                or has("value", "other", after[:25])
                or has("value", "other", before[-30:])
            ):
                continue
            if number and parties and _is_of_another(sentence.text, money, parties):
                continue
            if re.search(r"\bcreat\w+\b|\bfund\b", sentence.text[: money.start], re.IGNORECASE):
                continue
            if has("value", "deal", before) or has("value", "deal", after):
                return money
    return None


def _is_of_another(text: str, money: StatedAmount, parties: Sequence[str]) -> bool:
    """Whether an amount follows a company that is no party, in a sentence on an earlier or another deal."""
    words = {word for party in parties for word in Company(party, 0, 0).key.split()}
    others = [clause for clause in clauses_in(text) if len(clause.parties) > 1]
    if others and not any(words & set(party.key.split()) for c in others for party in c.parties):
        return True
    before = [company for company in find_companies(text) if company.end <= money.start]
    if not before or not _ANOTHER.search(text):
        return False
    return not words & set(before[-1].key.split())


def _is_alone(text: str, amounts: Sequence[StatedAmount]) -> bool:
    """Whether a sentence has one amount, which may be repeated in brackets, and no turnover or the like."""
    free = [money for money in amounts if not re.search(r"\([^()]*$", text[: money.start])]
    return len(free) == 1 and not has("value", "other", text)
