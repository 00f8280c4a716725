"""The text of a deliverable, and its copy in `deliverables/`."""

from __future__ import annotations

from itertools import groupby

from smits_rules.derivation.markets import shared_currency
from smits_tui.actions.inputs.archive.store import sound_copy
from smits_tui.actions.strategy.sources import cited
from smits_tui.clock import local_day
from smits_tui.documents.markdown import Cover, long_day, render, render_comments, with_approval
from smits_tui.process.deliverables.citations import inputs_of
from smits_tui.process.deliverables.comments import comments_on
from smits_tui.process.deliverables.content import content_of
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.deliverables.status import version_status
from smits_tui.process.state import State, Version
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace


def text_of(state: State, kind: str, version: int, currency: str = "", *, draft: bool = False) -> str:
    """A document as it is now, as Markdown.

    Args:
        state: the recorded state.
        kind: of deliverable.
        version: the number on its cover.
        currency: ISO 4217, for all amounts; see `currency_of`.
        draft: whether it has not been submitted yet; open comments then follow the text.
    """
    sources = {
        identifier: cited(state, item)
        for identifier in sorted(inputs_of(state, DOCUMENTS[kind]), key=_number_of)
        if (item := state.input(identifier))
    }
    cover = Cover(state.organisation, version, state.today, draft, sources, currency)
    content = content_of(state, kind)
    comments = comments_text(state, kind) if draft else ""
    return "\n".join(filter(None, (render(kind, content, cover), comments)))


def comments_text(state: State, kind: str) -> str:
    """The open comments on a document as a section for whoever works on it, as Markdown; blank without any.

    They are no part of the document: nobody agrees to them, and no version contains them.
    """
    content = content_of(state, kind)
    waiting = [
        comment
        for comment in comments_on(state, kind, {section.name: section.fingerprint for section in content})
        if comment.is_open
    ]
    if not waiting:
        return ""
    grouped = groupby(waiting, key=lambda comment: comment.comment.section)
    sections = [list(comments) for _, comments in grouped]
    return render_comments([(comments[0].comment.title, comments) for comments in sections])


def _number_of(identifier: str) -> int:
    """Readers look a source up by its number, so they stand in that order."""
    return int(identifier.removeprefix("I"))


def currency_of(settings: Settings) -> str:
    """The currency (ISO 4217) of amounts; blank if neither settings nor countries determine it."""
    return settings.currency or shared_currency(settings.jurisdictions)


def approval_of(state: State, version: Version) -> str:
    """Who agreed to a version and who approved it, as a sentence; blank before approval."""
    if version.approved_at is None:
        return ""
    paths = {f"{version.deliverable}/{name}": mark for name, mark in version.sections.items()}
    agreed = [
        name
        for name in state.stakeholders_who_agreed()
        if all(state.agreement(name).get(path) == mark for path, mark in paths.items())
    ]
    by = f", agreed by {', '.join(agreed)}" if agreed else ""
    return f"Approved by {version.approved_by} on {long_day(local_day(version.approved_at))}{by}"


def publish(state: State, workspace: Workspace, kind: str) -> None:
    """Write the newest version to `deliverables/`, for reading and for git, beside the approved one.

    The file is a copy: the record and the archive are authoritative.
    """
    versions = state.versions_of(kind)
    for version in versions:
        status = version_status(versions, version)
        if status == "superseded" or (version is not versions[-1] and status != "approved"):
            continue
        name = kind if status == "approved" or len(versions) == 1 else f"{kind}.submitted"
        source = sound_copy(workspace, version.document)
        if source.exists():
            target = workspace.deliverables / f"{name}.md"
            text = source.read_text(encoding="utf-8")
            approval = approval_of(state, version)
            target.write_text(with_approval(text, approval) if approval else text, encoding="utf-8")
    if versions[-1].approved_at:
        (workspace.deliverables / f"{kind}.submitted.md").unlink(missing_ok=True)
