"""The comments on a document, compared with the text as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smits_tui.process.state import Comment, State


@dataclass(frozen=True, slots=True)
class SectionComment:
    """A comment, and whether it still is about what the section says."""

    comment: Comment
    is_changed: bool
    """Whether the section has changed since, or is gone."""

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to answer or resolve it."""
        return self.comment.status == "open"


def comments_on(state: State, kind: str, now: Mapping[str, str]) -> tuple[SectionComment, ...]:
    """The comments on a document that were not withdrawn.

    Args:
        state: contains the comments.
        kind: of deliverable.
        now: section -> fingerprint of its current content, in the order of the document.

    Returns:
        Them in the order of the sections; those on one section, the oldest first.
    """
    order = {name: number for number, name in enumerate(now)}
    listed = sorted(state.comments(kind), key=lambda comment: order.get(comment.section, len(order)))
    return tuple(
        SectionComment(comment, now.get(comment.section) != comment.fingerprint) for comment in listed
    )
