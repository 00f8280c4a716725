"""Facts from the calendar alone: missing inputs, and reviews and deliverables that are due."""

from __future__ import annotations

from collections.abc import Iterator

from smits_rules.derivation.inputs import Circumstances
from smits_rules.vocabulary import DeliverableDue, InputSilence, ReviewDue


def silences(circumstances: Circumstances) -> Iterator[InputSilence]:
    """For each expected input kind, the time since its last file."""
    for kind, expected in circumstances.expected_days.items():
        last = circumstances.last_received.get(kind)
        days = (circumstances.today - (last or circumstances.began)).days
        yield InputSilence(
            kind=kind, last=last, days=days, expected_days=expected, overdue_days=max(0, days - expected)
        )


def reviews(circumstances: Circumstances) -> Iterator[ReviewDue]:
    """The days until the next strategy review."""
    if circumstances.next_review:
        days = (circumstances.next_review - circumstances.today).days
        yield ReviewDue(due=circumstances.next_review, days=days)


def deliverables_due(circumstances: Circumstances) -> Iterator[DeliverableDue]:
    """The days until each deliverable that has a date is due."""
    for kind, due in circumstances.deliverables_due.items():
        yield DeliverableDue(deliverable=kind, due=due, days=(due - circumstances.today).days)
