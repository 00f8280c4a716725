"""Companies in prose, with or without a legal form, in angle brackets, or joined by `of` and `&`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from smits_watch.facts.mergers_acquisitions.company_words import (
    beginnings,
    descriptions,
    heads,
    is_place,
)
from smits_watch.facts.mergers_acquisitions.name_tokens import (
    FIELDS,
    TRAILING,
    begins_name,
    is_adjective,
    is_bought_name,
    is_compound,
    is_demonym,
    is_event,
    is_german_noun,
    is_name,
    is_name_word,
)
from smits_watch.prose.dates import find_dates
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.prose.words import Token, common_words, tokens_of

_BRACKETED = re.compile(r"<([^<>\n]{3,60})>")
_AMPERSAND = re.compile(r"(?<!\w)(?!M&A|R&D|Q&A|F&A|P&L|S&P)[A-Z]{1,3}&[A-Z]{1,2}(?!\w)")
"""Names of initials around an ampersand, such as `H&Q`, which are no abbreviations of common words."""
_DEAL_OF = re.compile(
    r"(?<!\w)(?P<name>[A-ZÄÖÜ][\w.&]+)-(?:Übernahme|Kauf|Verkauf|Deal|Fusion|Mehrheit|Angebot)(?!\w)"
)
"""German compounds that name a company before the deal: `Contoso-Übernahme`."""
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
    r"clear(?:s|ed)\b|waves?\s+through|genehmigt\w*|gibt\s+.{0,20}frei|approva\w*|keurt\s+.{0,30}goed)"
    r"(?!\s+(?:by|von|par|por|da|door|av|af)\b)",
    re.IGNORECASE,
)
"""Words after an authority that permits a deal of others."""
_JOINTS = ("of", "and", "de", "du", "von", "und", "et", "la", "für", "for")
_NEXT_TO = re.compile(r"[\s®™]*(?:&|\+)?[\s®™]*")
_FORMS = frozenset(
    ["inc", "ltd", "llc", "corp", "ag", "se", "gmbh", "co", "plc", "sa", "nv", "bv", "s.p.a", "s.a"]
)
"""Legal forms after a comma: `Contoso, Inc.`."""
_LONGEST = 7
"""The most words of a company's name."""
_VERB_FIRST = re.compile(
    r"\s+(?:les?|las?|los|il|lo|gli|der|die|das|den|dem|het|the|det|os|um|uma|une?|ein|eine)\s"
)
"""An article behind the first word of a sentence makes it a verb or an adverb: `Scheitert die Fusion`."""
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|[\u201c\"'«„]\s*)$")
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


_GERMAN = re.compile(
    r"\b(?:der|die|das|den|dem|des|und|wird|hat|sich|für|eine[rmns]?|beim?|vom|zum|zur|"
    r"übernimmt|kauft|verkauft|erwirbt|veräußert|seine[rsnm]?|ihre[rsnm]?|ist|sind|wurden?|werden|soll|"
    r"könnte|von|"
    r"schluckt|schnappt|angelt|steigt|bietet|zieht|schließt|gehört|geht|plant|"
    r"mit|prüft|erwägt|gibt|genehmigt|billigt|trennt|verkaufen|kaufen|übernehmen|erwerben|bei|auf|aus|nach|"
    r"\w*[Üü]bernahme|erhöht|keine?|kommt|wächst|baut|legt|stellt|stößt|sucht|bleibt|gegen|hatte|neue[nrs]?)\b"
)
"""Common words of German, which capitalises all nouns; other languages don't use them."""


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
        if is_name(match[1])
    ]
    companies += [Company(match[0], *match.span()) for match in _AMPERSAND.finditer(bare)]
    companies += [
        Company(match["name"], *match.span("name"))
        for match in _DEAL_OF.finditer(bare)
        if is_bought_name(match["name"])
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
        begins = not run and begins_name(bare, token, following)
        if (german and not begins and is_german_noun(token)) or (not run and is_adjective(bare, token)):
            companies += _made(bare, run)
            run = []
        elif (
            begins
            or is_name_word(token, in_run=bool(run))
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
    named = [
        company
        for company in companies
        if not _AUTHORISES.match(bare, company.end) and not _opens_sentence(bare, company)
    ]
    return tuple(sorted(named, key=lambda company: company.start))


def _opens_sentence(text: str, company: Company) -> bool:
    """Whether a single capitalised word is the first of a sentence and no name."""
    return (
        " " not in company.name
        and company.name[1:].islower()
        and bool(_VERB_FIRST.match(text, company.end))
        and bool(_SENTENCE_START.search(text[: company.start]))
    )


def _describes(text: str, run: list[Token], rest: list[Token]) -> bool:
    """Whether a run and the words after it say what a company is.

    `Managed Service Provider Contoso`, `SAP consultancy Contoso`, `Fabrikam Desk-focused reseller Contoso`.
    """
    if len(rest) > 2 and is_compound(rest[0]):  # `-focused`, `-based`
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
    while run and (run[-1].text in _JOINTS or run[-1].plain in TRAILING or run[-1].text.isdigit()):
        run = run[:-1]
    if run and run[-1].text in FIELDS and all(is_place(token.plain) for token in run[:-1]):
        run = run[:-1]  # `a French IT group`
    while len(run) > 1 and is_demonym(run[0]) and run[1].text[0].isupper():
        run = run[1:]  # `l'Américain Fabrikam` is Fabrikam
    head = next((i for i, token in reversed(list(enumerate(run[:-1]))) if token.plain in heads()), None)
    if head is not None and run[head + 1].text[0].isupper():
        run = run[head + 1 :]  # `Security Leader Fabrikam` is Fabrikam
    if (
        not run
        or len(run) > _LONGEST
        or (len(run) == 1 and is_demonym(run[0]))
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
    if len(name) == 1 or is_event(name):
        return []  # `M&A`, `l'acquisition`
    stop = run[0].start + len(name)
    if run[-1].plain in common_words("legal") and text[stop : stop + 1] == ".":
        stop += 1  # the dot of `Inc.` does not end a sentence
    return [Company(" ".join(name.split()), run[0].start, stop)]


def _joins(text: str, run: list[Token], joint: Token, following: Token) -> bool:
    """`Bank of America`, `Johnson and Sons Ltd`, not `Contoso and Fabrikam`."""
    if not _NEXT_TO.fullmatch(text[joint.end : following.start]) or not is_name_word(following, in_run=True):
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
