"""What `smits serve` shows in a real browser, and what it does with the keys that are pressed there."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright, Route

playwright_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

Eventually = Callable[..., None]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
"""What a Chromium on PATH may be called."""
FIRST = {"Network": 400_000, "Workplace": 350_000, "Applications": 250_000}
LESS = {"Network": 400_000, "Workplace": 280_000, "Applications": 200_000}
"""Twelve percent less than the first."""
NO_INPUT = "Nothing came yet. Drop the current budget"
NO_TRIGGER = "There is no open trigger here."

KEEP_TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {
    configurable: true,
    set(terminal) {
        Object.defineProperty(this, "terminal", {
            value: terminal, configurable: true, enumerable: true, writable: true,
        });
        if (terminal?.buffer) window.keptTerminal = terminal;
    },
});
"""
"""The page keeps its xterm.js terminal to itself, as an attribute `terminal`; this hands it out."""
SHOWN = """
() => {
    const terminal = window.keptTerminal;
    if (!terminal || !document.body.classList.contains("-first-byte")) return "";
    const buffer = terminal.buffer.active;
    const line = (row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? "";
    return Array.from({length: terminal.rows}, (_, row) => line(row)).join("\\n");
}
"""
"""The text in the terminal's buffer, line by line; empty while the page hides the terminal."""
MATCHES = f"""
([words, gone]) => {{
    const shown = ({SHOWN})();
    return words.every((one) => shown.includes(one)) && !(gone && shown.includes(gone));
}}
"""
"""Whether all words are among that text, and others are not."""


class Interface:
    """The interface as the page shows it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def shown(self) -> str:
        return str(self.page.evaluate(SHOWN))

    def until(self, *words: str, gone: str | None = None) -> None:
        """Wait until all words are on the screen at once, and others are not any more.

        A new picture may arrive in parts, so what has gone is waited for as well.
        """
        try:
            self.page.wait_for_function(MATCHES, arg=[list(words), gone], timeout=30_000)
        except playwright_api.TimeoutError:
            pytest.fail(f"not in time: {words}{f' without {gone!r}' if gone else ''}, but:\n{self.shown()}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)


def _launch(playwright: Playwright) -> Browser:
    """Playwright's own Chromium, or else one that is installed here."""
    try:
        return playwright.chromium.launch()
    except playwright_api.Error as error:
        found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        if found is None:
            pytest.fail(f"There is no Chromium; none of {', '.join(CHROMIUMS)} is on PATH.\n{error}")
        return playwright.chromium.launch(executable_path=found)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with playwright_api.sync_playwright() as playwright:
        browser = _launch(playwright)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture
def address(
    smits: Any, eventually: Eventually, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Where the real command serves the workspace; it is told to stop at the end, and must."""
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "serve.log"

    def answers() -> bool:
        assert serving.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
        return False

    with log.open("wb") as said:
        serving = subprocess.Popen(
            smits.command("serve", "--port", str(port)), stdout=said, stderr=subprocess.STDOUT
        )
    try:
        eventually(answers)
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        try:
            serving.wait(30)
        finally:
            serving.kill()
            serving.wait()


@pytest.fixture
def interface(chromium: Browser, address: str, smits: Any, eventually: Eventually) -> Iterator[Interface]:
    """A page with the interface; it is closed at the end, and its interface and watcher must end with it."""

    def pass_own(route: Route) -> None:
        """Let the page load from the server under test alone: its web font is not needed."""
        if route.request.url.startswith(f"{address}/"):
            route.continue_()
        else:
            route.abort()

    errors: list[str] = []
    context = chromium.new_context(viewport={"width": 1_600, "height": 900})
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(KEEP_TERMINAL)
        page.route("**/*", pass_own)
        page.goto(address)
        page.locator(".xterm-helper-textarea").focus()
        yield Interface(page)
    finally:
        context.close()
        eventually(lambda: smits.json("status")["watcher"]["state"] == "stopped")
    assert not errors


def budget(path: Path, amounts: dict[str, int]) -> None:
    """Drop a budget as it comes out of a spreadsheet as CSV."""
    rows = ["Cost centre,2027 (EUR)", *(f"{name},{amount}" for name, amount in amounts.items())]
    path.write_text("\n".join([*rows, f"Total,{sum(amounts.values())}", ""]), encoding="utf-8")


def test_the_page_shows_the_interface(interface: Interface) -> None:
    """Who opens the page sees the workspace's Overview as in a terminal, not an empty or broken page."""
    interface.until("Acme [draft]", "Next", "Deliverables", NO_INPUT)
    assert interface.page.locator("#terminal").is_visible()
    assert interface.page.locator(".closed-dialog").is_hidden()


def test_keys_pressed_in_the_page_reach_the_interface(interface: Interface) -> None:
    """The keys of the modes lead there and back; without them the page would be a picture."""
    interface.until(NO_INPUT, gone=NO_TRIGGER)
    interface.press("2")
    interface.until(NO_TRIGGER, "accept", "dismiss", "defer", gone=NO_INPUT)
    interface.press("1")
    interface.until(NO_INPUT, gone=NO_TRIGGER)


def test_a_dropped_budget_cut_appears_in_the_page(
    interface: Interface, smits: Any, eventually: Eventually
) -> None:
    """The main promise through the browser: the served interface watches, and shows the cut unasked."""
    budgets = smits.workspace.inputs / "budgets"
    eventually(lambda: smits.json("status")["watcher"]["state"] == "watching")
    assert smits.json("status")["watcher"]["holder"] == "interface"
    interface.until(NO_INPUT)
    interface.press("3")
    interface.until("The budget, and each revision of it.", "Nothing came yet.")
    budget(budgets / "FY27.csv", FIRST)
    interface.until("1 recorded, 0 rejected")
    interface.press("2")
    interface.until(NO_TRIGGER)
    budget(budgets / "FY27 v2.csv", LESS)
    interface.until("T1", "The 2027 budget is -12.0 %", "budget-cut", gone=NO_TRIGGER)
    assert [(one["id"], one["rule"], one["status"]) for one in smits.json("triggers")] == [
        ("T1", "budget-cut", "open")
    ]
