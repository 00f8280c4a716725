"""Check and Act in the sample story's first cycle: the review, the decisions, and the close."""

from __future__ import annotations

import datetime as dt

from smits_tui.demo.actor import Hand
from smits_tui.demo.cycles.agreement import agree, approves
from smits_tui.demo.cycles.triage import dismisses
from smits_tui.demo.cycles.written import texts
from smits_tui.demo.files.catalogue import ago
from smits_tui.demo.model import Act, Episode
from smits_tui.demo.people import EVERYBODY, INES, MARA, PAVEL, TOM
from smits_tui.process.entries.records import CorrectiveAction, Decision

_REVIEW = "strategy-review"
_NEXT_REVIEW = 100
"""Days after the end of the story."""


def review_and_close(today: dt.date) -> list[Episode]:
    """What people do in Check and Act.

    Args:
        today: the last day of the story.
    """
    agreed = (
        agree(EVERYBODY, "agree to the review", _REVIEW),
        approves(MARA, "approves the review", _REVIEW),
    )
    held = dismisses(TOM, "review-due", "The review is under way and will be held in time.")
    return [
        Episode(ago(today, 104), "Do is over: the review begins", then=(Act(TOM, _begin_check),)),
        Episode(ago(today, 94), "The strategy review", then=(held, Act(TOM, _write_review))),
        Episode(ago(today, 84), "The board of IT decides", then=(Act(MARA, _decide), Act(PAVEL, _mend))),
        Episode(ago(today, 82), "The review is handed in", then=(Act(TOM, _submit),)),
        Episode(ago(today, 78), "It is agreed", then=agreed),
        Episode(ago(today, 75), "The first cycle ends", then=(Act(MARA, _close),)),
    ]


def _begin_check(hand: Hand) -> str:
    hand.advance()
    hand.advance()
    return "finds every initiative under way and every measure read; Check begins"


def _write_review(hand: Hand) -> str:
    hand.write(_REVIEW, summary=texts()["review"])
    version = hand.submit(_REVIEW)
    hand.advance()
    return f"writes the strategy review and submits it, version {version}"


def _decide(hand: Hand) -> str:
    hand.put(Decision, texts()["decision"], outcome="adjust")
    hand.advance()
    return f"decides to adjust: {texts()['decision']}"


def _mend(hand: Hand) -> str:
    for text, owner, days in (
        ("Rehearse the move of the database with two months of bills instead of one", PAVEL, 20),
        ("Take two developers from the portal to the database until it has moved", MARA, -42),
        ("Close the accounts that audit found, and count again", TOM, -40),
        ("Tell the board what a quarter without change would cost", INES, 30),
    ):
        hand.put(CorrectiveAction, text, owner=owner.name, due=hand.day(days))
    hand.advance()
    return "writes four corrective actions down, each with owner and date"


def _submit(hand: Hand) -> str:
    return f"submits the review with decision and actions, version {hand.submit(_REVIEW)}"


def _close(hand: Hand) -> str:
    day = hand.day(_NEXT_REVIEW)
    hand.close(day)
    return f"closes the cycle: its plan is the baseline now, the next review is on {day}"
