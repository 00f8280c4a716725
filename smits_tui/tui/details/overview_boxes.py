"""The contents of the Overview's boxes, fitted to a width."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.all_clear import silence
from smits_tui.actions.status import DeliverableStatus, FolderStatus
from smits_tui.actions.strategy.calendar import days_of
from smits_tui.process.gates import STAGES, STEPS
from smits_tui.process.state import SEVERITIES
from smits_tui.process.tasks import Task, TaskKind
from smits_tui.tui.arrivals import GRAVE
from smits_tui.tui.live_view import View
from smits_tui.tui.status_styles import DELIVERABLE, QUIET, SEVERITY, age, lines, since, text
from smits_tui.tui.widgets.list_view import Cells

Box = Callable[[int], Content]
MOST_DATES = 8
"""The most upcoming dates that are shown."""
_MOST_UNTAKEN = 3
"""The most ignored files that are named above the folders; the watcher's line counts all of them."""
LONGEST_KIND = max(map(len, INPUT_KINDS))
SHORT_KIND = 18
"""Cells for the name of a folder in a terminal 80 columns wide."""
MOST_TRIGGERS = 50
"""The most triggers that are shown; the mode has all of them."""


def task_cells(view: View, task: Task, *, is_mine: bool) -> Cells:
    """A task with a mark for its urgency; tasks waiting for somebody else are dimmed."""
    if not is_mine:
        return text("…", QUIET), text(f"{task.who}: {task.what}", QUIET)
    trigger = view.state.trigger(task.where.key) if task.kind is TaskKind.TRIAGE else None
    if trigger:
        style = SEVERITY[trigger.severity]
        return text(style.icon, style.style), text(task.what, "bold" if trigger.severity in GRAVE else "")
    mark = text("? ", "bold $text-warning") if task.kind is TaskKind.ANSWER_QUESTION else text("· ")
    return mark, text(task.what)


def cycle(view: View, *, tall: bool) -> Content:
    """The stages as a stepper, the steps of the stage if there is room, and why the cycle was opened."""
    at = view.status.cycle
    stages = text(" ── ", QUIET).join(_stage(stage, at.stage if at else None) for stage in STAGES)
    under_way = view.cycle
    if at is None or under_way is None:
        review = view.state.next_review
        sentence = f"No cycle is open; the next review is on {review}." if review else "No cycle yet."
        return lines(stages, text(sentence), text("Accepting a trigger opens one.", QUIET))
    opened = text(f"opened {age(at.opened_at, view.now)} for {view.opened_by}", QUIET)
    left = f"  {len(at.missing)} left" if at.missing else "  ready"
    now = text(f"> {at.step}", "bold $text-accent") + text(left, QUIET)
    if not tall:
        return lines(stages, now, opened)
    steps = []
    for step in STEPS:
        if step.stage != at.stage:
            continue
        if step.title == at.step:
            steps.append(now)
        elif step.name in under_way.completed:
            steps.append(text("+ ", "$text-success") + text(step.title))
        else:
            steps.append(text(f". {step.title}", QUIET))
    return lines(stages, Content(""), *steps, Content(""), opened)


def _stage(stage: str, now: str | None) -> Content:
    if stage == now:
        return text(f"◉ {stage}", "bold $text-accent")
    if now and STAGES.index(stage) < STAGES.index(now):
        return text(f"● {stage}", "$text-success")
    return text(f"○ {stage}", QUIET)


def triggers(view: View, width: int) -> Content:
    """The number of triggers per severity, and why they were raised, the most severe first."""
    undecided = view.undecided
    if not undecided:
        return text(f"No trigger is open. {silence(view.state)}", QUIET)
    counts = {name: sum(1 for trigger in undecided if trigger.severity == name) for name in SEVERITIES}
    present = [(SEVERITY[name], count) for name, count in counts.items() if count]
    parts = [text(f"{style.icon.strip()} {count} {style.word}", style.style) for style, count in present]
    shown = [
        _cut(
            text(f"{SEVERITY[trigger.severity].icon} ", SEVERITY[trigger.severity].style)
            + text(trigger.because),
            width,
        )
        for trigger in undecided[:MOST_TRIGGERS]
    ]
    return lines(_cut(Content("  ").join(parts), width), *shown)


