"""`smits serve`: the interface in a browser."""

from __future__ import annotations

import ipaddress
import shlex
import sys
from typing import Annotated

import typer

from smits_rules.vocabulary import SmitsError
from smits_tui.cli.common import UsageError, WorkspaceOption, workspace_of
from smits_tui.cli.exits import narrate


class ServeUnavailable(SmitsError):
    """What serving needs is not installed."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port to listen on.")] = 8000,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy checks who comes in; listen on any address.")
    ] = False,
    public_url: Annotated[
        str | None, typer.Option(help="Where the proxy is reached, e.g. https://strategy.example.org.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Show the interface in a browser, on this machine alone unless a proxy stands before it.

    Whoever opens the page acts under the name of the one who serves it: SMITS_USER, or the login.
    """
    if not loopback(host) and not behind_proxy:
        raise UsageError(
            f"Whoever reaches {host} could decide in your name. Serve on 127.0.0.1, or put a proxy before it "
            "that checks who comes in, and give --behind-proxy."
        )
    found = workspace_of(workspace)
    try:
        from textual_serve.server import Server
    except ImportError as error:
        raise ServeUnavailable("Serving needs the extra `web`: pip install 'smits-tui[web]'.") from error
    command = shlex.join([sys.executable, "-m", "smits_tui", "--workspace", str(found.root)])
    narrate(f"Open http://{host}:{port} in a browser; Ctrl+C ends it.")
    Server(command, host=host, port=port, title="smits", public_url=public_url).serve()


def loopback(host: str) -> bool:
    """Whether an address is this machine's own, reached from nowhere else."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
