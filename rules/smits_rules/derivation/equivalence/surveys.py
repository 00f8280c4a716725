"""Which files of customer feedback belong to the same survey."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from smits_rules.derivation.equivalence.file_versions import bare_name, folder_of
from smits_rules.derivation.inputs import InputFacts, newest_versions
from smits_rules.vocabulary import Feedback

_OF_ANY = re.compile(
    r"\b(?:nps|csat|survey|surveys|feedback|results?|customers?|answers|raw|data|umfrage|befragung|kunden"
    r"|ergebnis(?:se)?|rohdaten|enquête|clients?|résultats?|q[1-4]|h[12]|fy\d*|wave|welle)\b|\d+"
)
"""Words of a file name that any survey may have."""
_SHORTEST_NAME = 4
"""Shorter words, e.g. `a` or `b2`, don't distinguish surveys."""


_Scored = tuple[InputFacts, Feedback]


@dataclass(slots=True)
class Survey:
    """Scores of the same survey."""

    name: str
    """The name of its files, or else its measure; independent of the order of arrival."""
    scores: list[_Scored] = field(default_factory=list)
    """In order of arrival."""


def surveys(inputs: Iterable[InputFacts]) -> list[Survey]:
    """Group scores into surveys.

    Files of one folder with similar names belong to the same survey. Other files do if they agree on a score
    that both state, or if they share none and one continues where the other ended; a file with a
    comparison of its own is a separate survey.
    """
    groups: dict[tuple[str, frozenset[str]], list[_Scored]] = defaultdict(list)
    for item in newest_versions(inputs):
        for score in item.of(Feedback):
            groups[folder_of(item.path), _telling(item.path)].append((item, score))
    joined: list[Survey] = []
    for folder in sorted({folder for folder, _ in groups}):
        joined += _joined([_Group(w, scores) for (of, w), scores in groups.items() if of == folder])
    return joined


@dataclass(slots=True)
class _Group:
    words: frozenset[str]
    scores: list[_Scored]

    def stated(self) -> dict[tuple[str, str, str], float]:
        """Its scores: measure, segment and period -> score."""
        return {
            (score.measure.casefold(), score.segment.casefold(), score.period or item.id): score.score
            for item, score in self.scores
        }

    def has_comparison(self) -> bool:
        stated = self.stated()
        return len({key[:2] for key in stated}) < len(stated)


def _joined(groups: Sequence[_Group]) -> list[Survey]:
    joined: list[_Group] = []
    for group in sorted(groups, key=lambda group: sorted(group.words)):
        alike = [other for other in joined if _belong(group, other)]
        merged = _Group(
            group.words.union(*(other.words for other in alike)),
            [*(score for other in alike for score in other.scores), *group.scores],
        )
        joined = [*(other for other in joined if other not in alike), merged]
    return [
        Survey(" ".join(sorted(group.words)), sorted(group.scores, key=lambda entry: entry[0].order))
        for group in joined
    ]


def _belong(group: _Group, other: _Group) -> bool:
    if group.words and other.words and (group.words <= other.words or other.words <= group.words):
        return True
    ours, theirs = group.stated(), other.stated()
    shared = ours.keys() & theirs.keys()
    if shared:
        return all(ours[key] == theirs[key] for key in shared)
    goes_on = bool({key[:2] for key in ours} & {key[:2] for key in theirs})
    return goes_on and not (group.has_comparison() and other.has_comparison())


def _telling(path: str) -> frozenset[str]:
    words = _OF_ANY.sub(" ", bare_name(path)).split()
    return frozenset(word for word in words if len(word) >= _SHORTEST_NAME)


def survey_links(item: InputFacts) -> Iterator[tuple[object, ...]]:
    """The links of an input to others of the same survey: its name, or a measure and segment."""
    folder = folder_of(item.path)
    for score in item.of(Feedback):
        yield folder, _telling(item.path)
        yield folder, score.measure.casefold(), score.segment.casefold()
