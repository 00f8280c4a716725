"""Validates rules as written, and reports every problem with its file, rule and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from smits_rules.model.conditions import ConditionError, conditions_of, suggestion
from smits_rules.model.rule import Case, Condition, Problem, Rule
from smits_rules.model.templates import template_problems
from smits_rules.packs.pack_file import PackFile
from smits_rules.packs.rule_cases import case_of
from smits_rules.packs.satisfiability import contradiction
from smits_rules.vocabulary import DELIVERABLE_KINDS, FACT_TYPES, FieldInfo, fields_of
from smits_rules.vocabulary.severity import Outcome, Severity

MAX_ALTERNATIVES = 400
"""Alternatives of one rule: durable_rules loops forever at 513 in one ruleset."""
KEYS = ("id", "trigger", "fact", "when", "any_of", "outcome", "severity", "touches", "because", "case")
_REQUIRED = ("id", "trigger", "fact", "outcome", "severity", "because")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHOICES: dict[str, tuple[str, ...]] = {
    "fact": tuple(FACT_TYPES),
    "outcome": get_args(Outcome),
    "severity": get_args(Severity),
}


class RuleChecker:
    """Validates one rule of a file and collects its problems."""

    def __init__(self, file: PackFile, index: int, table: Any, limits: Mapping[str, float]) -> None:
        """Prepare the validation of a rule.

        Args:
            file: the file that contains it.
            index: its position among the file's rules, from 0.
            table: the rule as read from TOML.
            limits: all limits in force.
        """
        self._file = file
        self._index = index
        self._table: dict[str, Any] = table if isinstance(table, dict) else {}
        self._limits = limits
        self._id = str(self._table.get("id", ""))[:80]
        self.problems: list[Problem] = []

    def check(self) -> Rule | None:
        """The rule, or None if it has problems."""
        self._check_keys()
        if self.problems:
            return None
        table = self._table
        fields = fields_of(FACT_TYPES[table["fact"]])
        for text in template_problems(table["because"], fields, lambda name: suggestion(name, fields)):
            self._add(text, "because")
        when, any_of = self._conditions(fields)
        rule = Rule(
            id=table["id"],
            trigger=table["trigger"],
            fact=table["fact"],
            when=when,
            any_of=any_of,
            outcome=table["outcome"],
            severity=table["severity"],
            touches=tuple(table.get("touches", ())),
            because=table["because"],
            file=self._file.name,
            line=self._file.line_of_rule(self._index),
            cases=self._cases(),
            guarded=self._file.is_shipped,
        )
        if not self.problems:
            self._check_reach(rule)
        return None if self.problems else rule

    def _check_keys(self) -> None:
        if not self._table:
            self._add("A rule is a table with keys such as id, fact, when and because; this one is empty.")
            return
        for key in self._table:
            if key not in KEYS:
                self._add(f"A rule has no key '{key}'{suggestion(key, KEYS)}", key)
        for key in _REQUIRED:
            value = self._table.get(key)
            if not isinstance(value, str) or not value.strip():
                self._add(f"A rule needs '{key}', a text.", key)
            elif key in _CHOICES and value not in _CHOICES[key]:
                self._add(_no_choice(key, value), key, value)
            elif key in ("id", "trigger") and not (_NAME.fullmatch(value) and len(value) <= 80):
                self._add(
                    f"'{key}' must be lower-case words joined by hyphens, e.g. budget-cut, not '{value}'.",
                    key,
                )
        self._check_touches(self._table.get("touches", []))

    def _check_touches(self, touches: Any) -> None:
        if not isinstance(touches, list):
            self._add(f"'touches' must be a list of deliverables: {', '.join(DELIVERABLE_KINDS)}.", "touches")
            return
        for kind in touches:
            if kind not in DELIVERABLE_KINDS:
                self._add(
                    f"'{kind}' is not a deliverable{suggestion(str(kind), DELIVERABLE_KINDS)}", "touches"
                )

    def _conditions(
        self, fields: Mapping[str, FieldInfo]
    ) -> tuple[tuple[Condition, ...], tuple[tuple[Condition, ...], ...]]:
        """The conditions of `when`, and the alternatives, which are inside `when` or next to it."""
        written = self._table.get("when", {})
        alternatives = self._table.get("any_of", [])
        if isinstance(written, dict) and "any_of" in written:
            alternatives = written["any_of"]
            written = {key: value for key, value in written.items() if key != "any_of"}
        if written == {} and alternatives == []:
            self._add(
                "It has no condition, so that it would fire on every fact; "
                "if that is meant, say it, as in `when = { title = { missing = false } }`."
            )
            return (), ()
        when = () if written == {} else self._table_of(written, fields)
        return when, self._alternatives(alternatives, fields)

    def _alternatives(
        self, tables: Any, fields: Mapping[str, FieldInfo]
    ) -> tuple[tuple[Condition, ...], ...]:
        if not isinstance(tables, list):
            self._add("'any_of' must be a list of conditions: [{ ... }, { ... }].", "any_of")
            return ()
        if len(tables) > MAX_ALTERNATIVES:
            self._add(
                f"It has {len(tables)} alternatives; the engine takes {MAX_ALTERNATIVES} at most. "
                "Use one_of, or several rules.",
                "any_of",
            )
            return ()
        return tuple(self._table_of(table, fields) for table in tables)

    def _table_of(self, table: Any, fields: Mapping[str, FieldInfo]) -> tuple[Condition, ...]:
        try:
            return conditions_of(table, fields, self._limits)
        except ConditionError as error:
            self._add(str(error), *error.words)
            return ()

    def _cases(self) -> tuple[Case, ...]:
        tables = self._table.get("case", [])
        if not isinstance(tables, list):
            self._add("A case begins with [[rule.case]].", "case")
            return ()
        return tuple(case for number, table in enumerate(tables) if (case := self._case(number, table)))

    def _case(self, number: int, table: Any) -> Case | None:
        line = self._file.line_of_case(self._index, number)
        try:
            return case_of(table, FACT_TYPES[self._table["fact"]], self._limits, line)
        except ConditionError as error:
            self.problems.append(Problem(self._file.name, line, self._id, f"Case {number + 1}: {error}"))
            return None

    def _check_reach(self, rule: Rule) -> None:
        for number, alternative in enumerate(rule.alternatives, 1):
            why = contradiction(alternative)
            if why:
                which = f"Alternative {number} of it" if rule.any_of else "It"
                self._add(f"{which} can never fire: {why}.", "any_of" if rule.any_of else "when")

    def _add(self, text: str, *words: str) -> None:
        line = self._file.line_of(self._index, words)
        self.problems.append(Problem(self._file.name, line, self._id, text))


def _no_choice(key: str, value: str) -> str:
    choices = _CHOICES[key]
    kind = "fact type" if key == "fact" else key
    listed = "" if key == "fact" else f" ({', '.join(choices)})"
    return f"'{value[:80]}' is not a known {kind}{listed}{suggestion(value[:80], choices)}"
