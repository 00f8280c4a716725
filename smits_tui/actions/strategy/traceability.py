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
    lines = [
        _line(objective.id, objective.text, objective.data.owner, measures, initiatives)
        for objective in objectives
    ]
    loose = _line("", "serves no objective", "", measures, initiatives)
    if loose["measures"] or loose["initiatives"]:
        lines.append(loose)
    if identifier is None:
        return lines
    wanted = identifier.strip().upper()
    matching = [line for line in lines if wanted in _names(line)]
    if not matching:
        raise ActionRefused(f"There is no objective, measure or initiative '{identifier}'.")
    return matching


def trace_lines(lines: list[dict[str, Any]]) -> list[str]:
    """The same as text, one line per record."""
    rows = []
    for line in lines:
        rows.append(f"{line['id'] or '-'}  {line['text']}{_by(line['owner'])}")
        for measure in line["measures"]:
            last = "not read yet" if measure["last"] is None else f"last {measure['last']:g}"
            rows.append(f"    {measure['id']}  {measure['text']}: {last}{_towards(measure['target'])}")
        for work in line["initiatives"]:
            how = f"{work['status']}, {work['progress']:g} %{_by(work['owner'])}"
            rows.append(f"    {work['id']}  {work['text']}: {how}")
    return rows


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
                "id": measure.id,
                "text": measure.text,
                "target": measure.data.target,
                "last": measure.readings[-1].value if measure.readings else None,
            }
            for measure in measures
            if measure.data.objective == identifier
        ],
        "initiatives": [
            {
                "id": measure.id,
                "text": measure.text,
                "status": measure.data.status,
                "progress": measure.data.progress,
                "owner": measure.data.owner,
            }
            for measure in initiatives
            if measure.data.objective == identifier
        ],
    }


def _names(line: dict[str, Any]) -> set[str]:
    return {line["id"], *(served["id"] for served in (*line["measures"], *line["initiatives"]))}


def _by(owner: str) -> str:
    return f" ({owner})" if owner else ""


def _towards(target: float | None) -> str:
    return "" if target is None else f", target {target:g}"
