"""Comments on sections: made, answered, resolved, reopened, withdrawn. They delay nothing."""

from __future__ import annotations

from collections.abc import Callable

from smits_rules.vocabulary.suggestions import nearest
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables.documents import find_document
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.content import content_of
from smits_tui.process.entries.comments import (
    CommentAnswered,
    CommentReopened,
    CommentResolved,
    CommentWithdrawn,
    SectionCommented,
)
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.state import Comment, State

MOST_TEXT = 20_000
"""The most characters of a comment or an answer: a tenth of a section, whose proposed text may be in it."""


def comment_on(
    record: Record, kind: str, section: str, text: str, *, by: str, shown: str | None = None
) -> str:
    """Comment on a section, written or not.

    Args:
        record: the record that receives the comment.
        kind: of deliverable.
        section: its name.
        text: the comment.
        by: the author, who need not be a stakeholder: a comment binds nobody.
        shown: fingerprint of the content that the author saw; None is the current one.

    Returns:
        The id of the comment.

    Raises:
        ActionRefused: there is no such section, or the text is missing or too long.
    """
    document = find_document(kind)
    words = _text(text, "Say what you think of the section.")

    def action(state: State) -> list[EntryData]:
        sections = {content.name: content for content in content_of(state, document.kind)}
        if section not in sections:
            best = nearest(section, list(sections))
            hint = f"did you mean '{best}'?" if best else f"it has {', '.join(sections)}."
            raise ActionRefused(f"The {document.title.lower()} has no section '{section}'; {hint}")
        content = sections[section]
        return [
            SectionCommented(
                id=f"K{state.next_id('comments')}",
                deliverable=document.kind,
                section=section,
                title=content.title,
                fingerprint=shown or content.fingerprint,
                text=words,
            )
        ]

    (entry,) = record.commit(by, action)
    return str(entry.data["id"])


def answer_comment(record: Record, identifier: str, text: str, *, by: str) -> None:
    """Answer an open comment; anybody may, as often as there is something to say.

    Raises:
        ActionRefused: there is no such open comment, or the text is missing or too long.
    """
    words = _text(text, "Write an answer.")

    def entry_of(comment: Comment) -> EntryData:
        if comment.status != "open":
            raise ActionRefused(f"{comment.id} is resolved; reopen it to answer.")
        return CommentAnswered(id=comment.id, text=words)

    _commit(record, identifier, by, entry_of)


def resolve_comment(record: Record, identifier: str, *, by: str) -> None:
    """Mark a comment as settled.

    Raises:
        ActionRefused: there is no such comment, or it is resolved already.
    """

    def entry_of(comment: Comment) -> EntryData:
        if comment.status != "open":
            raise ActionRefused(f"{comment.id} was already resolved by {(comment.settled or {}).get('by')}.")
        return CommentResolved(id=comment.id)

    _commit(record, identifier, by, entry_of)


def reopen_comment(record: Record, identifier: str, *, by: str) -> None:
    """Open a resolved comment again.

    Raises:
        ActionRefused: there is no such comment, or it is open.
    """

    def entry_of(comment: Comment) -> EntryData:
        if comment.status == "open":
            raise ActionRefused(f"{comment.id} is open already.")
        return CommentReopened(id=comment.id)

    _commit(record, identifier, by, entry_of)


def withdraw_comment(record: Record, identifier: str, *, by: str) -> None:
    """Withdraw one's own comment; the history keeps it.

    Raises:
        ActionRefused: there is no such comment, or somebody else made it.
    """

    def entry_of(comment: Comment) -> EntryData:
        if comment.by != by:
            raise ActionRefused(f"{comment.by} made {comment.id}; you can answer or resolve it.")
        return CommentWithdrawn(id=comment.id)

    _commit(record, identifier, by, entry_of)


def _commit(record: Record, identifier: str, by: str, entry_of: Callable[[Comment], EntryData]) -> None:
    """Append what follows from a comment that is not withdrawn, as it is under the ledger's lock."""

    def action(state: State) -> list[EntryData]:
        comment = state.comment(identifier.strip().upper())
        if comment is None:
            raise ActionRefused(
                f"There is no comment '{identifier}'; `smits deliverable comment list` lists them."
            )
        if comment.status == "withdrawn":
            raise ActionRefused(f"{comment.id} was withdrawn by {comment.by}.")
        return [entry_of(comment)]

    record.commit(by, action)


def _text(text: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise ActionRefused(missing)
    if len(words) > MOST_TEXT:
        raise ActionRefused(f"A comment has at most {MOST_TEXT:,} characters; this one has {len(words):,}.")
    return words
