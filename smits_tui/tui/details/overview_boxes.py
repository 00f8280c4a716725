"""The contents of the Overview's boxes, fitted to a width."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from smits_rules.vocabulary import INPUT_KINDS
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.status import DeliverableStatus, FolderStatus
from smits_tui.process.gates import STAGES, STEPS
from smits_tui.process.state import SEVERITIES
from smits_tui.process.tasks import Task, TaskKind
from smits_tui.tui.arrivals import GRAVE
from smits_tui.tui.live_view import View
from smits_tui.tui.status_styles import DELIVERABLE, QUIET, SEVERITY, age, lines, since, text
from smits_tui.tui.widgets.list_view import Cells

Rows = dict[str, Content]
"""Where each row of a box leads, as mode, row and what else tells rows apart, and what it says."""
Box = Callable[[View, int], Rows]
"""The rows of a box, for a width in cells."""
MOST_DATES = 40
"""The most upcoming dates that are shown."""
_MOST_UNTAKEN = 3
"""The most ignored files that are named above the folders; the watcher's line counts all of them."""
LONGEST_KIND = max(map(len, INPUT_KINDS))
FRAME_CELLS = 6
"""Cells of a line of the frame that its title can't take."""
MARK_CELLS = 3
"""Cells of a folder's line for its marks."""
AGE_CELLS = 14
"""Cells of a folder's line for its marks, the number of files and their age."""
COUNTED_CELLS = LONGEST_KIND + AGE_CELLS
"""In a narrower box, the name of a folder takes the room of the number of files, which Inputs shows."""
MARKS_ONLY_CELLS = 45
"""In a narrower box, marks say what is the matter with a folder, and no words."""
FIRST_INPUTS = (
    "Nothing has arrived yet. Drop the current budget, the service portfolio and the strategy plan "
    "into inputs/."
)
"""What an empty box of inputs says."""
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


def severities(view: View, room: int) -> Content:
    """How many open triggers there are of each severity, the gravest first; icons where words don't fit."""
    counts = {name: sum(1 for trigger in view.undecided if trigger.severity == name) for name in SEVERITIES}
    present = [(SEVERITY[name], count) for name, count in counts.items() if count]
    words = Content("  ").join(
        [text(f"{style.icon.strip()} {count} {style.word}", style.style) for style, count in present]
    )
    if words.cell_length <= room:
        return words
    return Content("  ").join(
        [text(f"{style.icon.strip()} {count}", style.style) for style, count in present]
    )


def triggers(view: View, _width: int) -> Rows:
    """Why the open ones were raised, the gravest first."""
    return {
        f"triggers {trigger.id}": text(
            f"{SEVERITY[trigger.severity].icon} ", SEVERITY[trigger.severity].style
        )
        + text(trigger.because, "bold" if trigger.severity in GRAVE else "")
        for trigger in view.undecided[:MOST_TRIGGERS]
    }


def deliverables(view: View, width: int) -> Rows:
    """Each document with its version, its status and how old that is."""
    return {
        f"deliverables {deliverable.kind}": _deliverable(deliverable, view, width)
        for deliverable in view.status.deliverables
    }


def _deliverable(status: DeliverableStatus, view: View, width: int) -> Content:
    style = DELIVERABLE[status.status]
    old = since(status.updated_at, view.now) if status.updated_at else ""
    name = status.kind.replace("-", " ") + (f" v{status.version}" if status.version and width > 44 else "")
    named = text(name).truncate(min(25, max(width - 19, 12)), ellipsis=True, pad=True)
    shown = text(f"{style.icon} ", style.style) + named
    shown += text(style.word.ljust(10), style.style) + text(old.rjust(6), QUIET)
    asked = status.missing if status.status in ("submitted", "objected") else ()
    if asked and width > 60:
        shown += text(f"  asks {', '.join(asked)}", QUIET)
    return shown


def dates(view: View, _width: int) -> Rows:
    """What should have been done by now, and the next days that are to be kept."""
    today = view.state.today
    shown = [line for line in view.days if line[0] >= today or _waits(line[2])]
    return {
        f"{_where(name)} {name}": _date((day - today).days, what) for day, what, name in shown[:MOST_DATES]
    }


def _where(name: str) -> str:
    """Mode and row of the thing of which a day is known by a name, e.g. `initiative-P1-end`."""
    about, _, rest = name.partition("-")
    if about == "next":
        return "cycle close"
    mode = {"trigger": "triggers", "due": "deliverables"}.get(about, "records")
    return f"{mode} {rest if mode != 'records' else rest.partition('-')[0]}"


def _waits(name: str) -> bool:
    """Whether a past date still requires action; the start of an initiative does not."""
    return name.startswith(("next-review", "due-", "action-"))


def _date(days: int, what: str) -> Content:
    if days < 0:
        return text(f"{-days:>4} d late  ", "$text-warning") + text(what)
    return text(f"in {days:>4} d   ", QUIET) + text(what)


def inputs(view: View, width: int) -> Rows:
    """What is not understood, then each folder with how much came and when, the freshest first."""
    counts = view.status.inputs
    asked, silent = counts["questions"], counts["not_understood"]
    rows: Rows = {}
    if silent:
        files = counted(silent, "file was", "files were")
        key = next(item.id for item in view.state.inputs_in_doubt() if item.understood == "nothing")
        rows[f"questions {key}"] = text(f"x {files} not understood: press ?", "bold $text-error")
    if asked:
        files = counted(asked, "file has", "files have")
        key = next((question.id for question in view.state.questions()), "")
        rows[f"questions {key}"] = text(f"? {files} questions: press ?", "bold $text-warning")
    for file in view.status.watcher.untaken[:_MOST_UNTAKEN]:
        kind = file.path.partition("/")[0]
        rows[f"inputs {kind} {file.path}"] = text("! ", "$text-warning") + text(str(file))
    if not any(folder.last for folder in view.status.folders):
        return rows
    folders = sorted(
        view.status.folders,
        key=lambda folder_status: -folder_status.last.timestamp() if folder_status.last else 0.0,
    )
    return rows | {f"inputs {folder.kind}": _folder(folder, view, width) for folder in folders}


def _folder(folder: FolderStatus, view: View, width: int) -> Content:
    asked = folder.in_doubt - folder.not_understood
    notes = [
        ("x", f"{folder.not_understood} not understood", "bold $text-error", folder.not_understood),
        ("x", f"{folder.rejected} rejected", "$text-error", folder.rejected),
        ("?", f"{asked} with questions", "bold $text-warning", asked),
        ("~", "silent", "$text-warning", folder.kind in view.silent),
    ]
    notes = [note for note in notes if note[3]]
    marks = {mark: style for mark, _, style, _ in reversed(notes)}
    shown_marks = Content("").join(text(mark, style) for mark, style in list(reversed(marks.items()))[:2])
    old = since(folder.last, view.now)
    if width < COUNTED_CELLS:
        room = max(width - MARK_CELLS - len(old) - 1, 8)
        named = text(folder.kind).truncate(room, ellipsis=True, pad=True)
        old = f" {old}"
    else:
        named = text(folder.kind).truncate(LONGEST_KIND, ellipsis=True, pad=True)
        named += text(f"{folder.recorded:>4}")
        old = old.rjust(7)
    shown = shown_marks.pad_right(MARK_CELLS - shown_marks.cell_length)
    shown += named.stylize("" if folder.last else QUIET) + text(old, QUIET)
    if width > MARKS_ONLY_CELLS:
        shown += Content("  ") + Content(", ").join(text(word, style) for _, word, style, _ in notes)
    return shown
