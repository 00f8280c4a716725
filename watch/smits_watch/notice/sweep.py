"""The walk that finds what events did not tell: every regular file in the input folders, with its stat."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from smits_watch.notice.file_probe import is_folder_below, look
from smits_watch.notice.ignore import DIRECTLY, ignored_file, ignored_folder, printable
from smits_watch.notice.model import Skipped, Stat


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file that may be an input."""

    path: str
    """Below inputs/, with `/` between its parts."""
    stat: Stat


def sweep(inputs: Path, kinds: Collection[str], folder: str = "") -> Iterator[Found | Skipped]:
    """Walk the input folders, or one folder in them. Symbolic links are not followed.

    Args:
        inputs: the folder that holds the input folders.
        kinds: the names of the input folders; others are not entered.
        folder: where to begin, below inputs, with `/` between its parts; empty for all.

    Yields:
        Each regular file, and each path that is skipped with its reason. What can't be read is skipped;
        what is gone by the time that it is looked at is left out.
    """
    if skipped := _reason_against_way(inputs, folder, kinds):
        yield skipped
        return
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(inputs / current) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            yield _unreadable(current or ".", error)
            continue
        for entry in listed:
            path = f"{current}/{entry.name}" if current else entry.name
            outcome = _judge(entry, path, kinds)
            if isinstance(outcome, str):
                waiting.append(outcome)
            elif outcome is not None:
                yield outcome


def _judge(entry: os.DirEntry[str], path: str, kinds: Collection[str]) -> Found | Skipped | str | None:
    """What an entry is: a file, something to skip, a folder to enter (its path), or gone."""
    try:
        if entry.is_dir(follow_symlinks=False):
            reason = _reason_against_folder(entry.name, path, kinds)
            return Skipped(printable(path), reason) if reason else path
        if reason := ignored_file(entry.name) or (None if "/" in path else DIRECTLY):
            return Skipped(printable(path), reason)
        # Not the stat of the entry: on Windows that has no inode.
        seen = look(entry.path)
        if seen is not None:
            return Found(path, seen)
        if entry.is_symlink():
            return Skipped(printable(path), "is a symbolic link; put the file itself there")
        return Skipped(printable(path), "is no regular file") if os.path.lexists(entry.path) else None
    except OSError as error:
        return _unreadable(path, error)


def _reason_against_way(inputs: Path, folder: str, kinds: Collection[str]) -> Skipped | None:
    """Why the walk may not begin in a folder: one on the way to it is skipped, or a symbolic link."""
    names = folder.split("/") if folder else []
    for depth, name in enumerate(names, start=1):
        path = "/".join(names[:depth])
        if reason := _reason_against_folder(name, path, kinds):
            return Skipped(printable(path), reason)
    try:
        real = is_folder_below(inputs, folder)
    except OSError as error:
        return _unreadable(folder, error)
    return None if real else Skipped(printable(folder), "is no folder any more")


def _reason_against_folder(name: str, path: str, kinds: Collection[str]) -> str | None:
    if reason := ignored_folder(name):
        return reason
    return None if "/" in path or name in kinds else "is no input kind"


def _unreadable(path: str, error: OSError) -> Skipped:
    return Skipped(printable(path), f"can't be read ({error.strerror or error})")
