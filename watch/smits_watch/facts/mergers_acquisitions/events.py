"""Which event news reports, and signs that it reports none: texts about deals in general, forms, the past."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from smits_watch.facts.mergers_acquisitions.clauses import Clause, clauses_in, has, strong_events
from smits_watch.prose.sentences import Sentence

LEAD = 4
"""Sentences that contain the news."""
BODY = 10
"""Sentences that repeat the deal of a title, with its parties in full."""
_EARLY = 20
"""Sentences that must contain at least one of them; filings begin with a long header."""
_ENOUGH = 3
"""Words for deals that the lead needs if the title has none."""
_JOINS = re.compile(r"\bjoin(?:s|ing)\b|\bmember of\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:what|how|when|why|should|was|wie|wann|warum|wer|comment|pourquoi|quand|cómo|cuándo|qué|come|"
    r"quando|"
    r"perché|hoe|wat|waarom|wanneer)\b",
    re.IGNORECASE,
)
"""Words of a title that asks a general question."""
_BLANK = re.compile(r"\{[A-Z]{3,}[A-Z_ ]*\}|\[(?:COMPANY|ACQUIRER|TARGET|BUYER)[A-Z_ ]*\]")
_LAST_YEAR = re.compile(
    r"\b(?:bought|acquired|merged|acquisition|takeover|merger|purchase)\b.{0,80}\b(?:last year|(?:a|two|"
    r"three|several) years? ago)\b",
    re.IGNORECASE,
)
_YEARS_AGO = re.compile(
    r"\b(?:lo scorso anno|l.anno scorso|\w+ anni fa|im (?:letzten|vergangenen|vorigen) jahr|letztes jahr|"
    r"vor \w+ jahren|"
    r"l.an dernier|l.année dernière|il y a \w+ ans|el año pasado|hace \w+ años|vorig jaar|\w+ jaar "
    r"geleden|förra året|i fjor|"
    r"sidste år|for \w+ år siden|w zeszłym roku)\b[^.;]{0,80}?\b(?:ha |hat |a |ont |heeft |har "
    r")?(?:staccato|acquis\w+|comprato|"
    r"rilevato|gekauft|übernommen|erworben|kaufte|übernahm|racheté\w*|compró|adquirió|comprado|overgenomen|kocht|köpte|kjøpte|"
    r"købte|kupił\w*|przejął)\b",
    re.IGNORECASE,
)
"""The same in other languages."""
_BACKGROUND = re.compile(r"\s*(?:Als|When|Nachdem|Lorsque|Cuando|Quando|Toen)\b.*\b(?:19|20)\d\d\b")
"""The beginning of a sentence about earlier events."""


def reported_event(
    title: Sentence, body: Sequence[Sentence], written: dt.date | None
) -> tuple[Any, Clause | None]:
    """The event reported by title or lead, with its clause; `none` if they report something else."""
    lead = [s for s in body[:LEAD] if not is_past(s.text, written)]
    other = has("none", "title", title.text)
    if has("none", "dispute", title.text):
        return "none", None
    titled = clauses_in(title.text)
    if titled and not (other and len(titled[0].parties) < 2) and not _only_joins(title, titled[0], body):
        return titled[0].event, titled[0]
    clauses = [clause for sentence in lead for clause in clauses_in(sentence.text)]
    if other:
        # `Welcome to Contoso!` greets the company that is bought below.
        both = (c for c in clauses if len(c.parties) > 1 and all(p.name in title.text for p in c.parties))
        greeted = next(both, None)
        return (greeted.event, greeted) if greeted else ("none", None)
    strong = strong_events(title.text)
    if strong:
        same = next((clause for clause in clauses if clause.event == strong[0]), None)
        return (same or clauses[0]).event if clauses else strong[0], same or (clauses[0] if clauses else None)
    text = " ".join(sentence.text for sentence in lead)
    # Below a title about something else, `A sells B` may be about goods.
    named = bool(clauses) and (len(clauses[0].parties) > 1 or bool(clauses_in(lead[0].text)))
    if clauses and (strong_events(text) or (named and has("object", "bought", text))):
        return clauses[0].event, clauses[0]
    words = strong_events(" ".join(sentence.text for sentence in body))
    count = sum(len(strong_events(sentence.text)) for sentence in body)
    early = strong_events(" ".join(sentence.text for sentence in body[:_EARLY]))
    return (words[0], None) if early and (count >= _ENOUGH or count == len(body) > 1) else ("none", None)


def _only_joins(title: Sentence, clause: Clause, body: Sequence[Sentence]) -> bool:
    """Whether a title says that one joins the other, and nothing calls it a purchase: members also join."""
    words = title.text[clause.start : clause.end]
    text = " ".join(sentence.text for sentence in body[:BODY])
    return (
        bool(_JOINS.search(words))
        and not strong_events(f"{title.text} {text}")
        and not has("object", "bought", text)
    )


def is_general(title: Sentence, body: Sequence[Sentence]) -> bool:
    """Whether a text explains deals in general."""
    asks = title.question and bool(_ASKS.search(title.text))
    return asks or any(has("general", "words", sentence.text) for sentence in (title, *body[:LEAD]))


def is_form(body: Sequence[Sentence]) -> bool:
    """Whether a text is a template, with `{COMPANY}` in place of names."""
    return any(_BLANK.search(sentence.text) for sentence in body)


def is_told_twice(body: Sequence[Sentence]) -> bool:
    """Whether a lead without names repeatedly mentions a deal and nothing else."""
    lead = body[: 2 * LEAD]
    sentences = [sentence for sentence in lead if strong_events(sentence.text)]
    return len(sentences) > 1 and not any(has("none", "title", sentence.text) for sentence in lead)


def is_past(text: str, written: dt.date | None) -> bool:
    """Whether a sentence is about a deal in an earlier year: `Contoso bought Litware in 2019`."""
    years = [
        int(year)
        for year in re.findall(
            r"\b(?:in|since|im jahr|en|of|during)\s+(?:\w+\s+)?((?:19|20)\d\d)\b", text, re.IGNORECASE
        )
    ]
    if _LAST_YEAR.search(text) or _YEARS_AGO.search(text) or _BACKGROUND.match(text):
        return True
    if not years:
        return False
    if written is not None:
        return max(years) < written.year
    return bool(re.match(r"\s*(?:In|Since|Im Jahr|En)\s+(?:\w+\s+)?(?:19|20)\d\d", text)) or bool(
        re.search(
            r"\b(?:acquired|bought|merged|completed|purchased|sold|gekauft|erworben|erwarb|übernommen|"
            r"übernahm|"
            r"kaufte|verkauft|racheté\w*|acquis|vendu|adquiri\w+|compró|vendió|acquisit\w+|overgenomen|"
            r"gekocht|köpte|"
            r"förvärvade|kjøpte|købte)\b",
            text,
            re.IGNORECASE,
        )
    )
