"""The app: its modes, the view shown in them, and the actions available everywhere."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.events import Event, InputEvent
from textual.notifications import SeverityLevel
from textual.screen import Screen

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.drafts import DraftFile
from smits_tui.actions.inputs.add import path_from
from smits_tui.actions.session import ActionRefused, Actor, actor
from smits_tui.clock import Clock, system_clock
from smits_tui.ledger.record import Record
from smits_tui.tui.app_base import TellingApp, hide
from smits_tui.tui.arrivals import Alert, announcement, arrivals, waiting
from smits_tui.tui.dialogs.writing import WritingDialog
from smits_tui.tui.live_view import Following, View, past_view
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.palette import actions_of, actions_of_bases, commands
from smits_tui.tui.runtime.background_work import GivenUp, waited_for
from smits_tui.tui.runtime.idle import Idle
from smits_tui.tui.runtime.ui_state import ScreenLocation, recall, remember
from smits_tui.tui.runtime.watcher_process import OwnWatcher
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.status_styles import columns, lines
from smits_tui.tui.themes import THEMES
from smits_tui.tui.widgets.panel import Panel
from smits_tui.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from smits_tui.tui.host import Host

SOON_READ_BYTES = 1_000_000
"""A checkpoint up to this size is read while the first screen is built; a larger one would delay the screen.
"""
WRITTEN_SECONDS = 0.03
"""Time for the terminal's thread to write the first screen before a long read begins."""
LOOK_SECONDS = 0.3
"""Interval of the check for new ledger entries."""
IDLE_LOOK_SECONDS = 0.1
"""Interval of the check for idle time in which waiting work can run."""
ANNOUNCED_SECONDS = 20.0
"""How long the announcement of something serious stays visible, for somebody who is reading or writing."""
WATCH_SECONDS = 3.0
"""Interval of the check for a running watcher."""


def _make(mode: str) -> Screen[Any]:
    return screen_of(mode)()


def _record_search() -> type[Provider]:
    """The record search of the palette, imported when the palette is first opened."""
    from smits_tui.tui.record_search import RecordSearch

    return RecordSearch


