"""Mergers, acquisitions and similar events, distinguished from other business news."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.mergers_acquisitions.clauses import Clause, clauses_in, has, strong_events
from smits_watch.facts.mergers_acquisitions.doubts import party_question, unread_question
from smits_watch.facts.mergers_acquisitions.hints import hinted_event, own_names, sentence_naming
from smits_watch.facts.mergers_acquisitions.parties import party_names
from smits_watch.facts.mergers_acquisitions.questions import deal_question, own_question
from smits_watch.facts.mergers_acquisitions.status import status_of
from smits_watch.facts.mergers_acquisitions.values import deal_value
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import FileQuestion
from smits_watch.facts.typed_answers import typed_facts
from smits_watch.prose.dates import find_dates
from smits_watch.prose.letters import Letter, letter_of
from smits_watch.prose.sentences import Sentence, sentences_of

_MOST_SENTENCES = 60
"""Sentences of the news that are read; companies describe themselves further on."""
_LEAD = 4
"""Sentences that contain the news."""
_BODY = 10
"""Sentences that repeat the deal of a title, with its parties in full."""
_EARLY = 20
"""Sentences that must contain at least one of them; filings begin with a long header."""
_ENOUGH = 3
"""Words for deals that the lead needs if the title has none."""
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
_JOINS = re.compile(r"\bjoin(?:s|ing)\b|\bmember of\b", re.IGNORECASE)
_LEAST_LISTED = 3
"""Headings with one deal each that make a list of deals."""
_MOST_LISTED = 300
_BACKGROUND = re.compile(r"\s*(?:Als|When|Nachdem|Lorsque|Cuando|Quando|Toen)\b.*\b(?:19|20)\d\d\b")
"""The beginning of a sentence about earlier events."""
_ASKS = re.compile(
    r"\b(?:what|how|when|why|should|was|wie|wann|warum|wer|comment|pourquoi|quand|cómo|cuándo|qué|come|"
    r"quando|"
    r"perché|hoe|wat|waarom|wanneer)\b",
    re.IGNORECASE,
)
"""Words of a title that asks a general question."""
_BLANK = re.compile(r"\{[A-Z]{3,}[A-Z_ ]*\}|\[(?:COMPANY|ACQUIRER|TARGET|BUYER)[A-Z_ ]*\]")
_BYLINE = re.compile(
    r"(?:By|BY|Von|Par|Por|Di|Door)(?:\s+(?:[A-Z][\w.'-]*\s*){1,4})?|(?:The )?Associated Press|"
    r"Reuters|EFE|AFP|dpa|APA|ANSA|ANP|\(?[A-Za-z -]{2,20}\)?\s*[—–-]{1,2}",
)
"""The author and town, which are not the title."""
_DATELINE = re.compile(
    r"^[A-ZÀ-Ý][A-ZÀ-Ý .'/-]{2,30}(?:,[^–—]{3,24})?(?:\s*\([A-Za-z -]{2,16}\))?\s*[–—-]\s+"
)
"""The capitalised town with which news begins: `HAARLEM (ANP) - `."""
_HEADER_LINE = re.compile(r"^[A-Z-]{4,40}:|^<[A-Z/-]+>|^-----|^[A-Z0-9/+=]{60,}$")


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the corporate event that a document reports.

    Args:
        document: news, a filing, a mail or a letter.
        context: the organisation, whose own deals are asked about if they are unclear.

    Returns:
        One `corporate-event`; a statement that there is none for other business news; an event
        `none` with the status `denied` for a denied rumour.
    """
    letter = letter_of(document)
    sentences = [
        s
        for s in sentences_of(letter.passages)
        if not _HEADER_LINE.match(s.text) or strong_events(s.text) or clauses_in(s.text)
    ][:_MOST_SENTENCES]
    if not sentences and not letter.subject:
        return Extraction("mergers-acquisitions", warnings=("It has no text.",))
    listed = list(_listed(document, letter, context.profile))
    if len(listed) >= _LEAST_LISTED:
        return Extraction("mergers-acquisitions", tuple(listed))
    title, body = _parted(letter, sentences)
    fact, certain = _reported(document, letter, title, body, context.profile)
    if fact is None:
        return _without_event(document, letter, title, body, context)
    if not certain:
        return _settled(deal_question(fact, title), context)
    doubt = party_question(fact, title, body) if fact.event != "none" else None
    if doubt is not None:
        return _settled(doubt, context)
    return Extraction("mergers-acquisitions", (fact,))


