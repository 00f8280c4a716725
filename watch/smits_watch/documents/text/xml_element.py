"""The type of lxml's elements, which lxml exposes only under a private name."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeGuard

from lxml import etree

XmlElement: TypeAlias = etree._Element  # noqa: SLF001 - lxml documents the class, but not a public name for it


def is_xml_element(data: Any) -> TypeGuard[XmlElement]:
    """Whether something is the root or another element of an XML document."""
    return isinstance(data, etree._Element)  # noqa: SLF001 - as above
