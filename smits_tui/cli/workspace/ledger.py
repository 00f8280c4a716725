"""`smits ledger`: verify, repair, show, export and import the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smits_rules.vocabulary.shown_number import counted
from smits_tui.cli.common import ByOption, JsonOption, WorkspaceOption, print_json, say, workspace_of
from smits_tui.cli.exits import narrate
from smits_tui.cli.output_file import ForceOption

ledger = typer.Typer(
    help="Verify, repair, show, export or import the ledger, the record of everything that happened.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(ledger, name="ledger")


@ledger.command()
def verify(
    evidence: Annotated[
        str | None,
        typer.Argument(
            metavar="[EVIDENCE]",
            help="What was kept elsewhere: a receipt, an export, a signed end of the record, or SEQ:HASH.",
        ),
    ] = None,
    archive: Annotated[
        bool, typer.Option("--archive", help="Check the hash of every archived copy, not only a sample.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every hash in the ledger and name the first bad line; or compare it with what was kept elsewhere.

    The checkpoint must match the entries, the archived copies what was received, and the end of the ledger
    the one that was recorded on this machine. Evidence shows whether the record was rewritten or cut since.
    """
    if evidence is not None:
        _verify_evidence(evidence, workspace, as_json=as_json)
        return
    from smits_tui.actions.ledger.verification import SAMPLE, verify_record
    from smits_tui.ledger.errors import LedgerDamaged

    try:
        verified = verify_record(workspace_of(workspace), sample=None if archive else SAMPLE)
    except LedgerDamaged as error:
        if as_json:
            print_json({"well": False, "line": error.line, "reason": str(error)})
        raise
    tip = verified.tip
    if as_json:
        checked = {"copies": verified.copies, "fetched": verified.fetched}
        print_json({"well": True, "entries": tip.seq, "hash": tip.hash, **checked})
    else:
        copies = counted(verified.copies, "archived copy was", "archived copies were")
        narrate(f"The ledger is intact: {counted(tip.seq, 'entry', 'entries')}; {copies} checked.")
        if verified.mended:
            narrate(verified.mended)


def _verify_evidence(evidence: str, workspace: Path | None, *, as_json: bool) -> None:
    from smits_tui.actions.ledger.evidence import verify_evidence
    from smits_tui.ledger.errors import LedgerDamaged
    from smits_tui.workspace import WorkspaceError

    try:
        opened = workspace_of(workspace)
    except WorkspaceError:
        if workspace is not None:
            raise
        opened = None
    try:
        lines = verify_evidence(evidence, opened)
    except LedgerDamaged as error:
        if as_json:
            print_json({"well": False, "reason": str(error)})
        raise
    if as_json:
        print_json({"well": True, "says": lines})
        return
    for line in lines:
        say(line)


@ledger.command()
def tip(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Print the end of the record, verified: keep it elsewhere, and verify the record with it later.

    With `signing.key` in smits.toml the JSON carries a signature, which ssh-keygen can check as well.
    """
    from smits_tui.actions.ledger.evidence import current_tip

    end = current_tip(workspace_of(workspace))
    if as_json:
        print_json(end)
    else:
        say(f"{end['seq']}:{end['hash']}")


@ledger.command()
def repair(
    yes: Annotated[bool, typer.Option("--yes", help="Repair it without confirmation.")] = False,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep the entries that fit together and put the rest aside, in ledger.damaged.

    A ledger that was truncated or rewritten is accepted as it is from now on. The repair is recorded.
    """
    from smits_tui.actions.ledger.repair import repair_record
    from smits_tui.actions.ledger.verification import verify_record
    from smits_tui.actions.session import person
    from smits_tui.ledger.errors import LedgerDamaged

    opened = workspace_of(workspace)
    try:
        verify_record(opened, sample=0)
    except LedgerDamaged as error:
        narrate(str(error))
        if not yes and not typer.confirm(
            "Keep the entries that fit together and set the rest aside?", err=True
        ):
            raise typer.Exit(1) from error
    done = repair_record(opened, by=person(by))
    if as_json:
        print_json({"repaired": done is not None, "says": done or ""})
    else:
        narrate(done or "There is nothing to repair.")


@ledger.command()
def show(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    type_: Annotated[
        str | None, typer.Option("--type", help="Only entries of this type, e.g. trigger.raised.")
    ] = None,
    last: Annotated[int | None, typer.Option("--last", min=1, help="Only the newest N entries.")] = None,
) -> None:
    """Show the entries, oldest first."""
    from smits_tui.ledger.chain import chain, fields_of_entry
    from smits_tui.ledger.engines import open_ledger

    entries = chain(open_ledger(workspace_of(workspace)).lines())
    chosen = [entry for entry in entries if type_ in (None, entry.type)]
    if last:
        chosen = chosen[-last:]
    if as_json:
        print_json([fields_of_entry(entry) for entry in chosen])
        return
    for entry in chosen:
        about = entry.data.get("id") or entry.data.get("number") or ""
        summary = entry.data.get("because") or entry.data.get("path") or entry.data.get("reason") or ""
        stamp = entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        say(f"{entry.seq:>6}  {stamp}  {entry.by:<12}  {entry.type:<18}  {about:<5} {summary}".rstrip())


@ledger.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(help="File to write, e.g. acme-2027-03-31.ledger.")],
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write all entries into one verified file, which any machine can check and import.

    It holds the record, not the archived files; `smits backup` copies the whole workspace.
    """
    from smits_tui.actions.ledger.exchange import export_ledger

    tip = export_ledger(workspace_of(workspace), file, force=force)
    if as_json:
        print_json({"file": str(file), "entries": tip.seq, "hash": tip.hash})
    else:
        narrate(f"{file}: {counted(tip.seq, 'entry', 'entries')}; verified.")


@ledger.command()
def move(
    source: Annotated[str, typer.Argument(help="Where the record is: `file`, or postgresql://...")],
    target: Annotated[str, typer.Argument(help="Where it is to be: `file`, or postgresql://...")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move the record and the archive, byte for byte, and name the new place in smits.toml.

    All of it is verified at the new place first. A move that was interrupted continues when it is repeated.
    The old place keeps its copy and takes no more entries.
    """
    from smits_tui.actions.ledger.move import move_ledger

    moved = move_ledger(workspace_of(workspace), source, target)
    if as_json:
        print_json(
            {"entries": moved.tip.seq, "hash": moved.tip.hash, "new": moved.moved, "copies": moved.copies}
        )
    else:
        narrate(
            f"{moved.tip.seq} entries are in {target} now, {moved.moved} of them new, and {moved.copies} "
            "archived copies; verified."
        )


@ledger.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="A file that `smits ledger export` wrote.")],
    folder: Annotated[
        Path | None,
        typer.Argument(help="A new folder: a workspace is created there. Default: this workspace."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take over an exported ledger, after verifying all of it.

    The workspace must have no record yet, or the beginning of the same record.
    """
    from smits_tui.actions.ledger.exchange import import_ledger, make_workspace_of
    from smits_tui.workspace import SETTINGS_FILE

    if folder is None or (folder / SETTINGS_FILE).exists():
        target = workspace_of(folder or workspace)
    else:
        target = make_workspace_of(file, folder)
    imported = import_ledger(target, file)
    if as_json:
        print_json(
            {
                "folder": str(target.root),
                "entries": imported.tip.seq,
                "hash": imported.tip.hash,
                "new": imported.added,
            }
        )
    else:
        narrate(
            f"{target.root}: {counted(imported.tip.seq, 'entry', 'entries')}, {imported.added} of them new."
        )
