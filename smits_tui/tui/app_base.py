"""The messages of an app: refusals, confirmations and progress."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.app import SuspendNotSupported
from textual.notifications import Notification, Notify
from textual.worker import Worker

from smits_rules.vocabulary import SmitsError
from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.runtime.background_work import GivenUp, waited_for
from smits_tui.tui.runtime.boundary import BoundedApp
from smits_tui.tui.runtime.toasts import Toasts

if TYPE_CHECKING:
    from smits_tui.tui.dialogs.progress import Progress

ResultT = TypeVar("ResultT")


class TerminalNotOurs(SmitsError):
    """The terminal can't be handed over to another program."""


class TellingApp(BoundedApp[None]):
    """An app that reports refusals in a sentence and shows progress of long work."""

    def __init__(self, error_log: Path) -> None:
        """Create an app without messages.

        Args:
            error_log: the file for tracebacks.
        """
        super().__init__(error_log)
        self._toasts = Toasts()
        self._waiting: list[Notification] = []
        """Messages that are shown once the dialog is closed."""

    def attempt(self, doing: Callable[[], object]) -> None:
        """Run an action; report a refusal in a sentence."""
        try:
            doing()
        except Exception as error:
            self.failed(error)

    def while_suspended(self, doing: Callable[[], ResultT]) -> ResultT:
        """Hand the terminal over to another program, and restore it in any case.

        Textual 8's `suspend` does not restore the terminal after an exception inside it, so an exception is
        kept until the app has its terminal again.

        Args:
            doing: runs the other program; no other event is handled meanwhile.

        Raises:
            TerminalNotOurs: there is no terminal to hand over, e.g. in a browser.
            Exception: raised by `doing`.
        """
        results: list[ResultT] = []
        trouble: BaseException | None = None
        try:
            with self.suspend():
                try:
                    results.append(doing())
                except BaseException as error:  # raised again below
                    trouble = error
        except SuspendNotSupported as error:
            raise TerminalNotOurs(
                "There is no terminal for an editor here; press e to write in a form."
            ) from error
        if trouble is not None:
            raise trouble
        return results[0]

    def on_notify(self, event: Notify) -> None:
        """Show the message as `say_at_once` does."""
        event.prevent_default()
        self.say_at_once(event.notification)

    def say_at_once(self, notification: Notification) -> None:
        """Show only the last few messages, and repeated ones once; text is never markup."""
        foot = self._foot()
        if foot:
            self._say_in_dialog(notification, foot)
            return
        self.clear_notifications()
        for toast, left in self._toasts.add(
            notification.message, notification.severity, notification.time_left
        ):
            kept = Notification(toast.message, "", toast.severity, left, markup=False)
            self.toast(kept)

    def _foot(self) -> Foot | None:
        """The foot of the current dialog, if there is one."""
        return next(iter(self.screen.query(Foot)), None) if self.has_screen else None

    def _say_in_dialog(self, notification: Notification, foot: Foot) -> None:
        """Show errors in the dialog's foot and delay other messages: a toast would cover its buttons."""
        if notification.severity != "information":
            foot.say(notification.message, f"$text-{notification.severity}")
        else:
            self._waiting.append(notification)

    def unsay(self, message: str) -> bool:
        """Remove a message that another one replaces; False if nobody can see it any more."""
        is_waiting = any(notification.message == message for notification in self._waiting)
        self._waiting = [notification for notification in self._waiting if notification.message != message]
        return self._toasts.drop(message) or is_waiting

    def say_what_waited(self) -> None:
        """Show the messages that were delayed by a dialog."""
        waiting, self._waiting = self._waiting, []
        for notification in waiting:
            self.notify(
                notification.message,
                severity=notification.severity,
                timeout=notification.timeout,
                markup=False,
            )

    @property
    def may_show_toasts(self) -> bool:
        """Whether toasts are shown, which they are on screens that are not dialogs."""
        return self._foot() is None

    def in_background(
        self,
        title: str,
        doing: Callable[[], ResultT],
        then: Callable[[ResultT], object],
        *,
        unseen: bool = False,
    ) -> Worker[None]:
        """Run long work without blocking the interface; it can be cancelled.

        Args:
            title: a description of the work.
            doing: the work, run in a thread; it may access neither widgets nor the record held by the
                interface.
            then: called with the result on the interface's thread; a refusal is reported.
            unseen: whether nobody asked for the work, so that no progress dialog appears.

        Returns:
            The worker; it also finishes if the work failed.
        """

        async def run() -> None:
            work = asyncio.to_thread(doing)
            try:
                then(await (work if unseen else waited_for(work, self.progress(title), hide)))
            except GivenUp:
                self.notify(f"{title}: cancelled.")
            except Exception as error:
                self.failed(error)

        return self.run_worker(run())

    def progress(self, title: str) -> Callable[[], Progress]:
        """Make a function that shows a progress dialog.

        Args:
            title: a description of the work.
        """

        def show() -> Progress:
            from smits_tui.tui.dialogs.progress import Progress

            dialog = Progress(title)
            self.push_screen(dialog)
            return dialog

        return show


def hide(dialog: Progress) -> None:
    """Close a progress dialog."""
    if dialog.is_current:
        dialog.dismiss()
