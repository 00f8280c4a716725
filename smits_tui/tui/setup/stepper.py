"""The line at the top: all steps, with the current one marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from smits_tui.tui.status_styles import text


class StepName(Static):
    """Number and name of a step; a click opens it."""

    class Chosen(Message):
        """A step was clicked."""

        def __init__(self, step: int) -> None:
            """Create the message.

            Args:
                step: counted from 0.
            """
            super().__init__()
            self.step = step

    def __init__(self, step: int, name: str) -> None:
        """Create the widget.

        Args:
            step: counted from 0.
            name: its title.
        """
        super().__init__(classes="step-name")
        self._step, self._word = step, name

    def show(self, current: int, *, narrow: bool) -> None:
        """Show whether the step is done, current or still to come."""
        self.set_class(self._step == current, "-shown")
        self.set_class(self._step < current, "-done")
        named = self._step == current or not narrow
        self.update(text(f"{self._step + 1} {self._word}" if named else self._step + 1))

    def on_click(self) -> None:
        """Request the step."""
        self.post_message(self.Chosen(self._step))


class Stepper(Horizontal):
    """All steps in one line; in a narrow terminal, only the current one has its name."""

    NARROW = 72

    def __init__(self, names: Sequence[str]) -> None:
        """Create the widget.

        Args:
            names: of the steps.
        """
        super().__init__(id="stepper")
        self._names, self._current = names, 0

    def compose(self) -> ComposeResult:
        """The steps with lines between them."""
        for step, name in enumerate(self._names):
            if step:
                yield Static("─", classes="step-line")
            yield StepName(step, name)

    async def rename(self, names: Sequence[str]) -> None:
        """Show other steps, the first one as the current one."""
        self._names, self._current = names, 0
        await self.recompose()
        self.on_resize()

    def show(self, current: int) -> None:
        """Mark the current step."""
        self._current = current
        self.on_resize()

    def on_resize(self) -> None:
        """Show as many names as there is room for."""
        for name in self.query(StepName):
            name.show(self._current, narrow=self.app.size.width < self.NARROW)
