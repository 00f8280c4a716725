"""Who sits at a browser, as a proxy says that asked for a login. Pure: headers go in, a person comes out."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence

from smits_rules.vocabulary import SmitsError
from smits_tui.settings import Stakeholder


class IdentityRefused(SmitsError):
    """Nobody is known by what a request says, or it does not come from the proxy."""


class TrustUnusable(SmitsError):
    """An address that is to be trusted is none."""

    exit_code = 2


class ProxyIdentity:
    """Takes a person's name from a header, from the addresses of the proxy alone.

    Anybody who reaches the server from another address could write the header himself, so such a request is
    refused whatever it says.
    """

    def __init__(
        self, header: str, trusted: Sequence[str], people: Callable[[], Iterable[Stakeholder]]
    ) -> None:
        """Take the rules.

        Args:
            header: its name, e.g. `X-Forwarded-User`.
            trusted: IP addresses or networks of the proxy, e.g. `127.0.0.1` or `10.0.3.0/24`.
            people: returns the people of smits.toml as they are now.

        Raises:
            TrustUnusable: one of them is not an address or a network.
        """
        self.header = header
        self._people = people
        try:
            self._trusted = [ipaddress.ip_network(address) for address in trusted]
        except ValueError as error:
            raise TrustUnusable(f"--trust needs an IP address or network like 127.0.0.1: {error}.") from error

    def person(self, peer: str | None, values: Sequence[str]) -> str:
        """The person of a request.

        Args:
            peer: the address that the connection comes from; never one that a header names.
            values: every value of the header.

        Raises:
            IdentityRefused: the address is not trusted, or not exactly one person is meant.
        """
        if not self._is_trusted(peer):
            raise IdentityRefused("Only the proxy may ask this server; open its address.")
        if len(values) != 1 or not values[0].strip():
            raise IdentityRefused(f"The proxy must say who you are, once, in the header {self.header}.")
        wanted = values[0].strip()
        matches = {person.name for person in self._people() if _is_named(person, wanted.casefold())}
        if len(matches) != 1:
            raise IdentityRefused(
                "smits.toml names nobody with this login: ask for a stakeholder with your login, e-mail "
                "address or name."
            )
        return matches.pop()

    def _is_trusted(self, peer: str | None) -> bool:
        try:
            address = ipaddress.ip_address(peer or "")
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in network for network in self._trusted)


def _is_named(person: Stakeholder, wanted: str) -> bool:
    """Whether a login, an e-mail address or a name is that of a person."""
    names = {person.name, person.email, *person.logins}
    return wanted in {name.casefold() for name in names if name}
