"""What could not be sent is sent later: after failures, restarts and corrected addresses."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import notified_post
from notified_post import Eventually, Post, raise_trigger

from smits_tui.ledger.record import Record
from smits_tui.notifications.notes import open_notes
from smits_tui.workspace import Workspace

notifier, post = notified_post.notifier, notified_post.post


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
    notes = open_notes(workspace)
    old = {key: (clock.now - dt.timedelta(days=2)).isoformat() for key in json.loads(notes.load())}
    notes.save(json.dumps(old))
    raise_trigger(record, "FY27")
    clock.forward(minutes=1)
    notifier().offer(record.state, "", record.ledger.tip)
    eventually(lambda: len(post.sent) == 1)
