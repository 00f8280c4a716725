"""Exceptions don't end the interface: each is reported in a sentence, with the traceback in a log file."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
import traceback
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

import textual
from textual.actions import ActionParseResult
from textual.app import ReturnType
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.message_pump import CallbackError
from textual.worker import WorkerFailed

from smits_rules.vocabulary import SmitsError
from smits_tui import __version__
from smits_tui.clock import system_clock
from smits_tui.sanitize import plain
from smits_tui.tui.runtime.frame_filter import FrameFilter
from smits_tui.tui.runtime.hang_up import LOOK_SECONDS, HangUp, TerminalGone
from smits_tui.tui.runtime.parsed_styles import ParsedStyles
from smits_tui.tui.runtime.textual_internals import OpenApp
from smits_tui.tui.task_keys import refusal

MOST_ERRORS = 20
"""This many errors within ERROR_SECONDS are caused by drawing and would never stop."""
ERROR_SECONDS = 5.0
MOST_LOG_BYTES = 1_000_000
"""A longer log is started afresh."""


class InterfaceFailed(SmitsError):
    """The interface ended because of an internal error."""


class BoundedApp(OpenApp[ReturnType]):
    """An app that survives exceptions of actions, message handlers, timers, workers and widgets.

    Textual ends the app on the first one, and text that somebody is writing would be lost.
    """

    def __init__(self, error_log: Path) -> None:
        """Create an app without failures.

        Args:
            error_log: the file for tracebacks.
        """
        super().__init__()
        self.stylesheet = ParsedStyles(variables=self.get_css_variables())
        self._error_log = error_log
        self._frame_filter = FrameFilter()
        self._failed_at: deque[float] = deque(maxlen=MOST_ERRORS)
        self._is_drawn = False
        self._is_ending = False
        self.trouble: SmitsError | OSError | None = None
        """Why the app ended, where it did not end by itself."""

    @property
    def can_go_on(self) -> bool:
        """Whether the app can continue after an error: not before the first screen is drawn."""
        return self._is_drawn and not self._is_ending

    def on_ready(self) -> None:
        """Detect from now on, after the first screen is drawn, when the terminal closes."""
        self._is_drawn = True
        if not self.is_headless and not self.is_web:
            loop = asyncio.get_running_loop()
            self.set_interval(
                LOOK_SECONDS, HangUp(lambda: loop.call_soon_threadsafe(self.hang_up)).check_terminal
            )

    def hang_up(self) -> None:
        """Shut down in an orderly way, since the terminal is gone."""
        self.trouble = TerminalGone("The terminal was closed; everything recorded is kept.")
        self.exit()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's line filters, followed by the one that removes control characters."""
        return [*super().get_line_filters(), self._frame_filter]

    def action_help_quit(self) -> None:
        """Explain ctrl+c when no text is selected for copying."""
        self.notify("Press ctrl+q to quit. To copy, mark text with the mouse and press ctrl+c.", markup=False)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; report an error in a sentence."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:
            self.failed(error)
            return True

    def failed_in_widget(self, error: Exception) -> None:
        """Ignore errors of a handler while widgets are removed; otherwise treat it as any failure."""
        if not self._is_ending:
            self.failed(error)

    def before_shutdown(self) -> None:
        """Mark the shutdown: widgets are removed in any order, so a handler may miss another widget."""
        self._is_ending = True

    def failed(self, error: Exception) -> None:
        """Report the error and continue, or end if the interface can't continue."""
        cause = _cause(error)
        is_refusal = isinstance(cause, SmitsError | OSError)
        if not is_refusal:
            self._log_error(cause)
        if not self.can_go_on or self._repeats():
            self.end_by(cause)
        elif is_refusal:
            self.refuse(cause)
        else:
            self.notify(
                f"An error in smits stopped this ({type(cause).__name__}). Nothing recorded is lost. "
                f"The details are in {self._error_log}; please report them.",
                severity="error",
                timeout=30,
                markup=False,
            )

    def refuse(self, error: Exception) -> None:
        """Report why an action was refused."""
        self.notify(refusal(error), severity="error", markup=False)

    def _repeats(self) -> bool:
        now = time.monotonic()
        self._failed_at.append(now)
        return len(self._failed_at) == MOST_ERRORS and now - self._failed_at[0] < ERROR_SECONDS

    def ended_by(self, error: Exception | None) -> None:
        """Keep the reason as a sentence; the traceback is in the log."""
        if isinstance(error, SmitsError | OSError):
            self.trouble = error
        else:
            self.trouble = InterfaceFailed(
                "smits failed, but nothing recorded is lost. "
                f"The details are in {self._error_log}; please report it."
            )
            self.trouble.__cause__ = error

    def _log_error(self, error: BaseException) -> None:
        text = "".join(traceback.format_exception(error))
        versions = f"smits {__version__}, Textual {textual.__version__}, Python {sys.version.split()[0]}"
        with contextlib.suppress(OSError):
            self._error_log.parent.mkdir(parents=True, exist_ok=True)
            is_long = self._error_log.exists() and self._error_log.stat().st_size > MOST_LOG_BYTES
            with self._error_log.open("w" if is_long else "a", encoding="utf-8", errors="replace") as log:
                log.write(f"{system_clock():%Y-%m-%d %H:%M:%S} UTC  {versions}\n{plain(text)}\n")


def _cause(error: BaseException) -> Exception:
    """The original error, unwrapped from Textual's own."""
    if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
        return _cause(error.error)
    if isinstance(error, CallbackError) and isinstance(error.__context__, Exception):
        return _cause(error.__context__)
    return error if isinstance(error, Exception) else RuntimeError(repr(error))
