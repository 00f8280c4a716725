"""Corrections: a person knows better, and need not say it again for each new version."""

from __future__ import annotations

from typing import Any

import pytest

from smits_tui.actions.concurrent_change import ChangedMeanwhile
from smits_tui.actions.inputs.corrections import correct
from smits_tui.actions.inputs.lookup import find_input
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived


def budget(total: float, period: str = "2027") -> dict[str, Any]:
    return {
        "fact": "budget",
        "source": "budgets/a.csv#line 2",
        "quote": "q",
        "confidence": "read",
        "period": period,
        "total": total,
        "currency": None,
        "scope": "",
        "lines": 1,
    }


def take(record: Record, number: int, *facts: dict[str, Any]) -> str:
    identifier = f"I{number}"
    received = InputReceived(
        id=identifier,
        kind="budgets",
        path="budgets/a.csv",
        sha256=f"{number:064d}",
        size=1,
        mtime_ns=1,
        version=number,
    )
    record.commit("watcher", lambda _state: [received, InputRead(id=identifier, facts=facts)])
    return identifier


def facts_of(record: Record, identifier: str) -> list[dict[str, Any]]:
    item = record.state.input(identifier)
    assert item is not None
    return item.facts


def test_a_changed_field_is_stated_and_the_rules_look_again(record: Record) -> None:
    """The figure was read wrongly."""
    take(record, 1, budget(88))
    correct(
        record,
        "i1",
        by="kim",
        reason="in thousands",
        action="change",
        fact="budget",
        values={"total": "88000"},
    )
    (fact,) = facts_of(record, "I1")
    assert (fact["total"], fact["confidence"], fact["quote"]) == (88_000, "stated", "q")
    item = record.state.input("I1")
    assert item is not None
    assert not item.judged
    assert record.ledger.tip.seq == record.seq


def test_a_correction_holds_for_a_new_version_that_says_the_same(record: Record) -> None:
    """The sender's mistake comes again with every revision; a new figure is left alone."""
    take(record, 1, budget(88), budget(5, "2028"))
    correct(
        record,
        "I1",
        by="kim",
        reason="",
        action="change",
        fact="budget",
        subject="2027",
        values={"total": "90"},
    )
    take(record, 2, budget(88), budget(6, "2028"))
    assert [fact["total"] for fact in facts_of(record, "I2")] == [90, 6]
    take(record, 3, budget(70))
    assert [fact["total"] for fact in facts_of(record, "I3")] == [70]


def test_facts_are_added_and_removed(record: Record) -> None:
    """What was overlooked, and what is none; for later versions as well, each once."""
    take(record, 1, budget(88))
    added = correct(
        record,
        "I1",
        by="kim",
        reason="on page 2",
        action="add",
        fact="budget",
        values={"period": "2028", "total": "7", "currency": "EUR"},
    )
    assert added is not None
    assert added.source == "budgets/a.csv#corrected by kim"
    correct(record, "I1", by="kim", reason="", action="remove", fact="budget", subject="2027")
    assert [fact["period"] for fact in facts_of(record, "I1")] == ["2028"]
    take(record, 2, budget(99))
    assert [(fact["period"], fact["total"]) for fact in facts_of(record, "I2")] == [("2028", 7)]
    take(record, 3, budget(1, "2028"))
    assert [(fact["period"], fact["total"]) for fact in facts_of(record, "I3")] == [("2028", 1)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"identifier": "I9"}, "no input 'I9'"),
        ({"fact": "bugdet"}, "Did you mean 'budget'"),
        ({"fact": "budget-change"}, "derived from other facts"),
        ({"fact": "regulation", "values": {"title": "x"}}, "states no regulation"),
        ({"values": {"totl": "5"}}, "Did you mean 'total'"),
        ({"values": {"total": "much"}}, "'total' is not allowed"),
        ({"values": {"source": "x"}}, "no field 'source'"),
        ({"values": {}}, "--set total"),
        ({"subject": "2031"}, "'2027', '2028'"),
        ({"subject": ""}, "choose one with --subject"),
    ],
)
def test_what_does_not_fit_is_refused(record: Record, change: dict[str, Any], said: str) -> None:
    """With a sentence that says what would."""
    take(record, 1, budget(88), budget(5, "2028"))
    before = record.seq
    asked: dict[str, Any] = {
        "identifier": "I1",
        "fact": "budget",
        "subject": "2027",
        "values": {"total": "1"},
        **change,
    }
    with pytest.raises(ActionRefused, match=said):
        correct(record, asked.pop("identifier"), by="kim", reason="", action="change", **asked)
    assert record.seq == before


def test_the_daemon_judges_a_corrected_budget_anew(smits: Any, eventually: Any) -> None:
    """From the command line to the trigger, with the real watcher."""
    folder = smits.workspace.inputs / "budgets"
    with smits.watching():
        (folder / "a.csv").write_text("Item,2027\nx,1000\n", encoding="utf-8")
        eventually(lambda: len(smits.entries("input.judged")) == 1)
        (folder / "b.csv").write_text("Item,2027\nx,1000\ny,1\n", encoding="utf-8")
        eventually(lambda: len(smits.entries("input.judged")) == 2)
        assert smits.json("triggers") == []
        done = smits(
            "facts", "correct", "I2", "--fact", "budget", "--set", "total=800", "--reason", "misread"
        )
        assert done.returncode == 0, done.stderr
        eventually(lambda: len(smits.entries("trigger.raised")) == 1)
    (trigger,) = smits.json("triggers")
    assert (trigger["rule"], trigger["subject"]) == ("budget-cut", "2027")


def test_who_corrects_on_top_of_a_correction_that_he_did_not_see_is_refused(record: Record) -> None:
    """Two people have the form of one fact open."""
    take(record, 1, budget(88))
    opened = facts_of(record, "I1")[0]
    common: dict[str, Any] = {"action": "change", "fact": "budget", "opened": opened}
    correct(record, "I1", by="lee", reason="", values={"total": 90.0}, **common)
    with pytest.raises(ChangedMeanwhile, match=r"total is '90\.0'\. Nothing was saved"):
        correct(record, "I1", by="kim", reason="", values={"total": 91.0}, **common)
    correct(record, "I1", by="kim", reason="", values={"currency": "EUR"}, **common)
    assert [(fact["total"], fact["currency"]) for fact in facts_of(record, "I1")] == [(90.0, "EUR")]


def test_a_fact_that_states_nothing_is_refused(record: Record) -> None:
    """It would make a file look understood that is not."""
    identifier = take(record, 1)
    with pytest.raises(ActionRefused, match="at least one field"):
        correct(record, identifier, by="kim", reason="", action="add", fact="goal", values={"goal": ""})
    assert facts_of(record, identifier) == []


@pytest.mark.parametrize(
    "typed", ["I1", " i1", "budgets/F\u00f6rslag.csv", "inputs/budgets/Fo\u0308rslag.csv"]
)
def test_an_input_is_named_by_its_id_or_by_the_path_that_lists_show(record: Record, typed: str) -> None:
    """Paths are completed by shells and copied from lists; systems write accents differently."""
    path = "budgets/F\u00f6rslag.csv"
    received = InputReceived(
        id="I1", kind="budgets", path=path, sha256="0" * 64, size=1, mtime_ns=1, version=1
    )
    record.commit("kim", lambda _state: [received])
    assert find_input(record.state, typed).path == path
    with pytest.raises(ActionRefused, match="There is no input"):
        find_input(record.state, "budgets/other.csv")
