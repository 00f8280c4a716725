"""Goals of a quarter and objectives of a plan in prose."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence

from smits_rules.vocabulary import Goal, PlanObjective
from smits_watch.documents.document import Document
from smits_watch.facts.goals_and_opportunities.aims import Aim, find_aims, label_of, speaks_of
from smits_watch.prose.dates import find_dates
from smits_watch.prose.letters import letter_of
from smits_watch.prose.outline import OutlineEntry, outline_of
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.tables.values.periods import period_in

_HALF = re.compile(
    r"\b(?:(?P<year>20\d\d)\s?[-/ ]?\s?H(?P<half>[12])|H(?P<first>[12])\s?[-/ ]?\s?(?P<later>20\d\d))\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"^\W*(?:owner|responsible|lead|champion|verantwortlich\w*|responsable)\W*[:–-]\s*(.{2,80})$",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"\b(?:by|until|bis|vor|d['’]ici|à|avant|before|in|im jahr|antes de|hasta|para|entro(?: il)?|"
    r"prima del|voor|tegen)\s+(20[2-9]\d)\b",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"[A-ZÀ-Ý]\w{2,}(?:are|ere|ire|rre|er|ir|re|ar|ieren|ern|eln)\s")
_FIGURE = re.compile(
    r"[<>≥≤+\-–]?\s?(?:[$€£]\s?)?\d[\d.,]*\s?(?:%|k|m|bn|million|percent|prozent)?(?:\s?(?:per|/)\s?\w+)?"
)
_TO = re.compile(r"\s*(?:\w+\s+)?(?:to|auf|à|a|naar|→|->)\s*", re.IGNORECASE)
"""Between the figure of today and the one to reach."""
_YEAR = re.compile(r"[-–]?\s?(?:19|20)\d\d")
_BEFORE = 20
"""Characters before a date in which a word may make it a start date."""
_TARGET_BELOW = re.compile(
    r"\b(?:(?:to|below|under|above|over|at least|at most|no more than|more than|less than|fewer than|"
    r"within|auf|unter|über|"
    r"mindestens|höchstens|maximal|um|mehr als|weniger als|innerhalb von|à|sous|au moins|au plus|plus de|"
    r"moins de|"
    r"en moins de|a|al menos|como máximo|menos de|más de|almeno|meno di|più di|entro|naar|onder|minstens|"
    r"meer dan|"
    r"till|minst|under|til)\s+(?:the\s+)?)(?P<figure>(?:[$€£]\s?)?\d[\d.,]*(?:\s?(?:%|[^\W\d_]+))?)|"
    r"(?P<share>\d[\d.,]*\s?(?:%|percent|prozent|pour ?cent|por ciento|procent))",
    re.IGNORECASE,
)
"""A measurable target in the text below a goal: `on 99.9 %`, `below 2 hours`, `at least 12 systems`."""
_LATE = re.compile(
    r"\b(?:by|until|before|bis|d['’]ici|avant|au plus tard|antes de|hasta|para|entro|entro la fine|voor|"
    r"uiterlijk|senast|innen|do)\b"
    r"[^.;]{0,24}$",
    re.IGNORECASE,
)
"""Before a period or a day by which a goal is due."""
_OWNER_BESIDE = re.compile(
    r"[(\[–—|-]\s*(?:owner|lead|responsible|verantwortlich|resp\.?|responsable)\s*[:=]\s*(?P<name>[^)\]|"
    r";]{2,60}?)\s*"
    r"(?:[)\]|;]|$)|\s-\s(?P<handle>@[\w-]{2,40})\s*$",
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
    around = _period(title) or _period(document.path.rpartition("/")[2].replace("_", " "))
    titled = speaks_of("section", "aims", title) or speaks_of("section", "aims", _first_heading(entries))
    goals = _single_goal(document, title, entries, around)
    if goals:
        return goals
    for aim in find_aims(entries, titled=titled)[:_MOST]:
        quarter = next((p for text in (aim.text, *reversed(aim.entry.above)) if (p := _period(text))), around)
        goal = _goal(document, aim.text, aim.entry, quarter, _owner(aim.entry.text, aim.following))
        goals.append(goal if aim.results else _with_text_below(goal, aim))
        for result in aim.results:
            text = label_of(result.text, "result") or (
                result.rest if result.lead and result.rest else result.text
            )
            goals.append(_goal(document, text, result, quarter, _owner(result.text, ())))
    return goals


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
        target=_target(text)[:120],
        owner=owner[:80],
        source=document.source(entry.anchor),
        quote=entry.text[:200],
        confidence="inferred",
    )


def _with_text_below(goal: Goal, aim: Aim) -> Goal:
    """The goal of a heading, with the target and the period that the text below it states."""
    texts = _below(aim)
    target = goal.target or next((target for text in texts if (target := _target_below(text))), "")
    quarter = next((period for text in texts if (period := _due_period(text))), "")
    # The text narrows down the year of a title; it does not contradict a quarter.
    narrower = quarter if not goal.quarter or quarter.startswith(f"{goal.quarter}-") else goal.quarter
    return goal.model_copy(update={"target": target[:120], "quarter": narrower})


def _target_below(text: str) -> str:
    """The first figure that a text states as a target; days and years are none."""
    days = find_dates(text)
    for match in _TARGET_BELOW.finditer(text):
        name = "figure" if match["figure"] else "share"
        if _YEAR.match(match[name]) or any(
            match.start() < day.end and day.start < match.end() for day in days
        ):
            continue
        period = period_in(text[match.start(name) : match.end(name) + 6])
        if period is None:
            return match[name].strip(" .,")
    return ""


def _due_period(text: str) -> str:
    """The quarter by which a text says that a goal is due, from a period (`by Q3 2027`) or a day."""
    period = period_in(text)
    if period is not None and _LATE.search(text[: period.start]) and re.search(r"-[QH]", period.text):
        return period.text
    for date in find_dates(text):
        if _LATE.search(text[: date.start]):
            return f"{date.date.year}-Q{(date.date.month + 2) // 3}"
    return ""


def _single_goal(document: Document, title: str, entries: Sequence[OutlineEntry], around: str) -> list[Goal]:
    """The only goal of a document: a title with a verb, and sections below it."""
    verb = pattern_of("smits_watch.facts.goals_and_opportunities", "words.toml", "verb", "words")
    if not verb.match(title) or not len(title.split()) >= 2 or len(title) > _LONGEST_TITLE:
        return []
    described = any(entry.sort == "heading" and entry.text != title for entry in entries)
    heading = next((entry for entry in entries if entry.text == title), entries[0])
    return [_goal(document, title, heading, around, "")] if described else []


def _period(text: str) -> str:
    """The quarter, half or year in a text, in short form."""
    half = _HALF.search(text)
    if half:
        return f"{half['year'] or half['later']}-H{half['half'] or half['first']}"
    period = period_in(text)
    return period.text if period else ""


def _target(text: str) -> str:
    """The figure in a goal or key result: `99.9 % availability` -> `99.9 %`, `from 120 to 60` -> `60`.

    Years and days are none.
    """
    days = find_dates(text)
    figures = [
        match
        for match in _FIGURE.finditer(text)
        if len(match[0].strip()) > 1
        and not _YEAR.fullmatch(match[0].strip())
        and not any(match.start() < day.end and day.start < match.end() for day in days)
    ]
    if len(figures) > 1 and _TO.fullmatch(text[figures[0].end() : figures[1].start()]):
        return figures[1][0].strip(" .,")
    return figures[0][0].strip(" .,") if figures else ""


def _owner(own: str, following: Sequence[OutlineEntry]) -> str:
    """The owner stated in its own text, or in a line below it before the next heading."""
    beside = _OWNER_BESIDE.search(own)
    if beside:
        return str(beside["name"] or beside["handle"]).strip()
    for entry in following:
        match = _OWNER.match(entry.text)
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
        year = _BY_YEAR.search(text)
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
