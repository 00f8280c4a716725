"""What is inside of an e-mail or ZIP: which inputs hold others, and the entries for what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from smits_tui.process.entries.entry import EntryData, InputReceived, InputRejected
from smits_tui.process.state import Input, State
from smits_watch.documents.attachments import Unpacked, Untaken
from smits_watch.documents.formats import may_hold_files

DEEPEST = 4
"""How many files may lie in one another: a ZIP in a ZIP in a mail is common, many more are a bomb."""
_TOO_DEEP = f"It lies in more than {DEEPEST} files in one another; drop the innermost file by itself."


def holds_parts(item: Input) -> bool:
    """Whether an input may hold others, by its name."""
    return may_hold_files(item.path)


def is_too_deep(state: State, item: Input) -> bool:
    """Whether what an input holds is not taken out any more, because it lies deep enough itself."""
    depth = 1
    while item.part_of is not None and (container := state.input(item.part_of)) is not None:
        item, depth = container, depth + 1
    return depth > DEEPEST


def too_deep(inside: Unpacked) -> Unpacked:
    """The parts of a file that lies too deep, as not taken."""
    left = tuple(Untaken(part.name, _TOO_DEEP) for part in inside.parts)
    return Unpacked((), (*left, *inside.untaken))


def entries_for_parts(state: State, item: Input, inside: Unpacked) -> Iterator[EntryData]:
    """The parts that are new, as inputs of the same kind whose path leads through the file they lay in.

    What could not be taken out is an input too, rejected with its reason, so that nothing goes missing
    without being listed.
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
