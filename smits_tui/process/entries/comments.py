"""Entries of comments: what people remark on a section, and what others answer. None delays agreement."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from smits_tui.process.entries.envelope import EntryData


class SectionCommented(EntryData):
    """Somebody commented on a section of a deliverable."""

    type: ClassVar[str] = "section.commented"
    id: str
    deliverable: str
    section: str
    title: str
    """The section's, as the deliverable shows it."""
    fingerprint: str
    """Of the section's content that the comment is about."""
    text: str = Field(min_length=1)


class CommentAnswered(EntryData):
    """A comment was answered."""

    type: ClassVar[str] = "comment.answered"
    id: str
    text: str = Field(min_length=1)


class CommentResolved(EntryData):
    """A comment needs nothing more."""

    type: ClassVar[str] = "comment.resolved"
    id: str


class CommentReopened(EntryData):
    """A resolved comment is open again."""

    type: ClassVar[str] = "comment.reopened"
    id: str


class CommentWithdrawn(EntryData):
    """The author withdrew a comment: it is shown in the history only."""

    type: ClassVar[str] = "comment.withdrawn"
    id: str
