"""What noticing files speaks of: stats, settled and skipped files, what is known, the watcher's health."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smits_rules.vocabulary import SmitsError


class WatchError(SmitsError):
    """The watcher stopped on an error that it can't mend by itself."""


@dataclass(frozen=True, slots=True)
class Stat:
    """The part of a file's stat by which a change shows."""

    size: int
    """Bytes."""
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Known:
    """The newest version that is recorded under a path."""

    size: int
    """Bytes."""
    mtime_ns: int
    sha256: str
    """Hex digest."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that lies whole in an input folder."""

    kind: str
    """The input kind, which is the first folder of the path."""
    path: str
    """Below inputs/, with `/` between its parts, e.g. `budgets/hr/FY27.xlsx`."""
    file: Path
    """Where it lies."""
    sha256: str
    """Hex digest of the content."""
    stat: Stat
    """As it was before, during and after the content was hashed."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that was not taken, or not yet; both texts are safe to print."""

    path: str
    """Below inputs/, characters that can't be printed replaced."""
    reason: str
    """A clause for a person, e.g. `is a hidden file`."""
    notable: bool = False
    """Whether a person should hear of it: it may be meant as an input, and is not taken as it lies."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What a complete sweep saw."""

    number: int
    """Of the sweep, from 1."""
    files: frozenset[str]
    """Paths of all regular files, below inputs/."""
    skipped: frozenset[str]
    """Paths that were not looked into or not taken, characters that can't be printed replaced."""

    def lacks(self, path: str) -> bool:
        """Whether a file is certainly not there: neither it nor a folder on the way to it was skipped."""
        parts = path.split("/")
        way = {"/".join(parts[:length]) for length in range(1, len(parts) + 1)}
        return path not in self.files and not way & self.skipped


@dataclass(frozen=True, slots=True)
class Health:
    """Whether files are noticed as they should be."""

    state: Literal["watching", "degraded"]
    """Degraded: nothing is lost, but it is noticed later, by sweeps alone."""
    reason: str
    """Why it is degraded; empty when it is not."""
    backend: str
    """What brings the events: `inotify`, `FSEvents` ..., or `polling`."""
    queued: int
    """Files that were noticed and have not settled, or have settled and were not taken."""
    last_sweep: dt.datetime | None
    """When the last full sweep ended."""
    last_event: dt.datetime | None
    """When the last event arrived."""
    restarts: int
    """How often the observer was rebuilt."""
    folders: int
    """Input folders that exist."""


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How the folders are watched; all times in seconds."""

    quiet_seconds: float = 1.0
    """A file is taken when it stayed the same for this long."""
    network_quiet_seconds: float = 5.0
    """The same on a network share, where writers stall longer."""
    sweep_seconds: float = 60.0
    """A full sweep runs at least this often."""
    canary_seconds: float = 30.0
    """How often it is proven that events arrive."""
    polling: bool | None = None
    """True: sweeps only, no events; None: so on network shares only."""