def _reported(
    document: Document,
    letter: Letter,
    title: Sentence,
    body: Sequence[Sentence],
    profile: OrganisationProfile,
) -> tuple[CorporateEvent | None, bool]:
    """The deal reported by a title and the text below it, and whether that is certain.

    It is uncertain if only nouns in the text name a deal, without a price and with at most one company:
    such news may be about deals in general.
    """
    event, clause = _event(title, body, letter.date)
    if (
        event == "none"
        or _is_form(body)
        or (not (clause and len(clause.parties) > 1) and _is_general(title, body))
    ):
        return None, False
    fact = _fact(document, letter, title, body, event, clause, profile)
    if clause is None and not fact.parties and not _is_told_twice(body):
        return None, False
    in_title = any(party in title.text for party in fact.parties) or not fact.parties
    titled = title.heading and bool(strong_events(title.text)) and in_title
    # Joint ventures are a way of working, too, of which texts speak in general beside names.
    named = len(fact.parties) > 1 and event != "joint-venture"
    # `A sale of Contoso is a matter of time` tells neither who takes part nor how far it is.
    is_certain = clause is not None and (
        len(clause.parties) > 1 or bool(fact.status) or bool(clauses_in(title.text))
    )
    certain = is_certain or named or fact.value is not None or titled
    return fact, certain or fact.status == "denied" or _is_told_twice(body)


def _listed(document: Document, letter: Letter, profile: OrganisationProfile) -> Iterator[CorporateEvent]:
    """The deals of a list, one below each heading that reports a deal."""
    sentences = sentences_of(letter.passages)
    starts = [number for number, s in enumerate(sentences) if s.heading and _names_two(s.text)][:_MOST_LISTED]
    if len(starts) < _LEAST_LISTED:
        return
    for start, end in pairwise((*starts, len(sentences))):
        section = sentences[start + 1 : end][:_BODY]
        fact, _ = _reported(document, letter, sentences[start], section, profile)
        if fact is not None:
            yield fact


def _names_two(text: str) -> bool:
    clauses = clauses_in(text)
    return bool(clauses) and len(clauses[0].parties) > 1


def _is_general(title: Sentence, body: Sequence[Sentence]) -> bool:
    """Whether a text explains deals in general."""
    asks = title.question and bool(_ASKS.search(title.text))
    return asks or any(has("general", "words", sentence.text) for sentence in (title, *body[:_LEAD]))


def _is_form(body: Sequence[Sentence]) -> bool:
    """Whether a text is a template, with `{COMPANY}` in place of names."""
    return any(_BLANK.search(sentence.text) for sentence in body)


def _parted(letter: Letter, sentences: Sequence[Sentence]) -> tuple[Sentence, list[Sentence]]:
    """The title, and the sentences below it."""
    if letter.subject:
        rest = [s for s in sentences if not (s.heading and s.text.casefold() == letter.subject.casefold())]
        anchor = sentences[0].anchor if sentences else ""
        return Sentence(letter.subject, anchor, heading=True), rest
    if not sentences:
        return Sentence("", "", heading=True), []
    sentences = [replace(s, text=_DATELINE.sub("", s.text)) for s in sentences]
    news = [s for s in sentences if not _BYLINE.fullmatch(s.text.strip())] or list(sentences)
    heading = next((s for s in news[:3] if s.heading), news[0])
    return heading, [s for s in sentences if s is not heading]


