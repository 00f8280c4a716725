"""Long work in a thread: after a second a progress dialog appears, and the work can be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

ResultT = TypeVar("ResultT")

SILENT_SECONDS = 1.0
"""Work that finishes within this time shows no dialog."""


class GivenUp(Exception):
    """The work was cancelled, so its result is not needed."""


class Waiting(Protocol):
    """The dialog shown during the work."""

    cancelled: asyncio.Event
    """Set once somebody cancels the work."""


WaitingT = TypeVar("WaitingT", bound=Waiting)


async def waited_for(
    work: Awaitable[ResultT], show: Callable[[], WaitingT], hide: Callable[[WaitingT], None]
) -> ResultT:
    """Wait for work in a thread, showing a dialog if it takes longer than a moment.

    Args:
        work: the work; it may access neither widgets nor the record held by the interface.
        show: shows the dialog.
        hide: closes the dialog.

    Returns:
        The result of the work.

    Raises:
        GivenUp: somebody cancelled it; the thread ends by itself and its result is dropped.
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
