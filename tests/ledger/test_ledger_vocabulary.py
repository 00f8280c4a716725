"""Facts that were recorded in an older vocabulary are read in the one of today."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from smits_rules.vocabulary import RECORDED, fact_from, facts
from smits_rules.vocabulary.base import Fact, fact_field, fields_of
from smits_tui.actions.rules.facts_in_force import KnownFacts
from smits_tui.actions.session import open_record
from smits_tui.clock import system_clock
from smits_tui.ledger.chain import FORMAT, canonical, entry_of
from smits_tui.ledger.errors import LedgerTooNew
from smits_tui.ledger.protocol import Tip
from smits_tui.ledger.record import Record
from smits_tui.process.entries import upgrades
from smits_tui.process.entries.asked import AskedCandidate, AskedQuestion
from smits_tui.process.entries.entry import Entry, EntryData, FactsCorrected, InputRead, InputReceived
from smits_tui.process.entries.upgrades import FactChange, upgraded
from smits_tui.workspace import Workspace, make_workspace

KEPT = Path(__file__).parent / "kept"
SAMPLES = {
    "number": 3,
    "text": "words",
    "flag": True,
    "date": "2027-03-31",
    "texts": ["a"],
    "dates": ["2027-01-01"],
}


def vocabulary() -> dict[str, Any]:
    """What a fact of each type may say today: its fields, words of closed lists, and what it must have."""
    return {
        name: {
            "fields": {field.name: [field.type, *field.choices] for field in fields_of(kind).values()},
            "required": sorted(each for each, field in kind.model_fields.items() if field.is_required()),
        }
        for name, kind in RECORDED.items()
    }


def recorded_facts(kept: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A fact of each type with as little, and with each thing, as that vocabulary allowed."""
    for name, kind in kept.items():
        needed = {each: SAMPLES[kind["fields"][each][0]] for each in kind["required"] if each != "fact"}
        yield {"fact": name, **needed}
        for field, (value_type, *choices) in kind["fields"].items():
            for value in choices or [SAMPLES[value_type]]:
                yield {"fact": name, **needed, field: value}


def entry(data: EntryData, entry_format: int) -> Entry:
    content = data.model_dump(mode="json")
    return Entry(1, dt.datetime(2027, 3, 1, tzinfo=dt.UTC), "kim", data.type, content, "", "", entry_format)


@pytest.mark.parametrize("kept", sorted(KEPT.glob("vocabulary_*.json")), ids=lambda path: path.stem)
def test_whatever_a_vocabulary_could_say_is_still_read(kept: Path) -> None:
    """A type, field or word that goes away, or a field that every fact must have, needs a `FactChange`."""
    entry_format = int(kept.stem.rpartition("_")[2])
    facts = list(recorded_facts(json.loads(kept.read_text(encoding="utf-8"))))
    assert len(facts) > 100
    for fact in facts:
        (read,) = upgraded(entry(InputRead(id="I1", facts=(fact,)), entry_format)).data["facts"]
        assert fact_from(read)


def test_the_vocabulary_of_this_format_is_kept() -> None:
    """With every release it is written anew from `vocabulary()`, as `vocabulary_format_N.json`.

    A field that is not in it yet must be one that facts can do without: those of this format have none.
    """
    kept = json.loads((KEPT / f"vocabulary_format_{FORMAT}.json").read_text(encoding="utf-8"))
    today = vocabulary()
    assert today.keys() >= kept.keys()
    for name, kind in kept.items():
        assert today[name]["required"] == kind["required"], name
        assert today[name]["fields"].keys() >= kind["fields"].keys(), name


