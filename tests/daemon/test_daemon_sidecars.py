"""`NAME.facts.toml` states the facts of NAME, whichever of the two comes, changes or goes first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smits_tui.daemon import Daemon, Happening, watch_lock
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.workspace import Workspace


def stated(file: Path, total: float) -> Path:
    sidecar = file.with_name(f"{file.name}.facts.toml")
    sidecar.write_text(f'fact = "budget"\nperiod = "2027"\ntotal = {total}\n', encoding="utf-8")
    return sidecar


def outcomes(record: Record) -> dict[str, str]:
    record.catch_up()
    newest = {item.path.removeprefix("budgets/"): item for item in record.state.inputs()}
    return {name: item.outcome for name, item in newest.items()}


def totals(record: Record, name: str) -> list[Any]:
    item = record.state.newest(f"budgets/{name}")
    assert item is not None
    return [fact["total"] for fact in item.facts if fact["fact"] == "budget"]


def readings(happenings: list[Happening], name: str) -> int:
    return sum(each.type == "read" and each.data["path"] == f"budgets/{name}" for each in happenings)


def test_a_sidecar_states_the_facts_of_its_file(workspace: Workspace, record: Record) -> None:
    """It is no input of its own: its file is read with it, and anew when it comes, changes or goes."""
    early, late, together = (workspace.inputs / "budgets" / f"{name}.csv" for name in ("a", "b", "c"))
    with watch_lock(workspace, record.clock):
        happenings: list[Happening] = []
        daemon = Daemon(workspace, clock=record.clock, narrate=happenings.append)
        with daemon.opened():
            stated(early, 900)
            late.write_text("Item,2027\nx,1000\n", encoding="utf-8")
            together.write_text("Item,2028\nx,500\n", encoding="utf-8")
            beside = stated(together, 950)
            daemon.step()
            assert outcomes(record) == {
                "a.csv.facts.toml": "set aside",
                "b.csv": "understood",
                "c.csv": "understood",
                "c.csv.facts.toml": "sidecar",
            }
            waiting = record.state.newest("budgets/a.csv.facts.toml")
            assert waiting is not None
            assert "the facts of a.csv, which was not received" in waiting.reason
            assert totals(record, "c.csv") == [950, 500]
            assert readings(happenings, "c.csv") == 1

            early.write_text("Item,2027\ny,800\n", encoding="utf-8")
            stated(late, 900)
            daemon.step()
            assert outcomes(record)["a.csv.facts.toml"] == outcomes(record)["b.csv.facts.toml"] == "sidecar"
            assert totals(record, "a.csv") == totals(record, "b.csv") == [900]
            assert readings(happenings, "a.csv") == 1
            item = record.state.newest("budgets/b.csv")
            assert item is not None
            assert {fact["source"] for fact in item.facts if fact["confidence"] == "stated"} == {
                "budgets/b.csv.facts.toml"
            }

            stated(late, 970)
            beside.unlink()
            daemon.step()
            assert outcomes(record)["c.csv"] == "understood"
            assert (totals(record, "b.csv"), totals(record, "c.csv")) == ([970], [500])


def test_a_sidecar_that_an_earlier_version_read_by_itself_states_nothing_twice(record: Record) -> None:
    """Its file is read again with it; in the record, both were inputs."""
    names = {"I1": "budgets/a.csv", "I2": "budgets/a.csv.facts.toml"}
    fact = {"fact": "budget", "period": "2027", "total": 9.0, "source": names["I2"]}
    for number, (identifier, path) in enumerate(names.items()):
        received = InputReceived(
            id=identifier, kind="budgets", path=path, sha256=f"{number:064}", size=1, mtime_ns=1, version=1
        )
        read = InputRead(id=identifier, facts=(fact,))
        record.commit("watcher", lambda _, entries=(received, read): list(entries))
    first, second = record.state.inputs()
    assert (first.status, second.status, second.facts) == ("received", "sidecar", [])
    assert record.state.sidecar_of(first) == second
