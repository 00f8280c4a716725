"""The workspace: the folder of a team, and the paths of everything in it."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smits_rules.vocabulary import INPUT_KINDS, SmitsError
from smits_rules.vocabulary.kinds import default_expected_days
from smits_tui.settings import REVIEW_MONTHS, Settings, Stakeholder, load_settings
from smits_tui.settings_template import settings_text

SETTINGS_FILE = "smits.toml"
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""Permissions of the group and of everybody."""
VARIABLE = "SMITS_WORKSPACE"
IGNORED = "".join(
    f".smits/{name}\n"
    for name in (
        "state.json",
        "anchor.json",
        "*.tmp",
        "*.lock",
        "*.log",
        "heartbeat.json",
        "notified.json",
        "mail.key",
        "spool.jsonl",
        "drafts/",
    )
)
"""What a team that keeps its workspace in git leaves out: caches, locks and logs, never the record."""

Configured = tuple[tuple[str, int, int], ...]
"""Path, time of change in nanoseconds and size in bytes of smits.toml and each rule file of the team."""


class WorkspaceError(SmitsError):
    """There is no workspace, or it can't be made."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of a workspace."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """smits.toml."""
        return self.root / SETTINGS_FILE

    @property
    def inputs(self) -> Path:
        """Where files are dropped, one folder a kind."""
        return self.root / "inputs"

    @property
    def deliverables(self) -> Path:
        """What was last submitted or agreed, for reading."""
        return self.root / "deliverables"

    @property
    def rules(self) -> Path:
        """The team's own rule packs."""
        return self.root / "rules"

    @property
    def replies(self) -> Path:
        """Where replies to requests for agreement are dropped, and receipts lie."""
        return self.root / "replies"

    @property
    def mail_key(self) -> Path:
        """The secret from which the references of requests are made."""
        return self.hidden / "mail.key"

    @property
    def hidden(self) -> Path:
        """What smits keeps for itself."""
        return self.root / ".smits"

    @property
    def ledger(self) -> Path:
        """The record."""
        return self.hidden / "ledger.jsonl"

    @property
    def state(self) -> Path:
        """The checkpoint of the state; a cache."""
        return self.hidden / "state.json"

    @property
    def anchor(self) -> Path:
        """How far the record had come when this machine last saw it."""
        return self.hidden / "anchor.json"

    @property
    def archive(self) -> Path:
        """Every input by content hash."""
        return self.hidden / "archive"

    @property
    def quarantine(self) -> Path:
        """Copies of what could not be read, each with its reason."""
        return self.hidden / "quarantine"

    @property
    def drafts(self) -> Path:
        """What people were writing and have not saved."""
        return self.hidden / "drafts"

    @property
    def watch_lock(self) -> Path:
        """Held by whoever watches."""
        return self.hidden / "watch.lock"

    @property
    def heartbeat(self) -> Path:
        """What the watcher is doing now."""
        return self.hidden / "heartbeat.json"

    @property
    def spool(self) -> Path:
        """Files that were taken while the server of the record was away."""
        return self.hidden / "spool.jsonl"

    @property
    def notified(self) -> Path:
        """What people were told already."""
        return self.hidden / "notified.json"

    def settings(self) -> Settings:
        """Read smits.toml.

        Raises:
            SettingsError: it can't be used.
        """
        return load_settings(self.settings_file)

    def own_packs(self) -> list[Path]:
        """The team's rule files, by name."""
        return sorted(self.rules.glob("*.toml"))

    def configured(self) -> Configured:
        """Identifies how smits.toml and the team's rule files are now: it differs once somebody saved one."""
        stamps = []
        for path in (self.settings_file, *self.own_packs()):
            with contextlib.suppress(OSError):
                stat = path.stat()
                stamps.append((str(path), stat.st_mtime_ns, stat.st_size))
        return tuple(stamps)

    def open_to_others(self) -> list[Path]:
        """What of settings and record has permissions for other users of the machine.

        smits.toml may hold the password of a mail server, the record what nobody outside may know.
        """
        there = [path for path in (self.settings_file, self.hidden) if path.exists()]
        return [path for path in there if path.stat().st_mode & _OF_OTHERS]

    def close_to_others(self) -> None:
        """Leave settings and record to their owner alone, where this is a process of the owner.

        What lies below the hidden folder need not be closed as well: nobody else gets in there.
        """
        with contextlib.suppress(OSError):
            for path in self.open_to_others():
                path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OF_OTHERS)

    def make_folders(self) -> None:
        """Make what is missing of the folders, and close what is private.

        Raises:
            WorkspaceError: one can't be made.
        """
        wanted = [self.rules, self.hidden, self.archive, self.quarantine, self.deliverables]
        wanted += [self.inputs / kind for kind in INPUT_KINDS]
        try:
            for folder in wanted:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(
                f"The folder {error.filename} can't be created: {error.strerror}."
            ) from error
        self.close_to_others()


def find_workspace(
    asked: Path | None, *, start: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Workspace:
    """Find the workspace: as asked, as SMITS_WORKSPACE says, or upwards from a folder, as git does.

    Args:
        asked: the folder that the person named, or None.
        start: where to begin looking; the current folder when None.
        environment: where SMITS_WORKSPACE is looked up.

    Raises:
        WorkspaceError: there is none.
    """
    named = asked or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named is not None:
        if not (named / SETTINGS_FILE).is_file():
            raise WorkspaceError(
                f"{named} is not a workspace (it has no {SETTINGS_FILE}); `smits init {named}` creates one."
            )
        return Workspace(named.resolve())
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return Workspace(folder)
    raise WorkspaceError(f"There is no workspace in {here} or above it; `smits init DIR` creates one.")


def make_workspace(
    root: Path,
    organisation: str,
    *,
    jurisdictions: Sequence[str] = (),
    topics: Sequence[str] = (),
    stakeholders: Sequence[Stakeholder] = (),
    review_every_months: int = REVIEW_MONTHS,
    expected_days: Mapping[str, int] | None = None,
    quiet_seconds: float = 1.0,
) -> Workspace:
    """Make a workspace with its folders and a commented smits.toml.

    Args:
        root: where; it is made if it is not there.
        organisation: its name.
        jurisdictions: ISO 3166 country codes and EU.
        topics: regulations on these count; none: all do.
        stakeholders: who must agree.
        review_every_months: a strategy review is due this often.
        expected_days: input kind -> silence for longer than so many days raises a trigger; None: as is
            usual for each kind.
        quiet_seconds: a file is received once it has not changed for this long.

    Raises:
        WorkspaceError: there is one already, or the folder can't be written.
    """
    workspace = Workspace(root.resolve())
    if workspace.settings_file.exists():
        raise WorkspaceError(
            f"{workspace.root} is already a workspace; open it with `smits --workspace {root}`."
        )
    workspace.make_folders()
    text = settings_text(
        organisation,
        jurisdictions=jurisdictions,
        topics=topics,
        stakeholders=stakeholders,
        review_every_months=review_every_months,
        expected_days=default_expected_days() if expected_days is None else expected_days,
        quiet_seconds=quiet_seconds,
    )
    try:
        workspace.settings_file.touch(mode=0o600)
        workspace.settings_file.write_text(text, encoding="utf-8")
        (workspace.root / ".gitignore").write_text(IGNORED, encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(f"{workspace.settings_file} can't be written: {error.strerror}.") from error
    return workspace
