"""What the screens of all modes have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer

from smits_tui.tui.following import View
from smits_tui.tui.widgets.bar import TopBar

if TYPE_CHECKING:
    from smits_tui.tui.app import SmitsApp


LOOK_AGAIN_SECONDS = 0.01
"""How soon it is looked again whether all widgets are there."""


class ModeScreen(Screen[None]):
    """A top line, a body and the keys; shows each new view."""

    TITLE_OF_HELP: ClassVar[str] = ""
    HELP_TEXT: ClassVar[str] = ""
    """What the screen is for, in a few sentences."""
    AUTO_FOCUS = "#first"
    _ready = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.explain_screen", "Help", tooltip="What this screen is for and its keys"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]  # noqa: RUF012

    @property
    def smits(self) -> SmitsApp:
        """The app, by its own type."""
        from smits_tui.tui.app import SmitsApp

        app = self.app
        if not isinstance(app, SmitsApp):
            raise TypeError(app)
        return app

    def compose(self) -> ComposeResult:
        """Top line, body, keys."""
        yield TopBar()
        yield from self.body()
        yield Footer(show_command_palette=False)

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    def on_mount(self) -> None:
        """Show the first view as soon as all widgets, and those within them, are there."""
        self.call_after_refresh(self._begin)

    def on_screen_resume(self) -> None:
        """Catch up with what changed while another mode was shown."""
        self.receive(self.smits.view)

    def _begin(self) -> None:
        if not all(widget.is_mounted for widget in self.query("*")) or not self._has_bar():
            self.set_timer(LOOK_AGAIN_SECONDS, self._begin)
            return
        self._ready = True
        self.receive(self.smits.view)

    def _has_bar(self) -> bool:
        """Whether the widgets are there: those within others come last, and all go before the screen."""
        return len(self.query("TopBar Static")) > 0

    def receive(self, view: View) -> None:
        """Show a view; while the widgets are not there it is passed over."""
        if not self._ready or not self._has_bar():
            return
        self.query_one(TopBar).show(view)
        self.show(view)

    def show(self, view: View) -> None:
        """Show a view in the body."""
