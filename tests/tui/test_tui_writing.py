"""Nothing written is lost: leaving asks, drafts survive a crash, a hang-up and other people's changes."""

from __future__ import annotations

import os
import pty
import select
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea
from tui_support import filled, run, said, shown, until, written_down

from smits_tui.actions.session import open_record
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.records import Objective
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.forms.text_form import TextForm
from smits_tui.tui.screens.strategy.records import RecordsScreen
from smits_tui.workspace import Workspace

MISSION = "mission-and-vision/mission"


@pytest.fixture(autouse=True)
def _written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)


async def open_mission(app: SmitsApp, pilot: Pilot[None]) -> TextArea:
    """The editor of a section that is written."""
    await app.go("deliverables", MISSION)
    await until(pilot, lambda: getattr(app.screen, "current", None) == MISSION)
    await pilot.press("e")
    await until(pilot, lambda: isinstance(app.screen, TextForm | Chooser))
    if isinstance(app.screen, Chooser):
        return app.screen_stack[-2].query_one(TextArea)
    await until(pilot, lambda: app.screen.query(TextArea))
    return app.screen.query_one(TextArea)


async def choose(app: SmitsApp, pilot: Pilot[None], words: str) -> None:
    """Choose what begins with some words in the list that is open."""
    await until(pilot, lambda: isinstance(app.screen, Chooser) and words in shown(app))
    options = app.screen.query_one(OptionList)
    options.highlighted = next(
        number for number, option in enumerate(options.options) if str(option.prompt).startswith(words)
    )
    await pilot.press("enter")


def drafts(workspace: Workspace) -> list[Path]:
    return sorted(workspace.drafts.glob("*.json")) if workspace.drafts.exists() else []


def test_escape_asks_before_it_throws_away_what_was_written(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        area = await open_mission(app, pilot)
        await pilot.press("escape")  # nothing differs: it just closes
        await until(pilot, lambda: not isinstance(app.screen, TextForm))
        area = await open_mission(app, pilot)
        area.text = "We keep every light on."
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Chooser) and "Keep writing" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TextForm))
        assert area.text == "We keep every light on."
        await pilot.press("escape")
        await choose(app, pilot, "Discard")
        await until(pilot, lambda: not isinstance(app.screen, TextForm | Chooser))
        assert drafts(workspace) == []
        assert (await open_mission(app, pilot)).text.startswith("We keep the *light* on")

    run(workspace, clock, test)


def test_a_draft_that_can_not_be_kept_is_said_and_the_text_stays(workspace: Workspace, clock: Any) -> None:
    """On a full disk nobody may believe that a draft is kept."""
    drafts = workspace.hidden / "drafts"
    drafts.write_text("a file, so that no draft can be written below it", encoding="utf-8")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        area = await open_mission(app, pilot)
        await pilot.press(*"Lost?")
        await until(pilot, lambda: "No draft of this text can be kept" in shown(app))
        await pilot.press("escape")
        await choose(app, pilot, "Keep the draft")
        await until(pilot, lambda: isinstance(app.screen, TextForm))
        assert "Lost?" in area.text
        assert "No draft of this text can be kept" in shown(app)
        drafts.unlink()
        await pilot.press("escape")
        await choose(app, pilot, "Keep the draft")
        await until(pilot, lambda: list(drafts.glob("*.json")))
        assert not isinstance(app.screen, TextForm)

    run(workspace, clock, test)


def test_a_draft_is_offered_again_and_removed_when_it_is_saved(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        area = await open_mission(app, pilot)
        area.text = "A draft of mine."
        await until(pilot, lambda: drafts(workspace))  # kept while it is typed, not only when it is left
        (file,) = drafts(workspace)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        await pilot.press("escape")
        await choose(app, pilot, "Keep the draft")
        await until(pilot, lambda: not isinstance(app.screen, TextForm | Chooser))
        area = await open_mission(app, pilot)
        await choose(app, pilot, "Continue with the draft")
        await until(pilot, lambda: area.text == "A draft of mine.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, TextForm))
        section = app.record.state.section(MISSION)
        assert section is not None
        assert section.text == "A draft of mine.\n"
        assert drafts(workspace) == []

    run(workspace, clock, test)


def test_a_record_form_keeps_its_draft_too(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        async def form() -> Input:
            await pilot.press("e")
            await until(pilot, lambda: isinstance(app.screen, Form | Chooser))
            screen = app.screen_stack[-2] if isinstance(app.screen, Chooser) else app.screen
            await until(pilot, lambda: screen.query("#field-owner"))
            return screen.query_one("#field-owner", Input)

        await pilot.press("4", "t")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and "5 records" in shown(app))
        (await form()).value = "mara"
        await pilot.press("escape")
        await choose(app, pilot, "Keep the draft")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen))
        # Somebody else changes another field meanwhile: the draft must not turn that back.
        other, _ = open_record(workspace, clock)
        set_record(other, Objective, by="lee", identifier="O1", text="Stay up all night")
        await until(pilot, lambda: "Stay up all night" in shown(app))
        owner = await form()
        await choose(app, pilot, "Continue with the draft")
        await until(pilot, lambda: owner.value == "mara")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen))
        data = app.record.state.records(Objective)[0].data
        assert (data.text, data.owner) == ("Stay up all night", "mara")
        assert drafts(workspace) == []

    run(workspace, clock, test)


