"""A team is notified once, whichever of its machines does it."""

from __future__ import annotations

from pathlib import Path

from conftest import FixedClock
from notified_post import Eventually, Post, raise_trigger
from team_machines import machine

from smits_tui.ledger.postgres.ledger import PostgresLedger
from smits_tui.ledger.record import Record
from smits_tui.notifications.notes import open_notes
from smits_tui.notifications.queue import Notifier
from smits_tui.settings import Notify, Settings

SETTINGS = Settings(
    organisation="Acme", notify=Notify(addresses=("json://one",), retry_seconds=0.1, digest_minutes=0)
)


def test_a_machine_that_takes_over_sends_nothing_again(
    tmp_path: Path, schema: str, record: Record, clock: FixedClock, eventually: Eventually
) -> None:
    with PostgresLedger(schema).locked():
        pass  # the tables are made
    first, second = Post(), Post()

    machines = {post: machine(tmp_path / name, schema) for name, post in (("1", first), ("2", second))}

    def notified(post: Post, sent: int) -> None:
        notifier = Notifier(SETTINGS, record.state, open_notes(machines[post]), clock, post)
        notifier.start()
        notifier.offer(record.state, "", record.ledger.tip)
        eventually(notifier._tried.is_set)
        notifier.stop(1.0)
        assert len(post.sent) == sent

    notified(first, 0)
    raise_trigger(record, "FY27")
    notified(first, 1)
    notified(second, 0)
    raise_trigger(record, "FY28")
    notified(second, 1)
