"""Rule packs: TOML files that say when the strategy must be reassessed."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from smits_rules.model.conditions import suggestion
from smits_rules.model.field_values import MAX_NUMBER
from smits_rules.model.limits import wrong_sign
from smits_rules.model.rule import Pack, Problem, Rule
from smits_rules.packs.pack_file import PackFile, read_pack_file
from smits_rules.packs.validation import RuleChecker
from smits_rules.vocabulary import SmitsError

MAX_RULES = 5_000
"""The largest number of rules in all packs together."""
TABLES = ("limits", "rule", "disable")
"""The keys allowed at the top level of a pack file."""


class PackError(SmitsError):
    """A pack cannot be used; the message names the file, line and rule of the first problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all problems; there must be at least one."""
        more = f" (and {len(problems) - 1} more; `smits rules check` lists them)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
        self.problems = tuple(problems)


def shipped_packs() -> list[Path]:
    """The packs that come with the program, in the order in which they are loaded."""
    return sorted(Path(__file__).parent.glob("*.toml"))


def load_pack(paths: Iterable[Path]) -> Pack:
    """Load pack files as one.

    A later file can override a limit of an earlier one and remove rules with a top-level
    `disable = ["rule-id"]`.

    Raises:
        PackError: a file cannot be read or is not valid.
    """
    pack, problems = _load(list(paths))
    if problems:
        raise PackError(problems)
    return pack


def check_pack(paths: Iterable[Path]) -> list[Problem]:
    """All problems in pack files; an empty list if there are none."""
    return _load(list(paths))[1]


def _load(paths: list[Path]) -> tuple[Pack, list[Problem]]:
    files: list[PackFile] = []
    problems: list[Problem] = []
    for path in paths:
        read = read_pack_file(path)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            files.append(read)
    limits = _limits(files, problems)
    rules = _rules(files, limits, problems)
    kept = _without_disabled(files, rules, problems)
    if len(kept) > MAX_RULES:
        problems.append(
            Problem(files[-1].name, 1, "", f"There are {len(kept)} rules; the maximum is {MAX_RULES}.")
        )
    return Pack(tuple(kept), limits, _hash(files)), problems


def _limits(files: Iterable[PackFile], problems: list[Problem]) -> dict[str, float]:
    """The limits of all files; later files win. The first file that sets a limit determines its sign."""
    limits: dict[str, float] = {}
    first: dict[str, float] = {}
    for file in files:
        for key in file.data:
            if key not in TABLES:
                text = f"A pack has no '{key}'{suggestion(key, TABLES)}"
                problems.append(Problem(file.name, file.line_of_key("", key), "", text))
        table = file.data.get("limits", {})
        if not isinstance(table, dict):
            problems.append(Problem(file.name, file.line_of_key("", "limits"), "", "[limits] is a table."))
            continue
        for name, value in table.items():
            text = f"The limit '{name}' must be a finite number, not {value!r:.40}."
            if _is_number(value):
                limits[name] = value
                text = wrong_sign(f"The limit '{name}'", value, first.setdefault(name, value))
            if text:
                problems.append(Problem(file.name, file.line_of_key("limits", name), "", text))
    return limits


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (
        math.isfinite(value) and abs(value) <= MAX_NUMBER
        if isinstance(value, float)
        else abs(value) <= MAX_NUMBER
    )


def _rules(files: Iterable[PackFile], limits: dict[str, float], problems: list[Problem]) -> list[Rule]:
    rules: dict[str, Rule] = {}
    for file in files:
        tables = file.data.get("rule", [])
        if not isinstance(tables, list):
            problems.append(
                Problem(file.name, file.line_of_key("", "rule"), "", "A rule begins with [[rule]].")
            )
            continue
        for index, table in enumerate(tables):
            checker = RuleChecker(file, index, table, limits)
            rule = checker.check()
            problems += checker.problems
            if rule is None:
                continue
            first = rules.setdefault(rule.id, rule)
            if first is not rule:
                text = f"Its id is already used in {first.file} on line {first.line}; choose another."
                problems.append(Problem(file.name, file.line_of(index, ("id", rule.id)), rule.id, text))
    return list(rules.values())


def _without_disabled(files: Iterable[PackFile], rules: list[Rule], problems: list[Problem]) -> list[Rule]:
    rule_ids = {rule.id for rule in rules}
    disabled: set[str] = set()
    for file in files:
        named = file.data.get("disable", [])
        line = file.line_of_key("", "disable")
        if not isinstance(named, list):
            problems.append(Problem(file.name, line, "", "`disable` is a list of rule ids."))
            continue
        for name in named:
            if name in rule_ids:
                disabled.add(name)
            else:
                text = f"It disables '{name}', which is not a rule{suggestion(str(name), rule_ids)}"
                problems.append(Problem(file.name, line, "", text))
    return [rule for rule in rules if rule.id not in disabled]


def _hash(files: Iterable[PackFile]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256("\n".join(file.lines).encode()).digest())
    return digest.hexdigest()
