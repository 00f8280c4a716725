"""The headless watcher: from a dropped file to a recorded decision, one turn after another."""

from smits_tui.daemon.happenings import Happening, HappeningType, Narrator
from smits_tui.daemon.loop import Daemon
from smits_tui.daemon.watch_lock import AlreadyWatched, WatchedElsewhere, watch_lock

__all__ = [
    "AlreadyWatched",
    "Daemon",
    "Happening",
    "HappeningType",
    "Narrator",
    "WatchedElsewhere",
    "watch_lock",
]
