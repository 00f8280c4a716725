"""Operators: every one has all that the program asks of it, and one more is one object more."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rules_packs import pack_of, rule

from smits_rules.judges.decision import decide
from smits_rules.judges.durable import Engine
from smits_rules.judges.explain import evaluate
from smits_rules.model.field_values import Value
from smits_rules.model.operators import OPERATORS, fires_upwards, operator_words, operators_for
from smits_rules.model.operators.domain import Domain
from smits_rules.model.operators.operator import Operator
from smits_rules.model.rule import Condition
from smits_rules.packs.lint import lint
from smits_rules.packs.schema import pack_schema
from smits_rules.vocabulary import VendorNotice
from smits_rules.vocabulary.base import ValueType

VALUES: dict[ValueType, tuple[Any, ...]] = {
    "number": (-2.0, 0.0, 1.0, 7.5),
    "date": (dt.date(2027, 1, 1), dt.date(2027, 1, 2), dt.date(2028, 5, 1)),
    "text": ("db", "mydb", "other"),
    "flag": (True, False),
    "texts": (("db",), ("db", "os"), ("os",)),
    "dates": ((dt.date(2027, 1, 1),), (dt.date(2028, 5, 1),)),
}
ELEMENT: dict[ValueType, ValueType] = {"texts": "text", "dates": "date"}
EACH = [(name, kind) for name, operator in OPERATORS.items() for kind in operator.types]


def expectations(operator: Operator, kind: ValueType) -> list[Any]:
    single = VALUES[ELEMENT.get(kind, kind)]
    return {"flag": [True, False], "list": [single[:2], single[1:]]}.get(operator.operand, list(single))


def conditions_with(name: str, kind: ValueType) -> Iterator[Condition]:
    for expected in expectations(OPERATORS[name], kind):
        yield Condition("product", kind, name, expected)


def described(domain: Domain, value: Value | None) -> bool:
    """Whether a value lies in a domain."""
    if domain.absent or value is None:
        return domain.absent and value is None
    it: Any = value
    return (
        (domain.named is None or it in domain.named)
        and it not in domain.excluded
        and (domain.low is None or it > domain.low.at or (it == domain.low.at and not domain.low.open))
        and (domain.high is None or it < domain.high.at or (it == domain.high.at and not domain.high.open))
    )


@pytest.mark.parametrize(("name", "kind"), EACH)
def test_the_domain_describes_what_is_evaluated(name: str, kind: ValueType) -> None:
    """Overlaps and contradictions are found by the domain, so it must hold each value that fires."""
    operator = OPERATORS[name]
    for condition in conditions_with(name, kind):
        domain = operator.domain(condition.expected)
        for value in (None, *VALUES[kind]):
            fires = operator.holds(value, condition.expected)
            if fires or domain.exact:
                hashable = not isinstance(value, tuple)
                assert fires == (described(domain, value) if hashable else not domain.absent), (name, value)


@pytest.mark.parametrize(("name", "kind"), EACH)
def test_a_smallest_change_is_offered(name: str, kind: ValueType) -> None:
    """From each value, in each direction, something is offered that turns the condition."""
    operator = OPERATORS[name]
    for condition in conditions_with(name, kind):
        for value in VALUES[kind]:
            before = operator.holds(value, condition.expected)
            if (name, kind, before) == ("is_not", "text", False):
                continue  # any other text would do; there is none to name
            turned = {operator.holds(after, condition.expected) for after in operator.turns(condition, value)}
            assert (not before) in turned, (name, value, condition.expected)


@pytest.mark.parametrize("name", OPERATORS)
def test_it_is_offered_said_and_documented(name: str) -> None:
    """By its name in the schema and in the documentation, by its words to people."""
    assert OPERATORS[name].name == name
    assert operator_words(name) == OPERATORS[name].words != ""
    fields: dict[str, Any] = pack_schema()["$defs"]["fact-vendor-notice"]["properties"]
    assert any(name in field.get("properties", ()) for field in fields.values())
    documentation = Path(__file__).parents[2] / "docs" / "rules.md"
    assert f"`{name}`" in documentation.read_text(encoding="utf-8")


def test_only_order_has_a_direction() -> None:
    assert [name for name in OPERATORS if fires_upwards(name)] == ["at_least", "above"]
    assert not fires_upwards("")


MODULE = """
from smits_rules.model.operators.domain import Domain
from smits_rules.model.operators.operator import Operator

BEGINS_WITH = Operator(
    name="begins_with",
    words="begins with",
    types=("text",),
    operand="part",
    evaluate=lambda value, expected: value.startswith(expected),
    compile=lambda _condition, terms: {terms.flag: 1},
    turns=lambda condition, _value: (value for value in (str(condition.expected), None)),
    domain=lambda _expected: Domain(exact=False),
    precompute=lambda value, expected: value[: len(expected)] == expected,
)
"""


def test_one_more_is_one_module_and_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that uses it is checked, compiled, judged twice, explained, linted and offered to editors."""
    (tmp_path / "begins_with.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(OPERATORS, "begins_with", importlib.import_module("begins_with").BEGINS_WITH)
    assert operators_for("text")[-1] == "begins_with"
    pack = pack_of(tmp_path, rule('{ product = { begins_with = "kestrel" } }', fact="vendor-notice"))
    kestrel, other = (VendorNotice(vendor="V", product=name) for name in ("KestrelDB", "OtherDB"))
    with Engine(pack) as engine:
        judged = decide(pack, engine, [kestrel, other])
    assert [len(about.decisions) for about in judged] == [1, 0]
    assert all(about.disagreement is None for about in judged)
    assert evaluate(pack.rules[0], {}, kestrel)["turn"] != ""
    assert evaluate(pack.rules[0], {}, other)["changes"][0]["after"] == "kestrel"
    assert lint(pack) == []
    product = pack_schema()["$defs"]["fact-vendor-notice"]["properties"]["product"]
    assert "begins_with" in product["properties"]
