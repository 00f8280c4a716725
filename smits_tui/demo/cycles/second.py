"""The sample story's second cycle, opened by the budget cut; it is in Plan when the story ends."""

from __future__ import annotations

import datetime as dt

from smits_tui.demo.actor import Hand
from smits_tui.demo.cycles import readings
from smits_tui.demo.cycles.agreement import agree, approves, objects
from smits_tui.demo.cycles.first_do import progress
from smits_tui.demo.cycles.triage import accepts, defers, dismisses
from smits_tui.demo.cycles.written import texts
from smits_tui.demo.files.catalogue import ago
from smits_tui.demo.model import Act, Episode
from smits_tui.demo.people import INES, MARA, PAVEL, TOM
from smits_tui.process.entries.records import CorrectiveAction, Scenario, SwotPoint

_ASSESSMENT, _MISSION = "strategy-assessment", "mission-and-vision"
_COST, _WHOLE_COST = 980_000.0, 1_060_000.0
"""Of the fourth scenario, with licences for one year and for two."""
_SILENT = "The business sets no goals before it knows what the new budget carries."
_COUNTED = "Budget and products are in cycle 2 already; the talks are a trigger of their own."
_OWN_ACTION = {MARA.name: "C2", TOM.name: "C3"}


def start_over(today: dt.date) -> list[Episode]:
    """What people do after the cut, up to the end of the story.

    Args:
        today: the last day of the story.
    """
    date_moved = accepts(PAVEL, "product-end-of-life", "The move comes first now.")
    asked = (
        agree((MARA, PAVEL), "agree to the sections of the assessment report that changed", _ASSESSMENT),
        objects(INES, _ASSESSMENT, "scenarios", texts()["cost_objection"]),
    )
    mission = approves(TOM, "approves them; everybody had agreed to these words before", _MISSION)
    counted = dismisses(TOM, "situation-merger-under-pressure", _COUNTED)
    reason = (
        (58, "What the cut brings with it is triaged", _with_the_cut()),
        (56, "The inputs are looked at", (Act(INES, _look_at_inputs),)),
        (44, "The letter's new date is weighed", (date_moved, Act((MARA, TOM), _finish_action))),
        (38, "A fourth way", (Act(MARA, _add_scenario),)),
        (19, "The quarter is read", (Act(TOM, _read), progress(3))),
        (12, "The assessment is written anew", (Act(TOM, _rewrite),)),
        (11, "The stakeholders are asked", asked),
        (
            *(7, "Mission and vision are read again, after the news"),
            (Act(MARA, _confirm_mission), mission, counted),
        ),
        (3, "Finance is listened to", (Act(TOM, _begin_answer),)),
    )
    return [Episode(ago(today, days), title, then=then) for days, title, then in reason]


def _with_the_cut() -> tuple[Act, ...]:
    together = "It is the same cut; the plan is made anew with it."
    return (
        accepts(INES, "assumption-broken", "The plan took more money for granted than there is."),
        accepts(TOM, "situation-money-and-products", together),
        accepts(TOM, "situation-money-and-regulation", together),
        accepts(TOM, "regulation-due", "It applies in full while the new plan is in force."),
        defers(TOM, "input-silence", 30, _SILENT),
        accepts(PAVEL, "product-end-of-life", "With less money the move must be planned anew."),
        dismisses(PAVEL, "initiative-late", "The second line is laid; the test of the failover is left."),
    )


def _look_at_inputs(hand: Hand) -> str:
    count = hand.assess("The cut falls on change alone; the mailed copy is damaged and says nothing new.")
    hand.advance()
    return f"looks at {count} inputs; the assessment report is to be written anew"


def _finish_action(hand: Hand) -> str:
    hand.change(CorrectiveAction, _OWN_ACTION[hand.by], done=True)
    return "finish their corrective actions: developers help with the database, audited accounts are closed"


def _add_scenario(hand: Hand) -> str:
    hand.put(
        Scenario,
        "Move the database first and stretch the rest over two years",
        benefits="Meets the vendor's new date and the regulation with half of the money for change",
        drawbacks="The portal grows half as fast; one more year with two registers of contracts",
        cost=_COST,
        chosen=True,
        why="What others set a date for cannot wait; what customers missed most is there already.",
    )
    return "adds a fourth scenario and chooses it: the database first, the rest over two years"


def _read(hand: Hand) -> str:
    return f"reads all seven measures for {readings.read(hand, readings.ALL, 4)}"


def _rewrite(hand: Hand) -> str:
    hand.give_up(SwotPoint, "W5", "Customer billing met its availability in the last four quarters.")
    hand.put(
        SwotPoint, "Services are restored in under two hours", quadrant="strength", evidence=("report_5",)
    )
    hand.put(SwotPoint, "Half of the money for change is gone", quadrant="weakness", evidence=("budget_cut",))
    hand.put(SwotPoint, "The vendor moves its date at will", quadrant="threat", evidence=("letter",))
    hand.write(
        _ASSESSMENT,
        internal_factors=texts()["tight_internal"],
        external_factors=texts()["tight_external"],
        conclusions=texts()["tight_conclusions"],
        summary=texts()["tight_summary"],
    )
    holds = "Looked at with the new portfolio and survey; it holds."
    hand.confirm(_ASSESSMENT, "market-spaces", "industry-factors", reason=holds)
    version = hand.submit(_ASSESSMENT)
    return f"writes four sections anew, confirms two, and submits version {version} of the assessment report"


def _confirm_mission(hand: Hand) -> str:
    holds = "Read again after the talks with Eastbrook were announced; it holds for one company and for two."
    hand.confirm(_MISSION, "mission", "vision", reason=holds)
    version = hand.submit(_MISSION)
    return f"confirms mission and vision and submits them, version {version}"


def _begin_answer(hand: Hand) -> str:
    hand.change(Scenario, "S4", cost=_WHOLE_COST)
    return f"corrects the cost of S4 to {_WHOLE_COST:,.0f} EUR; the draft is not handed in yet"
