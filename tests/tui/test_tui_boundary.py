"""No exception ends the interface: it is said in a sentence, kept in a log, and the next key is answered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events, on, work
from textual.app import ComposeResult, RenderResult
from textual.pilot import Pilot
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from tui_support import error_log, filled, interface, is_filled, run, said, shown, until, written_down

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.add import add_file, path_from, typed_path
from smits_tui.actions.inputs.archive.store import keep
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.records import set_record
from smits_tui.ledger.record import Record
from smits_tui.process.entries.deliverables import DeliverableSubmitted
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.process.entries.records import Measure
from smits_tui.tui.app import SmitsApp
from smits_tui.tui.dialogs.confirm import Confirm
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.forms.text_form import TextForm
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.files.source import SourceScreen
from smits_tui.workspace import Workspace


@pytest.fixture(autouse=True)
def _in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, clock: Any) -> None:
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SMITS_USER", "kim")
    filled(record, clock)
    written_down(record)


class Faulty(ModalScreen[None]):
    """A dialog whose every part can be made to fail."""

    BINDINGS = [("f", "fail", "Fail"), ("escape", "dismiss", "Back")]  # noqa: RUF012  # as Textual declares it
    value = var(0)

    def __init__(self, part: str = "") -> None:
        super().__init__()
        self.part = part

    def _fail_in(self, part: str) -> None:
        if self.part == part:
            raise KeyError(part)

    def compose(self) -> ComposeResult:
        self._fail_in("compose")
        yield Input(id="line")
        yield FaultyWidget()

    def on_mount(self) -> None:
        self._fail_in("mount")

    def action_fail(self) -> None:
        raise KeyError("action")

    def on_paste(self, _event: events.Paste) -> None:
        raise KeyError("handler")

    @on(Input.Submitted)
    def _submitted(self) -> None:
        raise KeyError("bubbled message")

    def watch_value(self) -> None:
        if self.value:
            raise KeyError("watcher")

    @work
    async def fail_in_a_worker(self) -> None:
        raise KeyError("worker")

    @work(thread=True)
    def fail_in_a_thread(self) -> None:
        raise KeyError("thread")


class FaultyWidget(Static):
    """A widget of which each kind of hook fails."""

    fails = False

    def on_key(self) -> None:
        raise KeyError("widget")

    def render(self) -> RenderResult:
        if self.fails:
            self.fails = False
            raise KeyError("drawing")
        return "drawn"


def _fail() -> None:
    raise KeyError("callback")


FAULTS: dict[str, Callable[[SmitsApp, Faulty], object]] = {
    "action": lambda app, dialog: app.run_worker(app.run_action("fail", dialog)),
    "handler": lambda _, dialog: dialog.post_message(events.Paste("x")),
    "bubbled message": lambda _, dialog: dialog.query_one(Input).post_message(
        Input.Submitted(dialog.query_one(Input), "x")
    ),
    "worker": lambda _, dialog: dialog.fail_in_a_worker(),
    "thread": lambda _, dialog: dialog.fail_in_a_thread(),
    "in the background": lambda app, _: app.in_background("It", _fail, lambda _result: None),
    "after it": lambda app, _: app.in_background("It", lambda: None, lambda _result: _fail()),
    "timer": lambda _, dialog: dialog.set_timer(0.01, _fail),
    "callback": lambda app, _: app.call_later(_fail),
    "after refresh": lambda _, dialog: dialog.call_after_refresh(_fail),
    "watcher": lambda _, dialog: dialog.call_later(setattr, dialog, "value", 1),
    "attempt": lambda app, _: app.attempt(_fail),
    "drawing": lambda _, dialog: (
        setattr(dialog.query_one(FaultyWidget), "fails", True),
        dialog.query_one(FaultyWidget).refresh(layout=True),
    ),
    "widget": lambda _, dialog: dialog.query_one(FaultyWidget).post_message(events.Key("a", "a")),
}


def goes_on(workspace: Workspace, clock: Any, fault: Callable[[SmitsApp, Pilot[None]], Any]) -> str:
    """Let something fail in the running interface, and see that it is said, logged and gone on.

    Returns:
        What the log says.
    """

    async def running() -> None:
        app = interface(workspace, clock)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: app.can_go_on and app.screen.query("#first"))
            await fault(app, pilot)
            await until(pilot, lambda: said(app, "interface-error.log") and error_log(workspace).exists())
            dialog = app.screen
            if isinstance(dialog, Faulty):
                if dialog.query(Input):
                    dialog.query_one(Input).focus()
                    await pilot.press("z")
                    await until(pilot, lambda: dialog.query_one(Input).value == "z")
                await pilot.press("escape")
                await until(pilot, lambda: app.screen is not dialog)
            await pilot.press("2")
            await until(pilot, lambda: "The 2027 budget is -12.0 %" in shown(app))
            assert app.trouble is None

    asyncio.run(running())
    return error_log(workspace).read_text(encoding="utf-8")


def test_whatever_fails_is_said_and_the_next_keys_are_answered(workspace: Workspace, clock: Any) -> None:
    """One after the other in one run: each is said and logged, and the dialog goes on as if nothing was."""

    async def running() -> None:
        app = interface(workspace, clock)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: app.can_go_on and app.screen.query("#first"))
            for kind in FAULTS:
                await one_fails(app, pilot, kind)
            await pilot.press("2")
            await until(pilot, lambda: "The 2027 budget is -12.0 %" in shown(app))
            assert app.trouble is None

    async def one_fails(app: SmitsApp, pilot: Pilot[None], kind: str) -> None:
        app.clear_notifications()
        error_log(workspace).unlink(missing_ok=True)
        dialog = Faulty()
        app.push_screen(dialog)
        await until(pilot, lambda: dialog.is_mounted and dialog.query_one(FaultyWidget).is_mounted)
        FAULTS[kind](app, dialog)
        await until(pilot, lambda: said(app, "interface-error.log") and error_log(workspace).exists())
        assert "KeyError" in error_log(workspace).read_text(encoding="utf-8"), kind
        dialog.query_one(Input).focus()
        await pilot.press("z")
        await until(pilot, lambda: dialog.query_one(Input).value == "z")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not dialog)

    asyncio.run(running())


@pytest.mark.parametrize("part", ["compose", "mount"])
def test_a_dialog_that_can_not_be_shown_is_left_with_escape(
    workspace: Workspace, clock: Any, part: str
) -> None:
    async def fault(app: SmitsApp, _pilot: Pilot[None]) -> None:
        app.push_screen(Faulty(part))

    assert f"KeyError: '{part}'" in goes_on(workspace, clock, fault)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (SmitsError("There is no such day; type another."), "There is no such day; type another."),
        (PermissionError(13, "Permission denied", "/a/b"), "/a/b: Permission denied."),
    ],
)
def test_what_is_refused_in_a_handler_is_a_sentence_and_no_error(
    workspace: Workspace, clock: Any, error: Exception, sentence: str
) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        def refuse() -> None:
            raise error

        app.call_later(refuse)
        await until(pilot, lambda: said(app, sentence))

    run(workspace, clock, test)


NO_PATHS = (
    "~ is what we pay",
    "~$FY27 budget.xlsx",
    "~nobody-of-that-name/x",
    "x" * 300,
    "a\n" * 200,
    "\x00",
    "",
)


@pytest.mark.parametrize("pasted", NO_PATHS, ids=range(len(NO_PATHS)))
def test_text_that_is_no_path_can_be_pasted(workspace: Workspace, clock: Any, pasted: str) -> None:
    """In the window, and in the line that asks for a file."""
    with pytest.raises(ActionRefused) as refusal:
        typed_path(pasted)
    assert len(str(refusal.value)) < 150
    with pytest.raises(ActionRefused):
        typed_path(pasted, served=workspace)

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("3")
        await until(pilot, lambda: "vendor-notices" in shown(app))
        app.post_message(events.Paste(pasted))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        app.screen.query_one(Input).value = pasted
        await pilot.press("enter")
        await until(pilot, lambda: "There is no file" in shown(app))

    run(workspace, clock, test)


def test_a_tilde_in_a_name_is_a_letter(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert path_from("~/x") == tmp_path / "home" / "x"
    assert path_from(" ~$FY27 budget.xlsx ") == Path("~$FY27 budget.xlsx")
    Path("~shared").mkdir()
    Path("~shared/a.csv").write_text("a,b\n", encoding="utf-8")
    assert add_file(workspace, typed_path("~shared/a.csv"), "budgets").is_file()


def test_a_lock_file_is_refused_since_it_would_never_be_read(workspace: Workspace, tmp_path: Path) -> None:
    lock = tmp_path / "~$FY27 budget.xlsx"
    lock.write_bytes(b"x")
    with pytest.raises(ActionRefused, match="lock file of an office program"):
        add_file(workspace, lock, "budgets")


async def export_to(app: SmitsApp, pilot: Pilot[None], path: str) -> None:
    """Export the first document that is offered to a file."""
    await pilot.press("5")
    await until(pilot, lambda: "Mission and vision" in shown(app))
    await app.run_action("export", app.screen)
    await until(pilot, lambda: app.screen.query("OptionList"))
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, Prompt))
    app.screen.query_one(Input).value = path
    await pilot.press("enter")


def test_an_export_to_a_folder_that_is_not_there_is_refused(workspace: Workspace, clock: Any) -> None:
    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await export_to(app, pilot, "~nobody-of-that-name/x.md")
        await until(pilot, lambda: said(app, "~nobody-of-that-name/x.md: No such file or directory."))

    run(workspace, clock, test)


def test_an_export_asks_before_it_overwrites_a_file(workspace: Workspace, clock: Any, tmp_path: Path) -> None:
    """What is in the file stays until somebody confirms, and then it is replaced."""
    file = tmp_path / "mine.md"
    file.write_text("mine", encoding="utf-8")

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await export_to(app, pilot, str(file))
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert file.read_text(encoding="utf-8") == "mine"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: file.read_text(encoding="utf-8").startswith("# Strategy assessment"))

    run(workspace, clock, test)


def test_a_stakeholder_may_have_an_apostrophe_and_anything_else_in_the_name(
    workspace: Workspace, clock: Any, record: Record
) -> None:
    """What is to be done leads there; no name is quoted and parsed back."""
    name = "Mary O'Brien \\\"$(x) [b]"
    settings = workspace.settings_file.read_text(encoding="utf-8")
    people = f"[[stakeholders]]\nname = '''{name}'''\n\n[calendar]"
    workspace.settings_file.write_text(settings.replace("[calendar]", people, 1), encoding="utf-8")
    submitted = DeliverableSubmitted(
        deliverable="strategy-assessment",
        version=1,
        cycle=1,
        sections={"summary": "0"},
        document="0",
        inputs={},
        pack="p",
    )
    record.commit("kim", lambda _state: [submitted])

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("4")
        await until(pilot, lambda: "Assess the inputs" in shown(app))
        await app.go("cycle", "agree")
        await until(pilot, lambda: "left to do" in shown(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, TextForm))  # the section that is not written
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "deliverables" and is_filled(app))
        await app.go("deliverables", "strategy-assessment")
        await until(pilot, lambda: "Mary O'Brien" in shown(app))

    run(workspace, clock, test)


@pytest.mark.parametrize("name", ["plan.toml", "plan.json", "plan.yaml", "plan.bin", "plan"])
def test_a_file_of_any_format_is_opened_in_inputs(
    workspace: Workspace, clock: Any, record: Record, name: str
) -> None:
    """What can't be read is empty; nothing fails."""
    content = b"total: 1000\nperiod: 2027\n"
    keep(workspace, content)
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"goals/{name}"
    received = InputReceived(
        id="I8", kind="goals", path=path, sha256=sha256, size=len(content), mtime_ns=1, version=1
    )
    record.commit("watcher", lambda _state: [received, InputRead(id="I8", facts=())])

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await app.go("inputs", "I8")
        await until(pilot, lambda: getattr(app.screen, "current", "") == "I8")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen) and path in shown(app))

    run(workspace, clock, test)


