"""Edits a section in the person's own editor."""

from __future__ import annotations

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.concurrent_change import ChangedMeanwhile, difference_between, text_fingerprint
from smits_tui.actions.drafts import DraftFile, keep_left
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.cli.exits import narrate
from smits_tui.ledger.record import Record
from smits_tui.presentation.external_editor import EditorFailed, edited


def write_in_editor(
    record: Record, slot: DraftFile, kind: str, section: str, *, by: str, title: str | None
) -> None:
    """Edit a section in the person's own editor, continuing a draft; text that can't be saved is kept.

    Raises:
        SmitsError: it could not be written; the message says where the text is kept.
    """
    written, draft = record.state.section(f"{kind}/{section}"), slot.load()
    before = written.text if written else ""
    seen = draft.fingerprint if draft else text_fingerprint(before)
    begin = str(draft.values.get("text", before)) if draft else before
    if draft:
        narrate("The editor opens with your draft.")
    left: bytes | None = None
    try:
        after = edited(begin)
        left = after.encode()
        if after == before:
            slot.discard()
            raise ActionRefused("Nothing was changed; use --confirm if it is still valid.")
        write_section(record, kind, section, after, by=by, title=title, opened=seen)
    except (SmitsError, OSError) as error:
        if isinstance(error, ChangedMeanwhile):
            for line in difference_between(before, error.theirs):
                narrate(line)
            seen = error.fingerprint
        left = error.left if isinstance(error, EditorFailed) else left
        kept = keep_left(slot, before, seen, left, record.clock()) if left != before.encode() else ""
        raise ActionRefused(f"{error}{kept}") from error
    slot.discard()
