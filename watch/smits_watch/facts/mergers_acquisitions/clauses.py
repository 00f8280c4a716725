"""Deals in sentences: the words that report one, its buyer or actor, and its target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from smits_watch.facts.mergers_acquisitions.companies import Company, find_companies
from smits_watch.prose.word_patterns import meanings, pattern_of

_PACKAGE, _WORDS = "smits_watch.facts.mergers_acquisitions", "words.toml"
_NEAR = 110
"""Characters between a company and the words of a deal."""
_LOOSE = 80
"""The same if there are words between them that are unusual there."""
_BREAK = re.compile(
    r"\b(?:from|through|with|via|because|while|as|after|who|which|that|where|said|says)\b|(?<!\d)(?<!pct)(?<!mio)(?<!mrd)(?<!Mio)(?<!Mrd)(?<!ca)(?<!proc)\.|[;:!?]|"
    r"\s[\u2013\u2014-]\s",
    re.IGNORECASE,
)
"""Words that end the object of a purchase; a dot of a day or an abbreviation does not: `zum 1. Januar`."""
_COORDINATED = re.compile(
    r"\s*(?:,|\band\b|&|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\s-\s|/)\s*(?:the\s+)?(?:its\s+|"
    r"their\s+)?(?:[a-zà-ÿ-]+\s+){0,3}",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:\s*\([^)]{0,60}\)|\s*,(?:[^,;.]|(?<=\d)[.,](?=\d)){0,120},|\s+(?:said|says|it|that|has|have|had|is|are|was|were|today|"
    r"also|will|would|plans?|agreed|agrees|in|talks|to|the|board|of|"
    r"reportedly|announced?|announces|on|yesterday|expects?|intends?|wants?|seeks?|offers?|completes?|"
    r"completed|closes|closed|signs?|signed|an?|agreement|deal|advanced|early|exclusive|"
    r"discussions|considering|exploring|mulls|weighs|nears|close|may|could|might|possible|definitive|"
    r"letter|intent|its|their|acquisition|purchase|takeover|successfully|recently|"
    r"unit|subsidiary|parent|group|hat|haben|will|wird|am|heute|den|die|das|der|mit|über|\w+day|\d{1,2}|"
    r"\w+ \d{1,2},?(?: \d{4})?))*\s*",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r"(?:['’]s)?\s*(?:\([^)]{0,30}\)\s*)?,\s+(?!and\b|along\b|together\b|with\b|und\b|sowie\b|et\b|avec\b|y\b|e\b|en\b|i\b)"
    r"[a-zà-ÿ][^,;.:]{0,80}"
)
"""Between a company and another in what says about the first: `Contoso, maker of Fabrikam Desk, buys ...`."""
_PRONOUN = re.compile(
    r"\b(?:that|said|says|announc(?:ed|es)|confirm(?:ed|s)|reveal(?:ed|s)|report(?:ed|"
    r"s))\s+(?:that\s+)?(?:it|they)\b",
    re.IGNORECASE,
)
"""Between a company and the words of a deal, this says that it is the company that acts."""
_VERB_BETWEEN = re.compile(
    r"\b(?:ist|sind|hat|haben|wird|werden|soll|sollen|herrscht|bleibt|sorgt|is|are|was|were|has|have|will|"
    r"would|est|sont|sera|ont|está|son|fue|è|sono|stata|heeft|wordt|werd)\b"
)
"""After a noun for a deal, such a verb begins what is said of it; names behind it are not what is bought."""
_BUYER = re.compile(r"\bto\b|\ban\b|\bà\b|\btill?\b|\baan\b|\balla\b")
_LOCATED = re.compile(
    r"(?<!stake)(?<!interest)(?<!shares)(?<!majority)(?<!investment)(?<!control)\s(?:in|at|near|aus)\s+$",
    re.IGNORECASE,
)
"""What stands before a place; `a stake in` stands before a company."""
_MAKES = re.compile(r"\b(?:de|di|of|für|van|voor|za|för|af|av)\s+$")
_SEAT = re.compile(
    r"\s+(?:in|aus|uit|te|à|en|em|i|w|z|ze|mit Sitz in|gevestigd in|based in|con sede (?:a|in|en)|"
    r"basée? à|z siedzibą w|med säte i)\s+",
)
"""Between a company and the town of its seat."""
_PLACE = re.compile(r"\b(?:in|at|near|on|around|across)\b", re.IGNORECASE)
"""Between the words of a deal and a name, they make the name a place: `acquires land in Ohio`."""

_GOODS = re.compile(
    r"\s*(?:\w+\s+){0,2}\d[\d.,]*\s+(?!%|prozent|percent|por ciento|pour cent|per cento|procent|"
    r"pct|mi?l\w*|mio|mrd|bn|euro|dollar)[a-zà-ÿ]+\s+(?:\w+\s+)?(?:von|de|a|à|al|di|da|do|van|av|af|fra|från|hos|bei|der|"
    r"des)\s+(?:\w+\s+)?",
    re.IGNORECASE,
)
"""Between a purchase and a company, a number of things makes the company their seller."""
_FILER = re.compile(
    r"\b(?:the (?:Company|Registrant|Group|Corporation)|la Société|die Gesellschaft)"
    r"(?:\s+(?:has|had|hat|a))?\s*$"
)
"""How a filing refers to its filer, before a verb: `the Company acquired Fabrikam`."""


_SUBJECT_BEHIND = re.compile(
    r"\s+(?:(?:der|die|das)\s+(?:[a-zäöüß]+\s+)?[\w-]*(?:[Kk]onzern|[Uu]nternehmen|[Gg]ruppe|[Ff]irma|"
    r"[Hh]aus|"
    r"[Gg]esellschaft|[Aa]nbieter|[Hh]ersteller|[Dd]ienstleister|[Rr]iese)|(?:es|sie|er|man)(?=\s))"
)
"""German order after a fronted phrase: the subject follows the verb: `Nach ... verkauft der Konzern`."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A deal reported in a sentence."""

    event: str
    parties: tuple[Company, ...]
    """The actor first."""
    start: int
    end: int
    """The end of the words of the deal."""


