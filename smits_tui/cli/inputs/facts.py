"""`smits facts`: show the facts of files, and correct recorded facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from smits_rules.vocabulary.shown_number import counted
from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    UsageError,
    WorkspaceOption,
    acting,
    print_json,
    print_line,
    record_of,
    say,
    workspace_of,
)
from smits_tui.cli.completion import input_ids, input_kinds
from smits_tui.cli.exits import SHARED, narrate

if TYPE_CHECKING:
    from smits_rules.vocabulary import Fact
    from smits_watch.extraction.result import ExtractedFile


class _FilesFirst(TyperGroup):
    """A group whose default command takes files: `smits facts budget.xlsx`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Insert the command that reads files if no command is named."""
        named = args and (args[0] in self.commands or args[0] in ("-h", "--help"))
        return super().parse_args(ctx, args if named or not args else ["read", *args])


facts = typer.Typer(
    cls=_FilesFirst, help="Show the facts that would be read from files, or correct what was read."
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(facts, name="facts")


@facts.command()
def read(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files to read. Nothing is recorded.")
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            help="Input kind, e.g. budgets. Default: the folder's kind, or a guess.",
            autocompletion=input_kinds,
        ),
    ] = None,
    layout: Annotated[
        bool, typer.Option("--layout", help="Show how the tables are understood instead of the facts.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the facts that would be read from files. Exits with 3 if a file cannot be read or understood."""
    from smits_rules.vocabulary import INPUT_KINDS
    from smits_tui.actions.inputs.extraction.dry_read import dry_read, surroundings, table_layouts

    if kind is not None and kind not in INPUT_KINDS:
        raise UsageError(f"'{kind}' is not an input kind; choose one of {', '.join(INPUT_KINDS)}.")
    around = surroundings(workspace or SHARED.workspace)
    if layout:
        _print_layouts(table_layouts(paths, around), as_json=as_json)
        return
    in_doubt = False
    for reading in dry_read(paths, kind, around):
        in_doubt = in_doubt or reading.status != "read" or reading.understood != "understood"
        if as_json:
            print_line(_json(reading))
        else:
            _print(reading)
    if in_doubt:
        raise typer.Exit(3)


def _print_layouts(views: Iterable[dict[str, Any]], *, as_json: bool) -> None:
    """Print how tables are understood; exit with 3 if a file could not be read."""
    unreadable = False
    for view in views:
        unreadable = unreadable or bool(view["reason"])
        if as_json:
            print_line(view)
            continue
        say(f"{view['path']}: {view['reason'] or counted(len(view['tables']), 'table')}")
        for table in view["tables"]:
            _say_layout(table)
    if unreadable:
        raise typer.Exit(3)


def _say_layout(table: Mapping[str, Any]) -> None:
    """Print one table: its lines in runs of a kind, its columns, its proofs."""
    say(f"  {table['table'] or 'table'}")
    for kind, lines in groupby(table["lines"], key=lambda line: line["kind"]):
        numbers = [line["line"] for line in lines]
        span = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        say(f"    {span:>9}  {kind}")
    for column in table["columns"]:
        parts = (column["role"], column["amount"], column["period"], column["unit"])
        say(f"    '{column['header']}': {', '.join(str(part) for part in parts if part)}")
    for proof in table["proofs"]:
        say(f"    {proof}")


@facts.command()
def correct(
    identifier: Annotated[
        str, typer.Argument(metavar="INPUT", help="Input, e.g. I3.", autocompletion=input_ids)
    ],
    fact: Annotated[str, typer.Option(help="Fact type, e.g. budget.")],
    subject: Annotated[
        str, typer.Option(help="Subject, if the input states several facts of this type.")
    ] = "",
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="The corrected value of a field; may be repeated."),
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Add a fact that was missed.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Remove a fact that is wrong.")] = False,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct the facts of an input. Rules run again, and later versions of the file keep the correction."""
    from smits_rules.vocabulary import RECORDED
    from smits_tui.actions.inputs import corrections
    from smits_tui.presentation.typed_fields import TypingContext, fact_values

    if add and remove:
        raise UsageError("Use either --add or --remove, not both.")
    action: Literal["change", "add", "remove"] = "add" if add else "remove" if remove else "change"
    opened = workspace_of(workspace)
    record, pairs = record_of(opened), _pairs(values or [])
    context = TypingContext(record.state.today, opened.settings().currency)
    made = corrections.correct(
        record,
        identifier,
        by=acting(by, workspace),
        reason=reason,
        action=action,
        fact=fact,
        subject=subject,
        values=fact_values(RECORDED[fact], pairs, context) if fact in RECORDED else pairs,
    )
    if as_json:
        print_json(
            {"id": identifier.upper(), "action": action, "fact": made and made.model_dump(mode="json")}
        )
        return
    sentence = _shown(made) if made else f"{fact} {subject}".strip() + " removed"
    narrate(f"{identifier.upper()}: {sentence}")


_UNDERSTANDING = {
    "understood": "understood",
    "questions": "has questions",
    "nothing": "not understood",
}


def _json(reading: ExtractedFile) -> dict[str, Any]:
    """An extraction as JSON."""
    shown = reading.model_dump(mode="json", exclude={"questions", "answers", "has_own_text"})
    shown["questions"] = [
        {
            "id": f"{number}",
            "topic": question.topic,
            "text": question.text,
            "place": question.anchor,
            "quote": question.quote,
            "candidates": [
                {"answer": candidate.answer, "means": candidate.meaning} for candidate in question.candidates
            ],
        }
        for number, question in enumerate(reading.questions, 1)
    ]
    return shown


def _print(reading: ExtractedFile) -> None:
    status = _UNDERSTANDING[reading.understood] if reading.status == "read" else reading.status
    more = reading.reason or reading.nothing_stated
    say(f"{reading.path}: {reading.kind or 'unknown kind'}, {status}. {more}".rstrip())
    for fact in reading.facts:
        say(f"  {_shown(fact)}")
    for question in reading.questions:
        say(f"  ? {question.text}  [{question.anchor or reading.path}]")
        for number, candidate in enumerate(question.candidates, 1):
            say(f"    {number}  {candidate.answer}: {candidate.meaning}")
    for sentence in (*reading.proofs, *reading.warnings):
        narrate(f"  {sentence}")


def _pairs(values: list[str]) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals:
            raise UsageError(f"'{value}' is not FIELD=VALUE, e.g. total=880000.")
        pairs[name.strip()] = text
    return pairs


def _shown(fact: Fact) -> str:
    values = fact.model_dump(mode="json", exclude_defaults=True, exclude={"fact", "source", "quote"})
    shown = ", ".join(f"{name}={value}" for name, value in values.items())
    return f"{fact.fact}: {shown}  [{fact.source}]"
