"""Text from files and people made harmless for a terminal."""

from __future__ import annotations

import unicodedata


def plain(text: str, *, lines: bool = True) -> str:
    """Replace what a terminal could take for a command, or what turns the order of the text around.

    Args:
        text: any text.
        lines: keep line ends; else they become spaces.

    Returns:
        The text with control characters (Unicode categories Cc, Cf and Cs, but for the joiners that scripts
        and emoji need) replaced by U+FFFD, and tabs by a space.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(char, lines=lines) for char in text)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, letters and digits only; e.g. for a name that is made of them."""
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def _harmless(char: str, *, lines: bool) -> str:
    if char == "\n":
        return "\n" if lines else " "
    if char == "\t":
        return " "
    if char in "\u200c\u200d\u00ad":
        return char
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
