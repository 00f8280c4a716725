"""Text from files and people made harmless for a terminal."""

from __future__ import annotations

import json
import re
import unicodedata


def plain(text: str, *, lines: bool = True) -> str:
    """Replace what a terminal could take for a command, or what turns the order of the text around.

    Args:
        text: any text.
        lines: keep line ends; else they become spaces.

    Returns:
        The text with control characters (Unicode categories Cc, Cf and Cs, but for the joiners that scripts
        and emoji need) replaced by U+FFFD, tabs by a space, and Unicode's separators of lines and paragraphs
        by a line end.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(char, lines=lines) for char in text)


def escaped(json_text: str) -> str:
    """JSON of the same value in which every character that `plain` would replace is an escape (RFC 8259, 7).

    The standard library escapes the controls of ASCII alone; DEL, the C1 controls and what turns the order of
    the text around would reach a terminal as they are.
    """
    return (
        json_text if json_text.isascii() and "\x7f" not in json_text else _NOT_PLAIN.sub(_escape, json_text)
    )


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, letters and digits only; e.g. for a name that is made of them."""
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


_NOT_PLAIN = re.compile(r"[^\n -~]")


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return char
    return json.dumps(char)[1:-1] if char != "\x7f" else "\\u007f"


def _harmless(char: str, *, lines: bool) -> str:
    if char in "\n\u2028\u2029":
        return "\n" if lines else " "
    if char == "\t":
        return " "
    if char in "\u200c\u200d\u00ad":
        return char
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
