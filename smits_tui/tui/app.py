"""The app: modes, the view that they show, and what reaches everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from rich.style import Style as RichStyle
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.screen import Screen
from textual.style import Style

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.opening import person
from smits_tui.clock import Clock, system_clock
from smits_tui.ledger.record import Record
from smits_tui.tui.following import Following, View
from smits_tui.tui.memory import Memory, recall, remember
from smits_tui.tui.screens.cycle import CycleScreen
from smits_tui.tui.screens.deliverables import DeliverablesScreen
from smits_tui.tui.screens.dialogs import Help
from smits_tui.tui.screens.history import HistoryScreen
from smits_tui.tui.screens.inputs import InputsScreen
from smits_tui.tui.screens.measures import MeasuresScreen
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.screens.overview import OverviewScreen
from smits_tui.tui.screens.rules import RulesScreen
from smits_tui.tui.screens.triggers import TriggersScreen
from smits_tui.tui.themes import THEMES
from smits_tui.tui.watching import OwnWatcher
from smits_tui.tui.widgets.panel import Panel
from smits_tui.workspace import Workspace

LOOK_SECONDS = 0.3
"""How often it is looked whether somebody appended to the record."""
WATCH_SECONDS = 3.0
"""How often it is looked whether anybody watches the folders."""


class SmitsApp(App[None]):
    """The terminal interface on one workspace."""

    TITLE = "smits"
    CSS_PATH = "styles.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "overview": OverviewScreen,
        "triggers": TriggersScreen,
        "inputs": InputsScreen,
        "cycle": CycleScreen,
        "deliverables": DeliverablesScreen,
        "measures": MeasuresScreen,
        "rules": RulesScreen,
        "history": HistoryScreen,
    }
    DEFAULT_MODE = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(key), f"switch_mode('{mode}')", mode.title(), show=False, tooltip=f"Show {mode}")
            for key, mode in enumerate(MODES, 1)
        ),
        Binding("q", "quit", "Quit", tooltip="Leave; what was recorded stays"),
    ]

    def __init__(self, workspace: Workspace, *, clock: Clock = system_clock, watch: bool = True) -> None:
        """Open the record.

        Args:
            workspace: what is shown.
            clock: tells the day and stamps what people decide.
            watch: watch the folders while nobody else does.

        Raises:
            SmitsError: the record can't be used.
        """
        super().__init__()
        self._workspace = workspace
        self._following = Following(workspace, clock)
        self._watcher = OwnWatcher(workspace) if watch else None
        self._view = self._following.view()
        self._said = ""
        self._memory = recall()

    @property
    def view(self) -> View:
        """What is to be shown."""
        return self._view

    @property
    def workspace(self) -> Workspace:
        """What is shown."""
        return self._workspace

    @property
    def record(self) -> Record:
        """Where people's decisions are recorded."""
        return self._following.record

    @property
    def person(self) -> str:
        """Who decides: SMITS_USER, or the name of the login."""
        return person(None)

    def on_mount(self) -> None:
        """Take up theme and mode, and begin to follow and to watch."""
        for theme in THEMES:
            self.register_theme(theme)
        if self._memory.theme in self.available_themes:
            self.theme = self._memory.theme
        if self._memory.mode in self.MODES:
            self.switch_mode(self._memory.mode)
        if self._following.mended:
            self.notify(self._following.mended, severity="warning", markup=False)
        self.set_interval(LOOK_SECONDS, self._look)
        if self._watcher:
            self._see_to_watching()
            self.set_interval(WATCH_SECONDS, self._see_to_watching)

    def on_unmount(self) -> None:
        """End the own watcher, and remember the choices."""
        if self._watcher:
            self._watcher.stop()
        remember(Memory(theme=self.theme, mode=self.current_mode))
        self.record.save()

    def refresh_view(self) -> None:
        """Show what this interface itself has just recorded."""
        self._view = self._following.view()
        self._show()

    def refuse(self, error: Exception) -> None:
        """Say why something can't be done."""
        self.notify(str(error), severity="error", markup=False)

    def cell_style(self, style: str) -> RichStyle:
        """A style in Textual's words, for widgets whose cells are Rich's."""
        parsed = Style.parse(style, self.theme_variables)
        behind = Color.parse(self.theme_variables["background"])
        shown = parsed.foreground.blend(behind, 1 - parsed.foreground.a, 1.0) if parsed.foreground else None
        return RichStyle(color=shown.rich_color if shown else None, bold=parsed.bold)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: Textual's own commands, the modes, and what this screen can do."""
        yield from super().get_system_commands(screen)
        for mode in self.MODES:
            yield SystemCommand(mode.title(), f"Show {mode}", lambda mode=mode: self.switch_mode(mode))
        for binding in type(screen).BINDINGS:
            if isinstance(binding, Binding) and binding.show and isinstance(screen, ModeScreen):
                action = binding.action
                yield SystemCommand(
                    binding.description,
                    binding.tooltip,
                    lambda action=action: self.run_worker(screen.run_action(action)),
                )

    def action_explain_screen(self) -> None:
        """Help for the screen that is shown."""
        screen = self.screen
        if not isinstance(screen, ModeScreen):
            return
        bindings = [*type(screen).BINDINGS, *self.BINDINGS]
        keys = [
            (b.key_display or b.key, b.tooltip or b.description) for b in bindings if isinstance(b, Binding)
        ]
        keys += [("j k g G", "Down, up, first, last"), ("ctrl+p", "Everything else, by name")]
        self.push_screen(Help(screen.TITLE_OF_HELP, screen.HELP_TEXT, keys))

    def on_panel_opened(self, event: Panel.Opened) -> None:
        """Go where a box of the Overview leads."""
        self.switch_mode(event.mode)

    def _look(self) -> None:
        try:
            view = self._following.look()
        except SmitsError as error:
            self._say(str(error))
            return
        if view is not None:
            self._view = view
            self._show()

    def _show(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ModeScreen) and screen.is_mounted:
                screen.receive(self._view)

    def _see_to_watching(self) -> None:
        """Start the own watcher when nobody watches; tell why it ended, once."""
        if self._watcher is None or self._following.heartbeat().state != "stopped":
            return
        trouble = self._watcher.trouble()
        if trouble:
            self._say(trouble)
        try:
            self._watcher.start()
        except OSError as error:
            self._say(f"The folders can't be watched: {error.strerror}.")

    def _say(self, trouble: str) -> None:
        if trouble != self._said:
            self._said = trouble
            self.notify(trouble, severity="error", timeout=30, markup=False)
