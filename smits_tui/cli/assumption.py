"""`smits assumption`: what the strategy takes for granted."""

from __future__ import annotations

from typing import Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    WorkspaceOption,
    narrate,
    print_json,
    record_of,
    table,
    view_of,
    workspace_of,
)

assumption = typer.Typer(help="What the strategy takes for granted.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(assumption, name="assumption")


@assumption.command("set")
def set_command(
    text: Annotated[str, typer.Argument(help="A sentence, e.g. 'EUR/USD stays above 1.05'.")],
    identifier: Annotated[
        str | None, typer.Option("--id", help="The assumption whose words are changed, e.g. A2.")
    ] = None,
    owner: Annotated[str, typer.Option(help="Who keeps an eye on it.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an assumption down. What names a figure or the support of a product is held against the facts."""
    from smits_tui.actions.assuming import PHRASES, set_assumption, watched
    from smits_tui.actions.opening import person

    record = record_of(workspace_of(workspace))
    made = set_assumption(record, text, by=person(by), owner=owner, identifier=identifier)
    how = watched(text)
    if as_json:
        print_json({"id": made, "text": text, "watched": how})
    elif how:
        narrate(f"{made} is watched: it holds as long as {how}.")
    else:
        narrate(f"{made} is written down, but only people can check it. What smits can: '{PHRASES[0]}'.")


@assumption.command()
def retire(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The assumption, e.g. A2.")],
    reason: Annotated[str, typer.Option(help="Why it does not count any more.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give an assumption up."""
    from smits_tui.actions.assuming import retire_assumption
    from smits_tui.actions.opening import person

    retire_assumption(record_of(workspace_of(workspace)), identifier, by=person(by), reason=reason)
    if as_json:
        print_json({"id": identifier.upper(), "retired": True})
    else:
        narrate(f"{identifier.upper()} is given up.")


@assumption.command("list")
def list_command(
    workspace: WorkspaceOption = None, as_of: AsOfOption = None, as_json: JsonOption = False
) -> None:
    """List the assumptions, how each is watched, and which of them is broken."""
    from smits_tui.actions.assuming import assumption_json

    state = view_of(workspace_of(workspace), as_of).state
    found = [assumption_json(state, known) for known in state.assumptions()]
    if as_json:
        print_json(found)
        return
    if not found:
        narrate("No assumption is written down; `smits assumption set` does it.")
    table([(one["id"], _status(one), one["owner"] or "-", one["text"]) for one in found])


def _status(one: dict[str, object]) -> str:
    if one["retired"]:
        return "given up"
    if one["trigger"]:
        return f"broken ({one['trigger']})"
    return "holds" if one["watched"] else "for people"
