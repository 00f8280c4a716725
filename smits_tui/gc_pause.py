"""Pause garbage collection while building many long-lived objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection(*, keep: bool = False) -> Iterator[None]:
    """Make very many objects that stay, without looking for garbage meanwhile.

    A record of 10,000 inputs is a million objects, none of them in a cycle; each full collection walks all of
    them, which takes longer than reading. Importing the interface is much the same on a smaller scale.

    Args:
        keep: what was made stays until the end, so that later collections pass it over: walking it would hold
            the interface up for 0.2 s at a time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        if keep:
            gc.freeze()
    finally:
        if was_enabled:
            gc.enable()
