"""Decisions in hindsight: what came true, how long it took, and which limit would have told them apart."""

from __future__ import annotations

from typing import Any

from smits_rules.packs.loading import load_pack, shipped_packs
from smits_tui.actions.rules.regret import regret_report, regret_sentences, regrets
from smits_tui.actions.strategy import cycle
from smits_tui.actions.strategy.background import background_of
from smits_tui.actions.triggers import triage
from smits_tui.documents.markdown import render_background
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived, TriggerRaised, TriggerUpdated
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

PACK = load_pack(shipped_packs())


def raised(
    record: Record, fact: dict[str, Any], *, rule: str = "r", matter: str = "", since: str = ""
) -> str:
    """A trigger, with the file that it came from if one is named."""
    name = f"T{record.state.next_id('triggers')}"
    data = TriggerRaised(
        id=name,
        rule=rule,
        trigger="budget",
        subject=name,
        outcome="reassess",
        severity="high",
        because=f"{name} happened.",
        touches=("strategy-plan",),
        inputs=(since,) if since else (),
        sources=(),
        input=since or None,
        fact=fact,
        matter=matter,
        explanation={},
        fingerprint=name,
        pack="p",
    )
    record.commit("watcher", lambda _: [data])
    return name


def again(record: Record, name: str) -> None:
    """New evidence for a trigger."""
    (one,) = (trigger for trigger in record.state.triggers() if trigger.id == name)
    data = TriggerUpdated(
        id=name,
        outcome=one.outcome,
        severity="critical",
        because=f"{name} got worse.",
        touches=("strategy-plan",),
        inputs=(),
        sources=(),
        input=None,
        fact=one.fact,
        matter=one.matter,
        explanation={},
        fingerprint="again",
        pack="p",
    )
    record.commit("watcher", lambda _: [data])


def cut(record: Record, pct: float) -> str:
    return raised(
        record, {"fact": "budget-change", "change_pct": pct, "basis": "baseline"}, rule="budget-cut"
    )


def test_what_was_dismissed_and_came_true_is_named(record: Record, clock: Any) -> None:
    """Raised again, of a matter that was accepted, or its day came; nothing else is regretted."""
    worse, shared, ends, gone = (
        raised(record, {}),
        raised(record, {}, matter="m"),
        raised(record, {"fact": "regulation-due", "due": "2027-04-01"}),
        raised(record, {}),
    )
    triage.dismiss(record, [worse, shared, ends, gone], by="Tom", reason="It is nothing.")
    assert regrets(record.state) == []
    clock.forward(days=2)
    again(record, worse)
    other = raised(record, {}, matter="m")
    triage.accept(record, [other], by="Mara", reason="We start.")
    found = {regret.trigger: regret.later for regret in regrets(record.state)}
    assert set(found) == {worse, shared}
    assert "was raised again on 2027-03-12" in found[worse]
    assert f"{other} of the same matter was accepted" in found[shared]
    clock.forward(days=40)
    record.catch_up()
    found = {regret.trigger: regret.later for regret in regrets(record.state)}
    assert found[ends] == "Its day came on 2027-04-01, and its reason still stands."
    assert gone not in found
    sentences = regret_sentences(record.state, 1)
    assert len(sentences) == 3
    assert any(f"{worse} was dismissed by Tom on 2027-03-10." in sentence for sentence in sentences)


def test_the_review_has_it(record: Record, workspace: Workspace, clock: Any) -> None:
    cycle.open_cycle(record, by="Mara", reason="first")
    name = raised(record, {})
    triage.dismiss(record, [name], by="Tom", reason="It is | nothing.")
    clock.forward(days=1)
    again(record, name)
    settings = Settings(organisation="Acme")
    text = render_background(background_of(record.state, workspace, settings, "strategy-review", "", None))
    table = text.partition("## Decisions in hindsight")[2]
    assert f"| {name} |" in table
    assert r"It is \| nothing." in table
    plan = render_background(background_of(record.state, workspace, settings, "strategy-plan", "", None))
    assert "hindsight" not in plan


def test_days_from_file_to_decision_to_action(record: Record, clock: Any) -> None:
    received = InputReceived(
        id="I1", kind="budgets", path="budgets/b.csv", sha256="a", size=1, mtime_ns=1, version=1
    )
    record.commit("watcher", lambda _: [received, InputRead(id="I1")])
    clock.forward(days=1)
    name = raised(record, {}, since="I1")
    clock.forward(days=4)
    triage.accept(record, [name], by="Mara", reason="We start.")
    report = regret_report(record.state, PACK)
    (delay,) = report.delays
    assert (delay.to_raise, delay.to_decide, delay.to_act) == (1, 4, None)
    assert (report.median_of("to_decide"), report.median_of("to_act")) == (4, None)


def test_a_limit_that_would_have_told_them_apart_is_proposed(record: Record) -> None:
    """Between what was dismissed and what was accepted, in as few digits as it takes."""
    small = [cut(record, -11.5), cut(record, -14)]
    triage.dismiss(record, small, by="Tom", reason="We can bear it.")
    assert regret_report(record.state, PACK).proposals == (), "nothing was accepted yet"
    large = cut(record, -33.25)
    triage.accept(record, [large], by="Mara", reason="We start.")
    (proposal,) = regret_report(record.state, PACK).proposals
    assert (proposal.limit, proposal.now, proposal.proposed) == ("budget_cut_pct", -10.0, -20.0)
    assert proposal.spared == tuple(reversed(small)) or set(proposal.spared) == set(small)
    assert proposal.kept == (large,)
    mixed = cut(record, -40)
    triage.dismiss(record, [mixed], by="Tom", reason="It was an error.")
    assert regret_report(record.state, PACK).proposals == (), "no value tells them apart any more"


def test_a_cycle_has_its_own_decisions(record: Record, clock: Any) -> None:
    """What was decided in an open cycle belongs to it, and to no earlier one."""
    cycle.open_cycle(record, by="Mara", reason="first")
    clock.forward(days=1)
    triage.dismiss(record, [cut(record, -12)], by="Tom", reason="No.")
    assert regret_report(record.state, PACK, 1).dismissed == 1
