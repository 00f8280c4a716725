"""Serving the interface in a browser: to who opened the printed address, and to no other page."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from smits_tui.actions.inputs.add import typed_path
from smits_tui.actions.session import ActionRefused, Actor, actor
from smits_tui.cli.workspace.serve import loopback
from smits_tui.settings import Stakeholder
from smits_tui.web.gate import AddressRefused, Gate, served_origin
from smits_tui.web.proxy_identity import IdentityRefused, ProxyIdentity
from smits_tui.web.server import MOST_INTERFACES, GatedServer
from smits_tui.workspace import Workspace

Eventually = Callable[..., None]

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
"""What asks for a WebSocket (RFC 6455, 1.3)."""


@dataclass
class Answer:
    """What the server says."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    """The real command, and where it is reached."""

    port: int
    log: Path

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    @property
    def token(self) -> str:
        """The newest that was printed."""
        return re.findall(r"\?token=(\S+)", self.log.read_text(encoding="utf-8"))[-1]

    def get(self, path: str, **headers: str) -> Answer:
        """Ask with exactly these headers, and a right Host if none is among them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": self.host, **headers}.items():
                connection.putheader(name, value)
            connection.endheaders()
            with connection.getresponse() as response:
                return Answer(response.status, dict(response.getheaders()), response.read())

    def enter(self) -> str:
        """Use the newest token; the session's cookie."""
        answer = self.get(f"/?token={self.token}")
        assert answer.status == 200
        return answer.headers["Set-Cookie"]


@pytest.fixture
def served(
    smits: Any, eventually: Eventually, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Served(probe.getsockname()[1], tmp_path / "serve.log")

    def answers() -> bool:
        assert serving.poll() is None, server.log.read_text(encoding="utf-8")
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", server.port)) == 0

    with server.log.open("wb") as log:
        serving = subprocess.Popen(
            smits.command("serve", "--port", str(server.port)), stdout=log, stderr=subprocess.STDOUT
        )
    try:
        eventually(answers)
        yield server
    finally:
        serving.terminate()
        serving.wait(20)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "strategy.example.org"])
def test_any_other_address_is_refused_with_the_reason(smits: Any, host: str) -> None:
    """Whoever opens the page acts in one's name."""
    done = smits("serve", "--host", host)
    assert done.returncode == 2
    assert "could act in your name" in done.stderr
    assert not loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_served(host: str) -> None:
    assert loopback(host)


def test_a_proxy_without_its_address_is_refused(smits: Any) -> None:
    """Without it nobody knows which pages to answer."""
    done = smits("serve", "--host", "0.0.0.0", "--behind-proxy")
    assert done.returncode == 2
    assert "--public-url" in done.stderr


