"""Whether the absence of triggers means anything: what is still unknown, and why it matters."""

from __future__ import annotations

from smits_tui.process.state import Input, State
from smits_tui.process.tasks import Location, Task, TaskKind


def blind_spot(state: State) -> Task | None:
    """The most important gap that makes the absence of triggers meaningless.

    Args:
        state: the recorded state.

    Returns:
        What to drop and why; None if strategy, portfolio and budget are on record.
    """
    kinds = {item.kind for item in state.inputs() if item.counts and item.facts}
    agreed = state.versions_of("strategy-plan") or "strategy-plans" in kinds
    if "service-portfolio" not in kinds:
        return Task(TaskKind.DROP_INPUT, _without_portfolio(state), where=Location("inputs"))
    if "budgets" not in kinds:
        what = "There is no budget yet, so a cut would go unnoticed: drop it into inputs/budgets."
        return Task(TaskKind.DROP_INPUT, what, where=Location("inputs"))
    if not agreed:
        what = (
            "There is no strategy yet: drop the current plan into inputs/strategy-plans, "
            "or open a cycle and write one."
        )
        return Task(TaskKind.OPEN_CYCLE, what)
    return None


def unjudged(state: State) -> list[Input]:
    """The files that no rule could judge: not understood, or rejected and not yet reviewed by a person."""
    return [item for item in state.inputs() if item.is_in_doubt or _is_rejected(item)]


def silence(state: State) -> str:
    """What the absence of open triggers means, as a sentence.

    Args:
        state: the recorded state.
    """
    if count := len(unjudged(state)):
        files = "1 file" if count == 1 else f"{count} files"
        return f"{files} could not be judged, because they were not read or not understood."
    if blind_spot(state) is not None:
        return "Not enough is known yet to say that the strategy holds."
    return "Nothing calls the strategy into question."


def _is_rejected(item: Input) -> bool:
    is_settled = item.superseded or item.withdrawn is not None or item.assessed_at is not None
    return item.status == "rejected" and not is_settled


def _without_portfolio(state: State) -> str:
    """Count the notices that can't be matched with services, to show what the portfolio is for."""
    notices = sum(
        1
        for item in state.inputs()
        if item.counts and any(fact.get("fact") == "vendor-notice" for fact in item.facts)
    )
    drop = "drop the service portfolio into inputs/service-portfolio."
    if not notices:
        return f"It is not known yet which services run on which products: {drop}"
    letters = "1 vendor notice" if notices == 1 else f"{notices} vendor notices"
    return f"{letters} can't be matched with services, because there is no service portfolio yet: {drop}"
