"""New files: added to a folder, or rehearsed, which shows what they would trigger."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.content import Content

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.inputs.add import add_file, check_addition, typed_path
from smits_tui.actions.inputs.extraction.dry_read import Surroundings, dry_read
from smits_tui.actions.rules.simulation.rehearsal import rehearsal_lines, rehearse
from smits_tui.actions.session import ActionRefused
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.files.file_actions import FileActions
from smits_tui.tui.status_styles import lines, text
from smits_tui.tui.widgets.path_suggester import PathSuggester


class NewFiles(FileActions):
    """A list of files and folders to which files can be added."""

    _rehearsed: Content | None = None
    """What a file would trigger; shown until the cursor moves."""

    def on_paste(self, event: events.Paste) -> None:
        """Accept a file that was dropped on the window, which arrives as a pasted path."""
        try:
            path = typed_path(event.text, served=self.smits.served)
        except ActionRefused:
            return
        self._ask_to_add(str(path))

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
            path = typed_path(written, served=self.smits.served)
            check_addition(self.smits.workspace, path, kind)  # now, while another path can be typed
            chosen.append(path)

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

    def _kind(self) -> str:
        """The folder under the cursor, or that of the file under the cursor."""
        item = self.smits.view.state.input(self.current or "")
        return item.kind if item else self.current or next(iter(INPUT_KINDS))
