"""The parts of the board view: measures, money, roadmap, risks and matters, as lines that fit a width."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from textual.content import Content

from smits_tui.actions.rules.limits.distances import sparkline
from smits_tui.actions.strategy.background import money_of
from smits_tui.actions.strategy.deliverables.publication import currency_of
from smits_tui.actions.triggers.decision_days import decision_day
from smits_tui.actions.triggers.matters import matters
from smits_tui.process.entries.records import Initiative, Measure, Objective, Risk
from smits_tui.process.money import MoneyYear, budgets_in_force
from smits_tui.process.state import Recorded, Trigger
from smits_tui.tui.arrivals import GRAVE
from smits_tui.tui.details.measure_figures import figure, gauge, last_reading
from smits_tui.tui.live_view import View
from smits_tui.tui.status_styles import QUIET, SEVERITY, lines, text

GRADES = ("high", "medium", "low")
LEAST_NAME = 16
"""Cells of a name that are shown at least."""
SPARK_READINGS = 8
LEAST_BAR = 8
"""A bar needs more cells than these."""
DAY = dt.timedelta(days=1)
MARGIN_DAYS = 45
"""Days that are shown before the first and after the last date of the roadmap."""
LABEL_CELLS = 20
"""The least width of an initiative's name on the roadmap; it takes a third of a wide one."""


def measures(view: View, width: int) -> Content:
    """Each measure with its last reading, its target and the way between baseline and target."""
    recorded = list(view.state.records(Measure))
    if not recorded:
        return text("There are no measures yet; add one in Measures (6).", QUIET)
    figures = [
        f"{figure(measure, last_reading(measure))} of {figure(measure, measure.data.target)}"
        for measure in recorded
    ]
    wide = max(map(len, figures))
    bar = 16 if width > 70 else 10
    name = width - wide - bar - 4
    has_trend = name - SPARK_READINGS - 2 >= LEAST_NAME
    if has_trend:
        name -= SPARK_READINGS + 2
    return lines(
        *(
            _measure(measure, figures[number].rjust(wide), max(name, 1), bar, has_trend=has_trend)
            for number, measure in enumerate(recorded)
        )
    )


def _measure(measure: Recorded[Measure], figures: str, name: int, bar: int, *, has_trend: bool) -> Content:
    shown = text(f"{measure.id} ", QUIET) + text(measure.text)
    parts = [
        shown.truncate(name, ellipsis=True, pad=True),
        text(figures),
        gauge(measure, bar).truncate(bar, pad=True),
    ]
    if has_trend:
        trend = sparkline([reading.value for reading in measure.readings[-SPARK_READINGS:]])
        parts.append(text(trend.rjust(SPARK_READINGS), QUIET))
    return Content("  ").join(parts)


def money(view: View, width: int) -> Content:
    """Each year's budget in force, its change against the baseline, and how much of it initiatives take."""
    plan = money_of(view.state, view.settings)
    if not any(year.budgets or year.needed for year in plan.years):
        return text("No budget is on record; drop one into inputs/budgets/.", QUIET)
    baseline = _baseline_totals(view)
    rows: list[tuple[str, ...]] = [("year", "budget", "baseline", "change", "initiatives", "left")]
    rows += [_year(year, baseline.get(year.period)) for year in plan.years]
    if max(row.cell_length for row in _aligned(rows)) > width:
        # The change and what initiatives take imply the other two.
        rows = [(year, budget, change, taken) for year, budget, _, change, taken, _ in rows]
    head, *body = _aligned(rows)
    longest = max(row.cell_length for row in (head, *body))
    room = width - longest - 2
    bars = [_used(year, room) if room > LEAST_BAR else Content("") for year in plan.years]
    table = [
        line.truncate(longest, pad=True) + Content("  ") + bar for line, bar in zip(body, bars, strict=True)
    ]
    bar_note = "; a bar shows what initiatives take" if room > LEAST_BAR else ""
    below = f"in {currency_of(view.settings)}{bar_note}"
    return lines(head.stylize(QUIET), *table, text(below, QUIET))


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[Content]:
    """Rows of a table: years at the left of their column, figures at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        text("  ".join([year.ljust(widths[0]), *map(str.rjust, figures, widths[1:])]))
        for year, *figures in rows
    ]


def _year(year: MoneyYear, baseline: float | None) -> tuple[str, ...]:
    budget = year.budget
    change = "-" if budget is None or not baseline else f"{(budget - baseline) / abs(baseline) * 100:+.1f} %"
    amounts = [_amount(value) for value in (budget, baseline)]
    return year.period, *amounts, change, _amount(year.needed), _amount(year.left)


def _amount(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"


def _used(year: MoneyYear, width: int) -> Content:
    """The part of a year's budget that initiatives take, as a bar."""
    if not year.budget:
        return Content("")
    share = year.needed / year.budget
    style = "$text-error" if share > 1 else "$text-success"
    room = width - 5
    done = round(min(share, 1.0) * room)
    return text("━" * done, style) + text("┄" * (room - done), QUIET) + text(f"{share * 100:>4.0f}%", style)


