"""The examples of a rule, `[[rule.case]]`: a fact, and whether the rule fires on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from smits_rules.model.conditions import LIMIT, ConditionError, suggestion
from smits_rules.model.rule import Case
from smits_rules.vocabulary import Fact, fields_of

KEYS = ("fires", "fact")
_OFFSET = re.compile(r"limits\.(?P<name>\w+)\s*(?:(?P<sign>[+-])\s*(?P<by>\d+(?:\.\d+)?))?")
"""A value beside a limit: `limits.budget_cut_pct + 0.1`."""
_NOTHING: dict[str, Any] = {
    "number": 0,
    "text": "",
    "flag": False,
    "date": "2000-01-01",
    "texts": (),
    "dates": (),
}
"""The values of required fields that an example does not name."""


def case_of(table: Any, kind: type[Fact], limits: Mapping[str, float], line: int) -> Case:
    """Check an example as written, e.g. `fires = true` and `fact = { change_pct = "limits.budget_cut_pct" }`.

    Args:
        table: as read from TOML.
        kind: the fact type of the rule.
        limits: the values of `limits.NAME`.
        line: the line of the example.

    Raises:
        ConditionError: the first problem in the example.
    """
    if not isinstance(table, dict) or not isinstance(table.get("fires"), bool):
        raise ConditionError("A case needs `fires = true` or `fires = false`.")
    for key in table:
        if key not in KEYS:
            raise ConditionError(f"A case has no key '{key}'{suggestion(key, KEYS)}", key)
    fields = fields_of(kind)
    written = table.get("fact", {})
    if not isinstance(written, dict):
        raise ConditionError("'fact' in a case must be a table, e.g. `fact = { change_pct = -12 }`.")
    for name in written:
        if name not in fields:
            raise ConditionError(f"The fact has no field '{name}'{suggestion(name, fields)}", name)
    case = Case(
        table["fires"], tuple((name, _filled(value, limits)) for name, value in written.items()), line
    )
    try:
        fact_of(case, kind)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        raise ConditionError(
            f"'{name}' of a case has an invalid value: {first['msg'].lower()}.", name
        ) from error
    return case


def fact_of(case: Case, kind: type[Fact]) -> Fact:
    """The fact of an example.

    Raises:
        pydantic.ValidationError: a value does not fit its field.
    """
    needed = {
        name: field.choices[0] if field.choices else _NOTHING[field.type]
        for name, field in fields_of(kind).items()
        if kind.model_fields[name].is_required()
    }
    return kind.model_validate({**needed, **dict(case.fields)})


def _filled(value: Any, limits: Mapping[str, float]) -> Any:
    if not isinstance(value, str) or not value.startswith(LIMIT):
        return value
    match = _OFFSET.fullmatch(value)
    if match is None:
        raise ConditionError(
            f"'{value}' is not a limit; write e.g. `limits.name` or `limits.name + 0.1`.", value
        )
    if match["name"] not in limits:
        raise ConditionError(f"[limits] has no '{match['name']}'{suggestion(match['name'], limits)}", value)
    offset = float(match["by"] or 0) * (-1 if match["sign"] == "-" else 1)
    total = round(limits[match["name"]] + offset, 6)
    return int(total) if float(total).is_integer() else total
