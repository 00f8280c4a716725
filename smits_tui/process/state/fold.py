"""Folds entries into state. No other code changes the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from smits_tui.process.entries.envelope import Entry
from smits_tui.process.entries.upgrades import upgraded
from smits_tui.process.state.folds.comments import COMMENT_FOLDS
from smits_tui.process.state.folds.cycle import PROCESS_FOLDS, change, stamp
from smits_tui.process.state.folds.inputs import INPUT_FOLDS
from smits_tui.process.state.folds.questions import QUESTION_FOLDS
from smits_tui.process.state.folds.triggers import TRIGGER_FOLDS
from smits_tui.process.state.store import Tables

FOLD_VERSION = 18
"""Increased whenever folding gives another state, so that older checkpoints are folded again."""


CHANGES_FACTS = frozenset(
    (
        *("settings.changed", "input.received", "input.read", "facts.corrected", "assumption.set"),
        *("question.answered", "answer.withdrawn", "input.withdrawn", "input.restored"),
        *("cycle.opened", "cycle.closed", "deliverable.approved"),
        *("objective.set", "initiative.set", "action.set", "measure.set", "measure.recorded"),
        *("deliverable.submitted", "deliverable.agreed", "deliverable.objected", "objection.answered"),
        *("agreement.withdrawn",),
        *("trigger.dismissed", "trigger.deferred", "trigger.reopened"),
    )
)
"""Entries that may change the result of the rules, because facts are derived from them."""


def fold(tables: Tables, entries: Iterable[Entry]) -> None:
    """Apply entries, in order, to the state in `tables`, each with its facts in the vocabulary of today.

    Entries of unknown types are ignored: a newer version may have written them.
    """
    for entry in map(upgraded, entries):
        apply = _FOLDS.get(entry.type)
        if apply is not None:
            apply(tables, entry)
        if entry.type in CHANGES_FACTS:
            change(tables, "meta", "rules", changed=entry.seq)


def _settings_changed(tables: Tables, entry: Entry) -> None:
    stored = tables.get("meta", "workspace") or {}
    values = {
        "began": stored.get("began", stamp(entry)),
        "organisation": entry.data["organisation"],
        "settings": entry.data.get("settings", {}),
        "at": stamp(entry),
        "by": entry.by,
    }
    tables.put("meta", "workspace", values)


def _rules_changed(tables: Tables, entry: Entry) -> None:
    limits = entry.data.get("limits", {})
    change(tables, "meta", "rules", pack=entry.data["pack"], at=stamp(entry), by=entry.by, limits=limits)


_FOLDS: dict[str, Callable[[Tables, Entry], None]] = {
    "settings.changed": _settings_changed,
    "rules.changed": _rules_changed,
    **INPUT_FOLDS,
    **TRIGGER_FOLDS,
    **QUESTION_FOLDS,
    **PROCESS_FOLDS,
    **COMMENT_FOLDS,
}
