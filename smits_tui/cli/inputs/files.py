"""`smits inputs`: the files that arrived, and their outcome. `smits retry`: read a rejected file again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    ReasonOption,
    WorkspaceOption,
    acting,
    print_json,
    record_of,
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.completion import input_ids
from smits_tui.cli.exits import narrate
from smits_tui.cli.output_file import ForceOption, ListFormatOption, ListOutOption, write_list

if TYPE_CHECKING:
    from smits_tui.process.state import Input, State
    from smits_tui.workspace import Workspace


inputs = typer.Typer(
    help="List the inputs and how well they were understood; withdraw, restore or waive one.",
    invoke_without_command=True,
)
InputArgument = Annotated[
    str, typer.Argument(metavar="INPUT", help="Input, e.g. I3.", autocompletion=input_ids)
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(inputs, name="inputs")
    app.command()(retry)


@inputs.callback()
def list_inputs(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    form: ListFormatOption = None,
    out: ListOutOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the inputs in order of arrival, and how well each was understood."""
    if context.invoked_subcommand is not None:
        return
    state = view_of(workspace_of(workspace), as_of).state
    received = state.inputs()
    if form:
        table_rows = [
            {
                "id": item.id,
                "kind": item.kind,
                "path": item.path,
                "version": item.version,
                "received": item.received_at,
                "outcome": item.outcome,
                "facts": len(item.facts),
                "reason": item.reason,
            }
            for item in received
        ]
        write_list(table_rows, form, out, "inputs", force=force)
        return
    if as_json:
        rows = [
            {
                "id": item.id,
                "kind": item.kind,
                "path": item.path,
                "version": item.version,
                "status": item.status,
                "reason": item.reason,
                "copy_of": item.copy_of,
                "part_of": item.part_of,
                "sha256": item.sha256,
                "received_at": item.received_at.isoformat(),
                "facts": len(item.facts),
                "understood": item.understood if item.status == "read" else None,
                "questions": [question.id for question in state.questions(of=item.id)],
                "outcome": item.outcome,
                "asks": _asks(state, item),
                "nothing_stated": item.nothing_stated,
                "withdrawn": item.withdrawn,
                "waived": item.waived,
                "gone_at": item.gone_at.isoformat() if item.gone_at else None,
                "warnings": item.warnings,
            }
            for item in received
        ]
        print_json(rows)
        return
    if not received:
        narrate("No inputs have been received yet.")
    table(
        [
            (
                item.id,
                item.received_at.astimezone().strftime("%Y-%m-%d %H:%M"),
                item.outcome,
                f"v{item.version}",
                f"{item.path}  {_remark(state, item)}".rstrip(),
            )
            for item in received
        ]
    )


@inputs.command()
def withdraw(
    identifier: InputArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw an input, e.g. a wrong file. The triggers that it caused lapse."""
    from smits_tui.actions.inputs.withdrawal import withdraw_input

    opened = workspace_of(workspace)
    path = withdraw_input(record_of(opened), identifier, by=acting(by, workspace), reason=reason)
    _done(opened, identifier, path, "withdrawn", as_json=as_json)


@inputs.command()
def restore(
    identifier: InputArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Restore an input that was withdrawn."""
    from smits_tui.actions.inputs.withdrawal import restore_input

    opened = workspace_of(workspace)
    path = restore_input(record_of(opened), identifier, by=acting(by, workspace), reason=reason)
    _done(opened, identifier, path, "restored", as_json=as_json)


@inputs.command()
def waive(
    identifier: InputArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Waive an input that is not understood, so that the cycle can continue."""
    from smits_tui.actions.inputs.withdrawal import waive_input

    path = waive_input(
        record_of(workspace_of(workspace)), identifier, by=acting(by, workspace), reason=reason
    )
    if as_json:
        print_json({"id": identifier.upper(), "path": path})
    else:
        narrate(f"{path} is waived.")


def _asks(state: State, item: Input) -> list[str]:
    """What a person must answer or decide about an input; empty if nothing is open."""
    asked = [question.text for question in state.questions(of=item.id)]
    if not asked and item.is_in_doubt:
        return ["It was read, but not understood: correct its facts, withdraw it, or waive it."]
    return asked


def _done(workspace: Workspace, identifier: str, path: str, what: str, *, as_json: bool) -> None:
    """Judge the affected facts again: by the watcher if it runs, else in this command."""
    from smits_tui.cli.workspace.pass_once import one_pass

    at_once = one_pass(workspace)
    if as_json:
        print_json({"id": identifier.upper(), "path": path, "applied": at_once})
    else:
        narrate(f"{path} is {what}.")


def _remark(state: State, item: Input) -> str:
    gone = "gone from its folder. " if item.gone_at else ""
    if item.withdrawn is not None:
        return f"{gone}{item.withdrawn['reason']}"
    asked = ", ".join(question.id for question in state.questions(of=item.id))
    copy = f"copy of {item.copy_of}" if item.copy_of else ""
    return gone + (item.reason or copy or asked or item.nothing_stated)


def retry(
    identifier: Annotated[
        str, typer.Argument(metavar="INPUT", help="Rejected input, e.g. I3.", autocompletion=input_ids)
    ],
    reason: Annotated[str, typer.Option(help="What has changed.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a rejected input again."""
    from smits_tui.actions.inputs import retry

    opened = workspace_of(workspace)
    path = retry.retry(record_of(opened), opened, identifier, by=acting(by, workspace), reason=reason)
    if as_json:
        print_json({"id": identifier.upper(), "path": path})
    else:
        narrate(f"{path} will be read again the next time the folders are watched.")
