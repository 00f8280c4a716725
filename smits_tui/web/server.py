"""The web server: textual-serve's, behind a gate.

textual-serve answers whoever connects, from any page and under any name; all that keeps others out is here.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from aiohttp import web
from textual_serve.server import Server

from smits_tui.actions.session import SERVED_AS
from smits_tui.web.gate import Gate
from smits_tui.web.proxy_identity import IdentityRefused, ProxyIdentity

MOST_INTERFACES = 6
"""Pages that may be open at once: each is a process of about 100 MB, and nobody needs more tabs than that."""
MOST_TOGETHER = 30
"""The same for all people whom a proxy names: 3 GB."""
_PERSON: ContextVar[str] = ContextVar("person", default="")
"""The person whom the proxy names in the request that is being answered."""
_ENTRANCE = """\
<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=./"><title>smits</title>
"""
"""Leads from the address with the token to the page itself.

A redirect would not do: the cookie is SameSite=Strict, and a browser that came from a link in a mail would
not send it while it follows the redirect. It sends it where a page of the same site leads.
"""
_HEADERS = {
    # No page may frame this one and steal clicks; no address with a token leaves by a Referer.
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' {websocket}; "
    "frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)
"""Nothing is loaded from elsewhere. textual-serve's page has its scripts and styles inline."""

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class GatedServer(Server):
    """Serves the interface to browsers that came in through the gate.

    What is private to textual-serve 1.1 is overridden here alone: `_make_app`, because it takes neither
    middlewares nor signals; and the messages of `on_startup`, which print the command and the address
    without its token.
    """

    def __init__(
        self,
        command: str,
        gate: Gate,
        host: str,
        port: int,
        narrate: Callable[[str], None],
        identity: ProxyIdentity | None = None,
    ) -> None:
        """Make the server.

        Args:
            command: starts one interface; run by a shell for each page.
            gate: who may come in.
            host: the address to listen on.
            port: 1 to 65535.
            narrate: tells the person who serves.
            identity: who sits at a browser, as the proxy says; None: whoever opened the printed address.
        """
        self._identity = identity
        super().__init__(command, host=host, port=port, title="smits", public_url=gate.origin.url)
        self._gate = gate
        self._narrate = narrate
        self._open: Counter[str] = Counter()
        """Person -> the pages that are open now."""
        # A browser shows cookies of one host to all ports of it; two servers must not overwrite each other's.
        self._cookie = f"smits-{port}"
        websocket = gate.origin.origin.replace("http", "ws", 1)
        self._headers = {**_HEADERS, "Content-Security-Policy": _POLICY.format(websocket=websocket)}

    @property
    def command(self) -> str:
        """The command for the page that is being opened, with the person who opens it."""
        person = _PERSON.get()
        return f"{SERVED_AS}={shlex.quote(person)} {self._command}" if person else self._command

    @command.setter
    def command(self, command: str) -> None:
        self._command = command

    def initialize_logging(self) -> None:
        """Log nothing: the server's log has a line for every request, with the token in it."""

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: whoever serves was told the address, with its token."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.on_response_prepare.append(self._add_headers)

        @web.middleware
        async def guard(request: web.Request, handler: _Handler) -> web.StreamResponse:
            return await self._guarded(request, handler)

        app.middlewares.append(guard)
        return app

    async def _add_headers(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(self._headers)

    async def _guarded(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Answer a request if its Host, Origin and session are right."""
        upgrade = request.match_info.route.name == "websocket"
        origins = request.headers.getall("Origin", [])
        if reason := self._gate.refusal(request.headers.get("Host"), origins, upgrade=upgrade):
            return _refused(reason)
        if self._identity is not None:
            return await self._guarded_by_proxy(request, handler, self._identity)
        if not self._gate.is_admitted(request.cookies.get(self._cookie, "")):
            return self._admit(request)
        if "token" in request.query:
            return _entrance()  # a reload, or a bookmark: this browser is in
        return await self._page_counted(request, handler) if upgrade else await handler(request)

    async def _guarded_by_proxy(
        self, request: web.Request, handler: _Handler, identity: ProxyIdentity
    ) -> web.StreamResponse:
        """Answer a request of the person whom the proxy names, in a session of this person alone."""
        try:
            person = identity.person(request.remote, request.headers.getall(identity.header, []))
        except IdentityRefused as error:
            return _refused(str(error))
        if not self._gate.is_admitted(request.cookies.get(self._cookie, ""), person):
            if request.path != "/" or request.method != "GET":
                return _refused("This page belongs to another session; load it again.")
            return self._with_session(_entrance(), self._gate.begin(person))
        _PERSON.set(person)
        if request.match_info.route.name == "websocket":
            return await self._page_counted(request, handler, person)
        return await handler(request)

    def _with_session(self, response: web.Response, session: str) -> web.Response:
        response.set_cookie(
            self._cookie, session, httponly=True, samesite="Strict", secure=self._gate.origin.is_secure
        )
        return response

    def _admit(self, request: web.Request) -> web.StreamResponse:
        token = request.query.get("token", "")
        session = self._gate.admit(token) if request.path == "/" and request.method == "GET" else None
        if session is None:
            return _refused(
                "This address is incomplete or has already been used; "
                "open the newest one that `smits serve` printed."
            )
        self._narrate(f"A browser is connected. For the next one, open {self._gate.address}")
        return self._with_session(_entrance(), session)

    async def _page_counted(
        self, request: web.Request, handler: _Handler, person: str = ""
    ) -> web.StreamResponse:
        if self._open[person] >= MOST_INTERFACES or self._open.total() >= MOST_TOGETHER:
            return web.Response(
                status=503, text=f"{self._open[person]} of your pages are open; close one, or try later.\n"
            )
        self._open[person] += 1
        try:
            return await handler(request)
        finally:
            self._open[person] -= 1
            self._open = +self._open


def _refused(reason: str) -> web.Response:
    return web.Response(status=403, text=f"{reason}\n")


def _entrance() -> web.Response:
    return web.Response(text=_ENTRANCE, content_type="text/html")
