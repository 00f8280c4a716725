"""What lies in the folder now counts: a file that goes back to what it said before is its newest version."""

from __future__ import annotations

from typing import Any

from smits_tui.workspace import Workspace


def write(workspace: Workspace, name: str, *amounts: int) -> None:
    lines = "".join(f"Line {number},{amount}\n" for number, amount in enumerate(amounts))
    (workspace.inputs / "budgets" / name).write_text(f"Line,Budget FY2027\n{lines}", encoding="utf-8")


def versions(smits: Any) -> list[tuple[str, int, str, str | None]]:
    return [(i["path"], i["version"], i["status"], i["copy_of"]) for i in smits.json("inputs")]


def look(smits: Any) -> list[tuple[str, bool]]:
    """Take what lies there; the status of each cut, and whether it holds."""
    done = smits("watch", "--once")
    assert done.returncode == 0, done.stderr
    return [(t["status"], t["holds"]) for t in smits.json("triggers") if t["rule"] == "budget-cut"]


def test_a_budget_that_is_restored_is_in_force_again(smits: Any) -> None:
    """The cut was a mistake and the old file is put back: the alarm does not hold any more."""
    write(smits.workspace, "b.csv", 1000, 500)
    assert look(smits) == []
    write(smits.workspace, "b.csv", 850, 400)
    assert look(smits) == [("open", True)]
    write(smits.workspace, "b.csv", 1000, 500)
    assert look(smits) == [("lapsed", False)]
    assert versions(smits) == [("budgets/b.csv", number, "read", None) for number in (1, 2, 3)]
    assert look(smits) == [("lapsed", False)]
    assert len(versions(smits)) == 3
    write(smits.workspace, "b.csv", 850, 400)
    assert look(smits) == [("open", True)]
    assert versions(smits)[-1] == ("budgets/b.csv", 4, "read", None)
    assert smits.json("explain", "T1")["inputs"][0]["id"] == "I4"


def test_a_copy_stays_a_copy_and_what_lies_nowhere_else_is_none(smits: Any) -> None:
    """The same content twice counts once; a former content of another file is in force nowhere."""
    write(smits.workspace, "a.csv", 1000)
    look(smits)
    write(smits.workspace, "b.csv", 1000)
    look(smits)
    write(smits.workspace, "b.csv", 900)
    write(smits.workspace, "c.csv", 1000)
    look(smits)
    write(smits.workspace, "b.csv", 1000)
    look(smits)
    assert sorted(versions(smits)) == [
        ("budgets/a.csv", 1, "read", None),
        ("budgets/b.csv", 1, "copy", "I1"),
        ("budgets/b.csv", 2, "read", None),
        ("budgets/b.csv", 3, "copy", "I1"),
        ("budgets/c.csv", 1, "copy", "I1"),
    ]
    write(smits.workspace, "a.csv", 950)
    look(smits)
    write(smits.workspace, "d.csv", 1000)
    look(smits)
    assert versions(smits)[-1] == ("budgets/d.csv", 1, "read", None)
