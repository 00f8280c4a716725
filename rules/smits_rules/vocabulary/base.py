"""The base of all facts, and the description of a fact type's fields."""

from __future__ import annotations

import datetime as dt
import functools
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Confidence = Literal["stated", "read", "inferred"]
"""How a fact was obtained. stated: from a structured field; read: from a table; inferred: from prose."""

ValueType = Literal["number", "text", "flag", "date", "texts", "dates"]
"""What a field holds, as rules see it: a list is `texts` or `dates`."""


class Fact(BaseModel):
    """One flat, typed statement, with its location in the source."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, allow_inf_nan=False)

    fact: str
    source: str = Field(
        default="", description="path below inputs/ and anchor, e.g. budgets/FY27.xlsx#IT!F14"
    )
    quote: str = Field(default="", max_length=200, description="the passage of the source, shortened")
    confidence: Confidence = Field(default="read", description="stated, read (a table) or inferred (prose)")

    subject_fields: ClassVar[tuple[str, ...]] = ()
    """The fields that name what the fact is about; there is one trigger per rule and subject."""
    many_quantities: ClassVar[bool] = False
    """The fact summarises so many others that only the fields a rule compares count as its evidence."""

    @property
    def case_subject(self) -> str:
        """What the fact is about, e.g. `FY2027`, from its `subject_fields`; blank ones are left out."""
        values = (getattr(self, name) for name in self.subject_fields)
        return " / ".join(str(value) for value in values if value not in (None, ""))

    @property
    def all_sources(self) -> tuple[str, ...]:
        """All locations that the fact rests on, the newest first."""
        return (self.source,) if self.source else ()

    @property
    def cause(self) -> str:
        """The cause behind the fact: triggers with the same matter are shown and triaged together."""
        return f"{self.fact} {self.case_subject}".casefold().strip()


def fact_field(explanation: str, *, unit: str = "", countdown: bool = False, default: Any = None) -> Any:
    """Declare a fact's field.

    Args:
        explanation: one line for people who write rules.
        unit: e.g. `%`, `days`; empty if the field has no unit.
        countdown: the value changes with the calendar alone, so a change is not new evidence.
        default: the value if the source does not state one; `...` makes the field required.

    Returns:
        A pydantic field.
    """
    extra: dict[str, Any] = {"unit": unit, "countdown": countdown}
    return Field(default=default, description=explanation, json_schema_extra=extra)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One field of a fact type, as rules can use it."""

    name: str
    type: ValueType
    unit: str
    explanation: str
    countdown: bool
    choices: tuple[str, ...]
    """The allowed values; empty if any value is allowed."""


@functools.cache  # resolving the type hints of one fact type takes 2 ms, and a pack asks for them 300 times
def fields_of(kind: type[Fact]) -> Mapping[str, FieldInfo]:
    """List the fields of a fact type that rules can use (all but `fact` and `quote`)."""
    hints = typing.get_type_hints(kind)
    fields = {}
    for name, field in kind.model_fields.items():
        if name in ("fact", "quote"):
            continue
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        value_type, choices = _type_of(hints[name])
        fields[name] = FieldInfo(
            name=name,
            type=value_type,
            unit=str(extra.get("unit", "")),
            explanation=field.description or "",
            countdown=bool(extra.get("countdown", False)),
            choices=choices,
        )
    return types.MappingProxyType(fields)


def _type_of(hint: Any) -> tuple[ValueType, tuple[str, ...]]:
    """Translate a type hint into the type that rules see, with the choices of a Literal."""
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        inner = [part for part in typing.get_args(hint) if part is not type(None)]
        return _type_of(inner[0])
    if origin is Literal:
        return "text", tuple(str(choice) for choice in typing.get_args(hint))
    if origin is tuple:
        return ("dates", ()) if typing.get_args(hint)[0] is dt.date else ("texts", ())
    names: dict[Any, ValueType] = {bool: "flag", int: "number", float: "number", str: "text", dt.date: "date"}
    return names[hint], ()
