"""Checks of `smits doctor` that inputs are archived, read and judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from smits_rules.vocabulary import INPUT_KINDS
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.all_clear import unjudged
from smits_tui.actions.findings import CheckFailed
from smits_tui.actions.inputs.archive.copies import has_whole_copy, kept_inputs
from smits_tui.actions.inputs.archive.quarantine import REASON, quarantine_name
from smits_tui.actions.inputs.archive.store import archived
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.engines import is_team
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.state import Input, State
from smits_tui.sites import site_of
from smits_tui.workspace import Workspace
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.notice import Skipped
from smits_watch.notice.sweep import Found, sweep

_MOST_NAMED = 3
"""The most names shown of a long list."""
_USUAL_SECONDS = 60.0
"""A healthy watcher reads and judges new inputs within this time."""


def check_archive(workspace: Workspace, state: State, max_megabytes: float) -> str:
    """Check by size that every input and submitted document has a complete copy.

    Args:
        workspace: with the archive.
        state: the recorded state.
        max_megabytes: the limit above which a file is rejected without being archived.

    Returns:
        A sentence with the number of copies.

    Raises:
        CheckFailed: a copy is missing or has another size.
    """
    kept = kept_inputs(state, max_megabytes)
    wanted = {item.sha256: (item.path, item.size) for item in kept}
    bad = [path for sha256, (path, size) in wanted.items() if not has_whole_copy(workspace, sha256, size)]
    for document in DOCUMENTS:
        for version in state.versions_of(document):
            wanted[version.document] = (document, 0)
            if not archived(workspace, version.document).is_file():
                bad.append(f"{document} version {version.version}")
    if bad:
        raise CheckFailed(
            f"The archive has no complete copy of {_some(bad)}; restore .smits/archive from a backup. "
            "Files that are still in their input folder are copied again when `smits watch` starts."
        )
    return f"{counted(len(wanted), 'copy', 'copies')}, all present"


def check_reading(state: State, heartbeat: Heartbeat, now: dt.datetime) -> str:
    """Check that no input has been waiting too long to be read.

    Args:
        state: the recorded state.
        heartbeat: the watcher's current activity.
        now: inputs received within the last minute may still wait.

    Returns:
        A sentence with the number of inputs.

    Raises:
        CheckFailed: inputs are set aside, or no watcher reads the waiting ones.
    """
    waiting = list(state.inputs_with("received"))
    aside = [f"{item.path} ({item.reason})" for item in waiting if item.is_set_aside]
    if aside:
        number = counted(len(aside), "input is", "inputs are")
        raise CheckFailed(f"{number} set aside and will be tried again: {_some(aside)}")
    late = [] if heartbeat.reading else _late(waiting, now)
    if late:
        number = counted(len(late), "input has", "inputs have")
        raise CheckFailed(f"{number} not been read yet: {_some(late)}; {_who_reads(heartbeat)}.")
    received = counted(len(state.inputs()), "input")
    if waiting:
        return f"{received}, {counted(len(waiting), 'is', 'are')} being read"
    if doubtful := len(unjudged(state)):
        return f"{received}, {doubtful} rejected or not understood (`smits inputs`)"
    return f"{received}, all read"


def check_judging(state: State, heartbeat: Heartbeat, now: dt.datetime) -> str:
    """Check that the rules have judged every input that was read.

    Args:
        state: the recorded state.
        heartbeat: the watcher's current activity.
        now: inputs received within the last minute may still wait.

    Returns:
        A sentence that all are judged.

    Raises:
        CheckFailed: some are not judged.
    """
    waiting = [item for item in state.inputs_with("read") if not item.judged]
    late = [] if heartbeat.reading else _late(waiting, now)
    if late:
        raise CheckFailed(
            f"The rules have not judged {counted(len(late), 'input')} yet: {_some(late)}; "
            f"{_who_reads(heartbeat)}."
        )
    return (
        f"{counted(len(waiting), 'input')} will be judged next"
        if waiting
        else "the rules have judged all inputs"
    )


def check_quarantine(workspace: Workspace, state: State) -> str:
    """Check that the quarantine contains the rejected inputs and nothing else.

    Of a team, the machine that watched at the time has the copies; none is missed on the others.

    Args:
        workspace: with the quarantine.
        state: the recorded state.

    Returns:
        A sentence with the number of inputs in it.

    Raises:
        CheckFailed: a copy or reason is missing, or there is a file that belongs to no rejected input.
        OSError: the quarantine can't be read.
    """
    rejected = [item for item in state.inputs_with("rejected") if archived(workspace, item.sha256).is_file()]
    wanted = {
        name + ending for item in rejected for name in (quarantine_name(item),) for ending in ("", REASON)
    }
    present = {file.name for file in workspace.quarantine.iterdir()}
    missing = sorted(wanted - present)
    if missing and not is_team(workspace):
        raise CheckFailed(
            f"Missing in {workspace.quarantine}: {_some(missing)}; `smits retry` creates them again."
        )
    if extra := sorted(present - wanted):
        raise CheckFailed(
            f"{workspace.quarantine} contains files of no rejected input: {_some(extra)}; they may be "
            "deleted."
        )
    return f"{counted(len(rejected), 'input')}, each with its reason"


def check_dropped(workspace: Workspace, state: State, heartbeat: Heartbeat) -> str:
    """Check that every file in the input folders is received.

    Args:
        workspace: with the input folders.
        state: the recorded state.
        heartbeat: the watcher's current activity; while it runs, complete files are its own responsibility.

    Returns:
        A sentence with the number of files.

    Raises:
        CheckFailed: some can't be received as they are, or no watcher runs.
    """
    wrong = [str(file) for file in heartbeat.untaken]
    files = 0
    for seen in sweep(workspace.inputs, INPUT_KINDS):
        if isinstance(seen, Skipped):
            shown = f"inputs/{seen.path} {seen.reason}"
            if seen.notable and shown not in wrong:
                wrong.append(shown)
            continue
        files += 1
        if heartbeat.state == "stopped" and not _is_received(workspace, state, seen):
            wrong.append(f"inputs/{seen.path} will be received once smits is watching")
    if wrong:
        raise CheckFailed(f"{counted(len(wrong), 'file is', 'files are')} not taken: {_some(wrong, '; ')}.")
    return f"{counted(files, 'file')}, all in the right folder"


def _is_received(workspace: Workspace, state: State, seen: Found) -> bool:
    """Whether a file is the newest recorded version, by its stat or else by its content."""
    newest = state.newest(site_of(workspace).recorded(seen.path))
    if newest is None:
        return False
    if (newest.size, newest.mtime_ns) == (seen.stat.size, seen.stat.mtime_ns):
        return True
    try:
        return newest.size == seen.stat.size and newest.sha256 == sha256_of(workspace.inputs / seen.path)
    except OSError:
        return False


def _late(items: Iterable[Input], now: dt.datetime) -> list[str]:
    return [item.path for item in items if (now - item.received_at).total_seconds() > _USUAL_SECONDS]


def _who_reads(heartbeat: Heartbeat) -> str:
    if heartbeat.state == "stopped":
        return "nothing is watching; start `smits watch`"
    return "the watcher is behind; see `smits status` for the reason"


def _some(names: Sequence[str], separator: str = ", ") -> str:
    """The first few names, and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return separator.join(names[:_MOST_NAMED]) + more
