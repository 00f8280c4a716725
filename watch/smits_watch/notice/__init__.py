"""From a folder to settled files: which file arrived, whole, and whether the watching itself is well."""

from smits_watch.notice.model import Health, Known, Settled, Skipped, Stat, WatchError, WatchOptions
from smits_watch.notice.watcher import Watcher

__all__ = ["Health", "Known", "Settled", "Skipped", "Stat", "WatchError", "WatchOptions", "Watcher"]
