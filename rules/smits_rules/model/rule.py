"""What a rule is, once its pack was found to be well formed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from smits_rules.vocabulary.base import ValueType

Outcome = Literal["reassess", "review", "note"]
Severity = Literal["critical", "high", "medium", "low"]

Expected = float | str | bool | dt.date | tuple[float, ...] | tuple[str, ...] | tuple[dt.date, ...]
"""What a condition compares with: a number, text, flag or date, or a list of one of them for `one_of`."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of one field."""

    field: str
    type: ValueType
    operator: str
    """The name of one of `smits_rules.model.operators.OPERATORS`."""
    expected: Expected
    limit: str | None = None
    """The limit that `expected` was taken from, e.g. `limits.budget_cut_pct`."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An example that stands beside a rule: a fact, and whether the rule fires on it."""

    fires: bool
    fields: tuple[tuple[str, Any], ...]
    """Field and value, limits filled in. What is not named is missing, or zero where it must be there."""
    line: int
    """Where it begins in its file, from 1."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule speaks of one fact; it fires when all of `when` and one of `any_of` (if any) hold."""

    id: str
    trigger: str
    """What kind of trigger it raises, e.g. `budget`."""
    fact: str
    """The fact type that it speaks of."""
    when: tuple[Condition, ...]
    any_of: tuple[tuple[Condition, ...], ...]
    outcome: Outcome
    severity: Severity
    touches: tuple[str, ...]
    """The kinds of deliverable that it puts in question."""
    because: str
    """A sentence with the fact's fields in braces, e.g. `The {period} budget fell by {change_pct:.1f} %.`"""
    file: str
    line: int
    """Where it begins in its file, from 1."""
    cases: tuple[Case, ...] = ()
    guarded: bool = False
    """Whether what was only inferred from prose keeps it from being grave; a team's own rules are not."""

    @property
    def alternatives(self) -> tuple[tuple[Condition, ...], ...]:
        """The ways in which it can fire; all conditions of one must hold."""
        return tuple((*self.when, *others) for others in self.any_of) or (self.when,)


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules in force, of all pack files together."""

    rules: tuple[Rule, ...]
    limits: Mapping[str, float]
    hash: str
    """SHA-256 over the contents of the files, in their order."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a pack file."""

    file: str
    line: int
    """From 1."""
    rule: str
    """Id of the rule, or empty when it concerns the file."""
    text: str

    def __str__(self) -> str:
        """File, line, rule and what is wrong, in one line."""
        rule = f" rule '{self.rule}':" if self.rule else ""
        return f"{self.file}:{self.line}:{rule} {self.text}"
