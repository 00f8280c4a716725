"""The two judges: they agree, nothing stops them, and what they say can be checked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rules_packs import change, pack_of, rule

from smits_rules.judges.decision import decide
from smits_rules.judges.durable import Engine
from smits_rules.judges.explain import evaluate, fires
from smits_rules.model.rule import Condition, Pack, Rule
from smits_rules.packs.loading import load_pack, shipped_packs
from smits_rules.vocabulary import Fact, RegulationDue, Service, VendorNotice, fields_of

T = TypeVar("T")
TEXTS = st.sampled_from(
    ["", "a", "A ", "ab", 'q"uote', "back\\slash", "née", "x" * 5_000, "\x00", "$or", "1"]
)
NUMBERS = st.sampled_from(
    [-10.0, -9.9999, -10.00004, 0.0, -0.0, 1e-05, 0.1, 0.3, 1 / 3, 7, 2.0**53, -(2.0**53)]
)
DATES = st.dates(dt.date(2026, 12, 30), dt.date(2027, 1, 2))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "number": NUMBERS,
    "text": TEXTS,
    "flag": st.booleans(),
    "date": DATES,
    "texts": st.lists(TEXTS, max_size=3).map(tuple),
    "dates": st.lists(DATES, max_size=3).map(tuple),
}
KINDS: tuple[type[Fact], ...] = (VendorNotice, RegulationDue, Service)


@st.composite
def facts(draw: st.DrawFn, kind: type[Fact]) -> Fact:
    values: dict[str, Any] = {}
    for name, field in fields_of(kind).items():
        if field.choices:
            values[name] = draw(st.sampled_from(field.choices))
        elif name not in ("source", "confidence") and draw(st.booleans()):
            whole = kind.model_fields[name].annotation in (int, int | None)
            values[name] = draw(VALUES[field.type].map(round) if whole else VALUES[field.type])
    return kind(**values)


@st.composite
def conditions(draw: st.DrawFn, kind: type[Fact]) -> Condition:
    from smits_rules.model.field_values import folded, number
    from smits_rules.model.operators import operators_for

    field = draw(
        st.sampled_from([f for f in fields_of(kind).values() if f.name not in ("source", "days_until")])
    )
    operator = draw(st.sampled_from(operators_for(field.type)))
    element = {"texts": "text", "dates": "date"}.get(field.type, field.type)
    values = VALUES[element].map(lambda v: folded(v) if isinstance(v, str) else v)
    values = values.map(lambda v: number(v) if element == "number" else v).filter(lambda v: v != "")
    if field.choices and operator != "contains":
        values = st.sampled_from(field.choices)
    expected: Any = draw(values)
    if operator == "missing":
        expected = draw(st.booleans())
    elif operator == "one_of":
        expected = tuple(draw(st.lists(values, min_size=1, max_size=4)))
    return Condition(field.name, field.type, operator, expected)


@st.composite
def rules_on(draw: st.DrawFn, kind: type[Fact], number: int) -> Rule:
    some = st.lists(conditions(kind), min_size=1, max_size=3).map(tuple)
    return Rule(
        id=f"r{number}",
        trigger="t",
        fact=kind.model_fields["fact"].default,
        when=draw(some),
        any_of=tuple(draw(st.lists(some, max_size=3))),
        outcome="note",
        severity="low",
        touches=(),
        because="It did.",
        file="f",
        line=1,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Pack, list[Fact]]:
    kind = draw(st.sampled_from(KINDS))
    rules = tuple(draw(rules_on(kind, number)) for number in range(draw(st.integers(1, 8))))
    return Pack(rules, {}, "h"), draw(st.lists(facts(kind), min_size=1, max_size=8))


@settings(max_examples=8, deadline=None)
@given(cases())
def test_the_judges_agree(case: tuple[Pack, list[Fact]]) -> None:
    """Only what both say counts, so they must say the same of everything; here a failure is made small."""
    pack, about = case
    with Engine(pack) as engine:
        for judged in decide(pack, engine, about):
            assert judged.disagreement is None
            assert judged.refused is None


@pytest.mark.long
def test_the_judges_agree_on_twenty_thousand_pairs(pytestconfig: pytest.Config) -> None:
    """The same over many: each run takes other rules and facts, unless it is told a seed."""
    told = pytestconfig.getoption("--hypothesis-seed")
    number = int(told) if told is not None else random.SystemRandom().randrange(2**32)
    print(f"The same again: --hypothesis-seed={number}")
    pairs = 0
    for kind in KINDS:
        rules = _drawn(rules_on(kind, 0), 85, number)
        rules = tuple(dataclasses.replace(rule, id=f"r{place}") for place, rule in enumerate(rules))
        about = _drawn(facts(kind), 85, number)
        pack = Pack(rules, {}, "h")
        with Engine(pack) as engine:
            for judged in decide(pack, engine, about):
                assert judged.refused is None
                assert judged.disagreement is None, (number, judged.fact, judged.disagreement, rules)
        pairs += len(rules) * len(about)
    assert pairs >= 20_000


def _drawn(strategy: st.SearchStrategy[T], count: int, number: int) -> tuple[T, ...]:
    """Examples of a strategy, the same ones for the same seed."""
    examples: list[T] = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(example: T) -> None:
        examples.append(example)

    draw()
    return tuple(examples[:count])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(rules_on(kind, 1), facts(kind))))
def test_the_change_that_is_told_turns_the_decision(case: tuple[Rule, Fact]) -> None:
    """`would not have fired had ...` must be true."""
    about, fact = case
    explanation = evaluate(about, {}, fact)
    assert explanation["fired"] == fires(about, fact)
    if not explanation["changes"]:
        return
    kinds = fields_of(type(fact))
    changed = {
        change["field"]: ()
        if change["after"] is None and "s" in kinds[change["field"]].type
        else change["after"]
        for change in explanation["changes"]
    }
    turned = type(fact).model_construct(**{**fact.model_dump(), **_typed(changed, kinds)})
    assert fires(about, turned) != explanation["fired"]


def _typed(values: dict[str, Any], kinds: dict[str, Any]) -> dict[str, Any]:
    def one(name: str, value: Any) -> Any:
        if value and kinds[name].type == "date":
            return dt.date.fromisoformat(value)
        if value and kinds[name].type == "dates":
            return tuple(dt.date.fromisoformat(part) for part in value)
        return tuple(value) if isinstance(value, list) else value

    return {name: one(name, value) for name, value in values.items()}


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack(shipped_packs())


@pytest.fixture(scope="module")
def engine(shipped: Pack) -> Iterator[Engine]:
    with Engine(shipped) as running:
        yield running


def test_a_cut_beyond_the_limit_is_decided_with_its_reasons(shipped: Pack, engine: Engine) -> None:
    """Limit, value, sentence and what would have turned it."""
    (judged,) = decide(shipped, engine, [change(-12.0)])
    (decision,) = judged.decisions
    assert decision.rule == "budget-cut"
    assert "-12.0 %" in decision.because
    (condition,) = [c for c in decision.explanation["conditions"] if c["field"] == "change_pct"]
    assert (condition["value"], condition["expected"], condition["limit"]) == (
        -12,
        -10,
        "limits.budget_cut_pct",
    )
    assert decision.explanation["turn"] == (
        "It would not have fired had change_pct been -9.9 % instead of -12 % (the limit is -10 %)."
    )


@pytest.mark.parametrize(("pct", "fired"), [(-10.0, True), (-9.9999, False), (-10.00001, True)])
def test_a_limit_is_met_where_it_is_reached(shipped: Pack, engine: Engine, pct: float, fired: bool) -> None:
    """`at most -10` includes -10 itself."""
    (judged,) = decide(shipped, engine, [change(pct)])
    assert [d.rule for d in judged.decisions] == (["budget-cut"] if fired else [])


def test_why_not_is_answered_too(shipped: Pack) -> None:
    """Somebody wonders why nothing happened."""
    (about,) = [r for r in shipped.rules if r.id == "budget-cut"]
    explanation = evaluate(about, shipped.limits, change(-8.0))
    assert not explanation["fired"]
    assert explanation["turn"] == (
        "It would have fired had change_pct been -10 % instead of -8 % (the limit is -10 %)."
    )


@pytest.mark.parametrize("value", [math.nan, math.inf, 2.0**70, -(2.0**60)])
def test_a_number_that_no_rule_can_weigh_is_refused_aloud(
    shipped: Pack, engine: Engine, value: float
) -> None:
    """The fact goes to a person, and the facts around it are judged."""
    around = [change(-12.0), change(-12.0, period="FY2028")]
    judged = decide(
        shipped, engine, [around[0], change(-1).model_copy(update={"change_pct": value}), around[1]]
    )
    assert [bool(decision.refused) for decision in judged] == [False, True, False]
    assert "change_pct" in str(judged[1].refused)
    assert [len(decision.decisions) for decision in judged] == [1, 0, 1]


def test_hostile_texts_are_judged(tmp_path: Path) -> None:
    """16 MB, quotes, commands of the engine: a text is a text."""
    pack = pack_of(tmp_path, rule("{ product = { contains = 'needle' } }", fact="vendor-notice"))
    texts = ["x" * 16_000_000 + "NEEDLE", '{"$or": 1} needle', "needl", "\ud800 needle", "\x00needle\x1b[2J"]
    with Engine(pack) as running:
        judged = decide(pack, running, [VendorNotice(product=text) for text in texts])
    assert [len(decision.decisions) for decision in judged] == [1, 1, 0, 1, 1]


def test_more_matches_than_the_engine_takes_in_one_ruleset_are_all_found(tmp_path: Path) -> None:
    """At 65 matches of one ruleset it would drop the message."""
    text = "".join(rule("{ change_pct = { below = 0 } }", identifier=f"r{number}") for number in range(130))
    alternatives = ", ".join(f"{{ total = {{ above = {number} }} }}" for number in range(130))
    text += rule(f"{{ any_of = [{alternatives}] }}", identifier="wide")
    pack = pack_of(tmp_path, text)
    with Engine(pack) as running:
        (judged,) = decide(pack, running, [change(-3)])
    assert len(judged.decisions) == 131


def test_a_negation_fires_only_on_a_value(tmp_path: Path) -> None:
    """An unguarded negation would loop forever; what is unknown is not `something else`."""
    pack = pack_of(tmp_path, rule("{ currency = { is_not = 'EUR' } }"))
    with Engine(pack) as running:
        judged = decide(pack, running, [change(1), change(1, currency="EUR"), change(1, currency="USD")])
    assert [len(decision.decisions) for decision in judged] == [0, 0, 1]


def test_a_child_that_is_killed_loses_and_doubles_no_decision(shipped: Pack) -> None:
    """Whatever happens to the engine, each fact is judged once."""
    about = [change(-12.0 if number % 2 else -3.0, period=str(number)) for number in range(1_000)]
    with Engine(shipped) as running:
        os.kill(running.pid, signal.SIGKILL)
        first = running.pid
        killer = threading.Timer(0.02, os.kill, (first, signal.SIGKILL))
        killer.start()
        judged = decide(shipped, running, about)
        killer.join()
        assert running.pid != first
    assert [len(decision.decisions) for decision in judged] == [number % 2 for number in range(1_000)]


def test_a_child_that_hangs_is_replaced(shipped: Pack) -> None:
    """The watcher must not wait forever for a judge that does not answer."""
    with Engine(shipped, timeout=0.2) as running:
        first = running.pid
        with pytest.raises(TimeoutError):
            running._ask(time.sleep, (60,), 0.2)
        os.kill(running.pid, signal.SIGSTOP)
        judged = decide(shipped, running, [change(-12.0)])
        assert running.pid != first
    assert [len(decision.decisions) for decision in judged] == [1]


def test_the_fingerprint_leaves_out_the_calendar_and_the_place(shipped: Pack) -> None:
    """A day that passes, or the same figures in another file, are no new evidence."""
    from smits_rules.judges.decision import fingerprint

    rules = {rule.id: rule for rule in shipped.rules}
    binds, adopted = rules["regulation-due"], rules["regulation-adopted"]
    due = RegulationDue(reference="R", days_until=90, stage_days=90, due=dt.date(2027, 6, 1), relevant=True)
    next_day = due.model_copy(update={"days_until": 89, "source": "x"})
    assert fingerprint(due, binds) == fingerprint(next_day, binds)
    assert fingerprint(due, binds) != fingerprint(due.model_copy(update={"due": dt.date(2027, 7, 1)}), binds)
    on_the_day = due.model_copy(update={"days_until": 0, "stage_days": 0})
    assert fingerprint(due, binds) != fingerprint(on_the_day, binds), "it is graver now"
    assert fingerprint(due, adopted) == fingerprint(on_the_day, adopted), "it was adopted as before"
    cut = rules["budget-cut"]
    assert fingerprint(change(-12.0), cut) != fingerprint(change(-13.0), cut)
