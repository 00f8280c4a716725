"""The commands of the palette that belong to no screen: person, workspace, settings and check-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.content import Content
from textual.screen import Screen

from smits_tui.actions.session import ActionRefused
from smits_tui.tui.palette.commands import commands
from smits_tui.tui.record_app import RecordApp
from smits_tui.tui.status_styles import columns, lines
from smits_tui.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from smits_tui.tui.host import Host


class WorkspaceCommands(RecordApp):
    """An app whose palette has the commands of the workspace."""

    next_workspace: Workspace | None = None
    """Where to go on once this interface ended; None ends altogether."""

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: actions of this screen, Textual's own commands, and actions of all other modes."""
        yield from commands(self, screen)
        if not self.is_web:  # in a browser, all act under the name of whoever runs `smits serve`
            about = "Decide, agree and approve under the name of a person in smits.toml"
            yield SystemCommand("Act as ...", about, self.action_act_as)
        if not self.is_web:
            about = "Go on in another workspace; those opened before are listed"
            yield SystemCommand("Open workspace ...", about, self.action_open_workspace)
        yield SystemCommand("Stakeholders", "Add, change or remove those who must agree", self.action_people)
        if not self.is_web:
            yield SystemCommand(
                "Calendar", "Reviews and the days by which documents are due", self.action_calendar
            )
            about = "Name, countries, topics, other names, currency and fiscal year"
            yield SystemCommand("Organisation", about, self.action_organisation)
        yield SystemCommand("Check-up", "Check that everything works", self.action_check_up)
        yield from super().get_system_commands(screen)

    def action_act_as(self) -> None:
        """Choose one of the people of smits.toml, or yourself, and act under that name from now on."""
        from smits_tui.tui.dialogs.chooser import Chooser

        own = self._actor(None)
        if own.origin == "proxy":
            raise ActionRefused(f"You are signed in as {own.name}; sign in as somebody else to act as them.")
        people = self.view.settings.stakeholders
        options = [(person.name, ", ".join(filter(None, (person.name, person.role)))) for person in people]
        if own.name not in {person.name for person in people}:
            options.insert(0, (own.name, f"{own.name} ({own.origin_label}), who can't agree or approve"))
        self.push_screen(Chooser("Act as", options), self._act_as)

    def _act_as(self, name: str | None) -> None:
        if name and self._following:
            self._following.acting = name if name != self._actor(None).name else None
            self.refresh_view()
            self.notify(f"You act as {name} now; what you decide is recorded under that name.")

    def action_open_workspace(self) -> None:
        """Choose one of the workspaces opened before, or type a folder, and continue there."""
        from smits_tui.actions.inputs.add import path_from
        from smits_tui.tui.dialogs.chooser import Chooser
        from smits_tui.tui.dialogs.prompts import Prompt
        from smits_tui.tui.widgets.path_suggester import PathSuggester

        def answer(typed: str) -> None:
            self._leave_for(find_workspace(path_from(typed)))

        def chosen(root: str | None) -> None:
            if root == "":
                about = "The folder with smits.toml in it."
                self.push_screen(
                    Prompt(
                        "Open a workspace",
                        about,
                        "path of a folder",
                        "Open",
                        answer,
                        suggester=PathSuggester(),
                    )
                )
            elif root is not None:
                self.attempt(lambda: self._leave_for(find_workspace(Path(root))))

        roots = [root for root in self._memory.places if root != str(self._workspace.root)]
        listed = [root for root in roots if Workspace(Path(root)).settings_file.is_file()]
        options = [*((root, root) for root in reversed(listed)), ("", "Another folder ...")]
        self.push_screen(Chooser("Open a workspace", options), chosen)

    def _leave_for(self, workspace: Workspace) -> None:
        """End here; whoever started the interface goes on in the other workspace."""
        self.next_workspace = workspace
        self.exit()

    def action_people(self) -> None:
        """Show the people who must agree."""
        from smits_tui.tui.screens.people import PeopleScreen

        self.push_screen(PeopleScreen())

    def action_calendar(self) -> None:
        """Change the calendar in smits.toml."""
        from smits_tui.tui.dialogs.settings_forms import calendar_form

        self._settings_form(calendar_form)

    def action_organisation(self) -> None:
        """Change the organisation in smits.toml."""
        from smits_tui.tui.dialogs.settings_forms import organisation_form

        self._settings_form(organisation_form)

    def _settings_form(self, form: Callable[[Host], Screen[Any]]) -> None:
        if self.is_past:
            raise ActionRefused("A past day is read-only; ctrl+t returns to today.")

        def done(message: str | None) -> None:
            if message:
                self.refresh_view()
                self.notify(message)

        self.push_screen(form(self), done)

    def action_check_up(self) -> None:
        """Check the record, rules, reading, watching and disk space."""
        from smits_tui.actions.doctor import check_up
        from smits_tui.actions.session import open_record
        from smits_tui.tui.dialogs.prompts import Note

        def check() -> Content:
            findings = check_up(self._workspace, lambda: open_record(self._workspace)[0])
            return lines(*columns((finding.mark, finding.about, finding.text) for finding in findings))

        self.in_background("Checking", check, lambda content: self.push_screen(Note("Check-up", content)))
