"""Plays the sample story: each file is dropped on its day and processed like any real file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smits_tui.actions.session import open_record, record_settings
from smits_tui.clock import local_day
from smits_tui.daemon import Daemon, Happening, watch_lock
from smits_tui.demo.actor import Hand
from smits_tui.demo.model import Act, Episode, Story
from smits_tui.demo.people import StoryPerson
from smits_tui.ledger.record import Record
from smits_tui.settings import Stakeholder
from smits_tui.workspace import Workspace, make_workspace

QUIET_SECONDS = 0.2
"""The story's files are whole when they are dropped, so that it need not wait long for each."""
MORNING = dt.time(9, 0)
"""The time of day at which files come in the story."""
ACT_MINUTES = 30
"""Between what people do on a day."""
NOTE = "All of this is sample data: the organisation, its vendors and every file are invented.\n"


@dataclass
class StoryClock:
    """A clock that shows a moment of the story."""

    now: dt.datetime

    def __call__(self) -> dt.datetime:
        """The moment of the story."""
        return self.now

    def turn_to(self, day: dt.date) -> None:
        """Go on to the morning of a day; time never goes back."""
        morning = dt.datetime.combine(day, MORNING).astimezone().astimezone(dt.UTC)
        self.now = max(morning, self.now + dt.timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story as it is played."""

    day: dt.date
    type: str
    """`episode`, `act`, or the type of a watcher's event."""
    text: str
    data: dict[str, Any]


Tell = Callable[[Told], None]


def play(root: Path, story: Story, tell: Tell) -> Workspace:
    """Make a workspace and play the story in it.

    Args:
        root: an empty or missing folder.
        story: what happens.
        tell: told of everything as it happens.

    Returns:
        The workspace as it is after the last day.

    Raises:
        SmitsError: the workspace can't be made or written.
    """
    first = story.episodes[0].day
    clock = StoryClock(dt.datetime.combine(first, MORNING).astimezone().astimezone(dt.UTC))
    workspace = _make(root, story)
    record, _ = open_record(workspace, clock)
    record_settings(record, workspace, story.stakeholders[0].name, "sample workspace created")

    def narrate(happening: Happening) -> None:
        tell(Told(clock.now.date(), happening.type, happening.text, happening.data))

    with watch_lock(workspace, clock):
        daemon = Daemon(workspace, clock=clock, narrate=narrate)
        with daemon.opened() as written:
            for episode in story.episodes:
                clock.turn_to(episode.day)
                paths = [paper.path for paper in episode.papers]
                tell(Told(episode.day, "episode", episode.title, {"paths": paths}))
                if paths:
                    _drop(workspace, episode)
                    daemon.step()
                for act in episode.then:
                    hands = [_hand(person, story, written, workspace) for person in act.people]
                    _act(hands, act, clock, tell)
    return workspace


def _make(root: Path, story: Story) -> Workspace:
    people = [Stakeholder(name=p.name, role=p.role, email=p.email) for p in story.stakeholders]
    workspace = make_workspace(
        root,
        story.organisation,
        jurisdictions=story.jurisdictions,
        topics=story.topics,
        stakeholders=people,
        review_every_months=story.review_every_months,
        quiet_seconds=QUIET_SECONDS,
    )
    (workspace.root / "SAMPLE-DATA.txt").write_text(NOTE, encoding="utf-8")
    return workspace


def _drop(workspace: Workspace, episode: Episode) -> None:
    for paper in episode.papers:
        target = workspace.inputs / paper.path
        target.parent.mkdir(parents=True, exist_ok=True)
        paper.write(target)


def _hand(person: StoryPerson, story: Story, record: Record, workspace: Workspace) -> Hand:
    return Hand(
        by=person.name,
        record=record,
        workspace=workspace,
        settings=workspace.settings(),
        ends=story.episodes[-1].day,
        words=story.words,
        paths=story.paths,
    )


def _act(hands: list[Hand], act: Act, clock: StoryClock, tell: Tell) -> None:
    """Let people act, and report what they did in one line, if they did anything."""
    text = ""
    for hand in hands:
        clock.now += dt.timedelta(minutes=ACT_MINUTES)
        hand.record.catch_up()
        text = act.do(hand)
    if text:
        names, trigger = [hand.by for hand in hands], hands[-1].trigger
        data = {"by": names, **({"id": trigger} if trigger else {})}
        tell(Told(local_day(clock.now), "act", f"{_listed(names)} {text}", data))


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
