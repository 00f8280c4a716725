"""What a person types when no candidate of a question is right, as facts."""

from __future__ import annotations

import re

from smits_rules.vocabulary import CorporateEvent, Fact, Regulation, VendorNotice
from smits_watch.facts.question import FileQuestion
from smits_watch.prose.dates import date_of

_JOINT = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]{2}")


def typed_facts(question: FileQuestion, text: str) -> tuple[Fact, ...]:
    """Put what was typed in the place of what was asked.

    Args:
        question: about a product, a day, a jurisdiction or the parties of a deal.
        text: as typed: a name, a date, an ISO 3166 code, or names joined by `and`.

    Returns:
        The facts of the likeliest candidate with the typed value; empty if the text is no such value, or a
        day before the letter was written, which an earlier letter must have meant.
    """
    facts = next((candidate.facts for candidate in question.candidates if candidate.facts), ())
    if question.topic == "date":
        return _with_day(question, facts, text)
    changed = tuple(_with_name(fact, question.topic, text.strip()) for fact in facts)
    return changed if changed != facts else ()


def _with_name(fact: Fact, topic: str, text: str) -> Fact:
    if isinstance(fact, VendorNotice) and topic == "product":
        return fact.model_copy(update={"product": text[:100], "version": ""})
    if isinstance(fact, Regulation) and topic == "jurisdiction" and _CODE.fullmatch(text):
        return fact.model_copy(update={"jurisdiction": text.upper()})
    if isinstance(fact, CorporateEvent) and topic == "message":
        parties = tuple(name for name in _JOINT.split(text) if name)
        return fact.model_copy(update={"parties": parties}) if len(parties) > 1 else fact
    return fact


def _with_day(question: FileQuestion, facts: tuple[Fact, ...], text: str) -> tuple[Fact, ...]:
    day = date_of(text.strip())
    others = [candidate.facts for candidate in question.candidates if candidate.facts != facts]
    if day is None or not others or len(others[0]) != len(facts):
        return ()
    changed: list[Fact] = []
    for fact, other in zip(facts, others[0], strict=True):
        if fact == other or not isinstance(fact, VendorNotice | Regulation):
            changed.append(fact)
            continue
        written = fact.announced if isinstance(fact, VendorNotice) else fact.published
        if written is not None and day < written:
            return ()
        changed.append(fact.model_copy(update={"effective_date": day}))
    return tuple(changed)
