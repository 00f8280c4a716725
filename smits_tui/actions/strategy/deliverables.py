"""Writing, confirming and submitting documents; each action checks its gate under the ledger's lock."""

from __future__ import annotations

from dataclasses import dataclass

from smits_rules.derivation.markets import shared_currency
from smits_rules.vocabulary.kinds import INPUT_KINDS
from smits_rules.vocabulary.suggestions import nearest
from smits_tui.actions.concurrent_change import ChangedMeanwhile, text_fingerprint
from smits_tui.actions.inputs.archive.store import archived, keep
from smits_tui.actions.session import ActionRefused, GateNotMet
from smits_tui.actions.strategy.identity import confirmation
from smits_tui.clock import local_day
from smits_tui.documents.markdown import CitedInput, Cover, long_day, render, with_approval
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.citations import inputs_of, uncited
from smits_tui.process.deliverables.content import content_of, fingerprints
from smits_tui.process.deliverables.gates import People, document_problems, newer_trigger, newest_version
from smits_tui.process.deliverables.sections import DOCUMENTS, DeliverableOutline
from smits_tui.process.deliverables.status import Deliverable, deliverables, version_status
from smits_tui.process.entries.deliverables import (
    ClaimWaived,
    DeliverableApproved,
    DeliverableSubmitted,
    SectionWritten,
)
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.state import Cycle, Input, State, Version, WrittenSection
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

MOST_TEXT = 200_000
"""The most characters of a section."""


@dataclass(frozen=True, slots=True)
class Done:
    """The result of an action on a document."""

    kind: str
    version: int
    status: str


def people_of(settings: Settings) -> People:
    """The people whose agreement counts."""
    return People(
        tuple(stakeholder.name for stakeholder in settings.stakeholders), settings.agreement.quorum_pct
    )


def named_in(settings: Settings) -> str:
    """Who may agree and approve, in a sentence that says what to do if a name is missing."""
    names = ", ".join(stakeholder.name for stakeholder in settings.stakeholders)
    if not names:
        return "Nobody is named: add a [[stakeholders]] table with a name to smits.toml."
    return f"Stakeholders: {names}. Others are added to smits.toml."


def documents_of(state: State, settings: Settings) -> list[Deliverable]:
    """The five documents with their status."""
    return deliverables(state, people_of(settings), settings.due)


def find_document(kind: str) -> DeliverableOutline:
    """The document of a kind.

    Raises:
        ActionRefused: there is none.
    """
    document = DOCUMENTS.get(kind.strip().lower())
    if document is None:
        best = nearest(kind, DOCUMENTS)
        hint = f"did you mean '{best}'?" if best else f"choose one of {', '.join(DOCUMENTS)}."
        raise ActionRefused(f"'{kind}' is not a deliverable; {hint}")
    return document


def write_section(
    record: Record,
    kind: str,
    section: str,
    text: str,
    *,
    by: str,
    title: str | None = None,
    opened: str | None = None,
) -> None:
    """Write or replace the text of a section.

    Args:
        record: the record that receives the text.
        kind: of deliverable.
        section: its name; an unknown name with a title adds a section to the document.
        text: Markdown.
        by: the author.
        title: of an added section.
        opened: fingerprint of the text with which the editor was opened; None writes in any case.

    Raises:
        ActionRefused: there is no such section, or the text is empty or too long.
        ChangedMeanwhile: the section has changed since it was opened.
    """
    document = find_document(kind)
    if not text.strip():
        raise ActionRefused("A section can't be empty; write a sentence, or confirm it unchanged.")
    if len(text) > MOST_TEXT:
        raise ActionRefused(f"A section has at most {MOST_TEXT:,} characters; this one has {len(text):,}.")

    def action(state: State) -> list[EntryData]:
        heading = _title(state, document, section, title)
        _check_unchanged(state.section(f"{document.kind}/{section}"), section, opened)
        data = SectionWritten(
            deliverable=document.kind, section=section, title=heading, text=text.strip() + "\n"
        )
        return [data]

    record.commit(by, action)


