"""People hear of what they must decide, once, without flood, and even when the mail server was away."""

from __future__ import annotations

import datetime as dt
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from smits_tui.actions.triggers.merge import Trouble, merge
from smits_tui.actions.triggers.triage import defer
from smits_tui.ledger.record import Record
from smits_tui.notifications import digest
from smits_tui.notifications.channels import NotSent
from smits_tui.notifications.digest import Message, Recipient
from smits_tui.notifications.queue import Notifier
from smits_tui.process.entries.asked import AskedQuestion
from smits_tui.process.entries.deliverables import DeliverableSubmitted
from smits_tui.process.entries.entry import (
    CycleOpened,
    EntryData,
    InputRead,
    InputReceived,
    InputRejected,
    TriggerLapsed,
    TriggerRaised,
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
        made.append(Notifier(all_settings, record.state, workspace.notified, clock, post))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()


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
    told = frozenset().union(*(one.keys for one in digest.news(record.state, (), reader)))
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


def test_an_address_that_can_not_be_reached_is_tried_again_and_shown_without_its_password(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    post.away = True
    running = notifier(addresses=("mailto://kim:secret@example.org",))
    clock.forward(minutes=1)
    raise_trigger(record, "FY27")
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: "can't be reached" in running.failing)
    assert "secret" not in running.failing
    post.away = False
    clock.forward(minutes=1)
    eventually(lambda: len(post.sent) == 1)
    eventually(lambda: not running.failing)


def test_what_failed_before_the_end_of_the_process_is_told_by_the_next_one(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    """Also when the very first message to an address is the one that failed."""
    post.away = True
    first = notifier()
    clock.forward(minutes=1)
    raise_trigger(record, "FY27")
    first.offer(record.state, "", record.ledger.tip)
    eventually(lambda: "can't be reached" in first.failing)
    first.stop()
    post.away = False
    clock.forward(minutes=1)
    again = notifier(severity="low")
    again.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    assert "FY27" in post.sent[0][1].body


def test_an_address_that_was_mistyped_hands_on_what_it_was_not_told(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    post.away = True
    wrong = notifier(addresses=("json://oen", "json://two"))
    clock.forward(minutes=1)
    raise_trigger(record, "FY27")
    wrong.offer(record.state, "", record.ledger.tip)
    eventually(lambda: "can't be reached" in wrong.failing)
    wrong.stop()
    post.away = False
    clock.forward(minutes=1)
    right = notifier(addresses=("json://one", "json://two"))
    right.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    assert {address for address, _ in post.sent} == {"json://one", "json://two"}


def test_a_new_address_is_told_of_what_comes_from_now_on(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    raise_trigger(record, "long ago")
    clock.forward(days=1)
    running = notifier()
    clock.forward(minutes=1)
    raise_trigger(record, "today")
    running.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    assert "long ago" not in post.sent[0][1].body


def test_that_the_watcher_is_well_again_is_told_after_a_restart(
    record: Record, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    """Whoever read that files wait must read that they do not any more."""
    first = notifier()
    first.offer(record.state, "The disk is full.", record.ledger.tip)
    first._tried.wait(5)
    clock.forward(minutes=2)
    first.offer(record.state, "The disk is full.", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
    first.stop()
    again = notifier()
    again.offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 2)
    assert "works again" in post.sent[1][1].title
    again.stop()
    third = notifier()
    third.offer(record.state, "", record.ledger.tip)
    third._tried.wait(5)
    assert len(post.sent) == 2


def test_a_note_of_an_earlier_version_is_understood(
    record: Record, workspace: Workspace, clock: Any, post: Post, notifier: Any, eventually: Eventually
) -> None:
    notifier().stop()
    notes = json.loads(workspace.notified.read_text("utf-8"))
    old = {key: (clock.now - dt.timedelta(days=2)).isoformat() for key in notes}
    workspace.notified.write_text(json.dumps(old), "utf-8")
    raise_trigger(record, "FY27")
    clock.forward(minutes=1)
    notifier().offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)


WITHOUT_APPRISE = """
import runpy, sys
sys.modules["apprise"] = None  # as Python marks a module that can't be imported
sys.argv[0] = "smits"
runpy.run_module("smits_tui", run_name="__main__")
"""


@pytest.mark.parametrize("command", ["watch --once", "status", "doctor"])
def test_a_missing_extra_is_said_where_addresses_are_configured(smits: Any, command: str) -> None:
    """Nobody may believe that people are told while nothing can be sent."""

    def run() -> subprocess.CompletedProcess[str]:
        words = ["--workspace", str(smits.workspace.root), *command.split()]
        line = [sys.executable, "-c", WITHOUT_APPRISE, *words]
        return subprocess.run(line, capture_output=True, text=True, timeout=60)

    before = run()
    assert "apprise" not in before.stdout + before.stderr
    with smits.workspace.settings_file.open("a", encoding="utf-8") as settings:
        settings.write('\n[notify]\naddresses = ["mailto://kim:secret@example.org"]\n')
    done = run()
    said = done.stdout + done.stderr
    assert "smits-tui[notify]" in said
    assert "secret" not in said
    assert done.returncode == (1 if command == "doctor" else 0)
    assert "apprise" not in smits(*command.split()).stdout


class Mailbox:
    """A handler of aiosmtpd that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content.decode())
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_mail_arrives_by_a_real_server_that_was_away_at_first(smits: Any, eventually: Eventually) -> None:
    """The real daemon and real SMTP: the first tries fail, and nobody is forgotten."""
    from email import message_from_string, policy

    from aiosmtpd.controller import Controller

    port = free_port()
    address = f"mailto://127.0.0.1:{port}?from=smits@example.org&to=kim@example.org&mode=insecure"
    with smits.workspace.settings_file.open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[notify]\naddresses = ["{address}"]\nseverity = "low"\nretry_seconds = 0.2\n'
            "digest_minutes = 0\n"
        )
    note = smits.workspace.inputs / "opportunities" / "market.md"
    with smits.watching():
        note.write_text(
            "---\nfacts:\n- fact: opportunity\n  title: A market\n  value: 900000\n---\n# A market\n",
            encoding="utf-8",
        )
        eventually(lambda: smits.json("triggers"))
        eventually(lambda: "can't be reached" in smits.json("status")["watcher"]["notify"])
        box = Mailbox()
        server = Controller(box, hostname="127.0.0.1", port=port)
        server.start()
        try:
            eventually(lambda: box.mails)
            eventually(lambda: smits.json("status")["watcher"]["notify"] == "")
        finally:
            server.stop()
    mail: EmailMessage = message_from_string(box.mails[0], policy=policy.default)  # type: ignore[assignment]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "A market" in body.get_content()
    assert "needs a decision" in str(mail["Subject"])
