"""The workspace: found like a repository, made with everything in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from prepared import Prepared

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.doctor import check_up
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.session import open_record, record_settings
from smits_tui.sanitize import plain
from smits_tui.settings import Stakeholder
from smits_tui.workspace import WorkspaceError, find_workspace, make_workspace


def test_it_is_found_upwards_by_name_and_by_variable(tmp_path: Path) -> None:
    """People run smits from wherever they are."""
    made = make_workspace(tmp_path / "acme", "Acme")
    inside = made.inputs / "budgets"
    assert find_workspace(None, start=inside, environment={}) == made
    assert find_workspace(made.root, start=tmp_path, environment={}) == made
    assert find_workspace(None, start=tmp_path, environment={"SMITS_WORKSPACE": str(made.root)}) == made
    with pytest.raises(WorkspaceError, match="smits init"):
        find_workspace(None, start=tmp_path, environment={})


def test_every_input_kind_has_its_folder(tmp_path: Path) -> None:
    """Folder names are the contract with whoever drops files."""
    made = make_workspace(tmp_path / "acme", "Acme")
    assert sorted(path.name for path in made.inputs.iterdir()) == sorted(INPUT_KINDS)


def test_whatever_the_organisation_is_called_the_settings_can_be_read(tmp_path: Path) -> None:
    """Quotes, backslashes and line ends in names must not break the TOML."""
    name = 'A "quoted" \\ name\nwith [brackets] and ü\x7f'
    people = [Stakeholder(name="Kim [CIO]", role='"boss"')]
    made = make_workspace(tmp_path / "acme", name, jurisdictions=["EU"], topics=["data"], stakeholders=people)
    settings = made.settings()
    assert settings.organisation == name
    assert settings.stakeholders == tuple(people)
    assert settings.expected_days["budgets"] > 0


def test_an_existing_workspace_is_left_alone(tmp_path: Path) -> None:
    """A second `init` must not overwrite anybody's settings."""
    make_workspace(tmp_path / "acme", "Acme")
    with pytest.raises(WorkspaceError, match="already"):
        make_workspace(tmp_path / "acme", "Other")
    assert find_workspace(tmp_path / "acme").settings().organisation == "Acme"


def test_settings_and_record_are_their_owners_alone(tmp_path: Path) -> None:
    """Passwords for mail stand in smits.toml; an earlier workspace is closed when it is opened."""
    before = os.umask(0o022)
    try:
        made = make_workspace(tmp_path / "acme", "Acme")
        private = {made.settings_file: 0o600, made.hidden: 0o700}
        assert {path: stat.S_IMODE(path.stat().st_mode) for path in private} == private
        record, _ = open_record(made)
        record_settings(record, made, "kim", "made")
        assert stat.S_IMODE(made.ledger.stat().st_mode) == 0o600
        made.settings_file.chmod(0o644)
        made.hidden.chmod(0o755)
        told = {finding.about: finding for finding in check_up(made, lambda: record)}["privacy"]
        assert not told.well
        assert str(made.hidden) in told.text
        assert str(made.settings_file) in told.text
        open_record(made)
        assert {path: stat.S_IMODE(path.stat().st_mode) for path in private} == private
        assert {finding.about: finding for finding in check_up(made, lambda: record)}["privacy"].well
    finally:
        os.umask(before)


def test_init_takes_what_the_set_up_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared: Prepared
) -> None:
    """Everything that can be answered in the interface can be given as an option."""
    told = "--organisation Acme --jurisdiction germany --topic privacy --review-every-months 6 --by kim"
    told += " --expect budgets=90 --expect goals= --limit breach_pct=7.5 --limit opportunity_value=100000"
    person = ["--stakeholder", "Mara Lind, CIO, mara@example.org", "--stakeholder", "Tom, IT, Berlin"]
    monkeypatch.chdir(tmp_path)
    assert prepared.run(["init", "acme", *told.split(), *person], seconds=60).returncode == 0
    made = find_workspace(tmp_path / "acme")
    settings = made.settings()
    assert (settings.organisation, settings.jurisdictions, settings.topics) == ("Acme", ("DE",), ("privacy",))
    assert settings.stakeholders == (
        Stakeholder(name="Mara Lind", role="CIO", email="mara@example.org"),
        Stakeholder(name="Tom", role="IT, Berlin"),
    )
    assert settings.calendar.review_every_months == 6
    assert settings.expected_days == {"budgets": 90, "service-reports": 100, "customer-feedback": 190}
    limits = load_rules(made).limits
    assert (limits["breach_pct"], limits["opportunity_value"]) == (7.5, 100_000)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("--limit breach=3", "no limit 'breach'"),
        ("--limit breach_pct", "--limit breach_pct=NUMBER"),
        ("--limit breach_pct=1e9", "write a number from"),
        ("--limit breach_pct=1,200", "1,200 can be 1200 or 1.2: write 1200 or 1.2."),
        ("--limit budget_cut_pct=8", "is set below zero: write -8, not 8."),
        ("--limit review_notice_days=-5", "is set above zero: write 5, not -5"),
        ("--expect letters=3", "not an input kind"),
        ("--expect budgets=often", "whole number of days"),
        ("--jurisdiction Germny", "did you mean DE"),
        ("--stakeholder Kim --stakeholder kim", "already in the list"),
        ("--organisation=", "needs a name"),
    ],
)
def test_what_init_can_not_use_is_said_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared: Prepared, told: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = prepared.run(["init", "acme", *told.split()], seconds=60)
    assert done.returncode != 0
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("plain", "plain"),
        ("a\x1b[31mred", "a\ufffd[31mred"),
        ("tab\there", "tab here"),
        ("two\nlines", "two\nlines"),
        ("gpj.\u202eexe", "gpj.\ufffdexe"),
        ("\u0645\u200c\u06cc", "\u0645\u200c\u06cc"),
        ("\x9b2J", "\ufffd2J"),
    ],
)
def test_plain_text_keeps_scripts_and_drops_commands(text: str, harmless: str) -> None:
    """What a terminal takes for a command or what turns text around is replaced; writing is kept."""
    assert plain(text) == harmless
