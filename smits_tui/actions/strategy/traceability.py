"""Traceability from objectives to measures and initiatives, in both directions."""

from __future__ import annotations

from typing import Any

from smits_tui.actions.session import ActionRefused
from smits_tui.process.entries.records import Initiative, Measure, Objective
from smits_tui.process.state import Recorded, State


def trace(state: State, identifier: str | None = None) -> list[dict[str, Any]]:
    """Objectives with the measures and initiatives that serve them.

    Args:
        state: the recorded state.
        identifier: of an objective, measure or initiative, for its line only; None returns all lines,
            followed by one with an empty id for everything without an objective.

    Raises:
        ActionRefused: there is no such record.
    """
    objectives = state.records(Objective)
    measures, initiatives = state.records(Measure), state.records(Initiative)
    lines = [_line(one.id, one.text, one.data.owner, measures, initiatives) for one in objectives]
    loose = _line("", "serves no objective", "", measures, initiatives)
    if loose["measures"] or loose["initiatives"]:
        lines.append(loose)
    if identifier is None:
        return lines
    wanted = identifier.strip().upper()
    found = [line for line in lines if wanted in _names(line)]
    if not found:
        raise ActionRefused(f"There is no objective, measure or initiative '{identifier}'.")
    return found


def trace_lines(lines: list[dict[str, Any]]) -> list[str]:
    """The same as text, one line per record."""
    told = []
    for line in lines:
        told.append(f"{line['id'] or '-'}  {line['text']}{_by(line['owner'])}")
        for measure in line["measures"]:
            last = "not read yet" if measure["last"] is None else f"last {measure['last']:g}"
            told.append(f"    {measure['id']}  {measure['text']}: {last}{_towards(measure['target'])}")
        for one in line["initiatives"]:
            how = f"{one['status']}, {one['progress']:g} %{_by(one['owner'])}"
            told.append(f"    {one['id']}  {one['text']}: {how}")
    return told


def _line(
    identifier: str,
    text: str,
    owner: str,
    measures: list[Recorded[Measure]],
    initiatives: list[Recorded[Initiative]],
) -> dict[str, Any]:
    return {
        "id": identifier,
        "text": text,
        "owner": owner,
        "measures": [
            {
                "id": one.id,
                "text": one.text,
                "target": one.data.target,
                "last": one.readings[-1].value if one.readings else None,
            }
            for one in measures
            if one.data.objective == identifier
        ],
        "initiatives": [
            {
                "id": one.id,
                "text": one.text,
                "status": one.data.status,
                "progress": one.data.progress,
                "owner": one.data.owner,
            }
            for one in initiatives
            if one.data.objective == identifier
        ],
    }


def _names(line: dict[str, Any]) -> set[str]:
    return {line["id"], *(one["id"] for one in (*line["measures"], *line["initiatives"]))}


def _by(owner: str) -> str:
    return f" ({owner})" if owner else ""


def _towards(target: float | None) -> str:
    return "" if target is None else f", target {target:g}"
