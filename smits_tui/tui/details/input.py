"""Details of an input: its facts with their locations, and what it triggered."""

from __future__ import annotations

from typing import Any

from textual.content import Content

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.presentation.field_labels import fact_label, field_label, field_value, with_choices
from smits_tui.process.state import Input
from smits_tui.tui.details.question import understanding_lines
from smits_tui.tui.live_view import View
from smits_tui.tui.status_styles import QUIET, SEVERITY, age, input_look, lines, status, text

_MAX_FACTS = 200
"""The most facts that are shown; a budget may have a thousand lines."""
_HIDDEN = ("fact", "source", "quote", "confidence")


def detail(view: View, item: Input) -> Content:
    """All details of an input."""
    parts = [
        text(item.path, "bold"),
        Content("  ").join(
            [
                text(item.id, "bold $text-accent"),
                status(input_look(item)),
                text(f"version {item.version}", QUIET),
                text(f"{item.received_at.astimezone():%Y-%m-%d %H:%M}", QUIET),
                text(_size(item.size), QUIET),
            ]
        ),
    ]
    if item.copy_of:
        parts.append(text(f"Same content as {item.copy_of}; it counts only once.", QUIET))
    if item.part_of:
        parts.append(text(f"It arrived inside {item.part_of}.", QUIET))
    if item.reason:
        parts += [Content(""), text(item.reason, "$text-error")]
    parts += [text(warning, "$text-warning") for warning in item.warnings]
    understanding = list(understanding_lines(view, item))
    parts += [Content(""), *understanding] if understanding else []
    parts += _triggers(view, item)
    if item.facts:
        parts += [Content(""), text(f"Facts: {len(item.facts)}", "bold $text-primary")]
        for fact in item.facts[:_MAX_FACTS]:
            parts += fact_lines(fact)
        if len(item.facts) > _MAX_FACTS:
            parts.append(text(f"... and {len(item.facts) - _MAX_FACTS} more", QUIET))
    return lines(*parts)


def folder_detail(view: View, kind: str) -> Content:
    """The purpose of a folder, what arrived in it, and what to do."""
    folder = view.folders[kind]
    expected = view.settings.inputs[kind].expected_every_days if kind in view.settings.inputs else None
    parts = [text(kind, "bold"), text(INPUT_KINDS[kind].about), Content("")]
    if folder.last:
        newest = f"the newest came {age(folder.last, view.now)}"
        rejected = f", {folder.rejected} rejected" if folder.rejected else ""
        came = f"{folder.recorded} recorded{rejected}; {newest}."
        parts.append(text(came, "$text-error" if folder.rejected else ""))
        if folder.in_doubt:
            parts.append(text(f"? {folder.in_doubt} not (wholly) understood; ? asks", "bold $text-warning"))
    else:
        parts.append(text("Nothing has arrived yet.", QUIET))
    if expected:
        late = kind in view.silent
        sentence = f"A file is expected every {expected} days" + ("; it is overdue." if late else ".")
        parts.append(text(sentence, "$text-warning" if late else QUIET))
    parts.append(
        text(
            f"Drop files into inputs/{kind}/ or onto this window, or press n. Sub-folders are allowed.", QUIET
        )
    )
    return lines(*parts)


def _triggers(view: View, item: Input) -> list[Content]:
    resting = [trigger for trigger in view.state.triggers() if item.id in trigger.inputs]
    if not resting:
        return []
    shown = [
        status(SEVERITY[t.severity]) + text(f"  {t.id}  {t.sentence}") + text(f"  ({t.standing})", QUIET)
        for t in resting
    ]
    return [Content(""), text("What it triggered", "bold $text-primary"), *shown]


def fact_lines(fact: dict[str, Any]) -> list[Content]:
    """The type and values of a fact, followed by its source."""
    values = {
        name: value for name, value in fact.items() if name not in _HIDDEN and value not in (None, "", [], ())
    }
    line = "  ".join(
        f"{field_label(name)} {with_choices(field_value(value))}" for name, value in values.items()
    )
    anchor = str(fact.get("source", "")).partition("#")[2]
    confidence = fact.get("confidence", "")
    where = f"   {anchor} · {confidence}" + (f" · “{fact['quote']}”" if fact.get("quote") else "")
    kind = fact_label(str(fact.get("fact")))
    return [text(f"{kind}  ", "$text-accent") + text(line), text(where, QUIET)]


def _size(size: int) -> str:
    return f"{size:,} bytes" if size < 10_000 else f"{size / 1_000:,.0f} kB"
