"""Writing and confirming sections, and waiving claims without a source."""

from __future__ import annotations

from smits_rules.vocabulary.suggestions import nearest
from smits_tui.actions.concurrent_change import ChangedMeanwhile, text_fingerprint
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.documents import find_document
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.citations import uncited
from smits_tui.process.deliverables.content import content_of
from smits_tui.process.deliverables.sections import DeliverableOutline
from smits_tui.process.entries.deliverables import (
    ClaimWaived,
    SectionWritten,
)
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.state import State, WrittenSection

MOST_TEXT = 200_000
"""The most characters of a section."""


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
