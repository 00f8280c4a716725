"""The announcements in a sentence of a vendor's letter."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from smits_watch.facts.vendor_notices.letters.clauses import clause_events
from smits_watch.prose.roles import Event, events_by, overlap
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.word_patterns import meanings, pattern_of, word_table

_PACKAGE, _WORDS = "smits_watch.facts.vendor_notices.letters", "words.toml"
ENDS = ("end-of-life", "end-of-support", "end-of-sale")
KINDS = (
    *ENDS,
    "price-change",
    "licence-change",
    "renewal",
    "deprecation",
    "breaking-change",
    "security-advisory",
)
"""What a letter can announce about a product in use; acquisition, roadmap and discussion depend on the
whole letter.
"""
_NOT_BEFORE = 45
"""Characters before an event in which a word may negate it."""
_NOT_AFTER = 40
_OTHER_OBJECT = re.compile(
    r"\b(?:committee|bug bount(?:y|ies)|conference|meet-?up|newsletter|mailing list|working group|podcast|"
    r"contest|"
    r"survey|internship|funding|sponsorship|trademark|warranty)\b",
    re.IGNORECASE,
)
"""Other things that end but are not products."""
_SERVICE = re.compile(
    r"\b(?:receiv(?:e[sd]?|ing)|gets?|getting|only|regular|ongoing|continu\w+|further|including|future|no|without|more)\s+(?:[\w-]+\s+){0,5}$|"
    r"\bbug\s*(?:fixes\s+)?and\s+$|\ball\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""Words before security fixes in general, which are a service rather than news of a vulnerability."""
_WHILE = re.compile(
    r"(?:\s+for\s+[^.;:]{1,40}?)?\s+(?:until|through|till|will\s+(?:end|continue)|bis)\b", re.IGNORECASE
)
"""Words after them that say how long they are provided."""
_CALLED_OFF = re.compile(
    r"\b(?:(?:is|are|was|were|has been|have been)\s+(?:hereby\s+)?(?:cancell?ed|revoked|rescinded|"
    r"reversed|called off)|"
    r"(?:retirement|discontinuation|deprecation|removal|shutdown|increase|change)s?\s+(?:is\s+|was\s+)?cancell?ed|"
    r"(?:notice|letter|announcement|decision|plan|bulletin|mail)\b.{0,140}?\b(?:is|are|was|has "
    r"been|have been)\s+"
    r"(?:hereby\s+)?withdrawn|(?:wird|wurde|ist|haben wir)\b.{0,80}?\bzurückgenommen|(?:est|a "
    r"été)\s+annulée?|"
    r"genomför(?:s|er)? inte|gjennomføres ikke|gennemføres ikke|gaat niet door|n.aura pas lieu|"
    r"no se llevará a cabo|non avrà luogo|"
    r"will not (?:go ahead|take place|be implemented)|wird nicht (?:durchgeführt|umgesetzt)|"
    r"(?:queda|ha sido)\s+cancelad[oa]|(?:è stat[oa])\s+annullat[oa])\b",
    re.IGNORECASE,
)
"""Words that withdraw an earlier announcement of the same sentence."""
_ENDS_SOMETHING = re.compile(
    r"\b(?:no longer|stop(?:s|ping)?|ceas(?:e|es|ing)|discontinu\w+|deprecat\w+|unsupported|end of)\b",
    re.IGNORECASE,
)
"""A title about the end of releases: `No longer publishing releases to ...`."""
_NOT_WITHIN = re.compile(r"\bnot\b|\bnicht\b(?! (?:mehr|länger))|n['’]t\b", re.IGNORECASE)


def events_in(sentence: Sentence) -> list[Event]:
    """The events stated in a sentence: not asked, denied or hypothetical.

    They include words for dates (`released`, `was`, `moved`, `deadline` ...), to which dates are bound.
    """
    return events_in_text(sentence.text)


def events_in_text(text: str) -> list[Event]:
    """The events stated in a text."""
    events = events_by(text, _patterns("event"), lambda event: not _taken_back(text, event))
    for event in clause_events(text):
        beside = any(overlap(event, other) or _is_alike(event, other) for other in events)
        if not beside and not _taken_back(text, event):
            events.append(event)
    dated = events_by(
        text,
        _patterns("date"),
        lambda event: event.meaning in ("moved", "was") or not any(overlap(event, other) for other in events),
    )
    # In `Was scheduled to be maintained until`, the end belongs to the former plan.
    past = [event for event in dated if event.meaning == "was"]
    events = [event for event in events if not any(overlap(event, other) for other in past)]
    return sorted((*events, *dated), key=lambda event: event.start)


def _is_alike(event: Event, other: Event) -> bool:
    """Whether two events are of one kind; vendors use the terms for ends interchangeably."""
    return event.meaning == other.meaning or (event.meaning in ENDS and other.meaning in ENDS)


def is_kind(event: Event) -> bool:
    """Whether an event is an announcement rather than a word for a date."""
    return event.meaning in KINDS


def speaks_of(text: str, meaning: str) -> bool:
    """Whether a text contains words for an event, even if it is not stated."""
    return bool(pattern_of(_PACKAGE, _WORDS, "event", meaning).search(text))


def touches(text: str, what: Literal["change", "closing", "terms"]) -> bool:
    """Whether a text is about a change, a closure or the terms of a product; that announces nothing alone."""
    return bool(pattern_of(_PACKAGE, _WORDS, "touched", what).search(text))


def title_is(title: str, sort: Literal["release", "policy", "explains", "other"]) -> bool:
    """Whether a title is that of a release, a policy, an explanation or an invitation."""
    if sort == "release" and _ENDS_SOMETHING.search(title):
        return False
    return bool(pattern_of(_PACKAGE, _WORDS, "title", sort).search(title))


def words(table: str, meaning: str) -> re.Pattern[str]:
    """The pattern of a meaning of words.toml."""
    return pattern_of(_PACKAGE, _WORDS, table, meaning)


def label_value(text: str, meaning: str) -> str:
    """The text after a label such as `Vendor:` at the beginning of a line; blank if there is none."""
    match = _label(meaning).match(text)
    return match[1].strip() if match else ""


@cache
def _label(meaning: str) -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["label"][meaning])
    return re.compile(rf"^\W*(?:{listed})\s*:\s*(.+)$", re.IGNORECASE)


@cache
def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (meaning, pattern_of(_PACKAGE, _WORDS, table, meaning))
        for meaning in meanings(_PACKAGE, _WORDS, table)
    )


def _taken_back(text: str, event: Event) -> bool:
    before = text[max(0, event.start - _NOT_BEFORE) : event.start]
    after = text[event.end : event.end + _NOT_AFTER]
    if event.meaning in (*ENDS, "security-advisory") and _OTHER_OBJECT.search(text):
        return True
    if event.meaning == "security-advisory" and (_SERVICE.search(before) or _WHILE.match(text, event.end)):
        return True
    if _CALLED_OFF.search(text):
        return True
    within = _NOT_WITHIN.search(text, event.start, event.end)
    return bool(within or _not_before().search(before) or _not_after().match(after))


@cache
def _not_before() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["not"]["before"])
    return re.compile(
        rf"(?<!\w)(?:{listed})\s+(?:be\s+|the\s+|a\s+|an\s+|in\s+|any\s+|yet\s+)*$", re.IGNORECASE
    )


@cache
def _not_after() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["not"]["after"])
    return re.compile(rf"\W{{0,3}}(?:date\s+)?(?:{listed})(?!\w)", re.IGNORECASE)
