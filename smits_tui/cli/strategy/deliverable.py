"""`smits deliverable`: write, submit, approve and import deliverables."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    UsageError,
    WorkspaceOption,
    acting,
    passphrase_of,
    print_json,
    record_of,
    workspace_of,
)
from smits_tui.cli.completion import sections
from smits_tui.cli.exits import narrate
from smits_tui.cli.strategy.comments import comment
from smits_tui.cli.strategy.deliverable_views import KindArgument, diff, list_command, print_command, show

deliverable = typer.Typer(
    help="The five deliverables: show, write, submit and approve them.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    deliverable.add_typer(comment, name="comment")
    app.add_typer(deliverable, name="deliverable")


deliverable.command("list")(list_command)
deliverable.command("show")(show)
deliverable.command("print")(print_command)
deliverable.command("diff")(diff)


@deliverable.command()
def write(
    kind: KindArgument,
    section: Annotated[str, typer.Argument(help="Section, e.g. summary.", autocompletion=sections)],
    text: Annotated[str | None, typer.Option(help="Markdown.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="File with the text; - reads standard input.", allow_dash=True)
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Confirm that the section is still valid.")
    ] = False,
    title: Annotated[str | None, typer.Option(help="Title of a new section.")] = None,
    reason: Annotated[str, typer.Option(help="Why it is still valid.")] = "",
    opened: Annotated[
        str | None,
        typer.Option(
            metavar="FINGERPRINT",
            help="Write only if the recorded text is still the same (`text_fingerprint` of show --json).",
        ),
    ] = None,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a section from --text, from --file, or in your editor ($EDITOR)."""
    from smits_tui.actions.drafts import DraftFile, section_form
    from smits_tui.actions.strategy.deliverables.documents import find_document
    from smits_tui.actions.strategy.deliverables.sections import confirm_section, write_section
    from smits_tui.cli.strategy.section_editor import write_in_editor

    current = workspace_of(workspace)
    record, who = record_of(current), acting(by, workspace)
    document = find_document(kind)
    if confirm:
        confirm_section(record, document.kind, section, by=who, reason=reason, opened=opened)
    elif text is None and file is None:
        slot = DraftFile(current, who, section_form(document.kind, section))
        write_in_editor(record, slot, document.kind, section, by=who, title=title)
    else:
        content = _section_text(text, file)
        write_section(record, document.kind, section, content, by=who, title=title, opened=opened)
    done = "confirmed" if confirm else "written"
    if as_json:
        print_json({"deliverable": document.kind, "section": section, "done": done})
    else:
        narrate(f"{document.kind}/{section} is {done}.")


@deliverable.command()
def waive(
    kind: KindArgument,
    claim: Annotated[str, typer.Argument(help="The claim, as named by `smits deliverable show`.")],
    reason: Annotated[str, typer.Option(help="Why the claim needs no source.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept a claim without a source."""
    from smits_tui.actions.strategy.deliverables.sections import waive_claim

    waive_claim(record_of(workspace_of(workspace)), kind, claim, by=acting(by, workspace), reason=reason)
    if as_json:
        print_json({"claim": claim, "waived": True})
    else:
        narrate(f"{claim} needs no source: {reason}")


@deliverable.command()
def submit(
    kind: KindArgument, by: ByOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Submit a deliverable to the stakeholders as it is now."""
    from smits_tui.actions.strategy.deliverables.submission import submit

    opened = workspace_of(workspace)
    done = submit(record_of(opened), opened, kind, by=acting(by, workspace))
    if as_json:
        print_json({"deliverable": done.kind, "version": done.version, "status": done.status})
    else:
        narrate(f"Version {done.version} of {done.kind} is submitted.")


@deliverable.command()
def approve(
    kind: KindArgument, by: ByOption = None, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Approve a deliverable that the stakeholders have agreed to."""
    from smits_tui.actions.strategy.deliverables.submission import approve

    opened = workspace_of(workspace)
    record, settings, who = record_of(opened), opened.settings(), acting(by, workspace)
    passphrase = passphrase_of(who, settings, record)
    done = approve(record, opened, settings, kind, by=who, passphrase=passphrase)
    if as_json:
        print_json({"deliverable": done.kind, "version": done.version, "status": done.status})
    else:
        narrate(f"Version {done.version} of {done.kind} is approved.")


@deliverable.command("import")
def import_command(
    identifier: Annotated[str, typer.Argument(metavar="INPUT", help="A plan in strategy-plans, e.g. I4.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import the sections of an existing strategy plan and propose its objectives."""
    from smits_tui.actions.inputs.plan_import import import_plan

    opened = workspace_of(workspace)
    done = import_plan(record_of(opened), opened, identifier, by=acting(by, workspace))
    if as_json:
        print_json({"sections": list(done.sections), "objectives": list(done.objectives)})
    else:
        narrate(f"Sections: {', '.join(done.sections) or 'none'}.")
        narrate(f"Proposed objectives: {', '.join(done.objectives) or 'none'}.")


def _section_text(text: str | None, file: Path | None) -> str:
    if text is not None and file is not None:
        raise UsageError("Give --text or --file, not both.")
    if file is None:
        return text or ""
    return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
