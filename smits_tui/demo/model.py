"""The model of a story: files that arrive on a day, and what people do then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from smits_tui.demo.actor import Hand
from smits_tui.demo.people import StoryPerson


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does, or several people do alike."""

    by: StoryPerson | tuple[StoryPerson, ...]
    do: Callable[[Hand], str]
    """Does it by the hand of each; gives what was done, as it goes on after the names, or nothing."""

    @property
    def people(self) -> tuple[StoryPerson, ...]:
        """Who does it, one after another."""
        return self.by if isinstance(self.by, tuple) else (self.by,)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that comes."""

    path: str
    """Below inputs/."""
    write: Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Episode:
    """A day of the story."""

    day: dt.date
    title: str
    papers: tuple[Paper, ...] = ()
    then: tuple[Act, ...] = ()
    """What people do after the files were read and judged."""


@dataclass(frozen=True, slots=True)
class Story:
    """The whole of it."""

    organisation: str
    jurisdictions: tuple[str, ...]
    topics: tuple[str, ...]
    review_every_months: int
    stakeholders: tuple[StoryPerson, ...]
    words: Mapping[str, str]
    """What stands in people's texts in the place of a name in braces."""
    paths: Mapping[str, str]
    """Below inputs/; a name in braces that is found here is the id of the newest version of that file."""
    episodes: tuple[Episode, ...]
