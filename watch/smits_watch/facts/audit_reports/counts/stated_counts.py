"""The number of findings per grade in a summary, in either order: `High: 3` or `3 high`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from smits_watch.facts.word_files import word_lists

GRADES_COUNTED = ("critical", "high", "medium", "low")
_FILLERS = (
    "and|or|with|of|a|an|deemed|rated|classified|considered|as|were|was|are|is|risk|risks|severity|priority|"
    "impact|finding|findings|issue|issues|item|items|observation|observations|recommendation|recommendations|"
    "weakness|weaknesses|vulnerability|vulnerabilities|deficiency|deficiencies|und|mit|risiko|feststellung|"
    "feststellungen|befund|befunde|schwachstelle|schwachstellen|mangel|mängel|et|constat|constats|risque|"
    "risques|"
    "hallazgo|hallazgos|rilievo|rilievi|non-?conformity|non-?conformities|abweichung|abweichungen"
)
_NOUNS = re.compile(
    r"\W*(?:(?:risk|severity|priority|impact)\W+)?(?:findings?|issues?|items?|observations?|recommendations?|"
    r"weakness(?:es)?|vulnerabilit(?:y|ies)|deficienc(?:y|ies)|feststellung|befund|schwachstelle|mangel|"
    r"mängel|constat|"
    r"hallazgo|rilievo|non-?conformit(?:y|ies)|abweichung)",
    re.IGNORECASE,
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "no|zero|keine|aucun|aucune", "one|ein|eine|einen", "two|zwei|deux", "three|drei|trois",
            "four|vier|quatre", "five|fünf|cinq", "six|sechs", "seven|sieben|sept", "eight|acht|huit",
            "nine|neun|neuf", "ten|zehn|dix", "eleven|elf|onze", "twelve|zwölf|douze",
        )
    )
    for word in words.split("|")
}  # fmt: skip
"""Small numbers in words: `one high-severity item`."""
_MORE_NUMBERS = _NUMBERS | {
    word: number
    for number, words in enumerate(
        (
            "ningún|ninguna|nessun|nessuna|geen|ingen|inga|żadne", "un|une|uno|una|uma|een|één|jedno|jedna",
            "dos|due|twee|dois|duas|två|to|dwa|dwie", "tres|tre|drie|três|trzy", ("cuatro|quattro|quatro|"
            "fyra|fire|cztery"),
            "cinco|cinque|vijf|fem|pięć", "seis|zes|seks|sześć", "siete|sette|zeven|sete|sju|syv|siedem",
            "ocho|otto|oito|åtta|åtte|otte|osiem", "nueve|nove|negen|nio|ni|dziewięć", ("diez|dieci|tien|"
            "dez|tio|ti|dziesięć"),
        )
    )
    for word in words.split("|")
}  # fmt: skip
"""The same in more languages, for statements of several grades."""
_MORE_FILLERS = (
    "de|del|di|da|do|das|dos|con|com|y|e|i|en|och|og|med|van|met|der|che|que|dont|cui|davon|där|deraf|"
    "herav|waarvan|"
    "riesgo|riesgos|prioridad|rischio|priorità|risico|risico's|prioriteit|risiko|risikoer|prioritet|"
    "prioridade|risco|riscos|"
    "ryzyko|ryzyka|ryzykiem|priorytet|priorytecie|nivel|livello|nivå|niveau|nível|recomendación|"
    "recomendaciones|"
    "recommandation|recommandations|raccomandazione|raccomandazioni|recomendação|recomendações|bevinding|"
    "bevindingen|"
    "aanbeveling|aanbevelingen|ustalenie|ustalenia|zalecenie|zalecenia|avvikelse|avvikelser|avvik|funn|"
    "fund|observación|"
    "observaciones|deficiencia|deficiencias|achado|achados|stück|which|gravità|gravité|gravedad|gravidade|"
    "severità|ernst|schweregrad|"
    "criticité|criticità|criticidad|classificat[ie]|clasificad[oa]s|classés?|classées?|beoordeeld|"
    "eingestuft|bewertet|sono|sont|son|zijn|waren"
)
_FEWEST_GRADES = 2
"""Grades that a statement in words that also mean other things must count."""
_RATED = re.compile(
    r"(?:\((?P<bracket>\d{1,3})\)|(?<![\w.,%])(?P<number>\d{1,3})(?![\w.,%]))[^.;()]{0,60}?"
    r"(?:(?:rated|classified|graded|assessed|categorised|categorized|bewertet|eingestuft|classée?s?|"
    r"calificad[oa]s?|"
    r"classificat[ie]|beoordeeld)\s+)?\b(?:as|als|comme|como|come)\s+(?P<grade>[\w-]+)",
    re.IGNORECASE,
)
"""`(37) of the weaknesses were rated as significant and 71 % (254) as moderate`."""
_NUMBERED = (
    "finding|issue|observation|recommendation|risk|feststellung|befund|schwachstelle|constat|hallazgo|rilievo"
)
"""`Finding 2` is a name rather than a count; so is `2.` at the beginning of a line."""
_RISK_COUNT = re.compile(r"risks?\s+(\d+)", re.IGNORECASE)
_CONTENTS = re.compile(
    r"^.*(?:\.{4,}|(?:\. ){4,}).*$|^\s*\d{1,2}(?:\.\d{1,2})+\.?\s*\D.*\s\d{1,3}\s*$", re.MULTILINE
)
"""A line of a table of contents, which ends with a page number."""


_COUNT = r"(?:\d{1,3}(?:,\d{3})+|(?!(?:19|20)\d\d)\d{4,5}|\d{1,3})"
"""Up to 99,999 findings, as scanners report them; four digits that may be a year are none."""
_ASIDE = re.compile(
    r"\((?=[^()]{0,80}\b(?:remediated|fixed|resolved|closed|open|mitigated|accepted|acknowledged|behoben|"
    r"offen|"
    r"corrigée?s?|résolus?|resueltos?|risolt[ie]|opgelost)\b)[^()]{0,80}\)",
    re.IGNORECASE,
)
"""What became of the findings, behind their count: `Low: 5 (3 fixed, 2 accepted)`."""
_SCORED = re.compile(
    r"\b(?:scores?|punteggi[oi]?|punkte|punktzahl|puntaje|puntuación|pontuação|risikowert)\W{0,3}"
    r"\d{1,3}(?:[.,]\d)?(?:\s?/\s?\d{1,3})?\s*\(",
    re.IGNORECASE,
)
"""The score of a single finding, before its grade in brackets: `Score: 20 (critical)`."""
_EARLIER = re.compile(
    r"\b(?:last (?:time|year|audit)|previous(?:ly)?|prior|earlier|former|at the time|letzte[nrs]? (?:mal|"
    r"jahr|audit|"
    r"prüfung)|vorjahr\w*|damals|frühere?[nrs]?|bei der vorherigen|l.an dernier|précédente?s?|antérieure?s?|"
    r"el año pasado|anterior(?:es)?|l.anno scorso|precedent[ei]|vorig(?:e|jaar)?|eerdere?)\b",
    re.IGNORECASE,
)
"""A sentence on an earlier audit, whose counts are not those of this one."""


class _Token(NamedTuple):
    grade: str
    """Blank if the token is a number."""
    number: int
    start: int
    end: int
    """The end of its span in the text."""
    in_words: bool = False
    """Whether the number is spelled out; then it counts only what follows it."""


def counts_in(text: str) -> dict[str, int]:
    """Read the counts stated in a text.

    Adjacent grades and numbers form one statement, whose ends tell which number belongs to
    which grade: `1 Critical, 4 High` begins with a number, `Critical 1, High 4` with a grade. A row of grades
    followed by as many numbers is a table.

    Args:
        text: the report.

    Returns:
        Grade -> number of its findings, as first stated; grades without a count are left out.
    """
    counts: dict[str, int] = {}
    text = _without_earlier(_SCORED.sub(" (", _ASIDE.sub(" ", _CONTENTS.sub(" ; ", text))))
    for run in _runs(text, broad=False):
        for grade, number in _pairs(run, text):
            if grade in GRADES_COUNTED:
                counts.setdefault(grade, number)
    return counts | {grade: n for grade, n in _counts_of_several(text).items() if grade not in counts}


def _without_earlier(text: str) -> str:
    """The text without the sentences on earlier audits."""
    if not _EARLIER.search(text):
        return text
    parts = re.split(r"(?<=[.;!?\n])", text)
    return "".join(" ; " if _EARLIER.search(part) else part for part in parts)


def number_words() -> dict[str, int]:
    """Small numbers in words, in the languages of reports -> their values."""
    return _MORE_NUMBERS


def _counts_of_several(text: str) -> dict[str, int]:
    """The counts of the first statement of several grades, in words that alone also mean other things."""
    for run in _runs(text, broad=True):
        stated = {grade: number for grade, number in _pairs(run, text) if grade in GRADES_COUNTED}
        if len(stated) >= _FEWEST_GRADES:
            return stated
    for passage in text.split("\n"):
        rated = {
            _grade_of(broad=True)[match["grade"].casefold()]: int(match["bracket"] or match["number"])
            for match in _RATED.finditer(passage)
            if match["grade"].casefold() in _grade_of(broad=True)
        }
        stated = {grade: number for grade, number in rated.items() if grade in GRADES_COUNTED}
        if len(stated) >= _FEWEST_GRADES:
            return stated
    return {}


def _runs(text: str, *, broad: bool) -> Iterator[list[_Token]]:
    """Runs of grades and numbers that only punctuation and words such as `findings` separate.

    Args:
        text: the report.
        broad: whether words count that are grades only beside others, in more languages.
    """
    numbers = _MORE_NUMBERS if broad else _NUMBERS
    run: list[_Token] = []
    for match in _token_pattern(broad=broad).finditer(text):
        risk = _RISK_COUNT.fullmatch(match["id"] or "")
        if risk and run and run[-1].grade and text[run[-1].end : match.start()].isspace():
            # `Critical Risk 1` is a count, `Risk 1` a name.
            run.append(_Token("", int(risk[1]), *match.span()))
        elif match["other"] or match["id"]:
            if run:
                yield run
            run = []
        elif match["number"]:
            word = match["number"].casefold()
            is_number_word = word in numbers
            run.append(
                _Token(
                    "",
                    numbers[word] if is_number_word else int(word.replace(",", "")),
                    *match.span(),
                    in_words=is_number_word,
                )
            )
        elif match["grade"]:
            run.append(_Token(_grade_of(broad=broad)[match["stem"].casefold()], 0, *match.span()))
    if run:
        yield run


def _pairs(run: list[_Token], text: str) -> Iterator[tuple[str, int]]:
    shape = "".join("g" if token.grade else "n" for token in run)
    if table := re.search(r"g{2,}n{2,}$", shape):
        grades = [token for token in run[table.start() :] if token.grade]
        numbers = [token for token in run[table.start() :] if not token.grade]
        if len(grades) == len(numbers):
            yield from ((grade.grade, number.number) for grade, number in zip(grades, numbers, strict=True))
        return
    if re.fullmatch(r"(?:ng)+n", shape) and re.fullmatch(r"[\s\w-]*", text[run[0].end : run[1].start]):
        run, shape = run[:-1], shape[:-1]  # `1 major and 3 minor findings, and 4 observations`
    if re.fullmatch(r"nn(?:gn)*g", shape):  # total first: `three findings: one high, two medium`
        run, shape = run[1:], shape[1:]
    if re.fullmatch(r"(?:gn)+g", shape) and _is_line_by_line(run, text):
        run, shape = run[:-1], shape[:-1]  # the grade after the last line begins something else
    if re.fullmatch(r"n?(?:gn)+", shape) and not any(token.in_words for token in run):
        start = shape.index("g")  # a leading number is the total
        between = text[run[start].end : run[start + 1].start]
        if len(run) - start == 2 and not (re.search(r"[:=|]", between) or _NOUNS.match(between)):
            return  # one grade, and a number somewhere after it
        yield from ((run[i].grade, run[i + 1].number) for i in range(start, len(run) - 1, 2))
    elif re.fullmatch(r"g?(?:ng)+", shape):
        start = shape.index("n")  # a leading grade belongs to the title
        alone = len(run) - start == 2 and not _NOUNS.match(text, run[-1].end)
        if not alone:
            yield from ((run[i + 1].grade, run[i].number) for i in range(start, len(run) - 1, 2))


def _is_line_by_line(run: list[_Token], text: str) -> bool:
    """Whether each line consists of a grade followed by its number."""
    ends = [text[first.end : second.start] for first, second in pairwise(run)]
    return all("\n" not in inside for inside in ends[::2]) and all("\n" in between for between in ends[1::2])


@cache
def _grade_of(*, broad: bool) -> dict[str, str]:
    """Word -> grade."""
    lists = word_lists("audit_reports/audit_words.toml")
    tables = ("severity_in_tables", "severity_beside_others", "severity") if broad else ("severity",)
    return {word: grade for table in tables for grade, words in lists[table].items() for word in words}


@cache
def _token_pattern(*, broad: bool) -> re.Pattern[str]:
    grades = "|".join(sorted(map(re.escape, _grade_of(broad=broad)), key=len, reverse=True))
    words = "|".join(sorted(_MORE_NUMBERS if broad else _NUMBERS, key=len, reverse=True))
    fillers = f"{_FILLERS}|{_MORE_FILLERS}" if broad else _FILLERS
    return re.compile(
        rf"(?P<id>\b(?:{_NUMBERED})\s+(?:no\.?\s*|nr\.?\s*|n°\s*)?#?\d+|^[\s#*]*\d{{1,2}}[.)](?=\s))"
        rf"|(?P<number>(?<![\w.,/-])(?:{_COUNT}(?![\w%/-]|[.,]\d|\s?%)|(?:{words})(?![\w-])))"
        rf"|\b(?P<grade>(?P<stem>{grades})(?:e[nrsm]?|s|n)?)\b"
        r"(?!-(?!severity|risk|priority|impact|rated|level findings))"
        rf"|\b(?P<filler>{fillers})\b|(?P<other>[\w%]+|[.!?;](?=\s))",
        re.IGNORECASE | re.MULTILINE,
    )