def _event(title: Sentence, body: Sequence[Sentence], written: dt.date | None) -> tuple[Any, Clause | None]:
    """The event reported by title or lead, with its clause; `none` if they report something else."""
    lead = [s for s in body[:_LEAD] if not _is_past(s.text, written)]
    other = has("none", "title", title.text)
    if has("none", "dispute", title.text):
        return "none", None
    titled = clauses_in(title.text)
    if titled and not (other and len(titled[0].parties) < 2) and not _only_joins(title, titled[0], body):
        return titled[0].event, titled[0]
    if other:
        return "none", None
    strong = strong_events(title.text)
    clauses = [clause for sentence in lead for clause in clauses_in(sentence.text)]
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
    text = " ".join(sentence.text for sentence in body[:_BODY])
    return (
        bool(_JOINS.search(words))
        and not strong_events(f"{title.text} {text}")
        and not has("object", "bought", text)
    )


def _fact(
    document: Document,
    letter: Letter,
    title: Sentence,
    body: Sequence[Sentence],
    event: Any,
    clause: Clause | None,
    profile: OrganisationProfile,
) -> CorporateEvent:
    news = [title, *(s for s in body[:_BODY] if not _is_past(s.text, letter.date))]
    status = status_of(news)
    parties = party_names(news, clause, event, profile)
    value = deal_value(news, status, parties)
    return CorporateEvent(
        event="none" if status == "denied" else event,
        parties=parties,
        value=value.value if value else None,
        currency=value.currency if value else None,
        status=status,
        date=_date(letter, news),
        source=document.source(title.anchor),
        quote=title.quote,
        confidence="inferred",
    )


def _is_told_twice(body: Sequence[Sentence]) -> bool:
    """Whether a lead without names repeatedly mentions a deal and nothing else."""
    lead = body[: 2 * _LEAD]
    sentences = [sentence for sentence in lead if strong_events(sentence.text)]
    return len(sentences) > 1 and not any(has("none", "title", sentence.text) for sentence in lead)


def _without_event(
    document: Document,
    letter: Letter,
    title: Sentence,
    body: Sequence[Sentence],
    context: ExtractionContext,
) -> Extraction:
    """Nothing, or a question where words of a deal stand beside a name of ours or of any company."""
    kind = "mergers-acquisitions"
    if not _is_general(title, body):
        for name in own_names(context.profile):
            sentence = sentence_naming(name, (title, *body[:_LEAD]))
            if sentence is not None:
                return _settled(own_question(document, sentence, title, name), context)
        event = hinted_event(title, body)
        if event and not _is_form(body):
            fact = _fact(document, letter, title, body, event, None, context.profile)
            if fact.event != "none":
                return _settled(deal_question(fact, title), context)
        if not has("general", "words", title.text):
            bare = _fact(document, letter, title, body, "acquisition", None, context.profile)
            unread = unread_question(bare, title, body) if bare.event != "none" else None
            if unread is not None:
                return _settled(unread, context)
    return Extraction(kind, nothing_stated="It reports no merger, acquisition or similar event.")


def _settled(question: FileQuestion, context: ExtractionContext) -> Extraction:
    """The facts of a remembered answer, or the question."""
    kind = "mergers-acquisitions"
    settlement = context.settle(question)
    if settlement is None:
        return Extraction(kind, questions=(question,))
    facts = settlement.candidate.facts if settlement.candidate else ()
    if settlement.answer.typed and settlement.candidate is None:
        facts = typed_facts(question, settlement.answer.choice)
    return Extraction(
        kind, facts, nothing_stated="" if facts else "It reports no deal, according to an earlier answer."
    )


def _is_past(text: str, written: dt.date | None) -> bool:
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


def _date(letter: Letter, news: Sequence[Sentence]) -> dt.date | None:
    """The date of the letter, or the first date in the news if none before it is in the future."""
    if letter.date is not None:
        return letter.date
    return next((date.date for sentence in news for date in find_dates(sentence.text) if date.exact), None)
