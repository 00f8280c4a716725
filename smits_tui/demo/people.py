"""The sample story's stakeholders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoryPerson:
    """A stakeholder of the story."""

    name: str
    role: str
    email: str


MARA = StoryPerson("Mara Lindqvist", "CIO", "mara.lindqvist@brightwater.example")
TOM = StoryPerson("Tom Okafor", "IT strategy manager", "tom.okafor@brightwater.example")
INES = StoryPerson("Ines Weber", "Head of finance", "ines.weber@brightwater.example")
PAVEL = StoryPerson("Pavel Novak", "Head of operations", "pavel.novak@brightwater.example")
EVERYBODY = (MARA, TOM, INES, PAVEL)
