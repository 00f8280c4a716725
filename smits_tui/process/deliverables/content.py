"""The content of a document: the texts of its sections and the records shown in them.

A document consists of nothing else, so that it can't differ from its records.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from smits_tui.process.deliverables.citations import shown_in
from smits_tui.process.deliverables.sections import DOCUMENTS, DeliverableOutline, Section
from smits_tui.process.entries.records import (
    RECORD_KINDS,
    AssumptionSet,
    CorrectiveAction,
    Measure,
    RecordData,
    SwotPoint,
)
from smits_tui.process.state import Recorded, State


@dataclass(frozen=True, slots=True)
class SectionContent:
    """The content of one section."""

    name: str
    title: str
    text: str
    """Markdown, as written."""
    records: dict[str, list[dict[str, Any]]]
    """Kind of record -> records as JSON; measures include their readings."""

    @property
    def fingerprint(self) -> str:
        """A hash that changes if and only if the content changes."""
        content = {"text": self.text, "records": self.records}
        plain = json.dumps(content, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:16]

    @property
    def empty(self) -> bool:
        """Whether it is empty."""
        return not self.text.strip() and not any(self.records.values())


def content_of(state: State, kind: str) -> list[SectionContent]:
    """The current sections of a document: the predefined ones, followed by custom ones."""
    document = DOCUMENTS[kind]
    own = {section.name for section in document.sections}
    contents = [_content(state, document, section) for section in document.sections]
    return contents + [
        SectionContent(extra.section, extra.title, extra.text, {})
        for extra in state.sections(kind)
        if extra.section not in own and extra.text.strip()
    ]


def fingerprints(state: State, kind: str) -> dict[str, str]:
    """Section -> fingerprint of its current content."""
    return {section.name: section.fingerprint for section in content_of(state, kind)}


def reviewed_cycle(state: State) -> int:
    """The number of the cycle under review: in Plan and Do the previous one."""
    cycle = state.cycle()
    if cycle is None:
        return len(state.cycles())
    return cycle.number - 1 if looks_back(state) else cycle.number


def looks_back(state: State) -> bool:
    """Whether the strategy review is about a closed cycle."""
    cycle = state.cycle()
    return cycle is None or cycle.stage in ("Plan", "Do")


def _is_open_action(record: Recorded[Any], number: int) -> bool:
    """Whether it is an unfinished corrective action of an earlier cycle, which stays visible."""
    is_earlier = record.cycle is not None and record.cycle < number
    return isinstance(record.data, CorrectiveAction) and is_earlier and not record.data.done


def _content(state: State, document: DeliverableOutline, section: Section) -> SectionContent:
    written = state.section(f"{document.kind}/{section.name}")
    with_readings = document.kind == "strategy-review"
    records = {
        kind: _shown(state, RECORD_KINDS[kind], section, with_readings=with_readings)
        for kind in section.records
    }
    return SectionContent(section.name, section.title, written.text if written else "", records)


def _shown(
    state: State, model: type[RecordData], section: Section, *, with_readings: bool
) -> list[dict[str, Any]]:
    records: list[Recorded[Any]] = list(state.records(model))
    if model.kind in ("decision", "action"):
        number = reviewed_cycle(state)
        records = [record for record in records if record.cycle == number or _is_open_action(record, number)]
    kept = (
        {record.id for record in shown_in([record.data for record in records], section)}
        if model is SwotPoint
        else None
    )
    rows = [
        _as_json(record, with_readings=with_readings)
        for record in records
        if kept is None or record.id in kept
    ]
    if with_readings and model is AssumptionSet:
        return [{**record, **_standing(state, str(record["text"]))} for record in rows]
    return rows


def _standing(state: State, text: str) -> dict[str, str]:
    """Whether an assumption holds according to the latest facts, and the fact that decides."""
    judged = state.assumption(text)
    if judged is None:
        return {"holds": "for people to check", "actual": "", "source": ""}
    return {"holds": judged.holds, "actual": judged.actual, "source": judged.source}


_MOVING = ("status", "progress", "spent", "done", "reached")
"""Fields that change as work proceeds: the review shows them, but they don't change an agreed plan."""

_LATER = ("every", "feed", "reached")
"""Fields added by later versions: left out while blank, so that no agreed section changes."""


def _as_json(record: Recorded[Any], *, with_readings: bool) -> dict[str, Any]:
    values = record.data.model_dump(mode="json", exclude={"v", "retired", "reason"})
    values = {name: value for name, value in values.items() if value or name not in _LATER}
    if not with_readings:
        return {name: value for name, value in values.items() if name not in _MOVING}
    if isinstance(record.data, Measure):
        values["readings"] = [
            {"period": reading.period, "value": reading.value, "note": reading.note}
            for reading in record.readings
        ]
    return values
