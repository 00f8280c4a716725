"""The app: its modes, its keys, and the actions available everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.actions import ActionParseResult
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.events import Event, InputEvent
from textual.screen import Screen

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock, system_clock
from smits_tui.tui.app_base import hide
from smits_tui.tui.arrivals import waiting
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.palette.commands import actions_of, actions_of_bases
from smits_tui.tui.palette.workspace_commands import WorkspaceCommands
from smits_tui.tui.runtime.background_work import GivenUp, waited_for
from smits_tui.tui.runtime.idle import Idle
from smits_tui.tui.runtime.ui_state import remember
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.themes import THEMES
from smits_tui.tui.widgets.panel import Panel
from smits_tui.workspace import Workspace

if TYPE_CHECKING:
    from smits_tui.tui.host import Host

WRITTEN_SECONDS = 0.03
"""Time for the terminal's thread to write the first screen before a long read begins."""
LOOK_SECONDS = 0.1
"""Interval of the check for new ledger entries: people on two machines see each other's actions at once."""
IDLE_LOOK_SECONDS = 0.1
"""Interval of the check for idle time in which waiting work can run."""
WATCH_SECONDS = 3.0
"""Interval of the check for a running watcher."""


def _make(mode: str) -> Screen[Any]:
    return screen_of(mode)()


def _record_search() -> type[Provider]:
    """The record search of the palette, imported when the palette is first opened."""
    from smits_tui.tui.palette.record_search import RecordSearch

    return RecordSearch


class SmitsApp(WorkspaceCommands):
    """The terminal interface of one workspace."""

    TITLE = "smits"
    CSS_PATH = "styles.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-roomy")]  # noqa: RUF012  # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]  # noqa: RUF012
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        name: partial(_make, name) for name in MODE_BY_NAME
    }
    COMMANDS = WorkspaceCommands.COMMANDS | {_record_search}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                mode.key,
                f"switch_mode('{name}')",
                mode.title,
                show=False,
                tooltip=f"Show {mode.title.lower()}",
                id=name,
            )
            for name, mode in MODE_BY_NAME.items()
        ),
        Binding("d", "next_task", "Do it", show=False, tooltip="Do what is next for you", id="next-task"),
        Binding("q", "quit", "Quit", tooltip="Quit; everything recorded is kept", id="quit"),
    ]

    def __init__(self, workspace: Workspace, *, clock: Clock = system_clock) -> None:
        """Create the app; the record is read once it runs.

        Args:
            workspace: the workspace to show; its folders are watched unless another process watches them.
            clock: the source of today's date and of timestamps.
        """
        super().__init__(workspace, clock=clock)
        self._own_keys: Mapping[str, str] = {}
        """The keys in smits.toml that are in use."""
        for theme in THEMES:
            self.register_theme(theme)
        self.begin_with_theme(self._memory.theme)
        self.begin_in_mode(
            self.screen_location.mode
            if self.screen_location.mode in MODE_BY_NAME
            else next(iter(MODE_BY_NAME))
        )
        self._idle = Idle()

    def on_mount(self) -> None:
        """Read the record."""
        self.call_after_refresh(self.set_timer, WRITTEN_SECONDS, self._drawn.set)
        self._open()

    @work
    async def _open(self) -> None:
        try:
            progress = self.progress("Reading the ledger")
            following, self._now = await waited_for(self._reading, progress, hide)
        except GivenUp:
            self.exit()
            return
        except (SmitsError, OSError) as error:
            self.trouble = error
            self.exit()
            return
        self._following, self._announced = following, waiting(self.view)
        self._show()
        if following.mended:
            self.notify(following.mended, severity="warning")
        self._idle.begin()
        self.set_interval(IDLE_LOOK_SECONDS, self._idle.run_next)
        for mode in MODE_BY_NAME:
            self._idle.later(partial(self._load, mode))
        self._idle.later(partial(import_module, "jinja2"))  # else the first section would wait
        self.set_interval(LOOK_SECONDS, self._follow)
        self._see_to_watching()
        self.set_interval(WATCH_SECONDS, self._see_to_watching)

    def hang_up(self) -> None:
        """Shut down in an orderly way when the terminal closes; unsaved text is kept as a draft."""
        from smits_tui.tui.dialogs.writing import WritingDialog

        for screen in self.screen_stack:
            if isinstance(screen, WritingDialog):
                screen.keep_draft()
        super().hang_up()

    def on_unmount(self) -> None:
        """Stop the app's own watcher, and save the choices."""
        self._idle.end()
        self._watcher.stop()
        if self._following is None:
            return
        self._memory.theme, self.screen_location.mode = self.theme, self.current_mode
        remember(self._memory)
        self._following.record.save()

    def _load(self, mode: str) -> None:
        """Build the screen of a mode in advance, so that its key responds at once."""
        if self.is_running and not self.has_mode(mode):
            self.make_mode(mode)

    async def on_event(self, event: Event) -> None:
        """Record activity, so that idle work waits."""
        if isinstance(event, InputEvent):
            self._idle.touch()
        await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action once the screen has its content, because keys may be typed ahead."""
        if isinstance(self.screen, ModeScreen):
            await self.screen.until_filled()
        return await super().run_action(action, default_namespace, namespaces)

    def action_explain_screen(self) -> None:
        """Show help for the current screen."""
        screen = self.screen
        if not isinstance(screen, ModeScreen):
            return
        bindings = [*actions_of(type(screen)), *actions_of_bases(type(screen)), *self.BINDINGS]
        keys = [
            (self._own_keys.get(b.id or "") or b.key_display or b.key, b.tooltip or b.description)
            for b in bindings
            if isinstance(b, Binding)
        ]
        keys += [("j k g G", "Down, up, first, last"), ("ctrl+p", "All other actions, by name")]
        from smits_tui.tui.dialogs.prompts import Help

        self.push_screen(Help(screen.TITLE_OF_HELP, screen.HELP_TEXT, keys))

    def action_jump(self) -> None:
        """Show letters, and focus the widget of the chosen letter."""
        from smits_tui.tui.dialogs.jump import Jump

        screen = self.screen
        self.push_screen(Jump(screen), lambda widget: screen.set_focus(widget) if widget else None)

    def on_panel_opened(self, event: Panel.Opened) -> None:
        """Open the mode of an Overview box."""
        self.switch_mode(event.mode)

    def _show(self) -> None:
        self._take_keys()
        super()._show()

    def _take_keys(self) -> None:
        """Use the keys that smits.toml names for actions, and say which can't be used."""
        keys = self.view.settings.keys
        if keys == self._own_keys:
            return
        from smits_tui.tui.runtime.custom_keys import usable

        self._own_keys = keys
        good, problems = usable(keys, self.BINDINGS)
        self.set_keymap(good)
        for problem in problems:
            self._say(problem)


if TYPE_CHECKING:

    def _is_a_host(app: SmitsApp) -> Host:
        """Make the type checker verify that the app implements `Host`."""
        return app
