"""What an input is read with besides its own content: remembered answers, and the sidecar beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smits_rules.vocabulary.kinds.sidecars import described_by
from smits_tui.actions.inputs.archive.copies import Obstacle, whole_copy
from smits_tui.actions.inputs.extraction.context import remembered_answers
from smits_tui.process.state import Input, State
from smits_tui.workspace import Workspace
from smits_watch.extraction.reader import Reader
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.question import RememberedAnswer


@dataclass(frozen=True, slots=True)
class Basis:
    """What an input was read with."""

    answers: tuple[RememberedAnswer, ...]
    sidecar: str | None
    """The id of its sidecar; None if there is none."""

    def holds(self, state: State, item: Input) -> bool:
        """Whether the input would be read with the same now."""
        return self == Basis(tuple(remembered_answers(state)), _id(state.sidecar_of(item)))


def basis_of(state: State, item: Input, context: ExtractionContext) -> Basis:
    """What an input is read with now, with the answers of its context."""
    return Basis(context.answers, _id(state.sidecar_of(item)))


def sidecar_copy(state: State, workspace: Workspace, reader: Reader, item: Input) -> Path | None:
    """The archive copy of an input's sidecar; None if it has none.

    Raises:
        Obstacle: there is no whole copy, or the input is itself a sidecar whose file was not received.
        ReaderUnavailable: the child process can't be started.
    """
    described = described_by(item.path)
    if described is not None and item.part_of is None:
        raise Obstacle(
            f"It states the facts of {Path(described).name}, which was not received; drop that too."
        )
    sidecar = state.sidecar_of(item)
    return None if sidecar is None else whole_copy(state, workspace, reader, sidecar).absolute()


def _id(sidecar: Input | None) -> str | None:
    return sidecar.id if sidecar is not None else None
