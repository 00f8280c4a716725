"""`smits deliverable list`, `show`, `print` and `diff`: what is shown of deliverables."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    JsonOption,
    WorkspaceOption,
    print_json,
    record_of,
    say,
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.completion import deliverables
from smits_tui.cli.output_file import ForceOption, ListFormatOption, ListOutOption, write_list
from smits_tui.cli.strategy.comments import comments_json, say_comments

if TYPE_CHECKING:
    from smits_tui.process.deliverables.status import Deliverable

KindArgument = Annotated[
    str, typer.Argument(metavar="KIND", help="Deliverable, e.g. strategy-plan.", autocompletion=deliverables)
]


def list_command(
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    form: ListFormatOption = None,
    out: ListOutOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the deliverables: status, who has agreed, what is stale."""
    documents = _all(workspace, as_of)
    if form:
        write_list([_row(document) for document in documents], form, out, "deliverables", force=force)
        return
    if as_json:
        print_json([_json(document) for document in documents])
        return
    rows: list[tuple[str, ...]] = []
    for document in documents:
        version = f"v{document.version}" if document.version else "-"
        agreed = (
            f"{len(document.agreement.agreed)}/{document.agreement.needed}" if document.agreement else "-"
        )
        rows.append((document.status, version, agreed, document.kind))
    table(rows)


def show(
    kind: KindArgument,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a deliverable's sections: what is missing, what is stale and why, who has agreed, comments."""
    from smits_tui.actions.concurrent_change import text_fingerprint
    from smits_tui.actions.strategy.deliverables.documents import find_document
    from smits_tui.presentation.task_commands import command_of, task_json
    from smits_tui.process.deliverables.content import content_of
    from smits_tui.process.deliverables.gates import document_problems

    document = find_document(kind)
    status = next(status for status in _all(workspace, as_of) if status.kind == document.kind)
    state = view_of(workspace_of(workspace), as_of).state
    tasks = list(document_problems(state, document.kind))
    content = content_of(state, document.kind)
    if as_json:
        sections = [
            {
                "name": c.name,
                "title": c.title,
                "fingerprint": c.fingerprint,
                "text_fingerprint": text_fingerprint(c.text),
                "written": not c.empty,
            }
            for c in content
        ]
        missing = [task_json(task) for task in tasks]
        print_json({**_json(status), "sections": sections, "missing": missing})
        return
    say(f"{status.title}: {status.status}" + (f", version {status.version}" if status.version else ""))
    for section in content:
        mark = "~" if section.name in status.changed else " " if section.empty else "+"
        outline = document.section(section.name)
        say(f"{mark} {section.name:18} {section.title}. {outline.purpose if outline else ''}".rstrip())
    for task in tasks:
        say(f"! {task.what}  (smits {command_of(task)})")
    for path, causes in status.stale.items():
        for cause in causes:
            say(f"stale {path}: {cause.text}")
    if status.agreement:
        agreed = ", ".join(status.agreement.agreed) or "nobody yet"
        say(f"agreed by {agreed}; {status.agreement.needed} are needed")
        for standing in status.agreement.standings:
            if standing.asked:
                changed = f"; changed since: {', '.join(standing.changed)}" if standing.changed else ""
                say(f"  {standing.stakeholder} is asked for {', '.join(standing.asked)}{changed}")
        for objection in status.agreement.objections:
            say(f"  {objection.id}: {objection.stakeholder} objects to {objection.section}: {objection.text}")
    say_comments(status.comments)


def print_command(
    kind: KindArgument,
    version: Annotated[
        int | None, typer.Option(help="A submitted version. Default: the current draft.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Print a deliverable as Markdown."""
    from smits_tui.actions.strategy.deliverables.documents import find_document
    from smits_tui.actions.strategy.deliverables.publication import currency_of, text_of
    from smits_tui.actions.strategy.deliverables.versions import submitted_text

    opened, document = workspace_of(workspace), find_document(kind)
    state = view_of(opened, as_of).state
    if version is not None:
        text = submitted_text(state, opened, document.kind, version)
    else:
        number = len(state.versions_of(document.kind)) + 1
        text = text_of(state, document.kind, number, currency_of(opened.settings()), draft=True)
    sys.stdout.write(text)


def diff(
    kind: KindArgument,
    since: Annotated[
        int | None, typer.Option("--from", help="Version to compare with. Default: the newest.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Show how a deliverable has changed since a version."""
    from smits_tui.actions.strategy.deliverables.documents import find_document
    from smits_tui.actions.strategy.export import difference

    opened, document = workspace_of(workspace), find_document(kind)
    for line in difference(record_of(opened).state, opened, document.kind, since):
        say(line)


def _all(workspace: Path | None, as_of: dt.date | None) -> list[Deliverable]:
    from smits_tui.actions.strategy.deliverables.documents import documents_of

    opened = workspace_of(workspace)
    return documents_of(view_of(opened, as_of).state, opened.settings())


def _row(document: Deliverable) -> dict[str, object]:
    """A deliverable as a row of a table."""
    agreement = document.agreement
    return {
        "kind": document.kind,
        "title": document.title,
        "status": document.status,
        "version": document.version,
        "approved": document.approved,
        "changed": list(document.changed),
        "stale": list(document.stale),
        "agreed": list(agreement.agreed) if agreement else [],
        "needed": agreement.needed if agreement else None,
        "open_comments": document.open_comments(),
        "due": document.due,
    }


def _json(document: Deliverable) -> dict[str, object]:
    agreement = document.agreement
    return {
        **_row(document),
        "stale": {
            path: [
                {"text": c.text, "trigger": c.trigger, "input": c.input, "through": c.through} for c in causes
            ]
            for path, causes in document.stale.items()
        },
        "asked": {s.stakeholder: list(s.asked) for s in agreement.standings if s.asked} if agreement else {},
        "changed_for": (
            {s.stakeholder: list(s.changed) for s in agreement.standings if s.changed} if agreement else {}
        ),
        "objections": [
            {"id": o.id, "stakeholder": o.stakeholder, "section": o.section, "text": o.text}
            for o in (agreement.objections if agreement else ())
        ],
        "comments": comments_json(document.comments),
        "due": document.due and document.due.isoformat(),
    }