def _baseline_totals(view: View) -> dict[str, float]:
    """Year -> the total of the budgets that were known when the strategy was last agreed on."""
    agreed = view.state.plan_agreed
    if agreed is None:
        return {}
    at_baseline = [item for item in view.state.inputs_of(("budgets",)) if item.seq <= agreed]
    totals: dict[str, float] = {}
    for budget in budgets_in_force(at_baseline, view.settings.fiscal_year_start):
        totals[budget.period] = totals.get(budget.period, 0.0) + budget.total
    return totals


def roadmap(view: View, width: int) -> Content:
    """Initiatives as bars on a time line, with deadlines below them and a line for today."""
    initiatives = [
        initiative
        for initiative in view.state.records(Initiative)
        if initiative.data.start or initiative.data.end
    ]
    marks = sorted(_deadlines(view))
    days = [day for initiative in initiatives for day in (initiative.data.start, initiative.data.end) if day]
    days += [day for day, _, _ in marks]
    if not days:
        return text("No initiative and no deadline has a date yet.", QUIET)
    today = view.state.today
    begin, end = min(*days, today) - DAY * MARGIN_DAYS, max(*days, today) + DAY * MARGIN_DAYS
    label = max(LABEL_CELLS, min(width // 3, 60))
    line = _TimeLine(begin, end, max(width - label - 1, 10), today)
    rows = [text("".ljust(label + 1)) + line.years(), text("".ljust(label + 1)) + line.bar([])]
    rows += [_bar(initiative, line, label, today) for initiative in initiatives]
    for day, what, style in marks:
        name = text(what, QUIET).truncate(label, ellipsis=True, pad=True)
        rows.append(name + text(" ") + line.bar([(line.at(day), "◆", style)]))
    return lines(*rows, text(f"│ today, {today}   █ done  ░ planned  ◆ deadline", QUIET))


def _bar(initiative: Recorded[Initiative], line: _TimeLine, label: int, today: dt.date) -> Content:
    """The line of an initiative; what is over recedes, what is late says so."""
    data = initiative.data
    first, last = data.start or data.end or today, data.end or data.start or today
    is_over = data.status in ("done", "stopped")
    is_late = last < today and not is_over
    done = 100.0 if data.status == "done" else 0.0 if data.status == "stopped" else data.progress
    style = QUIET if is_over else "$text-error" if is_late else "$text-primary"
    late = text("late: ", style) if is_late else Content("")
    name = text(f"{initiative.id} ", QUIET) + late + text(initiative.text, QUIET if is_over else "")
    bar = line.bar(line.span(first, last, done, style))
    return name.truncate(label, ellipsis=True, pad=True) + text(" ") + bar


def _deadlines(view: View) -> Iterator[tuple[dt.date, str, str]]:
    """The days by which something must be decided or achieved, with its severity."""
    for trigger in view.state.triggers():
        day = decision_day(trigger)
        if day and trigger.holds and trigger.status not in ("dismissed", "lapsed"):
            yield day, f"{trigger.id} {trigger.because}", SEVERITY[trigger.severity].style
    for objective in view.state.records(Objective):
        if objective.data.due:
            yield objective.data.due, f"{objective.id} {objective.text}", "$text-success"
    if view.state.next_review:
        yield view.state.next_review, "Strategy review", "$text-accent"


class _TimeLine:
    """Days as cells."""

    def __init__(self, begin: dt.date, end: dt.date, width: int, today: dt.date) -> None:
        """From the first day to the last one, in so many cells."""
        self._begin, self._days, self._width = begin, max((end - begin).days, 1), width
        self._end, self._today = end, self.at(today)

    def at(self, day: dt.date) -> int:
        """The cell of a day."""
        return min(max(round((day - self._begin).days / self._days * (self._width - 1)), 0), self._width - 1)

    def span(self, first: dt.date, last: dt.date, done: float, style: str) -> list[tuple[int, str, str]]:
        """The cells of a bar, the part that is done filled."""
        left, right = self.at(first), self.at(last)
        filled = left + round((right - left + 1) * done / 100.0)
        return [(cell, "█" if cell < filled else "░", style) for cell in range(left, right + 1)]

    def bar(self, cells: list[tuple[int, str, str]]) -> Content:
        """A line of the time line: its cells, the line of today, and nothing else."""
        # The line of today stays in sight on a bar, but not on the mark of something that is due today.
        drawn = {cell: (mark, style) for cell, mark, style in cells}
        if drawn.get(self._today, ("", ""))[0] != "◆":
            drawn[self._today] = ("│", "bold $text-accent")
        return Content("").join([text(*drawn.get(cell, (" ", ""))) for cell in range(self._width)])

    def years(self) -> Content:
        """Years and, where there is room, quarters above their first days."""
        head = [" "] * self._width
        for year in range(self._begin.year, self._end.year + 1):
            for quarter in range(4):
                day = dt.date(year, 3 * quarter + 1, 1)
                label = str(year) if quarter == 0 else f"Q{quarter + 1}"
                cell = self.at(day)
                room = range(cell, cell + len(label) + 1)
                is_free = room.stop <= self._width and all(head[free] == " " for free in room)
                if self._begin <= day <= self._end and is_free and (cell == 0 or head[cell - 1] == " "):
                    head[cell : cell + len(label)] = label
        began = str(self._begin.year)
        if not "".join(head[: len(began) + 1]).strip():
            head[: len(began)] = began
        return text("".join(head), QUIET)


def risks(view: View, width: int) -> Content:
    """Likelihood down, impact across; each risk stands in its box, and is named below."""
    recorded = list(view.state.records(Risk))
    if not recorded:
        return text("No risk is recorded yet.", QUIET)
    wide = max((width - 10) // 3 - 1, 6)
    rows = [
        text("likely".ljust(9), QUIET) + _grid_line([f"impact {impact}" for impact in reversed(GRADES)], wide)
    ]
    for likelihood in GRADES:
        cells = []
        for impact in reversed(GRADES):
            there = [
                risk.id
                for risk in recorded
                if (risk.data.likelihood, risk.data.impact) == (likelihood, impact)
            ]
            cells.append(
                text((" ".join(there) or "·"), _weight(likelihood, impact) if there else QUIET).truncate(
                    wide, ellipsis=True, pad=True
                )
            )
        rows.append(text(likelihood.ljust(9), QUIET) + Content(" ").join(cells))
    order = {grade: rank for rank, grade in enumerate(GRADES)}
    recorded.sort(key=lambda risk: order[risk.data.likelihood] + order[risk.data.impact])
    named = [
        (text(f"{risk.id} ", _weight(risk.data.likelihood, risk.data.impact)) + text(risk.text)).truncate(
            width, ellipsis=True
        )
        for risk in recorded
    ]
    return lines(*rows, Content(""), *named)


def _grid_line(titles: list[str], wide: int) -> Content:
    return Content(" ").join([text(word, QUIET).truncate(wide, ellipsis=True, pad=True) for word in titles])


def _weight(likelihood: str, impact: str) -> str:
    """The style of a box of the matrix: two highs are grave, two lows recede."""
    weight = GRADES.index(likelihood) + GRADES.index(impact)
    return ("bold $text-error", "$text-error", "$text-warning", "", QUIET)[weight]


def gravest(view: View, width: int) -> Content:
    """The open matters by gravity: how many triggers each has, and the reason of the gravest one."""
    listed = matters(view.undecided)
    if not listed:
        return text("No trigger is open.", QUIET)
    return lines(*(_matter(matter.first, len(matter.triggers), width) for matter in listed))


def _matter(trigger: Trigger, count: int, width: int) -> Content:
    style = SEVERITY[trigger.severity]
    more = text(f"  ({count} triggers)", QUIET) if count > 1 else Content("")
    reason = text(trigger.because, "bold" if trigger.severity in GRAVE else "")
    head = text(f"{style.icon} ", style.style) + text(f"{trigger.id:<4} ", QUIET)
    room = max(width - head.cell_length - more.cell_length, LEAST_NAME)
    return head + reason.truncate(room, ellipsis=True) + more
