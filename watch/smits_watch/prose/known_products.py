"""Finds products of the organisation's portfolio in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from smits_watch.prose.names import KnownProduct, NameMention, more_versions
from smits_watch.prose.versions import version_after
from smits_watch.prose.words import Token, common_words, tokens_of

_SAME = 90
"""Words with at least this rapidfuzz ratio (0 to 100) are equal except for a typing error."""
_TYPO_LENGTH = 6


def find_known(text: str, products: Sequence[KnownProduct]) -> list[NameMention]:
    """Find the organisation's products in a text, trying the longest names first.

    A name matches with or without its vendor, by its initials (RHEL), with a typing error, and with an
    edition
    after it; but not if the next word makes it another product (Exchange Online).
    """
    tokens = tokens_of(text)
    mentions: list[NameMention] = []
    for product, words in sorted(_variants(products), key=lambda variant: -len(variant[1])):
        for position in range(len(tokens)):
            end = _matched(tokens, position, words, product)
            if end is None:
                continue
            start = _with_vendor(tokens, position, product)
            version = version_after(text, tokens[end - 1].end)
            stop = version.end if version else tokens[end - 1].end
            mention = NameMention(
                product.product, version.text if version else "", tokens[start].start, stop, product
            )
            if not any(_overlap(mention, other) for other in mentions):
                mentions += [mention, *more_versions(text, mention)]
    return sorted(mentions, key=lambda mention: mention.start)


def _variants(products: Sequence[KnownProduct]) -> Iterator[tuple[KnownProduct, tuple[str, ...]]]:
    """Each product with the word sequences that may name it."""
    for product in products:
        words = [token.plain for token in tokens_of(product.product)]
        version = [token.plain for token in tokens_of(product.version)]
        if version and words[-len(version) :] == version and len(words) > len(version):
            words = words[: -len(version)]
        if not words:
            continue
        yield product, tuple(words)
        vendor = {token.plain for token in tokens_of(product.vendor)}
        core = words
        while len(core) > 1 and core[0] in vendor:
            core = core[1:]
        if core != words and not _is_common(core):
            yield product, tuple(core)
        if len(words) >= 3 and all(word[0].isalpha() for word in words):
            yield product, ("".join(word[0] for word in words).upper(),)


def _is_common(words: Sequence[str]) -> bool:
    """Whether a name without its vendor is too common to identify a product, e.g. CRM, Server."""
    return len(words) == 1 and (
        len(words[0]) < 5 or words[0] in common_words("identity") | common_words("stop")
    )


def _matched(
    tokens: Sequence[Token], position: int, words: tuple[str, ...], product: KnownProduct
) -> int | None:
    """The end of a product's words at a position; None if they don't match, or name another product."""
    if position + len(words) > len(tokens):
        return None
    for token, word in zip(tokens[position : position + len(words)], words, strict=True):
        if not _same_word(token, word):
            return None
    lower = all(token.text.islower() for token in tokens[position : position + len(words)])
    if lower and len(words) == 1 and not _is_written_small(product, words[0]):
        return None  # a single lower-case word is an ordinary word, not a name
    end = position + len(words)
    while end < len(tokens) and tokens[end].plain in common_words("edition"):
        end += 1
    following = tokens[end].plain if end < len(tokens) else ""
    own = {token.plain for token in tokens_of(f"{product.product} {product.vendor}")}
    if following in common_words("identity") and following not in own and tokens[end].text[0].isupper():
        return None
    return end


def _is_written_small(product: KnownProduct, word: str) -> bool:
    """Whether a product is written in lower case and no ordinary word: `kintone`."""
    return product.product.strip().islower() and not _is_common((word,))


def _same_word(token: Token, word: str) -> bool:
    if word.isupper():
        return token.text == word
    plain = token.plain
    return plain == word or (
        len(word) >= _TYPO_LENGTH and not any(map(str.isdigit, word)) and fuzz.ratio(plain, word) >= _SAME
    )


def _with_vendor(tokens: Sequence[Token], position: int, product: KnownProduct) -> int:
    vendor = {token.plain for token in tokens_of(product.vendor)}
    while position > 0 and tokens[position - 1].plain in vendor:
        position -= 1
    return position


def _overlap(first: NameMention, second: NameMention) -> bool:
    return first.start < second.end and second.start < first.end
