"""Hostile facts and packs: each is judged or refused aloud, and the watcher goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Eventually = Callable[..., None]

STATED = "---\nfacts:\n- {}\n---\n# A note\n"
FACTS = {
    "nan": "{fact: opportunity, title: nan, value: .nan}",
    "infinite": "{fact: opportunity, title: infinite, value: .inf}",
    "huge": f"{{fact: opportunity, title: huge, value: {2**70}}}",
    "tiny": "{fact: opportunity, title: tiny, value: 1e-05}",
    "exponent": "{fact: opportunity, title: exponent, value: 1.0e-300}",
    "endless": f"{{fact: opportunity, title: endless, value: 1{'0' * 400}}}",
    "empty list": "{fact: corporate-event, event: merger, parties: []}",
    "long": f"{{fact: opportunity, title: {'x' * 1_000_000}, value: 900000}}",
    "deep": f"{{fact: opportunity, title: {'[' * 500}{']' * 500}}}",
    "wrong type": "{fact: opportunity, title: wrong, value: much}",
    "unknown": "{fact: nonsense}",
    "quotes": "{fact: opportunity, title: '\"}], $or: {\"', value: 900000}",
    "date": "{fact: regulation, title: an act, effective_date: 0001-01-01}",
    "late": "{fact: regulation, title: another act, effective_date: 9999-12-31, jurisdiction: EU}",
}
PACK = """
[[rule]]
id = "own"
trigger = "own"
fact = "opportunity"
{}
outcome = "note"
severity = "low"
because = "It fired."
"""
ALTERNATIVES = ", ".join(f"{{ value = {{ above = {number} }} }}" for number in range(513))
SEVENTY = "".join(
    PACK.format("when = { value = { above = 0 } }").replace('"own"', f'"own-{n}"', 1) for n in range(70)
)
PACKS = {
    "513 alternatives": (PACK.format(f"any_of = [{ALTERNATIVES}]"), "513 alternatives"),
    "wrong type": (PACK.format("when = { value = { above = 'much' } }"), "is a number"),
    "nan": ("[limits]\nx = nan\n", "finite number"),
    "huge": (PACK.format(f"when = {{ value = {{ above = {2**70} }} }}"), "2**53"),
    "nested": ("x = " + "[" * 5_000 + "]" * 5_000, "deeply"),
    "no condition": (PACK.format(""), "no condition"),
    "impossible": (PACK.format("when = { value = { above = 5, below = 1 } }"), "never fire"),
    "65 matches": (SEVENTY, None),
    "negation": (PACK.format("when = { kind = { is_not = 'x' } }"), None),
    "tiny": (PACK.format("when = { value = { above = 1e-05 } }"), None),
}


def test_hostile_facts_are_judged_or_refused_aloud(smits: Any) -> None:
    """What a file states reaches record and engine as it is; one bad number must not end the watching."""
    for name, fact in FACTS.items():
        path = smits.workspace.inputs / "opportunities" / f"{name}.md"
        path.write_text(STATED.format(fact), encoding="utf-8")
    (smits.workspace.inputs / "opportunities" / "zz good.md").write_text(
        STATED.format("{fact: opportunity, title: good, value: 900000}"), encoding="utf-8"
    )
    done = smits("watch", "--once")
    assert done.returncode in (0, 3), done.stderr
    assert "Traceback" not in done.stderr
    inputs = {item["path"].split("/")[1][:-3]: item for item in smits.json("inputs")}
    assert len(inputs) == len(FACTS) + 1
    for name, item in inputs.items():
        assert item["status"] in ("read", "rejected"), name
        assert item["status"] == "read" or item["reason"], name
    for name in ("nan", "infinite", "wrong type", "unknown", "deep"):
        told = inputs[name]["reason"] or " ".join(inputs[name]["warnings"])
        refused = smits.json("triggers")
        assert told or any(t["rule"] == "engine-disagreement" and name in t["subject"] for t in refused), name
    assert any(trigger["subject"] == "good" for trigger in smits.json("triggers"))
    assert smits("ledger", "verify").returncode == 0


@pytest.mark.parametrize("name", PACKS)
def test_hostile_packs_are_refused_aloud_or_do_what_they_say(smits: Any, name: str) -> None:
    text, said = PACKS[name]
    (smits.workspace.rules / "own.toml").write_text(text, encoding="utf-8")
    note = smits.workspace.inputs / "opportunities" / "a.md"
    note.write_text(STATED.format("{fact: opportunity, title: t, kind: k, value: 5}"), encoding="utf-8")
    done = smits("watch", "--once")
    assert "Traceback" not in done.stderr
    if said:
        assert done.returncode == 1
        assert said in done.stderr
        assert "own.toml:" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        fired = [t["rule"] for t in smits.json("triggers") if t["rule"].startswith("own")]
        assert len(fired) == (70 if name == "65 matches" else 1)
