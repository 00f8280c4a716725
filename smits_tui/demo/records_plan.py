"""What people of the sample story write down in their first strategy plan, beside texts."""

from __future__ import annotations

from smits_tui.demo.hand import Hand
from smits_tui.demo.people import INES, MARA, PAVEL, TOM
from smits_tui.process.entries.records import AssumptionSet, Measure, Objective, Risk


def objectives(hand: Hand) -> None:
    """Three objectives with their measures."""
    due = hand.day(300).replace(month=12, day=31)
    for text, owner in (
        ("What supply and billing hang on stays up", PAVEL),
        ("Customers settle online what they call for today", MARA),
        ("Incidents and leavers are dealt with within a day", PAVEL),
    ):
        hand.put(Objective, text, owner=owner.name, due=due)
    for text, objective, start, target, unit, better, owner in (
        ("Availability of the critical services", "O1", 99.62, 99.9, "%", "up", PAVEL),
        ("Time to restore a critical service", "O1", 5.4, 2.0, "hours", "down", PAVEL),
        ("Customers who recommend us (NPS)", "O2", 12.0, 30.0, "points", "up", MARA),
        ("Moves and readings that come in online", "O2", 34.0, 60.0, "%", "up", MARA),
        ("Access taken back within a day of leaving", "O3", 61.0, 98.0, "%", "up", TOM),
        ("Time from an incident to its report", "O3", 70.0, 24.0, "hours", "down", PAVEL),
    ):
        values = {"objective": objective, "baseline": start, "target": target, "unit": unit}
        hand.put(Measure, text, better=better, owner=owner.name, **values)


def thrift(hand: Hand) -> None:
    """The objective that finance asked for, with its measure."""
    due = hand.day(300).replace(month=12, day=31)
    hand.put(Objective, "More of each euro goes into change", owner=INES.name, due=due)
    hand.put(
        Measure,
        "Share of spending that keeps things running",
        objective="O4",
        baseline=77.0,
        target=72.0,
        unit="%",
        better="down",
        owner=INES.name,
    )


def assumptions_and_risks(hand: Hand) -> None:
    """What the plan takes for granted, and what may go wrong."""
    hand.put(AssumptionSet, "The {fiscal} IT budget is at least 6,200,000 EUR", owner=INES.name)
    hand.put(AssumptionSet, "KestrelDB 11 is supported until {supported}", owner=PAVEL.name)
    hand.put(AssumptionSet, "Two developers for the portal are found within half a year", owner=MARA.name)
    for text, likelihood, impact, response, owner in (
        (
            "The move of the database fails in a month of bills",
            *(
                "medium",
                "high",
                "Two rehearsals with a whole month of bills; the old one runs beside it",
                PAVEL,
            ),
        ),
        (
            "Smart meters send more than meter data management takes in",
            *("medium", "medium", "Load test with four times the readings before each roll-out", PAVEL),
        ),
        (
            "An incident is found too late to be reported within 24 hours",
            *("low", "high", "Logs of all critical services in one place, watched day and night", TOM),
        ),
        (
            "The people who know the old billing retire",
            *("high", "medium", "Each of them works with a second one from now on", INES),
        ),
    ):
        values = {"likelihood": likelihood, "impact": impact, "response": response}
        hand.put(Risk, text, owner=owner.name, **values)
