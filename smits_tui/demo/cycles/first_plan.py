"""Plan in the sample story's first cycle: from its opening to the agreement of all stakeholders."""

from __future__ import annotations

import datetime as dt

from smits_tui.demo.actor import Hand
from smits_tui.demo.cycles import readings
from smits_tui.demo.cycles.agreement import agree, approves, objects
from smits_tui.demo.cycles.written import put, texts
from smits_tui.demo.files.catalogue import ago
from smits_tui.demo.model import Act, Episode
from smits_tui.demo.people import INES, MARA, PAVEL, TOM

_ASSESSMENT, _MISSION, _PLAN = "strategy-assessment", "mission-and-vision", "strategy-plan"


def plan(today: dt.date) -> list[Episode]:
    """What people do in Plan.

    Args:
        today: the last day of the story.
    """
    all_three = "agree to the three documents"
    again = "agree to the objectives as they are now, having agreed to the rest before"
    begun = "approves mission and vision; Plan is done, Do begins"
    asked = (
        agree((MARA, PAVEL), all_three, _ASSESSMENT, _MISSION, _PLAN),
        objects(INES, _PLAN, "objectives", texts()["objection"]),
    )
    agreed = (
        agree((INES, TOM), all_three, _ASSESSMENT, _MISSION, _PLAN),
        agree((MARA, PAVEL), again, _PLAN),
        approves(MARA, "approves the assessment report and the strategy plan", _ASSESSMENT, _PLAN),
        approves(TOM, begun, _MISSION, advances=True),
    )
    return [
        Episode(ago(today, 345), "The strategy manager opens the first cycle", then=(Act(TOM, _open),)),
        Episode(ago(today, 343), "The inputs are looked at", then=(Act(TOM, _look_at_inputs),)),
        Episode(
            ago(today, 330),
            "A workshop on strengths, weaknesses, opportunities and threats",
            then=(Act(PAVEL, _write_internal), Act(TOM, _write_market)),
        ),
        Episode(
            ago(today, 297),
            "The assessment is finished",
            then=(Act(MARA, _choose_scenario), Act(TOM, _submit_assessment)),
        ),
        Episode(ago(today, 292), "What IT is there for", then=(Act(MARA, _submit_mission),)),
        Episode(
            ago(today, 286), "The strategy plan", then=(Act(PAVEL, _set_objectives), Act(TOM, _submit_plan))
        ),
        Episode(ago(today, 283), "The stakeholders are asked", then=asked),
        Episode(ago(today, 281), "The objection is answered", then=(Act(TOM, _answer),)),
        Episode(ago(today, 279), "Everybody agrees", then=agreed),
    ]


def _open(hand: Hand) -> str:
    number = hand.open_cycle(texts()["reason"])
    return f"opens cycle {number}: {texts()['reason']}"


def _look_at_inputs(hand: Hand) -> str:
    count = hand.assess("Portfolio, budget, goals, service levels and survey fit together.")
    hand.advance()
    return f"looks at {count} inputs; the assessment report is next"


def _write_internal(hand: Hand) -> str:
    put(hand, "strengths-and-weaknesses")
    hand.write(_ASSESSMENT, internal_factors=texts()["internal"])
    return "writes two strengths and three weaknesses down, each with the input that shows it"


def _write_market(hand: Hand) -> str:
    put(hand, "market")
    return "describes three market spaces and what decides on success in them"


def _choose_scenario(hand: Hand) -> str:
    put(hand, "scenarios")
    return "compares three scenarios and chooses 'Renew the core first'"


def _submit_assessment(hand: Hand) -> str:
    put(hand, "opportunities-and-threats")
    hand.write(
        _ASSESSMENT,
        external_factors=texts()["external"],
        conclusions=texts()["conclusions"],
        summary=texts()["summary"],
    )
    version = hand.submit(_ASSESSMENT)
    hand.advance()
    return (
        f"weighs the regulation, customers and vendors, and submits the assessment report, version {version}"
    )


def _submit_mission(hand: Hand) -> str:
    hand.write(_MISSION, mission=texts()["mission"], vision=texts()["vision"])
    version = hand.submit(_MISSION)
    hand.advance()
    return f"writes mission and vision and submits them, version {version}"


def _set_objectives(hand: Hand) -> str:
    put(hand, "objectives")
    quarters = readings.read(hand, readings.FIRST, 0, 1)
    return f"sets three objectives with six measures, and reads them for {quarters}"


def _submit_plan(hand: Hand) -> str:
    put(hand, "assumptions-and-risks")
    hand.write(
        _PLAN, perspective=texts()["perspective"], position=texts()["position"], patterns=texts()["patterns"]
    )
    version = hand.submit(_PLAN)
    hand.advance()
    return f"writes assumptions, risks and patterns down, and submits the strategy plan, version {version}"


def _answer(hand: Hand) -> str:
    put(hand, "thrift")
    readings.read(hand, readings.THRIFT, 0, 1)
    hand.answer("J1", texts()["answer"])
    version = hand.submit(_PLAN)
    return f"answers J1 with objective O4 and measure M7, and submits version {version} of the plan"
