"""`smits status`: show the current status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    JsonOption,
    WorkspaceOption,
    acting,
    print_json,
    say,
    table,
    view_of,
    workspace_of,
)

if TYPE_CHECKING:
    from smits_tui.actions.status import DeliverableStatus
    from smits_tui.actions.watcher_state import TeamWatcher
    from smits_tui.heartbeat import UntakenFile


_MOST_UNTAKEN = 5
"""The most ignored files listed by name; a folder unpacked in the wrong place would fill the screen."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(status)


def status(
    asks: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="NAME", help="Whose tasks come first. Default: SMITS_USER, or your login name."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show where things stand and what to do next."""
    import datetime as dt

    from pydantic import TypeAdapter

    from smits_rules.vocabulary import INPUT_KINDS
    from smits_tui.actions.last_state import keep_last_state, last_state
    from smits_tui.actions.rules.rules_in_force import own_rules_difference
    from smits_tui.actions.setup.team_settings import settings_difference
    from smits_tui.actions.status import Status, status_of
    from smits_tui.actions.watcher_state import WatcherState
    from smits_tui.clock import system_clock
    from smits_tui.heartbeat import Heartbeat
    from smits_tui.ledger.errors import LedgerUnreachable
    from smits_tui.presentation.task_commands import next_json, task_sentence

    opened = workspace_of(workspace)
    now = system_clock()
    moment = now if as_of is None else dt.datetime.combine(as_of, dt.time.max).astimezone()
    outage = ""
    watching = WatcherState(opened, system_clock) if as_of is None else None
    try:
        view = view_of(opened, as_of)
        keep_last_state(opened, view)
        state = view.state
    except LedgerUnreachable as error:
        state, outage = last_state(opened, system_clock, error), str(error)
    heartbeat = watching.now(outage) if watching else Heartbeat()
    watchers = watching.team() if watching and not outage else ()
    who, settings = acting(asks, workspace), opened.settings()
    rules = own_rules_difference(opened, state) if as_of is None else ""
    others = settings_difference(opened, state, settings) if as_of is None else ""
    summary = status_of(state, heartbeat, moment, INPUT_KINDS, settings, who, watchers, rules, others)
    if as_json:
        plain = TypeAdapter(Status).dump_python(summary, mode="json")
        print_json({**plain, **next_json(summary.next)})
        return
    cycle = summary.cycle
    triggers = summary.triggers
    say(f"{summary.organisation} IT strategy")
    if outage:
        say("The server of the record is away: this is what this machine knew last, and may be outdated.")
    table(
        [
            ("Next", task_sentence(summary.next)),
            ("Cycle", f"{cycle.number}, {cycle.stage}: {cycle.step}" if cycle else "no cycle is open"),
            *((d.kind, _shown(d)) for d in summary.deliverables),
            ("Triggers", ", ".join(f"{count} {name}" for name, count in triggers.items())),
            ("Inputs", _inputs(summary.inputs)),
            *([("Unseen", summary.unseen)] if summary.unseen else []),
            *_untaken(summary.watcher.untaken),
            ("Watcher", " ".join(filter(None, (summary.watcher.state, summary.watcher.reason)))),
            *((_watcher_of(each), _doing(each)) for each in summary.watchers),
            *([("Rules", summary.rules)] if summary.rules else []),
            *([("Settings", summary.settings)] if summary.settings else []),
            *([("Notify", summary.notify)] if summary.notify else []),
        ]
    )


def _watcher_of(watcher: TeamWatcher) -> str:
    return f"  {watcher.host}{f' ({watcher.site})' if watcher.site else ''}"


def _doing(watcher: TeamWatcher) -> str:
    """What a machine of the team does: `watching /srv/inputs, takes in, judges; seen 2 s ago`."""
    duties = [
        duty for has, duty in ((watcher.takes_in, "takes in"), (watcher.judges, "reads and judges")) if has
    ]
    if watcher.state != "stopped" and not watcher.takes_in:
        duties.append("stands by")
    seen = f"seen {since(watcher.silent_seconds)} ago"
    doing = ", ".join([f"{watcher.state} {watcher.inputs}".rstrip(), *duties])
    return "; ".join(filter(None, (doing, watcher.reason, seen)))


def since(seconds: int) -> str:
    """A time span in its largest unit: `12 s`, `5 min`, `3 h`, `2 d`."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _untaken(files: tuple[UntakenFile, ...]) -> list[tuple[str, str]]:
    shown = [("Not taken", str(file)) for file in files[:_MOST_UNTAKEN]]
    more = len(files) - len(shown)
    return [*shown, ("", f"and {more} more (see `smits doctor`)")] if more else shown


def _inputs(counts: dict[str, int]) -> str:
    shown = f"{counts['recorded']} recorded, {counts['rejected']} rejected"
    if counts["questions"]:
        shown += f", {counts['questions']} with questions (see `smits questions`)"
    if counts["not_understood"]:
        shown += f", {counts['not_understood']} not understood (see `smits inputs`)"
    if counts["set_aside"]:
        shown += f", {counts['set_aside']} set aside and tried again (see `smits inputs`)"
    return shown


def _shown(deliverable: DeliverableStatus) -> str:
    version = f", version {deliverable.version}" if deliverable.version else ""
    asked = f", waiting for {', '.join(deliverable.missing)}" if deliverable.status == "submitted" else ""
    return f"{deliverable.status}{version}{asked}"
