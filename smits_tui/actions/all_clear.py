"""Whether "the strategy holds" can be said at all: what the program can't see yet, and why that matters."""

from __future__ import annotations

from smits_tui.process.gates import ANYBODY, Location, Missing
from smits_tui.process.state import State


def blind_spot(state: State) -> Missing | None:
    """The most important thing that is not known, without which silence means nothing.

    Args:
        state: what is recorded.

    Returns:
        What to drop and what for; None where strategy, portfolio and budget are known.
    """
    known = {item.kind for item in state.inputs() if item.counts and item.facts}
    agreed = state.versions_of("strategy-plan") or "strategy-plans" in known
    if "service-portfolio" not in known:
        return Missing(_without_portfolio(state), ANYBODY, "", Location("inputs"))
    if "budgets" not in known:
        what = (
            "No budget is known, so a cut would not be noticed: drop the current budget into inputs/budgets."
        )
        return Missing(what, ANYBODY, "", Location("inputs"))
    if not agreed:
        what = (
            "There is no strategy yet that could hold: drop the current plan into inputs/strategy-plans, "
            "or open a cycle and write one."
        )
        return Missing(what, ANYBODY, "cycle open --reason ...")
    return None


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
