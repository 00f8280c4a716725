"""What looks like aims and is none: guides to a method, qualities, formalities, empty forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from smits_watch.facts.goals_and_opportunities.aim_labels import speaks_of
from smits_watch.prose.dates import find_dates
from smits_watch.prose.outline import OutlineEntry
from smits_watch.tables.values.periods import period_in

BLANK = re.compile(
    r"\[[^\]\d][^\]\n]*\](?!\()|\bYYYY\b|\b(?:19|20)XX\b|\{\{|<(?:your|name|goal|objective)\b", re.IGNORECASE
)
"""A form's empty fields: `[Owner]`, `FY 20XX`, `{{ goal }}`."""
_QUALITIES = re.compile(
    r"\b(?:must|should|shall|need to|have to|are|müssen|sollten|doivent|deben|devono)(?: be)?\s*:$",
    re.IGNORECASE,
)
"""The end of a line that introduces qualities of aims, rather than aims: `Goals must be:`."""
_EXPLAINS = re.compile(
    r"^\W*(?:(?:good|effective|your|the|an?|gute|les|los|gli)\s+)?(?:okrs?|objectives?|key results?|krs?|"
    r"goals?|kpis?|ziele?|"
    r"schlüsselergebnisse|objectifs?|résultats clés|objetivos|resultados clave|obiettivi|doelen|"
    r"mål)\s+(?:are|is|should|"
    r"shouldn.t|must|can|cannot|help|need|do|don.t|have to|describe|define|represent|sind|ist|sollten|"
    r"müssen|beschreiben|sont|"
    r"doivent|son|deben|sono|devono|zijn|moeten|är|ska)\b(?!\s+(?:responsible|verantwortlich))",
    re.IGNORECASE,
)
"""A sentence about what aims are: `Key results are measurable`."""
_FEWEST_EXPLANATIONS = 2
_LABELLED_AIM = re.compile(
    r"^\W*(?:objective|o|goal|ziel|objectif|objetivo|obiettivo|doel)\s?\d{0,2}\s*:\s*\S", re.IGNORECASE
)
_ADVICE = re.compile(
    r"\b(?:guides?|how[- ]to|how (?:to|do|can|should|will)|tips|tricks|best practices?|explained|playbook|"
    r"cheat ?sheet|"
    r"\d{1,2} (?:things|steps|ways|reasons|mistakes|rules|questions|examples)|introduction to|intro to|"
    r"what (?:is|are)|why|"
    r"leitfaden|anleitung|so (?:\w+ ){0,2}sie|was (?:ist|sind)|wie (?:man|sie)|tipps|"
    r"guide (?:de|pour|des)|comment|conseils|qu.est-ce|cómo|guía|consejos|qué (?:es|son)|come |guida|"
    r"consigli|"
    r"cosa sono|che cos|hoe |handleiding|wat (?:is|zijn))\b",
    re.IGNORECASE,
)
"""Titles of texts that explain a method or give advice."""
_READERS = re.compile(
    r"\b(?:your|ihre[nrs]?|votre|vos|tus?|uw|jouw|vostr[oaie]|tu[oae])\s+(?:\w+\s+){0,3}?(?:plans?|"
    r"strateg\w*|goals?|"
    r"okrs?|objectives?|ziele?n?|objectifs?|stratégie|objetivos?|estrategia|obiettivi|doelen|strategie)\b",
    re.IGNORECASE,
)
"""Titles that address readers: `When building your IT strategic plan`."""
_EXAMPLE = re.compile(
    r"^\W*(?:(?:for )?examples?|beispiele?|exemples?|ejemplos?|esemp(?:io|i)|voorbeeld(?:en)?|"
    r"sample)\b.{0,40}:?\W*$",
    re.IGNORECASE,
)


def is_guide(entries: Sequence[OutlineEntry], title: str = "") -> bool:
    """Whether a text explains how aims are set, rather than setting some.

    Args:
        entries: its outline.
        title: its title; advice that names a period (`How we reach our goals of 2027`) may state aims.
    """
    title = title or next((entry.text for entry in entries[:3] if entry.sort == "heading"), "")
    if period_in(title) is None and not find_dates(title) and _ADVICE.search(title):
        return True
    if period_in(title) is None and _READERS.search(title):
        return True
    if any(_LABELLED_AIM.match(entry.text) for entry in entries):
        return False
    return sum(bool(_EXPLAINS.match(entry.text)) for entry in entries) >= _FEWEST_EXPLANATIONS


def without_examples(entries: Iterable[OutlineEntry]) -> Iterator[OutlineEntry]:
    """The entries without those below a line `Example:`, up to the next heading."""
    example = False
    for entry in entries:
        if _EXAMPLE.match(entry.text):
            example = True
            continue
        example = example and entry.sort != "heading"
        if not example:
            yield entry


def without_formalities(entries: Sequence[OutlineEntry]) -> Iterator[OutlineEntry]:
    """The entries without short lines that say who decided when: `Beschluss des Rats vom 12. Oktober`."""
    formal = {entry.text for entry in entries if entry.sort != "item" and _is_formality(entry.text)}
    for entry in entries:
        if entry.text not in formal:
            yield replace(entry, above=tuple(text for text in entry.above if text not in formal))


def _is_formality(text: str) -> bool:
    return speaks_of("formality", "begins", text) and bool(find_dates(text) or period_in(text))


def without_qualities(entries: Iterable[OutlineEntry]) -> Iterator[OutlineEntry]:
    """The entries without lists of qualities of aims: `Goals must be:`."""
    quality = False
    for entry in entries:
        quality = entry.sort == "item" and quality
        if not quality:
            yield entry
        quality = quality or bool(_QUALITIES.search(entry.text))
