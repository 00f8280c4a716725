"""Finds aims in an outline: labelled, listed under a heading about aims, or in bold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smits_watch.facts.goals_and_opportunities.aim_labels import (
    bare_label,
    is_aims_heading,
    is_detail,
    is_other_heading,
    label_of,
    labelled_text,
    speaks_of,
)
from smits_watch.facts.goals_and_opportunities.aim_sections import (
    announced_depth,
    is_inside,
    is_title_of_aims,
)
from smits_watch.facts.goals_and_opportunities.no_aims import (
    BLANK,
    is_guide,
    without_examples,
    without_formalities,
    without_qualities,
)
from smits_watch.prose.dates import find_dates
from smits_watch.prose.outline import OutlineEntry
from smits_watch.tables.values.periods import period_in

_CODE = re.compile(
    r"^\W{0,3}(?P<prefix>(?!(?:Q|H|T|FY|CY|KR|V)[.\d])[A-Z]{1,3}(?:\.[A-Z]{1,2}){0,2})[.\s-]?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?)\s*(?:[:–—]|\s-)\s+(?=\S)"
)
"""`S1: `, `OB.4.1 - `, `R.A.4.1a - `; quarters and halves of a year are not codes."""
_LENGTH = (6, 400)
"""The length of an aim in characters."""
_ASIDE = 60
"""The first characters of an entry in which it may refer to further reading."""
_BESIDE_DATE = 12
"""Characters beside the date in a bold beginning that is only a date."""
_MANY = 5
"""With this many labelled aims, the other aims of a text are actions for them."""
_LONG_WORD = 10
"""Characters of a single bold word that may be an aim, e.g. a German compound; shorter ones are labels."""
_FOLLOWING = 3
"""Entries after an aim that may state its due date and its target."""
_NUMBER = re.compile(
    r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.):]|\d{1,2}(?:\.\d{1,2})*(?=\s+[A-ZÀ-Ý][a-zà-ÿ])|[A-Z]\d{1,2}[.:)]|"
    r"[IVX]{1,4}[.):])\s+"
)
"""The number before an aim; `80 %` is not one."""


@dataclass(slots=True)
class Aim:
    """An aim: a goal or an objective."""

    text: str
    entry: OutlineEntry
    results: list[OutlineEntry] = field(default_factory=list)
    """Its key results."""
    following: list[OutlineEntry] = field(default_factory=list)
    """The entries below it."""


def find_aims(entries: Sequence[OutlineEntry], *, titled: bool) -> list[Aim]:
    """Find the aims of a text.

    Args:
        entries: its outline.
        titled: whether the whole text is a list of aims (OKRs, goals of a quarter), so that headings and
            items need no further heading about aims.

    Returns:
        The labelled ones (`Objective: ...`, `Strategic goal 1: ...`); otherwise those listed below
        headings about aims; each once.
    """
    if is_guide(entries):
        return []
    entries = list(without_examples(without_qualities(without_formalities(entries))))
    labelled, listed = _labelled(entries), _listed(entries, titled=titled)
    if titled:
        return _filled_in(_united(entries, labelled, listed))
    coded = _coded(entries)
    if len(coded) >= len(labelled):
        labelled = coded
    explicit = len(labelled) >= _MANY or (labelled and len(labelled) >= len(listed) // 3)
    return _filled_in(labelled if explicit else listed)


def _filled_in(aims: Sequence[Aim]) -> list[Aim]:
    """The aims, once each; empty for a form that has not been filled in."""
    blank = [aim for aim in aims if BLANK.search(aim.entry.text)]
    return [] if 2 * len(blank) > len(aims) else [aim for aim in _distinct(aims) if aim not in blank]


def _united(entries: Sequence[OutlineEntry], labelled: Sequence[Aim], listed: Sequence[Aim]) -> list[Aim]:
    """Both kinds in text order; a result of a labelled aim is not an aim itself."""
    results = {id(result) for aim in labelled for result in aim.results}
    by_entry = {id(aim.entry): aim for aim in listed if id(aim.entry) not in results}
    by_entry |= {id(aim.entry): aim for aim in labelled}
    taken = {id(result) for aim in listed if id(aim.entry) in by_entry for result in aim.results}
    for aim in labelled:
        # A result below a heading that follows a labelled aim belongs to the heading.
        if not any(aim.entry is other.entry for other in listed):
            aim.results = [result for result in aim.results if id(result) not in taken]
    return [by_entry[id(entry)] for entry in entries if id(entry) in by_entry]


def _labelled(entries: Sequence[OutlineEntry]) -> list[Aim]:
    aims: list[Aim] = []
    pending: OutlineEntry | None = None
    for number, entry in enumerate(entries):
        result = labelled_text(entry, "result")
        text = labelled_text(entry, "aim")
        if result is not None and aims and text is None:
            aims[-1].results.append(entry)
            pending = None
        elif text is not None:
            if text:
                aims.append(Aim(text, entry, following=list(entries[number + 1 : number + 1 + _FOLLOWING])))
            pending = None if text else entry
        elif pending is not None and entry.sort != "heading":
            aims.append(
                Aim(_first_sentence(entry.text), entry, following=list(entries[number + 1 : number + 3]))
            )
            pending = None
        elif aims and entry.sort == "item" and _is_result_of(entry, aims[-1], entries[:number]):
            aims[-1].results.append(entry)
    return [aim for aim in aims if _is_long_enough(aim.text)]


def _coded(entries: Sequence[OutlineEntry]) -> list[Aim]:
    """Aims after consecutive codes, e.g. `S1: ...` and `S2: ...`, or `OB.4.1 - ...` and `OB.4.2 - ...`."""
    codes = [(entry, match) for entry in entries if (match := _CODE.match(entry.text))]
    prefixes = Counter(match["prefix"] for _, match in codes)
    # A plan has fewer objectives than actions for each, so the rarer code names the objectives.
    several = {
        prefix for prefix in prefixes if len({m["number"] for _, m in codes if m["prefix"] == prefix}) > 1
    }
    kept = {id(entry) for entry, match in codes if match["prefix"] in several}
    aims = []
    for number, entry in enumerate(entries):
        if id(entry) in kept:
            following = list(entries[number + 1 : number + 1 + _FOLLOWING])
            aims.append(Aim(_first_sentence(_CODE.sub("", entry.text)), entry, following=following))
        elif aims and labelled_text(entry, "result") is not None:
            aims[-1].results.append(entry)
    return [aim for aim in aims if _is_long_enough(aim.text)]


def _is_result_of(entry: OutlineEntry, aim: Aim, before: Sequence[OutlineEntry]) -> bool:
    """Whether an item is in a list of key results below an aim."""
    heading = entry.above[-1] if entry.above else ""
    last = next((other for other in reversed(before) if other.sort != "item"), None)
    under = last is not None and bare_label("result").fullmatch(last.text.rstrip(":")) is not None
    return under or (
        bool(heading) and bare_label("result").fullmatch(heading) is not None and aim.entry.text != heading
    )


def _listed(entries: Sequence[OutlineEntry], *, titled: bool) -> list[Aim]:
    aims: list[Aim] = []
    last_depth: int | None = None
    announced: int | None = None  # depth of the line with a colon that announces the items below it
    bold = ""  # the bold line that serves as heading of a list
    below_title = False  # a title without markup, with a period: what follows are its aims
    for number, entry in enumerate(entries):
        if entry.sort != "item":
            bold = entry.lead if entry.sort == "text" and entry.lead and not entry.rest else ""
        if entry.sort != "item" and announced is not None:
            announced = None
        if (depth := announced_depth(entry)) is not None:
            announced, last_depth = depth, None
            below_title = below_title or is_title_of_aims(entry.text)
            continue
        announced = announced if announced is None or entry.level > announced else None
        inside = announced is not None or below_title or is_inside(entry, titled=titled)
        if entry.sort == "item" and bold and is_other_heading(bold):
            continue
        if not inside or is_detail(entry) or speaks_of("aside", "words", entry.text[:_ASIDE]):
            continue
        if aims and labelled_text(entry, "result") is not None:
            aims[-1].results.append(entry)
            continue
        text = _aim_text(entry, entries, number)
        if entry.sort == "item" and aims and last_depth is not None and entry.level > last_depth:
            aims[-1].results.append(entry)
            continue
        if text is not None and (_is_long_enough(text) or _is_numbered_word(entry, text)):
            last_depth = entry.level if entry.sort == "item" else None
            aims.append(Aim(text, entry, following=list(entries[number + 1 : number + 1 + _FOLLOWING])))
    return aims


def _aim_text(entry: OutlineEntry, entries: Sequence[OutlineEntry], number: int) -> str | None:
    """The aim stated by a heading, bold beginning or item; None if the entry explains another."""
    if entry.sort == "heading":
        if is_other_heading(entry.text) or is_aims_heading(entry.text):
            return None
        return label_of(entry.text, "aim") or _NUMBER.sub("", entry.text)
    if entry.lead and entry.rest and _is_only_when(entry.lead):
        return entry.rest
    if entry.lead:
        if entry.sort == "item" or not entry.rest or _begins_paragraph(entry):
            text = entry.lead if len(entry.lead.split()) > 1 else entry.text
            return _NUMBER.sub("", text if entry.sort == "text" or len(entry.rest) > 120 else entry.text)
        return None
    if entry.sort != "item" or _has_heading_aims(entry, entries, number):
        return None
    return _first_sentence(_NUMBER.sub("", entry.text))


def _has_heading_aims(entry: OutlineEntry, entries: Sequence[OutlineEntry], number: int) -> bool:
    """Whether the heading above an item is itself the aim that the item explains."""
    heading = entry.above[-1] if entry.above else ""
    if not heading or speaks_of("section", "aims", heading) or not _is_long_enough(heading):
        return False
    return any(
        other.sort == "heading"
        and other.text == heading
        and other.above
        and speaks_of("section", "aims", " ".join(other.above))
        for other in entries[:number]
    )


def _begins_paragraph(entry: OutlineEntry) -> bool:
    words = entry.lead.split()
    return entry.sort == "text" and len(words) <= 14 and (len(words) > 1 or len(entry.lead) >= _LONG_WORD)


def _first_sentence(text: str) -> str:
    """The text up to the first full stop, which the dot of `31. August` is not."""
    first = re.split(r"(?<=[a-zà-ÿ0-9)\"])(?<!\b\d)(?<!\b\d\d)[.;](?=\s+[A-ZÀ-Ý])", text, maxsplit=1)[0]
    return first.strip(" .:;") if len(first) >= _LENGTH[0] else text


def _is_only_when(text: str) -> bool:
    """Whether a bold beginning is only a date: `By September 2027`."""
    dates = find_dates(text)
    return len(dates) == 1 and len(text) - (dates[0].end - dates[0].start) <= _BESIDE_DATE


def _is_long_enough(text: str) -> bool:
    words = text.split()
    period = period_in(text)
    rest = text[: period.start] + text[period.end :] if period is not None else text
    bare = re.sub(r"\([^)]*\)", "", rest)
    if len(bare.strip()) < _LENGTH[0]:
        return False
    if text[-1:] == "?" or text.startswith(("http", "www.")):
        return False
    return len(words) >= 2


def _is_numbered_word(entry: OutlineEntry, text: str) -> bool:
    """Whether an aim is a single word behind a number: `### 3. Cybersecurity`."""
    return entry.text != text and len(text) >= _LONG_WORD and text.isalpha()


def _distinct(aims: Sequence[Aim]) -> Iterator[Aim]:
    seen: set[str] = set()
    for aim in aims:
        key = " ".join(re.findall(r"\w+", aim.text.casefold()))[:120]
        if key and key not in seen:
            seen.add(key)
            yield aim
