"""The base of the screens of all modes."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.screen import Screen

from smits_tui.actions.session import ActionRefused
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.tui.live_view import View
from smits_tui.tui.widgets.bar import TopBar
from smits_tui.tui.widgets.keys import KeyBar

if TYPE_CHECKING:
    from textual.screen import ModalScreen

    from smits_tui.tui.host import Host


DAY = dt.timedelta(days=1)
LOOK_AGAIN_SECONDS = 0.01
"""Interval of the check whether all widgets are mounted."""

FILLED_SECONDS = 15.0
"""How long a key waits for a screen that was just opened.

A very busy machine takes seconds to fill it; a key that waited no longer would act on an empty list.
"""

PARTS_OF_BAR = ("bar-organisation", "bar-state", "bar-modes")


class ModeScreen(Screen[None]):
    """A top line, a body and the keys; shows each new view."""

    TITLE_OF_HELP: ClassVar[str] = ""
    HELP_TEXT: ClassVar[str] = ""
    """The purpose of the screen, in a few sentences."""
    CHANGES: ClassVar[frozenset[str]] = frozenset()
    """Actions that change the record; they are disabled while a day of the past is shown."""
    AUTO_FOCUS = "#first"
    _ready = False
    _wanted: str | None = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f1", "app.explain_screen", "Help", tooltip="What this screen is for and its keys", id="help"
        ),
        Binding("ctrl+t", "day", "Day", show=False, tooltip="Show everything as it was on a day", id="day"),
        Binding(
            "ctrl+o",
            "app.jump",
            "Jump",
            show=False,
            tooltip="Go to a part of the screen by letter",
            id="jump",
        ),
        Binding(
            "question_mark",
            "questions",
            "Questions",
            show=False,
            key_display="?",
            tooltip="Questions about files, and remembered answers",
            id="questions",
        ),
        Binding("y", "copy", "Copy", show=False, tooltip="Copy what is shown in full", id="copy"),
    ]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Give every action an id, e.g. `triggers.accept`."""
        if "BINDINGS" in cls.__dict__:
            mode = cls.TITLE_OF_HELP.lower()
            cls.BINDINGS = [
                replace(binding, id=binding.id or f"{mode}.{binding.action}")
                if isinstance(binding, Binding)
                else binding
                for binding in cls.BINDINGS
            ]
        super().__init_subclass__(**kwargs)

    def __init__(self) -> None:
        """Create the screen without a view."""
        super().__init__()
        self._styled_for: tuple[object, ...] = ()
        """The state of the app for which all widgets were styled."""
        self._received: View | None = None
        """What is shown."""
        self.filled = asyncio.Event()
        """Set while the view is shown."""

    @property
    def smits(self) -> Host:
        """The app; only `SmitsApp` shows these screens, and it implements `Host`."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        """Top line, body, keys."""
        self._styled_for = self._state_of_app()
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    def on_mount(self) -> None:
        """Show the first view once all widgets and their children are mounted."""
        self.call_after_refresh(self._begin)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Show the view again, because a screen also depends on being active, e.g. for its bar.

        Textual styles all widgets again whenever a screen is shown, 40 % of the work of a mode's key. Widgets
        that come or change are styled by themselves; all of them only if the app changed since the last time.
        """
        styled_for = self._state_of_app()
        event.refresh_styles = styled_for != self._styled_for
        self._styled_for = styled_for
        self._received = None
        self._catch_up()
        if self.is_current:
            self.smits.say_what_waited()

    def _state_of_app(self) -> tuple[object, ...]:
        app = self.app
        return app.theme, app.size, frozenset(app.classes), frozenset(app.pseudo_classes)

    def on_screen_suspend(self) -> None:
        """Mark the content as outdated from now on."""
        self.filled.clear()

    def _begin(self) -> None:
        if not all(widget.is_mounted for widget in self.query("*")) or not self._has_bar():
            self.set_timer(LOOK_AGAIN_SECONDS, self._begin)
            return
        self._ready = True
        self._wanted = self._wanted or self.smits.screen_location.chosen.get(self.mode)
        self._catch_up()

    def _catch_up(self) -> None:
        """Show the view; a screen created in advance waits until somebody opens it."""
        if self._ready and self.is_current and self.smits.is_open:
            self.receive(self.smits.view)

    async def until_filled(self) -> None:
        """Wait for the first view, so that keys typed ahead act on it."""
        if self.filled.is_set():
            return  # at once: an action is about the current content, which an entry could change meanwhile
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.filled.wait(), FILLED_SECONDS)

    def _has_bar(self) -> bool:
        """Whether all parts of the top line exist: they come, and at the end go, one after the other."""
        return len(self.query(", ".join(f"#{part}" for part in PARTS_OF_BAR))) == len(PARTS_OF_BAR)

    def receive(self, view: View) -> None:
        """Show a view; it is ignored while the widgets don't exist."""
        if not self._ready or not self._has_bar():
            return
        if view is not self._received or self._wanted:
            self._received = view
            self.query_one(TopBar).show(view)
            self.set_class(view.as_of is not None, "-past")
            self.refresh_bindings()
            self.show(view)
        if self.is_current:
            self.filled.set()

    def on_resize(self) -> None:
        """Show the view again if it depends on the size."""
        self._received = None
        self.call_after_refresh(self._catch_up)

    def show(self, view: View) -> None:
        """Show a view in the body."""

    @property
    def mode(self) -> str:
        """The name of this mode in the app."""
        return self.TITLE_OF_HELP.lower()

    def reveal(self, key: str) -> None:
        """Select a row as soon as it is shown."""
        self._wanted = key
        if self._ready:
            self.show(self.smits.view)

    def take_wanted(self) -> str | None:
        """The row to select now, if any; returned once."""
        wanted, self._wanted = self._wanted, None
        return wanted

    def remember_chosen(self, key: str | None) -> None:
        """Remember the row under the cursor."""
        if key is not None:
            self.smits.screen_location.chosen[self.mode] = key

    def done(self, report: str = "") -> None:
        """Show what was recorded, and report it."""
        self.smits.refresh_view()
        if report:
            self.notify(report)

    def do(self, action: Callable[[], object], report: str) -> None:
        """Run an action and report it; a refusal is reported by the caller of actions.

        Raises:
            SmitsError: the action was refused.
        """
        action()
        self.done(report)

    def ask(self, question: ModalScreen[bool], report: str = "") -> None:
        """Show a dialog, and report the action once it was done."""
        self.app.push_screen(question, lambda was_done: self.done(report) if was_done else None)

    def ask_form(self, form: ModalScreen[str | None]) -> None:
        """Show a form, and report what was done."""
        self.app.push_screen(form, lambda report: self.done(report) if report else None)

    def confirm(self, title: str, consequence: str, button: str, act: Callable[[], str]) -> None:
        """Ask for confirmation of an action that can't be undone, and report what was done.

        Args:
            title: the question.
            consequence: the consequences.
            button: the verb on the button that confirms.
            act: runs the action and returns the sentence that reports it.
        """
        from smits_tui.tui.dialogs.confirm import Confirm

        self.ask_form(Confirm(title, consequence, button, act))

    def shown_in_full(self) -> str:
        """The detail of the screen as plain text."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Disable actions that change the record while a day of the past is shown."""
        return None if action in self.CHANGES and self.smits.is_past else True

    def action_copy(self) -> None:
        """Copy the detail."""
        copied = self.shown_in_full()
        if not copied:
            raise ActionRefused("There is nothing to copy here; mark text with the mouse and press ctrl+c.")
        self.app.copy_to_clipboard(copied)
        self.notify("Copied.")

    def action_questions(self) -> None:
        """Show the open questions about files; the screen of questions ignores it."""
        if self.TITLE_OF_HELP != "Questions":
            self.smits.show_questions()

    def action_day(self) -> None:
        """Ask for a day and show it; from a day in the past, return to the present."""
        if self.smits.is_past:
            self.smits.show_day(None)
            return
        today = self.smits.view.state.today

        def answer(written: str) -> None:
            day = typed_date(written, today)
            if day >= today:
                raise ActionRefused(f"Type a day before {today}.")
            self.smits.show_day(day)

        from smits_tui.tui.dialogs.prompts import Prompt

        about = "Everything will be shown as it was at the end of that day, read-only."
        self.app.push_screen(Prompt("Show a day", about, f"e.g. {today - DAY * 30} or -30", "Show", answer))
