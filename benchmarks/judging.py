"""How fast facts are judged by both judges, against plain Python on the same conditions, in one run."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from smits_rules.decide import decide
from smits_rules.durable import Engine
from smits_rules.packs import load_pack
from smits_rules.rule import Pack
from smits_rules.vocabulary import BudgetChange, Fact, VendorNotice

FACTS = 2_000
_RULE = """
[[rule]]
id = "r{number}"
trigger = "t"
fact = "{fact}"
when = {{ {field} = {{ at_most = {limit} }}, {text} = {{ is = "{value}" }} }}
outcome = "note"
severity = "low"
because = "It fired."
"""


def main() -> None:
    """Judge the same facts under 10, 100 and 1,000 rules."""
    facts = [_fact(number) for number in range(FACTS)]
    for count in (10, 100, 1_000):
        pack = _pack(count)
        with Engine(pack, timeout=30) as engine:
            engine.judge(facts[:10])
            started = time.perf_counter()
            judged = decide(pack, engine, facts)
            both = time.perf_counter() - started
        started = time.perf_counter()
        plain = sum(_plain(pack, fact) for fact in facts)
        alone = time.perf_counter() - started
        fired = sum(len(one.decisions) for one in judged)
        print(
            f"{count:5} rules: {FACTS / both:9,.0f} facts a second by both judges, {FACTS / alone:10,.0f} by "
            f"plain Python, ratio {both / alone:.1f}; {fired} fired, {plain} in plain Python"
        )


def _fact(number: int) -> Fact:
    if number % 2:
        return VendorNotice(product=f"p{number % 40}", severity=number % 11)
    values = {"total": 1.0, "baseline": 1.0, "change": 0.0, "change_pct": float(number % 60 - 30)}
    return BudgetChange(period=f"p{number % 40}", basis="baseline", **values)


def _pack(count: int) -> Pack:
    text = "".join(
        _RULE.format(
            number=number,
            fact="vendor-notice" if number % 2 else "budget-change",
            field="severity" if number % 2 else "change_pct",
            text="product" if number % 2 else "period",
            limit=number % 9,
            value=f"p{number % 40}",
        )
        for number in range(count)
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pack.toml"
        file.write_text(text, encoding="utf-8")
        return load_pack([file])


def _plain(pack: Pack, fact: Fact) -> int:
    """How many rules fire, by hand-written comparisons."""
    fired = 0
    for rule in pack.rules:
        if rule.fact == fact.fact:
            low, text = rule.when
            fired += getattr(fact, low.field) <= low.expected and getattr(fact, text.field) == text.expected
    return fired


if __name__ == "__main__":
    main()
