"""The first run: who has no workspace is led to one, step by step, not to an error."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, ContentSwitcher, Input, Static
from tui_support import HOSTILE, click, until

from smits_rules.vocabulary.kinds import default_expected_days
from smits_tui.actions.session import open_record, record_settings
from smits_tui.actions.setup.settings_change import organisation_set, person_set, rewrite_settings
from smits_tui.actions.setup.team import join_team
from smits_tui.ledger.engines import open_ledger, prepare_team
from smits_tui.ledger.postgres import link
from smits_tui.settings import load_settings
from smits_tui.sites import site_of
from smits_tui.tui.setup import SetupApp
from smits_tui.tui.setup.people import PersonRow
from smits_tui.workspace import Workspace, make_workspace

Test = Callable[[SetupApp, Pilot[Any]], Awaitable[None]]
LONG = HOSTILE + " 🏢 " + "شركة " + "x" * 300


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SMITS_USER", "kim")
    monkeypatch.setenv("SMITS_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(test: Test, size: tuple[int, int] = (80, 24)) -> Workspace | None:
    """Run the set-up and a test in it; give what it made."""

    async def running() -> Workspace | None:
        app = SetupApp()
        async with app.run_test(size=size) as pilot:
            await at(app, pilot, "organisation")
            await test(app, pilot)
        return app.return_value

    return asyncio.run(running())


async def at(app: SetupApp, pilot: Pilot[Any], step: str) -> None:
    """Wait until a step is shown."""
    await until(pilot, lambda: app.query_one(ContentSwitcher).current == f"step-{step}")
    await pilot.pause()


async def write(app: SetupApp, pilot: Pilot[Any], field: str, value: str) -> None:
    """Write into a field as if it was typed."""
    app.query_one(f"#{field}", Input).value = value
    await pilot.pause()


def said(app: SetupApp) -> str:
    """What is said beside the buttons."""
    return str(app.query_one("#said", Static).content)


def test_enter_leads_through_with_nothing_but_the_name_typed(home: Path) -> None:
    """Everything else has a default; the person herself is proposed as the first who must agree."""

    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await pilot.press(*"Acme")
        await pilot.press("enter")
        await at(app, pilot, "stakeholders")
        await pilot.press("enter")
        await until(pilot, lambda: app.query(PersonRow))
        for step in ("calendar", "limits", "ready"):
            await pilot.press("enter")
            await at(app, pilot, step)
        assert not (home / "acme-strategy").exists()
        await pilot.press("enter")

    made = run(test)
    assert made is not None
    assert made.root == home / "acme-strategy"
    settings = made.settings()
    assert (settings.organisation, settings.jurisdictions, settings.topics) == ("Acme", ("EU",), ())
    assert [(one.name, one.role) for one in settings.stakeholders] == [("kim", "")]
    assert (settings.calendar.review_every_months, settings.expected_days) == (3, default_expected_days())
    assert made.own_packs() == []
    record, _ = open_record(made)
    assert record.state.organisation == "Acme"


def test_what_was_typed_is_in_the_settings_the_rules_and_the_record(home: Path) -> None:
    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        for field, value in {
            "q-organisation": 'Acme "North" [x]',
            "q-folder": "here",
            "q-jurisdictions": "germany, eu, uk",
            "q-topics": "privacy; Security, privacy",
        }.items():
            await write(app, pilot, field, value)
        await pilot.press("enter")
        await at(app, pilot, "stakeholders")
        for name, role, email in (("Mara Lind", "CIO", "mara@example.org"), ("Tom", "", "")):
            await write(app, pilot, "person-name", name)
            await write(app, pilot, "person-role", role)
            await write(app, pilot, "person-email", email)
            await pilot.press("enter")
        await pilot.press("enter")
        await at(app, pilot, "calendar")
        await write(app, pilot, "q-review", "6")
        await write(app, pilot, "q-expect-budgets", "")
        await write(app, pilot, "q-expect-regulations", "60")
        await pilot.press("enter")
        await at(app, pilot, "limits")
        await write(app, pilot, "q-limit-budget_cut_pct", "-12,5")
        await write(app, pilot, "q-limit-end_of_life_days", "500")
        await pilot.press("ctrl+s")

    made = run(test)
    assert made is not None
    settings = load_settings(home / "here" / "smits.toml")
    assert settings.organisation == 'Acme "North" [x]'
    assert (settings.jurisdictions, settings.topics) == (("DE", "EU", "GB"), ("privacy", "Security"))
    people = [(one.name, one.role, one.email) for one in settings.stakeholders]
    assert people == [("Mara Lind", "CIO", "mara@example.org"), ("Tom", "", "")]
    assert settings.calendar.review_every_months == 6
    assert (settings.expected_days.get("budgets"), settings.expected_days["regulations"]) == (None, 60)
    written = (made.rules / "limits.toml").read_text(encoding="utf-8")
    assert "budget_cut_pct = -12.5" in written
    assert "breach_pct" not in written
    changes = [entry for entry in open_ledger(made).read() if entry.type == "rules.changed"]
    changed = [name for entry in changes for name in entry.data["changed"]]
    assert changed == ["budget_cut_pct", "end_of_life_days"]
    assert {(entry.by, entry.data["reason"]) for entry in changes} == {
        ("kim", "set when the workspace was created")
    }


WRONG = {
    "organisation": (
        ("q-organisation", " ", "needs a name"),
        ("q-folder", "", "Name a folder"),
        ("q-folder", "taken", "already a workspace"),
        ("q-folder", "notes.txt/x", "is a file"),
        ("q-folder", "x" * 300, "shorter"),
        ("q-folder", "x/" * 3000, "name another"),
        ("q-folder", "~nobody-of-that-name/x", "home"),
        ("q-jurisdictions", "EU, Germny", "did you mean DE (Germany)"),
    ),
    "stakeholders": (
        ("person-email", "mara@", "not an e-mail address"),
        ("person-name", " ", "At least one person"),
    ),
    "calendar": (
        ("q-review", "40", "from 1 to 36"),
        ("q-review", "", "needs a whole number of months"),
        ("q-expect-goals", "²", "leave it empty"),
    ),
    "limits": (
        ("q-limit-budget_cut_pct", "12", "write -12, not 12"),
        ("q-limit-breach_pct", "nan", "is not a number"),
        ("q-limit-breach_pct", "101", "from 0.1 to 100"),
    ),
}
"""Step -> a field, what is typed there, and words of the sentence that says why not."""


@pytest.mark.parametrize("step", WRONG)
def test_what_is_wrong_is_said_and_keeps_the_step(home: Path, step: str) -> None:
    """Each sentence says what is wrong and what would do; nothing is made."""
    make_workspace(home / "taken", "Other")
    (home / "notes.txt").write_text("", encoding="utf-8")

    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await write(app, pilot, "q-organisation", "Acme")
        for reached in WRONG:
            await at(app, pilot, reached)
            if reached == step:
                break
            await click(pilot, "#next")
        for field, value, words in WRONG[step]:
            before = app.query_one(f"#{field}", Input).value
            await write(app, pilot, field, value)
            if words != "At least one person":
                await until(pilot, lambda words=words: words in said(app))
                assert app.query_one(f"#{field}", Input).has_class("-wrong"), (field, value)
            await pilot.press("ctrl+s")
            await until(pilot, lambda words=words: words in said(app))
            await at(app, pilot, step)
            assert app.is_running
            await write(app, pilot, field, {"person-email": "m@x.org"}.get(field, "1"))
            await until(pilot, lambda words=words: words not in said(app))
            await write(app, pilot, field, before)

    assert run(test) is None
    assert [path.name for path in home.iterdir() if path.is_dir() and path.name != "taken"] == []


def test_back_and_forth_keeps_what_was_typed() -> None:
    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await write(app, pilot, "q-organisation", "Acme")
        await pilot.press("enter")
        await at(app, pilot, "stakeholders")
        await pilot.press("enter", "enter")
        await at(app, pilot, "calendar")
        await write(app, pilot, "q-review", "5")
        await pilot.press("ctrl+b")
        await at(app, pilot, "stakeholders")
        await pilot.press("escape")
        await at(app, pilot, "organisation")
        assert app.query_one("#q-organisation", Input).value == "Acme"
        await pilot.press("enter")
        await at(app, pilot, "stakeholders")
        assert [row.person.name for row in app.query(PersonRow)] == ["kim"]
        await pilot.press("enter")
        await at(app, pilot, "calendar")
        assert app.query_one("#q-review", Input).value == "5"
        await pilot.press("escape", "escape")
        await at(app, pilot, "organisation")
        await pilot.press("escape")
        await until(pilot, lambda: "What you typed will be lost" in said(app))
        assert app.query_one("#q-organisation", Input).value == "Acme"
        await pilot.press("escape")

    assert run(test) is None


def test_the_folder_follows_the_name_until_another_is_named() -> None:
    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        folder = app.query_one("#q-folder", Input)
        for name, proposed in (
            ("Acme Ltd.", "acme-ltd-strategy"),
            ("[🏢]", "strategy"),
            ("شركة", "شركة-strategy"),
        ):
            await write(app, pilot, "q-organisation", name)
            assert folder.value == proposed
        await write(app, pilot, "q-folder", "mine")
        await write(app, pilot, "q-organisation", "Other")
        assert folder.value == "mine"

    run(test)


def test_a_proposed_folder_that_is_taken_is_said_at_once(home: Path) -> None:
    make_workspace(home / "strategy", "Other")

    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: "already a workspace" in said(app))
        await write(app, pilot, "q-organisation", "Acme")
        assert said(app) == ""

    run(test)


def test_people_are_added_once_and_can_be_removed() -> None:
    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await write(app, pilot, "q-organisation", "Acme")
        await pilot.press("enter")
        await at(app, pilot, "stakeholders")
        for name in ("Mara", "Tom"):
            await write(app, pilot, "person-name", name)
            await click(pilot, "#add")
        await until(pilot, lambda: len(app.query(PersonRow)) == 2)
        await write(app, pilot, "person-name", " tom ")
        assert "already in the list" in said(app)
        await click(pilot, "#next")
        await at(app, pilot, "stakeholders")
        await write(app, pilot, "person-name", "")
        assert said(app) == ""
        await click(pilot, app.query(".remove").first(Button))
        await until(pilot, lambda: [row.person.name for row in app.query(PersonRow)] == ["Mara"])
        assert "1 person must agree" in str(app.query_one("#listed", Static).content)

    run(test)


@pytest.mark.parametrize("size", [(40, 12), pytest.param((200, 60), marks=pytest.mark.long)])
def test_the_mouse_is_enough_whatever_the_names_and_the_size(home: Path, size: tuple[int, int]) -> None:
    """Only names are typed; what they hold breaks nothing, and every button can be clicked."""

    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await write(app, pilot, "q-organisation", LONG)
        await write(app, pilot, "q-topics", LONG)
        await click(pilot, "#next")
        await at(app, pilot, "stakeholders")
        await write(app, pilot, "person-name", LONG)
        await write(app, pilot, "person-role", LONG)
        for step in ("calendar", "limits", "ready"):
            await click(pilot, "#next")
            await at(app, pilot, step)
        await click(pilot, "#back")
        await at(app, pilot, "limits")
        await click(pilot, app.query(".step-name").first())
        await at(app, pilot, "organisation")
        await click(pilot, app.query(".step-name").last())
        await at(app, pilot, "ready")
        summary = [str(row.content) for row in app.query("#step-ready .summary Static").results(Static)]
        assert any("[red]Vendor[/red]" in line for line in summary)
        assert "\x1b" not in "".join(summary)
        await click(pilot, "#next")

    made = run(test, size)
    assert made is not None
    settings = made.settings()
    assert settings.organisation == LONG.strip()
    assert [(one.name, one.role) for one in settings.stakeholders] == [(LONG.strip(), LONG.strip())]


def test_it_is_left_from_the_first_step_and_steps_ahead_wait_for_those_before(home: Path) -> None:
    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await click(pilot, app.query(".step-name").last())
        await until(pilot, lambda: "needs a name" in said(app))
        await at(app, pilot, "organisation")
        await pilot.press("escape")

    assert run(test) is None
    assert list(home.glob("*strategy*")) == []


def test_a_folder_that_can_not_be_made_is_said_at_the_end(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changed since it was looked at, e.g. a share that went away, is a sentence too."""

    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await write(app, pilot, "q-organisation", "Acme")
        for step in ("stakeholders", "calendar", "limits", "ready"):
            await click(pilot, "#next")
            await at(app, pilot, step)
        with monkeypatch.context() as patch:
            patch.setattr("smits_tui.tui.setup.app.found_workspace", full)
            await pilot.press("enter")
            await until(pilot, lambda: "No space left on device" in said(app))
        (home / "acme-strategy").write_text("", encoding="utf-8")
        await pilot.press("enter")
        await until(pilot, lambda: "is a file" in said(app))
        await at(app, pilot, "organisation")
        assert app.focused is app.query_one("#q-folder")

    def full(*_args: Any, **_more: Any) -> None:
        raise OSError(28, "No space left on device", "acme-strategy")

    assert run(test) is None


