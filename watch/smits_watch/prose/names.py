"""Finds names of products in prose, with their versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from smits_watch.prose.dates import find_dates
from smits_watch.prose.versions import is_version, version_after
from smits_watch.prose.words import Token, common_words, tokens_of

_LONGEST_NAME = 7
"""The most words of a name."""
_JOINED_VERSION = re.compile(r"([A-Z][A-Za-z]+?)v(\d+(?:\.\d+)*)")
"""A name with the version attached: TLSv1.1."""
_ACRONYMS = re.compile(r"[A-Z]{2,4}s")
"""Plurals of acronyms, e.g. APIs, which are not products."""
_POSSESSIVE = re.compile(r"['’](?:s|a|em|owi|u|ie|om|ów)$")
"""The genitive of English and the cases of Polish behind an apostrophe: `koniec Ledgerline'a`."""
_PROTOCOLS = frozenset(["tls", "ssl", "http", "https", "tcp", "api", "xml", "html", "smb", "ldap"])
"""Words that are names only together with a version."""
_NO_VERSIONS = ("360", "365")
"""Numbers that are part of a name."""
_LAST_WORDS = (
    "service",
    "services",
    "software",
    "mail",
    "update",
    "standard",
    "team",
    "product",
    "list",
    "patch",
    "api",
)
"""Common words that a name may contain or end with, but not begin with."""
_ADJECTIVES = (
    "new",
    "open",
    "smart",
    "active",
    "next",
    "first",
    "general",
    "free",
    "full",
    "live",
    "simple",
    "total",
)
"""Common words that begin the names of companies and products."""
_COUNTS = (
    "version",
    "versionen",
    "versions",
    "versión",
    "versione",
    "versie",
    "versão",
    "release",
    "releases",
    "rel",
    "build",
    "series",
    "part",
    "page",
    "chapter",
    "article",
    "section",
    "update",
    "level",
    "from",
    "until",
    "by",
    "on",
    "since",
)
"""Words before a number that are no part of a name."""
_WITHIN = re.compile(r"[a-zà-ÿ0-9,]\s+$")
"""What stands before a word within a sentence."""
_IDENTIFIER = re.compile(
    r"\b(?:CVE|CWE|GHSA|RFC|ISO|IEC|JIRA|PR|MSRC|ICSA|VU)[-#\s]?[\d][\w-]*|https?://\S+|www\.\S+|"
    r"\S+@\S+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|html?|aspx?|php|py|gz|zip)\b\S*"
)
"""Identifiers, addresses and files, which are not product names."""
_DESCRIBES = re.compile(
    r"(?:[\w-]+-)?(?:hersteller|anbieter|konzern|behörde|unternehmen|spezialist|dienstleister|entwickler|firma|"
    r"éditeur|fournisseur|fabricant|constructeur|agence|fabricante|proveedor|fornitore|produttore|azienda|leverancier|"
    r"fabrikant|producent|leverantör|leverandør|fornecedor|editora|empresa|vendor|manufacturer|maker)s?|"
    r"(?:us-)?(?:amerikanisch|deutsch|französisch|britisch|israelisch|japanisch|chinesisch|europäisch|schweizer|"
    r"österreichisch)(?:e[rnms]?)?",
    re.IGNORECASE,
)
"""Words before a name that say what its bearer is: `der US-amerikanische Hersteller Contoso`."""
_CAMEL = re.compile(r"[a-zà-ÿ0-9][A-ZÀ-Ý]|[A-ZÀ-Ý].*\d|^[A-Z]{2,}$|\d.*[A-Z]")


class KnownProduct(Protocol):
    """A product of the organisation's portfolio."""

    @property
    def product(self) -> str:
        """The product's name."""

    @property
    def vendor(self) -> str:
        """The manufacturer; blank if unknown."""

    @property
    def version(self) -> str:
        """The version in use; blank if unknown."""


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text, with the version that follows it."""

    name: str
    """The name without its version."""
    version: str
    start: int
    end: int
    """The end of name and version in the text."""
    known: KnownProduct | None = None
    """The organisation's product that it names."""

    @property
    def key(self) -> str:
        """Equal for two mentions of the same name."""
        return " ".join(token.plain for token in tokens_of(self.name))

    @property
    def telling(self) -> bool:
        """Whether its spelling marks it as a name: inner capitals, digits, several words or a version."""
        return bool(self.known or self.version or " " in self.name or _CAMEL.search(self.name))


def find_names(text: str, *, title_case: bool = False) -> list[NameMention]:
    """Find names: runs of capitalised words that are not common words, and their versions.

    Args:
        text: a sentence or a title.
        title_case: whether the text capitalises all its words.
    """
    dates = [
        *((date.start, date.end) for date in find_dates(text)),
        *(match.span() for match in _IDENTIFIER.finditer(text)),
    ]
    mentions: list[NameMention] = []
    run: list[Token] = []
    tokens = [
        token for token in tokens_of(text) if not any(a < token.end and token.start < b for a, b in dates)
    ]
    for position, token in enumerate(tokens):
        if mentions and token.start < mentions[-1].end:
            continue
        if (
            run
            and is_version(token.text)
            and not (token.text in _NO_VERSIONS and _adjacent(text, run[-1], token))
        ):
            mentions += _named(text, run)
            run = []
            continue
        if run and not _adjacent(text, run[-1], token):
            mentions += _named(text, run)
            run = []
        if (
            mentions
            and not run
            and token.plain in common_words("edition")
            and not text[mentions[-1].end : token.start].strip()
        ):
            continue
        if (
            _is_protocol(text, tokens, position)
            or (not run and not title_case and _opens_name(text, tokens, position))
            or (run and not title_case and _is_amid_name(text, tokens, position))
            or _is_name_word(token, in_run=bool(run))
            or (run and not title_case and _numbered(text, token))
            or (run and token.plain == "for" and not title_case and _name_follows(tokens, position))
        ):
            run.append(token)
        else:
            mentions += _named(text, run)
            run = [token] if _is_name_word(token, in_run=False) else []
    mentions += _named(text, run)
    return [mention for number, mention in enumerate(mentions) if mention not in mentions[:number]]


