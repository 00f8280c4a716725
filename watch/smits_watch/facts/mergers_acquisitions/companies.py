"""Companies in prose, with or without a legal form, in angle brackets, or joined by `of` and `&`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from smits_watch.facts.mergers_acquisitions.company_words import (
    beginnings,
    demonyms,
    descriptions,
    german_noun,
    heads,
    is_place,
    stop_words,
)
from smits_watch.prose.dates import find_dates
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.prose.words import Token, common_words, tokens_of

_BRACKETED = re.compile(r"<([^<>\n]{3,60})>")
_TICKER = re.compile(
    r"\s*[<(][A-Z]{1,6}(?:\.[A-Z]{1,3})?[>)]|\s*\((?:NYSE|NASDAQ|Nasdaq|LSE|FRA|ETR|TSX|ASX)[^)]{0,30}\)|"
    r"\s*\([A-Za-z]{2,12}\s?:\s?[A-Z][A-Z.]{0,6}\)"
)
_DEFINED = re.compile(r"\(\s*(?:the\s+|collectively[^()]{0,20})?[\"“'][^()]{1,60}[\"”']\s*\)")
"""A definition in a filing: `(the "Offer")`."""
_OFFICE = re.compile(
    r"\b(?:Secretar(?:y|ies) of State|(?:Prime |Deputy )?Minister(?: of| for)? ?|Attorney General|"
    r"Home Office|Chief Executive(?: Officer)?|Chair(?:man|woman|person)?|Mayor)\b"
)
"""Offices of persons, who approve, announce or sign, and are no parties."""
_AUTHORISES = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:ha\s+|has\s+|hat\s+|a\s+|heeft\s+)?(?:autori[zs]\w+|approv(?:es|"
    r"ed)\b(?!\s+the\s+merger)|"
    r"clear(?:s|ed)\b|waves?\s+through|genehmigt\w*|gibt\s+.{0,20}frei|approva\w*|keurt\s+.{0,30}goed)",
    re.IGNORECASE,
)
"""Words after an authority that permits a deal of others."""
_JOINTS = ("of", "and", "de", "du", "von", "und", "et", "la", "für", "for")
_NEXT_TO = re.compile(r"[\s®™]*(?:&|\+)?[\s®™]*")
_COMPOUND = 6
"""The fewest letters of a common noun after a hyphen; shorter ones are parts of names (`Coca-Cola`)."""
_FORMS = frozenset(
    ["inc", "ltd", "llc", "corp", "ag", "se", "gmbh", "co", "plc", "sa", "nv", "bv", "s.p.a", "s.a"]
)
"""Legal forms after a comma: `Contoso, Inc.`."""
_LONGEST = 7
"""The most words of a company's name."""
_TOWN = re.compile(r"\w{3,}(?:se|er)")
_ARTICLE = re.compile(r"\b(?:het|de|een|der|die|das|dem|den|des)\s+$", re.IGNORECASE)
_OWNERS = (
    "owner",
    "owners",
    "parent",
    "maker",
    "boss",
    "chief",
    "founder",
    "shareholders",
    "investors",
    "rival",
)
"""After a name in the genitive, these are the actors: `Macy's owner buys its rival`."""
_FIELDS = ("IT", "ICT", "AI")
"""Abbreviations that end companies' names, and are common words in lower case."""
_TRAILING = (
    "unit",
    "business",
    "division",
    "stake",
    "assets",
    "shares",
    "subsidiary",
    "operations",
    "group's",
)


