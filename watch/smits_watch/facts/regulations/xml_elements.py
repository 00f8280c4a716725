"""Elements, attributes and dates in the XML of acts, and the facts in their structure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Structured:
    """The facts stated by the XML structure; empty if there are none."""

    title: str = ""
    reference: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    action: str | None = None
    published: dt.date | None = None
    dates_text: tuple[str, ...] = ()
    """The passages about this act's own dates; empty if all may be."""
    codified: bool = False
    """Whether it is a consolidated law rather than an amendment."""
    effective: dt.date | None = None
    """The date of entry into force."""


def has_element(root: Any, name: str) -> bool:
    """Whether a tree contains an element with the given local name."""
    return next(elements(root, name), None) is not None


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name, in any namespace and case."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].casefold() == name:
            return str(value)
    return ""


def value_of(element: Any) -> str:
    """The `Value` attribute of an element; blank if there is none."""
    return attribute(element, "value")


def date_parts(element: Any) -> dt.date | None:
    """`<Date><YYYY>2018</YYYY><MM>3</MM><DD>27</DD></Date>`."""
    parts = (
        [text_of(next(elements(element, name), None)) for name in ("yyyy", "mm", "dd")]
        if element is not None
        else []
    )
    try:
        return dt.date(*map(int, parts)) if len(parts) == 3 and all(parts) else None
    except ValueError:
        return None


def elements(root: Any, name: str) -> Iterator[Any]:
    """The elements with the given local name, in document order."""
    return (
        (element for element in root.iter() if is_element(element) and local_name(element) == name)
        if root is not None
        else iter(())
    )


def is_element(node: Any) -> bool:
    """Whether a node is an element, rather than a comment or instruction."""
    return isinstance(node.tag, str)


def local_name(element: Any) -> str:
    """The name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def text_of(element: Any) -> str:
    """All text of an element, without footnotes and with blanks normalised."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if is_element(child) and local_name(child) != "note":
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def iso_date(element: Any) -> dt.date | None:
    """The date in the `ISO` attribute of Formex."""
    return compact_date(element.get("ISO", "")) if element is not None else None


def compact_date(text: str) -> dt.date | None:
    """`20250929` as a date."""
    try:
        return dt.datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
