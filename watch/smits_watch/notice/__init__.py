"""From a folder to settled files: which files have arrived complete, and whether watching itself works."""

from smits_watch.notice.model import Health, Known, Settled, Skipped, Stat, WatchError, WatchOptions
from smits_watch.notice.watcher import Watcher

__all__ = ["Health", "Known", "Settled", "Skipped", "Stat", "WatchError", "WatchOptions", "Watcher"]
