"""Whether the absence of triggers means anything: what is still unknown, and why it matters."""

from __future__ import annotations

from smits_rules.vocabulary.shown_number import counted
from smits_tui.process.state import Input, State
from smits_tui.process.tasks import Location, Task, TaskKind


def blind_spot(state: State) -> Task | None:
    """The most important gap that makes the absence of triggers meaningless.

    Args:
        state: the recorded state.

    Returns:
        What to drop and why; None if strategy, portfolio and budget are on record.
    """
    gap = _gap(state)
    if gap == "service-portfolio":
        return Task(TaskKind.DROP_INPUT, _without_portfolio(state), where=Location("inputs"))
    if gap == "budgets":
        what = "There is no budget yet, so a cut would go unnoticed: drop one into inputs/budgets."
        return Task(TaskKind.DROP_INPUT, what, where=Location("inputs"))
    if gap:
        what = (
            "There is no strategy yet: drop the current plan into inputs/strategy-plans, "
            "or open a cycle and write one."
        )
        return Task(TaskKind.OPEN_CYCLE, what)
    return None


def _gap(state: State) -> str | None:
    """The input kind that is missing; None if strategy, portfolio and budget are on record."""
    for kind in ("service-portfolio", "budgets"):
        if not state.has_facts(kind):
            return kind
    is_planned = state.versions_of("strategy-plan") or state.has_facts("strategy-plans")
    return None if is_planned else "strategy-plans"


def unjudged(state: State) -> list[Input]:
    """The files that no rule could judge: not understood, or rejected and not yet reviewed by a person."""
    rejected = (item for item in state.inputs_with("rejected") if _is_rejected(item))
    return sorted((*state.inputs_in_doubt(), *rejected), key=lambda item: item.seq)


def silence(state: State) -> str:
    """What the absence of open triggers means, as a sentence.

    Args:
        state: the recorded state.
    """
    if count := len(unjudged(state)):
        return f"{counted(count, 'file')} could not be judged, because they were not read or not understood."
    if _gap(state) is not None:
        return "Not enough is known yet to say that the strategy holds."
    return "Nothing calls the strategy into question."


def _is_rejected(item: Input) -> bool:
    is_settled = item.superseded or item.withdrawn is not None or item.assessed_at is not None
    return item.status == "rejected" and not is_settled


def _without_portfolio(state: State) -> str:
    """Count the notices that can't be matched with services, to show what the portfolio is for."""
    notices = state.count_stating("vendor-notice")
    drop = "drop the service portfolio into inputs/service-portfolio."
    if not notices:
        return f"It is not known yet which services run on which products: {drop}"
    letters = counted(notices, "vendor notice")
    return f"{letters} can't be matched with services, because there is no service portfolio yet: {drop}"
