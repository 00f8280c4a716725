"""`smits demo`: a sample organisation with a year of inputs and two cycles."""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smits_rules.vocabulary import SmitsError
from smits_tui.cli.common import JsonOption, print_line, say
from smits_tui.cli.exits import narrate

if TYPE_CHECKING:
    from smits_tui.demo.runner import Told

_INDENT = {
    "episode": "",
    "act": "    > ",
    "raised": "    ! ",
    "updated": "    ! ",
    "lapsed": "    / ",
    "rejected": "    x ",
}


class DemoUnavailable(SmitsError):
    """The extra `demo` is not installed."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Folder for the demo. Default: a temporary folder.")
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Print the story and exit.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Play a year at a sample organisation, then open the interface on it."""
    from smits_tui.cli.workspace.interface import open_interface, require_terminal

    if not headless and not as_json:
        require_terminal("`smits demo --headless` prints the story")
    _require_extra()
    from smits_tui.clock import local_day, system_clock
    from smits_tui.demo.runner import play
    from smits_tui.demo.story import story

    root = folder or Path(tempfile.mkdtemp(prefix="smits-demo-")) / "workspace"
    sample = story(local_day(system_clock()))
    narrate(f"Sample data: {sample.organisation}. The workspace is {root}.")
    workspace = play(root, sample, _tell_json if as_json else _tell)
    if headless or as_json:
        narrate(f"The story ends here; explore it with `smits --workspace {root}`.")
        return
    open_interface(workspace.root)


def _require_extra() -> None:
    """Check that the libraries for the sample's workbooks and letters are installed.

    Raises:
        DemoUnavailable: one is not.
    """
    missing = [name for name in ("fpdf", "xlsxwriter") if find_spec(name) is None]
    if missing:
        raise DemoUnavailable(
            "The sample files are written with libraries of the extra `demo`, which is not installed: use "
            "`make demo` in a clone, or install smits-tui with the extra, e.g. pip install 'smits-tui[demo]'."
        )


def _tell(sample: Told) -> None:
    if sample.type == "episode":
        say(f"{sample.day}  {sample.text}")
    elif sample.type in _INDENT:
        say(f"{_INDENT[sample.type]}{sample.text}")


def _tell_json(sample: Told) -> None:
    print_line({"day": sample.day.isoformat(), "type": sample.type, "text": sample.text, **sample.data})
