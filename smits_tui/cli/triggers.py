"""`smits triggers`, `smits explain` and `smits triage`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

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
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.completion import trigger_ids
from smits_tui.cli.exits import narrate
from smits_tui.cli.output_file import ForceOption, ListFormatOption, ListOutOption, write_list

IdArguments = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Triggers, e.g. T3, or a matter, e.g. 'budget fy2027'.",
        autocompletion=trigger_ids,
    ),
]
StatusOption = Annotated[
    str | None,
    typer.Option(
        "--status", help="Only triggers with this status: open, accepted, dismissed, deferred or lapsed."
    ),
]

triage = typer.Typer(help="Accept, dismiss, defer or reopen triggers.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(triggers)
    app.command()(explain)
    app.add_typer(triage, name="triage")


def triggers(
    workspace: WorkspaceOption = None,
    status: StatusOption = None,
    as_of: AsOfOption = None,
    form: ListFormatOption = None,
    out: ListOutOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the triggers, most severe first."""
    from smits_tui.actions.all_clear import silence
    from smits_tui.actions.triggers.explanations import trigger_json
    from smits_tui.cli.common import UsageError
    from smits_tui.process.state import TRIGGER_STATUSES

    if status is not None and status not in TRIGGER_STATUSES:
        raise UsageError(f"'{status}' is not a status; choose one of {', '.join(TRIGGER_STATUSES)}.")
    state = view_of(workspace_of(workspace), as_of).state
    listed = [trigger for trigger in state.triggers() if status in (None, trigger.status)]
    if form:
        rows = [
            {
                "id": listed_trigger.id,
                "severity": listed_trigger.severity,
                "status": listed_trigger.standing,
                "rule": listed_trigger.rule,
                "sentence": listed_trigger.sentence,
                "raised": listed_trigger.raised_at,
                "cycle": listed_trigger.cycle,
                "sources": listed_trigger.sources,
            }
            for listed_trigger in listed
        ]
        write_list(rows, form, out, "triggers", force=force)
        return
    if as_json:
        print_json([trigger_json(trigger) for trigger in listed])
        return
    if not listed:
        narrate(f"There are no triggers. {silence(state)}")
    table([(t.id, t.severity, t.standing, t.rule, t.sentence) for t in listed])


def explain(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A trigger (T3), an input (I5, or its path) or a rule (budget-cut)."
        ),
    ],
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain why a trigger was raised, what an input caused, or why a rule did or did not match."""
    from smits_tui.actions.inputs.lookup import input_named

    opened = workspace_of(workspace)
    state = view_of(opened, as_of).state
    trigger, item = state.trigger(identifier.strip().upper()), input_named(state, identifier)
    if trigger:
        from smits_tui.actions.triggers.explanations import explanation_json, explanation_lines

        _tell(explanation_json(state, trigger), explanation_lines(state, trigger), as_json=as_json)
    elif item:
        from smits_tui.actions.triggers.silence import input_json, input_lines

        _tell(input_json(state, item), input_lines(state, item), as_json=as_json)
    else:
        from smits_tui.actions.rules.facts_in_force import FactsInForce
        from smits_tui.actions.rules.reassessment import load_rules
        from smits_tui.actions.triggers.silence import find_rule, rule_json, rule_lines, weigh

        pack = load_rules(opened)
        rule = find_rule(pack, identifier)
        weighed = weigh(pack, rule, FactsInForce().of(state, opened.settings()))
        _tell(rule_json(state, rule, weighed), rule_lines(state, rule, weighed), as_json=as_json)


def _tell(value: dict[str, object], lines: list[str], *, as_json: bool) -> None:
    if as_json:
        print_json(value)
        return
    for line in lines:
        say(line)


@triage.command()
def accept(
    identifiers: IdArguments,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept triggers into the current cycle, or open a new one."""
    from smits_tui.actions.triggers import triage as decide

    record = record_of(workspace_of(workspace))
    number = decide.accept(record, identifiers, by=acting(by, workspace), reason=reason)
    _done(identifiers, "accepted", f"into cycle {number}", as_json=as_json, cycle=number)


@triage.command()
def dismiss(
    identifiers: IdArguments,
    reason: Annotated[str, typer.Option(help="Why no action is needed.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Dismiss triggers that need no action."""
    from smits_tui.actions.triggers import triage as decide

    record = record_of(workspace_of(workspace))
    decide.dismiss(record, identifiers, by=acting(by, workspace), reason=reason)
    _done(identifiers, "dismissed", f"because {reason}", as_json=as_json)


@triage.command()
def defer(
    identifiers: IdArguments,
    until: Annotated[
        dt.date,
        typer.Option(parser=day_option, metavar="DATE", help="Date on which they reopen, e.g. +30."),
    ],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Defer triggers until a date."""
    from smits_tui.actions.triggers import triage as decide

    record = record_of(workspace_of(workspace))
    decide.defer(record, identifiers, by=acting(by, workspace), until=until, reason=reason)
    _done(identifiers, "deferred", f"until {until}", as_json=as_json, until=until.isoformat())


@triage.command()
def reopen(
    identifiers: IdArguments,
    reason: Annotated[
        str, typer.Option("--because", "--reason", help="What has changed since it was decided.")
    ],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reopen triggers, withdrawing the decisions on them."""
    from smits_tui.actions.triggers import triage as decide

    record = record_of(workspace_of(workspace))
    reopened = decide.reopen(record, identifiers, by=acting(by, workspace), reason=reason)
    _done(list(reopened), "reopened", f"because {reason}", as_json=as_json)


def _done(identifiers: list[str], status: str, how: str, *, as_json: bool, **more: object) -> None:
    names = [name.upper() for name in dict.fromkeys(identifiers)]
    if as_json:
        print_json({"ids": names, "status": status, **more})
    else:
        narrate(f"{', '.join(names)} {status} {how}.")
