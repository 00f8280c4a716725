"""`smits objective`, `smits risk`, `smits initiative` ...: one group of commands per kind of record.

The commands are generated from the models of the records: each field is an option.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    UsageError,
    WorkspaceOption,
    acting,
    print_json,
    record_of,
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.exits import narrate
from smits_tui.cli.output_file import ForceOption, ListFormatOption, ListOutOption, write_list
from smits_tui.cli.strategy.record_lines import (
    details_line,
    readings_so_far,
    status_of,
    summary_of,
    watched_facts,
)
from smits_tui.cli.strategy.record_options import option_of, plain_value, with_options

if TYPE_CHECKING:
    from smits_tui.process.entries.records import RecordData
    from smits_tui.process.state import Recorded

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Record, e.g. O1.")]


def register(app: typer.Typer) -> None:
    """Add a group for each kind."""
    from smits_tui.process.entries.records import RECORD_KINDS

    for kind, model in RECORD_KINDS.items():
        group = typer.Typer(help=_sentence(model), no_args_is_help=True)
        group.command("set")(_setter(model))
        group.command("retire")(_retirer(model))
        group.command("list")(_lister(model))
        group.command("import")(_importer(model))
        if kind == "measure":
            group.command("record")(record_reading)
        app.add_typer(group, name=kind)


def record_reading(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Measure, e.g. M1.")],
    value: Annotated[str, typer.Argument(help="Value; put `--` before a negative one.")],
    period: Annotated[str, typer.Option(help="Period, e.g. 2027-Q1.")],
    note: Annotated[str, typer.Option(help="A note for others.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record the value of a measure for a period, or correct an earlier reading."""
    from smits_tui.actions.strategy import records
    from smits_tui.presentation.typed_numbers import typed_number
    from smits_tui.presentation.typed_periods import typed_period
    from smits_tui.process.entries.records import Measure

    record = record_of(workspace_of(workspace))
    measure = records.find_record(record.state, Measure, identifier)
    number, when = typed_number(value, measure.data.unit), typed_period(period)
    records.record_reading(record, measure.id, value=number, period=when, by=acting(by, workspace), note=note)
    if as_json:
        print_json({"id": measure.id, "period": when, "value": number})
    else:
        narrate(f"{measure.id} was {number:.12g} in {when}.")


def _setter(model: type[RecordData]) -> Callable[..., None]:
    def command(**options: Any) -> None:
        from smits_tui.actions.strategy import records
        from smits_tui.presentation.typed_fields import TypingContext, check_record_text, record_values
        from smits_tui.process.entries.records import fields_of_kind

        names = fields_of_kind(model)
        texts = {name: plain_value(options[name]) for name in names if options[name] is not None}
        opened = workspace_of(options["workspace"])
        record = record_of(opened)
        context = TypingContext(record.state.today, opened.settings().currency)
        values = record_values(model, texts, context)
        check_record_text(model, options["text"] or "")
        new = records.set_record(
            record,
            model,
            by=acting(options["by"], options["workspace"]),
            text=options["text"],
            identifier=options["identifier"],
            values=values,
        )
        if options["as_json"]:
            print_json(new.model_dump(mode="json", exclude={"v"}))
        else:
            narrate(summary_of(new))
            feed = getattr(new, "feed", "")
            if feed:
                count = len(records.find_record(record.state, model, new.id).readings)
                narrate(f"{new.id} takes its readings from {feed}: {readings_so_far(count)}.")

    from smits_tui.process.entries.records import fields_of_kind

    text = Annotated[str | None, typer.Argument(help=f"{model.text_hint.capitalize()}.")]
    identifier = Annotated[str | None, typer.Option("--id", help="Record to change. Default: a new record.")]
    parameters = [("text", text, None), ("identifier", identifier, None)]
    parameters += [(name, option_of(name, field), None) for name, field in fields_of_kind(model).items()]
    return with_options(command, "set", f"Add {model.title}, or change one.", parameters)


def _retirer(model: type[RecordData]) -> Callable[..., None]:
    def command(**options: Any) -> None:
        from smits_tui.actions.strategy.records import retire_record

        record = record_of(workspace_of(options["workspace"]))
        identifier = options["identifier"].upper()
        retire_record(
            record,
            model,
            identifier,
            by=acting(options["by"], options["workspace"]),
            reason=options["reason"],
        )
        if options["as_json"]:
            print_json({"id": identifier, "retired": True})
        else:
            narrate(f"{identifier} is retired.")

    reason = Annotated[str, typer.Option(help="Why the record is retired.")]
    parameters = [("identifier", IdArgument, inspect.Parameter.empty), ("reason", reason, "")]
    return with_options(command, "retire", "Retire a record; its history is kept.", parameters)


