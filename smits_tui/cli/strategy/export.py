"""`smits export`, `smits kpi` and `smits trace`: export files, show KPIs, trace objectives."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from smits_tui.cli.common import (
    AsOfOption,
    JsonOption,
    UsageError,
    WorkspaceOption,
    print_json,
    say,
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.completion import choices
from smits_tui.cli.output_file import ForceOption, write_file

if TYPE_CHECKING:
    from smits_tui.workspace import Workspace

OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="File to write. Default: a name made from the content and date."),
]
WHAT = ("board", "measures", "work", "calendar", "receipt")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(export)
    app.command()(kpi)
    app.command()(trace)


def export(
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT", help="A deliverable, or `board`, `measures`, `work`, `calendar` or `receipt`."
        ),
    ],
    kind: Annotated[str | None, typer.Argument(help="For a receipt: the deliverable.")] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="For a deliverable: md, html, docx or pdf; for the board pack also pptx.",
            autocompletion=choices("md", "html", "docx", "pdf", "pptx"),
        ),
    ] = "md",
    since: Annotated[
        str | None,
        typer.Option(help="For the board pack: the day of the last meeting. Default: the last cycle's end."),
    ] = None,
    version: Annotated[int | None, typer.Option(help="A submitted version. Default: the newest.")] = None,
    out: OutOption = None,
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Export a deliverable, the board pack, the measures (CSV), the dates (iCalendar) or a receipt.

    `board` contains what a board needs for its meeting: the decisions to make, measures, roadmap, risks,
    money and the changes since the last meeting. Each figure is linked to its source file.

    `work` contains all initiatives and corrective actions as CSV, for import into Jira, ServiceNow or
    Planner.
    """
    from smits_tui.actions.strategy import export
    from smits_tui.actions.strategy.deliverables.documents import find_document
    from smits_tui.clock import system_clock
    from smits_tui.documents.export import BOARD_FORMATS, FORMATS

    opened = workspace_of(workspace)
    state = view_of(opened, as_of).state
    if what == "measures":
        name, content = "measures.csv", export.measures_csv(state).encode()
    elif what == "work":
        name, content = "work.csv", export.work_csv(state).encode()
    elif what == "calendar":
        from smits_tui.actions.strategy.calendar import calendar_file

        name = "strategy.ics"
        content = calendar_file(state, opened.settings(), system_clock())
    elif what == "receipt":
        from smits_tui.actions.strategy.agreement.receipts import make_receipt

        if kind is None:
            raise UsageError("Name the deliverable, e.g. `smits export receipt strategy-plan`.")
        receipt = make_receipt(opened, state, find_document(kind).kind, version)
        name = f"{receipt['deliverable']}-v{receipt['version']}.receipt.json"
        content = (json.dumps(receipt, ensure_ascii=False, indent=1) + "\n").encode()
    elif what == "board":
        from smits_tui.actions.strategy.board import board_file
        from smits_tui.presentation.typed_dates import typed_date

        if form not in BOARD_FORMATS:
            raise UsageError(f"'{form}' is not a format; choose one of {', '.join(BOARD_FORMATS)}.")
        name = f"board.{form}"
        inputs = _inputs_from(out or Path(name), opened)
        day = typed_date(since, state.today) if since else None
        content = board_file(state, opened, opened.settings(), form, day, inputs)
    else:
        if form not in FORMATS:
            raise UsageError(f"'{form}' is not a format; choose one of {', '.join(FORMATS)}.")
        document = find_document(what)
        name = f"{document.kind}.{form}"
        inputs = _inputs_from(out or Path(name), opened)
        content = export.document_file(state, opened, opened.settings(), document.kind, form, version, inputs)
    write_file(out or Path(name), content, force=force, as_json=as_json)


def kpi(workspace: WorkspaceOption = None, as_of: AsOfOption = None, as_json: JsonOption = False) -> None:
    """Show the key figures of the process itself."""
    from smits_tui.process.kpis import kpis

    figures = dataclasses.asdict(kpis(view_of(workspace_of(workspace), as_of).state))
    if as_json:
        print_json(figures)
        return
    rows: list[tuple[str, ...]] = [
        (name.replace("_", " "), "-" if value is None else f"{value:,.12g}")
        for name, value in figures.items()
    ]
    table(rows)


def trace(
    identifier: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An objective, measure or initiative.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Trace objectives to measures and initiatives, and back."""
    from smits_tui.actions.strategy.traceability import trace as follow
    from smits_tui.actions.strategy.traceability import trace_lines

    lines = follow(view_of(workspace_of(workspace), as_of).state, identifier)
    if as_json:
        print_json(lines)
        return
    for line in trace_lines(lines):
        say(line)


def _inputs_from(out: Path, workspace: Workspace) -> str:
    """The path of the inputs folder relative to a file, for its links."""
    folder = Path.cwd() if str(out) == "-" else out.resolve().parent
    try:
        relative = os.path.relpath(workspace.inputs, folder)
    except ValueError:  # another drive, on Windows
        return f"{workspace.inputs.as_uri()}/"
    return f"{quote(Path(relative).as_posix())}/"
