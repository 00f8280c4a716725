"""Twenty thousand small files at once: all are read, a letter does not wait, the watcher ends in time."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from smits_tui.ledger.record import Record

FILES = 20_000
LETTER = (
    "Router Works Ltd\n\nDear customer,\n\nsupport for {product} ends on 31 March 2028.\n\nKind regards\n"
)
LETTER_SECONDS = 30.0
"""A person who drops a letter meanwhile sees what follows from it within this time."""
END_SECONDS = 5.0
"""What `smits watch` promises for SIGTERM, whatever it is doing."""
ALL_SECONDS = 1_500.0
"""More than a busy machine takes to read all; it took 510 s with fifteen processes on two cores."""


def drop(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def drop_many(folder: Path) -> None:
    """Budgets, notices, surveys and goals in turns; no two have the same content."""
    pick = random.Random(7)
    for number in range(FILES // 4):
        lines = "".join(f"{name},{pick.randint(1, 90)}000\n" for name in ("Licences", "Hosting", "Staff"))
        drop(folder, f"budgets/team {number}/IT budget.csv", f"Item,2027\n{lines}Desk {number},{number}\n")
        drop(folder, f"vendor-notices/{number}.txt", LETTER.format(product=f"Desk {number} Portal"))
        answers = "".join(f"{number}-{line},{pick.randint(1, 5)}\n" for line in range(12))
        drop(folder, f"customer-feedback/{number}.csv", f"Respondent,Score\n{answers}")
        drop(
            folder,
            f"goals/{number}.md",
            f"# Goals\n\n- Move {number + 1} applications to the cloud by 2029\n",
        )


@pytest.mark.long
@pytest.mark.timeout(
    2 * ALL_SECONDS + LETTER_SECONDS
)  # the limit of other tests is a fifth of what it may take
def test_all_are_judged_a_letter_does_not_wait_and_the_watcher_ends(
    smits: Any,
    record: Record,
    eventually: Callable[..., None],
    record_property: Callable[[str, object], None],
) -> None:
    inputs = smits.workspace.inputs
    drop_many(inputs)
    record_property("tried", FILES)

    def are_many_read() -> bool:
        record.catch_up()
        return next(islice(record.state.inputs_with("read"), FILES // 20, None), None) is not None

    def is_all_judged() -> bool:
        record.catch_up()
        is_waiting = next(record.state.inputs_with("received"), None) is not None
        return not is_waiting and sum(item.judged for item in record.state.inputs_with("read")) == FILES + 1

    def letter_is_judged() -> bool:
        record.catch_up()
        letter = record.state.newest("vendor-notices/urgent.txt")
        return letter is not None and letter.judged

    with smits.watching() as process:
        eventually(are_many_read, ALL_SECONDS)
        drop(inputs, "vendor-notices/urgent.txt", LETTER.format(product="Router 7"))
        eventually(letter_is_judged, LETTER_SECONDS)
        assert next(record.state.inputs_with("received"), None), "all were read before the letter came"
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert time.monotonic() - began < END_SECONDS
    with smits.watching():
        eventually(is_all_judged, ALL_SECONDS)
