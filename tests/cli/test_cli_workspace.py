"""The workspace: found like a repository, made with everything in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.plain import plain
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
