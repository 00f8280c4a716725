"""A post that keeps what is sent, and notifiers that send to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from smits_tui.actions.triggers.merge import Trouble, merge
from smits_tui.ledger.record import Record
from smits_tui.notifications.channels import NotSent
from smits_tui.notifications.digest import Message
from smits_tui.notifications.notes import open_notes
from smits_tui.notifications.queue import Notifier
from smits_tui.process.entries.entry import (
    EntryData,
    TriggerLapsed,
)
from smits_tui.process.state import State
from smits_tui.settings import Notify, Settings, Stakeholder
from smits_tui.workspace import Workspace

Eventually = Callable[..., None]


class Post:
    """Takes what is sent, or refuses it."""

    def __init__(self) -> None:
        self.away = False
        self.sent: list[tuple[str, Message]] = []

    def __call__(self, address: str, message: Message) -> None:
        if self.away:
            raise NotSent("nobody answers.")
        self.sent.append((address, message))


def raise_trigger(record: Record, subject: str, severity: Any = "high", trigger: str = "budget") -> None:
    about = Trouble(
        subject=subject,
        because=f"Because of {subject}.",
        sources=(),
        fact={"fact": "budget"},
        explanation={"subject": subject},
        rule="r",
        trigger=trigger,
        severity=severity,
    )

    def action(state: State) -> list[EntryData]:
        return [entry for entry in merge(state, [about], "pack") if not isinstance(entry, TriggerLapsed)]

    record.commit("watcher", action)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def notifier(
    workspace: Workspace, record: Record, clock: Any, post: Post
) -> Iterator[Callable[..., Notifier]]:
    made: list[Notifier] = []

    def make(people: tuple[Stakeholder, ...] = (), **settings: Any) -> Notifier:
        values = {"addresses": ("json://one",), "retry_seconds": 0.1, "digest_minutes": 0, **settings}
        all_settings = Settings(organisation="Acme", notify=Notify(**values), stakeholders=people)
        made.append(Notifier(all_settings, record.state, open_notes(workspace), clock, post))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()
