"""Do in the sample story's first cycle: the tactical plan, and the progress of initiatives and measures."""

from __future__ import annotations

import datetime as dt
from functools import partial

from smits_tui.demo.actor import Hand
from smits_tui.demo.cycles import readings
from smits_tui.demo.cycles.agreement import agree, approves
from smits_tui.demo.cycles.triage import dismisses
from smits_tui.demo.cycles.written import texts
from smits_tui.demo.files.catalogue import ago
from smits_tui.demo.model import Act, Episode
from smits_tui.demo.people import EVERYBODY, INES, MARA, PAVEL, TOM
from smits_tui.process.entries.records import Initiative

_TACTICAL = "tactical-plan"
_PROGRESS: dict[str, tuple[tuple[int, int], ...]] = {
    "P1": ((5, 12_000), (45, 140_000), (90, 281_000), (100, 296_000)),
    "P2": ((0, 0), (10, 31_000), (30, 118_000), (45, 176_000)),
    "P3": ((5, 9_000), (25, 84_000), (55, 203_000), (60, 221_000)),
    "P4": ((0, 0), (20, 22_000), (70, 96_000), (95, 131_000)),
    "P5": ((10, 4_000), (50, 35_000), (80, 61_000), (100, 72_000)),
}
"""Initiative -> its progress in percent and its cost, at each report."""
_LED = {PAVEL.name: ("P1", "P2"), MARA.name: ("P3",), TOM.name: ("P4",), INES.name: ("P5",)}
_WHOLE = 100


def carry_out(today: dt.date) -> list[Episode]:
    """What people do in Do.

    Args:
        today: the last day of the story.
    """
    agreed = (
        agree(EVERYBODY, "agree to the tactical plan", _TACTICAL),
        approves(MARA, "approves the tactical plan", _TACTICAL),
    )
    legal = dismisses(TOM, "regulation-adopted", "Legal has read it; O3 covers what it asks for.")
    return [
        Episode(
            ago(today, 270),
            "The tactical plan",
            then=(Act(PAVEL, _plan_initiatives), Act(PAVEL, _submit)),
        ),
        Episode(ago(today, 266), "It is agreed", then=agreed),
        Episode(ago(today, 255), "Work begins", then=(progress(0),)),
        Episode(ago(today, 238), "What the legal department says", then=(legal,)),
        Episode(
            ago(today, 198), "The quarter is read", then=(Act(TOM, partial(_read, number=2)), progress(1))
        ),
        Episode(
            ago(today, 108), "The quarter is read", then=(Act(TOM, partial(_read, number=3)), progress(2))
        ),
    ]


def progress(number: int) -> Act:
    """Everybody reports the progress of their initiatives.

    Args:
        number: the number of earlier reports.
    """
    return Act(EVERYBODY, partial(_tell, number=number))


def _tell(hand: Hand, *, number: int) -> str:
    for identifier in _LED[hand.by]:
        done, spent = _PROGRESS[identifier][number]
        status = "done" if done == _WHOLE else "under-way"
        hand.change(Initiative, identifier, status=status, progress=float(done), spent=float(spent))
    text = ", ".join(
        f"{identifier} {steps_done[number][0]} %" for identifier, steps_done in _PROGRESS.items()
    )
    return f"report how far their initiatives are: {text}"


def _plan_initiatives(hand: Hand) -> str:
    for text, objective, owner, start, end, budget, service in (
        ("Second data line and failover for the control room", "O1", PAVEL, -255, -80, 310_000, ""),
        ("Billing and meter data move to KestrelDB 13", "O1", PAVEL, -230, 110, 420_000, ""),
        (
            *("Portal: moving, reading and paying without a call", "O2", MARA, -250, 60, 380_000),
            "Tariff simulation",
        ),
        ("Accounts follow personnel data", "O3", TOM, -225, -10, 145_000, ""),
        ("One register of contracts and licences; unused ones end", "O4", INES, -250, -60, 90_000, ""),
    ):
        hand.put(
            Initiative,
            text,
            objective=objective,
            owner=owner.name,
            start=hand.day(start),
            end=hand.day(end),
            budget=budget,
            portfolio=bool(service) or objective == "O1",
            service=service,
        )
    return "plans five initiatives with owners, dates and budgets, one or more for each objective"


def _submit(hand: Hand) -> str:
    hand.write(_TACTICAL, approach=texts()["approach"], resources=texts()["resources"])
    version = hand.submit(_TACTICAL)
    hand.advance()
    return f"says where money and people come from, and submits the tactical plan, version {version}"


def _read(hand: Hand, *, number: int) -> str:
    return f"reads all seven measures for {readings.read(hand, readings.ALL, number)}"
