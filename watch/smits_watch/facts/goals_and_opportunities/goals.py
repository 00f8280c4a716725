"""Goals of a quarter and objectives of a plan in prose."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from smits_rules.vocabulary import Goal, PlanObjective
from smits_watch.documents.document import Document
from smits_watch.facts.goals_and_opportunities.aim_labels import label_of, speaks_of
from smits_watch.facts.goals_and_opportunities.aims import Aim, find_aims
from smits_watch.facts.goals_and_opportunities.goal_figures import (
    due_period,
    period_of_goal,
    stated_period,
    target_below,
    target_of,
)
from smits_watch.prose.dates import find_dates
from smits_watch.prose.letters import letter_of
from smits_watch.prose.outline import OutlineEntry, outline_of
from smits_watch.prose.word_patterns import pattern_of

_OWNER = re.compile(
    r"(?:^\W*|[.;,]\s+)(?:owner|responsible|accountable|lead|champion|verantwortlich\w*|responsable|"
    r"responsabile|eigenaar)"
    r"\W*[:–-]\s*(.{2,80}?)(?:[.;]\s.*|[.])?$",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"\b(?:by|until|bis|vor|d['’]ici|à|avant|before|in|im jahr|antes de|hasta|para|entro(?: il)?|"
    r"prima del|voor|tegen)\s+(20[2-9]\d)\b",
    re.IGNORECASE,
)
_DUE_YEAR = re.compile(
    r"\b(?:due|deadline|target date|frist|termin|fällig|échéance|plazo|scadenza|termine|vervaldatum|"
    r"gereed)\W*:\W*(20[2-9]\d)\W*$",
    re.IGNORECASE,
)
"""`Plazo: 2029`."""
_INFINITIVE = re.compile(r"[A-ZÀ-Ý]\w{2,}(?:are|ere|ire|rre|er|ir|re|ar|ieren|ern|eln)\s")
_BEFORE = 20
"""Characters before a date in which a word may make it a start date."""
_OWNER_BESIDE = re.compile(
    r"[(\[–—|-]\s*(?:owner|lead|responsible|verantwortlich|resp\.?|responsable)\s*[:=]\s*(?P<name>[^)\]|"
    r";]{2,60}?)\s*"
    r"(?:[)\]|;]|$)|\s-\s(?P<handle>@[\w-]{2,40})\s*$",
    re.IGNORECASE,
)
_TARGET_LINE = re.compile(
    r"^\W*(?:target|zielwert|zielgröße|valeur cible|cible|valor objetivo|meta|valore obiettivo|"
    r"streefwaarde)\W*:\s*",
    re.IGNORECASE,
)
_PERIOD_LINE = re.compile(
    r"^\W*(?:quarter|period|timeframe|cycle|quartal|zeitraum|trimestre|période|periodo|período|kwartaal|"
    r"periode)"
    r"\W*:\W*(?P<text>.{2,40})$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\W*([^\W\d][^\d:]*?)\s*\d")
_FOLLOWING = 3
"""Entries after an aim that may contain its due date."""
_MOST = 200
_LONGEST_TITLE = 160


def goals_in_prose(document: Document) -> list[Goal]:
    """The goals and key results stated in a text.

    Args:
        document: OKRs, a list of goals, or a description of one.

    Returns:
        Each with the quarter of the nearest heading, title or file name that contains one; a key result is a
        goal of its own, after its objective.
    """
    title, entries = _parted(document)
    around = stated_period(title) or stated_period(document.path.rpartition("/")[2].replace("_", " "))
    around = around or _period_line(entries)
    titled = speaks_of("section", "aims", title) or speaks_of("section", "aims", _first_heading(entries))
    goals = _single_goal(document, title, entries, around)
    if goals:
        return goals
    aims = find_aims(entries, titled=titled)[:_MOST]
    stated = {id(aim.entry) for aim in aims}
    for aim in aims:
        # What is an aim of its own says nothing of the one above it.
        aim.following = list(takewhile(lambda entry: id(entry) not in stated, aim.following))
        above = next((p for text in reversed(aim.entry.above) if (p := stated_period(text))), around)
        quarter = period_of_goal(aim.text, above)
        goal = _goal(document, aim.text, aim.entry, quarter, _owner(aim.entry.text, aim.following))
        goals.append(goal if aim.results else _with_text_below(goal, aim))
        for result in aim.results:
            if _TARGET_LINE.match(result.text):  # of the goal above, no goal itself
                target = target_of(result.text) or _TARGET_LINE.sub("", result.text).strip()[:120]
                goals[-1] = goals[-1].model_copy(update={"target": goals[-1].target or target})
                continue
            text = label_of(result.text, "result") or (
                result.rest if result.lead and result.rest else result.text
            )
            goals.append(_goal(document, text, result, quarter, _owner(result.text, ())))
    return goals


def _period_line(entries: Sequence[OutlineEntry]) -> str:
    """The period in a line of its own: `Quarter: Q2 2028`; blank if there are several such lines."""
    lines = [match["text"] for entry in entries if (match := _PERIOD_LINE.match(entry.text))]
    return stated_period(lines[0]) if len(lines) == 1 else ""


def labelled_goals(document: Document) -> list[Goal]:
    """The objectives in headings above tables of their key results: `### Objective: ...`."""
    headings = [goal for goal in goals_in_prose(document) if goal.quote]
    _, entries = _parted(document)
    texts = {entry.text[:200] for entry in entries if entry.sort == "heading"}
    return [goal for goal in headings if goal.quote in texts]


def labelled_objectives(document: Document) -> list[PlanObjective]:
    """The objectives in headings of a plan with the same label and a number: `### Objective 1: ...`."""
    _, entries = _parted(document)
    headings = [e.text for e in entries if e.sort == "heading" and label_of(e.text, "aim")]
    labels = Counter(match[1].casefold() for text in headings if (match := _NUMBERED.match(text)))
    named = {
        text[:200]
        for text in headings
        if (match := _NUMBERED.match(text)) and labels[match[1].casefold()] > 1
    }
    return [objective for objective in objectives_in_prose(document) if objective.quote in named]


def objectives_in_prose(document: Document) -> list[PlanObjective]:
    """The objectives stated in a strategy or plan, each with the day or year by which it is due."""
    _, entries = _parted(document)
    return [
        PlanObjective(
            objective=_without_owner(aim.text)[:300],
            due=_due(aim),
            owner=_owner(aim.entry.text, aim.following)[:80],
            source=document.source(aim.entry.anchor),
            quote=aim.entry.text[:200],
            confidence="inferred",
        )
        for aim in _aims_of_plan(document, entries)[:_MOST]
    ]


def _aims_of_plan(document: Document, entries: Sequence[OutlineEntry]) -> list[Aim]:
    """The aims of a plan; for a short one that only its title identifies, all its items."""
    aims = find_aims(entries, titled=False)
    title = pattern_of("smits_watch.facts.goals_and_opportunities", "words.toml", "plan", "title")
    items = [entry for entry in entries if entry.sort == "item" and entry.level == 0]
    if aims or not title.fullmatch(_parted(document)[0].strip(" *#")):
        return aims
    doing = [entry for entry in items if _begins_with_verb(entry.text)]
    return find_aims(entries, titled=True) if items and len(doing) > len(items) / 2 else []


def _begins_with_verb(text: str) -> bool:
    """Whether an item begins with a verb: English, or a Romance or German infinitive."""
    verb = pattern_of("smits_watch.facts.goals_and_opportunities", "words.toml", "verb", "words")
    return bool(verb.match(text) or _INFINITIVE.match(text))


def _parted(document: Document) -> tuple[str, list[OutlineEntry]]:
    """The title and outline of a document; for a mail, of its own text only."""
    letter = letter_of(document)
    entries = outline_of(letter.passages or document.passages)
    heading = next((entry.text for entry in entries[:3] if entry.sort == "heading"), "")
    return (letter.subject or heading), entries


def _first_heading(entries: Sequence[OutlineEntry]) -> str:
    return next((entry.text for entry in entries if entry.sort == "heading"), "")


def _goal(document: Document, text: str, entry: OutlineEntry, quarter: str, owner: str) -> Goal:
    return Goal(
        goal=_without_owner(text).strip(" *:;.")[:300],
        quarter=quarter,
        target=target_of(text)[:120],
        owner=owner[:80],
        source=document.source(entry.anchor),
        quote=entry.text[:200],
        confidence="inferred",
    )


def _with_text_below(goal: Goal, aim: Aim) -> Goal:
    """The goal of a heading, with the target and the period that the text below it states."""
    texts = _below(aim)
    target = goal.target or next((target for text in texts if (target := target_below(text))), "")
    quarter = next((period for text in texts if (period := due_period(text))), "")
    # The text narrows down the year of a title; it does not contradict a quarter.
    narrower = quarter if not goal.quarter or quarter.startswith(f"{goal.quarter}-") else goal.quarter
    return goal.model_copy(update={"target": target[:120], "quarter": narrower})


def _single_goal(document: Document, title: str, entries: Sequence[OutlineEntry], around: str) -> list[Goal]:
    """The only goal of a document: a title with a verb, and sections below it."""
    verb = pattern_of("smits_watch.facts.goals_and_opportunities", "words.toml", "verb", "words")
    if not verb.match(title) or not len(title.split()) >= 2 or len(title) > _LONGEST_TITLE:
        return []
    described = any(entry.sort == "heading" and entry.text != title for entry in entries)
    heading = next((entry for entry in entries if entry.text == title), entries[0])
    return [_goal(document, title, heading, around, "")] if described else []


def _owner(own: str, following: Sequence[OutlineEntry]) -> str:
    """The owner stated in its own text, or in a line below it before the next heading."""
    beside = _OWNER_BESIDE.search(own)
    if beside:
        return str(beside["name"] or beside["handle"]).strip()
    for entry in following:
        match = _OWNER.search(entry.text)
        if match:
            return match[1].strip()
        if entry.sort == "heading":
            break
    return ""


def _without_owner(text: str) -> str:
    """A goal without the owner in brackets after it."""
    return _OWNER_BESIDE.sub("", text).strip(" *:;.") if _OWNER_BESIDE.search(text) else text


def _due(aim: Aim) -> dt.date | None:
    """The due date of an objective, in its own text or below it before the next one."""
    for text in (aim.text, aim.entry.text, *_below(aim)):
        for date in find_dates(text):
            if not speaks_of("begins", "words", text[max(0, date.start - _BEFORE) : date.start]):
                return date.date
        year = _BY_YEAR.search(text) or _DUE_YEAR.search(text)
        if year:
            return dt.date(int(year[1]), 12, 31)
    return None


def _below(aim: Aim) -> list[str]:
    """The first texts below an aim, before the next heading or aim."""
    below = []
    for entry in aim.following:
        beside = entry.sort == "item" and aim.entry.sort == "item" and entry.level <= aim.entry.level
        if entry.sort == "heading" or beside:
            break
        below.append(entry.text)
    return below[:_FOLLOWING]
