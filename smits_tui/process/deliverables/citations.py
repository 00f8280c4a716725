"""Claims, and the inputs that they cite as in `The budget fell by 12 % [I3]`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from smits_tui.process.deliverables.sections import DeliverableOutline, Section
from smits_tui.process.entries.records import IndustryFactor, MarketSpace, SwotPoint
from smits_tui.process.state import State

CITATION = re.compile(r"\[(I\d+)(?:\s*,\s*(I\d+))*\]", re.IGNORECASE)
"""One or several inputs in square brackets."""
_INPUT = re.compile(r"I\d+", re.IGNORECASE)
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
"""A claim is a paragraph or a list item."""
_EVIDENCED: tuple[type[Any], ...] = (SwotPoint, MarketSpace, IndustryFactor)


@dataclass(frozen=True, slots=True)
class Claim:
    """A passage that states something about the world."""

    section: str
    text: str
    inputs: tuple[str, ...]
    """The inputs that it cites."""

    @property
    def fingerprint(self) -> str:
        """A short hash of its text."""
        words = f"{self.section}\x1f{' '.join(self.text.split())}"
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def cited(text: str) -> tuple[str, ...]:
    """The inputs that a text cites, each once, in order."""
    names = (name for match in CITATION.finditer(text) for name in _INPUT.findall(match[0]))
    return tuple(dict.fromkeys(name.upper() for name in names))


def claims_in(section: str, text: str) -> Iterator[Claim]:
    """The claims in a section's text: paragraphs and list items, without headings."""
    for part in _BREAK.split(text):
        words = part.strip()
        if words and not words.startswith("#"):
            yield Claim(section, words, cited(words))


def claims_of(state: State, document: DeliverableOutline, section: Section) -> list[Claim]:
    """All claims of a section, including those in its records."""
    written = state.section(f"{document.kind}/{section.name}")
    claims = list(claims_in(section.name, written.text)) if written else []
    for model in _EVIDENCED:
        if model.kind in section.records:
            claims += [
                Claim(section.name, f"{record.id}: {record.text}", record.data.evidence)
                for record in state.records(model)
                if _belongs(record.data, section)
            ]
    return claims


def uncited(state: State, document: DeliverableOutline) -> list[Claim]:
    """The claims without an input, in sections that require one, unless waived."""
    return [
        claim
        for section in document.sections
        if section.cites
        for claim in claims_of(state, document, section)
        if not any(state.input(name) for name in claim.inputs) and state.waiver(claim.fingerprint) is None
    ]


def unknown_inputs(state: State, document: DeliverableOutline) -> list[str]:
    """The cited ids that are not inputs."""
    names = [name for section in document.sections for name in section_inputs(state, document, section)]
    return [name for name in dict.fromkeys(names) if state.input(name) is None]


def inputs_of(state: State, document: DeliverableOutline) -> dict[str, str]:
    """The inputs that a document cites anywhere: id -> SHA-256."""
    names: list[str] = []
    for section in document.sections:
        for claim in claims_of(state, document, section):
            names += claim.inputs
    items = (state.input(name) for name in dict.fromkeys(names))
    return {item.id: item.sha256 for item in items if item}


def section_inputs(state: State, document: DeliverableOutline, section: Section) -> list[str]:
    """The ids of the inputs that a section cites, each once, in order of citation."""
    return list(dict.fromkeys(name for claim in claims_of(state, document, section) for name in claim.inputs))


def _belongs(record: SwotPoint | MarketSpace | IndustryFactor, section: Section) -> bool:
    """Strengths and weaknesses are internal, opportunities and threats external."""
    if not isinstance(record, SwotPoint):
        return True
    internal = record.quadrant in ("strength", "weakness")
    return internal == (section.name == "internal-factors")


def shown_in(records: Iterable[SwotPoint], section: Section) -> list[SwotPoint]:
    """The SWOT points that a section shows."""
    return [record for record in records if _belongs(record, section)]
