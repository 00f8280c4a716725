"""`smits cycle`: show the cycle and its open tasks, and move it on."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from smits_rules.vocabulary.shown_number import counted
from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    WorkspaceOption,
    acting,
    day_option,
    print_json,
    record_of,
    say,
    view_of,
    workspace_of,
)
from smits_tui.cli.exits import narrate

cycle = typer.Typer(help="The cycle of Plan, Do, Check and Act.", invoke_without_command=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(cycle, name="cycle")


@cycle.callback()
def show(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the steps, the current one, what it still needs, and who can provide it."""
    if context.invoked_subcommand is not None:
        return
    from smits_tui.actions.strategy.cycle_position import stands
    from smits_tui.actions.strategy.deliverables.people import people_of
    from smits_tui.presentation.task_commands import command_of, task_json
    from smits_tui.process.gates import STEPS

    opened = workspace_of(workspace)
    now = stands(view_of(opened, as_of).state, people_of(opened.settings()))
    if as_json:
        print_json(
            now
            and {
                "number": now.cycle.number,
                "stage": now.step.stage,
                "step": now.step.name,
                "triggers": now.cycle.triggers,
                "completed": now.cycle.completed,
                "missing": [task_json(task) for task in now.tasks],
            }
        )
        return
    if now is None:
        narrate("No cycle is open; accept a trigger or run `smits cycle open`.")
        return
    say(f"Cycle {now.cycle.number}, opened {now.cycle.opened_at:%Y-%m-%d} by {now.cycle.opened_by}")
    for step in STEPS:
        mark = "x" if step.name in now.cycle.completed else ">" if step is now.step else " "
        say(f"[{mark}] {step.stage:5}  {step.title}")
    say("")
    say(now.step.purpose)
    for task in now.tasks:
        say(f"- {task.what}")
        command = command_of(task)
        say(f"    {task.who}: smits {command}" if command else f"    {task.who}")
    if not now.tasks:
        say("Nothing is left to do: smits cycle advance")


@cycle.command("open")
def open_command(
    reason: Annotated[str, typer.Option(help="Why the cycle is opened without a trigger.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open a cycle without a trigger."""
    from smits_tui.actions.strategy.cycle import open_cycle

    number = open_cycle(record_of(workspace_of(workspace)), by=acting(by, workspace), reason=reason)
    if as_json:
        print_json({"number": number})
    else:
        narrate(f"Cycle {number} is open.")


@cycle.command()
def assess(
    identifiers: Annotated[
        list[str] | None, typer.Argument(metavar="INPUT...", help="Inputs you have reviewed, e.g. I3.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All inputs that have not been reviewed yet.")
    ] = False,
    note: Annotated[str, typer.Option(help="A note for others.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mark inputs as reviewed for the strategy."""
    from smits_tui.actions.strategy.cycle import assess_inputs
    from smits_tui.cli.common import UsageError

    if not identifiers and not everything:
        raise UsageError("Name the inputs you have reviewed, or use --all.")
    record = record_of(workspace_of(workspace))
    marked = assess_inputs(record, identifiers or (), by=acting(by, workspace), note=note)
    if as_json:
        print_json({"ids": list(marked)})
    else:
        narrate(f"{counted(len(marked), 'input')} marked as reviewed: {', '.join(marked)}")


@cycle.command()
def advance(by: ByOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Complete the current step, if its gate is met."""
    from smits_tui.actions.strategy import cycle
    from smits_tui.actions.strategy.deliverables.people import people_of

    opened = workspace_of(workspace)
    step = cycle.advance(record_of(opened), people_of(opened.settings()), by=acting(by, workspace))
    if as_json:
        print_json({"stage": step.stage, "step": step.name})
    else:
        narrate(f"{step.stage}: {step.title} is next. {step.purpose}")


@cycle.command()
def close(
    next_review: Annotated[
        dt.date | None,
        typer.Option(parser=day_option, metavar="DATE", help="Date of the next review, e.g. +3m."),
    ] = None,
    reassess: Annotated[
        str | None,
        typer.Option(
            metavar="REASON", help="Close the cycle before Act, because the strategy must be reassessed."
        ),
    ] = None,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close the cycle. Triggers accepted in the meantime open the next one."""
    from smits_tui.actions.rules.regret import regret_sentences
    from smits_tui.actions.strategy import cycle
    from smits_tui.actions.strategy.deliverables.people import people_of
    from smits_tui.actions.strategy.review_day import months_after

    current = workspace_of(workspace)
    settings, record = current.settings(), record_of(current)
    day = next_review or months_after(record.state.today, settings.calendar.review_every_months)
    closing = under_way.number if (under_way := record.state.cycle()) else 0
    opened = cycle.close_cycle(
        record, people_of(settings), by=acting(by, workspace), next_review=day, reassess=reassess
    )
    left = [*cycle.left_open(record.state), *regret_sentences(record.state, closing)]
    if as_json:
        print_json({"next_review": day.isoformat(), "opened": opened, "left_open": left})
        return
    narrate(f"The cycle is closed; the next review is on {day}.")
    for sentence in left:
        narrate(sentence)
    if opened:
        narrate(f"Cycle {opened} is open.")
