"""An index of rules for the second judge: only the rules that a fact can meet are evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from smits_rules.judges.explain import meets
from smits_rules.model.field_values import Value, value_of
from smits_rules.model.rule import Condition, Rule
from smits_rules.vocabulary import Fact

_Values = dict[str, Value | None]


class Matcher:
    """Determines which of many rules fire on a fact, independently of the engine.

    A rule that requires one text in a field (`is`) is looked up by that text; all others are tried in turn.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Index the rules by fact type and by the text that they require."""
        self._fields: dict[str, dict[str, Any]] = defaultdict(dict)
        self._tried: dict[str, list[Rule]] = defaultdict(list)
        self._demanding: dict[str, dict[str, dict[Any, list[Rule]]]] = defaultdict(dict)
        for rule in rules:
            for alternative in rule.alternatives:
                for condition in alternative:
                    self._fields[rule.fact][condition.field] = condition.type
            key = _demanded(rule)
            if key is None:
                self._tried[rule.fact].append(rule)
            else:
                by_text = self._demanding[rule.fact].setdefault(key.field, {})
                by_text.setdefault(key.expected, []).append(rule)

    def fired(self, fact: Fact) -> list[Rule]:
        """The rules that fire on a fact.

        Raises:
            UnfitValue: a rule on this fact type cannot compare one of the values.
        """
        fields = self._fields.get(fact.fact)
        if fields is None:
            return []
        values: _Values = {name: value_of(fact, name, kind) for name, kind in fields.items()}
        rules = [rule for rule in self._tried.get(fact.fact, ()) if meets(rule, values)]
        for name, by_text in self._demanding.get(fact.fact, {}).items():
            rules += [rule for rule in by_text.get(values[name], ()) if meets(rule, values)]
        return rules


def _demanded(rule: Rule) -> Condition | None:
    return next((c for c in rule.when if c.operator == "is" and c.type == "text"), None)