def test_a_team_s_record_is_joined_instead_of_beginning_one(
    home: Path, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the sentences of `smits team join`; the workspace has the settings that the team recorded."""
    monkeypatch.setattr(link, "FIRST_SECONDS", 0.1)
    theirs = make_workspace(home / "theirs", "Größe & Söhne", jurisdictions=("AT", "EU"))
    rewrite_settings(theirs.settings_file, organisation_set({"currency": "CHF", "fiscal_year_start": 4}))
    rewrite_settings(theirs.settings_file, person_set(None, {"name": "Mara", "role": "", "email": ""}, ["m"]))
    no_record = f"{schema}&application_name=x"

    async def test(app: SetupApp, pilot: Pilot[Any]) -> None:
        await write(app, pilot, "q-organisation", "Acme")
        await click(pilot, "#joining")
        await at(app, pilot, "team")
        await pilot.press("escape")
        await at(app, pilot, "organisation")
        assert app.query_one("#q-organisation", Input).value == "Acme"
        await pilot.press("ctrl+t")
        await at(app, pilot, "team")
        for address, words in (
            ("mysql://x", "not the address of a team's record"),
            ("postgresql://kim:secret@x/y", "contains a password"),
            ("postgresql://kim@x/y?nonsense=1", "can't be understood"),
        ):
            await write(app, pilot, "team-address", address)
            await until(pilot, lambda words=words: words in said(app))
            await pilot.press("enter")
            await at(app, pilot, "team")
        for address, words in (
            ("postgresql://kim@localhost:1/acme", "can't be reached"),
            (schema.replace("/postgres?", "/nowhere?"), 'database "nowhere" does not exist'),
            (schema.replace("//postgres@", "//nobody-here@"), 'role "nobody-here" does not exist'),
            (no_record, "There is no record of a team"),
        ):
            await write(app, pilot, "team-address", address)
            await pilot.press("enter")
            await until(pilot, lambda words=words: words in said(app))
            assert "secret" not in said(app)
            assert app.focused is app.query_one("#team-address")
        prepare_team(schema, "Kim")
        join_team(theirs, schema, moves=lambda _entries, _member: False)
        record_settings(open_record(theirs)[0], theirs, "Kim", "the team's")
        await write(app, pilot, "team-address", schema)
        await write(app, pilot, "team-site", "Graz!")
        assert "can't name a site" in said(app)
        await write(app, pilot, "team-site", "graz")
        await click(pilot, "#next")
        await at(app, pilot, "join")
        shown = [str(row.content) for row in app.query("#step-join .summary Static").results(Static)]
        record, *rest = shown[1::2]
        assert "1 entry" in record
        assert rest == ["postgres is an owner and may record.", "~/strategy", "of the site graz"]
        assert [path.name for path in home.iterdir() if path.name.endswith("strategy")] == []
        await click(pilot, "#next")
        await until(pilot, lambda: app.return_value is not None)

    made = run(test)
    assert made is not None
    joined, settings = made.settings(), theirs.settings()
    assert joined.model_copy(update={"watch": settings.watch}) == settings
    assert (made.root, site_of(made).name) == (home / "strategy", "graz")
    assert open_record(made)[0].seq == 1
    assert not made.ledger.exists()
