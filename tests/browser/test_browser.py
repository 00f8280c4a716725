"""What `smits serve` shows in a real browser, and what it does with the keys that are pressed there."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page, Route

playwright_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

Eventually = Callable[..., None]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
"""What a Chromium on PATH may be called."""
FIRST = {"Network": 400_000, "Workplace": 350_000, "Applications": 250_000}
LESS = {"Network": 400_000, "Workplace": 280_000, "Applications": 200_000}
"""Twelve percent less than the first."""
NO_INPUT = "Nothing has arrived yet. Drop the current budget"
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


def _launch(chromium: BrowserType, arguments: Sequence[str] = ()) -> Browser:
    """Playwright's own Chromium, or else one that is installed here."""
    try:
        return chromium.launch(args=arguments)
    except playwright_api.Error as error:
        found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        if found is None:
            pytest.fail(f"There is no Chromium; none of {', '.join(CHROMIUMS)} is on PATH.\n{error}")
        return chromium.launch(executable_path=found, args=arguments)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with playwright_api.sync_playwright() as playwright:
        browser = _launch(playwright.chromium)
        try:
            yield browser
        finally:
            browser.close()


class Serving:
    """The real command, and the addresses that it printed."""

    def __init__(self, port: int, log: Path) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.port = port
        self.log = log

    @property
    def address(self) -> str:
        """The newest that was printed; it works once."""
        return re.findall(r"http://\S+\?token=\S+", self.log.read_text(encoding="utf-8"))[-1]


@pytest.fixture
def server(
    smits: Any, eventually: Eventually, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Serving]:
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
        yield Serving(port, log)
    finally:
        serving.terminate()
        try:
            serving.wait(30)
        finally:
            serving.kill()
            serving.wait()


@pytest.fixture
def interface(chromium: Browser, server: Serving, smits: Any, eventually: Eventually) -> Iterator[Interface]:
    """A page with the interface; it is closed at the end, and its interface and watcher must end with it."""

    def pass_own(route: Route) -> None:
        """Let the page load from the server under test alone: its web font is not needed."""
        if route.request.url.startswith(f"{server.origin}/"):
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
        page.goto(server.address)
        page.wait_for_url(f"{server.origin}/")
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
    interface.until("Acme [draft]", "My tasks", "Deliverables", NO_INPUT)
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
    interface.until("The budget, and each revision of it.", "Nothing has arrived yet.")
    budget(budgets / "FY27.csv", FIRST)
    interface.until("1 recorded; the newest came")
    interface.press("2")
    interface.until(NO_TRIGGER)
    budget(budgets / "FY27 v2.csv", LESS)
    interface.until("T1", "The 2027 budget changed by -12.0 %", "budget cut", gone=NO_TRIGGER)
    assert [(one["id"], one["rule"], one["status"]) for one in smits.json("triggers")] == [
        ("T1", "budget-cut", "open")
    ]


TRY_IT = """
async (origin) => {
    const socket = new Promise((resolve) => {
        const one = new WebSocket(origin.replace("http", "ws") + "/ws?width=80&height=24");
        one.onmessage = () => resolve("read the screen");
        one.onerror = () => resolve("refused");
    });
    const page = fetch(origin + "/", {credentials: "include"}).then((it) => it.text(), () => "refused");
    return [await socket, await page];
}
"""
"""What a page does that wants to read the interface with the session of the browser."""
FRAME = "<!doctype html><title>A page</title><iframe name=stolen src='{origin}/'></iframe>"


@pytest.fixture
def other_origin(server: Serving) -> Iterator[str]:
    """A page of another port of this machine, thus of the same site to cookies; it frames the interface."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(FRAME.format(origin=server.origin).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the library calls it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as pages:
        thread = threading.Thread(target=pages.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{pages.server_port}/"
        pages.shutdown()
        thread.join()


def test_a_page_of_another_origin_reads_and_steers_nothing(
    interface: Interface, server: Serving, other_origin: str
) -> None:
    """A tab beside the interface has the browser's session, but neither screen, page, frame nor keys."""
    interface.until(NO_INPUT)
    screen, text = interface.page.evaluate(TRY_IT, server.origin)
    assert screen == "read the screen"
    assert 'id="terminal"' in text
    other = interface.page.context.new_page()
    other.goto(other_origin)
    assert other.title() == "A page"
    assert other.evaluate(TRY_IT, server.origin) == ["refused", "refused"]
    framed = other.frame("stolen")
    assert framed is not None
    assert "terminal" not in framed.content()
    interface.until(NO_INPUT)


def test_a_name_that_is_rebound_to_this_machine_is_not_answered(
    chromium: Browser, server: Serving, tmp_path: Path
) -> None:
    """A page that lets its own name point here is of the origin that it asks; its Host gives it away."""
    rebinding = ["--host-resolver-rules=MAP rebound.example 127.0.0.1"]
    with contextlib.closing(_launch(chromium.browser_type, rebinding)) as browser:
        page = browser.new_page()
        token = server.address.partition("?")[2]
        answer = page.goto(f"http://rebound.example:{server.port}/?{token}")
        assert answer is not None
        assert answer.status == 403
        assert "not available here" in page.content()
        opened = page.goto(server.address)
        assert opened is not None
        assert opened.status == 200


def test_a_used_address_lets_no_other_browser_in(
    interface: Interface, server: Serving, chromium: Browser
) -> None:
    """An address from a history or seen over a shoulder is worth nothing; who is in may reload."""
    used = interface.page.context.cookies()
    interface.until(NO_INPUT)
    interface.page.reload()
    interface.until(NO_INPUT)
    first = re.findall(r"http://\S+\?token=\S+", server.log.read_text(encoding="utf-8"))[0]
    stranger = chromium.new_context()
    page = stranger.new_page()
    answer = page.goto(first)
    assert answer is not None
    assert answer.status == 403
    assert not stranger.cookies()
    answer = page.goto(server.address)
    assert answer is not None
    assert answer.status == 200
    assert [cookie["httpOnly"] and cookie["sameSite"] == "Strict" for cookie in used] == [True]
    stranger.close()


def test_an_export_comes_through_the_browser(
    interface: Interface, smits: Any, eventually: Eventually
) -> None:
    """The one who sits there gets the file, and no path of the machine that serves is asked for."""
    interface.until(NO_INPUT)
    interface.press("5")
    interface.until("documents are in force")

    def files() -> set[Path]:  # without those of the record, and the canary of the watcher
        return {
            path
            for path in smits.workspace.root.rglob("*")
            if not any(part.startswith(".smits") for part in path.parts)
        }

    before = files()
    interface.press("Shift+E")
    interface.until("Write to a file", "Readings of all measures")
    with interface.page.expect_download() as download:
        interface.press("Enter")
    assert download.value.suggested_filename.endswith(".md")
    assert download.value.path().read_text(encoding="utf-8").startswith("# ")
    interface.until("in the browser's downloads")
    assert files() == before
