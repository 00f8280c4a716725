"""A watcher that is killed at any moment loses neither question nor answer, and asks nothing twice."""

from __future__ import annotations

import subprocess
import time
from typing import Any

import pytest

from smits_tui.actions.inputs.answers import answer_question
from smits_tui.actions.session import open_record
from smits_tui.workspace import Workspace

ACT = """\
# Regulation (EU) 2027/811 of the European Parliament and of the Council of 3 March 2027

on the resilience of payment networks

This Regulation shall enter into force on 1 June 2027. It shall apply from 1 January 2028.
"""


@pytest.mark.parametrize("share", [0.4, pytest.param(0.8, marks=pytest.mark.long)])
def test_a_killed_watcher_loses_nothing(smits: Any, workspace: Workspace, share: float) -> None:
    """Killed early and late in a pass: as it reads, as it judges."""
    (workspace.inputs / "budgets" / "act.md").write_text(ACT, encoding="utf-8")
    began = time.monotonic()
    smits("status")
    whole = 3 * (time.monotonic() - began)  # a pass takes some three times as long as a command that reads
    _killed_after(smits, whole * share)
    assert smits("watch", "--once").returncode in (0, 3)
    record, _ = open_record(workspace)
    (question,) = record.state.questions()
    answer_question(record, question.id, "regulations", by="kim")
    for _ in range(2):
        _killed_after(smits, whole * share)
    assert smits("watch", "--once").returncode == 0
    assert smits.json("questions") == []
    (item,) = smits.json("inputs")
    assert (item["kind"], item["understood"], item["facts"]) == ("regulations", "understood", 1)
    assert [one["status"] for one in smits.json("questions", "answers")] == ["in force"]
    rules = [trigger["rule"] for trigger in smits.json("triggers") if trigger["holds"]]
    assert rules.count("regulation-adopted") == 1
    assert smits("ledger", "verify").returncode == 0


def _killed_after(smits: Any, seconds: float) -> None:
    """Let a pass begin and kill it, unless it is done by then."""
    process = subprocess.Popen(smits.command("watch", "--once"), stderr=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(30)
