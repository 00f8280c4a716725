"""Texts shortened to the width of a column, so that rows that begin alike stay distinct."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content


def distinct(content: Content, others: Sequence[str], room: int) -> Content:
    """Cut a text in its middle, so that what tells it from others stays in sight.

    Args:
        content: longer than the room.
        others: texts that begin like it; without any, or if they are the same, it is returned as it is.
        room: in cells.
    """
    own = content.plain
    shared = sorted({_shared(own, other) for other in others if other != own})
    if not shared:
        return content
    head = content[: own.rfind(" ", 3, room // 3) if " " in own[3 : room // 3] else max(room // 3, 1)]
    tail_room = room - head.cell_length - 1
    # From the first difference on, unless the last one would be out of sight.
    start = shared[0] if shared[-1] < shared[0] + tail_room - 1 else shared[-1]
    word = max(own.rfind(" ", 0, start), own.rfind("/", 0, start)) + 1
    # Whole words read better, but not at the price of the difference.
    start = word if len(head) < word and start - word < tail_room // 2 else start
    left = len(own) - start
    if left < tail_room:  # the end is seen: what stands before it fills the room
        earlier = max(len(head) + 1, len(own) - tail_room)
        start = own.find(" ", earlier - 1, start) + 1 or earlier
    return head + Content("…") + content[start:]


def _shared(first: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    pairs = enumerate(zip(first, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(first), len(other)))
