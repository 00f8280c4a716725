"""The sentence of a rule: fields of the fact in braces, with a short format each.

A part in square brackets is left out if a field in it is missing or zero:
`{product}[ {version}]`, `{critical:.0f} critical[, {high:.0f} high]`.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Callable, Mapping
from typing import Any

from smits_rules.vocabulary import Fact
from smits_rules.vocabulary.base import FieldInfo
from smits_rules.vocabulary.shown_number import shown_number

UNKNOWN = "(unknown)"
"""Shown instead of a value that the fact does not state."""
_OPTIONAL = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")
"""An optional part: square brackets with a field inside; other brackets are plain text."""
_NUMBER = re.compile(r"[+\- ]?,?(\.\d)?[fd%]?")
_DATE = re.compile(r"(%[a-zA-Z]|[ .,/-]){0,12}")


def template_problems(text: str, fields: Mapping[str, FieldInfo], suggest: Callable[[str], str]) -> list[str]:
    """The problems of a sentence.

    Args:
        text: the sentence as written.
        fields: the fields of the rule's fact type; `subject` is allowed as well.
        suggest: the end of a message about an unknown field, e.g. `; did you mean 'x'?`.
    """
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        return [f"`because` is not a sentence with fields in braces ({error})."]
    problems = []
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if name != "subject" and name not in fields:
            problems.append(f"`because` uses '{name}', which is not a field of the fact{suggest(name)}")
        elif conversion or not _fits(spec or "", fields.get(name)):
            problems.append(
                f"`because` shows '{name}' as '{spec}'; use e.g. {{x:.1f}}, {{x:+.1f}} or {{x:,.0f}} for "
                "numbers and {x:%d %B %Y} for dates."
            )
    return problems


def sentence(text: str, fact: Fact) -> str:
    """Fill a valid sentence with the values of a fact."""
    shown = []
    whole = _OPTIONAL.sub(lambda part: part[1] if _tells(part[1], fact) else "", text)
    for literal, name, spec, _ in string.Formatter().parse(whole):
        shown.append(literal)
        if name is not None:
            shown.append(_shown(getattr(fact, name), spec or ""))
    return "".join(shown)


def with_placeholders(text: str, label: Callable[[str], str]) -> str:
    """A valid sentence as people read it: each field by its label, optional parts without their brackets.

    Args:
        text: the sentence as written.
        label: the label of a field, from its name.
    """
    whole = _OPTIONAL.sub(lambda part: part[1], text)
    parts = string.Formatter().parse(whole)
    return "".join(literal + (f"<{label(name)}>" if name else "") for literal, name, _, _ in parts)


def shown_fields(text: str) -> set[str]:
    """The fields that a sentence shows."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _tells(part: str, fact: Fact) -> bool:
    """Whether every field of an optional part has a value."""
    return all(getattr(fact, name) not in (None, "", (), 0) for name in shown_fields(part))


def _fits(spec: str, field: FieldInfo | None) -> bool:
    if not spec:
        return True
    if field is None:
        return False
    if field.type == "number":
        return "d" not in spec and bool(_NUMBER.fullmatch(spec))
    return field.type == "date" and bool(_DATE.fullmatch(spec))


def _shown(value: Any, spec: str) -> str:
    if value is None or value in ("", ()):
        return UNKNOWN
    if spec:
        return format(value, spec)
    if isinstance(value, tuple):
        return ", ".join(_shown(part, "") for part in value)
    if isinstance(value, float):
        return shown_number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
