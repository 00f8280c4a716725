"""Acts that only move the day from which another act applies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from smits_rules.vocabulary import Regulation
from smits_watch.facts.regulations.citations import citations_in
from smits_watch.prose.dates import DateMention, find_dates
from smits_watch.prose.sentences import Sentence

_REPLACED = re.compile(
    r"\W{0,3}(?:,? where it \w+(?: \w+){0,4})?,?\s*(?:(?:is|are|shall be|wird|werden|est|sont) )?"
    r"(?:replaced|ersetzt|remplacée?s?)?\s*(?:by|durch|par)\s*"
    r"(?:(?:the|das|la) (?:date|datum)(?: of| vom| du)?\s*)?\W{0,3}(?:ersetzt)?",
    re.IGNORECASE,
)
"""Between the day that was and the day that is: `'1 March 2027' is replaced by '1 March 2029'`."""
_ABOUT_DATES = re.compile(
    r"dates? of (?:its |their )?(?:application|entry|transposition)|application dates?|entry into force"
    r"|postpon|delay|deferr|stop-the-clock|geltungsbeginn|anwendungsbeginn|inkrafttreten|verschiebung|hinausschieb"
    r"|dates? d.(?:application|entrée)|report de",
    re.IGNORECASE,
)
"""Without such words in its title an act may move one of many dates, and the others must not be lost."""
_REPLACES = re.compile(r"\b(?:replaced|ersetzt|remplacée?s?)\b", re.IGNORECASE)


def postponed_acts(act: Regulation, sentences: Sequence[Sentence]) -> Iterator[Regulation]:
    """The act that an amendment of dates changes, with its new dates.

    Args:
        act: the amending one, as it was read.
        sentences: of its text.

    Returns:
        One regulation, known by the number of the amended act and applying from the new days; none where
        several acts are amended, or no day is replaced.
    """
    if act.action != "amendment" or not _ABOUT_DATES.search(act.title):
        return
    amended = {
        citation.reference.casefold(): citation.reference
        for citation in citations_in(act.title)
        if citation.cited and citation.reference.casefold() != act.reference.casefold()
    }
    days = sorted({day for sentence in sentences for day in _new_days(sentence.text)})
    if len(amended) == 1 and days:
        yield act.model_copy(
            update={
                "reference": next(iter(amended.values())),
                "applies_from": tuple(days),
                "effective_date": None,
            }
        )


def _new_days(text: str) -> Iterator[dt.date]:
    if not _REPLACES.search(text):
        return
    dates: list[DateMention] = find_dates(text)
    for first, second in pairwise(dates):
        if _REPLACED.fullmatch(text[first.end : second.start]):
            yield second.date
