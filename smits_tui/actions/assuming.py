"""What the strategy takes for granted: written down, changed, given up."""

from __future__ import annotations

from typing import Any

from smits_rules.assumptions import claim_of
from smits_tui.actions.opening import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries import AssumptionSet
from smits_tui.process.state import Assumption, State

PHRASES = (
    "EUR/USD stays above 1.05",
    "Inflation stays at most 3 %",
    "The FY27 budget is at least 900000",
    "Oracle 19c is supported until 2029",
)
"""Sentences that can be held against facts."""


def set_assumption(
    record: Record, text: str, *, by: str, owner: str = "", identifier: str | None = None
) -> str:
    """Write an assumption down, or change the words of one.

    Returns:
        Its id.

    Raises:
        ActionRefused: there is no text, no such assumption, or one that says the same.
    """
    words = " ".join(text.split())
    made = ""

    def action(state: State) -> list[AssumptionSet]:
        nonlocal made
        if not words:
            raise ActionRefused(f"An assumption is a sentence, e.g. '{PHRASES[0]}'.")
        if identifier is not None:
            known = find_assumption(state, identifier)
            made = known.id
            return [AssumptionSet(id=made, text=words, owner=owner or known.owner)]
        same = [a for a in state.assumptions() if a.text.casefold() == words.casefold() and not a.retired]
        if same:
            raise ActionRefused(f"{same[0].id} says that already.")
        made = f"A{state.next_id('assumptions')}"
        return [AssumptionSet(id=made, text=words, owner=owner)]

    record.commit(by, action)
    return made


def retire_assumption(record: Record, identifier: str, *, by: str, reason: str) -> None:
    """Give an assumption up.

    Raises:
        ActionRefused: there is no such assumption, it was given up before, or there is no reason.
    """
    if not reason.strip():
        raise ActionRefused("An assumption is given up with a reason; say why it does not count any more.")

    def action(state: State) -> list[AssumptionSet]:
        known = find_assumption(state, identifier)
        if known.retired:
            raise ActionRefused(f"{known.id} was given up already.")
        return [
            AssumptionSet(
                id=known.id, text=known.text, owner=known.owner, retired=True, reason=reason.strip()
            )
        ]

    record.commit(by, action)


def find_assumption(state: State, identifier: str) -> Assumption:
    """The assumption of an id, whatever its case.

    Raises:
        ActionRefused: there is none.
    """
    wanted = identifier.strip().upper()
    found = next((known for known in state.assumptions() if known.id == wanted), None)
    if found is None:
        raise ActionRefused(f"There is no assumption '{identifier}'; `smits assumption list` lists them.")
    return found


def watched(text: str) -> str | None:
    """How an assumption is held against facts, in words; None where only people can look at it."""
    claim = claim_of(text)
    return str(claim) if claim else None


def assumption_json(state: State, known: Assumption) -> dict[str, Any]:
    """An assumption as `smits assumption list --json` prints it."""
    broken = broken_by(state, known)
    return {
        "id": known.id,
        "text": known.text,
        "owner": known.owner,
        "retired": known.retired,
        "watched": watched(known.text),
        "trigger": broken,
        "set_at": known.set_at.isoformat(),
        "set_by": known.set_by,
    }


def broken_by(state: State, known: Assumption) -> str | None:
    """The id of the trigger that says that it does not hold, if there is one that still stands."""
    return next(
        (t.id for t in state.triggers() if t.trigger == "assumption" and t.subject == known.text and t.holds),
        None,
    )
