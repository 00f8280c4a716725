"""The terms of a call: the value of what is offered, and the day by which offers are due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from smits_watch.facts.goals_and_opportunities.aim_labels import speaks_of
from smits_watch.prose.amounts import StatedAmount, find_money
from smits_watch.prose.dates import DateMention, find_dates, month_comes_first
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.word_patterns import pattern_of

_PACKAGE, _WORDS = "smits_watch.facts.goals_and_opportunities", "words.toml"
_GAIN_BEFORE = 60
"""Characters before an amount in which a gain is named: `the benefit is about`."""
_GAIN_AFTER = 30
"""Characters after it: `EUR 45,000 of savings`."""
_TO_DAY = re.compile(
    r"\s*(?:to|until|till|bis(?: zum)?|auf(?: den)?|au|jusqu.au|al?|hasta el|tot|naar)\s*", re.IGNORECASE
)
"""Between the old and the new day of a deadline."""
_SPAN_ENDS = re.compile(
    r"\b(?:from|between|vom|ab dem|zwischen dem|du|entre le|del?|desde el|entre el|dal|van|"
    r"tussen)\s+\d{1,2}\W{0,2}\s?\w+(?:\s+\d{4})?"
    r"\s+(?:to|until|till|through|and|bis(?: zum)?|und dem|au|et le|al|hasta el|y el|e il|tot(?: en met)?|"
    r"en)\s*$",
    re.IGNORECASE,
)
"""Before the last day of a span: `from 1 May to`."""
_BEFORE = 160
"""Characters before an amount or a date that determine its meaning."""
_SPAN = 40
"""Characters between the first and the last day of a span of time."""
_SUBJECT = 40
"""Characters at the beginning of a sentence that say whose day it is: `Questions related to this RFP ...`."""
_AFTER = 40
"""Characters after a date that determine its meaning: `6 July: the call closes`."""
_PAPERS = re.compile(
    r"\b(?:tender|bid|rf[pq]|call|proposal)\s+(?:documents?|papers?|package|forms?)\b", re.IGNORECASE
)
"""Things with a deadline of their own, such as the sale of documents, which is not the one for offers."""


_MOVED = re.compile(
    r"\b(?:(?:new|revised|amended) (?:closing|submission|due)? ?(?:date|deadline)|"
    r"(?:extended|postponed) (?:to|until|till)|neue (?:frist|abgabefrist)|verlängert bis|nouvelle date|"
    r"prolongée? jusqu|nuevo plazo|nuova scadenza|verlengd tot)\b|"
    r"\b(?:extended|postponed|moved|put off|verlängert|verschoben|verlegt|prolongée?|reportée?|"
    r"prorrogad[oa]|ampliad[oa]|"
    r"aplazad[oa]|prorogat[oa]|rinviat[oa]|spostat[oa]|verlengd|verschoven|uitgesteld)\b[^.;]{0,60}\b(?:to|"
    r"until|till|bis|auf|au|"
    r"jusqu.au|al?|hasta el|fino al|tot|naar)(?: (?:den|the|le))?\s*$",
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


def gains_in(text: str) -> Iterator[StatedAmount]:
    """The amounts that a sentence names as benefit or saving; its costs are none."""
    for money in find_money(text):
        before, after = (
            text[max(0, money.start - _GAIN_BEFORE) : money.start],
            text[money.end : money.end + _GAIN_AFTER],
        )
        before = re.split(r"[.;,](?=\s)|\b(?:and|und|et|y|e|en)\b", before)[-1] or before
        if speaks_of("call", "gain", before) or speaks_of("call", "gain_after", after):
            yield money


def value_of(sentences: Sequence[Sentence]) -> StatedAmount | None:
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
    gains = [money for sentence in sentences for money in gains_in(sentence.text)]
    if gains:
        return max(gains, key=lambda money: money.value)
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


def deadline_of(sentences: Sequence[Sentence]) -> tuple[DateMention | None, bool]:
    """The deadline for offers or the date of a decision, and whether the sentence mentions offers."""
    month_first = month_comes_first(sentence.text for sentence in sentences)
    other: DateMention | None = None
    dated = list(_dated(sentences, month_first=bool(month_first)))
    moved = next((date for date, around in dated if _MOVED.search(around)), None)
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
            between = text[previous : date.start] if previous else ""
            previous = date.end
            if between and _TO_DAY.fullmatch(
                between
            ):  # `from 3 May to 24 May` goes on with the words before it
                before = text[max(0, date.start - _BEFORE) : date.start]
            elif between and len(between) <= _SPAN and speaks_of("call", "open", text[: date.start]):
                # `open from 3 May and at the latest until 24 May`: what is open stands before the first day
                before = (
                    text[max(0, date.start - _BEFORE) : date.start] if pattern.search(between) else before
                )
            before_it = list(pattern.finditer(before))
            if not before_it and _SPAN_ENDS.search(before) and speaks_of("call", "open", text):
                yield date, before
                continue
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
