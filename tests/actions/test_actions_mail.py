"""Agreement by mail: who is asked for what, which replies count, and which must not."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from smits_tui.actions.inputs.archive.store import archived
from smits_tui.actions.mail.replies import take_replies
from smits_tui.actions.mail.requests import agreement_requests
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy import cycle
from smits_tui.actions.strategy.agreement import agreement
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import submit
from smits_tui.daemon.reply_folder import ReplyFolder
from smits_tui.ledger.record import Record
from smits_tui.settings import AgreementRules, Settings, Stakeholder
from smits_tui.workspace import Workspace

KIND = "mission-and-vision"
PEOPLE = (
    Stakeholder(name="Mara", email="mara@acme.example"),
    Stakeholder(name="Tom", email="Tom@acme.example"),
    Stakeholder(name="Ines", email="ines@acme.example", passphrase="scrypt$1$1$YQ==$YQ=="),
    Stakeholder(name="Lee", email="shared@acme.example"),
    Stakeholder(name="Kim", email="shared@acme.example"),
)
ON = Settings(organisation="Acme", stakeholders=PEOPLE, agreement=AgreementRules(by_mail=True))
OFF = ON.model_copy(update={"agreement": AgreementRules()})


@pytest.fixture
def submitted(record: Record, workspace: Workspace) -> Record:
    cycle.open_cycle(record, by="Mara", reason="first")
    write(record, workspace, "We keep the data running.")
    return record


def write(record: Record, workspace: Workspace, mission: str) -> None:
    for section, text in (("mission", mission), ("vision", "Nobody thinks of IT.")):
        write_section(record, KIND, section, text, by="Kim")
    submit(record, workspace, KIND, by="Kim")


def request_to(record: Record, workspace: Workspace, name: str) -> EmailMessage:
    (request,) = agreement_requests(record.state, workspace, ON, KIND, name)
    return email.message_from_bytes(request.message, _class=EmailMessage, policy=email.policy.default)


def reply(workspace: Workspace, request: EmailMessage, text: str, **headers: str) -> Path:
    """What a mail program makes of a reply: `Re:` before the subject, the request quoted below."""
    message = EmailMessage()
    for name, value in {
        "From": str(request["To"]),
        "Subject": f"Re: {request['Subject']}",
        **headers,
    }.items():
        message[name.replace("_", "-")] = value
    body = request.get_body(("plain",))
    assert body is not None
    quoted = "".join(f"> {line}\n" for line in body.get_content().splitlines())
    message.set_content(f"{text}\n\nOn Monday, Kim wrote:\n{quoted}")
    workspace.replies.mkdir(exist_ok=True)
    path = workspace.replies / f"reply {len(list(workspace.replies.iterdir()))}.eml"
    path.write_bytes(bytes(message))
    return path


def refusals(record: Record, workspace: Workspace, settings: Settings = ON) -> list[str]:
    done = take_replies(record, workspace, settings)
    assert not any(result.recorded for result in done)
    return [result.text for result in done]


def test_each_person_gets_just_the_sections_that_changed(submitted: Record, workspace: Workspace) -> None:
    agreement.agree(submitted, ON, KIND, by="Mara")
    names = [request.person for request in agreement_requests(submitted.state, workspace, ON, KIND)]
    assert names == ["Tom"], "who agreed, has a passphrase or shares an address is not asked by mail"
    write(submitted, workspace, "We keep *the* data [safe].")
    mara = request_to(submitted, workspace, "Mara")
    body, page = mara.get_body(("plain",)), mara.get_body(("html",))
    assert body is not None
    assert page is not None
    text = body.get_content()
    assert "We keep *the* data [safe]." in text
    assert "(changed since you agreed)" in text
    assert "Nobody thinks of IT." not in text
    assert "I agree" in page.get_content()
    assert mara["X-Unsent"] == "1"


def test_a_reply_is_recorded_as_from_its_address(submitted: Record, workspace: Workspace) -> None:
    """With the mail as evidence, and a receipt that goes back."""
    path = reply(
        workspace, request_to(submitted, workspace, "Tom"), "I agree.", Message_ID="<1@acme.example>"
    )
    content = path.read_bytes()
    (done,) = take_replies(submitted, workspace, ON)
    assert done.recorded, done.text
    assert set(submitted.state.agreement("Tom")) == {f"{KIND}/mission", f"{KIND}/vision"}
    assert not path.exists()
    assert (workspace.replies / "recorded" / path.name).read_bytes() == content
    (receipt,) = (workspace.replies / "receipts").iterdir()
    message = email.message_from_bytes(receipt.read_bytes(), policy=email.policy.default)
    assert message["In-Reply-To"] == "<1@acme.example>"
    assert "smits ledger verify" in str(message)
    (again,) = refusals_of_copy(submitted, workspace, content)
    assert "already agreed" in again


def refusals_of_copy(record: Record, workspace: Workspace, content: bytes) -> list[str]:
    (workspace.replies / "again.eml").write_bytes(content)
    return refusals(record, workspace)


def test_an_objection_is_recorded_with_its_section(submitted: Record, workspace: Workspace) -> None:
    reply(workspace, request_to(submitted, workspace, "Tom"), "I object to Vision\n\nIt is too far\naway.")
    (done,) = take_replies(submitted, workspace, ON)
    assert done.recorded, done.text
    (objection,) = submitted.state.objections()
    assert (objection.by, objection.section, objection.text) == ("Tom", "vision", "It is too far away.")
    assert submitted.state.agreement("Tom") == {}


@pytest.mark.parametrize(
    ("text", "headers", "why"),
    [
        ("I agree if the budget stays.", {}, "neither"),
        ("Thanks, I will look at it.\n\nI agree", {}, "neither"),
        ("> I agree", {}, "neither"),
        ("I agree", {"From": "mara@acme.example"}, "was not made for mara@acme.example"),
        ("I agree", {"From": "tom@acme.example.evil.example"}, "not that of a stakeholder"),
        ("I agree", {"From": "tom@acme.example, mara@acme.example"}, "no single sender"),
        ("I agree", {"From": '"tom@acme.example" <eve@evil.example>'}, "not that of a stakeholder"),
        ("I agree", {"From": "ines@acme.example"}, "login or passphrase"),
        ("I agree", {"From": "shared@acme.example"}, "several people"),
        ("I agree", {"Auto_Submitted": "auto-replied"}, "by a program"),
    ],
)
def test_what_must_not_count(
    submitted: Record, workspace: Workspace, text: str, headers: dict[str, str], why: str
) -> None:
    """Whatever is not plainly the words of the person who was asked is left to people, with the reason."""
    path = reply(workspace, request_to(submitted, workspace, "Tom"), text, **headers)
    (reason,) = refusals(submitted, workspace)
    assert why in reason
    assert (workspace.replies / "refused" / f"{path.name}.reason.txt").read_text().strip() == reason
    assert all(submitted.state.agreement(person.name) == {} for person in PEOPLE)
    assert submitted.state.objections() == []


def test_a_reference_is_worth_nothing_elsewhere(
    submitted: Record, workspace: Workspace, tmp_path: Path
) -> None:
    """Not for a later version, not made up, not of another workspace, and not without it."""
    old = request_to(submitted, workspace, "Tom")
    write(submitted, workspace, "Another mission.")
    reply(workspace, old, "I agree")
    new = request_to(submitted, workspace, "Tom")
    made_up = str(new["Subject"])[:-6] + "00000]"
    reply(workspace, new, "I agree", Subject=made_up)
    message = EmailMessage()
    message["From"], message["Subject"] = "tom@acme.example", "Strategy"
    message.set_content("I agree")
    (workspace.replies / "z.eml").write_bytes(bytes(message))
    (workspace.replies / "zz.eml").write_bytes(b"\x00\xff not a mail")
    reasons = refusals(submitted, workspace)
    assert len(reasons) == 4
    assert "another version" in reasons[0]
    assert "does not name the request" in reasons[1]
    assert "does not name the request" in reasons[2]
    assert "no single sender" in reasons[3]
    assert workspace.mail_key.stat().st_mode & 0o777 == 0o600
    workspace.mail_key.unlink()
    (workspace.root / ".gitignore").write_text(".smits/state.json")
    request_to(submitted, workspace, "Tom")
    assert (workspace.root / ".gitignore").read_text() == ".smits/state.json\n.smits/mail.key\n"


def test_nothing_counts_where_it_is_switched_off(submitted: Record, workspace: Workspace) -> None:
    """By the switch, and where the team asks everybody for a login or passphrase."""
    reply(workspace, request_to(submitted, workspace, "Tom"), "I agree")
    with pytest.raises(ActionRefused, match="switched off"):
        take_replies(submitted, workspace, OFF)
    with pytest.raises(ActionRefused, match="switched off"):
        agreement_requests(submitted.state, workspace, OFF, KIND)
    strict = ON.model_copy(update={"agreement": AgreementRules(by_mail=True, confirmed=True)})
    (reason,) = refusals(submitted, workspace, strict)
    assert "login or passphrase" in reason
    with pytest.raises(ActionRefused, match="Nobody is left"):
        agreement_requests(submitted.state, workspace, strict, KIND)


@pytest.mark.one_engine("opens no record")
def test_a_reply_that_is_still_being_written_waits(tmp_path: Path) -> None:
    folder, path = ReplyFolder(), tmp_path / "a.eml"
    path.write_text("From: ")
    assert folder.settled([path]) == []
    path.write_text("From: tom@acme.example")
    assert folder.settled([path]) == []
    assert folder.settled([path]) == [path]


def test_the_watcher_records_a_reply(
    submitted: Record, workspace: Workspace, smits: Any, eventually: Any
) -> None:
    """As a daemon in a process of its own, from a mail that a person saves into the folder."""
    text = workspace.settings_file.read_text()
    people = "".join(f'[[stakeholders]]\nname = "{one.name}"\nemail = "{one.email}"\n' for one in PEOPLE[:2])
    workspace.settings_file.write_text(f"{text}\n{people}\n[agreement]\nby_mail = true\n")
    request = request_to(submitted, workspace, "Tom")
    with smits.watching():
        reply(workspace, request, "I agree")
        eventually(lambda: list(workspace.replies.glob("recorded/*.eml")))
    submitted.catch_up()
    assert submitted.state.agreement("Tom")
    (entry,) = smits.json("ledger", "show", "--type", "deliverable.agreed")
    assert (entry["by"], entry["data"]["confirmed"]) == ("Tom", "mail")
    assert archived(workspace, entry["data"]["reply"]).read_bytes().startswith(b"From:")