def confirm_section(
    record: Record, kind: str, section: str, *, by: str, reason: str = "", opened: str | None = None
) -> None:
    """Confirm that a section is still valid.

    Args:
        record: the record that receives the confirmation.
        kind: of deliverable.
        section: its name.
        by: the person who confirms it.
        reason: why it is still valid.
        opened: fingerprint of the text that was reviewed; None confirms in any case.

    Raises:
        ActionRefused: there is no such section, or it was never written.
        ChangedMeanwhile: the section has changed since it was reviewed.
    """
    document = find_document(kind)

    def action(state: State) -> list[EntryData]:
        heading = _title(state, document, section, None)
        written = state.section(f"{document.kind}/{section}")
        content = {part.name: part for part in content_of(state, document.kind)}
        outline = document.section(section)
        # A section of records only may be empty and still be valid.
        needs_text = outline is None or outline.text
        if section not in content or (content[section].empty and needs_text):
            raise ActionRefused(
                f"The section '{section}' is not written yet, so there is nothing to confirm."
            )
        _check_unchanged(written, section, opened)
        text = written.text if written else ""
        return [
            SectionWritten(
                deliverable=document.kind,
                section=section,
                title=heading,
                text=text,
                confirmed=True,
                reason=reason,
            )
        ]

    record.commit(by, action)


def waive_claim(record: Record, kind: str, claim: str, *, by: str, reason: str) -> None:
    """Accept a claim without a source.

    Raises:
        ActionRefused: there is no such claim without a source, or no reason.
    """
    document = find_document(kind)
    if not reason.strip():
        raise ActionRefused("Give a reason why the claim needs no source.")

    def action(state: State) -> list[EntryData]:
        claimed = next(
            (candidate for candidate in uncited(state, document) if candidate.fingerprint == claim.strip()),
            None,
        )
        if claimed is None:
            raise ActionRefused(
                f"There is no claim '{claim}' without a source in the {document.title.lower()}."
            )
        return [
            ClaimWaived(
                deliverable=document.kind,
                section=claimed.section,
                claim=claimed.fingerprint,
                text=claimed.text,
                reason=reason.strip(),
            )
        ]

    record.commit(by, action)


def submit(record: Record, workspace: Workspace, kind: str, *, by: str) -> Done:
    """Submit the current content of a document to the stakeholders.

    Returns:
        The document and its new version.

    Raises:
        ActionRefused: no cycle is open, something is missing, or the same content was submitted before.
        OSError: the document can't be archived.
    """
    document = find_document(kind)
    currency = currency_of(workspace.settings())

    def action(state: State) -> list[EntryData]:
        cycle, version = check_submission(state, document.kind)
        text = text_of(state, document.kind, version, currency)
        return [
            DeliverableSubmitted(
                deliverable=document.kind,
                version=version,
                cycle=cycle.number,
                sections=fingerprints(state, document.kind),
                document=keep(workspace, text.encode()),
                inputs=inputs_of(state, document),
                pack=state.pack or "",
            )
        ]

    (submitted,) = record.commit(by, action)
    publish(record.state, workspace, document.kind)
    return Done(document.kind, int(submitted.data["version"]), "submitted")


def check_submission(state: State, kind: str) -> tuple[Cycle, int]:
    """The cycle in which `submit` would record a document, and the number of its version.

    Raises:
        ActionRefused: as for `submit`.
    """
    cycle = state.cycle()
    if cycle is None:
        raise ActionRefused("No cycle is open; accept a trigger or open one first.")
    problems = list(document_problems(state, kind))
    if problems:
        raise GateNotMet(problems[0], more=len(problems) - 1)
    newest = newest_version(state, kind)
    if newest is None:
        return cycle, 1
    is_same = newest.sections == fingerprints(state, kind) and newest.cycle == cycle.number
    if is_same and newer_trigger(state, cycle, newest) is None:
        raise ActionRefused(f"Version {newest.version} has the same content; nothing has changed since.")
    return cycle, newest.version + 1


