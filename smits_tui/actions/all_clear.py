"""Whether "the strategy holds" can be said at all: what the program can't see yet, and why that matters."""

from __future__ import annotations

from smits_tui.process.state import Input, State
from smits_tui.process.tasks import Location, Task, TaskKind


def blind_spot(state: State) -> Task | None:
    """The most important thing that is not known, without which silence means nothing.

    Args:
        state: what is recorded.

    Returns:
        What to drop and what for; None where strategy, portfolio and budget are known.
    """
    known = {item.kind for item in state.inputs() if item.counts and item.facts}
    agreed = state.versions_of("strategy-plan") or "strategy-plans" in known
    if "service-portfolio" not in known:
        return Task(TaskKind.DROP_INPUT, _without_portfolio(state), where=Location("inputs"))
    if "budgets" not in known:
        what = (
            "No budget is known, so a cut would not be noticed: drop the current budget into inputs/budgets."
        )
        return Task(TaskKind.DROP_INPUT, what, where=Location("inputs"))
    if not agreed:
        what = (
            "There is no strategy yet that could hold: drop the current plan into inputs/strategy-plans, "
            "or open a cycle and write one."
        )
        return Task(TaskKind.OPEN_CYCLE, what)
    return None


def unjudged(state: State) -> list[Input]:
    """The files that no rule could look at: rejected and not yet looked at by a person, or not understood."""
    return [item for item in state.inputs() if item.is_in_doubt or _is_rejected(item)]


def silence(state: State) -> str:
    """What it means that no trigger is open, as a sentence.

    Args:
        state: what is recorded.
    """
    if count := len(unjudged(state)):
        files = "1 file" if count == 1 else f"{count} files"
        return f"{files} could not be judged: not read, or not understood."
    if blind_spot(state) is not None:
        return "Not enough is known yet to say that the strategy holds."
    return "Nothing puts the strategy in question."


def _is_rejected(item: Input) -> bool:
    is_settled = item.superseded or item.withdrawn is not None or item.assessed_at is not None
    return item.status == "rejected" and not is_settled


def _without_portfolio(state: State) -> str:
    """Count what can't be matched with services, so that it is seen what the portfolio is for."""
    notices = sum(
        1
        for item in state.inputs()
        if item.counts and any(fact.get("fact") == "vendor-notice" for fact in item.facts)
    )
    drop = "drop the service portfolio into inputs/service-portfolio."
    if not notices:
        return f"It is not known which services run on which products: {drop}"
    letters = "1 vendor notice" if notices == 1 else f"{notices} vendor notices"
    return f"{letters} can't be matched with services, because there is no service portfolio yet: {drop}"
