"""Signs that news is about other companies than those read, or about a deal in words that are not known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from smits_rules.vocabulary import CorporateEvent
from smits_watch.facts.mergers_acquisitions.clauses import clauses_in, has
from smits_watch.facts.mergers_acquisitions.companies import find_companies
from smits_watch.facts.mergers_acquisitions.questions import NO_DEAL, deal_question
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.prose.amounts import find_money, find_percentages
from smits_watch.prose.sentences import Sentence
from smits_watch.prose.words import nouns_have_capitals, tokens_of

_MOST = 6
"""The most pairs of a question: those of four companies."""
_POOL = 4
_VERB = re.compile(r"\s+[^\W\d_A-ZÀ-Ý]")
_LEAD = 4
"""Sentences below the title that name who takes part."""
_TWO = 2
_NO_NAME = re.compile(
    r"(?:[ld]['’])?(?:\w+-)?(?:[ée]diteur|groupe|soci[ée]t[ée]|entreprise|acquisitions?|acquéreur|acquirer|adquisici\w+|acquisizion\w+|übernahme\w*|"
    r"overname\w*|fusion\w*|merger\w*|takeover|events?|branche\w*|markt|market|sector|sektor|industry|"
    r"unternehmen\w*|konzern\w*|firma|bedrijf|empresa|compañía|azienda|societ[àa]|società|company|"
    r"companies|spółk\w*|połączeni\w*)",
    re.IGNORECASE,
)
"""A word for a company, a market or a deal, which begins a sentence or is capitalised in its language."""


def party_question(fact: CorporateEvent, title: Sentence, body: Sequence[Sentence]) -> FileQuestion | None:
    """Ask who takes part in a deal, if a company of the title is left out, or a common noun is read as one.

    Args:
        fact: the deal as it would be recorded.
        title: of the news.
        body: the sentences below it.

    Returns:
        The question; None if nothing speaks against the parties, or there are no others.
    """
    if title.text.isupper():
        return None  # nothing tells names from other words
    odd = [party for party in fact.parties if is_no_name(party) or _may_be_noun(party, title, body)]
    sound = [party for party in fact.parties if party not in odd]
    titled = [company.name for company in find_companies(title.text)]
    left_out = [
        name
        for name in titled
        if not is_no_name(name) and not any(_same(name, party) for party in fact.parties)
    ]
    outside = any(not any(_same(party, name) for name in titled) for party in fact.parties)
    recurring = [name for name in left_out if _recurs(name, title, body)]
    acting = [name for name in left_out if _acts(name, title.text) and len(titled) > _TWO]
    if not (odd or (outside and recurring) or (acting and not outside)):
        return None
    if odd and not sound and not left_out:
        return deal_question(fact.model_copy(update={"parties": ()}), title)
    pool = _distinct((*acting, *recurring, *sound, *(name for name in _names(title, body) if odd)))[:_POOL]
    choices = [*combinations(pool, _TWO), *([] if odd else [tuple(fact.parties)])]
    return _asked("Who takes part in this deal?", fact, list(dict.fromkeys(choices))[:_MOST], title)


def _may_be_noun(party: str, title: Sentence, body: Sequence[Sentence]) -> bool:
    """Whether a party is a word that a language with capitals for all nouns has once, below the title.

    `Nach dem Vorstoss zur Übernahme herrscht Rätselraten` names no company.
    """
    text = " ".join(sentence.text for sentence in body[: 2 * _LEAD])
    words = tokens_of(party)
    return (
        len(words) == 1
        and words[0].text[1:].islower()
        and party not in title.text
        and nouns_have_capitals(text)
        and not any(
            party == company.name
            for sentence in body[: 2 * _LEAD]
            for clause in clauses_in(sentence.text)
            for company in clause.parties
        )
        and len(re.findall(rf"(?<!\w){re.escape(party)}", text)) == 1
    )


def _acts(name: str, title: str) -> bool:
    """Whether a title begins with a name and a word in lower case, which tells what it does."""
    following = tokens_of(title[len(name) :])[:1]
    adjective = any(is_no_name(token.text) for token in following)  # `the London company Fabrikam`
    return title.startswith(name) and bool(_VERB.match(title, len(name))) and not adjective


def unread_question(fact: CorporateEvent, title: Sentence, body: Sequence[Sentence]) -> FileQuestion | None:
    """Ask whether news reports a deal, if it has companies and figures but no word that the program knows.

    Args:
        fact: an acquisition without parties, from which the candidates are made.
        title: of the news.
        body: the sentences below it.
    """
    news = (title, *body[:_LEAD])
    text = " ".join(sentence.text for sentence in news)
    if title.text.isupper() or any(has("none", meaning, text) for meaning in ("words", "title", "dispute")):
        return None
    named = _names(title, body)
    figures = bool(find_money(text)) or any(find_percentages(text)) or bool(_FORM.search(text))
    if len(named) < _TWO or not figures or not any(_recurs(name, title, body) for name in named[:_TWO]):
        return None
    choices = list(combinations(named[:_POOL], _TWO))
    return _asked("Does this news report a deal, and of whom?", fact, choices, title)


_FORM = re.compile(
    r"\b(?:A/S|ASA?|AB|Oyj?|S\.?A\.?|GmbH|Ltd|B\.?V\.?|N\.?V\.?|s\.?r\.?o|Zrt|sp\. z o\.? ?o|"
    r"Spółka Akcyjna)\b"
)
"""A legal form behind a name, by which a text in any language names companies."""


def is_no_name(name: str) -> bool:
    """Whether a party is a common noun rather than a name."""
    tokens = tokens_of(name)
    if len(tokens) > 1 and tokens[0].plain in ("groupe", "grupo", "gruppo"):
        return False  # `Grupo Contoso` is a name
    return any(_NO_NAME.fullmatch(token.text) for token in tokens[:1])


def _names(title: Sentence, body: Sequence[Sentence]) -> list[str]:
    """The companies of title and lead, those of the title first, then the most frequent."""
    lead = [company for sentence in body[:_LEAD] for company in find_companies(sentence.text)]
    counts = Counter(company.key for company in lead)
    inside = [company for company in lead if company.start > 0 or counts[company.key] > 1]
    ranked = sorted(inside, key=lambda company: -counts[company.key])
    return _distinct(company.name for company in (*find_companies(title.text), *ranked))


def _distinct(names: Iterable[str]) -> list[str]:
    """Each company once, without common nouns."""
    unique: list[str] = []
    for name in names:
        if not is_no_name(name) and not any(_same(name, other) for other in unique):
            unique.append(name)
    return unique


def _recurs(name: str, title: Sentence, body: Sequence[Sentence]) -> bool:
    """Whether the title names a company that the text below repeats."""
    inside = (company for sentence in body[:_LEAD] for company in find_companies(sentence.text))
    return any(_same(name, company.name) for company in find_companies(title.text)) and any(
        _same(name, company.name) for company in inside
    )


def _same(first: str, second: str) -> bool:
    words, two = ({token.plain for token in tokens_of(text)} for text in (first, second))
    return bool(words and two) and (words <= two or two <= words)


def _asked(
    text: str, fact: CorporateEvent, choices: Sequence[Sequence[str]], title: Sentence
) -> FileQuestion | None:
    if not choices:
        return None
    return FileQuestion(
        topic="message",
        text=text,
        anchor=title.anchor,
        quote=title.quote,
        candidates=(
            *(
                Candidate(
                    answer=" and ".join(parties),
                    meaning=f"It reports a deal ({fact.event}) of {' and '.join(parties)}.",
                    facts=(fact.model_copy(update={"parties": tuple(parties)}),),
                )
                for parties in choices
            ),
            Candidate(answer=NO_DEAL, meaning="It is about deals in general, or about something else."),
        ),
        shape=shape_of([title.text]),
    )
