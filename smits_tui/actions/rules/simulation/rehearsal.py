"""Rehearsal: what files would trigger if they were dropped, without recording anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smits_rules.derivation.pipeline import InputFacts
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.inputs.extraction.dry_read import Surroundings, dry_read_parts
from smits_tui.actions.rules.facts_in_force import KnownFacts
from smits_tui.actions.rules.simulation.foresight import Foresight
from smits_tui.actions.triggers.merge import by_input
from smits_tui.clock import Clock, system_clock
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.entry import TriggerLapsed, TriggerRaised, TriggerUpdated
from smits_tui.process.state import State
from smits_tui.sites import site_of
from smits_tui.workspace import Workspace
from smits_watch.extraction.result import ExtractedFile


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The result of a rehearsal."""

    readings: tuple[ExtractedFile, ...]
    """Of each file, in order."""
    raised: tuple[TriggerRaised, ...]
    updated: tuple[TriggerUpdated, ...]
    """Open cases whose values would change."""
    over: tuple[TriggerLapsed, ...]
    """Current cases that would lapse."""

    @property
    def touched(self) -> tuple[str, ...]:
        """The kinds of deliverable that would be affected, in process order."""
        kinds = {kind for entry in (*self.raised, *self.updated) for kind in entry.touches}
        return tuple(kind for kind in DOCUMENTS if kind in kinds)


def rehearse(
    workspace: Workspace,
    state: State,
    paths: Sequence[Path],
    kind: str | None = None,
    clock: Clock = system_clock,
) -> Rehearsal:
    """Read files and judge them together with everything recorded, as if they arrived now one by one.

    A file outside the input folders is treated as dropped into the folder of its kind under its own name.

    Args:
        workspace: with the rules and the settings.
        state: the recorded state.
        paths: the files.
        kind: their input kind; None uses their folder, or a guess.
        clock: the source of their time of arrival.

    Raises:
        PackError: the rules are invalid.
        SettingsError: smits.toml is invalid.
        EngineUnavailable: the engine can't be started.
    """
    settings = workspace.settings()
    around = Surroundings(workspace.inputs, settings, state)
    with Foresight(workspace, state, settings) as foresight:
        readings = tuple(dry_read_parts(paths, kind, around))
        dropped = list(_inputs(readings, workspace, state, clock))
        id_to_path = {item.id: item.path for item in dropped}
        entries, _ = foresight.of([*KnownFacts().read(state), *dropped], id_to_path)
    return Rehearsal(
        readings=readings,
        raised=tuple(entry for entry in entries if isinstance(entry, TriggerRaised)),
        updated=tuple(entry for entry in entries if isinstance(entry, TriggerUpdated)),
        over=tuple(entry for entry in entries if isinstance(entry, TriggerLapsed)),
    )


def rehearsal_json(rehearsal: Rehearsal) -> dict[str, Any]:
    """A rehearsal in the format of `smits rehearse --json`."""
    return {
        "files": [
            reading.model_dump(mode="json", exclude={"facts", "has_own_text"})
            for reading in rehearsal.readings
        ],
        "raised": [
            {
                "rule": entry.rule,
                "trigger": entry.trigger,
                "outcome": entry.outcome,
                "severity": entry.severity,
                "subject": entry.subject,
                "because": entry.because,
                "sources": list(entry.sources),
                "touches": list(entry.touches),
            }
            for entry in rehearsal.raised
        ],
        "updated": [{"id": entry.id, "because": entry.because} for entry in rehearsal.updated],
        "no_longer_holds": [entry.id for entry in rehearsal.over],
        "deliverables": list(rehearsal.touched),
    }


def rehearsal_lines(rehearsal: Rehearsal) -> list[str]:
    """The same in words."""
    lines = []
    for reading in rehearsal.readings:
        lines.append(
            f"{reading.path}: {reading.kind or 'unknown kind'}, {reading.status}: {_outcome(reading)}"
        )
        lines += [f"  would ask: {question.text}" for question in reading.questions]
    lines.append("")
    lines += [f"would raise  {entry.severity:8} {entry.rule}: {entry.because}" for entry in rehearsal.raised]
    lines += [f"would change {entry.id}: {entry.because}" for entry in rehearsal.updated]
    lines += [f"{entry.id} would no longer hold" for entry in rehearsal.over]
    if lines[-1] == "":
        lines.append("It would not trigger anything.")
    if rehearsal.touched:
        lines += [
            "",
            f"Calls into question: {', '.join(DOCUMENTS[kind].title.lower() for kind in rehearsal.touched)}",
        ]
    return lines


def _outcome(reading: ExtractedFile) -> str:
    if reading.status != "read":
        return reading.reason
    if reading.understood == "nothing":
        return "not understood"
    return reading.nothing_stated or counted(len(reading.facts), "fact")


def _inputs(
    readings: Iterable[ExtractedFile], workspace: Workspace, state: State, clock: Clock
) -> Iterable[InputFacts]:
    """The files as inputs that follow all recorded ones."""
    last = max((item.seq for item in state.inputs()), default=0)
    for number, reading in enumerate(readings, 1):
        if reading.status != "read" or reading.kind is None:
            continue
        identifier, kind = f"new-{number}", str(reading.kind)
        facts = tuple(
            fact.model_copy(update={"source": by_input(fact.source, identifier)}) for fact in reading.facts
        )
        path = _path(Path(reading.path), workspace, kind)
        yield InputFacts(identifier, kind, path, clock(), facts, fresh=True, order=last + number)


def _path(file: Path, workspace: Workspace, kind: str) -> str:
    try:
        return site_of(workspace).recorded(file.resolve().relative_to(workspace.inputs).as_posix())
    except ValueError:
        return f"{kind}/{file.name}"
