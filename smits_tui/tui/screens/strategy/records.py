"""Records: everything that people recorded in the process; changing and retiring it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.inputs.add import path_from
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.records import details_of, set_record
from smits_tui.presentation.field_labels import capitalised, record_label
from smits_tui.presentation.sheets.files import read_sheet
from smits_tui.presentation.sheets.questions import SheetQuestion, SheetQuestions
from smits_tui.presentation.sheets.records import import_records
from smits_tui.process.entries.records import RECORD_KINDS, RecordData
from smits_tui.process.state import Recorded
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import SORT, ListScreen, SortOrder
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_tui.tui.widgets.list_view import Cells


class RecordsScreen(RecordKeeping, ListScreen):
    """All records with their kinds, and the selected one in full."""

    TITLE_OF_HELP: ClassVar[str] = "Records"
    HELP_TEXT: ClassVar[str] = (
        "Objectives, assumptions, risks, SWOT points, market spaces, factors, scenarios, measures, "
        "initiatives, decisions and corrective actions. Retired records are kept for the history. Escape "
        "goes back to the cycle."
    )
    CHANGES = frozenset({"new", "edit", "retire", "restore", "import_records"})
    DETAIL_TITLE = "Record"
    COLUMNS = (("id", 4), ("kind", 12), ("what", None), ("by", 16, 84), ("changed", 10, 84))
    ORDERS = (
        SortOrder(1, "kind by kind"),
        SortOrder(
            0,
            "by id",
            lambda _, key: (key.rstrip("0123456789"), int(key.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))),
        ),
        SortOrder(2, "by text", lambda view, key: _record(view, key).text.casefold()),
        SortOrder(3, "by author", lambda view, key: _record(view, key).set_by.casefold()),
        SortOrder(4, "last changed first", lambda view, key: _record(view, key).set_at, descending=True),
    )
    _records: dict[str, Recorded[Any]]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", tooltip="Add a record"),
        Binding("e", "edit", "Change", tooltip="Change the selected record"),
        Binding("x", "retire", "Retire", tooltip="Retire it, with a reason"),
        Binding("u", "restore", "Restore", tooltip="Make a retired record count again"),
        Binding("I", "import_records", "Import", tooltip="Add or change records from a table (CSV, XLSX)"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back"),
    ]

    def keys(self, view: View) -> Sequence[str]:
        """All records, kind by kind."""
        models = RECORD_KINDS.values()
        self._records = {
            record.id: record for model in models for record in view.state.records(model, retired=True)
        }
        return list(self._records)

    def cells(self, view: View, key: str) -> Cells:  # noqa: ARG002
        """Its kind and its text."""
        record = self._records[key]
        style = QUIET if record.data.retired else ""
        return (
            text(key, QUIET),
            text(record_label(record.data.kind), QUIET),
            text(record.text, style),
            *_stamp(record),
        )

    def head(self, view: View, about: str) -> tuple[str, str]:  # noqa: ARG002
        """The number of records."""
        return f"{counted(len(self._all), 'record')}{about}", "n adds, e changes, x retires"

    def detail(self, view: View, key: str | None) -> Content:  # noqa: ARG002
        """A record with all its fields."""
        record = self._records.get(key or "")
        if record is None:
            return text("There are no records yet; press n to add one.", QUIET)
        parts = [text(f"{record.id}  {record.text}", "bold"), text(record_label(record.data.kind), QUIET)]
        if record.data.retired:
            parts.append(text(f"Retired: {record.data.reason}", "$text-warning"))
        parts += [Content(""), *(text(f"{name}: {value}") for name, value in details_of(record.data).items())]
        stamp = f"written on {record.set_at:%Y-%m-%d} by {record.set_by}"
        return lines(*parts, Content(""), text(stamp, QUIET))

    def action_new(self) -> None:
        """Choose a kind of record and fill in its form."""
        kinds = [(kind, capitalised(model.title)) for kind, model in RECORD_KINDS.items()]
        self.app.push_screen(
            Chooser("Add a record", kinds),
            lambda kind: self.fill_in(RECORD_KINDS[kind]) if kind else None,
        )

    def action_import_records(self) -> None:
        """Choose a kind of record and ask for a table file."""
        if self.smits.served:
            # In a browser, the person may not read files of this machine.
            raise ActionRefused("Import it on the machine itself: `smits initiative import FILE`.")
        kinds = [(kind, capitalised(model.title)) for kind, model in RECORD_KINDS.items()]
        self.app.push_screen(
            Chooser("Import from a table", kinds), lambda kind: self._ask_for_table(kind) if kind else None
        )

    def _ask_for_table(self, kind: str) -> None:
        model = RECORD_KINDS[kind]
        report: list[str] = []
        asked: list[tuple[str, SheetQuestions]] = []

        def answer(path: str) -> None:
            try:
                report.append(self._import(model, path, {}))
            except SheetQuestions as questions:
                asked.append((path, questions))

        def after(was_done: bool | None) -> None:
            if was_done and asked:
                path, questions = asked[-1]
                self._ask_about_table(model, path, list(questions.questions), {})
            elif was_done:
                self.done(report[-1])

        about = f"A row for each of the {model.title}; a record with the same id or text is changed."
        self.app.push_screen(
            Prompt("Import", about, "path of a CSV file or workbook", "Import", answer), after
        )

    def _ask_about_table(
        self, model: type[RecordData], path: str, questions: list[SheetQuestion], answers: dict[str, str]
    ) -> None:
        """Ask one question after the other; the last answer imports the table."""
        if not questions:
            try:
                self.done(self._import(model, path, answers))
            except SheetQuestions as more:
                self._ask_about_table(model, path, list(more.questions), answers)
            return
        first, *rest = questions

        def chosen(choice: str | None) -> None:
            if choice is not None:
                self._ask_about_table(model, path, rest, {**answers, first.key: choice})

        self.app.push_screen(Chooser(first.text, [(one, one) for one in first.choices]), chosen)

    def _import(self, model: type[RecordData], path: str, answers: dict[str, str]) -> str:
        smits = self.smits
        rows = read_sheet(path_from(path))
        done = import_records(smits.record, model, rows, smits.view.typing, by=smits.person, mapped=answers)
        counts = f"{len(done.added)} added, {len(done.changed)} changed, {done.same} unchanged"
        readings = f", {done.readings} readings recorded" if done.readings else ""
        left = f" Columns left out: {', '.join(done.left)}." if done.left else ""
        rows_left = (
            f" Rows left out as headings or totals: {', '.join(done.left_rows)}." if done.left_rows else ""
        )
        return f"{counts}{readings}.{left}{rows_left}"

    def action_edit(self) -> None:
        """Change the record under the cursor."""
        record = self._chosen()
        self.fill_in(type(record.data), record)

    def action_retire(self) -> None:
        """Ask for the reason, and retire the record."""
        self.give_up(self._chosen())

    def action_restore(self) -> None:
        """Restore the record under the cursor."""
        record = self._chosen()
        if not record.data.retired:
            raise ActionRefused(f"{record.id} counts; there is nothing to restore.")
        self.do(
            lambda: set_record(
                self.smits.record, type(record.data), by=self.smits.person, text=None, identifier=record.id
            ),
            f"{record.id} counts again.",
        )

    def _chosen(self) -> Recorded[Any]:
        record = self._records.get(self.current or "")
        if record is None:
            raise ActionRefused("There is no record here; press n to add one.")
        return record


def _record(view: View, key: str) -> Recorded[Any]:
    """A record that is listed."""
    records = (view.state.record_of(model, key) for model in RECORD_KINDS.values())
    return next(one for one in records if one)


def _stamp(record: Recorded[Any]) -> Cells:
    """Who changed it last, and on which day."""
    return text(record.set_by, QUIET), text(f"{record.set_at:%Y-%m-%d}", QUIET)
