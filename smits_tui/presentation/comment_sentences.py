"""Comments on sections, and their answers, as sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from smits_rules.vocabulary.shown_number import counted
from smits_tui.clock import local_day
from smits_tui.process.deliverables.comments import SectionComment


def comment_sentence(on_section: SectionComment) -> str:
    """Who commented, when, what, and what became of it: `kim, 2027-03-01: Too short. (resolved by tom)`."""
    comment = on_section.comment
    notes = [f"resolved by {comment.settled['by']}"] if comment.settled else []
    if on_section.is_changed and on_section.is_open:
        notes.append("the section has changed since")
    after = f" ({'; '.join(notes)})" if notes else ""
    return f"{comment.by}, {local_day(comment.at)}: {comment.text}{after}"


def answer_sentence(answer: Mapping[str, str]) -> str:
    """Who answered, when, and what.

    Args:
        answer: with `by`, `at` (ISO 8601) and `text`.
    """
    return f"{answer['by']}, {local_day(dt.datetime.fromisoformat(answer['at']))}: {answer['text']}"


def comment_count(comments: int) -> str:
    """How many comments wait, e.g. `2 comments`; blank for none."""
    return counted(comments, "comment") if comments else ""
