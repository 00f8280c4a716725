"""Names in prose: our own products first, then what looks like a name, each with its version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from babel import Locale
from rapidfuzz import fuzz

from smits_watch.prose.dates import find_dates
from smits_watch.prose.versions import is_version, version_after
from smits_watch.prose.word_patterns import word_table

_TOKEN = re.compile(r"[^\W_]+(?:[.+#'’/-][^\W_]+)*(?:\+{1,2}|#)?")
_SAME = 90
"""Words at least so alike (rapidfuzz ratio, 0 to 100) are the same but for a typing error."""
_TYPO_LENGTH = 6
_LONGEST_NAME = 7
"""Words that a name has at most."""
_ENOUGH_WORDS = 2
_JOINED_VERSION = re.compile(r"([A-Z][A-Za-z]+?)v(\d+(?:\.\d+)*)")
"""TLSv1.1."""
_POSSESSIVE = re.compile(r"['’]s$")
_PROTOCOLS = frozenset(["tls", "ssl", "http", "https", "tcp", "api", "xml", "html", "smb", "ldap"])
"""Words that name something only together with a version."""
_NO_VERSIONS = ("360", "365")
"""Numbers that belong to a name."""
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
"""Common words that names end with or hold, though none begins with them."""
_IDENTIFIER = re.compile(
    r"\b(?:CVE|CWE|GHSA|RFC|ISO|IEC|JIRA|PR|MSRC|ICSA|VU)[-#\s]?[\d][\w-]*|https?://\S+|www\.\S+|"
    r"\S+@\S+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|html?|aspx?|php|py|gz|zip)\b\S*"
)
"""Numbers of other things, addresses and files, which name no product."""
_CAMEL = re.compile(r"[a-zà-ÿ0-9][A-ZÀ-Ý]|[A-ZÀ-Ý].*\d|^[A-Z]{2,}$|\d.*[A-Z]")


class KnownProduct(Protocol):
    """A product of the organisation's portfolio."""

    @property
    def product(self) -> str:
        """Its name."""

    @property
    def vendor(self) -> str:
        """Who makes it; blank where unknown."""

    @property
    def version(self) -> str:
        """The version in use; blank where unknown."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it stands."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """The word in lower case."""
        return self.text.casefold()


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text, with the version that follows it."""

    name: str
    """Without version."""
    version: str
    start: int
    end: int
    """Where name and version stand in the text."""
    known: KnownProduct | None = None
    """The product of ours that it names."""

    @property
    def key(self) -> str:
        """Equal for two mentions of one name."""
        return " ".join(token.plain for token in tokens_of(self.name))

    @property
    def telling(self) -> bool:
        """Whether its writing marks it as a name: inner capitals, digits, several words or a version."""
        return bool(self.known or self.version or " " in self.name or _CAMEL.search(self.name))


def tokens_of(text: str) -> list[Token]:
    """The words of a text."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def find_known(text: str, products: Sequence[KnownProduct]) -> list[NameMention]:
    """Find the products of ours that a text names, the longest names first.

    A name counts with or without its vendor, by its initials (RHEL), with a typing error, and with an edition
    behind it; not where a word follows that makes it another product (Exchange Online).
    """
    tokens = tokens_of(text)
    mentions: list[NameMention] = []
    for known, words in sorted(_variants(products), key=lambda variant: -len(variant[1])):
        for position in range(len(tokens)):
            end = _matched(tokens, position, words, known)
            if end is None:
                continue
            start = _with_vendor(tokens, position, known)
            version = version_after(text, tokens[end - 1].end)
            stop = version.end if version else tokens[end - 1].end
            mention = NameMention(
                known.product, version.text if version else "", tokens[start].start, stop, known
            )
            if not any(_overlap(mention, other) for other in mentions):
                mentions += [mention, *_more_versions(text, mention)]
    return sorted(mentions, key=lambda mention: mention.start)


def find_names(text: str, *, title_case: bool = False) -> list[NameMention]:
    """Find what looks like a name: words with capital letters that are no common words, and their versions.

    Args:
        text: a sentence or a title.
        title_case: whether all words of it are written with a capital letter.
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
            or _is_name_word(token, in_run=bool(run))
            or (run and token.plain == "for" and not title_case and _name_follows(tokens, position))
        ):
            run.append(token)
        else:
            mentions += _named(text, run)
            run = [token] if _is_name_word(token, in_run=False) else []
    mentions += _named(text, run)
    return [mention for number, mention in enumerate(mentions) if mention not in mentions[:number]]


def is_title_case(text: str) -> bool:
    """Whether most longer words of a line have a capital letter, as in English titles."""
    words = [token.text for token in tokens_of(text) if len(token.text) > 3 and token.text[0].isalpha()]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def nouns_have_capitals(text: str) -> bool:
    """Whether a text is in a language that writes every noun with a capital letter, as German does."""
    words = [token.plain for token in tokens_of(text)]
    german = sum(word in common_words("german") for word in words)
    return german >= _ENOUGH_WORDS and german > sum(word in common_words("english") for word in words)


def is_camel(name: str) -> bool:
    """Whether inner capitals or digits mark a text as a name, e.g. vSphere, DataHub, S3."""
    return bool(_CAMEL.search(name)) and not name.isupper()


