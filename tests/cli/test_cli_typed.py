"""Numbers, money, dates and periods on the command line are typed and refused as in the forms."""

from __future__ import annotations

from typing import Any

import pytest

from smits_tui.ledger.record import Record
from smits_tui.workspace import Workspace


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("measure set Costs --target 300,000", "write 300000 or 300."),
        ("measure set Costs --target nan", "'nan' is not a number"),
        ("measure record M1 --period 2027-Q1 1e400", "out of range"),
        ("measure record M1 --period 2027-Q1 1,200", "write 1200 or 1.2."),
        ("measure record M1 --period spring 12", "'spring' is not a period"),
        ("initiative set Move --end 03/04/2027", "write 2027-04-03 or 2027-03-04."),
        ("rules limits --yes --reason test breach_pct 1,200", "write 1200 or 1.2."),
        ("rules limits --yes --reason test budget_cut_pct 8", "is set below zero: write -8, not 8."),
        ("triage defer T1 --until 03/04/2027", "write 2027-04-03 or 2027-03-04."),
        ("inputs --as-of 31.2.2027", "'31.2.2027' is not a date"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(smits: Any, command: str, words: str) -> None:
    smits("measure", "set", "Cost of services")
    done = smits(*command.split())
    assert done.returncode in (1, 2), done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_clear_is_read_as_it_was_meant(smits: Any) -> None:
    smits("measure", "set", "Cost of services", "--target", "1.200.000,50")
    smits("measure", "record", "M1", "--period", "Q1 2027", "99,9")
    smits("initiative", "set", "Move", "--budget", "1.2M", "--start", "31.3.2027")
    (measure,) = smits.json("measure", "list")
    assert measure["target"] == 1_200_000.5
    assert measure["readings"] == [{"period": "2027-Q1", "value": 99.9, "note": ""}]
    (initiative,) = smits.json("initiative", "list")
    assert (initiative["budget"], initiative["start"]) == (1_200_000, "2027-03-31")


def test_a_team_pack_with_a_limit_of_the_wrong_sign_is_refused(
    smits: Any, workspace: Workspace, record: Record
) -> None:
    (workspace.rules / "own.toml").write_text("[limits]\nbudget_cut_pct = 8\n", encoding="utf-8")
    checked = smits("rules", "check")
    assert checked.returncode != 0
    assert "is set below zero: write -8, not 8." in checked.stdout + checked.stderr
