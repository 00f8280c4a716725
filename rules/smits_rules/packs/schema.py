"""The JSON Schema of a pack file, for completion and checks in editors."""

from __future__ import annotations

from typing import Any, get_args

from smits_rules.model.conditions import MAX_LIST, MAX_TEXT
from smits_rules.model.operators import OPERATORS, operators_for
from smits_rules.vocabulary import DELIVERABLE_KINDS, FACT_TYPES, FieldInfo, fields_of
from smits_rules.vocabulary.base import ValueType
from smits_rules.vocabulary.severity import Outcome, Severity

Schema = dict[str, Any]
_NAME = "^[a-z0-9]+(-[a-z0-9]+)*$"
_LIMIT: Schema = {"type": "string", "pattern": r"^limits\.\w+", "description": "a limit, e.g. limits.name"}
_DATE: Schema = {"description": "a TOML date, e.g. 2027-01-31"}


def pack_schema() -> Schema:
    """JSON Schema (draft 2020-12) of one pack file."""
    facts = {f"fact-{name}": _conditions(name) for name in FACT_TYPES}
    cases = {f"case-{name}": _case(name) for name in FACT_TYPES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "smits rule pack",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "limits": {
                "type": "object",
                "description": "Numbers that rules refer to as limits.NAME.",
                "additionalProperties": {"type": "number"},
            },
            "disable": {
                "type": "array",
                "description": "Ids of rules in other packs that are disabled.",
                "items": {"type": "string"},
            },
            "rule": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
        },
        "$defs": {"rule": _rule(), **facts, **cases},
    }


def _rule() -> Schema:
    name: Schema = {"type": "string", "pattern": _NAME, "maxLength": 80}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "trigger", "fact", "outcome", "severity", "because"],
        "properties": {
            "id": {**name, "description": "Id of the rule, unique in all packs."},
            "trigger": {**name, "description": "The kind of trigger that it raises."},
            "fact": {"enum": list(FACT_TYPES), "description": "The fact type that it applies to."},
            "when": {"type": "object", "description": "All of these must hold."},
            "any_of": {
                "type": "array",
                "description": "One of these must hold.",
                "items": {"type": "object"},
            },
            "outcome": {"enum": list(get_args(Outcome))},
            "severity": {"enum": list(get_args(Severity))},
            "touches": {"type": "array", "items": {"enum": list(DELIVERABLE_KINDS)}, "uniqueItems": True},
            "because": {"type": "string", "description": "A sentence with the fact's fields in braces."},
            "case": {"type": "array", "items": {"type": "object"}},
        },
        "allOf": [
            {
                "if": {"properties": {"fact": {"const": fact}}, "required": ["fact"]},
                "then": {
                    "properties": {
                        "when": {"$ref": f"#/$defs/fact-{fact}"},
                        "any_of": {"items": {"$ref": f"#/$defs/fact-{fact}"}},
                        "case": {"items": {"$ref": f"#/$defs/case-{fact}"}},
                    }
                },
            }
            for fact in FACT_TYPES
        ],
    }


def _conditions(fact: str) -> Schema:
    fields = fields_of(FACT_TYPES[fact])
    alternatives: Schema = {"type": "array", "items": {"type": "object"}}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{name: _comparisons(field) for name, field in fields.items()},
            "any_of": alternatives,
        },
    }


def _comparisons(field: FieldInfo) -> Schema:
    unit = f" ({field.unit})" if field.unit else ""
    return {
        "type": "object",
        "description": f"{field.explanation}{unit}",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {operator: _expected(field, operator) for operator in operators_for(field.type)},
    }


def _expected(field: FieldInfo, operator: str) -> Schema:
    operand = OPERATORS[operator].operand
    if operand == "flag":
        return {"type": "boolean"}
    if operand == "list":
        return {"type": "array", "minItems": 1, "maxItems": MAX_LIST, "items": _value(field)}
    if field.type == "number":
        return {"anyOf": [_value(field), _LIMIT]}
    return _value(field)


def _value(field: FieldInfo) -> Schema:
    if field.choices:
        return {"enum": list(field.choices)}
    values: dict[ValueType, Schema] = {
        "number": {"type": "number"},
        "text": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
        "flag": {"type": "boolean"},
        "date": _DATE,
        "texts": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
        "dates": _DATE,
    }
    return values[field.type]


def _case(fact: str) -> Schema:
    fields = fields_of(FACT_TYPES[fact])
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["fires"],
        "properties": {
            "fires": {"type": "boolean", "description": "Whether the rule fires on this fact."},
            "fact": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    name: {
                        "description": field.explanation,
                        **({"anyOf": [{"enum": list(field.choices)}, _LIMIT]} if field.choices else {}),
                    }
                    for name, field in fields.items()
                },
            },
        },
    }
