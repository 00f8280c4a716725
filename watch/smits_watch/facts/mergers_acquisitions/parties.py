"""The companies in a deal, each listed once with its fullest name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from smits_watch.facts.mergers_acquisitions.clauses import Clause, clauses_in, strong_events
from smits_watch.facts.mergers_acquisitions.companies import Company, find_companies
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import common_words, tokens_of

_MOST = 4
_MORE_WORDS = 2
"""The most additional words of a full name; a longer one is a subsidiary's."""
_INITIALS = re.compile(r"[A-Z]{2,5}")
_LEAD = 4
"""Sentences that contain the parties."""
_SUBJECT = re.compile(r"^[^:]{0,60}\s?:\s+$")
"""What a title speaks of, before a colon."""


def party_names(
    news: Sequence[Sentence], clause: Clause | None, event: str, profile: OrganisationProfile
) -> tuple[str, ...]:
    """Name the parties.

    Args:
        news: the title and the sentences below it, without those about the past.
        clause: the clause that reports the deal; None if only nouns do.
        event: the event.
        profile: the organisation, which may be the second party.

    Returns:
        The full names as in the news, the actor first.
    """
    parties = [party for party in (clause.parties if clause else ()) if _recurs(party, news)]
    for sentence in news[: _LEAD + 1]:
        others = [other for other in clauses_in(sentence.text) if other.event == event or not parties]
        named = [party for party in (others[0].parties if others else ()) if _recurs(party, news)]
        if len(parties) < 2 or (len(named) > 1 and _share(parties, named)):
            parties = _united(parties, named)
    if not parties:
        parties = _mentioned(news)
    if len(parties) == 1 and clause is not None and (strong_events(news[0].text) or ":" in news[0].text):
        parties = [*_title_actor(news, parties[0]), *parties]
    names = [_full(party, news) for party in parties]
    own = _own_name(news, names, profile)
    unique: dict[str, str] = {}
    for name in (*names, *own):
        key = _key(name)
        words = set(key.split())
        if not any(words <= set(other.split()) or set(other.split()) <= words for other in unique if key):
            unique[key] = name
    return tuple(unique.values())[:_MOST]


def _title_actor(news: Sequence[Sentence], other: Company) -> list[Company]:
    """The company that begins a title about a deal, or what follows its colon.

    `Contoso makes an acquisition`, `Fabrikam: Contoso gives up`.
    """
    title = news[0].text
    opening = (c for c in find_companies(title) if not _SUBJECT.sub("", title[: c.start]))
    return [c for c in opening if not _same(c, other) and _recurs(c, news)][:1]


def _mentioned(news: Sequence[Sentence]) -> list[Company]:
    """The companies of title and lead that are named repeatedly, or with several words.

    They are the parties if no sentence states who does what.
    """
    lead = [company for sentence in news[:2] for company in find_companies(sentence.text)]
    counts = Counter(
        company.key for sentence in news[: _LEAD + 1] for company in find_companies(sentence.text)
    )
    telling = [company for company in lead if " " in company.key or counts[company.key] > 1]
    return list({company.key: company for company in telling or lead}.values())[:2]


def _united(first: Sequence[Company], second: Sequence[Company]) -> list[Company]:
    """Both lists combined, with companies known by two names once."""
    united = list(first)
    for company in second:
        if not any(_same(company, other) for other in united):
            united.append(company)
    return united


def _share(first: Sequence[Company], second: Sequence[Company]) -> bool:
    return any(_same(first_company, other) for first_company in first for other in second)


def _same(first: Company, second: Company) -> bool:
    words, two = set(first.key.split()), set(second.key.split())
    return bool(words and two) and (words <= two or two <= words)


def _recurs(party: Company, news: Sequence[Sentence]) -> bool:
    """Whether the text repeats a name from the title; `Winemaker rejects offer` begins with no name."""
    text = " ".join(sentence.text for sentence in news[1:])
    first = re.escape(party.name.split()[0].removesuffix("'s"))
    return len(news) < _LEAD or bool(re.search(rf"(?<!\w){first}(?!\w)", text))


def _full(party: Company, news: Sequence[Sentence]) -> str:
    """The fullest name that the lead writes for a party: `Northwind` is `Northwind Logistics`.

    News introduces a company in full and shortens its name later; what is longer than the first mention in
    the text, and has no legal form, is a part or a product of it (`Northwind Field`).
    """
    same = [
        company
        for sentence in news[1 : _LEAD + 1]
        for company in find_companies(sentence.text)
        if _same(company, party)
        and company.key.split()[:1] == party.key.split()[:1]
        and len(company.key.split()) <= len(party.key.split()) + _MORE_WORDS
    ]
    spelled = _spelled_out(party.name, news)
    if spelled:
        return spelled
    if same:
        same = [other for other in same if len(other.key) <= len(same[0].key) or _has_form(other)]
    fullest = max((party, *same), key=lambda company: (len(company.key), len(company.name)))
    return " ".join(fullest.name.split())[:120]


def _has_form(company: Company) -> bool:
    """Whether a name ends in a legal form."""
    return tokens_of(company.name)[-1].plain in common_words("legal")


def _spelled_out(short: str, news: Sequence[Sentence]) -> str:
    """The full name whose initials follow in brackets: `Alpine Growth Group (AGG)`."""
    if not _INITIALS.fullmatch(short) or short in news[0].text:
        return ""  # a title uses the familiar name
    for sentence in news[: _LEAD + 1]:
        words = [token.text for token in tokens_of(sentence.text.partition(f"({short})")[0])]
        name = words[-len(short) :]
        if f"({short})" in sentence.text and "".join(word[:1] for word in name) == short:
            return " ".join(name)
    return ""


def _own_name(news: Sequence[Sentence], names: Sequence[str], profile: OrganisationProfile) -> list[str]:
    """The organisation itself, if only one party is named and the news mentions the organisation."""
    if len(names) != 1 or not profile.name:
        return []
    words = " ".join(token.plain for sentence in news[: _LEAD + 1] for token in tokens_of(sentence.text))
    return [profile.name] if " ".join(t.plain for t in tokens_of(profile.name)) in words else []


def _key(name: str) -> str:
    return Company(name, 0, 0).key
