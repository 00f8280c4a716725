"""Which budgets belong together that don't say what they cover: found without comparing each with all."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smits_rules.derivation.changes import unstated_scopes
from smits_rules.derivation.changes.unstated_scopes import UnstatedScopes, are_apart


@dataclass(frozen=True)
class Version:
    name: str
    lines: frozenset[str]
    beside: frozenset[str] = frozenset()


WORDS = st.sampled_from(["alpha", "bravo", "hr", "sales", "b2", "x"])
NAMES = st.lists(WORDS, max_size=3, unique=True).map(" ".join)
VERSIONS = st.builds(
    Version, NAMES, st.frozensets(st.sampled_from("abcdef"), max_size=4), st.frozensets(NAMES, max_size=2)
)


def by_comparing_all(version: Version, newest: dict[str, Version]) -> str:
    same = [scope for scope, other in newest.items() if version.name and other.name == version.name]
    alike = [scope for scope, other in newest.items() if not are_apart(version, other)]
    return [*same, *alike, version.name if newest else ""][0]


@given(st.lists(st.tuples(VERSIONS, st.sampled_from(["", "stated", "alpha"])), max_size=15))
def test_the_scope_is_the_one_that_comparing_with_all_gives(budgets: list[tuple[Version, str]]) -> None:
    scopes, order, newest = UnstatedScopes(), list[str](), dict[str, Version]()
    for version, stated in budgets:
        unstated = {scope: newest[scope] for scope in order if scope in newest}
        scope = stated or scopes.scope_of(version)
        assert scope == (stated or by_comparing_all(version, unstated))
        scopes.put(scope, version, is_stated=bool(stated))
        order += [] if scope in order else [scope]
        if stated:
            newest.pop(scope, None)
        else:
            newest[scope] = version


def test_budgets_that_have_nothing_in_common_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six thousand of them would be compared 18 million times."""
    compared = []

    def counting(version: Version, other: Version) -> bool:
        compared.append(other)
        return are_apart(version, other)

    monkeypatch.setattr(unstated_scopes, "are_apart", counting)
    scopes = UnstatedScopes()
    for number in range(100):
        version = Version(f"team{number:03}", frozenset({f"line {number}"}))
        scopes.put(scopes.scope_of(version), version, is_stated=False)
    assert scopes.scope_of(Version("team007", frozenset({"other"}))) == "team007"
    assert scopes.scope_of(Version("renamed", frozenset({"line 8"}))) == "team008"
    assert len(compared) == 1
