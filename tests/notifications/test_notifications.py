"""People hear of what they must decide, once and without flood, and at hours that suit them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import notified_post
import pytest
from notified_post import Eventually, Post, raise_trigger

from smits_tui.actions.triggers.triage import defer
from smits_tui.ledger.record import Record
from smits_tui.notifications import digest
from smits_tui.notifications.digest import Recipient
from smits_tui.process.entries.asked import AskedQuestion
from smits_tui.process.entries.deliverables import DeliverableSubmitted
from smits_tui.process.entries.entry import (
    CycleOpened,
    EntryData,
    InputRead,
    InputReceived,
    InputRejected,
    TriggerRaised,
)
from smits_tui.settings import Stakeholder

notifier, post = notified_post.notifier, notified_post.post


def test_a_trigger_is_told_once_even_over_a_restart(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    first = notifier()
    clock.forward(minutes=1)
    raise_trigger(record, "FY27 [bold]\x1b[2J")
    first.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    title, body = post.sent[0][1].title, post.sent[0][1].body
    assert title == "Acme [draft]: 1 trigger needs a decision"
    assert "T1  Because of FY27 [bold]" in body
    assert "\x1b" not in body
    assert f"smits ledger verify {record.seq}:{record.ledger.tip.hash}" in body.splitlines()
    first.stop()
    again = notifier()
    clock.forward(minutes=1)
    again.offer(record.state, "", record.ledger.tip)
    raise_trigger(record, "other")
    again.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    assert "T2" in post.sent[1][1].body
    assert "T1" not in post.sent[1][1].body


def test_a_file_that_is_not_understood_is_told_as_a_rejected_one_is(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    """Once: reading it again, or a newer version, makes no news of it."""

    def received(number: int, path: str, read: EntryData) -> None:
        data = InputReceived(
            id=f"I{number}", kind="budgets", path=path, sha256=f"{number:064d}", size=1, mtime_ns=1, version=1
        )
        record.commit("watcher", lambda _state: [data, read])

    asked = AskedQuestion(id="Q1", topic="amount-column", text="Which column?")
    asks = InputRead(id="I1", understood="questions", questions=(asked,))
    running = notifier(digest_minutes=0)
    clock.forward(minutes=1)
    received(1, "budgets/a.csv", asks)
    received(2, "budgets/b.csv", InputRead(id="I2", understood="nothing"))
    received(3, "budgets/c.csv", InputRejected(id="I3", status="unreadable", reason="It is damaged."))
    received(4, "budgets/d.csv", InputRead(id="I4", understood="understood", nothing_stated="No findings."))
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    message = post.sent[0][1]
    assert message.title == "Acme [draft]: 3 files need your attention to be understood"
    assert "Q1  Which column? (budgets/a.csv)" in message.body
    assert "NOT UNDERSTOOD  I2" in message.body
    assert "It is damaged." in message.body
    assert "I4" not in message.body
    reader = Recipient("json://one", "low")
    told = frozenset().union(*(news.keys for news in digest.news(record.state, (), reader)))
    assert told
    clock.forward(minutes=1)
    record.commit("watcher", lambda _state: [asks])
    received(5, "budgets/b.csv", InputRead(id="I5", understood="understood", nothing_stated="Nothing."))
    assert digest.news(record.state, told, reader) == []
    assert not record.state.input("I2").is_in_doubt  # type: ignore[union-attr]


def test_only_what_is_grave_enough_is_told_and_reviews_always(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    """Each person has her own measure."""
    people = (Stakeholder(name="Kim", notify=("json://kim",), notify_severity="low"),)
    running = notifier(people)
    clock.forward(minutes=1)
    raise_trigger(record, "small", "low")
    raise_trigger(record, "meeting", "low", "review")
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    told = {address: message.body for address, message in post.sent}
    assert "meeting" in told["json://one"]
    assert "small" not in told["json://one"]
    assert "small" in told["json://kim"]


def test_people_hear_of_what_is_theirs_however_small(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    """Her own action, and what she is asked to agree to; those without an address are named to all."""
    people = (Stakeholder(name="Kim", notify=("json://kim",)), Stakeholder(name="Lee"))
    running = notifier(people)
    clock.forward(minutes=1)
    for number, owner in enumerate(("kim", "Lee"), 1):
        raised = TriggerRaised(
            id=f"T{number}",
            rule="action-overdue",
            trigger="execution",
            subject=f"C{number}",
            outcome="note",
            severity="low",
            because=f"C{number} is not done ({owner}).",
            fact={"fact": "action-overdue", "action": f"C{number}", "owner": owner},
            explanation={},
            fingerprint="f",
            pack="p",
        )
        record.commit("watcher", lambda _state, data=raised: [data])
    submitted = DeliverableSubmitted(
        deliverable="strategy-plan",
        version=1,
        cycle=1,
        sections={"risks": "f"},
        document="d",
        inputs={},
        pack="p",
    )
    record.commit("mara", lambda _state: [CycleOpened(number=1), submitted])
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    told = dict(post.sent)
    assert "C1 is not done" in told["json://kim"].body
    assert "C2" not in told["json://kim"].body
    assert "Strategy plan, version 1: waiting for Kim." in told["json://kim"].body
    assert "C2 is not done" in told["json://one"].body
    assert "C1" not in told["json://one"].body
    assert "waiting for Lee." in told["json://one"].body
    assert told["json://one"].title.endswith(
        "1 trigger needs a decision and 1 deliverable asks for your agreement"
    )


def test_a_trigger_that_was_put_off_is_told_on_its_day(record: Record, clock: Any) -> None:
    """It opens by itself, and nobody looks at the list every day."""
    raise_trigger(record, "FY27")
    reader = Recipient("json://one", "high")
    (raised,) = digest.news(record.state, (), reader)
    defer(record, ["T1"], by="kim", until=record.state.today + dt.timedelta(days=3))
    clock.forward(days=2)
    assert digest.news(record.state, raised.keys, reader) == []
    clock.forward(days=1)
    (again,) = digest.news(record.state, raised.keys, reader)
    assert again.text.startswith("HIGH      T1  ")
    assert digest.news(record.state, again.keys, reader) == []


@pytest.mark.parametrize("days", [-30, 30])
def test_a_clock_that_steps_keeps_nobody_from_hearing(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually, days: int
) -> None:
    """Told at a wrong time, something goes on being told once, and what comes later is told as well."""
    running = notifier(digest_minutes=15)
    clock.forward(days=-days)
    raise_trigger(record, "at a wrong time")
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    clock.forward(days=days)
    clock.forward(minutes=20)
    raise_trigger(record, "later")
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    assert "later" in post.sent[1][1].body
    assert "wrong" not in post.sent[1][1].body
    running.stop()
    again = notifier(digest_minutes=15)
    again.offer(record.state, "", record.ledger.tip)
    raise_trigger(record, "after a restart")
    again.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 3)
    assert "1 trigger needs" in post.sent[2][1].title


def test_many_triggers_are_one_digest(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    """A folder of a hundred files is no reason for a hundred mails."""
    running = notifier(digest_minutes=15)
    clock.forward(minutes=1)
    raise_trigger(record, "first")
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    for number in range(30):
        clock.forward(seconds=1)
        raise_trigger(record, f"s{number}")
        running.offer(record.state, "", record.ledger.tip)
    assert len(post.sent) == 1
    clock.forward(minutes=16)
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    assert "30 triggers need" in post.sent[1][1].title
    assert "and 10 more" in post.sent[1][1].body


def test_nobody_is_told_at_night_and_it_is_made_up_for(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    clock.now = dt.datetime(2027, 3, 10, 23, 0).astimezone()
    running = notifier(quiet="20:00-07:00")
    clock.forward(minutes=5)
    raise_trigger(record, "night")
    running.offer(record.state, "", record.ledger.tip)
    running._tried.wait(5)
    assert post.sent == []
    clock.forward(hours=9)
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)


@pytest.mark.parametrize(
    ("time", "quiet"), [("19:59", False), ("20:00", True), ("03:00", True), ("07:00", False)]
)
@pytest.mark.one_engine("opens no record")
def test_quiet_hours_lead_over_midnight(time: str, quiet: bool) -> None:
    now = dt.datetime.combine(dt.date(2027, 3, 10), dt.time.fromisoformat(time)).astimezone()
    assert digest.quiet(now, (dt.time(20), dt.time(7))) is quiet


def test_trouble_that_lasts_is_told_and_its_end_too(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    running = notifier()
    running.offer(record.state, "The disk is full.", record.ledger.tip)
    running._tried.wait(5)
    assert post.sent == []
    clock.forward(minutes=2)
    running.offer(record.state, "The disk is full.", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    assert "The disk is full." in post.sent[0][1].body
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    assert "works again" in post.sent[1][1].title
