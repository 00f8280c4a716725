"""What people of the sample story do, through the same actions that the commands and the interface use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from smits_tui.actions.strategy import cycle, records
from smits_tui.actions.strategy.agreement.agreement import agree
from smits_tui.actions.strategy.agreement.objections import answer, object_to
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.strategy.deliverables.sections import confirm_section, write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import RecordData
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

ModelT = TypeVar("ModelT", bound=RecordData)


class _Names(dict[str, str]):
    """The words of a text, and the ids of the inputs that it cites."""

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand.words)
        self._hand = hand

    def __missing__(self, name: str) -> str:
        item = self._hand.record.state.newest(self._hand.paths[name])
        if item is None:
            raise KeyError(name)
        return item.id


@dataclass
class Hand:
    """A person at the record."""

    by: str
    record: Record
    workspace: Workspace
    settings: Settings
    ends: dt.date
    """The last day of the story, from which all others are counted."""
    words: Mapping[str, str]
    paths: Mapping[str, str]
    trigger: str = ""
    """The trigger that was decided on."""

    def day(self, offset: int) -> dt.date:
        """The day some days after the end of the story, or before it if negative."""
        return self.ends + dt.timedelta(days=offset)

    def fill(self, text: str) -> str:
        """A text with its words, and with ids for the names of inputs, as in `[{portfolio}]`."""
        return text.strip().format_map(_Names(self))

    def put(self, model: type[ModelT], text: str, **values: object) -> ModelT:
        """Write a record down; `evidence` names inputs as texts do."""
        return records.set_record(
            self.record, model, by=self.by, text=self.fill(text), values=self._values(values)
        )

    def change(self, model: type[ModelT], identifier: str, **values: object) -> ModelT:
        """Change a record."""
        return records.set_record(
            self.record, model, by=self.by, identifier=identifier, values=self._values(values)
        )

    def give_up(self, model: type[RecordData], identifier: str, reason: str) -> None:
        """Give a record up."""
        records.retire_record(self.record, model, identifier, by=self.by, reason=reason)

    def read(self, measure: str, period: str, value: float, note: str = "") -> None:
        """Record what a measure was."""
        records.record_reading(self.record, measure, value=value, period=period, by=self.by, note=note)

    def write(self, kind: str, **texts: str) -> None:
        """Write sections of a document; a `_` in their names stands for a `-`."""
        for name, text in texts.items():
            section = name.replace("_", "-")
            write_section(self.record, kind, section, self.fill(text), by=self.by)

    def confirm(self, kind: str, *sections: str, reason: str) -> None:
        """Say that sections hold as they are."""
        for section in sections:
            confirm_section(self.record, kind, section, by=self.by, reason=reason)

    def submit(self, kind: str) -> int:
        """Hand a document to the stakeholders; gives its version."""
        return submit(self.record, self.workspace, kind, by=self.by).version

    def agree(self, *kinds: str) -> None:
        """Agree to what is asked for of documents."""
        for kind in kinds:
            agree(self.record, self.settings, kind, by=self.by)

    def object_to(self, kind: str, section: str, text: str) -> str:
        """Object to a section; gives the id of the objection."""
        return object_to(self.record, self.settings, kind, section, text, by=self.by)

    def answer(self, objection: str, text: str) -> None:
        """Answer an objection."""
        answer(self.record, objection, text, by=self.by)

    def approve(self, *kinds: str) -> None:
        """Put documents in force."""
        for kind in kinds:
            approve(self.record, self.workspace, self.settings, kind, by=self.by)

    def open_cycle(self, reason: str) -> int:
        """Open a cycle without a trigger."""
        return cycle.open_cycle(self.record, by=self.by, reason=reason)

    def assess(self, note: str) -> int:
        """Mark all inputs as reviewed; returns their number."""
        return len(cycle.assess_inputs(self.record, (), by=self.by, note=note))

    def advance(self) -> None:
        """Complete the current step."""
        people = people_of(self.settings)
        cycle.advance(self.record, people, by=self.by)

    def close(self, next_review: dt.date) -> None:
        """Close the cycle."""
        people = people_of(self.settings)
        cycle.close_cycle(self.record, people, by=self.by, next_review=next_review)

    def _values(self, values: Mapping[str, object]) -> dict[str, object]:
        evidence = values.get("evidence")
        if not isinstance(evidence, tuple):
            return dict(values)
        return {**values, "evidence": tuple(self.fill(f"{{{name}}}") for name in evidence)}
