"""The contents of an e-mail or ZIP: which inputs contain others, and the entries for them."""

from __future__ import annotations

from collections.abc import Iterator

from smits_tui.process.entries.entry import EntryData, InputReceived, InputRejected
from smits_tui.process.state import Input, State
from smits_watch.documents.attachments import Unpacked, Untaken
from smits_watch.documents.formats import may_hold_files

DEEPEST = 4
"""Levels of nesting: a ZIP in a ZIP in a mail is common, many more are a decompression bomb."""
MOST_IN_A_DROP = 1_000
"""The most files taken from one dropped file, including nested ones."""
LARGEST_DROP = 1_000_000_000
"""The most bytes of all files taken from one dropped file."""
_TOO_MUCH = (
    f"The dropped file holds more than {MOST_IN_A_DROP:,} files or {LARGEST_DROP // 1_000_000:,} MB; "
    "drop what counts by itself."
)
_TOO_DEEP = f"It is nested in more than {DEEPEST} files; drop the innermost file by itself."


def holds_parts(item: Input) -> bool:
    """Whether an input may contain others, by its name."""
    return may_hold_files(item.path)


def within_limits(state: State, item: Input, inside: Unpacked) -> Unpacked:
    """Limit the parts of an input; those beyond the limits are reported as not taken, with the reason.

    A file of a few kilobytes may contain nested archives, so the limits apply to the dropped file as a whole.

    Args:
        state: contains the parts taken so far.
        item: the input that contains them.
        inside: its parts.
    """
    if not inside.parts:
        return inside
    root, depth = _root_of(state, item)
    if depth > DEEPEST:
        left = tuple(Untaken(part.name, _TOO_DEEP) for part in inside.parts)
        return Unpacked((), (*left, *inside.untaken))
    count, size = _taken_of(state, root)
    parts, untaken = [], []
    for part in inside.parts:
        if count >= MOST_IN_A_DROP or size + part.size > LARGEST_DROP:
            untaken.append(Untaken(part.name, _TOO_MUCH))
            continue
        count, size = count + 1, size + part.size
        parts.append(part)
    return Unpacked(tuple(parts), (*untaken, *inside.untaken))


def _root_of(state: State, item: Input) -> tuple[Input, int]:
    """The dropped file of an input, and its depth: the number of files that contain it, plus one."""
    depth = 1
    while item.part_of is not None and (container := state.input(item.part_of)) is not None:
        item, depth = container, depth + 1
    return item, depth


def _taken_of(state: State, root: Input) -> tuple[int, int]:
    """The number of parts already taken from a file, including nested ones, and their bytes."""
    count = size = 0
    for part in state.parts_of(root.id):
        inside, their_size = _taken_of(state, part)
        count, size = count + 1 + inside, size + part.size + their_size
    return count, size


def entries_for_parts(state: State, item: Input, inside: Unpacked) -> Iterator[EntryData]:
    """The new parts as inputs of the same kind, with a path that leads through the file that contains them.

    A part that could not be unpacked is also an input, rejected with its reason, so that nothing is lost
    silently.
    """
    number = state.next_id("inputs")
    for part in inside.parts:
        path = f"{item.path}/{part.name}"
        if state.is_newest(path, part.sha256):
            continue
        copy_of = state.original_of(item.kind, path, part.sha256)
        yield _received(state, item, f"I{number}", path, part.sha256, part.size, copy_of)
        number += 1
    for left in inside.untaken:
        path = f"{item.path}/{left.name}"
        newest = state.newest(path)
        if newest is not None and not newest.sha256:
            continue
        yield _received(state, item, f"I{number}", path, "", 0, None)
        yield InputRejected(id=f"I{number}", status="unreadable", reason=left.reason)
        number += 1


def _received(
    state: State, item: Input, identifier: str, path: str, sha256: str, size: int, copy_of: str | None
) -> InputReceived:
    return InputReceived(
        id=identifier,
        kind=item.kind,
        path=path,
        sha256=sha256,
        size=size,
        mtime_ns=item.mtime_ns,
        version=state.versions(path) + 1,
        copy_of=copy_of,
        part_of=item.id,
    )