def test_a_port_that_is_taken_is_a_sentence(smits: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = smits("serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "choose another with --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_only_the_printed_address_lets_in_and_only_once(served: Served) -> None:
    """Who can't read the serving terminal sees nothing, and a copied address is worth nothing."""
    token = served.token
    assert [served.get(path).status for path in ("/", "/ws", "/static/js/textual.js", "/download/x")] == [
        403
    ] * 4
    assert served.get("/?token=").status == served.get(f"/?token={token[:-1]}").status == 403
    assert served.get(f"/ws?token={token}", **UPGRADE, Origin=served.origin).status == 403
    cookie = served.enter()
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
    session = cookie.partition(";")[0]
    assert served.get(f"/?token={token}").status == 403
    assert served.get(f"/?token={token}", Cookie=session).status == 200
    page = served.get("/", Cookie=session)
    assert page.status == 200
    assert b"terminal" in page.body
    assert served.token != token
    assert served.enter() != cookie


def test_another_host_or_origin_is_refused_even_with_the_session(served: Served) -> None:
    """A page that rebinds its name to this machine, or of another port, whose requests carry the cookie."""
    name = f"rebound.example:{served.port}"
    assert served.get(f"/?token={served.token}", Host=name).status == 403
    session = served.enter().partition(";")[0]
    for host in (name, "127.0.0.1", f"localhost:{served.port}", "127.0.0.1:1", ""):
        assert served.get("/", Cookie=session, Host=host).status == 403
    others = (
        "http://evil.example",
        f"http://127.0.0.1:{served.port + 1}",
        f"https://{served.host}",
        "null",
        "",
    )
    for origin in others:
        assert served.get("/", Cookie=session, Origin=origin).status == 403
        assert served.get("/ws", Cookie=session, Origin=origin, **UPGRADE).status == 403
    assert served.get("/ws", Cookie=session, **UPGRADE).status == 403  # no browser leaves it out
    assert served.get("/ws", Origin=served.origin, **UPGRADE).status == 403


def test_the_page_is_framed_by_none_and_loads_nothing_from_elsewhere(served: Served) -> None:
    """A page of another port is of the same site: framing this one, it could steal clicks."""
    page = served.get("/", Cookie=served.enter().partition(";")[0])
    assert page.headers["X-Frame-Options"] == "DENY"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_whoever_sits_at_the_browser_reaches_no_file_of_this_machine(served: Served, smits: Any) -> None:
    """Add, Rehearse and Verify take paths, and the editor is a program: none of it leaves the workspace."""
    secret = smits.workspace.root.parent / "secret.csv"
    secret.write_text("Cost centre,2027\nNetwork,100\n", encoding="utf-8")
    session = served.enter().partition(";")[0]

    async def drive() -> None:
        async with (
            aiohttp.ClientSession(headers={"Cookie": session, "Origin": served.origin}) as client,
            client.ws_connect(f"ws://{served.host}/ws?width=160&height=50") as page,
        ):
            shown = b""

            async def until(text: str) -> None:
                nonlocal shown
                async with asyncio.timeout(30):
                    while text.encode() not in shown:
                        shown += await page.receive_bytes()
                shown = b""

            async def drawn() -> None:
                """Wait for the end of a drawing: a key just after escape would be read together with it."""
                with contextlib.suppress(TimeoutError):
                    while True:
                        async with asyncio.timeout(0.5):
                            await page.receive_bytes()

            async def keys(text: str) -> None:
                await page.send_json(["stdin", text])

            await until("Nothing has arrived yet")
            await keys("3")
            await until("enter opens a folder")
            await keys("n")
            await until("path of a file")
            await keys(f"{secret}\r")
            await until("only files below inputs/")
            await drawn()
            await keys("\x1b")
            await drawn()
            await keys("5")
            await until("documents are in force")
            await keys("j\x05")
            await until("no terminal for an editor")

    asyncio.run(drive())
    assert not list(smits.workspace.inputs.rglob("secret.csv"))


@pytest.mark.parametrize(
    "typed",
    [
        "{outside}",
        "inputs/../../secret.csv",
        "~/secret.csv",
        "inputs/link.csv",
        "smits.toml",
        ".smits/ledger.jsonl",
    ],
)
def test_a_served_workspace_opens_its_own_files_alone(workspace: Workspace, typed: str) -> None:
    """Links are followed first; the settings hold passwords, and the record is not an input."""
    outside = workspace.root.parent / "secret.csv"
    outside.touch()
    (workspace.inputs / "link.csv").symlink_to(outside)
    workspace.ledger.touch()
    with pytest.raises(ActionRefused, match="only files below inputs/"):
        typed_path(typed.format(outside=outside), served=workspace)


def test_a_served_workspace_opens_what_lies_in_its_folders(workspace: Workspace) -> None:
    file = workspace.inputs / "budgets" / "FY27.csv"
    file.touch()
    assert typed_path("inputs/budgets/FY27.csv", served=workspace) == file.resolve()
    assert typed_path(str(file), served=workspace) == file.resolve()


@dataclass
class Programs:
    """The programs that a server started for its pages."""

    commands: list[str] = field(default_factory=list)
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def ended(self) -> None:
        """Wait for their end; textual-serve waits for what they write only."""
        for program in self.running:
            await program.wait()


def programs_in_place(monkeypatch: pytest.MonkeyPatch, place_holder: str) -> Programs:
    """Let a program of the shell run in the place of each interface."""
    programs = Programs()
    start = asyncio.create_subprocess_shell

    async def remembered(command: str, **options: Any) -> asyncio.subprocess.Process:
        programs.commands.append(command)
        programs.running.append(await start(place_holder, **options))
        return programs.running[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_shell", remembered)
    return programs


def test_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is a process; whoever opens them in a loop must not exhaust the machine."""
    # In the interface's place a program that waits until the server tells it to quit.
    started = programs_in_place(monkeypatch, "head -c 1 >/dev/null")

    async def drive() -> tuple[list[int], int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        gate = Gate(served_origin("127.0.0.1", port))
        token = gate.address.partition("token=")[2]
        server = GatedServer("interface", gate, "127.0.0.1", port, lambda _text: None)
        runner = web.AppRunner(await server._make_app())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        jar = aiohttp.CookieJar(unsafe=True)  # of an IP address, as browsers do
        try:
            async with aiohttp.ClientSession(gate.origin.url, cookie_jar=jar) as client:
                await client.get("/", params={"token": token})
                headers = {"Origin": gate.origin.origin}
                pages = [await client.ws_connect("/ws", headers=headers) for _ in range(MOST_INTERFACES)]
                refused = []
                for _ in range(3):
                    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                        await client.ws_connect("/ws", headers=headers)
                    refused.append(caught.value.status)
                for page in pages:
                    await page.close()
                async with asyncio.timeout(20):
                    while server._open:
                        await asyncio.sleep(0.01)
                again = await client.ws_connect("/ws", headers=headers)
                await again.close()
                return refused, len(pages)
        finally:
            await runner.cleanup()
            await started.ended()

    assert asyncio.run(drive()) == ([503] * 3, MOST_INTERFACES)


PEOPLE = (
    Stakeholder(name="Kim Example", email="kim@example.org", logins=("kim",)),
    Stakeholder(name="Lee Example", email="lee@example.org"),
    Stakeholder(name="Lee", email=""),
)


@pytest.mark.parametrize(
    ("peer", "values", "person"),
    [
        ("10.0.3.7", ["KIM"], "Kim Example"),
        ("::ffff:10.0.3.7", ["kim@example.org"], "Kim Example"),
        ("127.0.0.1", ["Lee"], "Lee"),
        ("10.0.4.7", ["kim"], "Only the proxy"),
        (None, ["kim"], "Only the proxy"),
        ("127.0.0.1", [], "who you are, once"),
        ("127.0.0.1", ["kim", "lee@example.org"], "who you are, once"),
        ("127.0.0.1", [" "], "who you are, once"),
        ("127.0.0.1", ["mallory"], "names nobody"),
    ],
)
def test_only_the_proxy_says_who_sits_there(peer: str | None, values: list[str], person: str) -> None:
    identity = ProxyIdentity("X-User", ["127.0.0.1", "10.0.3.0/24"], lambda: PEOPLE)
    try:
        outcome = identity.person(peer, values)
    except IdentityRefused as error:
        outcome = str(error)
    assert person in outcome


def test_a_header_without_a_proxy_to_trust_is_refused(smits: Any) -> None:
    done = smits("serve", "--person-header", "X-User", "--trust", "127.0.0.1")
    assert (done.returncode, "together" in done.stderr) == (2, True)


def test_behind_a_proxy_each_person_has_a_session_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of one is nothing to another, and the interface acts as the person whom the proxy named."""
    started = programs_in_place(monkeypatch, "true")

    async def drive() -> list[int]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        gate = Gate(served_origin("127.0.0.1", port, "https://strategy.example.org"))
        identity = ProxyIdentity("X-User", ["127.0.0.1"], lambda: PEOPLE)
        server = GatedServer("interface", gate, "127.0.0.1", port, lambda _text: None, identity)
        runner = web.AppRunner(await server._make_app())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        own, origin = f"http://127.0.0.1:{port}", {"Origin": gate.origin.origin}
        statuses = []
        try:
            async with aiohttp.ClientSession(own, cookie_jar=aiohttp.DummyCookieJar()) as client:

                async def get(path: str, session: str = "", **headers: str) -> aiohttp.ClientResponse:
                    cookie = {"Cookie": session} if session else {}
                    return await client.get(path, headers={**headers, **cookie})

                async def page(session: str, user: str) -> int:
                    headers = {**origin, "Cookie": session, "X-User": user}
                    try:
                        await (await client.ws_connect("/ws", headers=headers)).close()
                    except aiohttp.WSServerHandshakeError as error:
                        return error.status
                    return 101

                entered = await get("/", **{"X-User": "kim"})
                assert "Secure" in entered.headers["Set-Cookie"]
                kims = entered.headers["Set-Cookie"].partition(";")[0]
                assert (await get("/", kims, **{"X-User": "kim"})).headers.get("Set-Cookie") is None
                lees = await get("/", kims, **{"X-User": "lee@example.org"})
                assert lees.headers["Set-Cookie"].partition(";")[0] != kims
                statuses += [await page(kims, "kim"), await page(kims, "lee@example.org")]
                token = gate.address.partition("?")[2]
                statuses += [(await get(path)).status for path in ("/", f"/?{token}")]
        finally:
            await runner.cleanup()
            await started.ended()
        return statuses

    assert asyncio.run(drive()) == [101, 403, 403, 403]
    assert started.commands == ["SMITS_SERVED_AS='Kim Example' interface"]
    assert actor("Lee Example", {"SMITS_SERVED_AS": "Kim Example"}) == Actor("Kim Example", "proxy")


@pytest.mark.parametrize(
    ("public", "origin"),
    [
        ("https://Strategy.Example.org", "https://strategy.example.org"),
        ("https://strategy.example.org:443/", "https://strategy.example.org"),
        ("http://strategy.example.org:8080/smits/", "http://strategy.example.org:8080"),
    ],
)
def test_the_origin_is_written_as_browsers_write_it(public: str, origin: str) -> None:
    """Compared with a header, `:443` or a capital would shut everybody out."""
    made = served_origin("10.0.0.5", 8000, public)
    assert made.origin == origin
    assert made.hosts == {origin.partition("//")[2], "10.0.0.5:8000"}
    assert made.is_secure == origin.startswith("https")
    assert served_origin("::1", 80).origin == "http://[::1]"


@pytest.mark.parametrize(
    "public", ["strategy.example.org", "ftp://x", "https://", "https://x:port", "https://x/?a=b"]
)
def test_an_address_no_browser_opens_is_refused(public: str) -> None:
    with pytest.raises(AddressRefused, match="write it like"):
        served_origin("10.0.0.5", 8000, public)
