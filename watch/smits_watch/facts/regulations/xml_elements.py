"""Elements, attributes and dates in the XML of acts, and what the structure of an act reveals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Structured:
    """What the structure of the XML states; empty where it does not."""

    title: str = ""
    reference: str = ""
    issuer: str = ""
    jurisdiction: str = ""
    action: str | None = None
    published: dt.date | None = None
    dates_text: tuple[str, ...] = ()
    """The passages that speak of this act's own dates; empty: all do."""
    codified: bool = False
    """Whether it is the law as it stands, not a change of it."""
    effective: dt.date | None = None
    """When it came or comes into force."""


def has_element(root: Any, name: str) -> bool:
    """Whether an element of a local name is in a tree."""
    return next(elements(root, name), None) is not None


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name, in any namespace and writing."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].casefold() == name:
            return str(value)
    return ""


def value_of(element: Any) -> str:
    """The `Value` attribute of an element; blank where there is none."""
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
    """The elements of a local name, in their order."""
    return (
        (one for one in root.iter() if is_element(one) and local_name(one) == name)
        if root is not None
        else iter(())
    )


def is_element(one: Any) -> bool:
    """Whether a node is an element, and no comment or instruction."""
    return isinstance(one.tag, str)


def local_name(element: Any) -> str:
    """The name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def text_of(element: Any) -> str:
    """All text in an element, blanks put together and no footnotes."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if is_element(child) and local_name(child) != "note":
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def iso_date(element: Any) -> dt.date | None:
    """The day in the `ISO` attribute of Formex."""
    return compact_date(element.get("ISO", "")) if element is not None else None


def compact_date(text: str) -> dt.date | None:
    """`20250929` as a date."""
    try:
        return dt.datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
