"""Files in files: attachments and packed documents are inputs of their own, linked to what they came in."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import Any

import pytest

BUDGET = "Cost centre;2027\nNetwork;{}\n"


def packed(files: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def mail(*attached: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = "Finance <finance@acme.example>"
    message["Subject"] = "Budget"
    message["Date"] = "Mon, 01 Mar 2027 08:00:00 +0100"
    message.set_content("Please find the budget attached.\n")
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def taken(smits: Any) -> dict[str, dict[str, Any]]:
    done = smits("watch", "--once")
    assert done.returncode == 0, done.stderr
    return {item["path"]: item for item in smits.json("inputs")}


def test_an_attachment_is_an_input_of_its_own(smits: Any) -> None:
    """People forward budgets; each is judged once, and says which letter it came in."""
    letter = smits.workspace.inputs / "budgets" / "letter.eml"
    letter.write_bytes(
        mail(("FY27.csv", BUDGET.format(1000).encode()), ("logo.png", b"\x89PNG\r\n" + b"x" * 50))
    )
    found = taken(smits)
    assert [found[path]["status"] for path in ("budgets/letter.eml", "budgets/letter.eml/FY27.csv")] == [
        "read"
    ] * 2
    attached = found["budgets/letter.eml/FY27.csv"]
    assert attached["part_of"] == found["budgets/letter.eml"]["id"]
    totals = [entry.data["summary"].get("totals") for entry in smits.entries("input.read")]
    assert totals.count({"2027": 1000}) == 1
    assert taken(smits) == found


def test_a_second_letter_with_less_money_triggers(smits: Any) -> None:
    """From attachment to decision."""
    for number, total in enumerate((1000, 800)):
        letter = smits.workspace.inputs / "budgets" / f"{number}.eml"
        letter.write_bytes(mail(("FY27.csv", BUDGET.format(total).encode())))
        taken(smits)
    (trigger,) = smits.json("triggers")
    assert trigger["rule"] == "budget-cut"
    assert trigger["sources"] == ["budgets/1.eml/FY27.csv#line 2", "budgets/0.eml/FY27.csv#line 2"]


def test_a_zip_is_unpacked_and_what_is_in_it_read(smits: Any) -> None:
    """With folders, files of the operating system, names that lead outside, and a mail inside."""
    content = packed(
        {
            "2027/FY27.csv": BUDGET.format(5),
            "2028/FY27.csv": BUDGET.format(6),
            "../../evil.csv": BUDGET.format(7),
            "__MACOSX/x.csv": "x",
            ".hidden": "x",
            "letter.eml": mail(("inner.csv", BUDGET.format(8).encode())),
            "empty/": "",
        }
    )
    (smits.workspace.inputs / "budgets" / "all.zip").write_bytes(content)
    found = taken(smits)
    assert set(found) == {
        "budgets/all.zip",
        "budgets/all.zip/FY27.csv",
        "budgets/all.zip/2 FY27.csv",
        "budgets/all.zip/evil.csv",
        "budgets/all.zip/letter.eml",
        "budgets/all.zip/letter.eml/inner.csv",
    }
    assert {item["status"] for item in found.values()} == {"read"}
    assert not list(smits.workspace.root.parent.glob("evil*"))


@pytest.mark.parametrize("fault", ["cut", "bomb", "blank"])
def test_a_zip_that_can_not_be_unpacked_is_rejected_with_its_reason(smits: Any, fault: str) -> None:
    """Cut off, a bomb, and one with nothing in it."""
    content = {
        "cut": lambda: packed({"a.txt": "x"})[:-30],
        "bomb": lambda: packed({"a": b"\0" * 600_000_000}),
        "blank": lambda: packed({".x": "y"}),
    }[fault]()
    (smits.workspace.inputs / "budgets" / "bad.zip").write_bytes(content)
    (bad,) = taken(smits).values()
    assert bad["status"] == "rejected"
    assert len(bad["reason"]) > 20