def deliverables(view: View, width: int) -> Content:
    """Each document with its version, its status, and how long it has had that status."""
    return lines(*(_deliverable(deliverable, view, width) for deliverable in view.status.deliverables))


def _deliverable(status: DeliverableStatus, view: View, width: int) -> Content:
    style = DELIVERABLE[status.status]
    old = since(status.updated_at, view.now) if status.updated_at else ""
    name = status.kind.replace("-", " ") + (f" v{status.version}" if status.version and width > 44 else "")
    shown = text(f"{style.icon} ", style.style) + text(name.ljust(25 if width > 44 else 20))
    shown += text(style.word.ljust(10), style.style) + text(old.rjust(6), QUIET)
    asked = status.missing if status.status in ("submitted", "objected") else ()
    if asked and width > 60:
        shown += text(f"  asks {', '.join(asked)}", QUIET)
    return _cut(shown, width)


def dates(view: View, width: int) -> Content:
    """Overdue dates, and the next ones."""
    today = view.state.today
    days = sorted((day, what, name) for name, what, day in days_of(view.state, view.settings))
    shown = [_date((day - today).days, what) for day, what, name in days if day >= today or _waits(name)]
    if not shown:
        return text("Nothing is due.", QUIET)
    return lines(*(_cut(line, width) for line in shown[:MOST_DATES]))


def _waits(name: str) -> bool:
    """Whether a past date still requires action; the start of an initiative does not."""
    return name.startswith(("next-review", "due-", "action-"))


def _date(days: int, what: str) -> Content:
    if days < 0:
        return text(f"{-days:>4} d late  ", "$text-warning") + text(what)
    return text(f"in {days:>4} d   ", QUIET) + text(what)


def inputs(view: View, width: int) -> Content:
    """What was not understood, then each folder with its number of files and newest date, newest first."""
    doubt = [_cut(line, width) for line in _in_doubt(view)]
    untaken = [
        _cut(text("! ", "$text-warning") + text(str(file)), width) for file in view.status.watcher.untaken
    ]
    if not any(folder.last for folder in view.status.folders):
        first = "Drop the current budget, the service portfolio and the strategy plan into inputs/."
        return lines(*doubt, *untaken, text(f"Nothing has arrived yet. {first}", QUIET))
    folders = sorted(
        view.status.folders,
        key=lambda folder_status: -folder_status.last.timestamp() if folder_status.last else 0.0,
    )
    return lines(*doubt, *untaken[:_MOST_UNTAKEN], *(_folder(folder, view, width) for folder in folders))


def _in_doubt(view: View) -> list[Content]:
    """The number of files with open questions, and the key that shows them."""
    counts = view.status.inputs
    asked, silent = counts["questions"], counts["not_understood"]
    notes = []
    if asked:
        files = "1 file has" if asked == 1 else f"{asked} files have"
        notes.append(text(f"? {files} questions: press ?", "bold $text-warning"))
    if silent:
        files = "1 file was" if silent == 1 else f"{silent} files were"
        notes.append(text(f"x {files} not understood: press ?", "bold $text-error"))
    return notes


def _folder(folder: FolderStatus, view: View, width: int) -> Content:
    mark, word, style = (" ", "", QUIET)
    if folder.kind in view.silent:
        mark, word, style = "~", "silent", "$text-warning"
    if folder.rejected:
        mark, word, style = "x", f"{folder.rejected} rejected", "$text-error"
    if folder.in_doubt:
        mark, word, style = "?", f"{folder.in_doubt} in doubt", "bold $text-warning"
    name = text(folder.kind).truncate(LONGEST_KIND if width > 34 else SHORT_KIND, ellipsis=True, pad=True)
    line = (name + text(f"{folder.recorded:>4}")).stylize("" if folder.last else QUIET)
    shown = text(f"{mark} ", style) + line + text(since(folder.last, view.now).rjust(7), QUIET)
    if width > 44:
        shown += text(f"  {word}", style)
    return _cut(shown, width)


def _cut(line: Content, width: int) -> Content:
    """A line cut to a width; before the width is known, to a few cells."""
    return line.truncate(max(width, 8), ellipsis=True)
