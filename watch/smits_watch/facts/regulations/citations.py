"""The numbers and names of acts in a text, which number is the act's own, and days that belong to a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from smits_watch.facts.regulations.patterns import matches, meanings_of, words_of
from smits_watch.word_files import in_both_spellings

_CITES = re.compile(
    r"(?:incorporating|aligned with|modelled on|based on|equivalent to|similar to|"
    r"amending|amends?|amended by|repealing|repeals?|repealed by|pursuant to|under|supplement\w*|"
    r"supersed\w+|replac\w+|implement\w+|in accordance with|as amended by|"
    r"referred to in|laid down in|within the meaning of|corrigendum to|annex(?:es)? to|zur änderung|gemäß|"
    r"nach|aufgrund|auf grund|modifiant|abrogeant|en application de|made under|relating to|"
    r"having regard to|by virtue of|authority|"
    r"(?:application|implementation|support|enforcement|transposition) of|implementing|transposing|zur "
    r"umsetzung|"
    r"(?:ter|tot) (?:implementatie|uitvoering|wijziging|omzetting) van|op grond van|portant "
    r"transposition|transpos(?:ant|e)|"
    r"(?:por (?:el|la) que se )?(?:modifica|transpone|desarrolla|aprueba)n?|de conformidad con|transposición|"
    r"attuazione|recepimento|recante modifiche|modifiche(?: ed? integrazioni)?|ai sensi|"
    r"(?:altera|regulamenta|transpõe)|nos termos|"
    r"(?:om )?(?:ändring|genomförande|ændring|gennemførelse|endring|gjennomføring) (?:i|av|af)|"
    r"(?:zmieniając[aey]|wdrażając[aey]|w sprawie zmiany|na podstawie))"
    r"\W+(?:de\s+|het\s+|el\s+|l[ao]s?\s+|del\s+|della?\s+|al(?:la)?\s+|da\s+|do\s+|van\s+|"
    r"the\s+|der\s+|die\s+|des\s+|la\s+|le\s+|of\s+|"
    r"section\s+\w+\s+of\s+|article\s+\w+\s+of\s+|parts?\s+of\s+|regulations?\s+|directives?\s+|certain\s+|"
    r"annexes?\s+\w*\s*(?:to|of)\s+)*$",
    re.IGNORECASE,
)
"""Words before the number of another act."""
_CHANGES = re.compile(
    r"\b(?:amend(?:s|ing|ed)|repeal(?:s|ing|ed)|supplement(?:s|ing)|replac(?:es|ing)|änder(?:t|nd)|"
    r"modifi(?:e|ant)|abroge(?:ant)?|om (?:ändring|upphävande|endring|ændring|oppheving) (?:i|av|af)|"
    r"o zmianie|zmieniając[aey]|wijziging van|modifica|altera)\b[^.;]*$",
    re.IGNORECASE,
)
"""A verb before the number says that its act is changed by this one."""
_CARRIED_OUT = re.compile(
    r"[^.;]{0,60}?\b(?:is|are|was|were|(?<!must )(?<!shall )(?<!to )be|been|being|wird|wurde|est|"
    r"sera)\s+(?:\w+\s+)?(?:implemented|transposed|incorporated|"
    r"umgesetzt|transposée?)\b",
    re.IGNORECASE,
)
"""What stands behind the number of an act that this one puts into national law."""
_IN_A_LIST = re.compile(r"\s*(?:\([^()]{0,80}\))?\s*(?:,|and|or|und|et|y|e|en|og|och|i)\s+(?:the\s+|der\s+)?")
"""Between two numbers of one list: `incorporating Regulation 1 and Directive 2`."""
_DIGIT = re.compile(r"\d")
_BEFORE = 90


_OF_NUMBER = re.compile(
    r"(?:\bn[°ºo.]+\s?[\w-]*\d[\w/-]*|\bnr\.?\s?\d[\d/]*|\(?\d{4}/\d+\)?|\d+/\d{4}|^\W*\d+)\s*,?\s+"
    r"(?:du|vom|of|de|del|van|z dnia|av|af)\s+$",
    re.IGNORECASE,
)
"""The number of an act right before its date; a sentence may begin with it where `No.` looks like its end."""
_LONGEST = 120
"""Characters between the kind of act and the day of its adoption: a short title, and no further clause."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The number of an act in a text."""

    jurisdiction: str
    reference: str
    start: int
    cited: bool
    """Whether the words before it make it another act's number."""


def citations_in(text: str) -> list[Citation]:
    """The numbers of acts in a text, in order; overlapping ones once."""
    if not _DIGIT.search(text):
        return []
    spans: list[tuple[int, int, Citation]] = []
    for jurisdiction in meanings_of("reference"):
        for match in matches("reference", jurisdiction, text):
            before = text[max(0, match.start() - 2 * _BEFORE) : match.start()]
            cited = bool(
                _CITES.search(before[-_BEFORE:])
                or _CHANGES.search(before)
                or _CARRIED_OUT.match(text, match.end())
            )
            citation = Citation(jurisdiction, " ".join(match[0].split()), match.start(), cited)
            if not any(start < match.end() and match.start() < end for start, end, _ in spans):
                spans.append((match.start(), match.end(), citation))
    ordered = sorted(spans, key=lambda item: item[0])
    for number, ((_, end, first), (start, stop, second)) in enumerate(pairwise(ordered), 1):
        if first.cited and not second.cited and _IN_A_LIST.fullmatch(text, end, start):
            ordered[number] = (start, stop, replace(second, cited=True))
    return [citation for _, _, citation in ordered]


def own_citation(title: str, head: str) -> Citation | None:
    """The act's own number: the first in its title, or else in its first lines, that is not a citation.

    Args:
        title: of the act.
        head: its first lines.
    """
    titled = citations_in(title)
    own = next((citation for citation in titled if not citation.cited), None)
    if own is not None:
        return own
    near = [citation for citation in citations_in(head[:1_500]) if not citation.cited]
    if titled:
        # If a title only cites, its number is another act's; the head may contain the act's own.
        cited = {citation.reference.casefold() for citation in titled}
        near = [citation for citation in near if citation.reference.casefold() not in cited]
    return next(iter(near), None)


def cites_another(sentence: str, reference: str) -> bool:
    """Whether a sentence is about an act with a number other than this one."""
    numbers = [citation.reference.casefold() for citation in citations_in(sentence)]
    return any(number not in reference.casefold() for number in numbers)


def is_adoption_day(before: str) -> bool:
    """Whether the text before a day ends in the number of an act: `decree no. 12 of`."""
    return bool(_OF_NUMBER.search(before))


def ends_in_act_name(before: str) -> bool:
    """Whether the text before a day ends in the name of an act: `the law on data of`.

    Args:
        before: the sentence up to the day. Only of use where the day's event stands after it: in `the law
            applies, instead of 1 May,` the event is before it.
    """
    return bool(_name().search(before))


@cache
def _name() -> re.Pattern[str]:
    noun, of = ("|".join(words_of("act_name", meaning)) for meaning in ("noun", "of"))
    return re.compile(
        in_both_spellings(rf"\b(?:{noun})\b[^.;:,\d]{{0,{_LONGEST}}}?(?:\s\d[\d/-]*,?)?\s(?:{of})\s+$"),
        re.IGNORECASE,
    )
