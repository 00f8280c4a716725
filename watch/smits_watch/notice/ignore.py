"""Names that are not inputs: hidden, temporary, lock and swap files, and leftovers of systems."""

from __future__ import annotations

import re
from collections.abc import Collection
from fnmatch import fnmatchcase, translate

from smits_rules.vocabulary.suggestions import nearest
from smits_watch.notice.model import Skipped

Patterns = tuple[tuple[str, str], ...]

UNFINISHED_FILES: Patterns = (
    ("*.tmp", "is a temporary file"),
    ("*.temp", "is a temporary file"),
    ("*.part", "is an unfinished download"),
    ("*.partial", "is an unfinished download"),
    ("*.crdownload", "is an unfinished download"),
    ("*.download", "is an unfinished download"),
    ("*.opdownload", "is an unfinished download"),
    ("*.aria2", "is an unfinished download"),
    ("*.filepart", "is an unfinished upload"),
)
"""Temporary names that programs use until a file is complete; if the rename never comes, a person must do
it."""

IGNORED_FILES: Patterns = (
    (".*", "is a hidden file"),
    ("~$*", "is a lock file of an office program"),
    ("*.lock", "is a lock file"),
    ("*.lck", "is a lock file"),
    ("*.laccdb", "is a lock file of a database"),
    ("*.swp", "is a swap file of an editor"),
    ("*.swo", "is a swap file of an editor"),
    ("*.swx", "is a swap file of an editor"),
    ("4913", "is a file by which vim tries whether it may write"),
    ("*~", "is a backup of an editor"),
    ("#*#", "is an autosave of an editor"),
    ("~*.tmp", "is a temporary file of an office program"),
    ("*.sb-????????-??????", "is a temporary file of macOS"),
    ("~syncthing~*", "is an unfinished synchronisation"),
    ("thumbs.db", "is made by Windows"),
    ("desktop.ini", "is made by Windows"),
    ("icon\r", "is made by macOS"),
    *UNFINISHED_FILES,
)
"""(pattern for the name in lower case, why a file of that name is not taken)."""

IGNORED_FOLDERS: Patterns = (
    (".*", "is a hidden folder"),
    ("__macosx", "is made by macOS"),
    ("@eadir", "is made by a network drive"),
    ("#recycle", "is a recycle bin"),
    ("$recycle.bin", "is a recycle bin"),
    ("system volume information", "is made by Windows"),
    ("lost+found", "is made by the file system"),
)
"""(pattern for the name in lower case, why nothing in a folder of that name is taken)."""

DIRECTLY = "is directly in inputs/; move it into the folder of its kind"
NO_UTF8 = "has a name that is not valid UTF-8; rename it"
_UNFINISHED = frozenset(reason for _, reason in UNFINISHED_FILES)


def _any_of(patterns: Patterns) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern) for pattern, _ in patterns))


# Most names match no pattern, and a single expression shows that much faster than one per pattern.
_ANY_FILE = _any_of(IGNORED_FILES)
_ANY_FOLDER = _any_of(IGNORED_FOLDERS)


def ignored_file(name: str) -> tuple[str, bool] | None:
    """Why a file of this name is not taken; None if it may be.

    Returns:
        A clause that follows the path, and whether a person should hear about it.
    """
    reason = _reason(name, IGNORED_FILES, _ANY_FILE)
    if reason in _UNFINISHED:
        return f"{reason}; rename it if it is complete", True
    return (reason, reason == NO_UTF8) if reason else None


def ignored_folder(name: str) -> str | None:
    """Why nothing in a folder of this name is taken; None if files in it may be."""
    return _reason(name, IGNORED_FOLDERS, _ANY_FOLDER)


def folder_of_no_kind(name: str, kinds: Collection[str]) -> str:
    """What to do about a folder whose name is not an input kind, as a clause that follows its path."""
    meant = nearest(name.lower(), kinds, at_least=70)
    return "is not an input kind" + (f"; move what is in it into {meant}/" if meant else "")


def skipped_by_name(path: str, kinds: Collection[str]) -> Skipped | None:
    """Why a file is not taken, judging by its path alone; None if it may be.

    Args:
        path: below inputs/, with `/` between its parts.
        kinds: the names of the input folders.

    Returns:
        The file, or the folder in which nothing is taken.
    """
    *folders, name = path.split("/")
    shown = printable(path)
    for folder in folders:
        if reason := ignored_folder(folder):
            return Skipped(shown, f"lies in {printable(folder)}, which {reason}", reason == NO_UTF8)
    if ignored := ignored_file(name):
        # A temporary name may be gone in a moment; if not, the next sweep reports it.
        return Skipped(shown, ignored[0], notable=ignored[0] == NO_UTF8)
    if not folders:
        return Skipped(shown, DIRECTLY, notable=True)
    if folders[0] not in kinds:
        # The problem is the folder: it is named once, as in the sweep, no matter how much it contains.
        return Skipped(printable(folders[0]), folder_of_no_kind(folders[0], kinds), notable=True)
    return None


def printable(text: str) -> str:
    """The text with every unprintable character and terminal control replaced."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def _reason(name: str, patterns: Patterns, any_of_them: re.Pattern[str]) -> str | None:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        # Bytes of a name that are not UTF-8 arrive as lone surrogates, which the ledger cannot store.
        return NO_UTF8
    lowered = name.lower()
    if not any_of_them.match(lowered):
        return None
    return next(reason for pattern, reason in patterns if fnmatchcase(lowered, pattern))
