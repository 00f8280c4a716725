"""Text and numbers of a file as plain data: no terminal escapes, no lone surrogates, nothing infinite."""

from __future__ import annotations

import math

# Blanked out: all C0 and C1 controls but tab and line feed, so that no terminal escape survives.
_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
# Dropped: what is invisible and only misleads (zero-width characters, soft hyphens, direction overrides).
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
# UTF-8 can't hold a lone surrogate; JSON and mail headers can smuggle one in.
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
_TABLE: dict[int, str | None] = {**_CONTROLS, **_INVISIBLE, **_SURROGATES}

_EXACT = 2**53
"""Up to here a float holds every integer exactly."""


def plain(text: str) -> str:
    """Make text safe to show and to store.

    Args:
        text: any text out of a file.

    Returns:
        The text with line feeds as line ends and without any other control character than tab.
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)


def one_line(text: str) -> str:
    """Make text safe and set it on one line with single spaces."""
    return " ".join(plain(text).split())


def number(value: float) -> int | float | None:
    """A whole float as int (2027.0 is the year 2027), and None for what is not finite."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) <= _EXACT else value
