"""Decodes bytes to text: byte-order marks, then UTF-8 and UTF-16, then old code pages by letter frequency."""

from __future__ import annotations

import codecs
import unicodedata

from charset_normalizer import from_bytes

from smits_watch.documents.errors import ReadError
from smits_watch.documents.sanitize import plain

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000
"""Bytes that are examined to detect a code page."""
_WESTERN_SIGNS = frozenset(
    "\xa0\xa1\xa2\xa3\xa5\xa7\xa8\xa9\xaa\xab\xad\xae\xb0\xb1\xb2\xb3\xb4\xb5\xb7\xba\xbb\xbc\xbd\xbe\xbf"
    "\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u20ac\u2122"
)
"""Characters that occur in Western text: quotation marks, currency signs, dashes, degrees, superscripts,
fractions."""
_MOST_ACCENTED = 0.3
"""With a larger share of accented letters, Western text is unlikely."""
_STRAY_BYTES = 0.02
"""Share of invalid bytes, among non-ASCII ones, up to which the text is damaged UTF-8."""


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a file to text.

    Args:
        content: the whole file.

    Returns:
        The text, safe to display, and warnings if part of it was guessed.

    Raises:
        ReadError: it is not text.
    """
    text, warnings = _decode(content)
    if _is_rubbish(text):
        raise ReadError("It is not text but binary data; drop a document, a workbook or a text file.")
    return plain(text), warnings


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), ()
    wide = _wide_encoding(content)
    if wide:
        return content.decode(wide, errors="replace"), ()
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _decode_old(content)


def _wide_encoding(content: bytes) -> str | None:
    """Detect UTF-16 without a byte-order mark: in Western text, every other byte is zero."""
    sample = content[:_SAMPLE]
    if len(sample) < 4:
        return None
    zeros_even = sample[0::2].count(0) / len(sample[0::2])
    zeros_odd = sample[1::2].count(0) / len(sample[1::2])
    if zeros_odd > 0.4 and zeros_even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if zeros_even > 0.4 and zeros_odd < 0.05 else None


def _decode_old(content: bytes) -> tuple[str, tuple[str, ...]]:
    damaged = content.decode("utf-8", errors="replace")
    stray = damaged.count("\N{REPLACEMENT CHARACTER}")
    beyond_ascii = sum(1 for char in damaged if char > "\x7f")
    if stray <= max(1, beyond_ascii * _STRAY_BYTES) and beyond_ascii > stray:
        return damaged, (f"{stray} characters could not be read as UTF-8 and are shown as \ufffd.",)
    western = content.decode("cp1252", errors="replace")
    if _looks_western(western):
        return western, ()
    best = from_bytes(content[:_SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    return content.decode(encoding, errors="replace"), (
        f"The encoding is not stated; {encoding} was assumed.",
    )


def _looks_western(text: str) -> bool:
    letters = accented = 0
    for char in text[:_SAMPLE]:
        if char <= "\x7f":
            letters += char.isalpha()
        elif unicodedata.category(char) in ("Ll", "Lu"):
            letters += 1
            accented += 1
        elif char not in _WESTERN_SIGNS:
            return False
    return accented <= letters * _MOST_ACCENTED


def _is_rubbish(text: str) -> bool:
    """Whether the text contains a NUL, or one in ten characters is a control character or undecodable."""
    sample = text[:_SAMPLE]
    if "\0" in sample:
        return True
    odd = sum(1 for char in sample if (char < " " and char not in "\t\n\r\f\v\x1a") or char == "\ufffd")
    return odd * 10 > len(sample)
