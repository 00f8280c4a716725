"""Renders content as Markdown, with the templates next to this module."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from smits_rules.vocabulary.shown_number import shown_number
from smits_tui.clock import local_day
from smits_tui.documents.background import Background, BoardPack, Recording, TrendReading
from smits_tui.documents.links import escaped, file_link, listed, source_link, source_links
from smits_tui.documents.tables import without_empty_columns
from smits_tui.process.deliverables.comments import SectionComment
from smits_tui.process.deliverables.content import SectionContent
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.sanitize import plain

if TYPE_CHECKING:
    from jinja2 import Environment

_OPTIONAL = ("budget", "spent", "cost", "the facts say", "source", "sources", "where", "response", "reason")
"""Columns that a document has only where somebody filled one in."""
DASH = "\N{EN DASH}"
"""Shown for unknown values."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a document says of itself."""

    organisation: str
    version: int
    day: dt.date
    draft: bool = False
    """Nobody was asked to agree to it yet."""
    inputs: Mapping[str, CitedInput] | None = None
    """Cited inputs by their ids."""
    currency: str = ""
    """ISO 4217, of all amounts; blank if the organisation named none."""


@dataclass(frozen=True, slots=True)
class CitedInput:
    """A cited input."""

    path: str
    kind: str
    """The title of its kind."""
    received: dt.date
    file: str
    """The file below `inputs/` that holds it."""


def render(kind: str, content: Sequence[SectionContent], cover: Cover) -> str:
    """Make the Markdown of a document.

    Args:
        kind: of deliverable.
        content: its sections, in order.
        cover: what stands on its first page.

    Returns:
        Markdown with ATX headings and pipe tables; the same for the same arguments.
    """
    sections = [(section, body(kind, section, cover.currency)) for section in content]
    template = _environment().get_template("document.md.j2")
    text = template.render(title=DOCUMENTS[kind].title, cover=cover, sections=sections)
    return _spaced(text) + "\n"


def render_background(background: Background) -> str:
    """Make the Markdown that follows a document's own text: sections of level two."""
    text = _environment().get_template("background.md.j2").render(b=background)
    return _spaced(_tidy(text)) + "\n"


def render_sources(title: str, files: Sequence[CitedInput], estimates: Sequence[Recording] = ()) -> str:
    """Make the Markdown of a section with the files that a document cites, and who estimated costs."""
    template = _environment().get_template("sources.md.j2")
    return _spaced(template.render(title=title, files=files, estimates=estimates)) + "\n"


def render_comments(sections: Sequence[tuple[str, Sequence[SectionComment]]]) -> str:
    """Make the Markdown of a section of level two with comments: for each section its title and comments."""
    return _spaced(_environment().get_template("comments.md.j2").render(sections=sections)) + "\n"


def render_board(pack: BoardPack) -> str:
    """Make the Markdown of a board pack: a title, and a section for each page."""
    return _spaced(_tidy(_environment().get_template("board.md.j2").render(pack=pack))) + "\n"


def with_approval(text: str, sentence: str) -> str:
    """A document with a sentence about its approval below the version; the rest is unchanged."""
    head, version, rest = text.partition("\nVersion ")
    line, newline, rest = rest.partition("\n")
    return f"{head}{version}{line}{newline}\n{_cell(sentence)}\n{rest}" if version else text


def body(kind: str, section: SectionContent, currency: str = "") -> str:
    """Make the Markdown of one section, without its heading."""
    template = _environment().get_template("section.md.j2")
    return _spaced(template.render(kind=kind, section=section, records=section.records, currency=currency))


