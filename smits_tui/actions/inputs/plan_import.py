"""Imports an existing strategy plan: its headings become sections, its objectives are proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smits_tui.actions.inputs.archive.store import sound_copy
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.deliverables import SectionWritten
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.entries.records import Objective
from smits_tui.process.state import Input, State
from smits_tui.sanitize import words_of
from smits_tui.workspace import Workspace
from smits_watch.extraction.reader import Reader

PLAN, MISSION = "strategy-plan", "mission-and-vision"
_MISSION_WORDS = {
    "mission": ("mission", "leitbild", "auftrag"),
    "vision": ("vision", "zukunftsbild", "ambition"),
}
"""Words in short headings whose text belongs to the mission or vision."""
_LONGEST_HEADING = 4
"""The most words of such a heading: `Mission statement of IT`; a longer one is about something else."""
_ALIKE = 85
"""Headings with at least this rapidfuzz partial ratio (0 to 100) mean a predefined section of the plan."""
_WORDS = {
    "perspective": ("perspective", "introduction", "context", "purpose"),
    "position": ("position", "positioning", "market"),
    "patterns": ("patterns", "principles", "ways of working", "operating model"),
}
"""Words in headings of these sections."""
_MOST_SECTIONS = 40


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import."""

    sections: tuple[str, ...]
    objectives: tuple[str, ...]
    """Ids of the proposed objectives."""


def import_plan(record: Record, workspace: Workspace, identifier: str, *, by: str) -> Imported:
    """Import a plan into the strategy plan, its mission and vision into theirs; existing sections are kept.

    Args:
        record: the record that receives the sections.
        workspace: with the archive.
        identifier: of an input in the folder strategy-plans.
        by: the person who imports it.

    Returns:
        The sections that were written and the objectives that were proposed.

    Raises:
        ActionRefused: it is not a plan, it could not be read, or it contains nothing new.
    """
    item = record.state.input(identifier.strip().upper())
    if item is None or item.kind != "strategy-plans":
        raise ActionRefused(f"'{identifier}' is not an input in strategy-plans; `smits inputs` lists them.")
    if item.status != "read":
        raise ActionRefused(f"{item.id} was not read: {item.reason or item.status}.")
    written = list(_sections(workspace, item))

    def action(state: State) -> list[EntryData]:
        sections = [part for part in written if state.section(f"{part.deliverable}/{part.section}") is None]
        objectives = list(_objectives(state, item))
        if not sections and not objectives:
            raise ActionRefused(f"Nothing in {item.path} is missing from the strategy plan.")
        return [*sections, *objectives]

    imported = record.commit(by, action)
    return Imported(
        tuple(entry.data["section"] for entry in imported if entry.type == SectionWritten.type),
        tuple(entry.data["id"] for entry in imported if entry.type == Objective.type),
    )


def _sections(workspace: Workspace, item: Input) -> Iterator[SectionWritten]:
    with Reader() as reader:
        parts = reader.outline(sound_copy(workspace, item.sha256), name=item.path)
    taken: set[tuple[str, str]] = set()
    stated = [" ".join(str(fact["objective"]).split()) for fact in item.facts if fact.get("objective")]
    for heading, text in parts[:_MOST_SECTIONS]:
        # What only lists the objectives is proposed as objectives, and would stand there twice.
        if not text.strip() or (stated and all(objective in " ".join(text.split()) for objective in stated)):
            continue
        kind, name = _section_of(heading)
        while (kind, name) in taken:
            name += "-2"
        taken.add((kind, name))
        section = DOCUMENTS[kind].section(name)
        title = section.title if section else heading[:120]
        yield SectionWritten(
            deliverable=kind, section=name, title=title, text=f"{text.strip()} [{item.id}]\n"
        )


def _section_of(heading: str) -> tuple[str, str]:
    """The deliverable and the section in which the text below a heading belongs."""
    words = words_of(heading)
    named = [name for name, meanings in _MISSION_WORDS.items() if set(meanings) & set(words)]
    if len(named) == 1 and len(words) <= _LONGEST_HEADING:
        return MISSION, named[0]
    return PLAN, _section_titled(heading) or _slug(heading)


def _objectives(state: State, item: Input) -> Iterator[Objective]:
    number = state.next_id(Objective.kind)
    texts = {objective.text.casefold() for objective in state.records(Objective)}
    for fact in item.facts:
        text = " ".join(str(fact.get("objective", "")).split())
        if fact.get("fact") != "plan-objective" or not text or text.casefold() in texts:
            continue
        texts.add(text.casefold())
        owner, due = str(fact.get("owner") or ""), fact.get("due")
        yield Objective(id=f"O{number}", text=text, owner=owner, due=due, proposed=True)
        number += 1


def _section_titled(heading: str) -> str | None:
    """The section of the plan that a heading names."""
    from rapidfuzz import fuzz

    words = heading.casefold()
    for name, meanings in _WORDS.items():
        if any(fuzz.partial_ratio(meaning, words) >= _ALIKE for meaning in meanings):
            return name
    return None


def _slug(heading: str) -> str:
    return "-".join(words_of(heading))[:60] or "section"
