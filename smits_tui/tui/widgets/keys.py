"""The key bar at the bottom: the actions of the screen, to press or click.

Textual's footer rebuilds a widget per key whenever the focus moves, which takes longer than everything
else; this is a single text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from smits_tui.tui.status_styles import text

KEY = "bold $footer-key-foreground"
RESTING = "$footer-description-foreground 40%"
EVERYWHERE = ("f1", "q")
"""Keys that are shown on the right, or well known."""


class KeyText(Static):
    """A text whose parts press a key when clicked."""

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if key:
            event.stop()
            self.app.simulate_key(str(key))


class KeyBar(Horizontal):
    """Keys and their actions; help and the palette on the right."""

    _contents: tuple[Content, Content] | None = None
    """The current texts on the left and on the right."""

    def compose(self) -> ComposeResult:
        """A text for the screen's keys, and one for those that are the same everywhere."""
        yield KeyText(id="keys-here")
        yield KeyText(id="keys-everywhere")

    def on_mount(self) -> None:
        """Start updating: the available actions depend on the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._show)
        self._show(self.screen)

    def on_unmount(self) -> None:
        """Stop updating."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def on_resize(self) -> None:
        """Show as many keys as there is room for."""
        self._show(self.screen)

    def _rank(self, active: ActiveBinding) -> int:
        """Where an action stands, whatever its key: Textual puts those with keys of one's own last."""
        actions = [binding.action for binding in self.screen.BINDINGS if isinstance(binding, Binding)]
        action = active.binding.action
        return actions.index(action) if action in actions else len(actions)

    def _show(self, screen: Screen[Any]) -> None:
        if screen is not self.screen or not self.is_attached or not self.query("#keys-everywhere"):
            return
        shown, everywhere = [], [pressing("ctrl+p", text("^p", KEY) + text(" palette "))]
        for _, binding, enabled, _ in sorted(screen.active_bindings.values(), key=self._rank):
            if not binding.show:
                continue
            key = text(f"{self.app.get_key_display(binding)}", KEY if enabled else RESTING)
            keys = pressing(
                binding.key, key + text(f" {binding.description.lower()} ", "" if enabled else RESTING)
            )
            if binding.key == "f1":
                everywhere.insert(0, keys)
            elif binding.key not in EVERYWHERE:
                shown.append(keys)
        right = Content(" ").join(everywhere)
        room = self.size.width - right.cell_length - 4
        keys = fitting(shown, room)
        before = self._contents
        if not before or not (keys.is_same(before[0]) and right.is_same(before[1])):
            widget = self.query_one("#keys-everywhere", Static)
            widget.update(right, layout=not before or right.cell_length != before[1].cell_length)
            self.query_one("#keys-here", Static).update(keys, layout=False)
            self._contents = (keys, right)


def fitting(parts: Iterable[Content], room: int) -> Content:
    """As many parts as there is room for, followed by a mark that opens the palette if some are left out."""
    shown: list[Content] = []
    for part in parts:
        if sum(part_shown.cell_length + 1 for part_shown in shown) + part.cell_length > room - 2:
            shown.append(pressing("ctrl+p", text("…", KEY)))
            break
        shown.append(part)
    return Content(" ").join(shown)


def pressing(key: str, content: Content) -> Content:
    """A text that presses a key when clicked; only for use in a KeyText."""
    return content.stylize(Style.from_meta({"key": key}))
