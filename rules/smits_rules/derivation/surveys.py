"""Which files of customer feedback are of one survey."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from smits_rules.derivation.inputs import InputFacts, newest_versions
from smits_rules.derivation.replacement import bare_name, folder_of
from smits_rules.vocabulary import Feedback

_OF_ANY = re.compile(
    r"\b(?:nps|csat|survey|surveys|feedback|results?|customers?|answers|raw|data|umfrage|befragung|kunden"
    r"|ergebnis(?:se)?|rohdaten|enquête|clients?|résultats?|q[1-4]|h[12]|fy\d*|wave|welle)\b|\d+"
)
"""Words of a file name that any survey may have."""
_SHORTEST_NAME = 4
"""A shorter word, e.g. `a` or `b2`, is too little to tell surveys apart by."""


@dataclass(slots=True)
class Survey:
    """Scores that belong together."""

    name: str
    """What its files are called, or else its measure; the same whichever file came first."""
    scores: list[tuple[InputFacts, Feedback]] = field(default_factory=list)
    """In the order of arrival."""


def surveys(inputs: Iterable[InputFacts]) -> list[Survey]:
    """Sort scores into surveys.

    Files of one folder are of one survey, unless their names call them differently and both have a score for
    the same measure, segment and period. A file whose name says nothing goes with the others of its folder
    where these are one survey.
    """
    groups: dict[tuple[str, frozenset[str]], list[tuple[InputFacts, Feedback]]] = defaultdict(list)
    for item in newest_versions(inputs):
        for score in item.of(Feedback):
            groups[folder_of(item.path), _telling(item.path)].append((item, score))
    joined: list[Survey] = []
    for folder in sorted({folder for folder, _ in groups}):
        joined += _joined({words: scores for (of, words), scores in groups.items() if of == folder})
    return joined


def _joined(groups: Mapping[frozenset[str], list[tuple[InputFacts, Feedback]]]) -> list[Survey]:
    found: list[tuple[set[str], list[tuple[InputFacts, Feedback]], set[Hashable]]] = []
    for words in sorted((words for words in groups if words), key=sorted):
        scores, keys = groups[words], set(map(_key, groups[words]))
        alike = [one for one in found if _alike(words, one[0]) or not one[2] & keys]
        merged = (
            set(words).union(*(one[0] for one in alike)),
            [*(score for one in alike for score in one[1]), *scores],
            keys.union(*(one[2] for one in alike)),
        )
        found = [*(one for one in found if not any(one is other for other in alike)), merged]
    unnamed = groups.get(frozenset(), [])
    if unnamed and len(found) == 1:
        found[0][1].extend(unnamed)
    elif unnamed:
        found.append((set(), unnamed, set()))
    return [Survey(" ".join(sorted(w)), sorted(s, key=lambda one: one[0].order)) for w, s, _ in found]


def _alike(words: frozenset[str], others: set[str]) -> bool:
    return words <= others or others <= words


def _key(scored: tuple[InputFacts, Feedback]) -> Hashable:
    item, score = scored
    return score.measure.casefold(), score.segment.casefold(), score.period or item.id


def _telling(path: str) -> frozenset[str]:
    words = _OF_ANY.sub(" ", bare_name(path)).split()
    return frozenset(word for word in words if len(word) >= _SHORTEST_NAME)
