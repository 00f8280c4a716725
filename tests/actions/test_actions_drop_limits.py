"""What one drop unpacks to is bounded as a whole, however its files lie in one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from smits_tui.actions.inputs.extraction.attachments import LARGEST_DROP, MOST_IN_A_DROP, within_limits
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputReceived
from smits_watch.documents.attachments import Part, Unpacked


def received(number: int, path: str, size: int, part_of: str | None) -> InputReceived:
    return InputReceived(
        id=f"I{number}",
        kind="budgets",
        path=path,
        sha256=f"{number:064d}",
        size=size,
        mtime_ns=1,
        version=1,
        part_of=part_of,
    )


def parts(*sizes: int) -> Unpacked:
    return Unpacked(tuple(Part(f"{n}.csv", Path(f"{n}"), f"{n}", size) for n, size in enumerate(sizes)))


@pytest.fixture
def nested(record: Record) -> Record:
    """A ZIP with a ZIP in it, of which much was taken out already; another file beside it."""
    record.commit(
        "watcher",
        lambda _state: [
            received(1, "budgets/a.zip", 6_678, None),
            received(2, "budgets/a.zip/b.zip", LARGEST_DROP - 1_000, "I1"),
            received(3, "budgets/a.zip.csv", LARGEST_DROP, None),
        ],
    )
    return record


def test_bytes_count_over_all_files_in_one_another(nested: Record) -> None:
    """Smaller ones that still fit are taken; each of the others is listed with the reason."""
    inner = nested.state.input("I2")
    assert inner is not None
    taken = within_limits(nested.state, inner, parts(900, 900, 50))
    assert [part.name for part in taken.parts] == ["0.csv", "2.csv"]
    assert [left.name for left in taken.untaken] == ["1.csv"]
    assert "drop what counts by itself" in taken.untaken[0].reason


def test_files_count_over_all_files_in_one_another(nested: Record) -> None:
    inner = nested.state.input("I2")
    assert inner is not None
    taken = within_limits(nested.state, inner, parts(*[0] * (MOST_IN_A_DROP + 10)))
    assert len(taken.parts) == MOST_IN_A_DROP - 1
    assert len(taken.untaken) == 11


def test_another_drop_has_limits_of_its_own(nested: Record) -> None:
    other = nested.state.input("I3")
    assert other is not None
    assert len(within_limits(nested.state, other, parts(10, 10)).parts) == 2