@pytest.mark.parametrize("value", ["nan", "inf", "-Infinity"])
def test_what_is_no_finite_number_is_no_reading(
    workspace: Workspace, clock: Any, record: Record, value: str
) -> None:
    set_record(record, Measure, by="kim", text="Outages", values={"objective": "O1", "target": 5.0})

    async def test(app: SmitsApp, pilot: Pilot[None]) -> None:
        await pilot.press("6")
        await until(pilot, lambda: "Outages" in shown(app))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.query("#field-value"))
        app.screen.query_one("#field-period", Input).value = "2027-Q1"
        app.screen.query_one("#field-value", Input).value = value
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "a number" in shown(app))
        assert not app.view.state.records(Measure)[0].readings

    run(workspace, clock, test)


def test_the_widget_of_a_failed_handler_is_textual_own_and_answers_still(
    workspace: Workspace, clock: Any
) -> None:
    """A class of Textual that is not ours is within the boundary as well."""

    class Line(Input):
        def _on_focus(self, event: events.Focus) -> None:
            super()._on_focus(event)
            raise KeyError("focus")

    class Dialog(ModalScreen[None]):
        BINDINGS = [("escape", "dismiss", "Back")]  # noqa: RUF012

        def compose(self) -> ComposeResult:
            yield Line()

    async def fault(app: SmitsApp, pilot: Pilot[None]) -> None:
        app.push_screen(Dialog())
        await until(pilot, lambda: isinstance(app.screen, Dialog) and app.screen.query(Line))
        await pilot.press("z")
        await until(pilot, lambda: app.screen.query_one(Line).value == "z")
        app.pop_screen()

    goes_on(workspace, clock, fault)
