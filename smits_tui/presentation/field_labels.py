"""Labels of fields and limits: `age_days` is `age in days`. Scripts and files keep the names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from smits_rules.vocabulary.shown_number import shown_number

if TYPE_CHECKING:
    from smits_rules.vocabulary.base import FieldInfo

_UNITS = {
    "pct": "in percent",
    "days": "in days",
    "months": "in months",
    "years": "in years",
    "hours": "in hours",
    "minutes": "in minutes",
    "points": "in points",
}
"""The last part of a name -> the unit in words."""
_NAME = re.compile(r"\b(?:limits\.)?[a-z]+(?:_[a-z0-9]+)+\b")
_CHOICE = re.compile(r"(?<![\w/-])[a-z]+(?:-[a-z]+)+(?![\w/-])")
"""A name with hyphens that is no part of a path."""


def field_label(name: str) -> str:
    """The name of a field or a limit in words, e.g. `budget cut in percent` for `limits.budget_cut_pct`."""
    *parts, last = name.removeprefix("limits.").split("_")
    return " ".join([*parts, _UNITS.get(last, last) if parts else last])


def fact_label(kind: str) -> str:
    """The name of a fact type in words, e.g. `end of support` for `end-of-support`."""
    return kind.replace("-", " ")


def rule_label(rule: str) -> str:
    """The name of a rule in words, e.g. `budget cut` for `budget-cut`."""
    return rule.replace("-", " ")


def record_label(kind: str) -> str:
    """The name of a kind of record in words, e.g. `market space` for `market-space`."""
    return "SWOT point" if kind == "swot" else kind.replace("-", " ")


def field_value(value: Any) -> str:
    """The value of a field in words: `yes`, `1,190,400`, `Oracle, SAP`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return shown_number(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(field_value, value))
    return str(value)


def with_choices(sentence: str) -> str:
    """A sentence with the choices of fields in words, e.g. `end of support`; other names are kept."""
    return _CHOICE.sub(lambda match: fact_label(match[0]) if match[0] in _choices() else match[0], sentence)


def described_label(name: str, description: str) -> str:
    """The label of a field in a form: its name and description, without repetition.

    E.g. `Owner: who leads it` for `owner` and `who leads it`, `Benefits` for `benefits` and `its benefits`.
    """
    label = field_label(name)
    if re.search(rf"\b{re.escape(label)}\b", description):
        label = description.removeprefix("its ").removeprefix("the ")
    elif description:
        label = f"{label}: {description}"
    return capitalised(label)


def capitalised(words: str) -> str:
    """The same with a capital first letter; `str.capitalize` would make `Swot` of `SWOT`."""
    return words[:1].upper() + words[1:]


def with_labels(sentence: str) -> str:
    """A sentence with the names of fields in words; other names, e.g. of files, are kept.

    Units are left out, because the values in such a sentence have theirs.
    """
    return _NAME.sub(lambda match: _short(match[0]) if match[0] in _fields() else match[0], sentence)


def _short(name: str) -> str:
    *parts, last = name.split("_")
    return " ".join(parts if last in _UNITS else [*parts, last])


@cache
def _fields() -> frozenset[str]:
    """The names of all fields that rules can use."""
    return frozenset(name for fields in _fact_fields() for name in fields)


@cache
def _choices() -> frozenset[str]:
    """All choices of fields that rules can use."""
    return frozenset(
        choice for fields in _fact_fields() for field in fields.values() for choice in field.choices
    )


def _fact_fields() -> list[Mapping[str, FieldInfo]]:
    """The fields of each fact type, which the first frame of the interface does not need."""
    from smits_rules.vocabulary import FACT_TYPES, fields_of

    return [fields_of(kind) for kind in FACT_TYPES.values()]
