"""Makes text and numbers from files safe: no terminal escapes, lone surrogates or infinite numbers."""

from __future__ import annotations

import math
import unicodedata

_REPLACED = "\N{REPLACEMENT CHARACTER}"
_SEPARATORS = "\n\u2028\u2029"
"""The line feed and Unicode's separators of lines and paragraphs."""
_SYMBOL_BULLETS = "\uf02d\uf06c\uf06e\uf076\uf0a7\uf0b7\uf0d8\uf0e8\uf0fc"
"""Bullets of the fonts Symbol and Wingdings, which PDFs of Word documents keep in the private use area."""
_JOINERS = "\u00ad\u200c\u200d"
"""Soft hyphen and the joiners that scripts and emoji need: invisible, but harmless."""


class _Table(dict[int, str | None]):
    """Code point -> its replacement, computed on demand."""

    def __init__(self, *, mark: bool) -> None:
        """Choose whether each removed character leaves a mark."""
        super().__init__()
        self._mark = mark

    def __missing__(self, code: int) -> str | None:
        self[code] = replacement = self._replacement(chr(code))
        return replacement

    def _replacement(self, char: str) -> str | None:
        category = unicodedata.category(char)
        if char in _SYMBOL_BULLETS:
            return "\N{BULLET}"
        if char in _SEPARATORS:
            return "\n"
        if char == "\t":
            return " " if self._mark else char
        if category == "Cs":  # UTF-8 can't encode a lone surrogate, but JSON and mail headers can contain one
            return _REPLACED
        if category not in ("Cc", "Cf") or (self._mark and char in _JOINERS):
            return char
        if self._mark:
            return _REPLACED
        return " " if category == "Cc" else None


_MARKED, _UNMARKED = _Table(mark=True), _Table(mark=False)

_EXACT = 2**53
"""Up to here a float represents every integer exactly."""


def plain(text: str, *, lines: bool = True, mark: bool = False) -> str:
    """Make text safe to display and to store.

    No control character remains, and so no terminal escape, nor any invisible character that misleads, e.g.
    by reversing the order of the text.

    Args:
        text: any text, from a file or typed by a person.
        lines: whether to keep line ends; otherwise they become spaces.
        mark: whether to insert U+FFFD for each removed character, so that the reader sees it, and a space for
            a tab.
            Otherwise control characters become spaces and invisible ones are dropped, so that text can be
            searched.

    Returns:
        The text with line feeds as the only line ends.
    """
    if text.isprintable() and (not mark or text.isascii()):
        return text
    if not mark:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    harmless = text.translate(_MARKED if mark else _UNMARKED)
    return harmless if lines else harmless.replace("\n", " ")


def one_line(text: str) -> str:
    """Make text safe and put it on one line with single spaces."""
    return " ".join(plain(text).split())


def number(value: float) -> int | float | None:
    """A whole float as int (2027.0 is the year 2027), and None for infinite and undefined numbers."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value
