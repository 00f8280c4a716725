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
from smits_tui.web.gate import Gate, served_origin
from smits_tui.web.proxy_identity import ProxyIdentity


class ServeUnavailable(SmitsError):
    """The extra `web` is not installed, or the port is in use."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port to listen on.")] = 8000,
    behind_proxy: Annotated[
        bool,
        typer.Option("--behind-proxy", help="A proxy in front checks who may enter; needs --public-url."),
    ] = False,
    public_url: Annotated[
        str | None, typer.Option(help="Public address of the proxy, e.g. https://strategy.example.org.")
    ] = None,
    person_header: Annotated[
        str | None,
        typer.Option(help="Header in which the proxy says who is signed in, e.g. X-Forwarded-User."),
    ] = None,
    trust: Annotated[
        list[str] | None,
        typer.Option(help="Address or network of the proxy, the only one whose header counts; repeatable."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Serve the interface to a browser, on this machine only unless behind a proxy.

    The printed address admits one browser, once; then the next address is printed. Whoever opens it acts
    under your name: SMITS_USER, or your login name. With --person-header no address is printed: each person
    of smits.toml whom the proxy names, by login, e-mail address or name, has a session of their own.
    """
    if not loopback(host) and not behind_proxy:
        raise UsageError(
            f"Anyone who can reach {host} could act in your name. Serve on 127.0.0.1, or put a proxy with a "
            "login in front of it and use --behind-proxy."
        )
    if behind_proxy and public_url is None:
        raise UsageError(
            "Give --public-url with --behind-proxy, e.g. https://strategy.example.org: only requests for "
            "that address are answered."
        )
    if (person_header or trust) and not (behind_proxy and person_header and trust):
        raise UsageError(
            "Give --person-header, --trust and --behind-proxy together: the header counts only from the "
            "address of a proxy that removes what a browser sends under that name."
        )
    origin = served_origin(host, port, public_url)
    opened = workspace_of(workspace)
    try:
        from smits_tui.web.server import GatedServer
    except ImportError as error:
        raise ServeUnavailable("Serving needs the extra `web`: pip install 'smits-tui[web]'.") from error
    command = shlex.join([sys.executable, "-m", "smits_tui", "--workspace", str(opened.root)])
    gate, identity = Gate(origin), None
    if person_header and trust:
        identity = ProxyIdentity(person_header, trust, lambda: opened.settings().stakeholders)
        narrate(f"Open {origin.url} in a browser and sign in. Press Ctrl+C to stop.")
    else:
        narrate(f"Open {gate.address} in a browser; the address works once. Press Ctrl+C to stop.")
    try:
        GatedServer(command, gate, host, port, narrate, identity).serve()
    except OSError as error:
        raise ServeUnavailable(
            f"Port {port} of {host} can't be used ({error.strerror}); choose another with --port."
        ) from error


def loopback(host: str) -> bool:
    """Whether an address is a loopback address, which other machines can't reach."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
