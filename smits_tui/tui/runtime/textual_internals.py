"""Textual's private names that we use, each under a public name and with the reason.

Textual is pinned to one version (pyproject.toml). A test checks each of `PRIVATE_NAMES` against the installed
version, so that an upgrade which removes a name fails with a sentence and not with a broken screen. No other
module uses private names of Textual.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.message import Message
from textual.notifications import Notification, Notify
from textual.screen import Screen
from textual.widget import Widget

PRIVATE_NAMES = {
    "_dispatch_message": "A widget whose handler raises leaves its loop and never answers again.",
    "_register_child": "All widgets come through here, Textual's own included.",
    "_handle_exception": "Textual brings every failure here, and would end the app.",
    "_fatal_error": "Textual would print its traceback over the terminal.",
    "_exception": "The error that ended the app is nowhere public.",
    "_close_messages_no_wait": "Ends the app from a callback that can't wait.",
    "_shutdown": "While widgets are removed, handlers that miss one another raise.",
    "_on_notify": "Shows a notification without asking our own handler again.",
    "_refresh_notifications": "Toasts would cover the buttons of a dialog.",
    "_screen_stack": "`screen` raises while no screen is there yet.",
    "_screen_stacks": "The first mode is a class variable, but ours is the one where the person left off.",
    "_current_mode": "As above.",
    "_init_mode": "Makes the screen of a mode before it is shown, so that its key is answered at once.",
    "_load_screen_css": "The last step in making a screen, when it has its styles.",
    "_css_update_count": "Keeps the styles of such a screen from being computed again.",
    "_get_breakpoint_classes": "A screen has its classes of room before it is styled the first time.",
}
"""Each private name of `App` and its screens -> why it is needed."""


class OpenApp(App[ReturnType]):
    """An app with public hooks where Textual has only private ones."""

    styled_theme = ""
    """The theme that the parsed styles are of."""

    @property
    def has_screen(self) -> bool:
        """Whether there is a screen already."""
        return bool(self._screen_stack)

    @property
    def fatal_error(self) -> Exception | None:
        """The error that ended the app."""
        return self._exception

    def begin_in_mode(self, mode: str) -> None:
        """Choose the first mode; must be called before the app runs."""
        self._current_mode = mode
        self._screen_stacks = {mode: []}

    def begin_with_theme(self, theme: str) -> None:
        """Choose the first theme; must be called before the app runs. One that is unknown is ignored."""
        if theme in self.available_themes:
            self.set_reactive(App.theme, theme)
            self.stylesheet.set_variables(self.get_css_variables())

    def has_mode(self, mode: str) -> bool:
        """Whether the screen of a mode has been created."""
        return mode in self._screen_stacks

    def make_mode(self, mode: str) -> None:
        """Create the screen of a mode without showing it."""
        self._init_mode(mode)

    def refresh_css(self, animate: bool = True) -> None:
        """Parse the styles anew, and apply them to the screens that are shown."""
        super().refresh_css(animate)
        self.styled_theme = self.theme

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        # A screen is styled while it is made. Textual would parse all styles again for each new
        # mode (0.1 s of work), and when it is first shown. Those of a newly chosen theme still have to come.
        super()._load_screen_css(screen)
        if self.theme == self.styled_theme:
            screen._css_update_count = self._css_update_count  # noqa: SLF001

    def failed(self, error: Exception) -> None:
        """Decide what to do about an exception of an action, a handler, a timer, a worker or a widget."""
        self.end_by(error)

    def end_by(self, error: Exception) -> None:
        """End the app because of an error; `ended_by` is called next."""
        super()._handle_exception(error)

    def ended_by(self, error: Exception | None) -> None:
        """Keep the error that ends the app; it is not printed."""

    def before_shutdown(self) -> None:
        """Prepare for shutdown, before the first widget is removed."""

    def toast(self, notification: Notification) -> None:
        """Show a notification as Textual does."""
        super()._on_notify(Notify(notification))

    @property
    def may_show_toasts(self) -> bool:
        """Whether toasts are shown on the current screen."""
        return True

    def _handle_exception(self, error: Exception) -> None:
        self.failed(error)

    def _fatal_error(self) -> None:
        self.ended_by(self._exception)
        self._close_messages_no_wait()

    async def _shutdown(self) -> None:
        self.before_shutdown()
        await super()._shutdown()

    def _refresh_notifications(self) -> None:
        if self.may_show_toasts:
            super()._refresh_notifications()

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self.failed(error)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        vars(child)["_dispatch_message"] = partial(self._dispatch_of, child)
        if isinstance(child, Screen):
            self.mark_room(child)
        super()._register_child(parent, child, before, after)

    def mark_room(self, screen: Screen[Any]) -> None:
        """Give a new screen the classes of its width and height.

        Textual does so once the screen has widgets, and then styles all of them a second time.
        """
        for length, steps in (
            (self.size.width, self.HORIZONTAL_BREAKPOINTS),
            (self.size.height, self.VERTICAL_BREAKPOINTS),
        ):
            classes = screen._get_breakpoint_classes(length, steps or [])  # noqa: SLF001
            screen.add_class(*classes, update=False)

    async def _dispatch_of(self, widget: Widget, message: Message) -> None:
        try:
            await type(widget)._dispatch_message(widget, message)  # noqa: SLF001
        except Exception as error:
            self.failed_in_widget(error)

    def failed_in_widget(self, error: Exception) -> None:
        """Decide what to do about an exception of a widget's message handler."""
        self.failed(error)