def describes_bearer(text: str) -> bool:
    """Whether a text ends in a word for what a vendor is, and is no name: `Der Hersteller`."""
    return bool(_DESCRIBES.fullmatch(text.rsplit(maxsplit=1)[-1])) if text.split() else False


def is_camel(name: str) -> bool:
    """Whether inner capitals or digits mark a text as a name, e.g. vSphere, DataHub, S3."""
    return bool(_CAMEL.search(name)) and not name.isupper()


def more_versions(text: str, mention: NameMention) -> Iterator[NameMention]:
    """Further versions of the same name: `2016 and 2019`, `7.0, 7.5 and 8`."""
    end = mention.end
    while mention.version:
        joint = re.compile(
            r"\s*(?:,|/|&|\band\b|\bor\b|\bund\b|\bet\b|\by\b|\ben\b|"
            r"\be\b)\s*(?:and\s+)?(?:v(?:ersions?)?\s*)?"
        ).match(text, end)
        version = version_after(text, joint.end(), bare=True) if joint else None
        if (
            version is None
            or joint is None
            or any(d.start < version.end and version.start < d.end for d in find_dates(text))
        ):
            return
        yield NameMention(mention.name, version.text, version.start, version.end, mention.known)
        end = version.end


def _named(text: str, run: list[Token]) -> list[NameMention]:
    """The name formed by a run of words, once for each of its versions."""
    while (
        run
        and run[-1].plain in common_words("stop")
        and run[-1].plain not in _LAST_WORDS
        and not (run[-1].plain in _PROTOCOLS and version_after(text, run[-1].end))
        and not (len(run) > 1 and _numbered(text, run[-1]))
    ):
        run = run[:-1]
    run = run[-_LONGEST_NAME:]
    while len(run) > 1 and _DESCRIBES.fullmatch(run[0].text):
        run = run[1:]
    if not run or all(is_version(token.text) for token in run):
        return []
    if len(run) == 1 and (run[0].plain in common_words("opening") or _ACRONYMS.fullmatch(run[0].text)):
        return []
    end = run[-1].end
    version = version_after(text, end)
    if version and any(date.start < version.end and version.start < date.end for date in find_dates(text)):
        version = None
    name = _POSSESSIVE.sub("", text[run[0].start : end])
    joined = _JOINED_VERSION.fullmatch(name)
    if joined and version is None:
        return [NameMention(joined[1], joined[2], run[0].start, end)]
    mention = NameMention(
        name, version.text if version else "", run[0].start, version.end if version else end
    )
    return [mention, *more_versions(text, mention)]


def _is_name_word(token: Token, *, in_run: bool) -> bool:
    if token.plain in common_words("opening") and (token.start == 0 or token.text.islower()):
        return False
    if token.plain in common_words("stop") and not (in_run and token.plain in common_words("edition")):
        return in_run and token.text[0].isupper() and token.plain in _LAST_WORDS
    if in_run and token.text in _NO_VERSIONS:
        return True
    has_capital = any(char.isupper() for char in token.text)
    return has_capital and not is_version(token.text) and len(token.text) > (0 if in_run else 1)


def _numbered(text: str, token: Token) -> bool:
    """Whether a common word with a capital ends a name, because a number follows: `Contoso Plan 2019`."""
    if (
        not token.text[0].isupper()
        or token.plain in _COUNTS
        or not text[token.end : token.end + 2].strip().isdigit()
    ):
        return False
    version = version_after(text, token.end)
    return version is not None and version.start == token.end + 1


def _is_protocol(text: str, tokens: Sequence[Token], position: int) -> bool:
    """Whether a word such as TLS is directly followed by a version."""
    token = tokens[position]
    if token.plain not in _PROTOCOLS or not token.text.isupper():
        return False
    version = version_after(text, token.end)
    return version is not None and not re.fullmatch(r"(?:19|20)\d\d", version.text)


def _is_amid_name(text: str, tokens: Sequence[Token], position: int) -> bool:
    """Whether a capitalised common adjective joins two words of a name: `Contoso Active Folder`."""
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return (
        token.plain in _ADJECTIVES
        and token.text[0].isupper()
        and following is not None
        and following.text[0].isupper()
        and _adjacent(text, token, following)
        and _is_name_word(following, in_run=False)
    )


def _opens_name(text: str, tokens: Sequence[Token], position: int) -> bool:
    """Whether a common adjective begins a name: its capital within a sentence says so (`at New Meadow`)."""
    token = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return (
        token.plain in (*_ADJECTIVES, "mail")
        and token.text[0].isupper()
        and following is not None
        and following.text[0].isupper()
        and _adjacent(text, token, following)
        and _is_name_word(following, in_run=False)
        and bool(_WITHIN.search(text[: token.start]))
    )


def _adjacent(text: str, previous: Token, token: Token) -> bool:
    """Whether only blanks, a trade mark or an ampersand separate two words."""
    between = text[previous.end : token.start]
    if between.endswith("(") and text.startswith("R)", token.start):
        between = between[:-1]
    return bool(re.fullmatch(r"[\s®™©]*(?:&\s*)?", between)) or bool(
        is_version(token.text) and text[previous.end : token.start].strip() in ("", "v", "(")
    )


def _name_follows(tokens: Sequence[Token], position: int) -> bool:
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return following is not None and _is_name_word(following, in_run=False) and following.text[0].isupper()