class SmitsApp(TellingApp):
    """The terminal interface of one workspace."""

    TITLE = "smits"
    CSS_PATH = "styles.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (160, "-roomy")]  # noqa: RUF012  # as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]  # noqa: RUF012
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        name: partial(_make, name) for name in MODE_BY_NAME
    }
    COMMANDS = TellingApp.COMMANDS | {_record_search}
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
        Binding("q", "quit", "Quit", tooltip="Quit; everything recorded is kept", id="quit"),
    ]

    def __init__(self, workspace: Workspace, *, clock: Clock = system_clock) -> None:
        """Create the app; the record is read once it runs.

        Args:
            workspace: the workspace to show; its folders are watched unless another process watches them.
            clock: the source of today's date and of timestamps.
        """
        super().__init__(workspace.hidden / "interface-error.log")
        self._workspace = workspace
        self._clock = clock
        self._following: Following | None = None
        self._now: View | None = None
        self._past: View | None = None
        self._watcher = OwnWatcher(workspace)
        self._said = ""
        self.next_workspace: Workspace | None = None
        """Where to go on once this interface ended; None ends altogether."""
        self._own_keys: Mapping[str, str] = {}
        """The keys in smits.toml that are in use."""
        self._badges: Counter[str] = Counter()
        self._known: frozenset[str] = frozenset()
        """The triggers and questions that were open when somebody was last told what came in."""
        self._memory = recall()
        self.begin_in_mode(self.place.mode if self.place.mode in MODE_BY_NAME else next(iter(MODE_BY_NAME)))
        self._idle = Idle()
        self._reading: asyncio.Future[tuple[Following, View]]
        self._drawn = asyncio.Event()
        """Set once the first screen is drawn."""

    @property
    def view(self) -> View:
        """The view to show: of today, or of the selected day in the past."""
        shown = self._past or self._now
        if shown is None:
            raise ActionRefused("The ledger is being read; wait a moment.")
        return shown

    @property
    def can_go_on(self) -> bool:
        """Whether a view of the record is shown."""
        return super().can_go_on and self.is_open

    @property
    def is_open(self) -> bool:
        """Whether the record has been read."""
        return self._now is not None

    @property
    def is_past(self) -> bool:
        """Whether a day of the past is shown."""
        return self._past is not None

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self._workspace

    @property
    def served(self) -> Workspace | None:
        """The workspace to which opening files is restricted in a browser; None in a terminal."""
        return self._workspace if self.is_web else None

    @property
    def record(self) -> Record:
        """The ledger and state in which decisions are recorded.

        Raises:
            ActionRefused: a day in the past is shown, which is read-only.
        """
        if self._following is None:
            raise ActionRefused("The ledger is being read; wait a moment.")
        if self._past:
            day = self._past.as_of
            raise ActionRefused(f"You are viewing {day}, which is in the past; ctrl+t returns to today.")
        return self._following.record

    @property
    def person(self) -> str:
        """The acting person's name: SMITS_USER, or the login name."""
        return self.actor.name

    @property
    def actor(self) -> Actor:
        """The acting person, and how the identity was established."""
        return self._actor(self._following.acting if self._following else None)

    def _actor(self, asked: str | None) -> Actor:
        return actor(asked, settings=self.view.settings if self._following else None)

    def unseen(self) -> Mapping[str, int]:
        """Mode -> number of arrivals since it was last shown; 0 for the current mode."""
        self._badges.pop(self.current_mode, None)
        return self._badges

    def draft(self, form: str) -> DraftFile:
        """The draft file for this person's text in a form.

        Args:
            form: the form's name, e.g. `section strategy-plan/position`.
        """
        return DraftFile(self._workspace, self.person, form)

    @property
    def place(self) -> ScreenLocation:
        """This person's current location in the workspace, kept between runs."""
        return self._memory.places.setdefault(str(self._workspace.root), ScreenLocation())

    def on_load(self) -> None:
        """Start reading the ledger during the first screen, or after it if that would delay the screen."""
        self._reading = asyncio.ensure_future(self._read_in_time())

    async def _read_in_time(self) -> tuple[Following, View]:
        with contextlib.suppress(OSError):
            if self._workspace.state.stat().st_size > SOON_READ_BYTES:
                await self._drawn.wait()
        return await asyncio.to_thread(self._read)

    def _read(self) -> tuple[Following, View]:
        following = Following(self._workspace, self._clock)
        return following, following.view()

    def on_mount(self) -> None:
        """Apply the theme and read the record."""
        for theme in THEMES:
            self.register_theme(theme)
        if self._memory.theme in self.available_themes:
            self.theme = self._memory.theme
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
        self._following, self._known = following, waiting(self.view)
        self._show()
        if following.mended:
            self.notify(following.mended, severity="warning")
        self._idle.begin()
        self.set_interval(IDLE_LOOK_SECONDS, self._idle.look)
        for mode in MODE_BY_NAME:
            self._idle.later(partial(self._load, mode))
        self._idle.later(partial(import_module, "jinja2"))  # else the first section would wait
        self.set_interval(LOOK_SECONDS, self._look)
        self._see_to_watching()
        self.set_interval(WATCH_SECONDS, self._see_to_watching)

    def hang_up(self) -> None:
        """Shut down in an orderly way when the terminal closes; unsaved text is kept as a draft."""
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
        self._memory.theme, self.place.mode = self.theme, self.current_mode
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

    def refresh_view(self) -> None:
        """Show what this app has just recorded."""
        if self._following:
            self._now = self._following.view()
            self._known = waiting(self._now)
            self._show()

    def show_day(self, day: dt.date | None) -> None:
        """Show everything as it was at the end of a day, read-only; None returns to the present."""
        if self._following is None or self._now is None:
            return
        if day is None or day >= self._now.state.today:
            self._past = None
            self._show()
            return
        now, beat, who = self._now, self._following.heartbeat(), self.person
        reading = f"Reading the ledger up to {day}"
        self.in_background(
            reading, lambda: past_view(self._workspace, day, now.settings, beat, who), self._show_past
        )

    def _show_past(self, view: View) -> None:
        self._past = view
        self._show()

    async def go(self, mode: str, key: str) -> None:
        """Show a mode, or the questions, with the cursor on the given row."""
        if mode == "questions":
            self.show_questions(key)
            return
        if mode == "records":
            from smits_tui.tui.screens.strategy.records import RecordsScreen

            records = RecordsScreen()
            records.reveal(key)
            self.push_screen(records)
            return
        await self.switch_mode(mode)
        if isinstance(self.screen, ModeScreen):
            self.screen.reveal(key)

    def show_questions(self, wanted: str = "") -> None:
        """Show the open questions about files.

        Args:
            wanted: the question, answer or input to select.
        """
        from smits_tui.tui.screens.files.questions import QuestionsScreen

        self.push_screen(QuestionsScreen(wanted or None))

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

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: actions of this screen, Textual's own commands, and actions of all other modes."""
        yield from commands(self, screen)
        if not self.is_web:  # in a browser, all act under the name of whoever runs `smits serve`
            about = "Decide, agree and approve under the name of a person in smits.toml"
            yield SystemCommand("Act as ...", about, self.action_act_as)
        if not self.is_web:
            about = "Go on in another workspace; those opened before are listed"
            yield SystemCommand("Open workspace ...", about, self.action_open_workspace)
        yield SystemCommand("Stakeholders", "Add, change or remove those who must agree", self.action_people)
        if not self.is_web:
            yield SystemCommand(
                "Calendar", "Reviews and the days by which documents are due", self.action_calendar
            )
            about = "Name, countries, topics, other names, currency and fiscal year"
            yield SystemCommand("Organisation", about, self.action_organisation)
        yield SystemCommand("Check-up", "Check that everything works", self.action_check_up)
        yield from super().get_system_commands(screen)

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

    def action_act_as(self) -> None:
        """Choose one of the people of smits.toml, or yourself, and act under that name from now on."""
        from smits_tui.tui.dialogs.chooser import Chooser

        own = self._actor(None)
        people = self.view.settings.stakeholders
        options = [(person.name, ", ".join(filter(None, (person.name, person.role)))) for person in people]
        if own.name not in {person.name for person in people}:
            options.insert(0, (own.name, f"{own.name} ({own.origin}), who can't agree or approve"))
        self.push_screen(Chooser("Act as", options), self._act_as)

    def _act_as(self, name: str | None) -> None:
        if name and self._following:
            self._following.acting = name if name != self._actor(None).name else None
            self.refresh_view()
            self.notify(f"You act as {name} now; what you decide is recorded under that name.")

    def action_open_workspace(self) -> None:
        """Choose one of the workspaces opened before, or type a folder, and continue there."""
        from smits_tui.tui.dialogs.chooser import Chooser
        from smits_tui.tui.dialogs.prompts import Prompt
        from smits_tui.tui.widgets.path_suggester import PathSuggester

        def answer(typed: str) -> None:
            self._leave_for(find_workspace(path_from(typed)))

        def chosen(root: str | None) -> None:
            if root == "":
                about = "The folder with smits.toml in it."
                self.push_screen(
                    Prompt(
                        "Open a workspace",
                        about,
                        "path of a folder",
                        "Open",
                        answer,
                        suggester=PathSuggester(),
                    )
                )
            elif root is not None:
                self.attempt(lambda: self._leave_for(find_workspace(Path(root))))

        roots = [root for root in self._memory.places if root != str(self._workspace.root)]
        listed = [root for root in roots if Workspace(Path(root)).settings_file.is_file()]
        options = [*((root, root) for root in reversed(listed)), ("", "Another folder ...")]
        self.push_screen(Chooser("Open a workspace", options), chosen)

    def _leave_for(self, workspace: Workspace) -> None:
        """End here; whoever started the interface goes on in the other workspace."""
        self.next_workspace = workspace
        self.exit()

    def action_people(self) -> None:
        """Show the people who must agree."""
        from smits_tui.tui.screens.people import PeopleScreen

        self.push_screen(PeopleScreen())

    def action_calendar(self) -> None:
        """Change the calendar in smits.toml."""
        from smits_tui.tui.dialogs.settings_forms import calendar_form

        self._settings_form(calendar_form)

    def action_organisation(self) -> None:
        """Change the organisation in smits.toml."""
        from smits_tui.tui.dialogs.settings_forms import organisation_form

        self._settings_form(organisation_form)

    def _settings_form(self, form: Callable[[Host], Screen[Any]]) -> None:
        if self.is_past:
            raise ActionRefused("A past day is read-only; ctrl+t returns to today.")

        def done(told: str | None) -> None:
            if told:
                self.refresh_view()
                self.notify(told)

        self.push_screen(form(self), done)

    def action_check_up(self) -> None:
        """Check the record, rules, reading, watching and disk space."""
        from smits_tui.actions.doctor import check_up
        from smits_tui.actions.session import open_record
        from smits_tui.tui.dialogs.prompts import Note

        def check() -> Content:
            findings = check_up(self._workspace, lambda: open_record(self._workspace)[0])
            return lines(*columns((finding.mark, finding.about, finding.text) for finding in findings))

        self.in_background("Checking", check, lambda content: self.push_screen(Note("Check-up", content)))

    def action_jump(self) -> None:
        """Show letters, and focus the widget of the chosen letter."""
        from smits_tui.tui.dialogs.jump import Jump

        screen = self.screen
        self.push_screen(Jump(screen), lambda widget: screen.set_focus(widget) if widget else None)

    def on_panel_opened(self, event: Panel.Opened) -> None:
        """Open the mode of an Overview box."""
        self.switch_mode(event.mode)

    def _look(self) -> None:
        if self._following is None:
            return
        try:
            view = self._following.look()
        except SmitsError as error:
            self._say(str(error))
            return
        if view is not None:
            news = arrivals(self._known, view)
            self._now, self._known = view, waiting(view)
            self._announce(news)
            self._show()

    def _announce(self, news: list[Alert]) -> None:
        """Announce arrivals, except in the list that is currently shown."""
        news = [alert for alert in news if alert.mode != self.current_mode]
        if news:
            self._badges.update(alert.mode for alert in news)
            in_dialog = self._foot() is not None  # in a dialog a warning would look like the dialog's own
            level: SeverityLevel = "information" if in_dialog else "warning"
            self.notify(announcement(news), severity=level, timeout=ANNOUNCED_SECONDS, markup=False)

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

    def _show(self) -> None:
        self._take_keys()
        for screen in self.screen_stack:
            if isinstance(screen, ModeScreen) and screen.is_mounted:
                screen.receive(self.view)

    def _see_to_watching(self) -> None:
        """Start the app's own watcher if there is none; report once why one ended."""
        following, watcher = self._following, self._watcher
        if following is None or following.heartbeat().state != "stopped":
            return
        trouble = watcher.trouble()
        if trouble:
            self._say(trouble)
        try:
            watcher.start()
        except OSError as error:
            self._say(f"The folders can't be watched: {error.strerror}.")

    def _say(self, trouble: str) -> None:
        if trouble != self._said:
            self._said = trouble
            self.notify(trouble, severity="error", timeout=30)


if TYPE_CHECKING:

    def _is_a_host(app: SmitsApp) -> Host:
        """Make the type checker verify that the app implements `Host`."""
        return app
