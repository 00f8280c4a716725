"""Makes text from files and people safe for a terminal."""

from __future__ import annotations

import json
import re
import unicodedata

from smits_watch.documents.sanitize import plain as sanitized


def plain(text: str, *, lines: bool = True) -> str:
    """Replace what a terminal could take for a command, or what turns the order of the text around.

    Args:
        text: any text.
        lines: keep line ends; else they become spaces.

    Returns:
        The text with U+FFFD where something was taken out, so that the reader sees it.
    """
    return sanitized(text, lines=lines, mark=True)


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
