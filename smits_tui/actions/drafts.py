"""Drafts: unsaved text of a form that was closed, or of a program that ended.

They are in `.smits/drafts/`, readable by their owner only, one file per person and form.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from smits_tui.whole_file import PRIVATE, replace_file
from smits_tui.workspace import Workspace

FieldValue = str | bool | tuple[str, ...]
"""The value of a form field."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The values of a form when it was last changed."""

    values: Mapping[str, FieldValue]
    opened: Mapping[str, FieldValue] = field(default_factory=dict)
    """Its values when it was opened; only differences to these were written by the person."""
    fingerprint: str = ""
    """The fingerprint of the recorded text with which it was opened, if it is a single text."""
    kept_at: dt.datetime | None = None

    @property
    def changed(self) -> dict[str, FieldValue]:
        """The fields that the person changed."""
        return {name: value for name, value in self.values.items() if value != self.opened.get(name)}


class DraftFile:
    """The file of one person's draft of one form."""

    def __init__(self, workspace: Workspace, person: str, form: str) -> None:
        """Determine the file's name; the file need not exist.

        Args:
            workspace: the workspace that contains it.
            person: the author.
            form: the form's name, e.g. `section strategy-plan/position`.
        """
        self._owner = {"person": person, "form": form}
        # Names are hashed, because names of people and sections may be invalid as file names.
        digest = hashlib.sha256(f"{person}\x1f{form}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
        self.path = workspace.drafts / f"{digest}.json"

    def load(self) -> Draft | None:
        """The draft; None if there is none or it can't be read."""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if {name: kept[name] for name in self._owner} != self._owner:
                return None
            at = dt.datetime.fromisoformat(kept["kept_at"])
            return Draft(_values(kept["values"]), _values(kept["opened"]), str(kept["fingerprint"]), at)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, draft: Draft, now: dt.datetime) -> None:
        """Write the draft atomically.

        Raises:
            OSError: it can't be written.
        """
        content = {
            **self._owner,
            "kept_at": now.isoformat(),
            "values": dict(draft.values),
            "opened": dict(draft.opened),
            "fingerprint": draft.fingerprint,
        }
        keep_private(self.path, json.dumps(content).encode())

    def discard(self) -> None:
        """Remove the draft, if any; one that can't be removed is offered again."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


def section_form(kind: str, section: str) -> str:
    """The name of the form for a section, e.g. `section strategy-plan/position`."""
    return f"section {kind}/{section}"


def keep_left(slot: DraftFile, before: str, fingerprint: str, left: bytes | None, now: dt.datetime) -> str:
    """Keep an editor's text that was not recorded: as a draft, or as a file if it is not UTF-8.

    Args:
        slot: the draft.
        before: the recorded text with which the editor was opened.
        fingerprint: of the recorded text that the person has seen.
        left: the content of the editor's file; None if there is nothing to keep.
        now: the current time.

    Returns:
        A sentence that names its location, beginning with a blank; empty if there is nothing to keep.

    Raises:
        OSError: it can't be written.
    """
    if left is None:
        return ""
    try:
        written = left.decode("utf-8")
    except UnicodeDecodeError:
        file = slot.path.with_suffix(".bytes")
        keep_private(file, left)
        return f" What you wrote is in {file}."
    slot.keep(Draft({"text": written}, {"text": before}, fingerprint), now)
    return " What you wrote is kept as a draft and will be offered the next time."


def keep_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, atomically; create its folder the same way.

    A workspace that was moved away is not created anew, because it could then not be moved back.

    Raises:
        OSError: it can't be written, or the folder above is missing.
    """
    path.parent.mkdir(mode=0o700, exist_ok=True)
    replace_file(path, content, mode=PRIVATE)


def _values(kept: Mapping[str, object]) -> dict[str, FieldValue]:
    return {name: _value(value) for name, value in kept.items()}


def _value(kept: object) -> FieldValue:
    if isinstance(kept, list):
        return tuple(map(str, kept))
    return kept if isinstance(kept, bool) else str(kept)
