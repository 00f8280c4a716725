"""Opens XML as an element tree and passages; entities are never resolved and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from smits_watch.documents.document import Passage
from smits_watch.documents.errors import damaged
from smits_watch.documents.sanitize import one_line
from smits_watch.documents.text.xml_element import XmlElement

_HEADINGS = frozenset(
    ("title", "heading", "head", "hd", "h1", "h2", "h3", "subject", "ti", "sti", "subtitle")
)
"""Local names, in lower case, of headings in common document types."""

_INLINE = frozenset(
    ("a", "b", "br", "e", "em", "emphasis", "ht", "i", "span", "strong", "su", "sub", "sup", "u")
)
"""Local names, in lower case, of elements within a word or a line."""


def read_xml(content: bytes) -> tuple[XmlElement, list[Passage]]:
    """Read XML.

    Args:
        content: the whole file, with its own declaration of the encoding.

    Returns:
        The root element, and a passage for each element with text of its own, anchored by line.

    Raises:
        ReadError: it is not well-formed, or nested too deeply.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged("XML", one_line(str(error))[:200]) from error
    return root, list(_passages(root))


def local_name(element: Any) -> str:
    """The name of an element without its namespace, in lower case; blank for an entity."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _passages(root: XmlElement) -> Iterator[Passage]:
    """The passages: an element with text of its own includes all its content; others are only containers."""
    speaking: XmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start" and speaking is None and _speaks(element):
            speaking = element
            text = one_line("".join(_texts(element)))
            yield Passage(text, f"line {element.sourceline}", heading=local_name(element) in _HEADINGS)
        elif event == "end" and element is speaking:
            speaking = None


def _speaks(element: XmlElement) -> bool:
    pieces = [element.text, *(child.tail for child in element)]
    return isinstance(element.tag, str) and any(piece and piece.strip() for piece in pieces)


def _texts(element: XmlElement) -> Iterator[str]:
    """All text inside, without entities; text of elements that are not inline is separated."""
    for event, item in etree.iterwalk(element, events=("start", "end")):
        inline = local_name(item) in _INLINE
        if event == "start" and isinstance(item.tag, str):
            yield (item.text or "") if inline else f" {item.text or ''}"
        elif event == "end" and item is not element:
            yield (item.tail or "") if inline else f" {item.tail or ''}"