@cache
def common_words(meaning: str) -> frozenset[str]:
    """A list of name_words.toml."""
    return frozenset(word_table("smits_watch.prose", "name_words.toml")[meaning])


@cache
def place_names() -> frozenset[str]:
    """The names of countries and continents in lower case, in the languages of letters (Unicode CLDR)."""
    return frozenset(
        name.casefold()
        for language in ("en", "de", "fr", "es", "it", "nl", "pt")
        for name in Locale.parse(language).territories.values()
    )


def _variants(products: Sequence[KnownProduct]) -> Iterator[tuple[KnownProduct, tuple[str, ...]]]:
    """Each product with the word sequences by which it may go."""
    for known in products:
        words = [token.plain for token in tokens_of(known.product)]
        version = [token.plain for token in tokens_of(known.version)]
        if version and words[-len(version) :] == version and len(words) > len(version):
            words = words[: -len(version)]
        if not words:
            continue
        yield known, tuple(words)
        vendor = {token.plain for token in tokens_of(known.vendor)}
        core = words
        while len(core) > 1 and core[0] in vendor:
            core = core[1:]
        if core != words and not _is_common(core):
            yield known, tuple(core)
        if len(words) >= 3 and all(word[0].isalpha() for word in words):
            yield known, ("".join(word[0] for word in words).upper(),)


def _is_common(words: Sequence[str]) -> bool:
    """Whether a name without its vendor is too common to tell a product, e.g. CRM, Server."""
    return len(words) == 1 and (
        len(words[0]) < 5 or words[0] in common_words("identity") | common_words("stop")
    )


def _matched(
    tokens: Sequence[Token], position: int, words: tuple[str, ...], known: KnownProduct
) -> int | None:
    """Where the words end that stand at a position; None where they do not, or name another product."""
    if position + len(words) > len(tokens):
        return None
    for token, word in zip(tokens[position : position + len(words)], words, strict=True):
        if not _same_word(token, word):
            return None
    if all(token.text.islower() for token in tokens[position : position + len(words)]) and len(words) == 1:
        return None  # a single word in lower case is a word, not a name
    end = position + len(words)
    while end < len(tokens) and tokens[end].plain in common_words("edition"):
        end += 1
    following = tokens[end].plain if end < len(tokens) else ""
    own = {token.plain for token in tokens_of(f"{known.product} {known.vendor}")}
    if following in common_words("identity") and following not in own and tokens[end].text[0].isupper():
        return None
    return end


def _same_word(token: Token, word: str) -> bool:
    if word.isupper():
        return token.text == word
    plain = token.plain
    return plain == word or (
        len(word) >= _TYPO_LENGTH and not any(map(str.isdigit, word)) and fuzz.ratio(plain, word) >= _SAME
    )


def _with_vendor(tokens: Sequence[Token], position: int, known: KnownProduct) -> int:
    vendor = {token.plain for token in tokens_of(known.vendor)}
    while position > 0 and tokens[position - 1].plain in vendor:
        position -= 1
    return position


def _more_versions(text: str, mention: NameMention) -> Iterator[NameMention]:
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
    """The name that a run of words is, with all its versions."""
    while (
        run
        and run[-1].plain in common_words("stop")
        and run[-1].plain not in _LAST_WORDS
        and not (run[-1].plain in _PROTOCOLS and version_after(text, run[-1].end))
    ):
        run = run[:-1]
    run = run[-_LONGEST_NAME:]
    if not run or all(is_version(token.text) for token in run):
        return []
    if len(run) == 1 and run[0].plain in common_words("opening"):
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
    return [mention, *_more_versions(text, mention)]


def _is_name_word(token: Token, *, in_run: bool) -> bool:
    if token.plain in common_words("opening") and (token.start == 0 or token.text.islower()):
        return False
    if token.plain in common_words("stop") and not (in_run and token.plain in common_words("edition")):
        return in_run and token.text[0].isupper() and token.plain in _LAST_WORDS
    if in_run and token.text in _NO_VERSIONS:
        return True
    has_capital = any(char.isupper() for char in token.text)
    return has_capital and not is_version(token.text) and len(token.text) > (0 if in_run else 1)


def _is_protocol(text: str, tokens: Sequence[Token], position: int) -> bool:
    """Whether a word such as TLS has a version right behind it."""
    token = tokens[position]
    if token.plain not in _PROTOCOLS or not token.text.isupper():
        return False
    version = version_after(text, token.end)
    return version is not None and not re.fullmatch(r"(?:19|20)\d\d", version.text)


def _adjacent(text: str, previous: Token, token: Token) -> bool:
    """Whether nothing but blanks, a trade mark or an ampersand stands between two words."""
    return bool(re.fullmatch(r"[\s®™©]*(?:&\s*|\((?=R\))?)?", text[previous.end : token.start])) or bool(
        is_version(token.text) and text[previous.end : token.start].strip() in ("", "v", "(")
    )


def _name_follows(tokens: Sequence[Token], position: int) -> bool:
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return following is not None and _is_name_word(following, in_run=False) and following.text[0].isupper()


def _overlap(first: NameMention, second: NameMention) -> bool:
    return first.start < second.end and second.start < first.end
