"""`smits rules test|backtest|regret|limits|schema`: test and change rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    UsageError,
    WorkspaceOption,
    acting,
    day_option,
    print_json,
    record_of,
    say,
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.exits import narrate

if TYPE_CHECKING:
    from smits_tui.workspace import Workspace


def register(rules: typer.Typer) -> None:
    """Add the commands to `smits rules`."""
    rules.command("test")(try_rules)
    rules.command()(backtest)
    rules.command()(regret)
    rules.command()(limits)
    rules.command()(schema)


def try_rules(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Run the test cases of all rules on both judges. Exits with 1 if a case fails."""
    from smits_rules.judges.rule_tests import try_cases
    from smits_tui.actions.rules.reassessment import load_rules
    from smits_tui.actions.triggers.explanations import condition_lines

    pack = load_rules(workspace_of(workspace))
    tried = list(try_cases(pack))
    failed = [result for result in tried if not result.passed]
    without = [rule.id for rule in pack.rules if not rule.cases]
    if as_json:
        print_json(
            {
                "cases": len(tried),
                "failed": [
                    {
                        "rule": result.rule.id,
                        "file": result.rule.file,
                        "line": result.case.line,
                        "fires": result.fired,
                        "expected": result.case.fires,
                        "refused": result.refused,
                    }
                    for result in failed
                ],
                "without_cases": without,
            }
        )
    for result in failed:
        if not as_json:
            should = "should" if result.case.fires else "should not"
            what = result.refused or f"it {'fires' if result.fired else 'does not fire'}, but {should}."
            say(f"{result.rule.file}:{result.case.line}: rule '{result.rule.id}': {what}")
            for line in condition_lines(dict(result.explanation or {})):
                say(f"    {line}")
    if without:
        narrate(f"Without a case: {', '.join(without)}")
    if failed:
        raise typer.Exit(1)
    narrate(f"All {len(tried)} cases of {len(pack.rules)} rules pass.")


def backtest(
    pack: Annotated[
        Path | None,
        typer.Option(help="Rule file to try, replacing your file of the same name or added to the others."),
    ] = None,
    since: Annotated[
        dt.date | None,
        typer.Option("--from", parser=day_option, metavar="DATE", help="First day to replay."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Replay the past with these rules, and compare the result with what people decided.

    With --pack, compares that file with the rules in force; without, compares those with what was recorded.
    """
    from smits_tui.actions.rules.simulation import backtest

    if pack is not None and not pack.is_file():
        raise UsageError(f"{pack} is not a file.")
    opened = workspace_of(workspace)
    result = backtest.backtest(opened, record_of(opened).state, pack=pack, since=since)
    if as_json:
        print_json(backtest.backtest_json(result))
        return
    for line in backtest.difference_lines(result):
        say(line)
    say("")
    table(backtest.quality_rows(result))


def regret(
    cycle: Annotated[int | None, typer.Option(help="Decisions of this cycle only.")] = None,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look back on decisions: dismissed triggers that came true, how long it took, limits to try."""
    import dataclasses

    from smits_tui.actions.rules.reassessment import load_rules
    from smits_tui.actions.rules.regret import regret_report

    opened = workspace_of(workspace)
    report = regret_report(view_of(opened, as_of).state, load_rules(opened), cycle)
    if as_json:
        medians = {name: report.median_of(name) for name in ("to_raise", "to_decide", "to_act")}
        print_json({**dataclasses.asdict(report), "median_days": medians})
        return
    say(f"{report.accepted} triggers were accepted, {report.dismissed} dismissed.")
    for listed in report.regrets:
        made = f"{listed.decision} by {listed.by} on {listed.decided}"
        say(f"{listed.trigger} was {made}: {listed.sentence} {listed.later}")
    if not report.regrets:
        say("Nothing that happened later calls a decision into question.")
    for name, what in (
        ("to_raise", "from file to trigger"),
        ("to_decide", "from trigger to decision"),
        ("to_act", "from decision to the start of Do"),
    ):
        days = report.median_of(name)
        say(f"Median {what}: {'not known yet' if days is None else f'{days:g} days'}.")
    for proposal in report.proposals:
        say(
            f"{proposal.limit} is {proposal.now:g}; {proposal.proposed:g} would have spared "
            f"{', '.join(proposal.spared)} and kept {', '.join(proposal.kept)}: "
            f"smits rules limits {proposal.limit} {proposal.proposed:g}"
        )


def limits(
    name: Annotated[str | None, typer.Argument(metavar="[NAME", help="Limit to change.")] = None,
    asked: Annotated[str | None, typer.Argument(metavar="VALUE]", help="New value.")] = None,
    reason: Annotated[str, typer.Option(help="Reason for the change.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Change it without confirmation.")] = False,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the limits and how close the facts are to them, or change a limit.

    Before a limit is changed, the command shows what the new value would have changed in the past. Write a
    negative
    value after `--`, as in `smits rules limits --reason "..." -- budget_cut_pct -8`.
    """
    opened = workspace_of(workspace)
    if name is None:
        _list_limits(opened, as_json=as_json)
        return
    if asked is None:
        raise UsageError(f"Give the new value of {name}, e.g. `smits rules limits {name} 5 --reason ...`.")
    from smits_tui.actions.rules.limits.change import set_limit, try_limit
    from smits_tui.actions.rules.simulation.backtest import backtest_json, difference_lines
    from smits_tui.actions.session import ActionRefused
    from smits_tui.presentation.typed_numbers import typed_number

    record, value = record_of(opened), typed_number(asked, "%")
    if not reason.strip():
        raise ActionRefused("Give the reason for the change with --reason.")
    result = try_limit(opened, record.state, name, value)
    if not as_json:
        narrate(f"With {name} = {value:.12g}, in the past:")
        for line in difference_lines(result):
            narrate(f"  {line}")
    if not yes and not typer.confirm(f"Change {name} to {value:.12g}?", err=True):
        raise typer.Exit(1)
    before, after = set_limit(opened, record, name, value, by=acting(by, workspace), reason=reason)
    if as_json:
        print_json({"limit": name, "before": before, "after": after, "backtest": backtest_json(result)})
    else:
        narrate(f"{name} is {after:.12g} now; it was {before:.12g}.")


def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from smits_rules.packs.schema import pack_schema

    print_json(pack_schema())


def _list_limits(workspace: Workspace, *, as_json: bool) -> None:
    from smits_tui.actions.rules.limits.distances import limit_json, limits_of

    shown = limits_of(workspace, record_of(workspace).state)
    if as_json:
        print_json([limit_json(limit) for limit in shown])
        return
    rows: list[tuple[str, ...]] = [("limit", "value", "now", "left", "history", "of, and rules")]
    for limit in shown:
        now = "-" if limit.current is None else f"{limit.current:.12g}"
        left = "-" if limit.distance is None else f"{limit.distance:.12g}"
        unit = "" if limit.unit == "currency" else limit.unit
        of = f"{limit.subject}  " if limit.subject else ""
        own = "*" if limit.own else ""
        rules = f"({', '.join(limit.rules) or 'no rule'})"
        rows.append(
            (limit.name + own, f"{limit.value:.12g} {unit}".strip(), now, left, limit.sparkline, of + rules)
        )
    table(rows)
    if any(limit.own for limit in shown):
        narrate("* set by your team")
