"""Facts derived from inputs, as the tests of the derivation need them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from smits_rules.derivation.pipeline import Circumstances, InputFacts, derive
from smits_rules.vocabulary import Budget, Fact, Service, VendorNotice

TODAY = dt.date(2027, 3, 10)


NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)


def input_of(order: int, *facts: Fact, path: str | None = None, fresh: bool = False) -> InputFacts:
    placed = tuple(
        fact.model_copy(update={"source": fact.source or f"I{order}#{place}"})
        for place, fact in enumerate(facts)
    )
    return InputFacts(f"I{order}", "budgets", path or f"budgets/{order}.xlsx", NOW, placed, fresh, order)


def derived(inputs: list[InputFacts], kind: type[Any], **around: Any) -> list[Any]:
    circumstances = Circumstances(**{"today": TODAY, "began": TODAY, **around})
    return [fact for fact in derive(inputs, circumstances) if isinstance(fact, kind)]


def budgets(*totals: float, period: str = "FY2027", fresh: bool = False) -> list[InputFacts]:
    return [input_of(n, Budget(period=period, total=total), fresh=fresh) for n, total in enumerate(totals, 1)]


LEDGER = {"vendor": "Northwind", "product": "Northwind Ledger", "version": "12"}


def notice(**fields: Any) -> VendorNotice:
    values = {**LEDGER, "notice": "end-of-support", "effective_date": dt.date(2027, 6, 30), **fields}
    return VendorNotice(**values)


def service(name: str = "Accounting", **fields: Any) -> Service:
    return Service(service=name, **{"criticality": "high", **LEDGER, **fields})