def test_two_people_in_one_section_the_later_one_sees_the_others_text(
    workspace: Workspace, clock: Any
) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        area = await open_mission(app, pilot)
        area.text = "My text."
        other, _ = open_record(workspace, clock)
        write_section(other, "mission-and-vision", "mission", "Lee's text.", by="lee")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "lee changed mission" in shown(app) and "Lee's text." in shown(app))
        assert isinstance(app.screen, TextForm)
        assert area.text == "My text."
        area.text = "My text. Lee's text."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, TextForm))
        section = app.record.state.section(MISSION)
        assert section is not None
        assert section.text == "My text. Lee's text.\n"

    run(workspace, clock, test)


def test_two_people_in_one_record_the_later_one_hears_of_the_other(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4", "t")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen) and "5 records" in shown(app))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-text"))
        app.screen.query_one("#field-text", Input).value = "Stay up by day"
        other, _ = open_record(workspace, clock)
        set_record(
            other, Objective, by="lee", identifier="O1", text="Stay up by night", values={"owner": "lee"}
        )
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "lee changed O1" in shown(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen))
        data = app.record.state.records(Objective)[0].data
        assert (data.text, data.owner) == ("Stay up by day", "lee")  # the owner was not touched here

    run(workspace, clock, test)


@pytest.mark.parametrize(
    ("script", "words", "kept"),
    [
        (None, "can't be started", False),
        ("exit 3", "exit code 3", False),
        ('echo "All mine." > "$1"; exit 1', "exit code 1", True),
        ('printf "caf\\351" > "$1"', "not UTF-8", False),
        ('rm "$1"', "did not save the file", False),
        ("kill -9 $$", "signal 9", False),
        (":", "Nothing was changed", False),
    ],
)
def test_an_editor_that_fails_is_told_and_nothing_is_lost(
    tmp_path: Path,
    workspace: Workspace,
    clock: Any,
    monkeypatch: pytest.MonkeyPatch,
    script: str | None,
    words: str,
    kept: bool,
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor(tmp_path, script)))

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        monkeypatch.setattr(type(app._driver), "can_suspend", True)  # as in a terminal
        await app.go("deliverables", MISSION)
        await until(pilot, lambda: getattr(app.screen, "current", None) == MISSION)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: said(app, words))
        section = app.record.state.section(MISSION)
        assert section is not None
        assert section.text.startswith("We keep the *light* on")
        if script and "printf" in script:
            assert [file.read_bytes() for file in workspace.drafts.glob("*.bytes")] == [b"caf\xe9"]
        if kept:
            area = await open_mission(app, pilot)
            await choose(app, pilot, "Continue with the draft")
            await until(pilot, lambda: area.text == "All mine.\n")

    run(workspace, clock, test)


def editor(folder: Path, script: str | None) -> Path:
    """An editor that does what a shell script says; None: one that is not there."""
    file = folder / "an-editor"
    if script is not None:
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(0o755)
    return file


class Terminal:
    """The real program in a terminal of its own."""

    def __init__(self, workspace: Workspace, **environment: str) -> None:
        self.screen, child = pty.openpty()
        command = [sys.executable, "-m", "smits_tui", "--workspace", str(workspace.root)]
        kept = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40", **environment}
        self.process = subprocess.Popen(
            command, stdin=child, stdout=child, stderr=child, env=kept, start_new_session=True
        )
        os.close(child)
        self.text = ""

    def until(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        """Read what it shows until a condition holds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.text[-2000:]
            if select.select([self.screen], [], [], 0.05)[0]:
                self.text += os.read(self.screen, 65536).decode("utf-8", "replace")

    def type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())


def test_a_hang_up_in_the_middle_of_a_sentence_keeps_the_draft(
    tmp_path: Path, workspace: Workspace, clock: Any, record: Record
) -> None:
    """The terminal window is closed, or the line to the server breaks."""
    terminal = Terminal(workspace, VISUAL="/no/such/editor")
    try:
        terminal.until(lambda: "Overview" in terminal.text)
        terminal.type("5")
        terminal.until(lambda: "Mission and vision" in terminal.text)
        terminal.type("j")
        terminal.until(lambda: "What the assessment found" in terminal.text)
        terminal.type("\x05")  # ctrl+e: an editor that is not there must give the terminal back
        terminal.until(lambda: "can't be" in terminal.text)
        terminal.type("e")
        terminal.until(lambda: "ctrl+s" in terminal.text)
        terminal.type("Half a sentence ")
        terminal.until(lambda: "Half" in terminal.text)
        terminal.process.send_signal(signal.SIGHUP)
        os.close(terminal.screen)
        terminal.process.wait(20)
    finally:
        terminal.process.kill()
        terminal.process.wait()
    (file,) = drafts(workspace)
    assert "Half a sentence" in file.read_text(encoding="utf-8")
