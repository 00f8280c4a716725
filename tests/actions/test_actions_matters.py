"""Matters: triggers of one cause stand together, say what is new, and are told in one line."""

from __future__ import annotations

from conftest import FixedClock

from smits_rules.judges.decision import decide
from smits_rules.judges.durable import Engine
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import BudgetChange
from smits_tui.actions.triggers.matters import matter_of, matters, news_sentence
from smits_tui.actions.triggers.merge import merge
from smits_tui.actions.triggers.triage import dismiss
from smits_tui.ledger.record import Record
from smits_tui.notifications.digest import Recipient, news
from smits_tui.process.state import State


def change(period: str, basis: str, pct: float) -> BudgetChange:
    total = 1000 + 10 * pct
    return BudgetChange(
        period=period,
        basis=basis,  # type: ignore[arg-type]
        total=total,
        baseline=1000,
        change=10 * pct,
        change_pct=pct,
        agreed_change_pct=pct,
    )


def judged(record: Record, *changes: BudgetChange) -> State:
    pack = load_pack(shipped_packs())
    with Engine(pack) as engine:
        decisions = [decision for answer in decide(pack, engine, changes) for decision in answer.decisions]
    record.commit("watcher", lambda state: merge(state, decisions, pack.hash))
    return record.state


def test_the_triggers_of_one_budget_are_one_matter_below_its_gravest(record: Record) -> None:
    """She decides on the budget, not on three comparisons of it; others keep their place."""
    cut, year = change("FY2027", "baseline", -12), change("FY2027", "year", -11)
    other = change("FY2028", "year", -30)
    state = judged(record, cut, year, other)
    listed = matters(state.triggers("open"))
    rules = [[trigger.rule for trigger in matter.triggers] for matter in listed]
    assert sorted(rules) == [["budget-cut", "budget-cut-year"], ["budget-cut-year"]]
    assert len(matter_of(state, listed[0].first)) == len(listed[0].triggers)


def test_what_is_new_since_the_last_decision_is_one_sentence(record: Record, clock: FixedClock) -> None:
    """Nothing is new where nothing was decided; what came after a decision is."""
    state = judged(record, change("FY2027", "baseline", -12))
    (first,) = state.triggers("open")
    assert news_sentence([first]) == ""
    clock.forward(days=1)
    dismiss(record, [first.id], by="kim", reason="It was planned.")
    assert news_sentence(record.state.triggers()) == ""
    clock.forward(days=1)
    state = judged(record, change("FY2027", "baseline", -12), change("FY2027", "year", -11))
    assert news_sentence(state.triggers()) == "New since the decision of 2027-03-11: T2 was raised."


def test_a_matter_is_told_in_one_line(record: Record) -> None:
    """The message names the others, and says the sentence of the gravest only."""
    state = judged(record, change("FY2027", "baseline", -12), change("FY2027", "year", -11))
    (line,) = news(state, (), Recipient("mailto://x", "low"))
    assert line.text.startswith("HIGH      T1  The FY2027 budget changed by -12.0 %")
    assert line.text.endswith("(same matter: T2)")
