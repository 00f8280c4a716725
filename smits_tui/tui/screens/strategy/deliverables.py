"""Deliverables: the five documents with their sections; writing, agreeing, and reasons for staleness."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions.inputs.add import path_from
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.sections import waive_claim
from smits_tui.actions.strategy.deliverables.submission import (
    approve,
    check_approval,
    check_submission,
    submit,
)
from smits_tui.actions.strategy.export import agreed_to, difference, file_of
from smits_tui.documents.export import BOARD_FORMATS, FORMAT_TITLES, FORMATS
from smits_tui.presentation.comment_sentences import comment_count
from smits_tui.process.deliverables.citations import uncited
from smits_tui.process.deliverables.content import SectionContent, content_of
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.tui.details.deliverable import difference_detail, document_detail, section_detail
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.strategy.comment_actions import CommentActions
from smits_tui.tui.screens.strategy.dependency_graph import DependencyGraphScreen
from smits_tui.tui.status_styles import DELIVERABLE, QUIET, text
from smits_tui.tui.widgets.list_view import Cells

OTHER_EXPORTS = (
    ("measures.csv", "Readings of all measures (CSV, for Excel)"),
    ("work.csv", "Initiatives and corrective actions (CSV, for Jira, ServiceNow or Planner)"),
    ("strategy.ics", "Dates to be kept (a file for calendars)"),
)
"""Exports that are not of one document: the name of the file, and what is in it."""


class DeliverablesScreen(CommentActions):
    """Documents and sections in a list, and the selected one in full."""

    TITLE_OF_HELP: ClassVar[str] = "Deliverables"
    HELP_TEXT: ClassVar[str] = (
        "The five documents and their sections. `e` writes the selected section (ctrl+e in your own "
        "editor), `l` confirms that it is still valid. `s` submits the document, `a` agrees to the "
        "submitted version, `x` objects to the section, `A` answers an objection, `u` withdraws your "
        "agreement, `p` approves an agreed document. `K` comments on the section or answers a comment, "
        "which delays nothing. `v` shows the whole document, `c` compares it with a version, `t` shows "
        "what rests on what, `E` writes a file."
    )
    CHANGES = frozenset({"edit", "own_editor", "add_section", "confirm", "waive", "submit", "approve"}) | {
        *("agree", "withdraw_agreement", "object", "answer", "comment", "delegate")
    }
    DETAIL_TITLE = "Text"
    COLUMNS = (("", 1), ("document", None), ("status", 11))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "e", "edit", "Write", tooltip="Write the section, or the next one of the document that needs it"
        ),
        Binding("s", "submit", "Submit", tooltip="Submit the document to the stakeholders"),
        Binding("a", "agree", "Agree", tooltip="Agree to the submitted version"),
        Binding("x", "object", "Object", tooltip="Object to the section"),
        Binding("p", "approve", "Approve", tooltip="Approve an agreed document"),
        Binding("v", "read", "Read", tooltip="Read the whole document"),
        Binding("c", "difference", "Difference", tooltip="What has changed since a version"),
        Binding("l", "confirm", "Confirm", tooltip="Confirm that it is still valid"),
        Binding("E", "export", "Export", tooltip="Write a document, the measures or the dates to a file"),
        Binding("t", "resting", "Graph", tooltip="The dependencies of sections, and what is stale"),
        Binding("A", "answer", "Answer", tooltip="Answer an objection"),
        Binding("K", "comment", "Comment", tooltip="Comment on the section, or answer a comment"),
        Binding("w", "waive", "Waive", tooltip="Accept a claim without a source"),
        Binding("n", "add_section", "Section", tooltip="Add a section of your own"),
        Binding(
            "u", "withdraw_agreement", "Withdraw", tooltip="Withdraw your agreement before it is approved"
        ),
        Binding("f", "delegate", "Delegate", tooltip="Let somebody agree on your behalf"),
        Binding("ctrl+e", "own_editor", "Editor", tooltip="Write the section in your own editor (EDITOR)"),
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back", show=False),
    ]

    def __init__(self) -> None:
        """Create the screen with texts rather than differences."""
        super().__init__()
        self._since: int | None = None
        """The version since which the difference is shown beside the list; None: the text is."""
        self._sections: dict[str, SectionContent] = {}
        """Path -> section, as it is now."""

    def keys(self, view: View) -> Sequence[str]:
        """Each document, and its sections below it."""
        rows: list[str] = []
        self._sections = {}
        for deliverable in view.deliverables:
            sections = content_of(view.state, deliverable.kind)
            self._sections |= {f"{deliverable.kind}/{section.name}": section for section in sections}
            rows += [deliverable.kind, *(f"{deliverable.kind}/{section.name}" for section in sections)]
        return rows

    def cells(self, view: View, key: str) -> Cells:
        """A document with its status, or a section with its changes."""
        kind, _, name = key.partition("/")
        deliverable = next(deliverable for deliverable in view.deliverables if deliverable.kind == kind)
        if not name:
            status_style, version = (
                DELIVERABLE[deliverable.status],
                f" v{deliverable.version}" if deliverable.version else "",
            )
            return (
                text(status_style.icon, status_style.style),
                text(deliverable.title + version, "bold") + _counted(deliverable.open_comments()),
                text(status_style.word, status_style.style),
            )
        word, style = ("empty", QUIET) if self._sections[key].empty else ("", QUIET)
        if name in deliverable.changed:
            word, style = "changed", "$text-primary"
        if key in deliverable.stale:
            word, style = "stale", "$text-warning"
        title = text(f"  {self._sections[key].title}") + _counted(deliverable.open_comments(name))
        return text(""), title, text(word, style)

    def head(self, view: View, about: str) -> tuple[str, str]:
        """The number of documents in force."""
        ones = view.deliverables
        approved = sum(1 for document in ones if document.status == "approved")
        return f"{approved} of {len(ones)} documents are in force{about}", "e writes, s submits, a agrees"

    def detail(self, view: View, key: str | None) -> Content:
        """A document with its open tasks, a section with its text, or the difference."""
        kind, _, name = (key or next(iter(DOCUMENTS))).partition("/")
        if self._since is not None:
            return self._difference(view, kind, self._since)
        deliverable = next(deliverable for deliverable in view.deliverables if deliverable.kind == kind)
        if not name:
            return document_detail(view, deliverable)
        width = self.query_one(".part-detail").scrollable_content_region.width
        return section_detail(view, deliverable, name, width)

    def action_waive(self) -> None:
        """Choose a claim without an input, and give the reason why it may stay."""
        kind = self._kind()
        claims = uncited(self.smits.view.state, DOCUMENTS[kind])
        if not claims:
            raise ActionRefused("Every claim in this document cites an input or was waived.")

        def ask(mark: str | None) -> None:
            claim = next((candidate for candidate in claims if candidate.fingerprint == mark), None)
            if claim is None:
                return

            def answer(reason: str) -> None:
                record, person = self.smits.record, self.smits.person
                waive_claim(record, kind, claim.fingerprint, by=person, reason=reason)

            hint, slot = "why it needs no source", self.smits.draft(f"waive {claim.fingerprint}")
            question = Prompt("Waive", claim.text, hint, "Waive", answer, draft=slot)
            self.ask(question, "The claim needs no source now.")

        self._choose(
            "Which claim?",
            [(candidate.fingerprint, f"{candidate.section}: {candidate.text}") for candidate in claims],
            ask,
        )

    def action_submit(self) -> None:
        """Submit the document to the stakeholders."""
        smits, kind = self.smits, self._kind()
        _, number = check_submission(smits.record.state, kind)
        title, people = DOCUMENTS[kind].title, ", ".join(smits.view.people.stakeholders)

        def act() -> str:
            done = submit(smits.record, smits.workspace, kind, by=smits.person)
            return f"Version {done.version} of the {title.lower()} is submitted."

        asked = (
            f"{people} are asked to agree to it."
            if people
            else "No stakeholder is named yet who could agree to it."
        )
        follows = f"It becomes version {number}, which the record keeps as it is now. {asked}"
        self.confirm(f"Submit the {title.lower()}?", follows, "Submit", act)

    def action_approve(self) -> None:
        """Put the document into force."""
        kind = self._kind()
        self._confirmed(lambda passphrase: self._ask_to_approve(kind, passphrase))

    def _ask_to_approve(self, kind: str, passphrase: str) -> None:
        smits = self.smits
        version = check_approval(smits.record.state, smits.view.settings, kind, by=smits.person)
        title = DOCUMENTS[kind].title.lower()

        def act() -> str:
            done = approve(
                smits.record,
                smits.workspace,
                smits.view.settings,
                kind,
                by=smits.person,
                passphrase=passphrase,
            )
            return f"Version {done.version} of the {title} is approved."

        follows = (
            f"Version {version.version} of the {title} is in force from now on, approved by {smits.person}; "
            "agreements to it can't be withdrawn any more."
        )
        self.confirm(f"Approve the {title}?", follows, "Approve", act)

    def action_read(self) -> None:
        """Show the whole document; a submitted version can be agreed to there."""
        self.show_document(self._kind())

    def action_resting(self) -> None:
        """Show the dependency graph."""
        self.app.push_screen(DependencyGraphScreen())

    def action_difference(self) -> None:
        """Choose a version and show the changes since then; a second time, show the text again."""
        if self._since is not None:
            self._show_since(None)
            return
        kind, state = self._kind(), self.smits.view.state
        agreed = agreed_to(state, kind, self.smits.person)
        options = []
        for version in reversed(state.versions_of(kind)):
            notes = ["in force"] if version.approved_at else []
            notes += ["you agreed to it"] if version.version == agreed else []
            label = " · ".join([f"version {version.version}", f"{version.submitted_at:%Y-%m-%d}", *notes])
            options.append((str(version.version), label))
        if not options:
            raise ActionRefused("It is not submitted yet, so there is nothing to compare it with.")
        self._choose(
            "Compare with which version?", options, lambda key: self._show_since(int(key)) if key else None
        )

    def _show_since(self, version: int | None) -> None:
        self._since = version
        self.show(self.smits.view)

    def action_export(self) -> None:
        """Choose what to export, ask for a path, and write the file."""
        kind = self._kind()
        title = DOCUMENTS[kind].title
        options = [(f"{kind}.{form}", f"{title}: {FORMAT_TITLES[form]}") for form in FORMATS]
        options.append((f"{kind}.receipt.json", f"{title}: receipt of who agreed to what"))
        board = [(f"board.{form}", f"Pack for the board: {FORMAT_TITLES[form]}") for form in BOARD_FORMATS]
        options += [*reversed(board), *OTHER_EXPORTS]
        self._choose("Write to a file", options, self._ask_for_path)

    def _ask_for_path(self, what: str | None) -> None:
        if not what:
            return
        smits, title = self.smits, f"Writing {what}"
        view = smits.view
        make = partial(file_of, view.snapshot, smits.workspace, view.settings, what, view.now)
        if smits.served:
            # In a browser, the person may not write files of this machine; the browser asks for a location.
            smits.in_background(title, make, lambda content: self._deliver(what, content))
            return

        chosen: list[Path] = []

        def answer(path: str) -> None:
            if not path.strip():
                raise ActionRefused("Type the path of the file.")
            chosen.append(path_from(path))

        def write() -> Path:
            chosen[-1].write_bytes(make())
            return chosen[-1]

        def begin() -> str:
            smits.in_background(title, write, lambda done: self.notify(f"{done} is written."))
            return ""

        def closed(was_answered: bool | None) -> None:
            # Asked once the prompt is closed, because a dialog opened from it would be closed with it.
            if was_answered and chosen[-1].exists():
                about = "Its current content will be lost."
                self.confirm(f"{chosen[-1].name} exists: overwrite it?", about, "Overwrite", begin)
            elif was_answered:
                begin()

        about = "You will be asked before an existing file is overwritten."
        prompt = Prompt("Export", about, "path of the file", "Write", answer, typed=what)
        self.app.push_screen(prompt, closed)

    def _deliver(self, what: str, content: bytes) -> None:
        self.app.deliver_binary(BytesIO(content), save_filename=what)
        self.notify(f"{what} is in the browser's downloads; if not, let this page open windows.")

    def _difference(self, view: View, kind: str, since: int) -> Content:
        try:
            changes = list(difference(view.state, self.smits.workspace, kind, since))
        except ActionRefused as error:
            return text(error, QUIET)
        return difference_detail(f"Since version {since}; press c to show the text", changes)


def _counted(comments: int) -> Content:
    """How many open comments there are, after a title; blank for none."""
    return text(f" · {comment_count(comments)}", "$text-primary") if comments else text("")
