"""Laws, rules and other acts: what they are, where they bind, and from when on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from smits_rules.vocabulary import Regulation
from smits_watch.documents.document import Document, Passage
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.regulation_xml import Structured, structured
from smits_watch.facts.roles import RoledDate, first_of, roled_dates
from smits_watch.facts.spans import applied_after
from smits_watch.facts.tables import word_lists

_FRONT_CHARACTERS = 3_000
"""So much of the beginning is about the act itself; further on it may speak of others."""
_TITLE = (15, 400)
"""Characters that a title has."""
_MAX_TOPICS = 5
_AGENCY = re.compile(
    r"^(?:agency|issued by|issuer|herausgeber|ministry of|ministère|bundesministerium)\b:?\s*(.*)",
    re.IGNORECASE,
)
_ADOPTED_BY = re.compile(
    r"^(the (?:european|council|commission|parliament|minister|secretary)[^,\n]{3,80}),?$", re.IGNORECASE
)


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the regulation out of a document.

    Args:
        document: one act in prose or XML.
        context: not used; acts are no tables.

    Returns:
        One `regulation`, or none where there is no text.
    """
    del context
    front = document.beginning(_FRONT_CHARACTERS)
    if not front:
        return Extraction("regulations", warnings=("It has no text that could be a regulation.",))
    stated = structured(document) or Structured()
    title = Passage(stated.title, front[0].anchor) if stated.title else _title(document, front)
    head = "\n".join(passage.text for passage in front)
    reference, where = _reference(title.text, head)
    if stated.reference:
        reference = stated.reference
    jurisdiction = stated.jurisdiction or where
    dates = roled_dates(
        _speaking(document, stated), ("published", "effective", "applies"), month_first=jurisdiction == "US"
    )
    said = first_of(dates, "published")
    published = stated.published or (said.date if said else None)
    own = [] if stated.codified else [one for one in dates if not _quotes_another(one.quote, reference)]
    effective = first_of(own, "effective")
    day = (
        effective.date if effective else None if stated.codified else _after_publication(document, published)
    )
    later = () if stated.codified else applied_after(document, published=published, effective=day)
    anchor = effective.anchor if effective else title.anchor
    fact = Regulation(
        title=title.text[: _TITLE[1]],
        reference=reference,
        issuer=stated.issuer or _issuer(document, front),
        jurisdiction=jurisdiction,
        action=stated.action or _action(title.text, head),
        published=published,
        effective_date=day,
        applies_from=tuple(sorted({*_applies(own), *later})),
        topics=_topics(title.text, document.text),
        source=document.source(anchor),
        quote=(effective.quote if effective else title.text)[:200],
        confidence="inferred",
    )
    return Extraction("regulations", (fact,))


def _title(document: Document, front: Sequence[Passage]) -> Passage:
    """The title that the file states, or the first heading or line that names an act, or the first of all."""
    stated = " ".join(document.metadata.get("title", "").split())
    if len(stated) >= _TITLE[0]:
        return Passage(stated, front[0].anchor)
    long = [p for p in front if len(p.text.strip()) >= _TITLE[0]]
    naming = [p for p in long if _found("action", "new", p.text) and len(p.text) <= 2 * _TITLE[1]]
    chosen = next((p for p in naming if p.heading), None) or (naming or long or list(front))[0]
    return Passage(" ".join(chosen.text.split()), chosen.anchor)


def _reference(title: str, head: str) -> tuple[str, str]:
    """The number of the act, out of its title before its first lines, and where it binds."""
    for text in (title, head):
        found = [
            (match.start(), match[0], where)
            for where in _words()["reference"]
            for match in _matches("reference", where, text)
        ]
        if found:
            _, number, where = min(found)
            return " ".join(number.split()), where
    return "", next(
        (where for where in _words()["jurisdiction"] if _found("jurisdiction", where, head)),
        "",
    )


def _action(title: str, head: str) -> Any:
    """What the document does: as its title says, or else its first lines."""
    for text in (title, head[:1_500]):
        for action in _words()["action"]:
            if _found("action", action, text):
                return action
    return None


def _issuer(document: Document, front: Sequence[Passage]) -> str:
    for position, passage in enumerate(front):
        text = " ".join(passage.text.split())
        match = _AGENCY.match(text)
        if match:
            following = front[position + 1].text if position + 1 < len(front) else ""
            return (match[1] or " ".join(following.split())).rstrip(".")[:120]
        adopted = _ADOPTED_BY.match(text)
        if adopted:
            return adopted[1].title()[:120]
    return document.metadata.get("author", "")[:120]


def _quotes_another(sentence: str, reference: str) -> bool:
    """Whether a sentence speaks of an act by its number, and it is not this one."""
    found = (
        " ".join(match[0].split()).casefold()
        for where in _words()["reference"]
        for match in _matches("reference", where, sentence)
    )
    return any(number not in reference.casefold() for number in found)


def _applies(dates: Sequence[RoledDate]) -> tuple[dt.date, ...]:
    return tuple(sorted({one.date for one in dates if one.role == "applies"}))


def _speaking(document: Document, stated: Structured) -> Document:
    """The document with only the passages that speak of its own dates, where its structure says which do."""
    if not stated.dates_text:
        return document
    said = "".join("".join(stated.dates_text).split())
    return replace(document, passages=[p for p in document.passages if "".join(p.text.split()) in said])


def _after_publication(document: Document, published: dt.date | None) -> dt.date | None:
    """`on the twentieth day following that of its publication`, counted from it."""
    if published is None:
        return None
    for passage in document.passages:
        if not re.search(r"force|kraft|vigueur", passage.text, re.IGNORECASE):
            continue
        if _quotes_another(passage.text, ""):
            continue
        for days in _words()["days"]:
            if _found("days", days, passage.text):
                return published + dt.timedelta(days=int(days))
    return None


def _topics(title: str, text: str) -> tuple[str, ...]:
    """The topics that the title names, then those that the text speaks of most often."""
    counted = []
    for topic in _words()["topics"]:
        in_title = sum(1 for _ in _matches("topics", topic, title))
        often = sum(1 for _ in _matches("topics", topic, text))
        if in_title or often >= 2:
            counted.append((-in_title, -often, topic))
    return tuple(topic for _, _, topic in sorted(counted)[:_MAX_TOPICS])


def _found(words: str, meaning: str, text: str) -> bool:
    return next(_matches(words, meaning, text), None) is not None


def _matches(words: str, meaning: str, text: str) -> Iterator[re.Match[str]]:
    for pattern in _patterns(words, meaning):
        yield from pattern.finditer(text)


@cache
def _patterns(words: str, meaning: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in _words()[words][meaning])


def _words() -> dict[str, dict[str, list[str]]]:
    return word_lists("regulation_words.toml")