def _lister(model: type[RecordData]) -> Callable[..., None]:
    def command(
        workspace: WorkspaceOption,
        as_of: AsOfOption,
        form: ListFormatOption,
        out: ListOutOption,
        force: ForceOption,
        as_json: JsonOption,
    ) -> None:
        from smits_tui.actions.strategy.records import record_json

        state = view_of(workspace_of(workspace), as_of).state
        listed: list[Recorded[Any]] = list(state.records(model, retired=True))
        if form:
            from smits_tui.presentation.sheets.records import record_rows

            write_list(record_rows(listed), form, out, f"{model.kind}s", force=force)
            return
        if as_json:
            rows = [{**record_json(record), **watched_facts(state, record)} for record in listed]
            print_json(rows)
            return
        if not listed:
            narrate(f"There are no {model.title} yet; `smits {model.kind} set` adds one.")
        table([(record.id, status_of(state, record), details_line(record), record.text) for record in listed])

    defaults = {
        "workspace": None,
        "as_of": None,
        "form": None,
        "out": None,
        "force": False,
        "as_json": False,
    }
    signature = inspect.signature(command, eval_str=True)
    kept = [p.replace(default=defaults[p.name]) for p in signature.parameters.values()]
    command.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    command.__doc__ = f"List the {model.title}."
    return command


def _importer(model: type[RecordData]) -> Callable[..., None]:
    def command(**options: Any) -> None:
        from smits_tui.actions.session import person
        from smits_tui.presentation.sheets.files import read_sheet
        from smits_tui.presentation.sheets.questions import SheetQuestions
        from smits_tui.presentation.sheets.records import import_records
        from smits_tui.presentation.typed_fields import TypingContext

        pairs = [pair.rpartition("=") for pair in options["columns"] or ()]
        if any(not sign for _, sign, _ in pairs):
            raise UsageError("Name a field and the column that has it, e.g. --map owner=Responsible.")
        mapped = {name.strip(): column.strip() for name, _, column in pairs}
        opened = workspace_of(options["workspace"])
        record, rows = record_of(opened), read_sheet(options["path"])
        context = TypingContext(record.state.today, opened.settings().currency)
        who = person(options["by"])
        while True:
            try:
                done = import_records(record, model, rows, context, by=who, mapped=mapped)
                break
            except SheetQuestions as asked:
                if options["as_json"] or not sys.stdin.isatty():
                    raise
                mapped |= {
                    question.key: _asked(question.text, question.choices) for question in asked.questions
                }
        if options["as_json"]:
            print_json(dataclasses.asdict(done))
            return
        more = f", {done.readings} readings recorded" if done.readings else ""
        narrate(f"{len(done.added)} added, {len(done.changed)} changed, {done.same} unchanged{more}.")
        if done.left:
            narrate(f"Columns left out: {', '.join(done.left)}.")
        if done.left_rows:
            narrate(f"Rows left out as headings or totals: {', '.join(done.left_rows)}.")

    path = Annotated[Path, typer.Argument(metavar="FILE", help="CSV file or workbook with a header row.")]
    columns = Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="FIELD=COLUMN if a header is not recognised, or KEY=ANSWER to a question. May be repeated; "
            "it is remembered for tables like this one.",
        ),
    ]
    parameters = [("path", path, inspect.Parameter.empty), ("columns", columns, None)]
    help_text = f"Add {model.title} from a table, or change them; a record is found by its id or text."
    return with_options(command, "import", help_text, parameters)


def _asked(question: str, choices: Sequence[str]) -> str:
    """Ask in the terminal; a number or the word itself answers."""
    for number, choice in enumerate(choices, 1):
        typer.echo(f"  {number}. {choice}", err=True)
    answer = str(typer.prompt(question, err=True)).strip()
    is_number = answer.isdigit() and 1 <= int(answer) <= len(choices) and answer not in choices
    return choices[int(answer) - 1] if is_number else answer


def _sentence(model: type[RecordData]) -> str:
    return (model.__doc__ or "").strip().split("\n")[0]