_OWN_PART = re.compile(
    r"\s+(?:unit|division|business|arm|segment|operations|subsidiary|brand|sparte|tochter)\b", re.IGNORECASE
)
_OWNER = re.compile(
    r"\b(?:its|their|his|her|seine[rn]?|ihre[rn]?|sa|son|su|sua)\s+(?:own\s+)?$", re.IGNORECASE
)


def _companies(text: str) -> tuple[Company, ...]:
    """The companies of a text without parts of them: `its Contoso Desk unit`."""
    return tuple(
        company
        for company in find_companies(text)
        if not (_OWN_PART.match(text, company.end) and _OWNER.search(text[: company.start]))
    )


@lru_cache(maxsize=512)
def clauses_in(text: str) -> tuple[Clause, ...]:
    """The deals that a sentence reports between companies, or of a named company."""
    companies = _companies(text)
    none = [match.span() for match in pattern_of(_PACKAGE, _WORDS, "none", "words").finditer(text)]
    clauses = [
        clause
        for voice in ("active", "passive", "nominal", "mutual")
        for clause in _clauses(text, voice, companies)
        if not any(start < clause.end and clause.start < end for start, end in none)
    ]
    return tuple(sorted(clauses, key=lambda clause: (-len(clause.parties), clause.start)))


def has(table: str, meaning: str, text: str) -> bool:
    """Whether a text contains words of a meaning in words.toml."""
    return bool(pattern_of(_PACKAGE, _WORDS, table, meaning).search(text))


def strong_events(text: str) -> list[str]:
    """The events whose nouns a text contains, the most frequent first, without false friends."""
    bare = pattern_of(_PACKAGE, _WORDS, "none", "words").sub(" ", text)
    counts = {
        event: len(pattern_of(_PACKAGE, _WORDS, "strong", event).findall(bare))
        for event in meanings(_PACKAGE, _WORDS, "strong")
    }
    return sorted((event for event in counts if counts[event]), key=lambda event: -counts[event])


def _clauses(text: str, voice: str, companies: Sequence[Company]) -> Iterator[Clause]:
    for event in meanings(_PACKAGE, _WORDS, voice):
        for match in pattern_of(_PACKAGE, _WORDS, voice, event).finditer(text):
            if voice == "active" and re.match(r"\s+by\b", text[match.end() :]):
                continue  # that is passive voice
            actors = _without_seats(text, companies) if voice in ("active", "passive") else companies
            before = _before(text, actors, match.start())
            behind = _behind(text, companies, match.end())
            parties = _parties(text, voice, event, match, before, behind)
            if parties:
                yield Clause(event, parties, match.start(), match.end())


def _parties(
    text: str,
    voice: str,
    event: str,
    match: re.Match[str],
    before: tuple[Company, ...],
    behind: tuple[Company, ...],
) -> tuple[Company, ...]:
    """The parties; empty if the words report no deal between companies."""
    if voice == "mutual":
        return before if len(before) > 1 else ()
    if voice == "active" and not before and event == "acquisition" and _FILER.search(text, 0, match.start()):
        return behind[:1]
    if voice == "active":
        adjoining = bool(before) and text[before[-1].end : match.start()].isspace()
        before = () if not adjoining and _SUBJECT_BEHIND.match(text, match.end()) else before
        return _active_parties(text, event, match.end(), before, behind)
    if voice == "passive":
        if not before or not behind:
            return ()
        return (*behind[:1], *before[-1:])
    return _nominal_parties(text, event, match.end(), before, behind)


def _nominal_parties(
    text: str, event: str, position: int, before: tuple[Company, ...], behind: tuple[Company, ...]
) -> tuple[Company, ...]:
    """The parties if the words are nouns: `the sale of Contoso to Fabrikam`."""
    if behind and _VERB_BETWEEN.search(text, position, behind[0].start):
        behind = ()
    if event == "divestiture" and has("object", "company", text[position : position + _NEAR]):
        buyer = _buyer(text, position)
        if buyer:
            return (*before[-1:], *buyer)
    if not behind and event == "divestiture" and _is_company_object(text, position, ()):
        return before[-1:]
    if not behind:
        return ()
    by = re.search(
        r"\b(?:by|durch|par|per|por|door|przez|da|dal|dalla|pela|pelo|av|af|bei|beim)\b",
        text[behind[-1].end : behind[-1].end + 40],
    )
    buyer = _behind(text, _companies(text), behind[-1].end + by.end()) if by else ()
    if event == "divestiture" and not buyer:
        buyer = tuple(company for company in _buyer(text, behind[0].end) if company not in behind)
        return (*before[-1:], *behind[:1], *buyer)
    return (*buyer[:1], *behind) if buyer else (*before[-1:], *behind[:2])


