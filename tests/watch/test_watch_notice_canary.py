"""Protects: silence of the observer is told, once for each canary, and a burst is not taken for silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from smits_watch.notice.observers.canary import PATIENCE, Canary

NEVER = float("-inf")


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_canary_that_comes_back_is_answered_once(tmp_path: Path, clock: Clock) -> None:
    canary = Canary(tmp_path / "c", 30, clock)
    assert canary.check(NEVER) == "waiting"
    assert (tmp_path / "c").exists()
    canary.heard()
    assert canary.check(NEVER) == "answered"
    assert canary.check(NEVER) == "waiting"


def test_one_that_does_not_is_missed_once_and_the_next_is_sent_in_time(tmp_path: Path, clock: Clock) -> None:
    canary = Canary(tmp_path / "c", 30, clock)
    canary.check(NEVER)
    clock.now += PATIENCE + 0.1
    assert canary.check(NEVER) == "missed"
    canary.remove()
    assert canary.check(NEVER) == "waiting"
    assert not (tmp_path / "c").exists()
    clock.now += 30
    canary.check(NEVER)
    assert (tmp_path / "c").exists()


def test_while_other_events_arrive_it_is_late_and_not_missed(tmp_path: Path, clock: Clock) -> None:
    canary = Canary(tmp_path / "c", 30, clock)
    canary.check(NEVER)
    clock.now += 20
    assert canary.check(last_event=clock.now - 1) == "waiting"
    clock.now += PATIENCE
    assert canary.check(last_event=clock.now - PATIENCE - 1) == "missed"


def test_a_new_observer_gets_a_canary_at_once(tmp_path: Path, clock: Clock) -> None:
    canary = Canary(tmp_path / "c", 30, clock)
    canary.check(NEVER)
    canary.remove()
    canary.restart()
    canary.check(NEVER)
    assert (tmp_path / "c").exists()


def test_it_is_not_written_through_a_link_nor_into_a_pipe(tmp_path: Path, clock: Clock) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "link").symlink_to(victim)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "missing/c"):
        with pytest.raises(OSError, match=name):
            Canary(tmp_path / name, 30, clock).check(NEVER)
    assert victim.read_text() == "precious"
