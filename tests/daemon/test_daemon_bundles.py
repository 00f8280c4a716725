"""Small files are read together, with the same results as one by one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from smits_tui.actions.inputs.extraction.reading_order import ALLOWANCE, ReadingOrder
from smits_tui.actions.inputs.extraction.reading_queue import ReadingQueue
from smits_tui.actions.inputs.intake import Arrival, receive_all
from smits_tui.actions.inputs.retry_schedule import RetrySchedule
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead
from smits_tui.process.state import Input
from smits_tui.workspace import Workspace
from smits_watch.extraction.bundle import LARGEST, Bundle, may_be_bundled
from smits_watch.extraction.child import Request
from smits_watch.extraction.child_pool import ChildLimits
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.extraction.reader import Reader
from smits_watch.facts import ExtractionContext


def received(record: Record, workspace: Workspace, **contents: str) -> list[Input]:
    """Record files as received but not read; two underscores in a name are a slash."""
    arrivals = []
    for name, content in contents.items():
        path = name.replace("__", "/").replace("_", "-") + ".csv"
        file = workspace.inputs / path
        file.write_text(content, encoding="utf-8")
        stat = file.stat()
        arrivals.append(
            Arrival(file, path.partition("/")[0], path, sha256_of(file), stat.st_size, stat.st_mtime_ns)
        )
    outcomes = receive_all(record, workspace, workspace.settings(), arrivals)
    return [item for outcome in outcomes if (item := record.state.input(str(outcome))) is not None]


def read(record: Record, workspace: Workspace) -> list[Input]:
    """Read everything with a child that has loaded its modules; a cold one may end its bundle early."""
    with Reader() as reader:
        for path in workspace.inputs.glob("*/*.csv"):
            reader.read(path, name=f"{path.parent.name}/{path.name}", kind=path.parent.name)
        return list(ReadingQueue(record, workspace, workspace.settings(), reader).run())


def test_a_budget_is_evidence_for_the_next_file_of_its_bundle(record: Record, workspace: Workspace) -> None:
    """A budget without a period may be a new version of the previous one."""
    received(
        record,
        workspace,
        budgets__a="Item,2029\nNetwork,400\nMail,350\n",
        budgets__b="Item,Budget\nNetwork,410\nMail,340\n",
        service_portfolio__p="Service,Vendor,Product\nPost,Example,Sendmore 4\n",
        budgets__c="Item,2030\nNetwork,400\nMail,350\n",
    )
    items = {item.path: item for item in read(record, workspace)}
    assert [item.status for item in items.values()] == ["read"] * 4
    (question,) = record.state.questions(of=items["budgets/b.csv"].id)
    assert [candidate["answer"] for candidate in question.candidates][:1] == ["2029"]
    assert record.state.questions(of=items["budgets/a.csv"].id) == []


def test_each_file_of_a_bundle_keeps_its_own_reason(record: Record, workspace: Workspace) -> None:
    """A file that can't be read is rejected, its neighbours are read, all in order of arrival."""
    received(
        record, workspace, budgets__a="Item,2029\nNetwork,4\n", budgets__b="", budgets__c="Item,2030\nA,5\n"
    )
    items = read(record, workspace)
    assert [item.path for item in items] == ["budgets/a.csv", "budgets/b.csv", "budgets/c.csv"]
    assert [item.status for item in items] == ["read", "rejected", "read"]
    assert items[1].reason
    assert len(list(workspace.quarantine.iterdir())) == 2


@pytest.mark.one_engine("opens no record")
def test_a_slow_file_does_not_cause_others_of_its_bundle_to_be_rejected(tmp_path: Path) -> None:
    """The slow one has no result and is read on its own; on a busy machine it is not even begun."""
    requests = []
    for name, rows in (("a", 1), ("b", 400_000)):
        file = tmp_path / f"{name}.csv"
        file.write_text("Cost centre,2029\n" + "Network,5\n" * rows, encoding="utf-8")
        context = ExtractionContext()
        requests.append(Request(file, f"budgets/{name}.csv", "budgets", context, None, sha256_of(file)))
    with Reader(ChildLimits(seconds=0.4)) as reader:
        results = reader.begin_bundle(Bundle(tuple(requests))).result()
    assert {file.path for file in results} <= {"budgets/a.csv"}


def test_no_file_of_a_bundle_is_lost_if_its_child_is_killed(record: Record, workspace: Workspace) -> None:
    """Each of its files is read on its own afterwards, once."""
    rows = "".join(f"Line {number},{number}.5\n" for number in range(1_500))
    paths = [f"budgets__b{number}" for number in range(30)]
    received(record, workspace, **{path: f"Item,20{30 + n}\n{rows}" for n, path in enumerate(paths)})
    with Reader() as reader:
        victim, asked = reader.pid, 0

        def kill_once() -> bool:
            nonlocal asked
            asked += 1
            if asked == 2:  # the first time, nothing is being read yet
                os.kill(victim, signal.SIGKILL)
            return False

        items = list(ReadingQueue(record, workspace, workspace.settings(), reader).run(kill_once))
    assert [item.status for item in items] == ["read"] * len(paths)
    assert len({item.id for item in items}) == len(paths)


@pytest.mark.one_engine("opens no record")
def test_only_small_files_of_plain_formats_are_bundled() -> None:
    """Other files take longer than the overhead of a task, or may contain further files."""
    assert may_be_bundled("budgets/a.csv", LARGEST)
    assert not may_be_bundled("budgets/a.csv", LARGEST + 1)
    for name in ("a.pdf", "a.xlsx", "a.docx", "a.eml", "a.zip", "a.txt", "a"):
        assert not may_be_bundled(f"budgets/{name}", 10)


def test_inputs_that_a_bundle_did_not_reach_keep_their_positions(
    record: Record, workspace: Workspace
) -> None:
    """Also in a slow lane, where the oldest and the newest input take turns."""
    items = received(record, workspace, **{f"budgets__b{n}": f"Item,2029\nA,{n}\n" for n in range(6)})
    order = ReadingOrder(RetrySchedule())
    order.update(record.state)
    first = [order.take(), order.take(), order.take()]
    order.put_back(record.state, [item for item in first[1:] if item], 0.0)
    assert order.take() == first[1]
    record.commit("watcher", lambda _: [InputRead(id=items[1].id)])
    order.finish(record.state, items[1], 2 * ALLOWANCE)
    turns = [order.take(), order.take(), order.take()]
    assert [item and item.id for item in turns] == [items[2].id, items[5].id, items[3].id]
    order.put_back(record.state, [item for item in turns if item], 1.0)
    rest = [item.id for _ in range(4) if (item := order.take())]
    assert rest == [items[place].id for place in (5, 2, 4, 3)]
