"""Inputs: the files in each folder, the facts read from them, and what they triggered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input as TextField

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.inputs.add import add_file, typed_path
from smits_tui.actions.inputs.extraction.dry_read import Surroundings, dry_read
from smits_tui.actions.inputs.plan_import import import_plan
from smits_tui.actions.inputs.retry import retry
from smits_tui.actions.inputs.withdrawal import restore_input, waive_input, withdraw_input
from smits_tui.actions.rules.rehearsal import rehearsal_lines, rehearse
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.status import FolderStatus
from smits_tui.actions.strategy import cycle
from smits_tui.process.state import Input
from smits_tui.tui.details.input import detail, folder_detail
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.files.orders import INPUT_ORDERS
from smits_tui.tui.screens.files.source import open_source
from smits_tui.tui.screens.files.table_layout import open_layout
from smits_tui.tui.screens.list_screen import SORT, ListScreen, SortOrder
from smits_tui.tui.status_styles import QUIET, input_look, lines, since, text
from smits_tui.tui.widgets.list_view import Cells, ListTable
from smits_tui.tui.widgets.path_suggester import PathSuggester


class InputsScreen(ListScreen):
    """Folders as a tree, and the facts read from the selected file."""

    TITLE_OF_HELP: ClassVar[str] = "Inputs"
    HELP_TEXT: ClassVar[str] = (
        "The input folders and every file that arrived in them. Enter opens a folder, or a file with "
        "the passages of its facts marked, where you can correct them. Beside the list you see the "
        "facts of a file, why it was rejected or not understood, and which triggers rest on it. "
        "Withdraw a wrong file; waive one that need not be understood. A file dropped on the window is "
        "added to the selected folder."
    )
    CHANGES = frozenset({"add", "retry", "look", "import_plan", "withdraw", "restore", "waive"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "Add", tooltip="Copy a file into the folder under the cursor"),
        Binding("h", "rehearse", "Rehearse", tooltip="What a file would trigger; nothing is recorded"),
        Binding("v", "source", "Source", tooltip="The file with the passages marked; correct its facts"),
        Binding(
            "o",
            "layout",
            "Layout",
            tooltip="How its tables are understood: lines, columns, and what adds up",
        ),
        Binding("t", "triggers", "Triggers", tooltip="Go to what the file triggered"),
        Binding("r", "retry", "Retry", tooltip="Read a rejected file again"),
        Binding(
            "question_mark",
            "questions",
            "Questions",
            key_display="?",
            tooltip="The questions of this file, or of all files",
        ),
        Binding("x", "withdraw", "Withdraw", tooltip="Withdraw a file, with a reason"),
        Binding("u", "restore", "Restore", tooltip="Restore a withdrawn file"),
        Binding("w", "waive", "Waive", tooltip="Waive a file that was not understood, with a reason"),
        Binding("l", "look", "Reviewed", tooltip="Mark the file as reviewed"),
        Binding("I", "import_plan", "Import", tooltip="Import an existing strategy plan"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("right", "unfold", "Unfold", show=False),
        Binding("left", "fold", "Fold", show=False),
        Binding("escape", "back", "Back", show=False),
    ]

    COLUMNS = (("folder", None), ("no.", 4), ("since", 6), ("asks", 4), ("status", 16))
    ORDERS = INPUT_ORDERS

    def __init__(self) -> None:
        """Create the screen with all folders closed."""
        super().__init__()
        self._open: set[str] = set()
        """Kinds of the folders that are open."""
        self._rehearsed: Content | None = None
        """What a file would trigger; shown until the cursor moves."""

    def keys(self, view: View) -> Sequence[str]:
        """The folders, each followed by its files if it is open, the newest first."""
        item = view.state.input(self._wanted) if self._wanted else None
        if item:
            self._open.add(item.kind)
        return self._lines(view, {kind: view.files[kind] for kind in self._open})

    def arranged(self, view: View, keys: Sequence[str], order: SortOrder) -> Sequence[str]:
        """The folders in an order, and the files of each."""
        if order.value is None:
            return keys
        files: dict[str, list[str]] = {}
        for key in keys:
            if key in INPUT_KINDS:
                of_it = files.setdefault(key, [])
            else:
                of_it.append(key)
        folders = order.sorted(view, list(files))
        return [key for kind in folders for key in (kind, *order.sorted(view, files[kind]))]

    def matching(self, view: View, words: Sequence[str]) -> Sequence[str]:
        """The files that contain all words, with their folders open."""
        if not words:
            return self._all
        matching = {
            kind: [(path, item) for path, item in files if all(word in path for word in words)]
            for kind, files in view.files.items()
        }
        matching = {kind: files for kind, files in matching.items() if files}
        shown = [key for key in self._lines(view, matching) if key not in INPUT_KINDS or key in matching]
        return self.arranged(view, shown, self.ORDERS[self._order])

    def cells(self, view: View, key: str) -> Cells:
        """A folder with its number of files and newest date, or one of its files."""
        if key in INPUT_KINDS:
            return self._folder_cells(view, view.folders[key])
        item = view.state.input(key)
        if item is None:
            return (text(""),) * len(self.COLUMNS)
        style = input_look(item)
        name = item.path.partition("/")[2] + (f" v{item.version}" if item.version > 1 else "")
        return (
            text(f"    {style.icon} ", style.style) + text(name),
            text(""),
            text(since(item.received_at, view.now).rjust(6), QUIET),
            _asks(len(view.state.questions(of=item.id)) if item.is_in_doubt else 0),
            text("" if item.outcome == "understood" else style.word, style.style),
        )

    def head(self, view: View, about: str) -> tuple[str, str]:
        """The number of files."""
        inputs = view.status.inputs
        rejected = f" · {inputs['rejected']} rejected" if inputs["rejected"] else ""
        waiting = f" · {inputs['set_aside']} waiting" if inputs["set_aside"] else ""
        asked = f" · {inputs['questions']} with questions" if inputs["questions"] else ""
        silent = f" · {inputs['not_understood']} not understood" if inputs["not_understood"] else ""
        sentence = f"inputs · {inputs['recorded']:,}{rejected}{asked}{silent}{waiting}{about}"
        return sentence, "enter opens a folder or a file"

    def detail(self, view: View, key: str | None) -> Content:
        """The details of the file or folder under the cursor, or the result of a rehearsal."""
        if self._rehearsed:
            return self._rehearsed
        if key is None:
            return text("No file matches the filter.", QUIET)
        item = view.state.input(key)
        return detail(view, item) if item else folder_detail(view, key)

    def _lines(self, view: View, files: dict[str, list[tuple[str, Input]]]) -> list[str]:
        return [
            key
            for folder in view.status.folders
            for key in (folder.kind, *(item.id for _, item in reversed(files.get(folder.kind, ()))))
        ]

    def _folder_cells(self, view: View, folder: FolderStatus) -> Cells:
        is_open = folder.kind in self._open or bool(self.query_one(".filter", TextField).value)
        mark = "  " if not view.files[folder.kind] else "▼ " if is_open else "▶ "
        note = text("silent" if folder.kind in view.silent else "", "$text-warning")
        if folder.rejected:
            note = text(f"{folder.rejected} rejected", "$text-error")
        if folder.not_understood:
            note = text(f"{folder.not_understood} not understood", "bold $text-error")
        return (
            text(mark, QUIET) + text(folder.kind, "bold" if folder.last else QUIET),
            text(str(folder.recorded + folder.rejected).rjust(4), "" if folder.last else QUIET),
            text(since(folder.last, view.now).rjust(6), QUIET),
            _asks(folder.in_doubt - folder.not_understood),
            note,
        )

    @on(ListTable.RowHighlighted)
    def _on_other(self) -> None:
        self._rehearsed = None

    def open_chosen(self) -> None:
        """Open or close the folder under the cursor, or show the file."""
        if self.current in INPUT_KINDS:
            self._open ^= {str(self.current)}
            self.show(self.smits.view)
        elif self.current:
            self.action_source()

    def action_unfold(self) -> None:
        """Open the folder under the cursor."""
        if self.current in INPUT_KINDS and self.current not in self._open:
            self.open_chosen()

    def action_fold(self) -> None:
        """Close the folder under the cursor, or that of the file under it."""
        self._open.discard(self._kind())
        self.reveal(self._kind())

    def on_paste(self, event: events.Paste) -> None:
        """Accept a file that was dropped on the window, which arrives as a pasted path."""
        try:
            path = typed_path(event.text, served=self.smits.served)
        except ActionRefused:
            return
        self._ask_to_add(str(path))

    def action_source(self) -> None:
        """Show the file under the cursor with the sources of its facts."""
        open_source(self.smits, self._file())

    def action_layout(self) -> None:
        """Show how the tables of the file under the cursor were understood."""
        open_layout(self.smits, self._file())

    def action_triggers(self) -> None:
        """Go to a trigger that is based on the file."""
        item = self._file()
        triggers = [trigger for trigger in self.smits.view.state.triggers() if item.id in trigger.inputs]
        if not triggers:
            raise ActionRefused(f"Nothing was triggered by {item.id}.")
        if len(triggers) == 1:
            self._go(triggers[0].id)
            return
        options = [(trigger.id, f"{trigger.id} {trigger.sentence}") for trigger in triggers]
        self.app.push_screen(Chooser(f"What {item.id} triggered", options), self._go)

    def _go(self, trigger: str | None) -> None:
        if trigger:
            self.app.call_later(self.smits.go, "triggers", trigger)

    def action_retry(self) -> None:
        """Read the file under the cursor again."""
        item = self._file()
        self.do(
            lambda: retry(self.smits.record, self.smits.workspace, item.id, by=self.smits.person),
            f"{item.path} is read again.",
        )

    def action_questions(self) -> None:
        """Show the open questions about the file under the cursor, or about all files of a folder."""
        item = self.smits.view.state.input(self.current or "")
        if item is None:
            self.smits.show_questions()
            return
        asked = self.smits.view.state.questions(of=item.id)
        if not asked and not item.is_in_doubt:
            raise ActionRefused(f"{item.id} has no open questions.")
        self.smits.show_questions(asked[0].id if asked else item.id)

    def action_withdraw(self) -> None:
        """Ask for the reason, and withdraw the file under the cursor."""
        item = self._file()
        resting = [
            trigger.id
            for trigger in self.smits.view.state.triggers()
            if item.id in trigger.inputs and trigger.holds
        ]
        follows = f"It carries {len(item.facts)} facts; none of them will count any longer."
        if resting:
            follows += f" These are judged again: {', '.join(resting)}."
        self._ask_why("Withdraw", item, follows, withdraw_input)

    def action_restore(self) -> None:
        """Restore the file under the cursor."""
        item = self._file()
        self.do(
            lambda: restore_input(self.smits.record, item.id, by=self.smits.person),
            f"{item.path} counts again.",
        )

    def action_waive(self) -> None:
        """Ask for the reason, and accept that the file under the cursor is not understood."""
        item = self._file()
        if not item.is_in_doubt:
            raise ActionRefused(f"{item.id} can't be waived: only a file that was not understood can.")
        self._ask_why("Waive", item, "No decision will be based on it; the cycle can continue.", waive_input)

    def _ask_why(self, title: str, item: Input, follows: str, act: Callable[..., str]) -> None:
        record, person = self.smits.record, self.smits.person

        def answer(reason: str) -> None:
            act(record, item.id, by=person, reason=reason)

        about = f"{item.path}\n{follows}"
        draft = self.smits.draft(f"{title} {item.id}")
        self.ask(
            Prompt(f"{title} {item.id}", about, "why", title, answer, draft=draft),
            f"{item.path} is {'withdrawn' if title == 'Withdraw' else 'waived'}.",
        )

    def action_look(self) -> None:
        """Mark the file under the cursor as reviewed."""
        item, who = self._file(), self.smits.person
        cycle.to_assess(self.smits.record.state, (item.id,))

        def act() -> str:
            cycle.assess_inputs(self.smits.record, (item.id,), by=who)
            return f"{item.path} is marked as reviewed."

        follows = f"The record will permanently state that {who} reviewed {item.path}."
        self.confirm(f"Mark {item.id} as reviewed?", follows, "Reviewed", act)

    def action_import_plan(self) -> None:
        """Import the sections of the plan under the cursor, and propose its objectives."""
        item = self._file()
        if item.kind != "strategy-plans":
            raise ActionRefused("Choose a file of strategy-plans; only a plan can be imported.")

        def act() -> str:
            done = import_plan(self.smits.record, self.smits.workspace, item.id, by=self.smits.person)
            count = f"{len(done.sections)} sections and {len(done.objectives)} proposed objectives"
            return f"{count} were imported."

        follows = (
            f"The sections of {item.path} are added to the strategy plan where it has none yet, and its "
            "objectives are proposed."
        )
        self.confirm("Import the plan?", follows, "Import", act)

    def action_add(self) -> None:
        """Ask for a path, and copy that file into the folder under the cursor."""
        self._ask_to_add("")

    def action_rehearse(self) -> None:
        """Ask for a path, and show what that file would trigger."""
        kind, workspace, state = self._kind(), self.smits.workspace, self.smits.view.snapshot

        def judge(path: Path) -> list[str]:
            return rehearsal_lines(rehearse(workspace, state, [path], kind))

        def answer(written: str) -> None:
            path = typed_path(written, served=self.smits.served)
            self.smits.in_background(f"Rehearsing {path.name}", lambda: judge(path), self._show_rehearsal)

        about = f"As a file of {kind}; nothing is recorded."
        self.app.push_screen(
            Prompt(
                "Rehearse a file",
                about,
                "path of a file",
                "Rehearse",
                answer,
                suggester=self._completion(),
            )
        )

    def _show_rehearsal(self, outcome_lines: list[str]) -> None:
        self._rehearsed = lines(text("If you dropped it now:", "bold"), *map(text, outcome_lines))
        self.show_detail()

    def _ask_to_add(self, path: str) -> None:
        kind, chosen = self._kind(), list[Path]()

        def answer(written: str) -> None:
            chosen.append(typed_path(written, served=self.smits.served))

        def closed(was_answered: bool | None) -> None:
            if was_answered:
                self._guess_kind(chosen[-1], kind)

        about = f"It is copied into inputs/{kind}/ unless it looks like another kind: then you are asked."
        prompt = Prompt(
            f"Add to {kind}", about, "path of a file", "Add", answer, typed=path, suggester=self._completion()
        )
        self.app.push_screen(prompt, closed)

    def _completion(self) -> PathSuggester | None:
        """Completion of paths; not in a browser, from which the files of the machine are out of reach."""
        return None if self.smits.served else PathSuggester()

    def _guess_kind(self, path: Path, folder: str) -> None:
        """Read a file, and ask for its folder if it looks like another kind of input."""
        around = Surroundings(self.smits.workspace.inputs, self.smits.view.settings, self.smits.view.state)

        def guess() -> str | None:
            return next(dry_read([path], None, around)).kind

        def ask(likely: str | None) -> None:
            if likely is None or likely == folder or likely not in INPUT_KINDS:
                self._add(path, folder)
                return
            others = [kind for kind in INPUT_KINDS if kind not in (likely, folder)]
            options = [
                (likely, f"{likely}: its words and tables look like it"),
                (folder, f"{folder}: the folder that you chose"),
                *((kind, f"{kind}: {INPUT_KINDS[kind].about}") for kind in others),
            ]

            def add(kind: str | None) -> None:
                if kind:
                    self.smits.attempt(lambda: self._add(path, kind))

            self.app.push_screen(Chooser(f"What is {path.name}?", options), add)

        self.smits.in_background(f"Reading {path.name}", guess, ask)

    def _add(self, path: Path, kind: str) -> None:
        try:
            added = add_file(self.smits.workspace, path, kind)
        except OSError as error:
            raise ActionRefused(f"It can't be copied: {error.strerror}.") from error
        self.notify(f"{added.name} is in {kind} now.")

    def _file(self) -> Input:
        item = self.smits.view.state.input(self.current or "")
        if item is None:
            raise ActionRefused("Choose a file; enter opens a folder.")
        return item

    def _kind(self) -> str:
        """The folder under the cursor, or that of the file under the cursor."""
        item = self.smits.view.state.input(self.current or "")
        return item.kind if item else self.current or next(iter(INPUT_KINDS))


def _asks(count: int) -> Content:
    """How many questions a file asks, or files of a folder have."""
    return text(f"? {count}" if count else "", "bold $text-warning")