def approve(
    record: Record, workspace: Workspace, settings: Settings, kind: str, *, by: str, passphrase: str = ""
) -> Done:
    """Approve the newest version of a document once the stakeholders have agreed.

    Raises:
        ActionRefused: the person is not a stakeholder, it is not agreed, or the person who submitted it would
            be the only one to approve it.
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    document = find_document(kind)
    confirmed = confirmation(settings, by, record.origin, passphrase)

    def action(state: State) -> list[EntryData]:
        version = check_approval(state, settings, kind, by=by).version
        return [DeliverableApproved(deliverable=document.kind, version=version, confirmed=confirmed)]

    (approved,) = record.commit(by, action)
    publish(record.state, workspace, document.kind)
    return Done(document.kind, int(approved.data["version"]), "approved")


def check_approval(state: State, settings: Settings, kind: str, *, by: str) -> Version:
    """The version that `approve` would put into force.

    Raises:
        ActionRefused: as for `approve`.
    """
    people = people_of(settings)
    newest = _submitted_as_it_is(state, find_document(kind))
    if newest.approved_at is not None:
        raise ActionRefused(f"Version {newest.version} is already approved.")
    delegates = (state.delegate(name) for name in people.stakeholders)
    if by.casefold() not in {name.casefold() for name in (*people.stakeholders, *filter(None, delegates))}:
        raise ActionRefused(f"'{by}' is not a stakeholder and can't approve. {named_in(settings)}")
    agreement = agreement_on(state, newest, people.stakeholders, people.quorum_pct)
    if not agreement.complete:
        who = ", ".join(agreement.missing) or "the stakeholders"
        objections = "".join(f" {objection.id} is not answered." for objection in agreement.objections)
        raise ActionRefused(
            f"{len(agreement.agreed)} of {agreement.needed} needed agreed; {who} did not.{objections}"
        )
    if by == newest.submitted_by and set(agreement.agreed) <= {by}:
        raise ActionRefused(f"{by} submitted it, so another stakeholder must agree before it is approved.")
    return newest


def text_of(state: State, kind: str, version: int, currency: str = "", *, draft: bool = False) -> str:
    """A document as it is now, as Markdown.

    Args:
        state: the recorded state.
        kind: of deliverable.
        version: the number on its cover.
        currency: ISO 4217, for all amounts; see `currency_of`.
        draft: whether it has not been submitted yet.
    """
    sources = {
        identifier: _source(state, item)
        for identifier in sorted(inputs_of(state, DOCUMENTS[kind]), key=_number_of)
        if (item := state.input(identifier))
    }
    cover = Cover(state.organisation, version, state.today, draft, sources, currency)
    return render(kind, content_of(state, kind), cover)


def _number_of(identifier: str) -> int:
    """Readers look a source up by its number, so they stand in that order."""
    return int(identifier.removeprefix("I"))


def currency_of(settings: Settings) -> str:
    """The currency (ISO 4217) of amounts; blank if neither settings nor countries determine it."""
    return settings.currency or shared_currency(settings.jurisdictions)


def _source(state: State, item: Input) -> CitedInput:
    file = item
    while file.part_of and (container := state.input(file.part_of)) is not None:
        file = container
    kind = INPUT_KINDS[item.kind].title if item.kind in INPUT_KINDS else item.kind
    return CitedInput(item.path, kind, local_day(item.received_at), file.path)


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
        source = archived(workspace, version.document)
        if source.exists():
            target = workspace.deliverables / f"{name}.md"
            text = source.read_text(encoding="utf-8")
            approval = approval_of(state, version)
            target.write_text(with_approval(text, approval) if approval else text, encoding="utf-8")
    if versions[-1].approved_at:
        (workspace.deliverables / f"{kind}.submitted.md").unlink(missing_ok=True)


def _check_unchanged(written: WrittenSection | None, section: str, opened: str | None) -> None:
    """Refuse to continue if the section has changed since it was opened."""
    theirs = written.text if written else ""
    if opened is None or text_fingerprint(theirs) == opened:
        return
    by, at = (written.written_by, written.written_at) if written else ("", None)
    raise ChangedMeanwhile(section, by, at, theirs)


def _title(state: State, document: DeliverableOutline, section: str, title: str | None) -> str:
    outline = document.section(section)
    if outline is not None:
        return outline.title
    written = state.section(f"{document.kind}/{section}")
    if title or written:
        return title or (written.title if written else section)
    names = [part.name for part in document.sections]
    best = nearest(section, names)
    hint = f"; did you mean '{best}'?" if best else f"; it has {', '.join(names)}."
    raise ActionRefused(
        f"The {document.title.lower()} has no section '{section}'{hint} A new one needs --title."
    )


def _submitted_as_it_is(state: State, document: DeliverableOutline) -> Version:
    newest = newest_version(state, document.kind)
    if newest is None:
        raise ActionRefused(f"The {document.title.lower()} is not submitted yet.")
    if newest.sections != fingerprints(state, document.kind):
        raise ActionRefused(
            f"The {document.title.lower()} was changed since version {newest.version}; submit it again."
        )
    return newest
