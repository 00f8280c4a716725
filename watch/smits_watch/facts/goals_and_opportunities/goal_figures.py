"""The target of a goal and the quarter by which it is due, as sentences state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from smits_watch.prose.dates import find_dates
from smits_watch.tables.values.periods import Period, period_in

_NUMBER = r"\d{1,3}(?:[., '\u2019\u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_SPAN = (
    r"(?:working |business |calendar )?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?)|"
    r"(?:milli)?sekunden?|minuten?|stunden?|(?:arbeits|werk)?tag(?:en?)?|wochen?|monaten?|"
    r"secondes?|heures?|jours?(?: ouvrés)?|semaines?|mois|segundos?|minutos?|horas?|días?|semanas?|"
    r"mes(?:es)?|"
    r"second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|seconden?|uur|uren|dagen?|weken|maanden?|"
    r"(?-i:ms|min|h|d|s)"
)
_SHARE = r"%|percent|per cent|prozent|pour ?cent|por ciento|per ?cento|procent|points?|punkte?|pp"
_SCALE = r"(?:k|bn|m|mio\.?|mrd\.?|million(?:s|en|i)?|millones|miljoen|thousand|tsd\.?)\b"
_MONEY = r"[$€£]|EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|euros?|dollars?|francs?|franken"
_RATE = (
    r"(?:\s?(?:per|pro|par|por|al|a|each|/)\s?(?:day|week|month|quarter|year|tag|woche|monat|quartal|jahr|"
    r"an|mois|"
    r"año|mes|anno|mese|giorno|dag|jaar|maand|user|call|ticket|1[.,]000)\b)?"
)
_AMOUNT = (
    rf"(?:(?:{_MONEY})\s?)?(?:{_NUMBER})(?:\s?(?:{_SHARE})(?!\w)|(?:\s?{_SCALE})?\s?(?:{_MONEY})(?![^\W\d_])|"
    rf"\s?(?:{_SPAN})(?![^\W\d_])|\s?{_SCALE})?{_RATE}"
)
_FIGURE = re.compile(rf"(?<![\w.,/-])(?:[<>≥≤+\u2212-]=?\s?)?(?:{_AMOUNT})(?![\w/])", re.IGNORECASE)
"""`99.9 %`, `EUR 40,000`, `2 h`, `< 4 hours`, `3 per quarter`."""
_TO = re.compile(r"\s*(?:[^\W\d_]+\s+)?(?:to|auf|à|a|al|naar|till|til|do|→|->|=>)\s*", re.IGNORECASE)
"""Between the figure of today and the one to reach."""
_LABELLED = re.compile(
    r"\b(?:targets?|goal|zielwert|ziel|soll|cible|objectif|objetivo|meta|obiettivo|doel|streefwaarde|mål)\b"
    r"\s*(?:value|is|of|von|de|van)?\s*[:=(]?\s*$",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"\b(?:baseline|currently|current|today|now|was|were|from|ausgangswert|derzeit|aktuell|heute|bisher|von|"
    r"actuel(?:lement)?|aujourd.hui|actualmente|actual|attualmente|oggi|nu|huidig|thans|nulmeting|base|ist)\b"
    r"[\s:=(]*(?:at|bei|à|a|is)?\s*$",
    re.IGNORECASE,
)
"""Before the figure of today."""
_COMPARES = re.compile(
    r"(?:\b(?:to|below|under|above|over|at least|at most|no more than|not more than|more than|less than|"
    r"fewer than|within|up to|maximum|minimum|auf|unter|über|mindestens|höchstens|maximal|mehr als|"
    r"weniger als|innerhalb von|binnen|à|sous|moins d[e']|plus d[e']|au moins|au plus|en|menos de|más de|"
    r"al menos|como máximo|a|almeno|meno di|più di|al massimo|entro|naar|onder|boven|minstens|minder dan|"
    r"meer dan|binnen|hoogstens|till|minst|under|til)\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
_OF_NAME = re.compile(r"(?:^|\s)(?P<name>[A-ZÀ-Ý][\w.+-]*)\s$")
"""Before a number that belongs to a name: `Windows 11`."""
_COUNTED = re.compile(r"\s+[^\W\d_]{3,}")
_ONLY_FUNCTION = re.compile(
    r"\s+(?:and|or|for|in|on|by|with|to|until|und|oder|für|bis|mit|auf|et|pour|en|y|para|per|entro|voor|op|"
    r"tot)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[-–]?\s?(?:19|20)\d\d")
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
_HALF = re.compile(
    r"\b(?:(?P<year>20\d\d)\s?[-/ ]?\s?H(?P<half>[12])|H(?P<first>[12])\s?[-/ ]?\s?(?P<later>20\d\d))\b",
    re.IGNORECASE,
)
_MONTH = re.compile(r"((?:FY)?\d{4})-(\d\d)")


def target_of(text: str) -> str:
    """The figure to reach in a goal or key result: `from 120 to 60` -> `60`, `below 2 h` -> `2 h`.

    Days, years, the figure of today and numbers in names (`Windows 11`) are none. A labelled figure
    (`target 4`) comes before the second of `from ... to ...`, this one before a compared one (`at least 5`),
    and then comes the first.
    """
    figures = list(_figures(text))
    labelled = next((match for match in figures if _LABELLED.search(text[: match.start()])), None)
    if labelled is not None:
        return _plain(labelled)
    for earlier, later in pairwise(figures):
        if _TO.fullmatch(text[earlier.end() : later.start()]):
            return _plain(later)
    figures = [match for match in figures if not _BASELINE.search(text[: match.start()])]
    compared = (match for match in figures if _COMPARES.search(text[: match.start()]))
    exact = (match for match in figures if not match[0].strip().isdigit())
    first = next(exact, None) or next(compared, None) or next(iter(figures), None)
    return _plain(first) if first is not None else ""


def _plain(match: re.Match[str]) -> str:
    return " ".join(match[0].split()).strip(" .,")


def _figures(text: str) -> Iterator[re.Match[str]]:
    """The figures of a text that may be today's or the target."""
    days = find_dates(text)
    for match in _FIGURE.finditer(text):
        plain = match[0].strip()
        if _YEAR.fullmatch(plain) or any(match.start() < day.end and day.start < match.end() for day in days):
            continue
        named = _OF_NAME.search(text[: match.start()])
        if (
            plain.isdigit()
            and named
            and named["name"] != text.split(" ", maxsplit=1)[0]
            and not _counts(text, match)
        ):
            continue
        yield match


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number counts what follows it: `Standorte mit 12 Druckern`."""
    return bool(_COUNTED.match(text, match.end())) and not _ONLY_FUNCTION.match(text, match.end())


def target_below(text: str) -> str:
    """The first figure that a text below a goal states as a target; days and years are none."""
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


def stated_period(text: str) -> str:
    """The quarter, half or year in a text, in short form; a month counts as its quarter."""
    half = _HALF.search(text)
    if half:
        return f"{half['year'] or half['later']}-H{half['half'] or half['first']}"
    period = period_in(text)
    return _quarter(period) if period else ""


def due_period(text: str) -> str:
    """The quarter by which a text says that a goal is due, from a period (`by Q3 2027`) or a day."""
    period = period_in(text)
    if period is not None and _LATE.search(text[: period.start]) and re.search(r"-[QH]", period.text):
        return period.text
    for date in find_dates(text):
        if _LATE.search(text[: date.start]):
            return f"{date.date.year}-Q{(date.date.month + 2) // 3}"
    return ""


def period_of_goal(text: str, around: str) -> str:
    """The period of a goal: its own, unless that is only a day within the period of a title.

    Args:
        text: the goal.
        around: the period of the nearest heading, the title or the file's name; blank if there is none.
    """
    own = stated_period(text)
    if not own or not around:
        return own or around
    period = period_in(text)
    is_day = period is not None and _MONTH.fullmatch(period.text) is not None
    is_part = "-" in around or around.startswith("FY")
    is_same_year = around.startswith(own)
    return around if is_same_year or (is_day and is_part) else own


def _quarter(period: Period) -> str:
    month = _MONTH.fullmatch(period.text)
    return f"{month[1]}-Q{(int(month[2]) + 2) // 3}" if month else period.text
