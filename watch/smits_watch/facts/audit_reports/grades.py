"""Parses severity grades as auditors write them: `P1`, `4 - High`, `major non-conformity`, `red`, 9.8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from smits_watch.documents.document import Cell
from smits_watch.facts.audit_reports.cvss import CVSS_VECTOR, cvss_base
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import number
from smits_watch.tables.word_lists import plain_words

Grade = Literal["critical", "high", "medium", "low", "info"]
GRADES: tuple[Grade, ...] = ("critical", "high", "medium", "low", "info")
"""From the most to the least severe."""
Direction = Literal["lowest", "highest"]
"""The severe end of a numeric scale."""

_LONGEST = 60
"""The most characters of a grade; a longer text describes the risk."""
_SHORT = 30
"""The most characters of a grade with other words beside it: `4 - High`, `Minor non-conformity`."""
_LEVEL = re.compile(
    r"^(?:(?P<p>p|prio(?:rity|rität|rité)?|s|sev(?:erity)?|level|tier|cat(?:egory)?|class|grade|stufe|stage)"
    r"[\s.:_-]*)(?P<level>[0-5]|i{1,3}|iv|v)$"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_DISA = re.compile(r"^cat")
"""Categories of the DISA STIGs: CAT I is high, CAT II medium, CAT III low."""
_DISA_LEVELS = 3
_MOST_IN_ONE = 2
"""The most grades in one cell: `Low to medium`."""
_NEGATED = re.compile(
    r"(?:non|not|nicht|no|pas|não|nao|niet) (?P<conformity>conformi(?:ty|t[éàä]|dade?|teit)|conformance)?",
)
"""`not critical` states no grade, but `no conformidad mayor` does: the noun is what auditors grade."""
_FEW_LEVELS = 3
_MOST_LEVELS = 5
"""The most levels of a numeric scale."""
_BANDS: tuple[tuple[float, Grade], ...] = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"))
"""Qualitative severity rating scale of CVSS 3.1, section 5."""
_RISK_BANDS: tuple[tuple[float, Grade], ...] = ((0.8, "critical"), (0.48, "high"), (0.2, "medium"))
"""Shares of the highest product of likelihood and impact: 20, 12 and 5 of 25, as in most 5 x 5 matrices."""
_COLOURS: Mapping[str, Grade] = {"red": "high", "orange": "high", "amber": "medium", "green": "low"}
_LETTERS: Mapping[str, Grade] = {"c": "critical", "h": "high", "m": "medium", "l": "low", "i": "info"}


@dataclass(frozen=True, slots=True)
class Graded:
    """The severity stated by a cell."""

    grade: Grade | None
    """None if it states that there is no finding: `compliant`."""
    sure: bool = True
    """Whether it is an explicit severity; False for ranks of a scheme such as P1 or red."""


class GradeScale:
    """Reads the grades of one column; its cells together tell which scheme applies."""

    def __init__(
        self, cells: Iterable[Cell], header: str = "", *, direction: Direction | None = None
    ) -> None:
        """Take a column.

        Args:
            cells: of the column.
            header: of the column; it may name a scheme (`CVSS`, `Priority`, `1 = highest`).
            direction: the severe end of a numeric scale, if a person stated it.
        """
        self.header = header
        self.texts = sorted({text for cell in cells if (text := text_of(cell))})
        self.numbers = [value for text in self.texts if (value := _plain_number(text)) is not None]
        self.direction = direction or _direction(header)
        self._levels = {level for text in self.texts if (level := _level(text)) is not None}
        self._letters = bool(self.texts) and all(map(_letters_of, self.texts))
        self._colours = {colour for text in self.texts if (colour := _colour(text))}

    @property
    def needs_direction(self) -> bool:
        """Whether its grades are numbers without an indication whether 1 or 5 is the most severe."""
        return (
            bool(self.numbers)
            and len(self.numbers) == len(self.texts)
            and not self._is_cvss
            and max(self.numbers) <= _MOST_LEVELS
            and self.direction is None
        )

    def read(self, cell: Cell) -> Graded | None:
        """The grade that a cell states; None if it states no known one."""
        text = text_of(cell)
        if not text or len(text) > _LONGEST:
            return _by_vector(text)
        return (
            grade_in_words(text)
            or self._by_level(text)
            or self._by_colour(text)
            or self._by_letter(text)
            or _by_vector(text)
            or self._by_number(text)
        )

    def unknown(self, cells: Iterable[Cell]) -> list[str]:
        """The words that are not known grades, the most frequent first."""
        counts: dict[str, int] = {}
        for cell in cells:
            text = text_of(cell)
            if text and len(text) <= _LONGEST and not is_blank(text) and self.read(cell) is None:
                counts[text] = counts.get(text, 0) + 1
        return sorted(counts, key=lambda text: -counts[text])

    @property
    def _is_cvss(self) -> bool:
        return "cvss" in self.header.casefold()

    def _by_level(self, text: str) -> Graded | None:
        level = _level(text)
        if level is None:
            return None
        if _DISA.match(text.casefold()) and max(self._levels) <= _DISA_LEVELS:
            return Graded(GRADES[level], sure=False)
        first = 0 if 0 in self._levels else 1
        return Graded(GRADES[min(level - first, len(GRADES) - 1)], sure=False)

    def _by_colour(self, text: str) -> Graded | None:
        colour = _colour(text)
        if colour is None:
            return None
        if colour == "red" and "orange" in self._colours and "amber" in self._colours:
            return Graded("critical", sure=False)  # four colours: red, orange, yellow, green
        if colour == "orange" and "amber" not in self._colours:
            return Graded("medium", sure=False)  # the middle one of red, orange, green
        return Graded(_COLOURS[colour], sure=False)

    def _by_letter(self, text: str) -> Graded | None:
        graves = _letters_of(text) if self._letters else []
        return Graded(min(graves, key=GRADES.index), sure=len(graves) == 1) if graves else None

    def _by_number(self, text: str) -> Graded | None:
        value = _plain_number(text)
        if value is None:
            return None
        if self._is_cvss:
            return Graded(_by_cvss(value)) if 0 <= value <= 10 else None
        highest = max(self.numbers, default=0.0)
        if self.direction is None or not 0 <= value <= _MOST_LEVELS or highest > _MOST_LEVELS:
            return None
        rank = int(value) - 1 if self.direction == "lowest" else int(max(highest, 4) - value)
        return Graded(GRADES[min(max(rank, 0), len(GRADES) - 1)], sure=False)


def _letters_of(text: str) -> list[Grade]:
    """The grades abbreviated in a cell: `H`, `M - H`; empty if it contains anything else."""
    letters = [_LETTERS.get(letter.strip()) for letter in re.split(r"[-/\u2013]", text.casefold())]
    graves = [grade for grade in letters if grade is not None]
    return graves if len(graves) == len(letters) <= _MOST_IN_ONE else []


@cache
def _words() -> Mapping[str, Grade | None]:
    """Plain words -> the grade that they name; None for words that state conformity."""
    listed = word_lists("audit_reports/audit_words.toml")
    words: dict[str, Grade | None] = {
        plain_words(word): grade
        for grade in GRADES
        for word in (*listed["severity"][grade], *listed["severity_in_tables"][grade])
    }
    return words | dict.fromkeys(map(plain_words, listed["conforming"]["words"]))


@cache
def _word_pattern() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, _words()), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<= ))(?:{listed})(?= |$)")


def grade_in_words(text: str) -> Graded | None:
    """The grade named in a text: `High`, `4 - High`, `Major non-conformity`; the more severe of two.

    Args:
        text: a cell, or a short title.
    """
    plain = plain_words(text)
    if plain in _words():
        return Graded(_words()[plain])
    negated = _NEGATED.match(plain)
    if negated and not negated["conformity"]:
        return None
    matches = _word_pattern().findall(plain)
    graves = {grade for match in matches if (grade := _words()[match]) is not None}
    if len(graves) > _MOST_IN_ONE:
        return None  # a template's list of options: `Low/Medium/High`
    if not graves:
        return Graded(None) if matches and not negated else None
    return Graded(min(graves, key=GRADES.index), sure=len(graves) == 1)


def by_likelihood_and_impact(likelihood: Cell, impact: Cell, highest: float = 5) -> Graded | None:
    """The grade of a risk from two levels in numbers or words.

    Args:
        likelihood: 1 to `highest`, or words such as `likely`.
        impact: the same, or words such as `major`.
        highest: the top of both scales.
    """
    first, other = _factor(likelihood), _factor(impact)
    if first is None or other is None or not (0 < first <= highest and 0 < other <= highest):
        return None
    share = first * other / highest**2
    if highest <= _FEW_LEVELS:  # a 3 x 3 matrix has no critical risks
        return Graded("high" if share > 0.7 else "medium" if share >= 0.33 else "low", sure=False)
    return by_share(share)


def by_share(share: float) -> Graded:
    """The grade of a risk by its score as a share, 0 to 1, of the highest possible score."""
    grade: Grade = next((grade for limit, grade in _RISK_BANDS if share >= limit), "low")
    return Graded(grade, sure=False)


def is_blank(text: str) -> bool:
    """Whether a cell leaves the grade open: `-`, `n/a`, `tbd`."""
    return plain_words(text) in (
        "",
        "n a",
        "na",
        "tbd",
        "none",
        "unknown",
        "tbc",
        "nicht bewertet",
        "not rated",
    )


def looks_like_grade(cell: Cell) -> float:
    """How much a cell looks like a grade of any scheme: known words score highest, then codes."""
    text = text_of(cell)
    if is_known_grade(cell):
        return 1.0
    value = _plain_number(text)
    if value is not None:
        return 0.6 if value <= 10 else 0.0
    return 0.5 if len(text) <= _LONGEST else 0.0


def is_known_grade(cell: Cell) -> bool:
    """Whether a cell is a grade of a known scheme: a word, `P1`, a colour, a CVSS vector."""
    text = text_of(cell)
    if len(text) > _LONGEST:
        return bool(CVSS_VECTOR.match(text))
    return bool(
        names_grade(cell)
        or (len(text) <= _SHORT and grade_in_words(text))
        or _level(text) is not None
        or _colour(text)
        or CVSS_VECTOR.match(text)
    )


def names_grade(cell: Cell) -> bool:
    """Whether a cell consists of a severity word only."""
    return plain_words(text_of(cell)) in _words()


def _level(text: str) -> int | None:
    match = _LEVEL.match(text.casefold().strip(" .()[]"))
    if match is None:
        return None
    level = match["level"]
    return int(level) if level.isdigit() else _ROMAN[level]


def _colour(text: str) -> str | None:
    plain = text.casefold().strip()
    for colour, words in word_lists("audit_reports/audit_words.toml")["colours"].items():
        if plain in words:
            return str(colour)
    return None


def _factor(cell: Cell) -> float | None:
    text = text_of(cell)
    value = number(cell)
    if value is not None:
        return value
    levels: Mapping[str, Sequence[str]] = word_lists("audit_reports/audit_words.toml")["level"]
    lead = re.match(r"^\s*([1-5])\s*[-–:.(]", text)
    if lead:
        return float(lead[1])
    plain = plain_words(text)
    return next((float(level) for level, words in levels.items() if plain in words), None)


def _direction(header: str) -> Direction | None:
    """The direction of a numeric scale according to its header."""
    plain = plain_words(header)
    gravest = r"(?:is |ist )?(?:the )?(?:highest|most|critical|severe|worst|gravest|high|hoch|sehr hoch)\b"
    if re.search(rf"\b1 {gravest}", plain):
        return "lowest"
    if re.search(rf"\b(?:[345]|10) {gravest}", plain):
        return "highest"
    if re.search(r"\b(?:priority|prio|priorität|priorité|prioridad|prioridade|priorità)\b", plain):
        return "lowest"  # in every scheme, priority 1 comes first
    return None


def _plain_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,2}(?:\.\d)?", text) else None


def _by_cvss(score: float) -> Grade:
    return next((grade for limit, grade in _BANDS if score >= limit), "info")


def _by_vector(text: str) -> Graded | None:
    if not CVSS_VECTOR.match(text):
        return None
    score = cvss_base(text)
    return Graded(_by_cvss(score)) if score is not None else None
