"""A form for a text of several lines, with what can be cited beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.concurrent_change import ChangedMeanwhile, difference_between, text_fingerprint
from smits_tui.actions.drafts import DraftFile, FieldValue
from smits_tui.tui.details.deliverable import difference_detail
from smits_tui.tui.dialogs.chooser import Option_
from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.dialogs.writing import WritingDialog
from smits_tui.tui.status_styles import frame_title, lines, text
from smits_tui.tui.task_keys import refusal
from smits_tui.tui.widgets.button import Button
from smits_tui.tui.widgets.citing_area import CitingArea


class TextForm(WritingDialog[bool]):
    """A text of several lines; closes once it is accepted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "write", "Write", priority=True),
    ]

    def __init__(
        self,
        title: str,
        purpose: str,
        before: str,
        take: Callable[[str, str], None],
        cited: Sequence[Option_] = (),
        draft: DraftFile | None = None,
    ) -> None:
        """Create the form.

        Args:
            title: shown in its border.
            purpose: a description of the text to write.
            before: the current text.
            take: receives the text and the fingerprint of the recorded text that the person has seen; the
                sentence of a SmitsError is shown.
            cited: id and label of the inputs that can be cited.
            draft: the file for unsaved text.
        """
        super().__init__(False, draft)
        self.fingerprint = text_fingerprint(before)
        self._title, self._purpose, self._before, self._take = title, purpose, before, take
        self._cited = cited
        self._beside = _citations(cited, None)

    def compose(self) -> ComposeResult:
        """The purpose, the text with the help beside it, the error and the buttons."""
        with Vertical(id="dialog", classes="-large") as dialog:
            dialog.border_title = frame_title(self._title)
            yield Static(text(self._purpose), id="dialog-about")
            with Horizontal(id="form-parts"):
                yield CitingArea(self._before, self._cited)
                with VerticalScroll(id="form-beside", classes="" if self._beside else "-empty"):
                    yield Static(lines(self._beside), id="form-beside-text")
            yield Foot(
                Button("Write (ctrl+s)", variant="primary", id="dialog-do"),
                Button("Cancel", id="dialog-cancel"),
            )

    def written(self) -> dict[str, FieldValue]:
        """The text."""
        return {"text": self.query_one(TextArea).text}

    def opened(self) -> dict[str, FieldValue]:
        """The text as it was recorded."""
        return {"text": self._before}

    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Show another text."""
        self.query_one(TextArea).load_text(str(values.get("text", self._before)))

    @on(Button.Pressed, "#dialog-do")
    def action_write(self) -> None:
        """Submit the text; a concurrent change is shown beside it first."""
        try:
            self._take(self.query_one(TextArea).text, self.fingerprint)
        except (SmitsError, OSError) as error:
            self.query_one(Foot).say(refusal(error))
            if isinstance(error, ChangedMeanwhile):
                self._show_theirs(error)
            return
        self.finish(True)

    @on(CitingArea.Offered)
    def _on_offered(self, event: CitingArea.Offered) -> None:
        """Narrow the list beside the text to what matches; the text of somebody else stays."""
        if not self.query_one("#dialog").has_class("-compare"):
            citations = _citations(event.options if event.typed is not None else self._cited, event.typed)
            self.query_one("#form-beside-text", Static).update(lines(citations))

    def _show_theirs(self, error: ChangedMeanwhile) -> None:
        """Show a concurrent change; the person has now seen it, so that saving again overwrites it."""
        diff = difference_between(self._before, error.theirs)
        shown = difference_detail(f"Changed by {error.by or 'somebody'}", diff)
        whole = lines(text("As it is now", "bold"), Content(""), text(error.theirs))
        self.query_one("#form-beside-text", Static).update(lines(shown, Content(""), whole))
        self.query_one("#dialog").add_class("-compare")
        self.query_one("#form-beside").remove_class("-empty")
        self._before, self.fingerprint = error.theirs, error.fingerprint
        self.keep_draft()


def _citations(cited: Sequence[Option_], typed: str | None) -> str:
    """What can be cited; while a citation is typed, which one tab puts in."""
    if not cited:
        return "" if typed is None else "No input matches."
    listed = [f"[{name}] {shown.partition(' ')[2]}" for name, shown in cited]
    head = "What can be cited; [ completes:" if typed is None else f"tab puts [{cited[0][0]}] in:"
    return "\n".join([head, "", *listed])
