"""The limits of shipped rules that the set-up asks for."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from smits_rules.model.limits import wrong_sign
from smits_tui.presentation.setup.answers import AnswerRefused
from smits_tui.presentation.setup.questions import SetupQuestion
from smits_tui.presentation.typed_numbers import spelled_number, typed_number

LIMIT = "limit."
"""The prefix of the keys of answers about limits."""


class Telling(NamedTuple):
    """A limit that shows how cautious an organisation is."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    meaning: str


TELLING = (
    Telling(
        "budget_cut_pct",
        "A budget is cut",
        "%",
        -100,
        -0.1,
        "Compared with the budget on which the strategy is based; a cut is negative.",
    ),
    Telling(
        "end_of_life_days",
        "A product's support ends",
        "days ahead",
        1,
        3650,
        "The replacement must be planned this long before a vendor ends support.",
    ),
    Telling(
        "regulation_due_days",
        "A regulation will bind you",
        "days ahead",
        1,
        3650,
        "Work on it must have begun this long before it applies.",
    ),
    Telling(
        "breach_pct",
        "Service levels are missed",
        "%",
        0.1,
        100,
        "The share of targets that a report states as missed.",
    ),
    Telling(
        "price_rise_pct",
        "A vendor raises prices",
        "%",
        0.1,
        1000,
        "The increase announced by a letter or price list.",
    ),
    Telling(
        "feedback_fall_points",
        "Customers are less satisfied",
        "points",
        -200,
        -0.1,
        "The fall of a score from one survey to the next; negative.",
    ),
)


def limit_questions() -> list[SetupQuestion]:
    """The thresholds to ask for: a few limits of the shipped rules."""
    shipped = shipped_limits()
    return [
        SetupQuestion(
            LIMIT + limit.name,
            limit.label,
            partial(limit_of, limit.name),
            spelled_number(shipped[limit.name]),
            unit=f"{limit.unit}, shipped: {shipped[limit.name]:.12g}",
            meaning=limit.meaning,
        )
        for limit in TELLING
    ]


def limit_of(name: str, text: str) -> float:
    """The value of a limit.

    Raises:
        TypedTextRefused: it is not a number, has the wrong sign, or is unreasonable for this limit.
    """
    limit = next((candidate for candidate in TELLING if candidate.name == name), None)
    value = typed_number(text, limit.unit if limit else "")
    wrong = wrong_sign(f"'{limit.label}'", value, limit.low) if limit else ""
    if wrong:
        raise AnswerRefused(wrong)
    if limit and not limit.low <= value <= limit.high:
        raise AnswerRefused(
            f"'{limit.label}' can't be {value:.12g}; write a number from {limit.low:g} to {limit.high:g}."
        )
    return value


def limit_said(name: str, value: float) -> str:
    """A limit in words, e.g. `a budget is cut: -12 %`."""
    limit = next((candidate for candidate in TELLING if candidate.name == name), None)
    return (
        f"{limit.label[0].lower()}{limit.label[1:]}: {value:.12g} {limit.unit}"
        if limit
        else f"{name}: {value:.12g}"
    )


def shipped_limits() -> dict[str, float]:
    """Name -> value of the limits of the shipped rules."""
    from smits_rules.packs.loading import load_pack, shipped_packs

    return dict(load_pack(shipped_packs()).limits)
