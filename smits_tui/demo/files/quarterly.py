"""The files of each quarter of the sample story: a service report, a survey, goals of the business."""

from __future__ import annotations

import datetime as dt
from functools import partial

from smits_tui.demo.cycles.triage import dismisses
from smits_tui.demo.files import reports
from smits_tui.demo.files.catalogue import GOALS_SET, REPORTED, ago, goal_quarters, paths, reported_quarters
from smits_tui.demo.model import Episode, Paper
from smits_tui.demo.people import PAVEL

_ONE_CAUSE = "Both levels were missed by one cause, the cut fibre at Portside; it has a second way now."


def quarterly(today: dt.date) -> list[Episode]:
    """All of it, not in order.

    Args:
        today: the last day of the story.
    """
    return [*_reports(today), *_goals(today)]


def _reports(today: dt.date) -> list[Episode]:
    names = paths(today)
    explained = dismisses(PAVEL, "service-levels-missed", _ONE_CAUSE)
    episodes = []
    for number, (days, quarter) in enumerate(zip(REPORTED, reported_quarters(today), strict=True)):
        report = partial(reports.service_report, quarter=quarter, number=number)
        survey = partial(reports.survey, number=number)
        papers = (
            Paper(names[f"report_{number + 1}"], report),
            Paper(names[f"survey_{number + 1}"], survey),
        )
        title = f"Service report and customer survey of {quarter}"
        then = (explained,) if days == REPORTED[-1] else ()
        episodes.append(Episode(ago(today, days), title, papers, then))
    return episodes


def _goals(today: dt.date) -> list[Episode]:
    names = paths(today)
    episodes = []
    for number, (days, quarter) in enumerate(zip(GOALS_SET, goal_quarters(today), strict=True)):
        goals = partial(reports.goals, quarter=quarter, number=number)
        title = f"The business sets its goals for {quarter}"
        episodes.append(Episode(ago(today, days), title, (Paper(names[f"goals_{number + 1}"], goals),)))
    return episodes
