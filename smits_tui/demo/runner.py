"""Plays the sample story: each file is dropped and goes the whole real way, at the day it is told for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smits_tui.actions import triage
from smits_tui.actions.opening import open_record, record_settings
from smits_tui.daemon import Daemon, Happening, watch_lock
from smits_tui.demo.story import Act, Episode, Story
from smits_tui.ledger.record import Record
from smits_tui.settings import Stakeholder
from smits_tui.workspace import Workspace, make_workspace

QUIET_SECONDS = 0.2
"""The story's files are whole when they are dropped, so that it need not wait long for each."""
MORNING = dt.time(9, 0)
"""The time of day at which files come in the story."""
NOTE = "All of this is sample data: the organisation, its vendors and every file are invented.\n"


@dataclass
class StoryClock:
    """A clock that stands at a moment of the story."""

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
    """`episode`, `act`, or the type of what the watcher did."""
    text: str
    data: dict[str, Any]


def play(root: Path, story: Story, tell: Callable[[Told], None]) -> Workspace:
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
    record_settings(record, workspace, story.stakeholders[0].name, "sample workspace made")

    def narrate(happening: Happening) -> None:
        tell(Told(clock.now.date(), happening.type, happening.text, happening.data))

    with watch_lock(workspace, clock):
        daemon = Daemon(workspace, clock=clock, narrate=narrate)
        with daemon.opened() as written:
            for episode in story.episodes:
                clock.turn_to(episode.day)
                tell(Told(episode.day, "episode", episode.title, {"path": episode.path}))
                _drop(workspace, episode)
                daemon.step()
                for act in episode.then:
                    clock.now += dt.timedelta(minutes=30)
                    _act(written, act, tell)
    return workspace


def _make(root: Path, story: Story) -> Workspace:
    people = [Stakeholder(name=p.name, role=p.role, email=p.email) for p in story.stakeholders]
    workspace = make_workspace(
        root,
        story.organisation,
        jurisdictions=story.jurisdictions,
        topics=story.topics,
        stakeholders=people,
        quiet_seconds=QUIET_SECONDS,
    )
    (workspace.root / "SAMPLE-DATA.txt").write_text(NOTE, encoding="utf-8")
    return workspace


def _drop(workspace: Workspace, episode: Episode) -> None:
    target = workspace.inputs / episode.path
    target.parent.mkdir(parents=True, exist_ok=True)
    episode.write(target)


def _act(record: Record, act: Act, tell: Callable[[Told], None]) -> None:
    """Let a person decide on the newest undecided trigger of a rule."""
    record.catch_up()
    found = [t for t in record.state.triggers() if t.rule == act.rule and t.status in ("open", "deferred")]
    if not found:
        return
    identifier = found[0].id
    today = record.state.today
    if act.do == "accept":
        cycle = triage.accept(record, [identifier], by=act.by, reason=act.reason)
        text = f"{act.by} accepts {identifier} into cycle {cycle}: {act.reason}"
    elif act.do == "dismiss":
        triage.dismiss(record, [identifier], by=act.by, reason=act.reason)
        text = f"{act.by} dismisses {identifier}: {act.reason}"
    else:
        until = today + dt.timedelta(days=act.until_days or 30)
        triage.defer(record, [identifier], by=act.by, until=until, reason=act.reason)
        text = f"{act.by} defers {identifier} until {until}: {act.reason}"
    tell(Told(today, "act", text, {"id": identifier}))
