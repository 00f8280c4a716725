"""Packs: what is wrong is refused at once, by file, rule and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rules_packs import pack_of, rule

from smits_rules.packs.loading import PackError, check_pack, load_pack, shipped_packs
from smits_rules.vocabulary import DELIVERABLE_KINDS, FACT_TYPES, INPUT_KINDS, RECORDED
from smits_tui.process.deliverables.sections import DOCUMENTS as NAMED

GOOD = rule("{ change_pct = { at_most = -10 } }", identifier="good")


@pytest.mark.parametrize(
    ("when", "fact", "said"),
    [
        (
            "{ change_pct = { at_most = -10 } }",
            "budget-chnage",
            "not a known fact type; did you mean 'budget-change'?",
        ),
        (
            "{ chnge_pct = { at_most = -10 } }",
            "budget-change",
            "no field 'chnge_pct'; did you mean 'change_pct'?",
        ),
        ("{ change_pct = { atmost = -10 } }", "budget-change", "not an operator; did you mean 'at_most'?"),
        ('{ change_pct = { at_least = "abc" } }', "budget-change", "a number, not with 'abc'"),
        ("{ period = { at_least = 10 } }", "budget-change", "can't be compared by 'at_least'"),
        ("{ period = { is = 10 } }", "budget-change", "a text, not with 10"),
        ("{ change_pct = { is = true } }", "budget-change", "a number, not with True"),
        ("{ due = { below = 5 } }", "regulation-due", "a date, not with 5"),
        ("{ relevant = { is = 1 } }", "regulation-due", "true or false, not with 1"),
        (
            '{ change_pct = { at_most = "limits.budget_ct" } }',
            "budget-change",
            "[limits] has no 'budget_ct'",
        ),
        ("{ change_pct = { above = 5, at_most = 5 } }", "budget-change", "can never fire"),
        ("{ change_pct = { is = 3, below = 3 } }", "budget-change", "can never fire"),
        ("{ relevant = { is = true, is_not = true } }", "regulation-due", "can never fire"),
        (
            "{ currency = { missing = true, is = 'EUR' } }",
            "budget-change",
            "can't be missing and be compared",
        ),
        ("{ basis = { is = 'bseline' } }", "budget-change", "never 'bseline'; did you mean 'baseline'?"),
        ("{ change_pct = { at_most = nan } }", "budget-change", "finite"),
        ("{ change_pct = { at_most = 1e300 } }", "budget-change", "2**53"),
        ("{ change_pct = { one_of = [] } }", "budget-change", "a list of values"),
        ("{ period = { contains = '' } }", "budget-change", "1 to 200 characters"),
        ("{}", "budget-change", "no condition"),
        ("{ change_pct = -10 }", "budget-change", "needs an operator"),
        ("3", "budget-change", "A condition is written"),
        ("{ any_of = [{ change_pct = { below = 1 } }, {}] }", "budget-change", "A condition is written"),
        ("{ any_of = 7 }", "budget-change", "'any_of' must be a list"),
    ],
)
def test_a_bad_condition_is_refused_with_file_rule_and_line(
    tmp_path: Path, when: str, fact: str, said: str
) -> None:
    """Whoever writes a pack must find the mistake without help."""
    with pytest.raises(PackError) as refused:
        pack_of(tmp_path, GOOD + rule(when, identifier="bad", fact=fact))
    (problem,) = refused.value.problems
    assert said in problem.text
    assert (problem.file, problem.rule) == ("own.toml", "bad")
    lines = (GOOD + rule(when, identifier="bad", fact=fact)).split("\n")
    key = "fact" if "fact type" in said else "when"
    expected = {number for number, line in enumerate(lines, 1) if line.startswith((f"{key} =", "[[rule"))}
    assert problem.line in expected
    assert problem.line > lines.index('id = "bad"') - 1
    assert str(refused.value).startswith(f"own.toml:{problem.line}: rule 'bad':")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (GOOD + GOOD, 12, "already used in own.toml on line 2"),
        (GOOD + "[limits]\nx = 'a'\n", 11, "limit 'x' must be a finite number"),
        (GOOD + "[limits]\nx = inf\n", 11, "finite"),
        ("disable = ['godo']\n" + GOOD, 1, "did you mean 'good'?"),
        ("limit = 3\n" + GOOD, 1, "did you mean 'limits'?"),
        ("a = 1\na = 2\n" + GOOD, 2, "not valid TOML"),
        (GOOD.replace("outcome", "outcom"), 7, "no key 'outcom'; did you mean 'outcome'?"),
        (GOOD.replace('"reassess"', '"panic"'), 7, "not a known outcome"),
        (GOOD.replace('"high"', '"hgih"'), 8, "did you mean 'high'?"),
        (GOOD.replace('id = "good"', 'id = "Good One"'), 3, "lower-case words"),
        (GOOD + 'touches = ["stratgy-plan"]\n', 10, "did you mean 'strategy-plan'?"),
        (GOOD.replace("{subject}", "{perod}"), 9, "did you mean 'period'?"),
        (GOOD.replace("{subject}", "{total:99999999d}"), 9, "shows 'total'"),
        (GOOD.replace("{subject}", "{total.__class__}"), 9, "not a field of the fact"),
        (GOOD.replace("{subject}", "{subject"), 9, "not a sentence"),
        ("rule = 3\n", 1, "[[rule]]"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, line: int, said: str) -> None:
    """The same for what is wrong outside conditions."""
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    problems = check_pack([file])
    assert [problem for problem in problems if said in problem.text and problem.line == line], problems


def test_what_the_engine_cannot_take_is_refused(tmp_path: Path) -> None:
    """At 513 alternatives durable_rules would loop forever."""
    alternatives = ", ".join(f"{{ change_pct = {{ is = {number} }} }}" for number in range(513))
    with pytest.raises(PackError, match="513 alternatives"):
        pack_of(tmp_path, rule(f"{{ any_of = [{alternatives}] }}"))
    values = ", ".join(map(str, range(101)))
    with pytest.raises(PackError, match="101 values"):
        pack_of(tmp_path, rule(f"{{ change_pct = {{ one_of = [{values}] }} }}"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[[rule]]\nid = 'x'\nwhen = {", "not valid TOML"),
        (b"#" * 1_000_001, "1 MB"),
    ],
)
def test_what_is_no_pack_at_all_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """Rubbish with the right ending is told as such."""
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    with pytest.raises(PackError, match=said):
        load_pack([file])


def test_a_later_pack_changes_a_limit_and_disables_a_rule(tmp_path: Path) -> None:
    """A team adjusts the shipped rules without copying them."""
    file = tmp_path / "own.toml"
    file.write_text('disable = ["budget-rise"]\n[limits]\nbudget_cut_pct = -5\n', encoding="utf-8")
    pack = load_pack([*shipped_packs(), file])
    assert pack.limits["budget_cut_pct"] == -5
    rules = {rule.id: rule for rule in pack.rules}
    assert "budget-rise" not in rules
    cut = {c.limit: c.expected for c in rules["budget-cut"].when}
    assert cut["limits.budget_cut_pct"] == -5.0
    assert pack.hash != load_pack(shipped_packs()).hash


def test_the_shipped_rules_are_well_and_touch_real_deliverables() -> None:
    """What is shipped must pass its own checks."""
    assert check_pack(shipped_packs()) == []
    pack = load_pack(shipped_packs())
    assert set(DELIVERABLE_KINDS) == set(NAMED)
    assert {rule.fact for rule in pack.rules} <= set(FACT_TYPES)
    assert all(re.search(r"\{\w+", rule.because) for rule in pack.rules)


def test_every_input_kind_states_something_and_everything_is_stated_by_a_kind() -> None:
    """Whoever adds a fact by hand is offered what the kind usually states."""
    assert all(kind.stated for kind in INPUT_KINDS.values())
    assert {fact for kind in INPUT_KINDS.values() for fact in kind.stated} == set(RECORDED)
