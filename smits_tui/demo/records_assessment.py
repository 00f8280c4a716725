"""What people of the sample story write down in their first assessment, beside texts."""

from __future__ import annotations

from smits_tui.demo.hand import Hand
from smits_tui.process.entries.records import IndustryFactor, MarketSpace, Scenario, SwotPoint

_POINTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("strength", "Every service has an owner, a price and a known product", ("portfolio",)),
    ("strength", "The service desk answers four of five calls within a minute", ("report_1",)),
    ("weakness", "One database carries billing and meter data", ("portfolio",)),
    ("weakness", "77 % of the money keep things running", ("budget_now",)),
    ("weakness", "Customer billing misses its availability", ("report_1",)),
    ("opportunity", "Smart meters bring data that neighbouring towns lack", ("goals_1",)),
    ("opportunity", "Households would rather click than call", ("survey_1",)),
    ("threat", "Fines and liability for incidents that are reported late", ("regulation",)),
    ("threat", "Four vendors decide on the pace of nine services", ("portfolio",)),
)


def swot(hand: Hand, *quadrants: str) -> None:
    """The points of some quadrants."""
    for quadrant, text, evidence in _POINTS:
        if quadrant in quadrants:
            hand.put(SwotPoint, text, quadrant=quadrant, evidence=evidence)


def market(hand: Hand) -> None:
    """Market spaces, and what decides on success in them."""
    hand.put(
        MarketSpace,
        "Households that want to move, pay and read without calling",
        customers="96,000 households, 61,000 of them with an account",
        services="Customer portal, Customer billing",
        evidence=("survey_1", "portfolio"),
    )
    hand.put(
        MarketSpace,
        "The control room and the crews in the field",
        customers="180 people in supply and network",
        services="Outage management, Work order planning, Geographic information",
        evidence=("report_1",),
    )
    hand.put(
        MarketSpace,
        "Neighbouring towns that read meters by hand",
        customers="three towns, 40,000 meters",
        services="Meter data management",
        evidence=("goals_1",),
    )
    hand.put(
        IndustryFactor,
        "Supply that goes on when IT does not",
        standing="behind: the control room has one data line",
        evidence=("report_1",),
    )
    hand.put(
        IndustryFactor,
        "Meter data that are right the first time",
        standing="ahead: 9,000 smart meters a quarter send theirs by themselves",
        evidence=("goals_1",),
    )


def scenarios(hand: Hand) -> None:
    """Three ways that could be taken, and the one that is."""
    hand.put(
        Scenario,
        "Renew the core first",
        benefits="Supply and billing get a second leg; what the regulation asks for comes with it",
        drawbacks="Customers see little of it in the first half year",
        cost=1_345_000.0,
        chosen=True,
        why="An hour without billing data costs more than a quarter without a new portal, and it is the only "
        "way that the budget carries.",
    )
    hand.put(
        Scenario,
        "Move everything to one cloud provider",
        benefits="No machines of our own; capacity for all meters",
        drawbacks="Supply would hang on one line out of the house; people have to learn it all at once",
        cost=2_900_000.0,
    )
    hand.put(
        Scenario,
        "Run what is there and do what the law asks",
        benefits="Cheap this year",
        drawbacks="KestrelDB 11 runs out of support under two critical services",
        cost=410_000.0,
    )
