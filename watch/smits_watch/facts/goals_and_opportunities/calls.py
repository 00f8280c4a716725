"""Calls, tenders, grants and business cases in prose: subject, value and deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from smits_rules.vocabulary import Opportunity
from smits_watch.documents.document import Document
from smits_watch.facts.goals_and_opportunities.aim_labels import speaks_of
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.prose.amounts import StatedAmount, find_money
from smits_watch.prose.dates import DateMention, find_dates, month_comes_first
from smits_watch.prose.letters import Letter, letter_of
from smits_watch.prose.sentences import Sentence, sentences_of
from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.prose.words import tokens_of

_PACKAGE, _WORDS = "smits_watch.facts.goals_and_opportunities", "words.toml"
_MOST_SENTENCES = 600
_OPENING = 6
_LEAD = 20
"""The first sentences, in which a call must invite offers unless its title is one."""
_BEFORE = 160
"""Characters before an amount or a date that determine its meaning."""
_SUBJECT = 40
"""Characters at the beginning of a sentence that say whose day it is: `Questions related to this RFP ...`."""
_AFTER = 40
"""Characters after a date that determine its meaning: `6 July: the call closes`."""
_LONGEST_TITLE = 200
_KINDS = (
    (
        "tender",
        (
            r"tender|quotation|quote|\brf[pq]|\bbid(?:s|ders?|ding)?\b|solicitation|solicit(?:s|ing)?\b|"
            r"request for|"
            r"procurement|contract notice|"
            r"ausschreibung|vergabe|appel d.offres|avis de marché|licitaci|\bgara\b|aanbesteding"
        ),
    ),
    ("grant", r"grant|funding|call for|förder|subvention|appel à|convocatoria|bando|subsidie"),
    ("business case", r"business case"),
    ("partnership", r"partner"),
    ("investment", r"invest"),
)
_PLACEHOLDER = re.compile(
    r"[\[<{(](?:your |insert |project |company )?(?:project|title|name|date)[^\])>}]*[\])>}]|"
    r"(?:^|:\s*)`?(?:your )?project (?:title|name)`?\s*$|\{\{",
    re.IGNORECASE,
)
"""A form that has not been filled in names no project."""
_DEFINITION = re.compile(
    r"^(?:an?|the|eine?|un[ea]?|l['’])\s?[^.]{3,80}?(?:\([^)]{2,40}\)\s*)?\b(?:is|are|ist|est|es|"
    r"è)\s+(?:an?|the|"
    r"eine?|une?|der|die|das|le|la|una?)\b",
    re.IGNORECASE,
)
"""A definition: `An RFP is a document that ...`."""


_PROPER_NAME = re.compile(
    r"(?:the|l['’]|le|la|el|il|o|a|de|het)\s?(?:[A-ZÀ-Ý][\wÀ-ÿ&-]*\s+){1,5}(?:\([^)]{2,40}\)\s*)?(?:is|est|"
    r"es|è|é)\b"
)
"""The subject of a sentence about one programme: `The Harbour Grant is a fund for ...` defines nothing."""
_CHANCES = re.compile(r"\b(?:opportunit(?:y|ies)|chances?)\b", re.IGNORECASE)
"""`more opportunities to take part` in a sentence is not a call."""
_PAPERS = re.compile(
    r"\b(?:tender|bid|rf[pq]|call|proposal)\s+(?:documents?|papers?|package|forms?)\b", re.IGNORECASE
)
"""Things with a deadline of their own, such as the sale of documents, which is not the one for offers."""


_MOVED = re.compile(
    r"\b(?:(?:new|revised|amended) (?:closing|submission|due)? ?(?:date|deadline)|"
    r"(?:extended|postponed) (?:to|until|till)|neue (?:frist|abgabefrist)|verlängert bis|nouvelle date|"
    r"prolongée? jusqu|nuevo plazo|nuova scadenza|verlengd tot)\b",
    re.IGNORECASE,
)
"""Words before a date that replaces an earlier one."""
_MOVED_NEAR = 40
_STARTS = re.compile(
    r"\b(?:comienza|comenzará|empieza|se abre|desde|beginnt|startet|débute|à partir du|inizia|a "
    r"decorrere dal|begint|"
    r"starts?|begins?|começa)(?:\s+(?:el|on|am|le|il|op|a|día))*\s*$",
    re.IGNORECASE,
)
"""Right before a date on which offers begin: `las solicitudes comienza el día ...`."""
_NAMED_BY = 3
"""Words of article, name and verb, of which a name that is no mere acronym or kind has more."""
_SHORT_LINE = 60
"""Characters of a line that says only what kind of page it is."""
_MOST_DAYS = 4
"""Days of a question; the latest are the likeliest deadlines."""


@dataclass(frozen=True, slots=True)
class _Call:
    """The offer of a text."""

    title: Sentence
    money: StatedAmount | None
    deadline: DateMention | None
    sure: bool
    """Whether title, invitation or deadline make it a call, rather than only an amount beside such words."""


def call_in_prose(document: Document) -> tuple[list[Opportunity], FileQuestion | None]:
    """The opportunity offered by a text.

    Args:
        document: a call, a tender, a mail with one, or a business case.

    Returns:
        One opportunity; none if title and opening mention none, if it is closed (an award), merely
        explains calls, or is unsolicited advertising. If it mentions offers and money without being clearly a
        call: a question.
    """
    letter = letter_of(document)
    sentences = sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]
    call = _call(letter, sentences) if sentences else None
    if call is None:
        hinted = _hinted(letter, sentences) if sentences else None
        return [], _hint_question(document, hinted, sentences) if hinted else None
    fact = _opportunity(document, call, sentences)
    return ([fact], None) if call.sure else ([], _question(call, fact))


def _question(call: _Call, fact: Opportunity) -> FileQuestion:
    worth = f" worth {fact.value:,.0f} {fact.currency}" if fact.value else ""
    return FileQuestion(
        topic="message",
        text=f"Is this an opportunity for the organisation{worth}: {fact.title[:80]}?",
        anchor=call.title.anchor,
        quote=call.title.quote,
        candidates=(
            Candidate(answer="an opportunity", meaning=f"It is listed{worth}.", facts=(fact,)),
            Candidate(answer="no opportunity", meaning="It only speaks of offers."),
        ),
        shape=shape_of([call.title.text]),
    )


def _hint_question(document: Document, call: _Call, sentences: Sequence[Sentence]) -> FileQuestion:
    """Ask whether a text is a call, and which of its days is the deadline."""
    fact = _opportunity(document, call, sentences)
    days = dict.fromkeys(
        date.date for sentence in sentences for date in find_dates(sentence.text) if date.exact
    )
    return FileQuestion(
        topic="message",
        text=f"Is this an opportunity for the organisation: {fact.title[:80]}?",
        anchor=call.title.anchor,
        quote=call.title.quote,
        candidates=(
            *(
                Candidate(
                    answer=f"an opportunity until {day:%Y-%m-%d}",
                    meaning=f"Offers are due by {day:%-d %B %Y}.",
                    facts=(fact.model_copy(update={"decide_by": day}),),
                )
                for day in sorted(days, reverse=True)[:_MOST_DAYS]
            ),
            Candidate(answer="an opportunity", meaning="It states no deadline.", facts=(fact,)),
            Candidate(answer="no opportunity", meaning="It only speaks of offers."),
        ),
        shape=shape_of([call.title.text]),
    )


def _hinted(letter: Letter, sentences: Sequence[Sentence]) -> _Call | None:
    """What a text may offer that says `Call for proposals` on a line of its own, without a deadline."""
    title = _title(letter.subject, sentences)
    lines = [s for s in sentences[:_OPENING] if _is_title_line(s) and len(s.text) <= _SHORT_LINE]
    if letter.mail or _is_over(title, sentences) or title.question:
        return None
    if not any(speaks_of("call", "title", _CHANCES.sub(" ", line.text)) for line in lines):
        return None
    return _Call(title, _value([title, *sentences]), None, sure=False)


def _opportunity(document: Document, call: _Call, sentences: Sequence[Sentence]) -> Opportunity:
    text = " ".join(sentence.text for sentence in sentences[:_OPENING])[:500]
    return Opportunity(
        title=call.title.text[:_LONGEST_TITLE],
        kind=next(
            (kind for kind, words in _KINDS if re.search(words, f"{call.title.text} {text}", re.IGNORECASE)),
            "",
        ),
        value=call.money.value if call.money else None,
        currency=call.money.currency if call.money else None,
        decide_by=call.deadline.date if call.deadline else None,
        source=document.source(call.title.anchor),
        quote=call.title.quote,
        confidence="inferred",
    )


def _call(letter: Letter, sentences: Sequence[Sentence]) -> _Call | None:
    """The call made by a text; None if it makes none."""
    title = _title(letter.subject, sentences)
    if letter.mail and speaks_of("call", "spam", "\n".join(s.text for s in (title, *sentences[:_LEAD]))):
        return None
    if _is_over(title, sentences):
        return None
    named = speaks_of("call", "title", title.text)
    invites = any(speaks_of("call", "invites", sentence.text) for sentence in sentences[:_LEAD])
    opening = any(
        speaks_of("call", "title", _CHANCES.sub(" ", sentence.text)) for sentence in sentences[:_OPENING]
    )
    opening = opening or any(speaks_of("call", "weak", sentence.text) for sentence in sentences[:_OPENING])
    money, (deadline, of_offers) = _value([title, *sentences]), _deadline([title, *sentences])
    named = named or bool(speaks_of("call", "weak", title.text) and (money or deadline or invites))
    named = named and not (title.question and deadline is None)
    named = named and not (_is_bare(title.text) and deadline is None and money is None)
    sure = bool(
        named
        or (deadline and (invites or (of_offers and (opening or money)) or (opening and money is not None)))
    )
    if not (sure or (invites and money) or (letter.mail and opening and money)) or (
        letter.mail and not (money or deadline)
    ):
        return None
    return _Call(title, money, deadline, sure=sure or bool(letter.mail and opening))


def _is_over(title: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether a text reports an award, explains calls, or is a form that has not been filled in."""
    lead = [s for s in sentences[:_OPENING] if s.text.casefold() != title.text.casefold()]
    if _PLACEHOLDER.search(title.text) or speaks_of("call", "none", title.text):
        return True
    if any(_defines(s.text) and speaks_of("call", "title", s.text) for s in lead[:2]):
        return True
    if any(speaks_of("call", "exhausted", s.text) for s in lead):
        return True
    return any(speaks_of("call", "closed", s.text) for s in (title, *lead[:3]))


