"""The model of a rule whose pack has been validated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smits_rules.vocabulary.base import ValueType
from smits_rules.vocabulary.severity import Outcome, Severity

Expected = float | str | bool | dt.date | tuple[float, ...] | tuple[str, ...] | tuple[dt.date, ...]
"""The operand of a condition: a number, text, flag or date, or a list of values of one type for `one_of`."""


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
    """An example in a pack: a fact, and whether the rule fires on it."""

    fires: bool
    fields: tuple[tuple[str, Any], ...]
    """Field -> value, with limits resolved. Fields that are not named are missing, or zero if they are
    required."""
    line: int
    """The line on which it begins in its file, from 1."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about one fact type; it fires if all of `when` and, if present, one of `any_of` hold."""

    id: str
    trigger: str
    """The kind of trigger that it raises, e.g. `budget`."""
    fact: str
    """The fact type that it is about."""
    when: tuple[Condition, ...]
    any_of: tuple[tuple[Condition, ...], ...]
    outcome: Outcome
    severity: Severity
    touches: tuple[str, ...]
    """The kinds of deliverable that may need to change if it fires."""
    because: str
    """A sentence with the fact's fields in braces, e.g. `The {period} budget fell by {change_pct:.1f} %.`"""
    file: str
    line: int
    """The line on which it begins in its file, from 1."""
    cases: tuple[Case, ...] = ()
    guarded: bool = False
    """Whether facts that were only inferred from prose lower its severity; never so for a team's own
    rules."""

    @property
    def alternatives(self) -> tuple[tuple[Condition, ...], ...]:
        """The alternatives that make it fire; all conditions of an alternative must hold."""
        return tuple((*self.when, *others) for others in self.any_of) or (self.when,)


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules in force, of all pack files together."""

    rules: tuple[Rule, ...]
    limits: Mapping[str, float]
    hash: str
    """SHA-256 over the contents of the files, in order."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in a pack file."""

    file: str
    line: int
    """From 1."""
    rule: str
    """Id of the rule; empty if the problem concerns the whole file."""
    text: str

    def __str__(self) -> str:
        """File, line, rule and problem in one line."""
        rule = f" rule '{self.rule}':" if self.rule else ""
        return f"{self.file}:{self.line}:{rule} {self.text}"
