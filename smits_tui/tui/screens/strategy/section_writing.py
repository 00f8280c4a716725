"""Writing, adding and confirming sections, in a form or in the person's own editor."""

from __future__ import annotations

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.concurrent_change import text_fingerprint
from smits_tui.actions.drafts import keep_left, section_form
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.sections import confirm_section, write_section
from smits_tui.presentation.external_editor import EditorFailed, edited
from smits_tui.process.deliverables.gates import document_problems
from smits_tui.process.deliverables.sections import DOCUMENTS, title_of
from smits_tui.process.tasks import TaskKind
from smits_tui.sanitize import words_of
from smits_tui.tui.dialogs.forms.text_form import TextForm
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.dialogs.record_form import cited_inputs
from smits_tui.tui.screens.strategy.agreement_actions import AgreementScreen


class SectionWriting(AgreementScreen):
    """The actions for the section under the cursor."""

    def action_edit(self) -> None:
        """Write the selected section in a form; on the row of a document, the next one that needs it."""
        kind, name = self.chosen
        if kind and not name and (following := self._next_section(kind)):
            self.reveal(following)
            name = following.partition("/")[2]
        else:
            kind, name = self._section()
        self._write(kind, name, None)

    def action_own_editor(self) -> None:
        """Write the selected section in the person's own editor."""
        kind, name = self._section()
        written = self.smits.view.state.section(f"{kind}/{name}")
        before = written.text if written else ""
        opened, draft = text_fingerprint(before), self.smits.draft(section_form(kind, name))
        if draft.load():
            raise ActionRefused("There is a draft of this section; press e to continue it.")
        try:
            after = self.smits.while_suspended(lambda: edited(before))
        except EditorFailed as error:
            kept = keep_left(draft, before, opened, error.left, self.smits.view.now)
            raise ActionRefused(f"{error}{kept}") from error
        if after == before:
            raise ActionRefused(
                "Nothing was changed. An editor that opens its own window needs an option such as --wait."
            )
        try:
            write_section(
                self.smits.record,
                kind,
                name,
                after,
                by=self.smits.person,
                opened=opened,
            )
        except (SmitsError, OSError) as error:
            kept = keep_left(draft, before, opened, after.encode(), self.smits.view.now)
            raise ActionRefused(f"{error}{kept}") from error
        self.done(f"'{title_of(f'{kind}/{name}')}' is written.")

    def action_add_section(self) -> None:
        """Ask for a title, and write a section with that title."""
        kind = self._kind()

        def answer(title: str) -> None:
            name = "-".join(words_of(title))
            if not name:
                raise ActionRefused("Give the section a title.")
            self.app.call_later(self._write, kind, name, title.strip())

        about = f"It is added after the sections of the {DOCUMENTS[kind].title.lower()}."
        self.app.push_screen(Prompt("Add a section", about, "its title", "Write it", answer))

    def action_confirm(self) -> None:
        """Confirm that the section is still valid."""
        kind, name = self._section()
        shown = self.smits.view.state.section(f"{kind}/{name}")
        opened = text_fingerprint(shown.text if shown else "")
        if shown is None or not shown.text.strip():
            raise ActionRefused("The section is empty; there is nothing to confirm.")
        title, who = shown.title, self.smits.person

        def act() -> str:
            confirm_section(self.smits.record, kind, name, by=who, opened=opened)
            return f"'{title}' is confirmed."

        follows = f"The record will state that {who} reviewed it and that it is still valid."
        self.confirm(f"Confirm '{title}'?", follows, "Confirm", act)

    def _write(self, kind: str, name: str, title: str | None) -> None:
        section = DOCUMENTS[kind].section(name)
        written = self.smits.view.state.section(f"{kind}/{name}")

        def take(words: str, seen: str) -> None:
            write_section(
                self.smits.record, kind, name, words, by=self.smits.person, title=title, opened=seen
            )

        purpose = section.purpose if section else ""
        heading = title or (section.title if section else name)
        cited, draft = cited_inputs(self.smits.view), self.smits.draft(section_form(kind, name))
        form = TextForm(heading, purpose, written.text if written else "", take, cited, draft)
        was_empty = written is None or not written.text.strip()

        def closed(was_saved: bool | None) -> None:
            if was_saved:
                self.done(f"'{heading}' is written.")
                if was_empty:
                    self._go_on(kind)

        self.app.push_screen(form, closed)

    def _go_on(self, kind: str) -> None:
        """Select the next section of a document that is to be written, if there is one."""
        if following := self._empty_section(kind):
            self.reveal(following)

    def _empty_section(self, kind: str) -> str | None:
        """The path of the first section of a document that must be written and is empty."""
        problems = document_problems(self.smits.record.state, kind)
        return next((task.where.key for task in problems if task.kind is TaskKind.WRITE_SECTION), None)

    def _next_section(self, kind: str) -> str | None:
        """The first section of a document that is empty, or else stale."""
        deliverable = next(document for document in self.smits.view.deliverables if document.kind == kind)
        return self._empty_section(kind) or next((path for path in deliverable.stale if "/" in path), None)

    def _section(self) -> tuple[str, str]:
        kind, name = self.chosen
        if not name:
            raise ActionRefused("Choose a section; documents are written section by section.")
        return kind, name

    def _kind(self) -> str:
        return self.chosen[0] or next(iter(DOCUMENTS))
