"""The sample story's stakeholders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A stakeholder of the story."""

    name: str
    role: str
    email: str


MARA = Person("Mara Lindqvist", "CIO", "mara.lindqvist@brightwater.example")
TOM = Person("Tom Okafor", "IT strategy manager", "tom.okafor@brightwater.example")
INES = Person("Ines Weber", "Head of finance", "ines.weber@brightwater.example")
PAVEL = Person("Pavel Novak", "Head of operations", "pavel.novak@brightwater.example")
EVERYBODY = (MARA, TOM, INES, PAVEL)
