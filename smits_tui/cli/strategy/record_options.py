"""Options of the commands for records, made from the fields of their models."""

from __future__ import annotations

import datetime as dt
import inspect
import typing
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    WorkspaceOption,
)
from smits_tui.cli.completion import measure_feeds

if TYPE_CHECKING:
    pass


def with_options(
    command: Callable[..., None], name: str, help_text: str, parameters: list[tuple[str, Any, Any]]
) -> Callable[..., None]:
    """Give a command the signature from which Typer derives its options."""
    shared = [("by", ByOption, None), ("workspace", WorkspaceOption, None), ("as_json", JsonOption, False)]
    made = [
        inspect.Parameter(parameter, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for parameter, annotation, default in (*parameters, *shared)
    ]
    command.__signature__ = inspect.Signature(made)  # type: ignore[attr-defined]
    command.__annotations__ = {made_parameter.name: made_parameter.annotation for made_parameter in made}
    command.__name__, command.__doc__ = name, help_text
    return command


def option_of(name: str, field: Any) -> Any:
    """The option of a field: text for all but flags; repeated for lists."""
    description = f"{(field.description or '').capitalize()}."
    hint = field.annotation
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    base = inner[0] if inner and typing.get_origin(hint) is not typing.Literal else hint
    if typing.get_origin(hint) is tuple:
        return Annotated[list[str] | None, typer.Option(help=f"{description} May be repeated.")]
    if base is bool:
        return Annotated[bool | None, typer.Option(help=description)]
    metavar = {dt.date: "DATE", float: "NUMBER"}.get(base)
    if metavar:
        return Annotated[str | None, typer.Option(metavar=metavar, help=description)]
    completes = measure_feeds if name == "feed" else None
    return Annotated[str | None, typer.Option(help=description, autocompletion=completes)]


def plain_value(value: Any) -> Any:
    """The value of an option; of one that may be repeated, the ids in capitals."""
    return tuple(part.strip().upper() for part in value) if isinstance(value, list) else value
