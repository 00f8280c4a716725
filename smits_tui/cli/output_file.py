"""Files written by commands: exports, and lists as tables."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import UsageError, print_json
from smits_tui.cli.completion import choices
from smits_tui.cli.exits import narrate

ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite the file if it exists.")]
ListFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="Write the list as a table: csv or xlsx.",
        autocompletion=choices("csv", "xlsx"),
    ),
]
ListOutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="File for the table. Default: standard output for csv.")
]


def write_file(path: Path, content: bytes, *, force: bool, as_json: bool) -> None:
    """Write a file, or standard output for `-`; an existing file is overwritten only on request.

    Raises:
        UsageError: it exists, and nobody can be asked.
    """
    if str(path) == "-":
        sys.stdout.buffer.write(content)
        return
    if path.exists() and not force:
        if as_json or not sys.stdin.isatty():
            raise UsageError(f"{path} exists; use --force to overwrite it, or --out for another name.")
        typer.confirm(f"{path} exists. Overwrite it?", abort=True, err=True)
    path.write_bytes(content)
    if as_json:
        print_json({"file": str(path), "bytes": len(content)})
    else:
        narrate(f"{path} is written.")


def write_list(
    rows: Sequence[Mapping[str, object]], form: str, out: Path | None, name: str, *, force: bool = False
) -> None:
    """Write a list as a table.

    Args:
        rows: name -> value.
        form: csv or xlsx.
        out: the file; None means standard output for csv, and `NAME.xlsx` for a workbook.
        name: of the list.
        force: whether to overwrite an existing file.
    """
    from smits_tui.presentation.sheets.files import sheet_file

    content = sheet_file(rows, form)
    write_file(out or Path("-" if form == "csv" else f"{name}.{form}"), content, force=force, as_json=False)