def _defines(text: str) -> bool:
    """Whether a sentence explains what a kind of call is, rather than what a programme with a name is."""
    subject = _PROPER_NAME.match(text[:1].lower() + text[1:])
    return bool(_DEFINITION.search(text)) and not (subject and len(tokens_of(subject[0])) > _NAMED_BY)


def _title(subject: str, sentences: Sequence[Sentence]) -> Sentence:
    """The subject of the call: its title, and the next line if the title names only the kind of call."""
    if subject:
        title = Sentence(subject, sentences[0].anchor, heading=True)
    else:
        headings = [sentence for sentence in sentences[:_OPENING] if sentence.heading]
        named = next((s for s in headings if speaks_of("call", "title", s.text)), None)
        lines = [s for s in sentences[:_OPENING] if _is_title_line(s)]
        first = next((s for s in lines if speaks_of("call", "title", s.text)), None)
        first = first or (sentences[0] if sentences[0] in lines else None)
        title = (
            named if named and not _is_bare(named.text) else first or named or (headings or [sentences[0]])[0]
        )
    labelled = _labelled(sentences)
    if not _is_bare(title.text) and not (labelled and _names_issuer_only(title.text)):
        return title
    about = labelled or next(
        (
            s
            for s in sentences[:_OPENING]
            if s.text != title.text and (s.heading or _is_title_line(s)) and not _is_bare(s.text)
        ),
        None,
    )
    if about is None:
        bare = [s for s in sentences[:_OPENING] if s.heading and _is_bare(s.text)]
        return max((title, *bare), key=lambda s: len(s.text))
    return Sentence(f"{title.text.rstrip(' :')}: {about.text}"[:_LONGEST_TITLE], title.anchor, heading=True)


