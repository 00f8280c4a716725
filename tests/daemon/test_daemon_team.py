"""Several machines of a team, each with a workspace of its own, share record, archive and watcher."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from conftest import FixedClock, Smits
from prepared import Prepared
from team_machines import machine

from smits_tui.actions.inputs.archive.store import archived, keep
from smits_tui.actions.inputs.checks import check_quarantine
from smits_tui.actions.rules.limits.change import set_limit
from smits_tui.actions.rules.rules_in_force import adopt_rules, own_rules_difference
from smits_tui.actions.session import ActionRefused, open_record
from smits_tui.actions.setup.settings_change import organisation_set, rewrite_settings
from smits_tui.actions.setup.team_settings import settings_difference
from smits_tui.clock import system_clock
from smits_tui.daemon import Daemon, WatchedElsewhere, watch_lock
from smits_tui.daemon.watch_lock import OtherFolder, _registered
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.postgres.watch_leases import WatchLeases
from smits_tui.sites import FOLDER_MARK, mark_folders, site_of
from smits_tui.workspace import Workspace


@pytest.fixture
def first(tmp_path: Path, schema: str) -> Workspace:
    return machine(tmp_path / "first", schema)


@pytest.fixture
def second(tmp_path: Path, schema: str, first: Workspace) -> Workspace:
    return machine(tmp_path / "second", schema, first.inputs)


def test_a_copy_is_fetched_from_the_team_and_checked(first: Workspace, second: Workspace) -> None:
    content = b"a budget\n" * 1000
    sha256 = keep(first, content)
    copy = archived(second, sha256)
    assert copy.read_bytes() == content
    assert copy.is_relative_to(second.archive)
    assert not archived(second, hashlib.sha256(b"never received").hexdigest()).exists()


def test_the_quarantine_of_another_machine_is_not_missed(first: Workspace, second: Workspace) -> None:
    (first.inputs / "budgets" / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with watch_lock(first, system_clock) as lease:
        assert Daemon(first, lease=lease).once()
    record, _ = open_record(second)
    assert len(list(first.quarantine.iterdir())) == 2
    assert "1 " in check_quarantine(second, record.state)


def lapse(schema: str) -> None:
    """Let all leases end, as if nobody had renewed them for long enough."""
    with psycopg.connect(schema, autocommit=True) as connection:
        connection.execute("update watchers set until = now() - interval '1 second'")
        connection.execute("update duties set until = now() - interval '1 second'")


BEAT = Heartbeat(state="watching")


def test_of_several_watchers_of_a_share_one_takes_in_and_one_judges(
    schema: str, first: Workspace, second: Workspace, clock: FixedClock
) -> None:
    """A duty is given back at once; one that is not renewed ends by itself."""
    with watch_lock(second, clock, patient=True) as later:
        with watch_lock(first, clock, patient=True) as lease:
            assert (later.takes_in, later.judges) == (True, True)
            assert (lease.takes_in, lease.judges) == (False, False)
            lapse(schema)
            lease.renew(BEAT)
            later.renew(BEAT)
            assert (later.takes_in, later.judges) == (False, False)
            assert (lease.takes_in, lease.judges) == (True, True)
            lease.may_judge = False
            lease.renew(BEAT)
            later.renew(BEAT)
            assert (lease.judges, later.judges, later.takes_in) == (False, True, False)
        later.renew(BEAT)
        assert later.takes_in
    with (
        watch_lock(first, clock) as lease,
        pytest.raises(WatchedElsewhere),
        watch_lock(second, clock) as later,
    ):
        Daemon(second, lease=later).once()


def test_machines_of_a_share_that_begin_together_agree(
    schema: str, first: Workspace, second: Workspace, clock: FixedClock
) -> None:
    class Slow(WatchLeases):
        """Asks for the folders only after another machine has registered them."""

        def register(self, folder: str, site: str) -> bool:
            if not folder:
                with watch_lock(first, clock):
                    pass
            return super().register(folder, site)

    assert _registered(second, Slow(schema)) == site_of(first)


def test_a_site_has_folders_and_paths_of_its_own(
    tmp_path: Path, schema: str, first: Workspace, clock: FixedClock
) -> None:
    """Its files would be recorded as taken away, or as versions of those with the same name."""
    elsewhere = machine(tmp_path / "elsewhere", schema)
    with watch_lock(first, clock):
        pass
    with pytest.raises(OtherFolder, match="--site"), watch_lock(elsewhere, clock):
        pass
    assert not (elsewhere.inputs / FOLDER_MARK).exists()
    mark_folders(elsewhere, "graz")
    for workspace, amount in ((first, 100), (elsewhere, 90)):
        budget = f"Cost centre,FY2027\nNetwork,{amount}\nTotal,{amount}\n"
        (workspace.inputs / "budgets" / "a.csv").write_text(budget, encoding="utf-8")
    for workspace in (first, elsewhere, first):  # the last pass would miss the file of the other site
        with watch_lock(workspace, system_clock) as lease:
            assert not Daemon(workspace, lease=lease).once()
    record, _ = open_record(first)
    assert {(item.path, item.version, item.gone_at) for item in record.state.inputs()} == {
        ("budgets/a.csv", 1, None),
        ("budgets/@graz/a.csv", 1, None),
    }
    (elsewhere.inputs / "budgets" / "a.csv").unlink()
    with watch_lock(elsewhere, system_clock) as lease:
        Daemon(elsewhere, lease=lease).once()
    record.catch_up()
    assert [item.path for item in record.state.inputs() if item.gone_at] == ["budgets/@graz/a.csv"]


def test_a_machine_with_other_rules_says_so_and_does_not_judge(first: Workspace, second: Workspace) -> None:
    """Whoever puts rules in force does so with a name and a reason, and their content is recorded.

    A machine with other settings says so as well.
    """

    def once(workspace: Workspace) -> bool:
        with watch_lock(workspace, system_clock) as lease:
            Daemon(workspace, lease=lease).once()
            return lease.may_judge

    assert once(first)
    assert settings_difference(second, open_record(second)[0].state, second.settings()) == ""
    values = {"currency": "CHF", "parties": ["Globex", "Initech"]}
    rewrite_settings(second.settings_file, organisation_set(values))
    (second.rules / "own.toml").write_text("[limits]\nbudget_cut_pct = -20\n", encoding="utf-8")
    assert not once(second)
    record, _ = open_record(second)
    text = own_rules_difference(second, record.state)
    assert "budget_cut_pct is -20 here and -10 there" in text
    assert "smits rules adopt" in text
    assert own_rules_difference(first, record.state) == ""
    others = settings_difference(second, record.state, second.settings())
    assert "currency is CHF here and not set there; parties is Globex, Initech here" in others
    assert settings_difference(first, record.state, first.settings()) == ""
    with pytest.raises(ActionRefused, match="not those that watcher"):
        set_limit(second, record, "budget_cut_pct", -15, by="Kim", reason="try")
    adopt_rules(second, record, by="Kim", reason="agreed in March")
    assert own_rules_difference(second, record.state) == ""
    assert "that Kim put in force" in own_rules_difference(first, record.state)
    assert settings_difference(second, record.state, second.settings()) == ""
    assert "those that Kim recorded" in settings_difference(first, record.state, first.settings())
    (*_, changed) = [entry for entry in open_ledger(first).read() if entry.type == "rules.changed"]
    content = json.loads(archived(first, changed.data["content"]).read_bytes())
    assert content["files"] == {"own.toml": "[limits]\nbudget_cut_pct = -20\n"}
    set_limit(second, record, "budget_cut_pct", -15, by="Kim", reason="try")
    assert record.state.rules_in_force is not None
    assert record.state.rules_in_force.limits["budget_cut_pct"] == -15


@contextmanager
def watching(smits: Smits) -> Iterator[Iterator[str]]:
    """A real watcher; yields the types of what it tells."""
    process = subprocess.Popen(smits.command("watch", "--json"), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield (str(json.loads(line)["type"]) for line in process.stdout)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def test_two_machines_record_each_file_once(
    first: Workspace, second: Workspace, prepared: Prepared, eventually: Callable[..., None]
) -> None:
    """The second stands by, shows the first as the watcher, and goes on where that one ended."""
    here, there = Smits(first, prepared), Smits(second, prepared)
    budget = "Cost centre,FY2027\nNetwork,100\nTotal,100\n"
    with watching(there) as told_second:
        with watching(here) as told_first:
            for told in (told_first, told_second):
                next(told)
            (first.inputs / "budgets" / "a.csv").write_text(budget, encoding="utf-8")
            eventually(lambda: here.entries("input.read"))
            assert there.json("status")["watcher"]["state"] == "watching"
        (first.inputs / "budgets" / "b.csv").write_text(budget.replace("100", "90"), encoding="utf-8")
        eventually(lambda: len(there.entries("input.read")) == 2)
    paths = [entry.data["path"] for entry in here.entries("input.received")]
    assert sorted(paths) == ["budgets/a.csv", "budgets/b.csv"]
    status = there.json("status")
    assert (status["inputs"]["recorded"], status["watcher"]["state"]) == (2, "stopped")