def _spaced(text: str) -> str:
    """One blank line between blocks; none inside tables, where a template's loop leaves some."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def long_day(value: dt.date | None) -> str:
    """A date in words; a dash if there is none."""
    return f"{value.day} {value:%B %Y}" if value else DASH


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("smits_tui.documents"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  # Markdown; cells are escaped by `cell`, HTML is made safe on export
    )
    environment.filters.update(
        cell=_cell, figure=_figure, text=_text, timeline=_timeline, day=long_day, month=_month
    )
    environment.filters.update(total=_total, unit=_unit, share=_share, reading=_reading)
    environment.filters.update(tidy=_tidy, source=_source, sources=_sources, file_link=_file_link)
    environment.filters.update(recorders=_recorders, ids=_ids, local_day=_local_day)
    return environment


def _text(value: object) -> str:
    """Text that people wrote, as Markdown, with nothing that a terminal would obey."""
    return plain(str(value)).strip()


def _tidy(text: str) -> str:
    """Tables without the columns that nobody filled in."""
    return without_empty_columns(_spaced(text), _OPTIONAL)


def _cell(value: object) -> str:
    """A value for a line or a table cell: one line, without markup; a dash if there is none."""
    if value in (None, "", []):
        return DASH
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _figure(value)
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return escaped(shown)


def _local_day(at: dt.datetime | str) -> str:
    """The local date of a timestamp, which the state keeps as ISO 8601 in places."""
    return long_day(local_day(dt.datetime.fromisoformat(at) if isinstance(at, str) else at))


def _month(value: dt.date | None) -> str:
    return f"{value:%Y-%m}" if value else DASH


def _unit(name: str) -> str:
    """A currency or unit after a name."""
    return f" ({name})" if name else ""


def _share(percent: float) -> str:
    return f"{percent:.1f} %"


def _total(records: Sequence[Any], name: str) -> str:
    """The sum of an amount over the records that have it; a dash if none has."""
    read = (lambda record: record.get(name)) if records and isinstance(records[0], dict) else None
    amounts = [read(record) if read else getattr(record, name) for record in records]
    stated = [amount for amount in amounts if amount is not None]
    return _figure(round(sum(stated), 2)) if stated else DASH


def _reading(readings: Sequence[TrendReading], period: str) -> str:
    """The value of a period, as a link to the file that states it."""
    reading = next((reading for reading in reversed(readings) if reading.period == period), None)
    if reading is None:
        return DASH
    return source_link(reading.source, shown=_figure(reading.value)) or _figure(reading.value)


def _recorders(recordings: Sequence[Recording]) -> str:
    """Who recorded what, and when last: `Kim (M1, M2; last on 3 May 2027) and Lee (M3; ...)`."""
    by_person: dict[str, list[Recording]] = {}
    for recording in recordings:
        by_person.setdefault(recording.by, []).append(recording)
    return listed(
        f"{_cell(by)} ({_ids(item.id for item in own)}; last on {long_day(max(item.day for item in own))})"
        for by, own in by_person.items()
    )


def _ids(ids: Iterable[str]) -> str:
    """Ids in order, those that follow one another by the first and the last: `M1, M3 to M9`."""
    numbers = sorted({(name[0], int(name[1:])) for name in ids})
    runs: list[list[tuple[str, int]]] = []
    for letter, number in numbers:
        if runs and runs[-1][-1] == (letter, number - 1):
            runs[-1].append((letter, number))
        else:
            runs.append([(letter, number)])
    names = [[f"{letter}{number}" for letter, number in run] for run in runs]
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in names)


def _source(source: str) -> str:
    return source_link(source) or DASH


def _sources(sources: Sequence[str], origin: str = "") -> str:
    """Links to files, each once with all that is cited in it; without files where it comes from instead."""
    return source_links(sources) or _cell(origin)


def _file_link(source: CitedInput) -> str:
    return file_link(source.path, file=source.file)


def _figure(value: object) -> str:
    """A number as people read it."""
    if not isinstance(value, float | int):
        return DASH
    return shown_number(value)


def _timeline(initiatives: Sequence[dict[str, Any]]) -> str:
    """Initiatives as bars over quarters, in a block of code: it looks the same everywhere."""
    dated = [initiative for initiative in initiatives if initiative.get("start") and initiative.get("end")]
    if not dated:
        return ""
    first = min(dt.date.fromisoformat(initiative["start"]) for initiative in dated)
    last = max(dt.date.fromisoformat(initiative["end"]) for initiative in dated)
    begin, count = _quarter(first), _quarter(last) - _quarter(first) + 1
    head = " ".join(f"{(begin + n) // 4 % 100:02d}Q{(begin + n) % 4 + 1}" for n in range(count))
    rows = [f"{'':6}{head}"]
    for initiative in dated:
        start = _quarter(dt.date.fromisoformat(initiative["start"])) - begin
        end = _quarter(dt.date.fromisoformat(initiative["end"])) - begin
        bars = ["====" if start <= n <= end else " .  " for n in range(count)]
        rows.append(f"{initiative['id']:6}{' '.join(bars)}".rstrip())
    return "\n".join(rows)


def _quarter(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3
