"""What can not be read back is never written; what earlier versions let in does no harm."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from smits_rules.derivation.assumption_text import Support, claim_of
from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import Budget, Feedback, VendorNotice
from smits_tui.actions.findings import CheckFailed
from smits_tui.actions.inputs.corrections import correct
from smits_tui.actions.rules.checks import check_facts
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.ledger.chain import seal
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.protocol import EntryDraft
from smits_tui.ledger.record import Record
from smits_tui.ledger.validation import LAST_DAY, EntryRefused
from smits_tui.process.entries.entry import (
    EntryData,
    FactsCorrected,
    InputRead,
    InputReceived,
    TriggerDeferred,
)
from smits_tui.process.entries.records import MeasureRecorded, Objective
from smits_tui.workspace import Workspace

BUDGET = {"fact": "budget", "period": "2027", "total": 1000.0, "source": "budgets/1.csv#line 1"}


def read(number: int, *facts: dict[str, Any]) -> list[EntryData]:
    received = InputReceived(
        id=f"I{number}",
        kind="budgets",
        path=f"budgets/{number}.csv",
        sha256=f"{number:064d}",
        size=1,
        mtime_ns=1,
        version=1,
    )
    return [received, InputRead(id=f"I{number}", facts=facts)]


def corrected(**after: Any) -> FactsCorrected:
    return FactsCorrected(id="I1", action="change", fact="budget", match={"period": "2027"}, after=after)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (MeasureRecorded(id="M1", period="2027", value=float("nan")), "'value'"),
        (MeasureRecorded(id="M1", period="2027", value=float("inf")), "finite"),
        (Objective(id="O1", text="x", due=dt.date(9999, 12, 31)), str(LAST_DAY)),
        (TriggerDeferred(id="T1", until=dt.date.max), "'until'"),
        (Objective.model_construct(id="O1", text="a\ud800b", due=None), "Unicode"),
        (Objective.model_construct(id="O1", text="", due=None), "objective.set"),
        (InputRead(id="I1", facts=({**BUDGET, "total": float("nan")},)), "finite"),
        (InputRead(id="I1", facts=({**BUDGET, "total": None},)), "'total'"),
        (InputRead(id="I1", facts=({**BUDGET, "totl": 1.0},)), "'totl'"),
        (InputRead(id="I1", facts=({"fact": "bugdet"},)), "bugdet"),
        (corrected(total=None), "'total'"),
        (corrected(total=float("-inf")), "finite"),
        (corrected(lines="many"), "'lines'"),
    ],
)
def test_what_could_not_be_read_back_is_refused_before_it_is_written(
    record: Record, data: EntryData, said: str
) -> None:
    """With a sentence that names the field; nothing of the append is recorded."""
    record.commit("watcher", lambda _: read(1, BUDGET))
    before = record.seq
    whole = Objective(id="O9", text="fine")
    with pytest.raises(EntryRefused, match=said):
        record.commit("kim", lambda _: [whole, data])
    assert (record.seq, record.ledger.tip.seq) == (before, before)
    assert record.state.record_of(Objective, "O9") is None


def test_what_no_entry_can_be_made_of_is_refused_in_a_sentence(record: Record) -> None:
    with pytest.raises(EntryRefused, match="'text'"):
        record.commit("kim", lambda _: [Objective(id="O1", text="a\ud800b")])


def test_a_name_that_is_not_valid_unicode_is_refused(record: Record) -> None:
    with pytest.raises(EntryRefused, match="Unicode"):
        record.commit("kim\udcff", lambda _: [Objective(id="O1", text="x")])


def write(record: Record, workspace: Workspace, data: EntryData) -> None:
    """Append as an earlier version did, without looking at what is written."""
    ledger = open_ledger(workspace)
    ledger.read()
    with ledger.locked():
        ledger.append([seal(EntryDraft(record.clock(), "kim", data), ledger.tip)])
    record.catch_up()


@pytest.fixture
def spoilt(workspace: Workspace, record: Record) -> Record:
    """A record in which an earlier version let a fact in that does not fit its type."""
    record.commit("watcher", lambda _: read(1, BUDGET))
    record.commit("watcher", lambda _: read(2, {**BUDGET, "total": 900.0}))
    write(record, workspace, corrected(total=None))
    return record


def test_a_fact_that_does_not_fit_is_left_out_named_and_can_be_removed(
    workspace: Workspace, spoilt: Record
) -> None:
    """The watcher goes on with the others; `doctor` names it until it is corrected."""
    reassessor = Reassessor(load_rules(workspace), workspace.settings())
    try:
        reassessor.run(spoilt)
        assert not reassessor.waits(spoilt.state)
        assert "I1 (budgets/1.csv)" in reassessor.unfit
        with pytest.raises(CheckFailed, match="--remove"):
            check_facts(workspace)
        correct(spoilt, "I1", by="kim", reason="", action="remove", fact="budget")
        reassessor.run(spoilt)
        assert reassessor.unfit == ""
    finally:
        reassessor.close()
    assert check_facts(workspace).startswith("1 fact of 2 inputs")


def test_an_entry_that_does_not_fit_its_type_is_named_with_its_line(
    workspace: Workspace, record: Record
) -> None:
    write(record, workspace, Objective.model_construct(id="O1", text="", due=None))
    with pytest.raises(CheckFailed, match=f"Line {record.ledger.tip.seq} of the ledger"):
        check_facts(workspace)


@pytest.mark.parametrize(
    "text",
    [
        "Oracle is supported through 9999",
        "Oracle is supported beyond 9999-12",
        "Oracle is supported through 9999-12-31",
        "Oracle is supported until end of 9999",
    ],
)
def test_an_assumption_may_reach_to_the_end_of_the_calendar(text: str) -> None:
    claim = claim_of(text)
    assert isinstance(claim, Support)
    assert claim.until == dt.date.max
    assert claim_of("Inflation stays below " + "9" * 400) is None


def test_extreme_values_of_files_do_not_stop_the_derivation() -> None:
    """A file may say 9999-12-31 for "open end", and amounts of any size."""
    facts: list[tuple[Any, ...]] = [
        (Budget(period="2027", total=1.7e308), Feedback(measure="csat", score=1.7e308)),
        (Budget(period="2027", total=-1.7e308), Feedback(measure="csat", score=-1.7e308)),
        (Budget(period="2027", total=5e-324), VendorNotice(product="Oracle", notice="end-of-support")),
        (
            Budget(period="9999", total=1.0),
            VendorNotice(product="Oracle", notice="end-of-support", effective_date=dt.date.max),
        ),
    ]
    now = dt.datetime(2027, 3, 10, tzinfo=dt.UTC)
    inputs = [
        InputFacts(f"I{n}", "budgets", f"{n}.csv", now, known, True, n) for n, known in enumerate(facts, 1)
    ]
    today = dt.date(2027, 3, 10)
    around = Circumstances(today=today, began=today, assumptions=("Oracle is supported through 9999",))
    assert all(fact.model_dump_json() for fact in derive(inputs, around))


def test_a_file_whose_figures_can_not_be_recorded_is_not_lost(smits: Any) -> None:
    """It is rejected with its reason, and the next one is read."""
    folder = smits.workspace.inputs / "budgets"
    (folder / "a.csv").write_text("Item,2027\nx,1e999\ny,-1e999\n", encoding="utf-8")
    (folder / "b.csv").write_text("Item,2028\nx,5\n", encoding="utf-8")
    smits("watch", "--once")
    statuses = {item["path"]: item["status"] for item in smits.json("inputs")}
    assert statuses["budgets/b.csv"] == "read"
    assert statuses["budgets/a.csv"] in ("read", "rejected")
    assert smits("ledger", "verify").returncode == 0
    assert check_facts(smits.workspace)
