"""The walk that finds files without events: every regular file in the input folders, with its stat."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from smits_watch.notice.file_probe import is_folder_below, regular_stat
from smits_watch.notice.ignore import DIRECTLY, folder_of_no_kind, ignored_file, ignored_folder, printable
from smits_watch.notice.model import Skipped, Stat

LINK = "is a symbolic link, which is not followed; put the file or folder itself there"


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file that may be an input."""

    path: str
    """Below inputs/, with `/` between its parts."""
    stat: Stat


def sweep(inputs: Path, kinds: Collection[str], folder: str = "") -> Iterator[Found | Skipped]:
    """Walk the input folders, or one folder in them. Symbolic links are not followed.

    Args:
        inputs: the folder that contains the input folders.
        kinds: the names of the input folders; others are not entered.
        folder: where to begin, below inputs, with `/` between its parts; empty for all.

    Yields:
        Each regular file, and each skipped path with its reason. Unreadable paths are skipped; paths that
        disappear during the walk are left out.
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
    """Classify an entry: a file, something to skip, a folder to enter (its path), or gone."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return _judge_folder(entry, path, kinds)
        if ignored := ignored_file(entry.name):
            return Skipped(printable(path), *ignored)
        if entry.is_symlink():
            return Skipped(printable(path), LINK, notable=True)
        if "/" not in path:
            return Skipped(printable(path), DIRECTLY, notable=True)
        # Not the entry's own stat: on Windows it has no inode.
        seen = regular_stat(entry.path)
        if seen is not None:
            return Found(path, seen)
        if not os.path.lexists(entry.path):
            return None
        return Skipped(printable(path), "is not a regular file", notable=True)
    except OSError as error:
        return _unreadable(path, error)


def _judge_folder(entry: os.DirEntry[str], path: str, kinds: Collection[str]) -> Skipped | str:
    """The path of a folder to enter, or why it is not entered; people hear about files in a wrong folder."""
    reason = _reason_against_folder(entry.name, path, kinds)
    if reason is None:
        return path
    if ignored_folder(entry.name) or not _holds_files(Path(entry.path)):
        return Skipped(printable(path), reason)
    return Skipped(printable(path), reason, notable=True)


def _holds_files(folder: Path) -> bool:
    """Whether a folder contains anything that might be meant as an input, or folders."""
    with os.scandir(folder) as entries:
        return any(not (ignored_file(entry.name) or ignored_folder(entry.name)) for entry in entries)


def _reason_against_way(inputs: Path, folder: str, kinds: Collection[str]) -> Skipped | None:
    """Why the walk may not begin in a folder: a folder above it is skipped or a symbolic link."""
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
    return None if "/" in path or name in kinds else folder_of_no_kind(name, kinds)


def _unreadable(path: str, error: OSError) -> Skipped:
    return Skipped(printable(path), f"can't be read ({error.strerror or error})", notable=True)
