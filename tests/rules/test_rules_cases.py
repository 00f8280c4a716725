"""Cases in packs, warnings about packs, and the schema that editors use."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from rules_packs import pack_of, rule

from smits_rules.judges.rule_tests import try_cases
from smits_rules.packs.lint import lint, unused_limits
from smits_rules.packs.loading import check_pack, load_pack, shipped_packs
from smits_rules.packs.schema import pack_schema

CASE = "\n[[rule.case]]\n{}\n"


def test_every_shipped_rule_has_a_case_that_fires_and_one_that_just_does_not() -> None:
    """The pack is its own test; a rule without a case on either side shows nothing."""
    pack = load_pack(shipped_packs())
    for about in pack.rules:
        assert {case.fires for case in about.cases} == {True, False}, about.id
    assert [one.rule.id for one in try_cases(pack) if not one.passed] == []


def test_every_trigger_that_the_program_promises_has_a_rule() -> None:
    """Goals, opportunities, mergers, budgets, environment, regulation and all the others."""
    pack = load_pack(shipped_packs())
    assert {about.trigger for about in pack.rules} >= {
        *(
            "goals",
            "opportunity",
            "merger",
            "budget",
            "environment",
            "regulation",
            "vendor",
            "vendor-strategy",
        ),
        *("audit", "service-level", "feedback", "portfolio", "silence", "review", "assumption", "situation"),
    }
    assert unused_limits(pack) == []
    assert lint(pack) == []


def test_a_case_moves_with_its_limit(tmp_path: Path) -> None:
    """A team that changes a limit does not break the cases beside it."""
    text = "[limits]\nown = -7\n" + rule("{ change_pct = { at_most = 'limits.own' } }")
    text += CASE.format("fires = true\nfact = { change_pct = 'limits.own' }")
    text += CASE.format("fires = false\nfact = { change_pct = 'limits.own + 0.1' }")
    assert all(case.passed for case in try_cases(pack_of(tmp_path, text)))
    assert all(case.passed for case in try_cases(pack_of(tmp_path, text.replace("-7", "-3"))))


def test_a_case_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    text = rule("{ change_pct = { at_most = -7 } }") + CASE.format("fires = true\nfact = { change_pct = -6 }")
    (tried,) = try_cases(pack_of(tmp_path, text))
    assert not tried.passed
    assert tried.case.line == text.split("\n").index("[[rule.case]]") + 1
    assert tried.explanation is not None
    assert "-7" in tried.explanation["turn"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("fires = 'yes'", "fires = true"),
        ("fires = true\nfacts = {}", "did you mean 'fact'"),
        ("fires = true\nfact = { change = 1, pct = 2 }", "no field 'pct'"),
        ("fires = true\nfact = { change_pct = 'much' }", "change_pct"),
        ("fires = true\nfact = { change_pct = 'limits.none' }", "no 'none'"),
    ],
)
def test_a_case_that_is_wrong_is_refused_with_its_line(tmp_path: Path, case: str, said: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(rule("{ change_pct = { at_most = -7 } }") + CASE.format(case), encoding="utf-8")
    (problem,) = check_pack([file])
    assert said in problem.text
    assert problem.line == file.read_text().split("\n").index("[[rule.case]]") + 1


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        ("change_pct = { at_most = -5 }", "change_pct = { at_most = -10 }", "covered by 'one'"),
        ("change_pct = { at_most = -5 }", "change_pct = { at_most = -5 }", "exactly the facts"),
        (
            "change_pct = { above = -20, at_most = -5 }",
            "change_pct = { above = -10, at_most = 0 }",
            "overlaps",
        ),
        ("change_pct = { below = 0 }", "change_pct = { above = 0 }", "change_pct 0 is left out"),
        (
            "change_pct = { at_most = -10 }",
            "change_pct = { at_least = -5, at_most = 0 }",
            "from -10 to -5",
        ),
        ("basis = { is = 'year' }", "basis = { one_of = ['year', 'previous'] }", "covered by 'two'"),
    ],
)
def test_what_may_not_be_meant_is_told(tmp_path: Path, one: str, two: str, said: str) -> None:
    """Overlap, gap, a rule that another one makes needless."""
    text = rule(f"{{ {one} }}") + rule(f"{{ {two} }}", identifier="two")
    (warning,) = lint(pack_of(tmp_path, text))
    assert said in warning.text


def test_rules_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    """The narrower rule asks for less than the wider one that fires with it."""
    narrow = rule("{ change_pct = { at_most = -20 } }", identifier="two")
    narrow = narrow.replace('"reassess"', '"note"')
    (warning,) = lint(pack_of(tmp_path, rule("{ change_pct = { at_most = -5 } }") + narrow))
    assert "contradicts 'one'" in warning.text


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("change_pct = { at_most = -10 }", "change_pct = { at_least = 15 }"),
        ("change_pct = { at_most = 0 }", "change_pct = { above = 0 }"),
        ("basis = { is = 'year' }", "basis = { is = 'previous' }"),
        ("basis = { is = 'year' }", "change_pct = { at_least = 15 }"),
    ],
)
def test_what_is_meant_is_not_told(tmp_path: Path, one: str, two: str) -> None:
    """Opposite limits, ranges that touch, other values: warnings that are none would be read past."""
    text = rule(f"{{ {one} }}") + rule(f"{{ {two} }}", identifier="two")
    assert lint(pack_of(tmp_path, text)) == []


def test_the_schema_knows_every_word_of_the_shipped_packs() -> None:
    """An editor that uses it must not mark what the program takes."""
    schema = pack_schema()
    json.dumps(schema)
    keys = schema["$defs"]["rule"]["properties"]
    for path in shipped_packs():
        for table in tomllib.loads(path.read_text())["rule"]:
            assert table.keys() <= keys.keys()
            conditions: dict[str, Any] = schema["$defs"][f"fact-{table['fact']}"]["properties"]
            for field, comparisons in table.get("when", {}).items():
                assert comparisons.keys() <= conditions[field]["properties"].keys()


def test_the_schema_in_the_documentation_is_the_one_of_the_program() -> None:
    """It is published as a file that editors fetch."""
    kept = Path(__file__).parents[2] / "docs" / "rule-pack.schema.json"
    assert json.loads(kept.read_text(encoding="utf-8")) == pack_schema()