def _is_bare(text: str) -> bool:
    """Whether a title says only what kind of call it is."""
    plain = re.sub(r"\s*\([A-Z]{2,5}s?\)", "", text)  # `Request for Proposal (RFP)`
    return bool(_bare().fullmatch(plain.strip(" :.#*")))


def _names_issuer_only(text: str) -> bool:
    """Whether a title says the kind of call and one word more, as a rule who makes it: `RFP - NCA`."""
    rest = pattern_of(_PACKAGE, _WORDS, "call", "title").sub(" ", text)
    return len(tokens_of(rest)) <= 1


def _is_title_line(sentence: Sentence) -> bool:
    """Whether a line is a title although it is too long for a heading."""
    text = sentence.text.strip()
    return sentence.heading or (
        len(text) <= _LONGEST_TITLE and text[-1:] not in ".:;,!?" and not sentence.item
    )


def _labelled(sentences: Sequence[Sentence]) -> Sentence | None:
    """The line `Tender title: ...`."""
    for sentence in sentences[:_LEAD]:
        match = _label().match(sentence.text)
        if match and len(match["text"]) > 3:
            return Sentence(match["text"].strip(), sentence.anchor, heading=True)
    return None


def _value(sentences: Sequence[Sentence]) -> StatedAmount | None:
    """The amount stated as the value: what one applicant gets, else the largest of the first sentence."""
    shares = (
        money
        for sentence in sentences
        for money in find_money(sentence.text)
        if speaks_of("call", "share", sentence.text[money.end : money.end + _AFTER])
        or speaks_of("call", "share_before", sentence.text[max(0, money.start - _BEFORE // 2) : money.start])
    )
    share = next(shares, None)
    if share is not None:
        return share
    pattern = pattern_of(_PACKAGE, _WORDS, "call", "value")
    fee = pattern_of(_PACKAGE, _WORDS, "call", "fee")
    for sentence in sentences:
        named = [
            money
            for money in find_money(sentence.text)
            if pattern.search(sentence.text[max(0, money.start - _BEFORE // 2) : money.end + 30])
            and not fee.search(sentence.text[max(0, money.start - _BEFORE // 2) : money.end + 20])
        ]
        if named:
            return max(named, key=lambda money: money.value)
    return None


def _deadline(sentences: Sequence[Sentence]) -> tuple[DateMention | None, bool]:
    """The deadline for offers or the date of a decision, and whether the sentence mentions offers."""
    month_first = month_comes_first(sentence.text for sentence in sentences)
    other: DateMention | None = None
    dated = list(_dated(sentences, month_first=bool(month_first)))
    moved = next((date for date, around in dated if _MOVED.search(around[-_MOVED_NEAR:])), None)
    if moved is not None:
        return moved, True
    for date, around in dated:
        if speaks_of("call", "offer", around):
            return date, True
        other = other or date
    return other, False


def _dated(sentences: Sequence[Sentence], *, month_first: bool) -> Iterator[tuple[DateMention, str]]:
    """The dates of deadlines, each with the text around it."""
    pattern = pattern_of(_PACKAGE, _WORDS, "call", "deadline")
    for sentence in sentences:
        text = sentence.text
        previous = 0
        dates = find_dates(text, month_first=month_first)
        for date in dates:
            before = text[max(previous, date.start - _BEFORE) : date.start]
            after = text[date.end : date.end + _AFTER] if re.match(r"\s*[:–—-]", text[date.end :]) else ""
            previous = date.end
            before_it = list(pattern.finditer(before))
            if not (before_it or pattern.search(after)):
                continue
            beside = bool(before_it) and not before[before_it[-1].end() :].strip(" :–—-")
            around = _PAPERS.sub(" ", before if beside else after or before)
            near = around[-_BEFORE // 3 :]
            if _STARTS.search(near):
                continue
            if speaks_of("call", "other_day", near) and not speaks_of("call", "offer", near):
                continue
            if len(dates) == 1 and _is_of_another_day(text):
                continue
            yield date, around


def _is_of_another_day(text: str) -> bool:
    """Whether a sentence begins with what is due, and that is no offer: `Questions on this RFP ...`."""
    words = ("other_day", "offer")
    other, offer = (pattern_of(_PACKAGE, _WORDS, "call", word).search(text, 0, _SUBJECT) for word in words)
    return other is not None and (offer is None or other.start() < offer.start())


@cache
def _bare() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["call"]["bare"])
    return re.compile(rf"(?:{listed})", re.IGNORECASE)


@cache
def _label() -> re.Pattern[str]:
    listed = "|".join(word_table(_PACKAGE, _WORDS)["call"]["labelled"])
    return re.compile(rf"^\W*(?:{listed})\s*[:–—]\s*(?P<text>\S.*)$", re.IGNORECASE | re.DOTALL)
