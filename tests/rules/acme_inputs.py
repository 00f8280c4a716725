"""Inputs of an organisation called Acme, and the facts that follow from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import (
    Fact,
    Service,
)

TODAY = dt.date(2027, 3, 10)


RECEIVED = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
GERMAN = {"jurisdictions": ("DE",)}


def input_at(order: int, path: str, *facts: Fact) -> InputFacts:
    placed = tuple(fact.model_copy(update={"source": f"I{order}#{n}"}) for n, fact in enumerate(facts))
    return InputFacts(f"I{order}", path.partition("/")[0], path, RECEIVED, placed, False, order)


def derived(inputs: list[InputFacts], kind: type[Any], **around: Any) -> list[Any]:
    circumstances = Circumstances(**{"today": TODAY, "began": TODAY, "names": ("Acme",), **around})
    return [fact for fact in derive(inputs, circumstances) if isinstance(fact, kind)]


def service(**fields: Any) -> Service:
    return Service(
        **{"service": "Payroll", "criticality": "high", "vendor": "Orion", "product": "Orion HR", **fields}
    )
