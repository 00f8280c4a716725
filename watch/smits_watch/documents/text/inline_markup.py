"""Removes inline markup from Markdown: HTML tags and comments, links, emphasis."""

from __future__ import annotations

import re

_INLINE = (
    "a abbr b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark picture q s samp"
    " small source span strike strong sub sup time tt u var video wbr"
)
_BLOCK = (
    "address article aside blockquote body button caption center col colgroup dd details dialog div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main"
    " menu meta nav noscript ol option p pre script section select style summary svg table tbody td template"
    " tfoot th thead title tr ul"
)
"""Elements of the HTML Standard; `<Contoso Ltd>` and `<https://vendor.example>` are not among them."""
_ATTRIBUTE = (
    r"""\s+(?:[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)|open|hidden|disabled|checked|controls)"""
)
_TAG = re.compile(
    rf"(?P<code>`[^`\n]*`)|</?(?:(?P<inline>{'|'.join(_INLINE.split())})|{'|'.join(_BLOCK.split())})"
    rf"(?:{_ATTRIBUTE})*\s*/?>",
    re.IGNORECASE,
)
"""A tag according to CommonMark 0.31 (6.6), possibly over several lines; text in backquotes is code."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCED = re.compile(r"^([ ]{0,3}(?:```|~~~).*?^[ ]{0,3}(?:```|~~~)[ \t]*$)", re.DOTALL | re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\[\]]+)\](?:\([^)]*\)|\[[^\]]*\])")
_EMPHASIS = re.compile(r"^(\*{1,3}|_{1,3}|`|~~)(?=\S)(.+?)(?<=\S)\1$")


def without_tags(text: str) -> str:
    """Remove HTML tags and comments from Markdown; line numbers and fenced code are preserved."""
    parts = _FENCED.split(text)
    parts[::2] = [_TAG.sub(_instead, _COMMENT.sub(_line_ends, part)) for part in parts[::2]]
    return "".join(parts)


def without_marks(cell: str) -> str:
    """A cell as a reader sees it: link texts, no pictures, no emphasis around the whole."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", cell)).strip()
    while match := _EMPHASIS.match(text):
        text = match[2]
    return " ".join(text.split())


def _instead(tag: re.Match[str]) -> str:
    """The replacement of a tag: a blank if a block or line ends; code in backquotes is kept."""
    if tag["code"]:
        return tag["code"]
    breaks = not tag["inline"] or tag["inline"].lower() == "br"
    return (" " if breaks else "") + _line_ends(tag)


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
