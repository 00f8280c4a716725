"""The web server: textual-serve's, behind a gate.

textual-serve answers whoever connects, from any page and under any name; all that keeps others out is here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from textual_serve.server import Server

from smits_tui.web.gate import Gate

MOST_INTERFACES = 6
"""Pages that may be open at once: each is a process of about 100 MB, and nobody needs more tabs than that."""
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
        self, command: str, gate: Gate, host: str, port: int, narrate: Callable[[str], None]
    ) -> None:
        """Make the server.

        Args:
            command: starts one interface; run by a shell for each page.
            gate: who may come in.
            host: the address to listen on.
            port: 1 to 65535.
            narrate: tells the person who serves.
        """
        super().__init__(command, host=host, port=port, title="smits", public_url=gate.origin.url)
        self._gate = gate
        self._narrate = narrate
        self._open = 0
        """Pages that are open now."""
        # A browser shows cookies of one host to all ports of it; two servers must not overwrite each other's.
        self._cookie = f"smits-{port}"
        websocket = gate.origin.origin.replace("http", "ws", 1)
        self._headers = {**_HEADERS, "Content-Security-Policy": _POLICY.format(websocket=websocket)}

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
        if not self._gate.is_admitted(request.cookies.get(self._cookie, "")):
            return self._admit(request)
        if "token" in request.query:
            return _entrance()  # a reload, or a bookmark: this browser is in
        return await self._page_counted(request, handler) if upgrade else await handler(request)

    def _admit(self, request: web.Request) -> web.StreamResponse:
        token = request.query.get("token", "")
        session = self._gate.admit(token) if request.path == "/" and request.method == "GET" else None
        if session is None:
            return _refused(
                "This address is incomplete or has already been used; "
                "open the newest one that `smits serve` printed."
            )
        self._narrate(f"A browser is connected. For the next one, open {self._gate.address}")
        response = _entrance()
        response.set_cookie(
            self._cookie, session, httponly=True, samesite="Strict", secure=self._gate.origin.is_secure
        )
        return response

    async def _page_counted(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if self._open >= MOST_INTERFACES:
            return web.Response(
                status=503, text=f"{MOST_INTERFACES} pages are already open; close one of them.\n"
            )
        self._open += 1
        try:
            return await handler(request)
        finally:
            self._open -= 1


def _refused(reason: str) -> web.Response:
    return web.Response(status=403, text=f"{reason}\n")


def _entrance() -> web.Response:
    return web.Response(text=_ENTRANCE, content_type="text/html")
