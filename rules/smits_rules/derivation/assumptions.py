"""`assumption`: the strategy's assumptions compared with the newest facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from smits_rules.derivation.assumption_text import ExpectedFigure, Support, claim_of
from smits_rules.derivation.equivalence.products import same_product
from smits_rules.derivation.inputs import InputFacts
from smits_rules.vocabulary import Assumption, Budget, Fact, Feedback, Indicator, Service, VendorNotice
from smits_rules.vocabulary.periods import period_key

_UNIT_OF_NAME = re.compile(r"[(\[][^)\]]*[)\]]|\b(?:in|en)\s+(?:%|percent|prozent|pour cent)|%")
"""A unit within the name of a series: `Inflation rate (%)`."""
_SORT_OF_FIGURE = re.compile(
    r"\b(?:rate|index|quote|annual|yearly|the|of|die|der|das|le|la|les|taux|indice|de|du|des)\b|\b[dl]['’]"
    r"|(?<=\w{4})(?:rate|quote|index)\b"
)
"""Words for the sort of figure in a name: people write `inflation`, series `inflation rate`."""

_END = ("end-of-life", "end-of-support")


def assumptions(texts: Iterable[str], inputs: Sequence[InputFacts]) -> Iterator[Assumption]:
    """Compare each checkable assumption with the newest facts; without a relevant fact it holds."""
    ordered = sorted(inputs, key=lambda item: item.order)
    for text in texts:
        claim = claim_of(text)
        if isinstance(claim, ExpectedFigure):
            yield _figure(text, claim, ordered)
        elif isinstance(claim, Support):
            yield _support(text, claim, ordered)


def _figure(text: str, claim: ExpectedFigure, inputs: Sequence[InputFacts]) -> Assumption:
    facts: tuple[Fact, float] | None = None
    for item in inputs:
        for fact in item.facts:
            value = _value(fact, claim.name)
            if value is not None:
                facts = fact, value
    if facts is None:
        return Assumption(text=text, field=claim.name, expected=claim.expected)
    fact, value = facts
    unit = f" {fact.currency}" if isinstance(fact, Budget) and fact.currency else ""
    actual, holds = f"{value:,.10g}{unit}", claim.holds(value)
    return _held(text, claim, fact, actual=actual, holds=holds)


def _support(text: str, claim: Support, inputs: Sequence[InputFacts]) -> Assumption:
    """The newest notice that ends the support of the product counts."""
    named = Service(service=claim.name, product=claim.name)
    newest: VendorNotice | None = None
    for item in inputs:
        for notice in item.of(VendorNotice):
            if notice.notice in _END and notice.effective_date and same_product(notice, named):
                newest = notice
    if newest is None or newest.effective_date is None:
        return Assumption(text=text, field=claim.name, expected=claim.expected)
    actual = f"supported until {newest.effective_date}"
    return _held(text, claim, newest, actual=actual, holds=newest.effective_date >= claim.until)


def _held(text: str, claim: ExpectedFigure | Support, fact: Fact, *, actual: str, holds: bool) -> Assumption:
    return Assumption(
        text=text,
        field=claim.name,
        expected=claim.expected,
        actual=actual,
        holds=holds,
        own="its own assumption",
        source=fact.source,
        sources=(fact.source,) if fact.source else (),
        quote=fact.quote,
        confidence=fact.confidence,
    )


def _value(fact: Fact, name: str) -> float | None:
    """The figure of a fact with that name: an indicator, a score or a budget's total."""
    wanted = name.casefold()
    if isinstance(fact, Indicator):
        return fact.value if _indicator_name(fact.indicator) == _indicator_name(name) else None
    if isinstance(fact, Feedback):
        return fact.score if wanted == f"{fact.measure} {fact.segment}".strip().casefold() else None
    if isinstance(fact, Budget) and "budget" in wanted:
        period = " ".join(word for word in wanted.split() if word not in ("it", "budget", "the"))
        return fact.total if period_key(period) == period_key(fact.period) else None
    return None


def _indicator_name(name: str) -> str:
    """The name of an indicator in comparable form: without unit and sort of figure."""
    plain = _UNIT_OF_NAME.sub(" ", name.casefold())
    words = _SORT_OF_FIGURE.sub(" ", plain).split() or plain.split()
    return " ".join(word.rstrip("s") for word in words)  # `Inflationsrate` has a linking s
