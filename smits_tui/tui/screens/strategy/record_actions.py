"""Adding and retiring records, on every screen that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smits_tui.process.entries.records import RECORD_KINDS, RecordData
from smits_tui.process.state import Recorded
from smits_tui.process.tasks import Location
from smits_tui.tui.screens.mode import ModeScreen


class RecordKeeping(ModeScreen):
    """The base of screens that show records."""

    def fill_in(
        self,
        model: type[RecordData],
        record: Recorded[Any] | None = None,
        preset: Mapping[str, str] | None = None,
    ) -> None:
        """Show the form of a record.

        Args:
            model: the kind of record.
            record: the record to change; None adds one.
            preset: initial values of a new record.
        """
        from smits_tui.tui.dialogs.record_form import record_form  # forms are not needed to open the Overview

        smits = self.smits
        draft = smits.draft(f"record {model.kind} {record.id if record else 'new'}")
        self.ask_form(record_form(model, smits.record, smits.view, smits.person, record, preset, draft))

    def follow(self, where: Location, about: str = "") -> None:
        """Go to a location, or open the form of the record that a task asks for.

        Args:
            where: the location.
            about: the objective that a new record serves; blank if it serves none.
        """
        if not where.record:
            self.app.call_later(self.smits.go, where.area, where.key)
            return
        model = RECORD_KINDS[where.record]
        preset = {"objective": about} if about and "objective" in model.model_fields else None
        self.fill_in(model, self.smits.view.state.record_of(model, where.key), preset)

    def give_up(self, record: Recorded[Any]) -> None:
        """Ask for the reason, and retire a record."""
        from smits_tui.actions.strategy.records import retire_record
        from smits_tui.tui.dialogs.prompts import Prompt

        def answer(reason: str) -> None:
            retire_record(
                self.smits.record, type(record.data), record.id, by=self.smits.person, reason=reason
            )

        about, hint = f"{record.id}: {record.text}", "reason for retiring it"
        self.ask(
            Prompt("Retire", about, hint, "Retire", answer, draft=self.smits.draft(f"give up {record.id}")),
            f"{record.id} is retired.",
        )
