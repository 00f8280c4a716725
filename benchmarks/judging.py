"""How fast facts are judged by both judges, through the child process, against peers in the same run."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import peers

from smits_rules.judges.decision import decide
from smits_rules.judges.durable import Engine
from smits_rules.model.rule import Pack
from smits_rules.packs.loading import load_pack
from smits_rules.vocabulary import FACT_TYPES, Fact, fields_of

FACTS = 4_000
MEMORY_FACTS = 200_000
PEERS: dict[str, Callable[[Pack], peers.Peer]] = {
    "plain Python": peers.plain,
    "clipspy": peers.clipspy,
    "rule-engine": peers.ruleengine,
    "zen-engine": peers.zen_engine,
}
_RULE = """
[[rule]]
id = "r{number}"
trigger = "t"
fact = "{fact}"
when = {{ {field} = {{ at_most = {limit} }}, {text} = {{ is = "p{value}" }} }}
outcome = "note"
severity = "low"
because = "It fired."
"""


def _whole(kind: type[Fact], field: str) -> bool:
    return "int" in str(kind.model_fields[field].annotation)


def _types() -> list[tuple[str, str, str]]:
    """Fact types with a number and a free text: name, number field, text field."""
    found = []
    for name, kind in FACT_TYPES.items():
        fields = fields_of(kind).values()
        numbers = [f.name for f in fields if f.type == "number" and not _whole(kind, f.name)]
        texts = [f.name for f in fields if f.type == "text" and not f.choices and f.name != "source"]
        if numbers and texts:
            found.append((name, numbers[0], texts[0]))
    return found


TYPES = _types()


def main() -> None:
    """Judge the same facts under 10, 100 and 1,000 rules, then many of them for the memory."""
    print(f"rules over {len(TYPES)} fact types; facts a second; every fact has other values")
    for count in (10, 100, 1_000):
        _compare(count)
    _memory()


def _compare(count: int) -> None:
    pack = _pack(count)
    facts = [_fact(number) for number in range(FACTS)]
    values = [_values(fact, number) for number, fact in enumerate(facts)]
    with Engine(pack, timeout=30) as engine:
        assert engine.pid  # the child runs
        started = time.perf_counter()
        judged = decide(pack, engine, facts)
        ours = FACTS / (time.perf_counter() - started)
        started = time.perf_counter()
        decide(pack, engine, facts)
        again = FACTS / (time.perf_counter() - started)
    fired = [sorted(decision.rule for decision in one.decisions) for one in judged]
    print(f"{count:5} rules, {sum(map(len, fired))} fired: both judges {ours:,.0f}, again {again:,.0f}")
    for name, make in PEERS.items():
        peer = make(pack)
        started = time.perf_counter()
        answers = [peer(each) for each in values]
        speed = FACTS / (time.perf_counter() - started)
        assert [sorted(answer) for answer in answers] == fired, name
        print(f"      {name:14} {speed:9,.0f}   ratio {ours / speed:6.2f}, again {again / speed:6.2f}")


def _memory() -> None:
    """How much more memory the process holds after many evaluations than after a tenth of them."""
    pack = _pack(100)
    with Engine(pack, timeout=30) as engine:
        for start in range(0, MEMORY_FACTS, FACTS):
            decide(pack, engine, [_fact(number) for number in range(start, start + FACTS)])
            if start <= MEMORY_FACTS // 10:
                before = _memory_of(engine.pid)
        after = _memory_of(engine.pid)
    grown = [round((b - a) / 1_000, 1) for a, b in zip(before, after, strict=True)]
    print(f"memory over {MEMORY_FACTS:,} evaluations: here {grown[0]:+} MB, in the child {grown[1]:+} MB")


def _memory_of(child: int) -> tuple[int, int]:
    """Resident memory of this process and of the child, in KB."""
    return _resident("self"), _resident(str(child))


def _resident(pid: str) -> int:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmRSS"))


def _fact(number: int) -> Fact:
    name, field, text = TYPES[number % len(TYPES)]
    kind = FACT_TYPES[name]
    given = {field: float(number % 11) + number % 9_973 / 10_000, text: f"p{number // len(TYPES) % 20}"}
    needed = {
        f.name: f.choices[0] if f.choices else "2027-01-01" if f.type == "date" else 0
        for f in fields_of(kind).values()
        if kind.model_fields[f.name].is_required()
    }
    return kind(**{**needed, **given})


def _values(fact: Fact, number: int) -> peers.Values:
    _, field, text = TYPES[number % len(TYPES)]
    return fact.fact, getattr(fact, field), getattr(fact, text)


def _pack(count: int) -> Pack:
    text = "".join(
        _RULE.format(
            number=number,
            fact=TYPES[number % len(TYPES)][0],
            field=TYPES[number % len(TYPES)][1],
            text=TYPES[number % len(TYPES)][2],
            limit=float(number % 9),
            value=number // len(TYPES) % 20,
        )
        for number in range(max(count, 0))
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pack.toml"
        file.write_text(text, encoding="utf-8")
        return load_pack([file])


if __name__ == "__main__":
    main()
