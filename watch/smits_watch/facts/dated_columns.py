"""Dates in the columns of a list, all with the same order of day and month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from smits_watch.documents.document import Cell
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.prose.dates import DateMention, find_dates, month_comes_first
from smits_watch.tables.records import Records

_LONGEST = 60
"""The most characters of a date cell, which may contain other words: `2027-06-30 (revised)`."""
_SAMPLE = 2_000
"""Rows that are read to detect the order of day and month."""
_MONTH = re.compile(r"((?:19|20)\d\d)[-/.](0[1-9]|1[0-2])|(0[1-9]|1[0-2])[/.]((?:19|20)\d\d)")
"""`2027-06`, `06/2027`: a month if alone in a cell; in prose it could be anything."""
_SHORT_YEAR = re.compile(
    r"^(?P<day>\d{1,2})[ /-](?P<month>[^\W\d_]{3,9})\.?[ /-](?P<year>\d\d)(?:,? +\d{1,2}:\d\d.*)?$"
)
"""`14 Oct 25`, `14/Oct/25 12:00 AM`: a date if alone in a cell; in prose it could be anything."""
_MONTH_FIRST = frozenset({"US"})
"""Countries that write the month first."""


class DatedColumns:
    """Reads the dates of one list."""

    def __init__(
        self,
        records: Records,
        meanings: Sequence[str],
        profile: OrganisationProfile,
        *,
        month_first: bool | None = None,
    ) -> None:
        """Detect the order of day and month from the list's dates, or else from the organisation's country.

        Args:
            records: the list.
            meanings: of the columns that contain dates.
            profile: of the organisation; one in the United States reads 03/04/2027 as 4 March.
            month_first: the order, if a person stated it.
        """
        self.records = records
        named = [records.columns[meaning] for meaning in meanings if meaning in records.columns]
        self.month_first = month_first
        for columns in (named, records.layout.columns):
            if self.month_first is None:
                self.month_first = month_comes_first(self._texts(column.index for column in columns))
        places = {jurisdiction.partition("-")[0] for jurisdiction in profile.jurisdictions}
        if self.month_first is None and places and places <= _MONTH_FIRST:
            self.month_first = True
        self.doubtful = self.month_first is None and any(
            (mention := self.mention(row, meaning)) is not None and mention.other is not None
            for meaning in meanings
            for row in records.rows
        )
        """Whether some date may be read in two ways."""

    def _texts(self, columns: Iterable[int]) -> Iterator[str]:
        for column in columns:
            for row in self.records.rows[:_SAMPLE]:
                text = self.records.layout.grid.cell(row, column)
                if isinstance(text, str) and len(text) <= _LONGEST:
                    yield text

    def date(self, row: int, meaning: str) -> dt.date | None:
        """The date of a row; of several in one cell the last, which is the newest revision."""
        mention = self.mention(row, meaning)
        return mention.date if mention else None

    def mention(self, row: int, meaning: str) -> DateMention | None:
        """The date of a row as it is written; the last of several."""
        return date_in_cell(self.records.cell(row, meaning), month_first=self.month_first)


def date_in_cell(cell: Cell, *, month_first: bool | None = False) -> DateMention | None:
    """The date stated by a cell; the last of several. A month or quarter stands for its last day.

    Args:
        cell: a typed date, or a text of at most 60 characters.
        month_first: as for `find_dates`.
    """
    if isinstance(cell, dt.datetime):
        return DateMention(cell.date(), 0, 0)
    if isinstance(cell, dt.date):
        return DateMention(cell, 0, 0)
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return None
    month = _MONTH.fullmatch(cell.strip())
    if month:
        year, number = int(month[1] or month[4]), int(month[2] or month[3])
        return DateMention(_last_day(year, number), 0, len(month[0]), exact=False)
    text = _SHORT_YEAR.sub(r"\g<day> \g<month> 20\g<year>", cell.strip())
    mentions = find_dates(text, month_first=month_first)
    return mentions[-1] if mentions else None


def looks_like_date(cell: Cell) -> bool:
    """Whether a cell states a date."""
    return date_in_cell(cell) is not None


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
