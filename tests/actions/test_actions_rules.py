"""Trust in the rules: try them on the past, see how near they are, change one, ask why and why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from smits_tui.actions.inputs.corrections import correct
from smits_tui.actions.inputs.withdrawal import withdraw_input
from smits_tui.actions.rules import assumptions
from smits_tui.actions.rules.facts_in_force import FactsInForce
from smits_tui.actions.rules.limits import distances
from smits_tui.actions.rules.limits.change import OWN_FILE, set_limit, try_limit
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.rules.rules_in_force import adopt_rules
from smits_tui.actions.rules.simulation import backtest, rehearsal
from smits_tui.actions.session import ActionRefused, open_ledger
from smits_tui.actions.strategy.records import retire_record, set_record
from smits_tui.actions.triggers import triage
from smits_tui.actions.triggers.silence import find_rule, input_lines, rule_lines, weigh
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.process.entries.records import AssumptionSet
from smits_tui.workspace import Workspace


def state_facts(record: Record, path: str, *facts: dict[str, Any]) -> str:
    """Record a file and what it states, as the watcher does."""
    number = record.state.next_id("inputs")
    identifier = f"I{number}"
    common = {"confidence": "stated", "quote": ""}
    told = tuple({"source": f"{path}#line {n}", **common, **fact} for n, fact in enumerate(facts, 1))
    received = InputReceived(
        id=identifier,
        kind=path.partition("/")[0],
        path=path,
        sha256=f"{number:064d}",
        size=1,
        mtime_ns=1,
        version=record.state.versions(path) + 1,
    )
    record.commit("watcher", lambda _state: [received, InputRead(id=identifier, facts=told)])
    return identifier


def budget(total: float) -> dict[str, Any]:
    return {"fact": "budget", "period": "2027", "total": total}


def judge(workspace: Workspace, record: Record) -> list[str]:
    """Let the rules look, as the watcher does; the rules of the triggers that stand open."""
    reassessor = Reassessor(load_rules(workspace), workspace.settings())
    try:
        reassessor.use(record)
        reassessor.run(record)
    finally:
        reassessor.close()
    return sorted(trigger.rule for trigger in record.state.triggers("open") if trigger.holds)


@pytest.fixture
def cut(workspace: Workspace, record: Record, clock: Any) -> Record:
    """A budget that fell by 8 % and, a month later, by 13 % in all."""
    state_facts(record, "budgets/a.csv", budget(1000))
    judge(workspace, record)
    clock.forward(days=30)
    state_facts(record, "budgets/a.csv", budget(920))
    judge(workspace, record)
    clock.forward(days=30)
    state_facts(record, "budgets/a.csv", budget(870))
    judge(workspace, record)
    return record


def test_five_cuts_of_three_percent_trigger_on_the_one_that_passes_the_limit(
    workspace: Workspace, record: Record, clock: Any
) -> None:
    """Each step is small; against the baseline the fourth is beyond ten percent."""
    total, seen = 1_000_000.0, []
    state_facts(record, "budgets/a.csv", budget(total))
    for _ in range(5):
        clock.forward(days=7)
        total *= 0.97
        state_facts(record, "budgets/a.csv", budget(round(total)))
        seen.append(judge(workspace, record))
    assert ["budget-cut" in rules for rules in seen] == [False, False, False, True, True]
    (trigger,) = [t for t in record.state.triggers() if t.rule == "budget-cut"]
    assert trigger.fact["change_pct"] == pytest.approx(-14.1, abs=0.1)
    assert len([step for step in trigger.history if step["type"] == "trigger.raised"]) == 1


def test_a_back_test_finds_nothing_new_in_the_record_that_the_rules_made(
    workspace: Workspace, cut: Record
) -> None:
    """Replaying the past under the same rules is the past."""
    result = backtest.backtest(workspace, cut.state)
    assert [(r.rule, r.subject) for r in result.removed] == []
    assert {r.rule for r in result.added} <= {"review-due"}


def test_a_back_test_tells_what_a_changed_pack_adds_and_removes(
    workspace: Workspace, cut: Record, tmp_path: Path
) -> None:
    """The 8 % of the second month would have been enough; the rule on steps is silent then."""
    tighter = tmp_path / "tighter.toml"
    tighter.write_text("[limits]\nbudget_step_rise_pct = 3\nbudget_cut_pct = -5\n", encoding="utf-8")
    result = backtest.backtest(workspace, cut.state, pack=tighter)
    assert (result.added, [raised.rule for raised in result.removed]) == ((), ["budget-cut-step"])
    (raised,) = [r for r in result.raised if r.rule == "budget-cut"]
    assert "-8.0 %" in raised.because
    looser = tmp_path / "looser.toml"
    looser.write_text("[limits]\nbudget_cut_pct = -20\n", encoding="utf-8")
    removed = backtest.backtest(workspace, cut.state, pack=looser).removed
    assert [raised.rule for raised in removed] == ["budget-cut"]


def test_precision_and_recall_are_against_what_people_decided(workspace: Workspace, cut: Record) -> None:
    """Dismissed triggers speak against a rule; accepted ones that it would miss do too."""
    by_rule = {trigger.rule: trigger.id for trigger in cut.state.triggers()}
    triage.accept(cut, [by_rule["budget-cut"]], by="kim")
    triage.dismiss(cut, [by_rule["budget-cut-step"]], by="kim", reason="known")
    quality = {q.rule: q for q in backtest.backtest(workspace, cut.state).quality}
    assert (quality["budget-cut"].precision, quality["budget-cut"].recall) == (1.0, 1.0)
    assert (quality["budget-cut-step"].precision, quality["budget-cut-step"].recall) == (0.0, None)
    own = workspace.rules / "own.toml"
    own.write_text('disable = ["budget-cut"]\n', encoding="utf-8")
    missed = {q.rule: q for q in backtest.backtest(workspace, cut.state).quality}["budget-cut"]
    assert (missed.raised, missed.missed, missed.recall) == (0, 1, 0.0)


def test_facts_that_are_kept_between_snapshots_are_those_gathered_anew(
    workspace: Workspace, cut: Record
) -> None:
    """Also after a new version, a correction and a withdrawal."""
    kept, settings = FactsInForce(), workspace.settings()

    def facts(source: FactsInForce) -> list[str]:
        return sorted(fact.model_dump_json() for fact in source.of(cut.snapshot(), settings))

    seen = [facts(kept)]
    goal = {"fact": "goal", "goal": "Grow", "quarter": "2027-Q1", "target": "5"}
    name = state_facts(cut, "goals/g.csv", goal)
    for change in (
        lambda: None,
        lambda: state_facts(cut, "budgets/a.csv", budget(700)),
        lambda: correct(
            cut, name, by="kim", reason="typing", action="change", fact="goal", values={"target": "6"}
        ),
        lambda: withdraw_input(cut, name, by="kim", reason="another company's"),
    ):
        change()
        seen.append(facts(kept))
        assert seen[-1] == facts(FactsInForce())
        assert seen[-1] != seen[-2]


def test_limits_show_value_distance_and_history(workspace: Workspace, cut: Record) -> None:
    shown = {limit.name: limit for limit in distances.limits_of(workspace, cut.state)}
    budget_cut = shown["budget_cut_pct"]
    assert (budget_cut.value, budget_cut.current, budget_cut.distance) == (-10, -13, -3)
    assert budget_cut.subject == "2027"
    assert list(budget_cut.history) == [-8, -13]
    assert budget_cut.sparkline == "█▁"
    assert shown["breach_pct"].current is None
    assert all(limit.rules for limit in shown.values())


def test_a_day_long_past_is_no_value_that_comes_near(workspace: Workspace, record: Record) -> None:
    """A rule on the days to come looks at none that has passed; its limit must not either."""
    act = {"fact": "regulation", "title": "An act", "action": "new", "jurisdiction": "EU"}
    state_facts(record, "regulations/a.html", {**act, "effective_date": "2013-01-01"})
    limit = next(
        one for one in distances.limits_of(workspace, record.state) if one.name == "regulation_due_days"
    )
    assert (limit.current, limit.distance) == (None, None)


def test_a_changed_limit_keeps_the_comments_and_is_recorded_with_who_and_why(
    workspace: Workspace, cut: Record
) -> None:
    """What a team wrote into its rules is theirs; the reason is found years later."""
    own = workspace.rules / "money.toml"
    own.write_text("# ours\n[limits]\nbudget_cut_pct = -9   # as the board wants it\n", encoding="utf-8")
    if is_team(workspace):  # machines may differ, so that a file is in force once somebody says so
        with pytest.raises(ActionRefused, match="smits rules adopt"):
            set_limit(workspace, cut, "budget_cut_pct", -15, by="kim", reason="12 % is usual here")
        adopt_rules(workspace, cut, by="kim", reason="as the board wants it")
    before, after = set_limit(workspace, cut, "budget_cut_pct", -15, by="kim", reason="12 % is usual here")
    assert (before, after) == (-9, -15)
    assert own.read_text() == "# ours\n[limits]\nbudget_cut_pct = -15   # as the board wants it\n"
    assert b"12 % is usual here" in list(open_ledger(workspace).lines())[-1]
    assert load_rules(workspace).limits["budget_cut_pct"] == -15
    assert "budget-cut" not in judge(workspace, cut)


def test_a_limit_of_a_shipped_pack_is_changed_in_a_file_of_the_team(
    workspace: Workspace, cut: Record
) -> None:
    result = try_limit(workspace, cut.state, "breach_pct", 5)
    assert result.added == ()
    set_limit(workspace, cut, "breach_pct", 5, by="kim", reason="stricter")
    assert "breach_pct = 5" in (workspace.rules / OWN_FILE).read_text()
    with pytest.raises(ActionRefused, match="already"):
        set_limit(workspace, cut, "breach_pct", 5, by="kim", reason="again")
    with pytest.raises(ActionRefused, match="did you mean 'breach_pct'"):
        try_limit(workspace, cut.state, "breech_pct", 5)
    with pytest.raises(ActionRefused, match="reason"):
        set_limit(workspace, cut, "breach_pct", 6, by="kim", reason=" ")


def test_a_rehearsal_says_what_would_happen_and_records_nothing(
    workspace: Workspace, record: Record, tmp_path: Path
) -> None:
    state_facts(record, "budgets/a.csv", budget(1000))
    judge(workspace, record)
    file = tmp_path / "b.csv"
    file.write_text("Cost centre,2027\nNetwork,500\nWorkplace,380\n", encoding="utf-8")
    before = record.seq
    outcome = rehearsal.rehearse(workspace, record.state, [file], "budgets")
    assert [entry.rule for entry in outcome.raised] == ["budget-cut"]
    assert outcome.raised[0].sources[0].startswith("budgets/b.csv#")
    assert outcome.touched == ("strategy-plan", "tactical-plan")
    record.catch_up()
    assert record.seq == before


def test_a_silent_rule_says_how_near_it_came(workspace: Workspace, cut: Record) -> None:
    """`Why not?` begins with a sentence and names the smallest change."""
    pack = load_rules(workspace)
    rule = find_rule(pack, "budget-rise")
    weighed = weigh(pack, rule, FactsInForce().of(cut.state, workspace.settings()))
    lines = rule_lines(cut.state, rule, weighed)
    assert lines[0].startswith("budget-rise did not match")
    assert "15 %" in lines[0]
    assert any("budgets/a.csv#line 1" in line for line in lines)
    with pytest.raises(ActionRefused, match="Did you mean the rule 'budget-rise'"):
        find_rule(pack, "budget-ris")


def test_an_input_says_what_it_did(workspace: Workspace, cut: Record) -> None:
    newest = cut.state.newest("budgets/a.csv")
    assert newest is not None
    lines = input_lines(cut.state, newest)
    assert "triggers rest on it" in lines[0] or "trigger rests on it" in lines[0]
    assert any("budget-cut" in t.rule for t in cut.state.triggers() if newest.id in t.inputs)


def test_an_assumption_that_breaks_is_a_trigger_and_one_given_up_is_none(
    workspace: Workspace, record: Record
) -> None:
    """`EUR/USD stays above 1.05` is a rule that no programmer wrote."""
    rate = {"fact": "indicator", "indicator": "EUR/USD", "period": "2027-02"}
    first = set_record(record, AssumptionSet, text="EUR/USD stays above 1.05", by="kim").id
    set_record(record, AssumptionSet, text="Customers trust us", by="kim")
    state_facts(record, "environment/a.csv", {**rate, "value": 1.08})
    assert "assumption-broken" not in judge(workspace, record)
    state_facts(record, "environment/a.csv", {**rate, "value": 1.04})
    assert "assumption-broken" in judge(workspace, record)
    assert assumptions.broken_by(record.state, "EUR/USD stays above 1.05") is not None
    with pytest.raises(ActionRefused, match="A1 already has this text"):
        set_record(record, AssumptionSet, text="EUR/USD  stays above 1.05", by="kim")
    retire_record(record, AssumptionSet, first, by="kim", reason="we hedge now")
    assert "assumption-broken" not in judge(workspace, record)


def test_time_alone_may_trigger(workspace: Workspace, record: Record, clock: Any) -> None:
    """The same facts a month later: the day is an input like any other."""
    due = {"fact": "regulation", "title": "An act", "action": "new", "jurisdiction": "EU"}
    state_facts(record, "regulations/a.html", {**due, "effective_date": "2027-09-20"})
    assert "regulation-due" not in judge(workspace, record)
    clock.forward(days=31)
    assert "regulation-due" in judge(workspace, record)
