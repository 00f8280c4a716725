"""Nobody agrees or approves under another's name: logins and passphrases of smits.toml decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tampering import lines_of

from smits_tui.actions.session import ActionRefused, actor, open_record, origin, record_settings
from smits_tui.actions.strategy.agreement import agreement, delegation, objections
from smits_tui.actions.strategy.agreement.identity import NotConfirmed, matches, passphrase_hash
from smits_tui.actions.strategy.cycle import open_cycle
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.clock import system_clock
from smits_tui.ledger.chain import chain
from smits_tui.ledger.protocol import Origin
from smits_tui.ledger.record import Record
from smits_tui.settings import AgreementRules, Settings, Stakeholder
from smits_tui.workspace import Workspace, make_workspace

WORDS = "correct horse battery"
KIND = "mission-and-vision"
MARA, TOM, LEE = Origin("mara", "desk"), Origin("tom", "desk"), Origin("lee", "shared")


@pytest.fixture(scope="module")
def kept_passphrase() -> str:
    return passphrase_hash(WORDS)


@pytest.fixture
def settings(kept_passphrase: str) -> Settings:
    return Settings(
        organisation="Acme",
        stakeholders=(
            Stakeholder(name="Mara", logins=("mara", "m.l@laptop")),
            Stakeholder(name="Tom", logins=("tom@desk",), passphrase=kept_passphrase),
            Stakeholder(name="Ines"),
        ),
    )


@pytest.fixture
def team(tmp_path: Path, keep_record: Callable[[Workspace], Workspace]) -> Workspace:
    return keep_record(make_workspace(tmp_path / "team", "Acme"))


@pytest.fixture
def submitted(team: Workspace) -> Record:
    """A document that waits for agreement."""
    record, _ = open_record(team, system_clock)
    record_settings(record, team, "kim", "made")
    open_cycle(record, by="kim", reason="yearly")
    for section in ("mission", "vision"):
        write_section(record, KIND, section, "We keep the lights on.", by="kim")
    submit(record, team, KIND, by="kim")
    return record


def agree_as(
    record: Record, settings: Settings, by: str, login: Origin, passphrase: str = ""
) -> dict[str, object]:
    record.origin = login
    agreement.agree(record, settings, KIND, by=by, passphrase=passphrase)
    return record_last(record)


def record_last(record: Record) -> dict[str, object]:
    return list(chain(record.ledger.lines()))[-1].data


@pytest.mark.parametrize(
    ("by", "login", "passphrase", "confirmed"),
    [
        ("Mara", MARA, "", "login"),
        ("Mara", Origin("m.l", "laptop"), "", "login"),
        ("Tom", TOM, "", "login"),
        ("Tom", LEE, WORDS, "passphrase"),
        ("Ines", LEE, "", ""),
    ],
)
def test_who_is_confirmed_agrees_and_the_entry_says_how(
    submitted: Record, settings: Settings, by: str, login: Origin, passphrase: str, confirmed: str
) -> None:
    assert agree_as(submitted, settings, by, login, passphrase)["confirmed"] == confirmed


@pytest.mark.parametrize(
    ("by", "login", "passphrase", "message"),
    [
        ("Mara", TOM, "", "may not act as Mara"),
        ("Mara", Origin("m.l", "desk"), "", "may not act as Mara"),
        ("Mara", Origin("", "desk"), "", "may not act as Mara"),
        ("Mara", TOM, WORDS, "may not act as Mara"),
        ("Tom", Origin("tom", "laptop"), "", "passphrase"),
        ("Tom", MARA, WORDS + " ", "not Tom's passphrase"),
    ],
)
def test_nobody_agrees_under_another_name(
    submitted: Record, settings: Settings, by: str, login: Origin, passphrase: str, message: str
) -> None:
    before = submitted.seq
    with pytest.raises(NotConfirmed, match=message):
        agree_as(submitted, settings, by, login, passphrase)
    assert submitted.seq == before


def test_every_way_of_speaking_for_somebody_is_closed(
    submitted: Record, settings: Settings, team: Workspace
) -> None:
    """Objecting, delegating, taking back and approving as well; letters in another case are no other name."""
    submitted.origin = TOM
    day = dt.date.max - dt.timedelta(days=99 * 366)
    attempts = [
        lambda: objections.object_to(submitted, settings, KIND, "vision", "no", by="Mara"),
        lambda: delegation.name_delegate(submitted, settings, "Tom", by="Mara", until=day),
        lambda: agreement.withdraw_agreement(submitted, settings, KIND, by="Mara"),
        lambda: approve(submitted, team, settings, KIND, by="Mara"),
        lambda: approve(submitted, team, settings, KIND, by="mARA"),
    ]
    for attempt in attempts:
        with pytest.raises(NotConfirmed):
            attempt()


def test_a_delegate_is_confirmed_as_himself(submitted: Record, settings: Settings) -> None:
    submitted.origin = MARA
    until = submitted.state.today + dt.timedelta(days=3)
    delegation.name_delegate(submitted, settings, "Tom", by="Mara", until=until)
    with pytest.raises(NotConfirmed):
        agreement.agree(submitted, settings, KIND, by="Tom", stakeholder="Mara")
    submitted.origin = TOM
    agreement.agree(submitted, settings, KIND, by="Tom", stakeholder="Mara")
    assert record_last(submitted)["stakeholder"] == "Mara"


def test_a_team_can_ask_it_of_everybody(submitted: Record, settings: Settings) -> None:
    strict = settings.model_copy(update={"agreement": AgreementRules(confirmed=True)})
    with pytest.raises(NotConfirmed, match="no login or passphrase for 'Ines'"):
        agree_as(submitted, strict, "Ines", LEE)
    assert agree_as(submitted, strict, "Mara", MARA)["confirmed"] == "login"


@pytest.mark.one_engine("opens no record")
def test_a_mapped_login_acts_as_its_person(settings: Settings) -> None:
    """Without --by; a login of several people is nobody's."""
    here = origin()
    mine = Stakeholder(name="Kim", logins=(here.login,))
    known = settings.model_copy(update={"stakeholders": (mine, *settings.stakeholders)})
    assert actor(None, {}, known).name == "Kim"
    assert actor("Tom", {}, known).name == "Tom"
    twice = replace(here, host="elsewhere")
    assert twice.login
    both = known.model_copy(update={"stakeholders": (mine, mine.model_copy(update={"name": "Lee"}))})
    assert actor(None, {}, both).name == here.login


@pytest.mark.one_engine("opens no record")
def test_a_passphrase_is_kept_as_a_hash_that_fits_it_alone(kept_passphrase: str) -> None:
    assert matches(WORDS, kept_passphrase)
    assert not matches(WORDS.upper(), kept_passphrase)
    assert WORDS not in kept_passphrase
    assert passphrase_hash(WORDS) != kept_passphrase
    assert not matches(WORDS, "scrypt$1$1$a$b")
    with pytest.raises(ActionRefused, match="at least 8"):
        passphrase_hash("short")


def test_a_passphrase_is_never_recorded(team: Workspace, kept_passphrase: str) -> None:
    text = team.settings_file.read_text(encoding="utf-8")
    table = f'[[stakeholders]]\nname = "Tom"\npassphrase = "{kept_passphrase}"\n'
    team.settings_file.write_text(text + table, encoding="utf-8")
    record, _ = open_record(team, system_clock)
    record_settings(record, team, "kim", "made")
    assert b"scrypt" not in b"".join(lines_of(team))
    assert "scrypt" not in repr(team.settings())
