"""The words that can be part of a company's name, and those that describe a company or a deal."""

from __future__ import annotations

import re

from smits_watch.facts.mergers_acquisitions.company_words import (
    beginnings,
    demonyms,
    fields,
    german_noun,
    stop_words,
)
from smits_watch.prose.words import Token, common_words

_NEXT_TO = re.compile(r"[\s®™]*(?:&|\+)?[\s®™]*")
_COMPOUND = 6
"""The fewest letters of a common noun after a hyphen; shorter ones are parts of names (`Coca-Cola`)."""
_SHORT_TAILS = frozenset(
    ["based", "led", "owned", "backed", "listed", "born", "run", "held", "style", "bound", "sized"]
)
"""Shorter common words after a hyphen that describe: `Leeds-based`."""
_GROUP = re.compile(r"(?P<name>[^\W\d_][\w.&+]+)-(?:Gruppe|Group|Konzerns?|Holding)")
_SHORTEST_GROUP = 3
"""Letters in capitals before `-Gruppe` that are an abbreviation of a field: `IT-Gruppe`."""
_TOWN = re.compile(r"\w{3,}(?:se|er)")
_ARTICLE = re.compile(r"\b(?:het|de|een|der|die|das|dem|den|des)\s+$", re.IGNORECASE)
FIELDS = ("IT", "ICT", "AI")
"""Abbreviations that end companies' names, and are common words in lower case."""
TRAILING = (
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
_INITIALS = ("its", "on", "or", "so", "no", "an", "as", "be", "by", "me", "we", "my", "at", "to")
"""Common words that are initials of a company if they are in capitals before another name."""
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.IGNORECASE)


def begins_name(text: str, token: Token, following: Token | None) -> bool:
    """Whether a common word begins a name: it is capitalised, and so is the next word."""
    ordinal = bool(_ORDINAL.fullmatch(token.text))  # `3rd Avenue Shops`
    initials = token.text.isupper() and token.plain in _INITIALS  # `ITS Technology Services`
    return (
        (ordinal or initials or token.plain in beginnings())
        and (ordinal or token.text[0].isupper())
        and following is not None
        and following.text[0].isupper()
        and bool(_NEXT_TO.fullmatch(text[token.end : following.start]))
        and following.plain not in stop_words()
        and following.plain not in common_words("stop")
    )


def is_name_word(token: Token, *, in_run: bool) -> bool:
    """Whether a word can be part of a company's name, at its beginning or in the run of its words."""
    if is_compound(token):
        return False
    plain = token.plain.removesuffix("'s").removesuffix("’s")
    if in_run and plain in common_words("legal"):
        return token.text[0].isupper() or token.text.isupper()
    if in_run and token.text in FIELDS:
        return True  # `Flex IT`
    if in_run and (token.text[0].isdigit() or plain in TRAILING):
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


def is_compound(token: Token) -> bool:
    """Whether a word is a Dutch compound that describes a company: `IT-dienstverlener`."""
    last = token.text.rpartition("-")[2]
    return "-" in token.text and last.islower() and (len(last) >= _COMPOUND or last in _SHORT_TAILS)


def is_adjective(text: str, token: Token) -> bool:
    """Whether a word is an adjective for a company's town: `het Haarlemse softwarebedrijf`."""
    return bool(
        token.text[0].isupper()
        and _TOWN.fullmatch(token.text)
        and _ARTICLE.search(text[: token.start])
        and re.match(
            r"\s+(?!(?:por|para|par|pour|en|an?|à|y|et|e|con|avec|per|da|chez)\b)[a-zà-ÿ]", text[token.end :]
        )
    )


def is_demonym(token: Token) -> bool:
    """Whether a word is a demonym, with or without an attached article."""
    return re.sub(r"^[ld]['’]", "", token.plain) in demonyms()


def is_event(name: str) -> bool:
    """Whether a word with an attached French article is a common one: `L'acquisition`."""
    match = re.fullmatch(r"[LlDd]['’](\w+)", name)
    return match is not None and match[1].casefold() in stop_words() | common_words("stop")


def is_name(text: str) -> bool:
    """Whether a text in angle brackets is a name rather than markup."""
    return (
        any(char.islower() for char in text) and not re.search(r"[=/\"]|^/?\w+$", text) and text[0].isupper()
    )


def is_german_noun(token: Token) -> bool:
    """Whether the ending makes a word a German noun, alone or after a hyphen: `Chip-Hersteller`."""
    last = token.text.rpartition("-")[2]
    if is_group(token):
        return False
    return token.text[0].isupper() and not last.isupper() and bool(german_noun().fullmatch(last))


def is_group(token: Token) -> bool:
    """Whether a German word is the name of a group: `Contoso-Gruppe`, not `Medien-Gruppe`."""
    match = _GROUP.fullmatch(token.text)
    if match is None:
        return False
    name = match["name"]
    if name.isupper() and len(name) <= _SHORTEST_GROUP:
        return False
    return is_bought_name(name)


def is_bought_name(name: str) -> bool:
    """Whether the first part of a German compound is a name, and neither a field of business nor a noun."""
    common = stop_words() | common_words("stop") | fields() | demonyms()
    return name.casefold() not in common and not german_noun().fullmatch(name)
