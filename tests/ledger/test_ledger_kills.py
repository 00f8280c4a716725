"""Whoever is killed in an append costs nobody an entry that was acknowledged, beside one who lives on."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from smits_tui.actions.session import open_record
from smits_tui.clock import system_clock
from smits_tui.ledger.chain import chain
from smits_tui.ledger.file.ledger import FileLedger
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace

LARGE = 5_000_000
"""Characters of an entry: a write so long that a kill falls into it."""

WRITER = """
import sys
from pathlib import Path
from smits_tui.actions.session import open_record
from smits_tui.process.entries.entry import CycleOpened
from smits_tui.workspace import Workspace

record, _ = open_record(Workspace(Path(sys.argv[1])))
print("ready", flush=True)
number = 1
while True:
    entry = CycleOpened(number=number, reason=sys.argv[2] + "x" * int(sys.argv[3]))
    print(record.commit("writer", lambda _: [entry])[0].hash, flush=True)
    number += 1
"""


def kill_writers(workspace: Workspace, kills: int, seed: int) -> None:
    living, _ = open_record(workspace, system_clock)
    chance = random.Random(seed)
    acknowledged: list[str] = []
    for number in range(kills):
        command = [sys.executable, "-c", WRITER, str(workspace.root), f"{number}", str(LARGE)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.01, 0.3))  # the moment of the kill is what is tried out
            writer.kill()
            acknowledged += [line.strip() for line in writer.stdout if len(line.strip()) == 64]
        living.catch_up()
        (entry,) = living.commit("kim", lambda _, n=number: [CycleOpened(number=n, reason="goes on")])
        acknowledged.append(entry.hash)
    kept = {entry.hash for entry in chain(FileLedger(workspace.ledger).lines())}
    assert set(acknowledged) <= kept
    assert FileLedger(workspace.ledger).verify() == living.seq


def test_a_writer_that_is_killed_loses_nothing(workspace: Workspace) -> None:
    kill_writers(workspace, 3, seed=7)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(6))
def test_sixty_writers_that_are_killed_lose_nothing(
    workspace: Workspace, seed: int, record_property: Callable[[str, object], None]
) -> None:
    """In six workspaces, since each writer reads what is there first."""
    kill_writers(workspace, 10, seed)
    record_property("tried", 10)