_GERMAN = re.compile(
    r"\b(?:der|die|das|den|dem|des|und|wird|hat|sich|für|eine[rmns]?|beim?|vom|zum|zur|"
    r"übernimmt|kauft|verkauft|erwirbt|veräußert|seine[rsnm]?|ihre[rsnm]?|ist|sind|wurden?|werden|soll|"
    r"könnte|von|"
    r"schluckt|schnappt|angelt|steigt|bietet|zieht|schließt|gehört|geht|plant|"
    r"mit|prüft|erwägt|gibt|genehmigt|billigt|trennt)\b"
)
"""Common words of German, which capitalises all nouns; other languages don't use them."""
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Company:
    """A company and its position in the text."""

    name: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The name without its legal form, in lower case; equal for two spellings of the same company."""
        words = [token.plain for token in tokens_of(self.name)]
        while len(words) > 1 and words[-1] in common_words("legal"):
            words.pop()
        return " ".join(words)


@lru_cache(maxsize=512)
def find_companies(text: str) -> tuple[Company, ...]:
    """Find possible companies: runs of capitalised words that no list contains as common words."""
    bare = _TICKER.sub(lambda match: " " * len(match[0]), text)
    bare = _DEFINED.sub(lambda match: " " * len(match[0]), bare)
    bare = _OFFICE.sub(lambda match: " " * len(match[0]), bare)
    companies = [
        Company(match[1].strip(), match.start(1), match.end(1))
        for match in _BRACKETED.finditer(bare)
        if _is_name(match[1])
    ]
    dates = find_dates(bare)
    tokens = [
        token
        for token in tokens_of(bare)
        if not any(d.start < token.end and token.start < d.end for d in dates)
        and not any(c.start <= token.start < c.end for c in companies)
    ]
    german = bool(_GERMAN.search(text))
    run: list[Token] = []
    for position, token in enumerate(tokens):
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        gap = bare[run[-1].end : token.start] if run else ""
        if run and not (_NEXT_TO.fullmatch(gap) or (gap == ", " and token.plain in _FORMS)):
            companies += _made(bare, run)
            run = []
        if run and run[-1].text.endswith(("'s", "’s")):
            companies += [] if token.plain in _OWNERS else _made(bare, run)
            run = []
        begins = not run and _begins_name(bare, token, following)
        if (german and not begins and _is_german_noun(token)) or (not run and _is_adjective(bare, token)):
            companies += _made(bare, run)
            run = []
        elif (
            begins
            or _is_name_word(token, in_run=bool(run))
            or (
                run
                and token.text in _JOINTS
                and following is not None
                and _joins(bare, run, token, following)
            )
        ):
            run.append(token)
        else:
            companies += [] if _describes(bare, run, tokens[position : position + 3]) else _made(bare, run)
            run = []
    companies += _made(bare, run)
    named = [company for company in companies if not _AUTHORISES.match(bare, company.end)]
    return tuple(sorted(named, key=lambda company: company.start))


def _describes(text: str, run: list[Token], rest: list[Token]) -> bool:
    """Whether a run and the words after it say what a company is.

    `Managed Service Provider Contoso`, `SAP consultancy Contoso`, `Fabrikam Desk-focused reseller Contoso`.
    """
    if len(rest) > 2 and _is_compound(rest[0]):  # `-focused`, `-based`
        run, rest = [*run, rest[0]], rest[1:]
    if not run or len(rest) < 2:
        return False
    head, name = rest[0], rest[1]
    return bool(
        head.plain in (heads() if head.text[0].isupper() else descriptions())
        and (name.text[0].isupper() or name.text[0].isdigit())
        and _NEXT_TO.fullmatch(text[run[-1].end : head.start])
        and _NEXT_TO.fullmatch(text[head.end : name.start])
    )


def _made(text: str, run: list[Token]) -> list[Company]:
    while run and (run[-1].text in _JOINTS or run[-1].plain in _TRAILING or run[-1].text.isdigit()):
        run = run[:-1]
    if run and run[-1].text in _FIELDS and all(is_place(token.plain) for token in run[:-1]):
        run = run[:-1]  # `a French IT group`
    while len(run) > 1 and _is_demonym(run[0]) and run[1].text[0].isupper():
        run = run[1:]  # `l'Américain Fabrikam` is Fabrikam
    head = next((i for i, token in reversed(list(enumerate(run[:-1]))) if token.plain in heads()), None)
    if head is not None and run[head + 1].text[0].isupper():
        run = run[head + 1 :]  # `Security Leader Fabrikam` is Fabrikam
    if (
        not run
        or len(run) > _LONGEST
        or (len(run) == 1 and _is_demonym(run[0]))
        or all(is_place(token.plain.removesuffix("'s").removesuffix("’s")) for token in run)
    ):
        return []
    named = len(run) > 1 and run[0].plain in beginnings()  # `Software AG`, not `Holding Inc`
    if all(token.plain in common_words("legal") for token in run) and not named:
        return []
    end = run[-1].end
    name = re.sub(r"['’]s?$", "", text[run[0].start : end])
    if pattern_of("smits_watch.facts.mergers_acquisitions", "words.toml", "media", "words").fullmatch(name):
        return []
    if len(name) == 1 or _is_event(name):
        return []  # `M&A`, `l'acquisition`
    stop = run[0].start + len(name)
    if run[-1].plain in common_words("legal") and text[stop : stop + 1] == ".":
        stop += 1  # the dot of `Inc.` does not end a sentence
    return [Company(" ".join(name.split()), run[0].start, stop)]


def _joins(text: str, run: list[Token], joint: Token, following: Token) -> bool:
    """`Bank of America`, `Johnson and Sons Ltd`, not `Contoso and Fabrikam`."""
    if not _NEXT_TO.fullmatch(text[joint.end : following.start]) or not _is_name_word(following, in_run=True):
        return False
    if joint.text in ("and", "und", "et"):
        return (
            following.plain in ("sons", "co", "cie", "company", "partners", "brothers", "söhne", "fils")
            or len(run[-1].text) == 1
        )
    if joint.text in ("for", "für"):
        return False
    return run[-1].plain in (
        "bank",
        "university",
        "house",
        "institute",
        "group",
        "banque",
        "union",
        "society",
    ) or joint.text in ("de", "du", "von", "la")


def _begins_name(text: str, token: Token, following: Token | None) -> bool:
    """Whether a common word begins a name: it is capitalised, and so is the next word."""
    ordinal = bool(_ORDINAL.fullmatch(token.text))  # `3rd Avenue Shops`
    return (
        (ordinal or token.plain in beginnings())
        and (ordinal or token.text[0].isupper())
        and following is not None
        and following.text[0].isupper()
        and bool(_NEXT_TO.fullmatch(text[token.end : following.start]))
        and following.plain not in stop_words()
        and following.plain not in common_words("stop")
    )


def _is_name_word(token: Token, *, in_run: bool) -> bool:
    if _is_compound(token):
        return False
    plain = token.plain.removesuffix("'s").removesuffix("’s")
    if in_run and plain in common_words("legal"):
        return token.text[0].isupper() or token.text.isupper()
    if in_run and token.text in _FIELDS:
        return True  # `Flex IT`
    if in_run and (token.text[0].isdigit() or plain in _TRAILING):
        return token.text[0].isupper() or token.text[0].isdigit()
    if plain in stop_words() or (
        plain in common_words("stop") and not (in_run and token.text[0].isupper() and plain in _MAY_END)
    ):
        return False
    return token.text[0].isupper() or any(char.isupper() for char in token.text[1:])


_MAY_END = (
    "software",
    "services",
    "service",
    "mail",
    "security",
    "line",
    "hardware",
    "product",
    "products",
    "price",
    "life",
    "community",
    "partners",
    "partner",
    "time",
    "press",
    "council",
    "board",
)
"""Common words in company names after the first word."""


def _is_compound(token: Token) -> bool:
    """Whether a word is a Dutch compound that describes a company: `IT-dienstverlener`."""
    last = token.text.rpartition("-")[2]
    return "-" in token.text and last.islower() and len(last) >= _COMPOUND


def _is_adjective(text: str, token: Token) -> bool:
    """Whether a word is an adjective for a company's town: `het Haarlemse softwarebedrijf`."""
    return bool(
        token.text[0].isupper()
        and _TOWN.fullmatch(token.text)
        and _ARTICLE.search(text[: token.start])
        and re.match(r"\s+[a-zà-ÿ]", text[token.end :])
    )


def _is_demonym(token: Token) -> bool:
    """Whether a word is a demonym, with or without an attached article."""
    return re.sub(r"^[ld]['’]", "", token.plain) in demonyms()


def _is_event(name: str) -> bool:
    """Whether a word with an attached French article is a common one: `L'acquisition`."""
    match = re.fullmatch(r"[LlDd]['’](\w+)", name)
    return match is not None and match[1].casefold() in stop_words() | common_words("stop")


def _is_name(text: str) -> bool:
    return (
        any(char.islower() for char in text) and not re.search(r"[=/\"]|^/?\w+$", text) and text[0].isupper()
    )


def _is_german_noun(token: Token) -> bool:
    """Whether the ending makes a word a German noun, alone or after a hyphen: `Chip-Hersteller`."""
    last = token.text.rpartition("-")[2]
    return token.text[0].isupper() and not last.isupper() and bool(german_noun().fullmatch(last))
