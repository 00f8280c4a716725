"""Whether notifications can be sent at all, which needs an optional extra."""

from __future__ import annotations

import importlib.util

from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.findings import CheckFailed
from smits_tui.heartbeat import Heartbeat
from smits_tui.settings import Settings

EXTRA_MISSING = "notifications need apprise, which is not installed; install smits-tui[notify]"


def unreachable(settings: Settings) -> str:
    """Why nobody can be notified although smits.toml has addresses, as a sentence; blank if all is well."""
    if not addresses(settings) or importlib.util.find_spec("apprise") is not None:
        return ""
    return f"Nobody is notified of triggers: {EXTRA_MISSING}."


def addresses(settings: Settings) -> tuple[str, ...]:
    """All addresses to notify, without duplicates."""
    people = (address for person in settings.stakeholders for address in person.notify)
    return tuple(dict.fromkeys((*settings.notify.addresses, *people)))


def check_notifications(settings: Settings, heartbeat: Heartbeat) -> str:
    """Check whether the addresses can be reached.

    Args:
        settings: with the addresses.
        heartbeat: with the addresses that the watcher could not reach.

    Returns:
        A sentence with the number of addresses.

    Raises:
        CheckFailed: the extra is missing, or an address did not accept the last message.
    """
    if wrong := unreachable(settings) or heartbeat.notify:
        raise CheckFailed(wrong)
    count = len(addresses(settings))
    return (
        f"{counted(count, 'address is', 'addresses are')} notified"
        if count
        else "nobody is notified; add addresses under `[notify]` in smits.toml"
    )
