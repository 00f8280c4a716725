"""Folding: the laws that state keeps to whatever is recorded."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from smits_tui.ledger.chain import entry_of, line_of, seal
from smits_tui.ledger.projection import Projection
from smits_tui.ledger.protocol import EntryDraft, Tip
from smits_tui.process.entries.deliverables import DeliverableSubmitted
from smits_tui.process.entries.entry import (
    CycleOpened,
    Entry,
    EntryData,
    InputRead,
    InputReceived,
    InputRejected,
    SettingsChanged,
    TriggerAccepted,
    TriggerDeferred,
    TriggerDismissed,
    TriggerRaised,
    TriggerReopened,
    TriggerUpdated,
)
from smits_tui.process.entries.registry import ENTRY_TYPES
from smits_tui.process.state import State
from smits_tui.process.state.fold import fold
from smits_tui.process.state.indices import INDEXED, Indices
from smits_tui.process.state.staging import StagedTables
from smits_tui.process.state.store import TABLES, DictTables

START = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def sealed(data: Sequence[EntryData]) -> list[Entry]:
    tip, entries = Tip(), []
    for number, one in enumerate(data):
        entry = seal(EntryDraft(START + dt.timedelta(hours=number), "kim", one), tip)
        tip = Tip(entry.seq, entry.hash)
        entries.append(entry)
    return entries


def received(
    number: int, path: str = "budgets/a.csv", version: int = 1, copy_of: str | None = None
) -> InputReceived:
    return InputReceived(
        id=f"I{number}",
        kind="budgets",
        path=path,
        sha256=f"{number:064d}",
        size=1,
        mtime_ns=1,
        version=1,
    )


def evidence(severity: str = "high", fingerprint: str = "f") -> dict[str, object]:
    return {
        "outcome": "reassess",
        "severity": severity,
        "because": "because",
        "fact": {"fact": "budget-change"},
        "explanation": {},
        "fingerprint": fingerprint,
        "pack": "p",
    }


def raised(number: int, severity: str = "high") -> TriggerRaised:
    about = {"id": f"T{number}", "rule": "r", "trigger": "budget", "subject": f"s{number}"}
    return TriggerRaised.model_validate({**about, **evidence(severity)})


def submitted(sections: Sequence[str]) -> DeliverableSubmitted:
    return DeliverableSubmitted(
        deliverable="strategy-plan",
        version=1,
        cycle=1,
        sections=dict.fromkeys(sections, "f"),
        document="d",
        inputs={},
        pack="p",
    )


NUMBERS = st.integers(1, 4)
ANYTHING = st.lists(
    st.one_of(
        st.builds(lambda name: SettingsChanged(organisation=name, settings={}), st.text(max_size=5)),
        st.builds(received, NUMBERS, st.sampled_from(["budgets/a.csv", "budgets/b.csv"])),
        st.builds(lambda n: InputRead(id=f"I{n}", facts=({"fact": "budget"},)), NUMBERS),
        st.builds(lambda n: InputRejected(id=f"I{n}", status="empty", reason="r"), NUMBERS),
        st.builds(raised, NUMBERS),
        st.builds(lambda n: TriggerAccepted(id=f"T{n}", cycle=1), NUMBERS),
        st.builds(lambda n: TriggerDismissed(id=f"T{n}", reason="no"), NUMBERS),
        st.builds(lambda n: TriggerDeferred(id=f"T{n}", until=dt.date(2027, 2, 1)), NUMBERS),
        st.builds(lambda n: TriggerReopened(id=f"T{n}", reason="no"), NUMBERS),
        st.builds(lambda n: CycleOpened(number=n), NUMBERS),
        st.builds(submitted, st.permutations(["risks", "objectives", "measures"])),
    ),
    max_size=25,
)


def contents(tables: DictTables | Projection) -> dict[str, list[dict[str, object]]]:
    return {name: list(tables.all(name)) for name in TABLES}


@given(ANYTHING, st.integers(0, 25))
def test_folding_in_batches_is_folding_at_once(data: list[EntryData], cut: int) -> None:
    """However the entries are split into batches, the state is the same, in TinyDB as in dictionaries."""
    entries = sealed(data)
    at_once, in_batches, projection = DictTables(), DictTables(), Projection()
    fold(at_once, entries)
    for part in (entries[:cut], entries[cut:]):
        fold(in_batches, part)
        fold(projection, part)
    assert contents(at_once) == contents(in_batches) == contents(projection)
    for table in TABLES:
        assert list(projection.find(table, "status", "open")) == list(at_once.find(table, "status", "open"))


@given(ANYTHING)
def test_what_is_read_back_is_folded_as_what_was_recorded(data: list[EntryData]) -> None:
    """A ledger line has its keys in order and no tuples; its writer's state must not differ from others'."""
    written, read_back, tip = DictTables(), DictTables(), Tip()
    for entry in sealed(data):
        fold(written, [entry])
        fold(read_back, [entry_of(line_of(entry), tip)])
        tip = Tip(entry.seq, entry.hash)
    assert json.loads(json.dumps(contents(written))) == json.loads(json.dumps(contents(read_back)))


@given(ANYTHING, st.integers(0, 25))
def test_what_is_staged_reads_as_if_it_were_recorded_and_is_not(data: list[EntryData], cut: int) -> None:
    """Actions that are recorded in one write see what those before them do; a failed write leaves nothing."""
    entries = sealed(data)
    recorded, below = DictTables(), DictTables()
    fold(recorded, entries)
    fold(below, entries[:cut])
    before = contents(below)
    staged = StagedTables(below)
    fold(staged, entries[cut:])
    assert contents(below) == before
    for table in TABLES:
        expected = list(recorded.all(table))
        assert sorted(map(str, staged.all(table))) == sorted(map(str, expected))
        for field in (*INDEXED.get(table, ()), "path"):
            for value in {wanted.get(field) for wanted in expected}:
                found = [str(document) for document in staged.find(table, field, value)]
                assert sorted(found) == sorted(
                    str(document) for document in recorded.find(table, field, value)
                )
                if field in INDEXED.get(table, ()):
                    assert bool(staged.last(table, field, value)) == bool(found)
    since, _ = below.changed("inputs", 0)
    _, changed = staged.changed("inputs", since)
    assert set(changed) >= {
        key
        for key in recorded.changed("inputs", 0)[1]
        if staged.get("inputs", key) is not below.get("inputs", key)
    }


@given(ANYTHING)
def test_what_is_looked_up_by_an_index_is_what_a_search_of_all_finds(data: list[EntryData]) -> None:
    """Whatever changes its value, or comes back to it, is found under the new one only."""
    kept, again, filled = Projection(), Projection(), Indices()
    fold(kept, sealed(data))
    for table in TABLES:
        filled.fill(table, {str(number): one for number, one in enumerate(kept.all(table))})
    for table, fields in INDEXED.items():
        documents = list(kept.all(table))
        again_put = [again.put(table, str(number), one) for number, one in enumerate(documents)]
        assert len(again_put) == len(documents)
        for field in fields:
            for value in {document.get(field) for document in documents} | {"nothing"}:
                wanted = [document for document in documents if document.get(field) == value]
                numbers = [documents[int(key)] for key in filled.keys(table, field, value) or ()]
                assert numbers == wanted
                for tables in (kept, again):
                    found = list(tables.find(table, field, value))
                    assert len(found) == len(wanted)
                    assert all(fact in wanted for fact in found)


@given(ANYTHING, st.integers(0, 25))
def test_changed_inputs_are_those_that_entries_speak_of(data: list[EntryData], cut: int) -> None:
    """What is derived again rests on it."""
    tables, entries = DictTables(), sealed(data)
    fold(tables, entries[:cut])
    since, _ = tables.changed("inputs", 0)
    before = {id(one) for one in list(tables.all("inputs"))}
    kept = list(tables.all("inputs"))
    fold(tables, entries[cut:])
    _, changed = tables.changed("inputs", since)
    fresh = {id(document) for document in tables.all("inputs")} - before
    assert {id(tables.get("inputs", key)) for key in changed} == fresh
    assert len(kept) == len(before)


def test_every_entry_type_is_named_as_its_class() -> None:
    """Entry types are a contract of names; each has one model, and no two share one."""
    assert all(kind == model.type for kind, model in ENTRY_TYPES.items())
    assert {"input.received", "trigger.raised", "cycle.opened"} <= ENTRY_TYPES.keys()


def test_a_deferred_trigger_opens_again_on_its_day() -> None:
    """`until` is looked at with the day, so that nothing has to run for a trigger to come back."""
    tables = DictTables()
    fold(tables, sealed([raised(1), TriggerDeferred(id="T1", until=dt.date(2027, 2, 1))]))
    assert [t.id for t in State(tables, dt.date(2027, 1, 31)).triggers("deferred")] == ["T1"]
    assert [t.id for t in State(tables, dt.date(2027, 2, 1)).triggers("open")] == ["T1"]


def test_new_evidence_opens_a_deferred_trigger() -> None:
    """Somebody put it off knowing other figures."""
    tables = DictTables()
    update = TriggerUpdated.model_validate({"id": "T1", **evidence("critical", "g")})
    fold(tables, sealed([raised(1), TriggerDeferred(id="T1", until=dt.date(2028, 1, 1)), update]))
    trigger = State(tables, dt.date(2027, 1, 2)).trigger("T1")
    assert trigger is not None
    assert (trigger.status, trigger.severity, len(trigger.history)) == ("open", "critical", 3)


def test_triggers_are_listed_by_gravity_then_age() -> None:
    """The gravest is what a person must see first."""
    tables = DictTables()
    fold(tables, sealed([raised(1, "low"), raised(2, "critical"), raised(3, "low")]))
    assert [t.id for t in State(tables, dt.date(2027, 1, 2)).triggers()] == ["T2", "T3", "T1"]
