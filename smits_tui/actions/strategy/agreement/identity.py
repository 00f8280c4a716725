"""Whether the acting person may act as a person of smits.toml: by login, or by that person's passphrase."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

from smits_tui.actions.session import ActionRefused, is_login_of
from smits_tui.ledger.protocol import Origin
from smits_tui.process.entries.deliverables import Confirmation
from smits_tui.settings import SCRYPT, Settings, Stakeholder

_COST = 2**15
"""scrypt's N: with `_BLOCK` each guess costs 32 MB and about 0.1 s (RFC 7914, section 2)."""
_BLOCK = 8
_MOST_MEMORY = 1 << 27
SHORTEST = 8
"""The fewest characters of a passphrase; anyone who can read smits.toml can try short ones without limit."""


class NotConfirmed(ActionRefused):
    """Whoever acts was not shown to be the person under whose name this is recorded."""


def asks_passphrase(settings: Settings, by: str, origin: Origin | None) -> bool:
    """Whether a person's passphrase is needed, because the login alone does not confirm who acts."""
    person = _person(settings, by)
    return person is not None and bool(person.passphrase) and not is_login_of(person, origin)


def confirmation(settings: Settings, by: str, origin: Origin | None, passphrase: str = "") -> Confirmation:
    """Check that whoever acts may act under a name.

    Args:
        settings: which logins and which passphrase belong to each person.
        by: the name.
        origin: which login on which machine acts.
        passphrase: as it was typed; blank if none was.

    Returns:
        By what it was confirmed; blank where the settings ask for nothing for this person.

    Raises:
        NotConfirmed: the login is not one of the person's, and the passphrase is missing or wrong.
    """
    person = _person(settings, by)
    if person is None or not (person.logins or person.passphrase):
        if settings.agreement.confirmed:
            raise NotConfirmed(
                f"smits.toml has no login or passphrase for '{by}', but 'agreement.confirmed' asks for one. "
                "Add 'logins' or 'passphrase' to the person's [[stakeholders]] table."
            )
        return ""
    if is_login_of(person, origin):
        return "login"
    if person.passphrase and passphrase:
        if matches(passphrase, person.passphrase):
            return "passphrase"
        raise NotConfirmed(f"This is not {person.name}'s passphrase.")
    if person.passphrase:
        raise NotConfirmed(f"Type {person.name}'s passphrase, so that nobody acts under another name.")
    login = f"the login '{origin.login}' on {origin.host}" if origin else "this login"
    raise NotConfirmed(
        f"{login[0].upper()}{login[1:]} may not act as {person.name}; the logins for that in smits.toml are "
        f"{', '.join(person.logins)}."
    )


def passphrase_hash(passphrase: str) -> str:
    """What smits.toml keeps of a passphrase: it can be checked with it, and not be read from it.

    Raises:
        ActionRefused: it is too short.
    """
    if len(passphrase) < SHORTEST:
        raise ActionRefused(f"Choose a passphrase of at least {SHORTEST} characters, e.g. four words.")
    salt = os.urandom(16)
    parts = (_base64(salt), _base64(_scrypt(passphrase, salt, _COST, _BLOCK)))
    return f"{SCRYPT}{_COST}${_BLOCK}${'$'.join(parts)}"


def matches(passphrase: str, kept: str) -> bool:
    """Whether a passphrase is the one that was kept by `passphrase_hash`."""
    try:
        cost, block, salt, digest = kept.removeprefix(SCRYPT).split("$")
        expected = base64.b64decode(digest, validate=True)
        made = _scrypt(passphrase, base64.b64decode(salt, validate=True), int(cost), int(block))
    except ValueError:
        return False
    return hmac.compare_digest(made, expected)


def _scrypt(passphrase: str, salt: bytes, cost: int, block: int) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=cost, r=block, p=1, maxmem=_MOST_MEMORY, dklen=32)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _person(settings: Settings, name: str) -> Stakeholder | None:
    """The person of a name; upper and lower case make no other person."""
    return next(
        (
            stakeholder
            for stakeholder in settings.stakeholders
            if stakeholder.name.casefold() == name.casefold()
        ),
        None,
    )