def _active_parties(
    text: str, event: str, position: int, before: tuple[Company, ...], behind: tuple[Company, ...]
) -> tuple[Company, ...]:
    """The parties if the words follow the actor."""
    if not before:
        return ()
    if event in ("divestiture", "spin-off"):
        buyer = _buyer(text, position)
        return (*before[:1], *(buyer or behind)) if _is_company_object(text, position, behind) else ()
    if behind and _PLACE.search(text, position, behind[0].start):
        behind = () if not has("object", "company", text[position : behind[0].start]) else behind
    if behind and _GOODS.fullmatch(text, position, behind[0].start):
        behind = () if not has("object", "company", text[position : behind[0].start]) else behind
    if not behind:
        return before[:1] if _is_company_object(text, position, ()) else ()
    return (
        (*before[-2:], *behind[:2]) if event in ("merger", "joint-venture") else (*before[-1:], *behind[:1])
    )


def _buyer(text: str, position: int) -> tuple[Company, ...]:
    """The buyer in a sale: `sells its unit to Fabrikam`."""
    to = _BUYER.search(text, position, position + _NEAR)
    return _behind(text, _companies(text), to.end())[:1] if to else ()


def _before(text: str, companies: Sequence[Company], position: int) -> tuple[Company, ...]:
    """The companies before a position: the last one, and those in a list with it."""
    earlier = _without_appositions(text, [company for company in companies if company.end <= position])
    if not earlier or position - earlier[-1].end > 2 * _NEAR:
        return ()
    between = text[earlier[-1].end : position]
    if _PRONOUN.search(between):
        return (earlier[-1],)
    if len(between) > _NEAR or (
        not _FILLER.fullmatch(between) and (len(between) > _LOOSE or re.search(r"[;:?!]|\.(?!\d)", between))
    ):
        return ()
    group = [earlier[-1]]
    for company in reversed(earlier[:-1]):
        if not _COORDINATED.fullmatch(text[company.end : group[0].start]):
            break
        group.insert(0, company)
    return tuple(group)


def _without_appositions(text: str, companies: Sequence[Company]) -> list[Company]:
    """The companies without those that only describe the one before them, between two commas."""
    kept: list[Company] = []
    for company in companies:
        beside = kept and _APPOSITION.fullmatch(text[kept[-1].end : company.start])
        if not (beside and re.match(r"[^,;.:]{0,60},\s", text[company.end :])):
            kept.append(company)
    return kept


def _without_seats(text: str, companies: Sequence[Company]) -> list[Company]:
    """The companies without the town where the one before has its seat: `Contoso in Leeds is bought`."""
    kept: list[Company] = []
    for company in companies:
        beside = kept and _SEAT.fullmatch(text[kept[-1].end : company.start])
        if not beside or " " in company.name or not company.name[1:].islower():
            kept.append(company)
    return kept


def _behind(text: str, companies: Sequence[Company], position: int) -> tuple[Company, ...]:
    """The companies after a position, up to the end of the object of the purchase."""
    stop = _BREAK.search(text, position)
    limit = min(stop.start() if stop else len(text), position + _NEAR)
    group: list[Company] = []
    for number, company in enumerate(companies):
        if company.start < position:
            continue
        if company.start >= limit and not group:
            break
        following = companies[number + 1 : number + 2]
        placed = " " not in company.name and _LOCATED.search(text[position : company.start])
        if placed and following and following[0].start < limit and not group:
            continue  # `the in Oslo listed Contoso`
        if not group and following and _is_field(text, position, company, following[0]):
            continue
        if group and not _COORDINATED.fullmatch(text[group[-1].end : company.start]):
            break
        group.append(company)
    return tuple(group)


def _is_field(text: str, position: int, name: Company, following: Company) -> bool:
    """Whether a name is what the company behind its comma makes: `a maker of microLED, Contoso`."""
    return (
        name.name[0].islower()
        and bool(_MAKES.search(text, position, name.start))
        and text[name.end : following.start] == ", "
    )


def _is_company_object(text: str, position: int, behind: Sequence[Company]) -> bool:
    """Whether the object is a company or part of one, rather than goods."""
    stop = _BREAK.search(text, position)
    to = re.search(r"\b(?:to|for|an|für|à|al|a)\b", text[position : position + _NEAR])
    limit = min(stop.start() if stop else len(text), position + _NEAR)
    named = [company for company in behind if company.start < limit]
    goods = position + (to.start() if to else _NEAR)
    if any(company.start < goods for company in named):
        return True
    return has("object", "company", text[position:limit])
