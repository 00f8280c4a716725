"""The sample story: a year of an invented utility, with dates relative to today."""

from __future__ import annotations

import datetime as dt

from smits_tui.demo.cycles.first_act import review_and_close
from smits_tui.demo.cycles.first_do import carry_out
from smits_tui.demo.cycles.first_plan import plan
from smits_tui.demo.cycles.second import start_over
from smits_tui.demo.files.arrivals import SUPPORTED_DAYS, arrivals
from smits_tui.demo.files.catalogue import fiscal_year, paths
from smits_tui.demo.files.quarterly import quarterly
from smits_tui.demo.files.sample import ORGANISATION
from smits_tui.demo.model import Episode, Story
from smits_tui.demo.people import EVERYBODY

_DOUBT_DAYS = 28
"""So long before the promised end of support the plan begins to count on none, whole months only."""


def story(today: dt.date) -> Story:
    """Tell the story so that it ends today.

    Args:
        today: the day of the last episode.

    Returns:
        The organisation, its people, the year's files and what people do; the same for the same day.
    """
    episodes: list[Episode] = [
        *arrivals(today),
        *quarterly(today),
        *plan(today),
        *carry_out(today),
        *review_and_close(today),
        *start_over(today),
    ]
    return Story(
        organisation=ORGANISATION,
        jurisdictions=("DE", "EU"),
        topics=("cybersecurity", "operational resilience", "data protection"),
        review_every_months=9,
        stakeholders=EVERYBODY,
        words=_words(today),
        paths=paths(today),
        episodes=tuple(sorted(episodes, key=lambda episode: episode.day)),
    )


def _words(today: dt.date) -> dict[str, str]:
    supported = today + dt.timedelta(days=SUPPORTED_DAYS - _DOUBT_DAYS)
    return {
        "year": str(today.year),
        "fiscal": fiscal_year(today),
        "supported": f"{supported:%Y-%m}",
    }
