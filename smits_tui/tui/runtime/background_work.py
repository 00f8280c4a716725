"""Long work: it runs in a thread; after a second a progress dialog appears, and it can be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

ResultT = TypeVar("ResultT")

SILENT_SECONDS = 1.0
"""Work that is done within shows no dialog."""


class GivenUp(Exception):
    """Nobody waits for the result any more."""


class Waiting(Protocol):
    """The dialog that is shown meanwhile."""

    cancelled: asyncio.Event
    """Set once somebody gave the work up."""


WaitingT = TypeVar("WaitingT", bound=Waiting)


async def waited_for(
    work: Awaitable[ResultT], show: Callable[[], WaitingT], hide: Callable[[WaitingT], None]
) -> ResultT:
    """Wait for work that a thread does; show a dialog while it takes longer than a moment.

    Args:
        work: what is done; it may not touch widgets nor the record that the interface holds.
        show: shows the dialog.
        hide: takes it away.

    Returns:
        What the work gives.

    Raises:
        GivenUp: somebody gave it up; the thread ends by itself and its result is dropped.
    """
    doing = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([doing], timeout=SILENT_SECONDS)
    if not done:
        dialog = show()
        cancelling = asyncio.ensure_future(dialog.cancelled.wait())
        await asyncio.wait([doing, cancelling], return_when=asyncio.FIRST_COMPLETED)
        cancelling.cancel()
        hide(dialog)
        if not doing.done():
            doing.add_done_callback(lambda future: future.cancelled() or future.exception())
            raise GivenUp
    return doing.result()
