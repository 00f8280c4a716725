"""What budgets cover that do not say so, by the names and lines of their files."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

from smits_rules.derivation.equivalence.file_versions import bare_name

_WORDS_OF_ANY = re.compile(
    r"\b(?:it|budgets?|plan|fy|gj|the|of|for|haushalt|kosten|costs?|q[1-4]|h[12])\b|\d+"
)
"""Words of a file name that don't name a department."""
_DEPARTMENTS = frozenset(
    (
        *(
            "hr",
            "finance",
            "marketing",
            "sales",
            "legal",
            "operations",
            "ops",
            "facilities",
            "logistics",
            "production",
        ),
        *(
            "procurement",
            "purchasing",
            "engineering",
            "research",
            "development",
            "support",
            "security",
            "admin",
        ),
        *(
            "administration",
            "communications",
            "network",
            "workplace",
            "infrastructure",
            "personal",
            "finanzen",
        ),
        *(
            "vertrieb",
            "einkauf",
            "recht",
            "produktion",
            "logistik",
            "verwaltung",
            "forschung",
            "rh",
            "finances",
        ),
        *("ventes", "achats", "juridique", "logistique", "administración", "ventas", "compras", "recursos"),
    )
)
"""Words in a file name that name a department, including short ones."""
_SHORTEST_NAME = 4
"""Shorter words of a file name, e.g. `a` or `b2`, don't distinguish departments."""


class NamedLines(Protocol):
    """What tells which department a budget is of."""

    @property
    def name(self) -> str:
        """The name of its file without period and version."""

    @property
    def lines(self) -> frozenset[str]:
        """The names of its lines."""

    @property
    def beside(self) -> frozenset[str]:
        """The names of the other files in the same mail or archive."""


class UnstatedScopes:
    """The scopes of one period, and which of them a budget belongs to that states none.

    Budgets belong together unless their names and lines tell them apart. Only scopes with a word or a line
    in common can, so those are looked up: comparing each budget with all others takes a minute at 6,000.
    """

    def __init__(self) -> None:
        """Start with no scopes."""
        self._scopes: list[str] = []
        self._ranks: dict[str, int] = {}
        self._newest: dict[int, NamedLines] = {}
        """The newest version of each scope that was not stated, by rank."""
        self._by_trait: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        """The ranks of the scopes any of whose versions had a name, a word or a line, in order."""

    def put(self, scope: str, newest: NamedLines, *, is_stated: bool) -> None:
        """Record the newest version of a scope.

        Args:
            scope: what it covers.
            newest: the version.
            is_stated: whether the budget or its folder says what it covers; others are not compared with it.
        """
        rank = self._ranks.setdefault(scope, len(self._scopes))
        if rank == len(self._scopes):
            self._scopes.append(scope)
        if is_stated:
            self._newest.pop(rank, None)
            return
        self._newest[rank] = newest
        for trait in (("name", newest.name), *_traits(newest)):
            ranks = self._by_trait[trait]
            position = bisect_left(ranks, rank)
            if position == len(ranks) or ranks[position] != rank:
                insort(ranks, rank)

    def scope_of(self, version: NamedLines) -> str:
        """What a budget covers that does not say so.

        Files of different names that have hardly a line in common are of different departments, and so are
        those that came together in one mail or archive, and files named after different departments.

        Returns:
            A scope of this period, or the name of the file for a new one; blank for the first of a period.
        """
        if version.name:
            for rank in self._by_trait.get(("name", version.name), ()):
                if rank in self._newest and self._newest[rank].name == version.name:
                    return self._scopes[rank]
        for rank in self._candidates(version):
            if rank in self._newest and not are_apart(version, self._newest[rank]):
                return self._scopes[rank]
        return version.name if self._newest else ""

    def _candidates(self, version: NamedLines) -> Iterator[int]:
        """The ranks of all scopes that may not be apart from a version, in order."""
        if not version.lines or not _telling(version.name.split()):
            return iter(sorted(self._newest))
        shared = (self._by_trait.get(trait, ()) for trait in (_ANY_WORDS, _ANY_LINES, *_traits(version)))
        return heapq.merge(*shared)


_ANY_WORDS = ("word", "")
"""The trait of versions whose name has no word that tells a department."""
_ANY_LINES = ("line", "")
"""The trait of versions without lines."""


def _traits(version: NamedLines) -> Iterator[tuple[str, str]]:
    """By which a version is found: two of which all these differ are apart."""
    words = version.name.split()
    telling = {word for word in words if _telling((word,)) or word in _DEPARTMENTS}
    yield from (("word", word) for word in telling)
    yield from (("line", line) for line in version.lines)
    if not _telling(words):
        yield _ANY_WORDS
    if not version.lines:
        yield _ANY_LINES


def department_name(path: str) -> str:
    """The words of a file name that may name a department: without period, version and common words."""
    return " ".join(_WORDS_OF_ANY.sub(" ", bare_name(path)).split())


def are_apart(version: NamedLines, other: NamedLines) -> bool:
    """Whether two budgets of a period that state no scope are of different departments."""
    if other.name in version.beside:
        return True
    mine, others = set(version.name.split()), set(other.name.split())
    if mine & _DEPARTMENTS and others & _DEPARTMENTS:
        return not mine & others & _DEPARTMENTS
    if not _telling(mine - others) or not _telling(others - mine):
        return False
    shared = len(version.lines & other.lines)
    return 2 * shared < min(len(version.lines), len(other.lines))


def _telling(words: Iterable[str]) -> bool:
    return any(len(word) >= _SHORTEST_NAME for word in words)