class Budget(Fact):
    """A budget as a later vocabulary might have it."""

    fact: Literal["budget-total"] = "budget-total"
    period: str = fact_field("budget period", default="")
    amount: float = fact_field("sum", unit="currency", default=...)
    basis: Literal["lines", "total"] = fact_field("what it was taken from", default=...)
    coverage: Literal["everything", "part"] | None = fact_field("what it covers")
    currency: str | None = fact_field("ISO 4217 code")
    scope: str = fact_field("what the table covers", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("period", "scope")


LATER = FactChange(
    before=FORMAT + 1,
    fact="budget",
    becomes="budget-total",
    fields={"total": "amount", "lines": None},
    words={"scope": {"IT": "Information technology"}},
    added={"basis": "lines"},
)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """This version, with one change more."""
    monkeypatch.setattr(upgrades, "CHANGES", (LATER,))
    types = {name: kind for name, kind in facts.FACT_TYPES.items() if name != "budget"}
    monkeypatch.setattr(facts, "FACT_TYPES", {**types, "budget-total": Budget})


@pytest.mark.parametrize("kept", sorted(KEPT.glob("*.jsonl")), ids=lambda path: path.stem)
@pytest.mark.usefixtures("later")
def test_kept_ledgers_are_read_in_a_later_vocabulary(tmp_path: Path, kept: Path) -> None:
    """A type and a field with new names, one that is gone, one that every fact must have: nothing is lost."""
    workspace = make_workspace(tmp_path / "acme", "Acme")
    shutil.copy(kept, workspace.ledger)
    record, _ = open_record(workspace, system_clock)
    known = KnownFacts()
    budgets = [
        fact
        for item in record.state.inputs()
        for fact in known.of(item).facts
        if isinstance(fact, Budget) and fact.amount > 0 and fact.basis == "lines"
    ]
    assert budgets
    assert known.unfit == []
    assert workspace.ledger.read_bytes() == kept.read_bytes()


def old_entries() -> list[EntryData]:
    fact = {
        "fact": "budget",
        "period": "2027",
        "total": 90.0,
        "lines": 2,
        "scope": "IT",
        "source": "budgets/a.csv#B2",
    }
    named = {"period": "2027", "scope": "IT"}
    asked = AskedQuestion(
        id="Q1",
        topic="amount-column",
        text="Which column?",
        candidates=(AskedCandidate(answer="Final", meaning="80", facts=({**fact, "total": 80.0},)),),
    )
    return [
        InputReceived(
            id="I1", kind="budgets", path="budgets/a.csv", sha256="0" * 64, size=1, mtime_ns=1, version=1
        ),
        InputRead(id="I1", facts=(fact,), questions=(asked,), understood="questions"),
        FactsCorrected(
            id="I1",
            action="change",
            fact="budget",
            match=named,
            before={"total": 90.0},
            after={"total": 95.0},
        ),
        FactsCorrected(
            id="I1", action="add", fact="budget", match={"period": "2028"}, after={**fact, "period": "2028"}
        ),
    ]


def test_corrections_and_questions_are_upgraded_with_the_facts(
    workspace: Workspace, record: Record, request: pytest.FixtureRequest
) -> None:
    """A correction still meets the fact that it corrected, and a candidate still says what it would mean."""
    for data in old_entries():
        record.commit("kim", lambda _state, data=data: [data])
    request.getfixturevalue("later")
    workspace.state.unlink(missing_ok=True)
    state = open_record(workspace, system_clock)[0].state
    (item,) = state.inputs()
    wanted = {"fact": "budget-total", "basis": "lines", "scope": "Information technology"}
    assert [{**fact, **wanted} for fact in item.facts] == item.facts
    assert [(fact["period"], fact["amount"]) for fact in item.facts] == [("2027", 95.0), ("2028", 90.0)]
    (question,) = state.questions(of="I1")
    assert question.candidates[0]["facts"][0]["amount"] == 80.0


def test_what_was_recorded_in_this_vocabulary_is_left_as_it_is(record: Record) -> None:
    for data in old_entries():
        record.commit("kim", lambda _state, data=data: [data])
    line = list(record.ledger.lines())[2]
    fields = json.loads(line)
    read = entry_of(line, Tip(fields["seq"] - 1, fields["prev"]))
    assert upgraded(read) is read


def test_a_later_vocabulary_is_refused_by_an_older_version(record: Record) -> None:
    """Instead of leaving out what it does not understand."""
    fields = json.loads(next(iter(record.ledger.lines())))
    fields.pop("hash")
    fields |= {"format": FORMAT + 1}
    fields["hash"] = sha256(canonical(fields).encode()).hexdigest()
    with pytest.raises(LedgerTooNew, match="update smits"):
        entry_of((canonical(fields) + "\n").encode(), Tip())
