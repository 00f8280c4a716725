"""Sections written in one's own editor from the command line: failures and other people lose nothing."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

SECTION = ("deliverable", "write", "mission-and-vision", "mission")


def in_editor(smits: Any, monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> Any:
    """Write the section with an editor that does what a shell script says."""
    file = folder / "an-editor"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(file))
    return smits(*SECTION, "--by", "kim")


def mission(smits: Any) -> dict[str, Any]:
    """The section as it is recorded."""
    shown = smits.json("deliverable", "show", "mission-and-vision")
    found: dict[str, Any] = next(one for one in shown["sections"] if one["name"] == "mission")
    return found


def text(smits: Any) -> str:
    done: subprocess.CompletedProcess[str] = smits("deliverable", "print", "mission-and-vision")
    return done.stdout


def test_what_an_editor_left_when_it_failed_is_offered_again(
    smits: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failed = in_editor(smits, monkeypatch, tmp_path, 'echo "All mine." > "$1"; exit 2')
    assert failed.returncode == 1
    assert "exit code 2" in failed.stderr
    assert "kept as a draft" in failed.stderr
    assert not mission(smits)["written"]
    again = in_editor(smits, monkeypatch, tmp_path, 'echo "And more." >> "$1"')
    assert again.returncode == 0, again.stderr
    assert "opens with your draft" in again.stderr
    assert "All mine.\nAnd more." in text(smits)
    assert list((smits.workspace.drafts).iterdir()) == []


def test_who_saves_on_top_of_a_change_that_he_did_not_see_is_refused_with_the_difference(
    smits: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    smits(*SECTION, "--text", "We keep the light on.", "--by", "kim")
    lee = shlex.join(smits.command(*SECTION, "--text", "Lee was here.", "--by", "lee"))
    refused = in_editor(smits, monkeypatch, tmp_path, f'{lee}\necho "Kim was here." > "$1"')
    assert refused.returncode == 1
    assert "lee changed mission" in refused.stderr
    assert "-We keep the light on.\n+Lee was here." in refused.stderr
    assert "Lee was here." in text(smits)
    merged = in_editor(smits, monkeypatch, tmp_path, 'echo "Lee was here, too." >> "$1"')
    assert merged.returncode == 0, merged.stderr
    assert "Kim was here.\nLee was here, too." in text(smits)


def test_a_file_that_was_made_from_a_version_is_written_only_over_that_version(
    smits: Any, tmp_path: Path
) -> None:
    smits(*SECTION, "--text", "One.")
    opened = mission(smits)["text_fingerprint"]
    smits(*SECTION, "--text", "Two.", "--by", "lee")
    file = tmp_path / "mission.md"
    file.write_text("Three.", encoding="utf-8")
    refused = smits(*SECTION, "--file", str(file), "--opened", opened)
    assert refused.returncode == 1
    assert "lee changed mission" in refused.stderr
    confirmed = smits(*SECTION, "--confirm", "--opened", opened)
    assert confirmed.returncode == 1
    now = mission(smits)["text_fingerprint"]
    assert smits(*SECTION, "--file", str(file), "--opened", now).returncode == 0
    assert "Three." in text(smits)


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("/no/such/editor", "can't be started"),
        ("'vi", "Close its quotation marks"),
        ("true", "Nothing was changed"),
    ],
)
def test_an_editor_that_can_not_be_used_is_told_in_a_sentence(
    smits: Any, monkeypatch: pytest.MonkeyPatch, editor: str, words: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    done = smits(*SECTION)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_draft_belongs_to_one_person_and_a_damaged_one_is_passed_over(
    smits: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_editor(smits, monkeypatch, tmp_path, 'echo "All mine." > "$1"; exit 2')
    (draft,) = smits.workspace.drafts.iterdir()
    assert json.loads(draft.read_text(encoding="utf-8"))["person"] == "kim"
    monkeypatch.setenv("EDITOR", "true")
    assert "opens with your draft" not in smits(*SECTION, "--by", "lee").stderr
    draft.write_bytes(b"\xff{")
    assert "opens with your draft" not in smits(*SECTION, "--by", "kim").stderr
