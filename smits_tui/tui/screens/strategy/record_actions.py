"""Adding and retiring records, on every screen that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smits_tui.actions.strategy.records import retire_record
from smits_tui.process.entries.records import RECORD_KINDS, RecordData
from smits_tui.process.state import Recorded
from smits_tui.process.tasks import Location
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.dialogs.record_form import record_form
from smits_tui.tui.screens.mode import ModeScreen


class RecordKeeping(ModeScreen):
    """What such screens have in common."""

    def fill_in(
        self,
        model: type[RecordData],
        known: Recorded[Any] | None = None,
        preset: Mapping[str, str] | None = None,
    ) -> None:
        """Show the form of a record.

        Args:
            model: the kind of record.
            known: the record that is changed; None writes a new one.
            preset: values with which a new one begins.
        """
        smits = self.smits
        draft = smits.draft(f"record {model.kind} {known.id if known else 'new'}")
        self.ask_form(record_form(model, smits.record, smits.view, smits.person, known, preset, draft))

    def follow(self, where: Location) -> None:
        """Go there, or write the record down that is asked for."""
        if not where.record:
            self.app.call_later(self.smits.go, where.area, where.key)
            return
        model = RECORD_KINDS[where.record]
        self.fill_in(model, self.smits.view.state.record_of(model, where.key))

    def give_up(self, one: Recorded[Any]) -> None:
        """Ask why, and give a record up."""

        def answer(reason: str) -> None:
            retire_record(self.smits.record, type(one.data), one.id, by=self.smits.person, reason=reason)

        about, hint = f"{one.id}: {one.text}", "reason for retiring it"
        self.ask(
            Prompt("Give up", about, hint, "Give up", answer, draft=self.smits.draft(f"give up {one.id}")),
            f"{one.id} is retired.",
        )
