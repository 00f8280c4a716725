"""Deliverables: the five documents with their sections; writing, agreeing, and why one is stale."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions import agreeing, deliverables
from smits_tui.actions.exporting import difference
from smits_tui.actions.opening import ActionRefused
from smits_tui.documents.render import body
from smits_tui.process.content import SectionContent, content_of
from smits_tui.process.gates import document_problems
from smits_tui.process.sections import DOCUMENTS
from smits_tui.process.status import Deliverable
from smits_tui.settings import Settings
from smits_tui.tui.following import View
from smits_tui.tui.looks import DELIVERABLE, QUIET, lines, status, text
from smits_tui.tui.screens.dialogs import Question
from smits_tui.tui.screens.forms import TextForm
from smits_tui.tui.screens.list_mode import ListScreen
from smits_tui.tui.widgets.tables import Row


class DeliverablesScreen(ListScreen):
    """Documents and sections in a list, one of them in full beside it."""

    TITLE_OF_HELP: ClassVar[str] = "Deliverables"
    HELP_TEXT: ClassVar[str] = (
        "The five documents and their sections. E writes the section under the cursor, C says that it was "
        "looked at and holds. S submits the document, A agrees to it as it was submitted, B objects to the "
        "section, P puts an agreed document in force. D shows what is different since the newest version."
    )
    COLUMNS = (("", 2), ("document", None), ("status", 12))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Write", tooltip="Write the section under the cursor"),
        Binding("c", "confirm", "Confirm", tooltip="It was looked at and holds as it is"),
        Binding("s", "submit", "Submit", tooltip="Hand the document to the stakeholders"),
        Binding("a", "agree", "Agree", tooltip="Agree to it as it was submitted"),
        Binding("b", "object", "Object", tooltip="Object to the section"),
        Binding("p", "approve", "Approve", tooltip="Put an agreed document in force"),
        Binding("d", "difference", "Difference", tooltip="What is different since the newest version"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Show what contains some words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Begin with the texts, not the differences."""
        super().__init__()
        self._shows_difference = False

    def rows(self, view: View) -> list[Row]:
        """Each document, and its sections below it."""
        found: list[Row] = []
        for one in view.deliverables:
            look = DELIVERABLE[one.status]
            style = self.smits.cell_style(look.style)
            version = f" v{one.version}" if one.version else ""
            name = Text(one.title + version, style="bold")
            found.append((one.kind, (Text(look.icon, style=style), name, Text(look.word, style=style))))
            found += [self._section_row(one, section) for section in content_of(view.state, one.kind)]
        return found

    def head(self, view: View, about: str) -> tuple[str, str]:
        """How many documents are in force."""
        ones = view.deliverables
        approved = sum(1 for one in ones if one.status == "approved")
        return f"{approved} of {len(ones)} documents are in force{about}", "e writes, s submits, a agrees"

    def detail(self, view: View, key: str | None) -> Content:
        """A document with what it misses, or a section with its text; or the difference."""
        kind, _, name = (key or next(iter(DOCUMENTS))).partition("/")
        if self._shows_difference:
            return self._difference(view, kind)
        one = next(one for one in view.deliverables if one.kind == kind)
        return self._section(view, one, name) if name else self._document(view, one)

    def action_edit(self) -> None:
        """Write the section under the cursor."""
        kind, _, name = (self.current or "").partition("/")
        section = DOCUMENTS[kind].section(name) if kind else None
        written = self.smits.view.state.section(f"{kind}/{name}")
        if not name:
            self.smits.refuse(ActionRefused("Choose a section; a document is written section by section."))
            return
        title = section.title if section else name

        def take(words: str) -> None:
            deliverables.write_section(self.smits.record, kind, name, words, by=self.smits.person)

        def closed(was_done: bool | None) -> None:
            if was_done:
                self.smits.refresh_view()
                self.notify(f"{kind}/{name} is written.")

        purpose = section.purpose if section else ""
        self.app.push_screen(TextForm(title, purpose, written.text if written else "", take), closed)

    def action_confirm(self) -> None:
        """Say that the section holds as it is."""
        kind, _, name = (self.current or "").partition("/")
        self.do(
            lambda: deliverables.confirm_section(self.smits.record, kind, name, by=self.smits.person),
            f"{name} was looked at and holds.",
        )

    def action_submit(self) -> None:
        """Hand the document to the stakeholders."""
        kind = self._kind()
        smits = self.smits
        self.do(
            lambda: deliverables.submit(smits.record, smits.workspace, kind, by=smits.person),
            f"{kind} is submitted.",
        )

    def action_agree(self) -> None:
        """Agree to the document."""
        kind = self._kind()
        smits = self.smits
        self.do(
            lambda: agreeing.agree(smits.record, self._settings(), kind, by=smits.person),
            f"{smits.person} agrees to {kind}.",
        )

    def action_approve(self) -> None:
        """Put the document in force."""
        kind = self._kind()
        smits = self.smits
        self.do(
            lambda: deliverables.approve(
                smits.record, smits.workspace, self._settings(), kind, by=smits.person
            ),
            f"{kind} is approved.",
        )

    def action_object(self) -> None:
        """Ask what is wrong, and object to the section."""
        kind, _, name = (self.current or "").partition("/")

        def answer(words: str) -> None:
            agreeing.object_to(self.smits.record, self._settings(), kind, name, words, by=self.smits.person)

        def closed(was_done: bool | None) -> None:
            if was_done:
                self.smits.refresh_view()

        about = f"To {name}" if name else "Choose a section."
        self.app.push_screen(Question("Object", about, "what is wrong", "Object", answer), closed)

    def action_difference(self) -> None:
        """Show what is different, or the text again."""
        self._shows_difference = not self._shows_difference
        self.show(self.smits.view)

    def _document(self, view: View, one: Deliverable) -> Content:
        parts = [text(one.title, "bold"), status(DELIVERABLE[one.status])]
        if one.agreement:
            agreed = ", ".join(one.agreement.agreed) or "nobody yet"
            parts += [Content(""), text(f"Agreed by {agreed}; {one.agreement.needed} are needed.")]
            for standing in one.agreement.standings:
                if standing.asked:
                    changed = f" (changed: {', '.join(standing.changed)})" if standing.changed else ""
                    parts.append(text(f"· {standing.stakeholder} is asked{changed}", QUIET))
            for objection in one.agreement.objections:
                told = f"{objection.id} {objection.stakeholder}, {objection.section}: {objection.text}"
                parts.append(text(told, "$text-error"))
        problems = list(document_problems(view.state, one.kind))
        if problems:
            parts += [Content(""), text(f"{len(problems)} missing", "bold $text-warning")]
            parts += [text(f"· {problem.what}") for problem in problems]
        parts += self._stale(one, "")
        return lines(*parts)

    def _section(self, view: View, one: Deliverable, name: str) -> Content:
        section = next((s for s in content_of(view.state, one.kind) if s.name == name), None)
        known = DOCUMENTS[one.kind].section(name)
        if section is None:
            return text("")
        parts = [text(section.title, "bold"), text(known.purpose if known else "", QUIET)]
        parts += self._stale(one, name)
        shown = body(one.kind, section)
        parts.append(Content(""))
        parts += [text(line) for line in shown.split("\n")] if shown else [text("Not written yet.", QUIET)]
        return lines(*parts)

    def _stale(self, one: Deliverable, name: str) -> list[Content]:
        """Why sections are stale; of one section where it is named."""
        parts: list[Content] = []
        for path, causes in one.stale.items():
            if name in ("", path.partition("/")[2]):
                parts += [Content(""), text(f"{path} is stale", "bold $text-warning")]
                parts += [text(f"· {cause.text}") for cause in causes]
        return parts

    def _difference(self, view: View, kind: str) -> Content:
        try:
            found = list(difference(view.state, self.smits.workspace, kind, None))
        except ActionRefused as error:
            return text(error, QUIET)
        if not found:
            return text("It says what the newest version says.", QUIET)
        styles = {"+": "$text-success", "-": "$text-error", "@": QUIET}
        return lines(*(text(line, styles.get(line[:1], "")) for line in found))

    def _section_row(self, one: Deliverable, section: SectionContent) -> Row:
        path = f"{one.kind}/{section.name}"
        quiet = self.smits.cell_style(QUIET)
        word, style = ("empty", quiet) if section.empty else ("", quiet)
        if section.name in one.changed:
            word, style = "changed", self.smits.cell_style("$text-primary")
        if path in one.stale:
            word, style = "stale", self.smits.cell_style("$text-warning")
        return path, (Text(""), Text(f"  {section.title}"), Text(word, style=style))

    def _settings(self) -> Settings:
        return self.smits.view.settings

    def _kind(self) -> str:
        return (self.current or next(iter(DOCUMENTS))).partition("/")[0]
