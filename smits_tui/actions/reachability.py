"""Whether people can be notified of triggers at all: notifications need an optional extra."""

from __future__ import annotations

import importlib.util

from smits_tui.actions.findings import NotWell
from smits_tui.heartbeat import Heartbeat
from smits_tui.settings import Settings

EXTRA_MISSING = "notifications need apprise, which is not installed; install smits-tui[notify]"


def unreachable(settings: Settings) -> str:
    """Why nobody can be told though smits.toml names addresses, as a sentence; empty where all is well."""
    if not addresses(settings) or importlib.util.find_spec("apprise") is not None:
        return ""
    return f"Nobody is notified of triggers: {EXTRA_MISSING}."


def addresses(settings: Settings) -> tuple[str, ...]:
    """Every address that is to be told of something, each once."""
    people = (address for person in settings.stakeholders for address in person.notify)
    return tuple(dict.fromkeys((*settings.notify.addresses, *people)))


def check_notifications(settings: Settings, heartbeat: Heartbeat) -> str:
    """Look whether those who are to be told can be reached.

    Args:
        settings: whom to tell.
        heartbeat: whom the watcher could not reach.

    Returns:
        How many addresses there are.

    Raises:
        NotWell: the extra is missing, or an address did not take the last message.
    """
    if wrong := unreachable(settings) or heartbeat.notify:
        raise NotWell(wrong)
    count = len(addresses(settings))
    return (
        f"{count} addresses are notified"
        if count
        else "nobody is notified; add addresses under `[notify]` in smits.toml"
    )
