"""What the watcher is doing now, published in a small file that is rewritten every two seconds."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from smits_tui.whole_file import replace_file

BEAT_SECONDS = 2.0
MOST_UNTAKEN = 50
"""Files that a heartbeat names."""
STALE_SECONDS = 10.0
"""A heartbeat older than this is nobody's: the watcher has stopped without saying so."""


class UntakenFile(BaseModel):
    """A file in the input folders that is not taken."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    path: str
    """Below inputs/, safe to print."""
    reason: str
    """A clause that follows the path: why, and what to do."""

    def __str__(self) -> str:
        return f"inputs/{self.path} {self.reason}"


class Heartbeat(BaseModel):
    """The state of the watcher."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)

    state: Literal["watching", "degraded", "stopped"] = "stopped"
    reason: str = ""
    """Why it is degraded."""
    holder: Literal["daemon", "interface"] = "daemon"
    """Whether it is a daemon or belongs to somebody's terminal interface."""
    pid: int = 0
    lease: str = ""
    """Identifies the process among the watchers of a team."""
    host: str = ""
    at: dt.datetime | None = None
    started: dt.datetime | None = None
    backend: str = ""
    folders: int = 0
    queued: int = 0
    reading: str = ""
    """Path of the input that is being read."""
    last_sweep: dt.datetime | None = None
    last_event: dt.datetime | None = None
    restarts: int = 0
    untaken: tuple[UntakenFile, ...] = ()
    """Files that lie in the input folders and are not taken; the first of them, if there are very many."""
    notify: str = ""
    """Whom it can't reach with notifications, and why."""
    inputs: str = ""
    """The folder that it watches."""
    site: str = ""
    """Whose folder that is, where sites of a team have their own."""
    spooled: int = 0
    """Files that it keeps on its machine until the server of the record is back."""


def write_heartbeat(path: Path, heartbeat: Heartbeat) -> None:
    """Replace the heartbeat in one step.

    Raises:
        OSError: it can't be written.
    """
    replace_file(path, heartbeat.model_dump_json().encode())


def parsed_heartbeat(content: str) -> Heartbeat:
    """A heartbeat from its JSON; one of nobody if it can't be read."""
    try:
        return Heartbeat.model_validate(json.loads(content))
    except (ValueError, ValidationError):
        return Heartbeat()


def read_heartbeat(path: Path, now: dt.datetime) -> Heartbeat:
    """The state of the watcher; `stopped` if there is none, or its process died unexpectedly."""
    try:
        beat = Heartbeat.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return Heartbeat()
    stale = beat.at is None or (now - beat.at).total_seconds() > STALE_SECONDS
    if beat.state != "stopped" and (stale or _dead(beat)):
        ended = {"state": "stopped", "reason": "it stopped unexpectedly", "untaken": ()}
        return beat.model_copy(update=ended)
    return beat


def _dead(beat: Heartbeat) -> bool:
    """Whether the process that wrote it, on this machine, is gone."""
    if beat.host != socket.gethostname():
        return False
    try:
        os.kill(beat.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
