"""Other rules engines on the same rules: each peer says which rules fire on a fact given as plain values."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import clips
import rule_engine
import zen

from smits_rules.model.rule import Pack, Rule

Values = tuple[str, float, str]
"""Fact type, the number and the text that the rules of that type weigh."""
Peer = Callable[[Values], list[str]]
"""The ids of the rules that fire."""


def by_fact(pack: Pack) -> dict[str, list[Rule]]:
    """The rules of each fact type."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in pack.rules:
        found[rule.fact].append(rule)
    return found


def plain(pack: Pack) -> Peer:
    """Comparisons written by hand in Python."""
    rules = {
        fact: [(r.id, r.when[0].expected, r.when[1].expected) for r in about]
        for fact, about in by_fact(pack).items()
    }

    def judge(values: Values) -> list[str]:
        fact, number, text = values
        return [name for name, limit, wanted in rules.get(fact, ()) if number <= limit and text == wanted]

    return judge


def clipspy(pack: Pack) -> Peer:
    """CLIPS by clipspy: a template for each fact type; facts are asserted, run and taken back."""
    environment = clips.Environment()
    fired: list[str] = []
    environment.define_function(lambda name: fired.append(str(name)), name="hit")
    templates = {}
    for fact, about in by_fact(pack).items():
        environment.build(f"(deftemplate {fact} (slot number) (slot text))")
        templates[fact] = environment.find_template(fact)
        for rule in about:
            low, text = rule.when
            environment.build(
                f"(defrule {rule.id} ({fact} (number ?x&:(<= ?x {low.expected})) "
                f'(text "{text.expected}")) => (hit "{rule.id}"))'
            )

    def judge(values: Values) -> list[str]:
        fired.clear()
        if values[0] not in templates:
            return []
        fact = templates[values[0]].assert_fact(number=values[1], text=values[2])
        environment.run()
        fact.retract()
        return list(fired)

    return judge


def ruleengine(pack: Pack) -> Peer:
    """Expressions of rule-engine, one for each rule."""
    rules = {
        fact: [
            (r.id, rule_engine.Rule(f'number <= {r.when[0].expected} and text == "{r.when[1].expected}"'))
            for r in about
        ]
        for fact, about in by_fact(pack).items()
    }

    def judge(values: Values) -> list[str]:
        told = {"number": values[1], "text": values[2]}
        return [name for name, rule in rules.get(values[0], ()) if rule.matches(told)]

    return judge


def zen_engine(pack: Pack) -> Peer:
    """A collecting decision table of zen-engine for each fact type."""
    engine = zen.ZenEngine()
    tables = {fact: engine.create_decision(_table(about)) for fact, about in by_fact(pack).items()}

    def judge(values: Values) -> list[str]:
        if values[0] not in tables:
            return []
        answer: Any = tables[values[0]].evaluate({"number": values[1], "text": values[2]})["result"]
        return [row["rule"] for row in answer or ()]

    return judge


def _table(rules: list[Rule]) -> str:
    place = {"x": 0, "y": 0}
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": "n", "name": "n", "field": "number"}, {"id": "t", "name": "t", "field": "text"}],
        "outputs": [{"id": "o", "name": "o", "field": "rule"}],
        "rules": [
            {
                "_id": r.id,
                "n": f"<= {r.when[0].expected}",
                "t": f'"{r.when[1].expected}"',
                "o": f'"{r.id}"',
            }
            for r in rules
        ],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": place, "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})
