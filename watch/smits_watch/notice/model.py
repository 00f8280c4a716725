"""Types of the watcher: stats, settled and skipped files, recorded versions, the watcher's health."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from smits_rules.vocabulary import SmitsError


class WatchError(SmitsError):
    """The watcher stopped on an error that it cannot recover from."""


@dataclass(frozen=True, slots=True)
class Stat:
    """The parts of a file's stat that reveal a change."""

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
    """A complete file in an input folder."""

    kind: str
    """The input kind, which is the first folder of the path."""
    path: str
    """Below inputs/, with `/` between its parts, e.g. `budgets/hr/FY27.xlsx`."""
    file: Path
    """The path of the file on disk."""
    sha256: str
    """Hex digest of the content."""
    stat: Stat
    """The stat before and after the content was hashed."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that has not been taken, or not yet; both texts are safe to print."""

    path: str
    """Below inputs/, with unprintable characters replaced."""
    reason: str
    """A clause for a person, e.g. `is a hidden file`."""
    notable: bool = False
    """Whether a person should hear about it: it may be meant as an input, but is not taken in its present
    form."""


@dataclass(frozen=True, slots=True)
class Presence:
    """The result of a complete sweep."""

    number: int
    """The number of the sweep, from 1."""
    files: frozenset[str]
    """Paths of all regular files, below inputs/."""
    skipped: frozenset[str]
    """Paths that were not entered or not taken, with unprintable characters replaced."""

    def lacks(self, path: str) -> bool:
        """Whether a file is certainly gone: neither the file nor a folder above it was skipped."""
        parts = path.split("/")
        texts = {"/".join(parts[:length]) for length in range(1, len(parts) + 1)}
        return path not in self.files and not texts & self.skipped


@dataclass(frozen=True, slots=True)
class Health:
    """Whether files are noticed as they should be."""

    state: Literal["watching", "degraded"]
    """Degraded: no file is missed, but files are noticed later, by sweeps alone."""
    reason: str
    """Why it is degraded; empty if it is not."""
    backend: str
    """The source of events: `inotify`, `FSEvents` ..., or `polling`."""
    queued: int
    """Files that were noticed but have not settled, or that settled but were not taken."""
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
    """A file is taken once it has stayed the same for this long."""
    network_quiet_seconds: float = 5.0
    """The same on a network share, where writers stall longer."""
    sweep_seconds: float = 60.0
    """A full sweep runs at least this often."""
    canary_seconds: float = 30.0
    """The interval between tests that events still arrive."""
    polling: bool | None = None
    """True: sweeps only, no events; None: sweeps only on network shares."""
