"""Decides who may reach the served interface. Pure: headers go in, a verdict comes out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import SplitResult, urlsplit

from smits_rules.vocabulary import SmitsError

SECRET_BYTES = 32
"""256 bits of a token or session, as many as nobody guesses (OWASP asks for 64 bits at least)."""
_DEFAULT_PORTS = {"http": 80, "https": 443}


class AddressRefused(SmitsError):
    """The address under which the interface would be reached can't be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class ServedOrigin:
    """Where browsers reach the interface: the origin they send (RFC 6454), and the hosts they may ask for."""

    url: str
    """As it is opened, without a slash at the end, e.g. `https://example.org/strategy`."""
    origin: str
    """Scheme, host and port as a browser writes them: lower case, without the scheme's own port."""
    hosts: frozenset[str]
    """What the header Host may say."""

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by https."""
        return self.origin.startswith("https:")


def served_origin(host: str, port: int, public_url: str | None = None) -> ServedOrigin:
    """The origin of an address that is listened on, or of the proxy before it.

    A proxy may hand on the Host that the browser sent or write the one it asks for, so both are right there.

    Args:
        host: a name or an IP address.
        port: 1 to 65535.
        public_url: where the proxy is reached; None if there is none.

    Raises:
        AddressRefused: the public address is not http or https with a host.
    """
    listened = f"http://{_bracketed(host)}:{port}"
    split = urlsplit(listened)
    own = _authority(split)
    if public_url is None:
        return ServedOrigin(f"http://{own}", f"http://{own}", frozenset({own}))
    try:
        public = urlsplit(public_url)
        authority = _authority(public)
    except ValueError as error:
        raise _unusable(public_url) from error
    if public.scheme not in _DEFAULT_PORTS or not public.hostname or public.query or public.fragment:
        raise _unusable(public_url)
    origin = f"{public.scheme}://{authority}"
    return ServedOrigin(origin + public.path.rstrip("/"), origin, frozenset({own, authority}))


class Gate:
    """Lets in who has opened the printed address, and only from the page itself.

    The token in the printed address is exchanged once for a session, which the browser keeps as a cookie. A
    used token is replaced by a new one, so that another browser needs what was printed since.
    """

    def __init__(self, origin: ServedOrigin) -> None:
        """Make a gate with its first token.

        Args:
            origin: where browsers reach what lies behind it.
        """
        self.origin = origin
        self._token = secrets.token_urlsafe(SECRET_BYTES)
        self._sessions: dict[str, str] = {}
        """Session -> the person of it; blank: whoever opened the printed address."""

    @property
    def address(self) -> str:
        """What is to be opened next; it works once."""
        return f"{self.origin.url}/?token={self._token}"

    def refusal(self, host: str | None, origins: Iterable[str], *, upgrade: bool) -> str | None:
        """Why a request is not answered, whoever sends it; None if nothing speaks against it.

        A page under another name that resolves to this machine (DNS rebinding) shows by its Host, a page of
        another site by its Origin. Browsers send Origin with every WebSocket, which no other rule of theirs
        keeps within its site, and leave it out where one opens or reloads a page.

        Args:
            host: the header Host.
            origins: every header Origin.
            upgrade: whether a WebSocket is asked for.
        """
        if (host or "").lower() not in self.origin.hosts:
            return "This address is not available here; open the one that `smits serve` printed."
        named = [origin.lower() for origin in origins]
        if any(origin != self.origin.origin for origin in named) or (upgrade and not named):
            return "Only the page itself may request this."
        return None

    def admit(self, token: str) -> str | None:
        """Exchange the token for a new session, and make the next token; None if it is not the token."""
        if not _same(token, self._token):
            return None
        self._token = secrets.token_urlsafe(SECRET_BYTES)
        return self.begin("")

    def begin(self, person: str) -> str:
        """Begin a session of a person whom a proxy named; blank: of whoever opened the printed address."""
        session = secrets.token_urlsafe(SECRET_BYTES)
        self._sessions[session] = person
        return session

    def is_admitted(self, session: str, person: str = "") -> bool:
        """Whether a browser shows a session that was handed out to this person."""
        whose = [owner for admitted, owner in self._sessions.items() if _same(session, admitted)]
        return whose == [person]


def _same(text: str, secret: str) -> bool:
    """Compare in a time that does not give away how many characters are right."""
    return compare_digest(text.encode("utf-8", "surrogateescape"), secret.encode())


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _authority(split: SplitResult) -> str:
    """Host and port as a browser writes them."""
    host = _bracketed((split.hostname or "").lower())
    port = split.port
    return host if port in (None, _DEFAULT_PORTS.get(split.scheme)) else f"{host}:{port}"


def _unusable(url: str) -> AddressRefused:
    return AddressRefused(
        f"'{url}' is not an address that a browser opens; write it like https://strategy.example.org."
    )
