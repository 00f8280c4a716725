"""Sends a message through apprise, an optional extra."""

from __future__ import annotations

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.reachability import EXTRA_MISSING
from smits_tui.notifications.digest import Message


class NotSent(SmitsError):
    """A message was not delivered; the text never contains the address."""


def send(address: str, message: Message) -> None:
    """Send a message, which may take some seconds.

    Args:
        address: for apprise, e.g. `mailto://user:password@example.org`.
        message: plain text.

    Raises:
        NotSent: apprise is not installed, the address is invalid, or the message was not accepted.
    """
    try:
        import apprise
    except ImportError as error:
        raise NotSent(f"{EXTRA_MISSING}.") from error
    sender = apprise.Apprise()
    if not sender.add(address):
        raise NotSent("apprise does not know this kind of address.")
    if not sender.notify(title=message.title, body=message.body, body_format=apprise.NotifyFormat.TEXT):
        raise NotSent("it did not accept the message.")
