"""Cases: one trigger per rule and subject, whatever comes how often."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from smits_tui.actions.triggers.merge import TriggerCase, Trouble, merge
from smits_tui.actions.triggers.triage import accept, defer, dismiss
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import TriggerUpdated


def decision(value: float = -12.0, subject: str = "FY2027", rule: str = "budget-cut") -> TriggerCase:
    return Trouble(
        rule=rule,
        trigger="budget",
        outcome="reassess",
        severity="high",
        touches=("strategy-plan",),
        subject=subject,
        sources=("I2#IT!B7", "I1#IT!B7"),
        fact={"fact": "budget-change", "change_pct": value, "source": "I2#IT!B7"},
        because=f"cut by {value}",
        explanation={"value": value},
    )


def judge(record: Record, *decisions: TriggerCase) -> list[tuple[str, str]]:
    """Record what decisions add; the ids and types of the entries."""
    entries = record.commit("watcher", lambda state: merge(state, decisions, "pack"))
    return [(entry.data["id"], entry.type) for entry in entries]


def only(record: Record) -> Any:
    (trigger,) = record.state.triggers()
    return trigger


def test_the_same_evidence_is_recorded_once(record: Record) -> None:
    """Judging again, e.g. after a crash, doubles nothing."""
    assert judge(record, decision()) == [("T1", "trigger.raised")]
    assert judge(record, decision()) == []


def test_new_evidence_updates_the_open_case(record: Record) -> None:
    """A deeper cut is the same question, not a second one."""
    judge(record, decision(-12))
    assert judge(record, decision(-20)) == [("T1", "trigger.updated")]
    assert only(record).because == "cut by -20"


def test_a_dismissed_case_comes_back_only_with_other_values(record: Record) -> None:
    """People decided on these figures; the same ones must not ask again."""
    judge(record, decision(-12))
    dismiss(record, ["T1"], by="kim", reason="planned")
    assert judge(record, decision(-12)) == []
    assert judge(record, decision(-15)) == [("T2", "trigger.raised")]


def test_an_accepted_case_with_other_values_is_raised_anew(record: Record) -> None:
    """The cycle that took it in worked on other figures."""
    judge(record, decision(-12))
    accept(record, ["T1"], by="kim")
    assert judge(record, decision(-30)) == [("T2", "trigger.raised")]


def test_a_case_whose_condition_is_gone_is_marked_and_can_come_back(record: Record) -> None:
    """The money was given back: people must see that, and must see it if it is taken again."""
    judge(record, decision())
    assert judge(record) == [("T1", "trigger.lapsed")]
    assert (only(record).status, only(record).holds) == ("lapsed", False)
    assert record.state.triggers("open") == []
    assert judge(record) == []
    assert judge(record, decision()) == [("T1", "trigger.updated")]
    assert (only(record).status, only(record).holds) == ("open", True)


def test_an_accepted_case_that_lapses_says_so_and_is_raised_again(record: Record) -> None:
    """Its cycle may have dropped it; nothing opens a further cycle for a reason that is gone."""
    judge(record, decision(-12))
    accept(record, ["T1"], by="kim")
    assert judge(record) == [("T1", "trigger.lapsed")]
    assert (only(record).status, only(record).holds) == ("accepted", False)
    assert only(record).standing == "accepted, lapsed"
    assert judge(record) == []
    assert judge(record, decision(-12)) == [("T2", "trigger.raised")]
    assert judge(record) == [("T2", "trigger.lapsed")]


def test_a_dismissed_case_that_comes_back_as_it_was_stays_dismissed(record: Record) -> None:
    """People decided on these figures, whether they went away in between or not."""
    judge(record, decision(-12))
    dismiss(record, ["T1"], by="kim", reason="planned")
    assert judge(record) == [("T1", "trigger.lapsed")]
    assert only(record).standing == "dismissed, lapsed"
    assert judge(record, decision(-12)) == [("T1", "trigger.updated")]
    assert only(record).standing == "dismissed"
    judge(record)
    assert judge(record, decision(-15)) == [("T2", "trigger.raised")]


def test_a_deferred_case_that_lapses_does_not_come_up_on_its_day(record: Record, clock: Any) -> None:
    judge(record, decision())
    defer(record, ["T1"], by="kim", until=record.state.today + dt.timedelta(days=3))
    judge(record)
    clock.forward(days=5)
    assert only(record).status == "lapsed"


def test_a_case_whose_fact_can_not_be_judged_now_does_not_lapse(record: Record) -> None:
    """An engine that failed on it says nothing of its reason; once it answers, its trouble lapses."""
    judge(record, decision())
    trouble = Trouble(
        subject="budget-change FY2027",
        because="It took too long.",
        sources=(),
        fact={"fact": "budget-change"},
        explanation={"refused": "too long"},
    )
    assert judge(record, trouble) == [("T2", "trigger.raised")]
    assert judge(record, decision()) == [("T2", "trigger.lapsed")]


def test_a_lapse_of_an_earlier_version_is_read_as_one(record: Record) -> None:
    """Records that were written before had no entry of its own for it."""
    judge(record, decision())
    old = only(record)
    kept = {name: getattr(old, name) for name in TriggerUpdated.model_fields if name not in ("v", "holds")}
    record.commit("watcher", lambda _: [TriggerUpdated(**kept, holds=False)])
    assert only(record).status == "lapsed"
    assert judge(record, decision()) == [("T1", "trigger.updated")]
    assert only(record).status == "open"


def test_of_several_steps_in_a_burst_the_last_counts(record: Record) -> None:
    """Each step of a burst is judged, and the case shows where it ended."""
    assert judge(record, decision(-11), decision(-14)) == [("T1", "trigger.raised")]
    assert only(record).because == "cut by -14"


def test_rules_and_subjects_are_cases_of_their_own(record: Record) -> None:
    """FY2028 is not FY2027, and a step is not the sum of all steps."""
    got = judge(record, decision(), decision(subject="FY2028"), decision(rule="budget-cut-step"))
    assert [identifier for identifier, _ in got] == ["T1", "T2", "T3"]


def test_triggers_of_one_matter_are_decided_together(record: Record) -> None:
    """One budget is one question, however many rules speak of it; what is decided stays as it is."""
    judge(record, decision(), decision(rule="budget-cut-step"), decision(subject="FY2028"))
    assert [trigger.matter for trigger in record.state.triggers()] == ["fy2027", "fy2027", "fy2028"]
    accept(record, ["T2"], by="kim")
    dismiss(record, ["FY2027"], by="kim", reason="planned")
    decided = {trigger.id: trigger.status for trigger in record.state.triggers()}
    assert decided == {"T1": "dismissed", "T2": "accepted", "T3": "open"}


def test_a_decided_case_comes_back_only_when_it_is_worse(record: Record) -> None:
    """Neither a milder figure nor one within the tolerance asks again; nor do small steps add up unseen."""

    def cut(value: float) -> TriggerCase:
        condition = {"field": "change_pct", "operator": "at_most", "value": value}
        made = decision(value)
        assert isinstance(made, Trouble)
        return replace(made, explanation={"conditions": [condition]})

    judge(record, cut(-12))
    dismiss(record, ["T1"], by="kim", reason="planned")
    assert [judge(record, cut(value)) for value in (-10.5, -12.5, -13)] == [[], [], []]
    assert judge(record, cut(-13.5)) == [("T2", "trigger.raised")]
