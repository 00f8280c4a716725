"""Records as lines of a list, and sentences about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smits_tui.process.entries.records import RecordData
    from smits_tui.process.state import Recorded


def summary_of(new: RecordData) -> str:
    """What was recorded; of an assumption also whether the program watches it."""
    if new.kind != "assumption":
        return f"{new.id}: {new.text}"
    from smits_tui.actions.rules.assumptions import PHRASES, watched

    how = watched(new.text)
    if how:
        return f"{new.id} is watched: it holds as long as {how}."
    return f"{new.id} is recorded, but only people can check it. smits can check e.g. '{PHRASES[0]}'."


def readings_so_far(readings: int) -> str:
    """How many readings an input has given a measure so far."""
    return f"{readings} so far" if readings else "no input states it yet"


def watched_facts(state: Any, record: Recorded[Any]) -> dict[str, Any]:
    """What the program knows of an assumption: how it is watched, whether it holds, what broke it."""
    if record.data.kind != "assumption":
        return {}
    from smits_tui.actions.rules.assumptions import broken_by, watched

    judged = state.assumption(record.text)
    how = watched(record.text)
    holds = judged.holds if judged else "not known yet" if how else "for people"
    actual = judged.actual if judged else ""
    return {"watched": how, "holds": holds, "actual": actual, "trigger": broken_by(state, record.text)}


def status_of(state: Any, record: Recorded[Any]) -> str:
    """The status of a record as a word; an assumption's is whether it holds."""
    if record.data.retired:
        return "retired"
    more = watched_facts(state, record)
    if more:
        if more["trigger"]:
            return f"broken ({more['trigger']})"
        return str(more["holds"])
    return str(getattr(record.data, "status", "") or "")


def details_line(record: Recorded[Any]) -> str:
    """The fields of a record and its last reading, separated by commas."""
    from smits_tui.actions.strategy.records import details_of

    shown = [f"{name} {value}" for name, value in details_of(record.data).items() if name != "status"]
    if record.readings:
        shown.append(f"last {record.readings[-1].value:g} in {record.readings[-1].period}")
    return ", ".join(shown)
