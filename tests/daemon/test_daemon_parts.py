"""Files in files: attachments and packed documents are inputs of their own, linked to what they came in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from smits_watch.documents.attachments import Unpacked, parts_from, unpack
from smits_watch.documents.limits import MAX_PARTS, MAX_UNTAKEN

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
    assert done.returncode in (0, 3), done.stderr
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


def damaged(content: bytes, inside: bytes) -> bytes:
    """A ZIP of which one stored member has another content than its checksum tells."""
    assert content.count(inside) == 1
    return content.replace(inside, inside[::-1])


def stored(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def encrypted(content: bytes, number: int) -> bytes:
    """A ZIP whose member of that number is marked as encrypted, in its own header and in the directory."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        for _ in range(number + 1):
            at = content.index(signature, at + 1)
        marked[at + offset] |= 1
    return bytes(marked)


def unpacked(tmp_path: Path, content: bytes, name: str = "budgets/all.zip", seconds: float = 20) -> Unpacked:
    file, folder = tmp_path / "file", tmp_path / "parts"
    file.write_bytes(content)
    folder.mkdir()
    return parts_from(unpack(file, name, folder, seconds), folder)


def test_what_could_not_be_taken_out_is_an_input_with_its_reason(smits: Any) -> None:
    """Four of five are read; the fifth is as loud as any rejected file, and a whole one replaces it."""
    budgets = smits.workspace.inputs / "budgets" / "a" / "b" / "c" / "d" / "e"
    budgets.mkdir(parents=True)
    files = {f"{number}.csv": BUDGET.format(1000 + number).encode() for number in range(5)}
    (budgets / "all.zip").write_bytes(damaged(stored(files), b"1002"))
    found = taken(smits)
    below = "budgets/a/b/c/d/e/all.zip"
    assert {path: item["status"] for path, item in found.items()} == {
        below: "read",
        **{f"{below}/{number}.csv": "read" for number in (0, 1, 3, 4)},
        f"{below}/2.csv": "rejected",
    }
    assert "damaged" in found[f"{below}/2.csv"]["reason"]
    assert found[f"{below}/2.csv"]["part_of"] == found[below]["id"]
    assert "2.csv" in smits("inputs").stdout
    again = smits("retry", found[f"{below}/2.csv"]["id"])
    assert (again.returncode, "drop it again" in again.stderr) == (1, True)
    (budgets / "all.zip").write_bytes(stored(files))
    assert taken(smits)[f"{below}/2.csv"]["status"] == "read"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda content: encrypted(content, 1), "password"),
        (lambda content: damaged(content, b"second"), "damaged"),
        (
            lambda content: content.replace(b"PK\x03\x04", b"PK\x03\x05").replace(b"\x05", b"\x04", 1),
            "damaged",
        ),
    ],
    ids=["encrypted", "checksum", "header"],
)
@pytest.mark.one_engine("opens no record")
def test_one_bad_member_costs_only_itself(
    tmp_path: Path, spoil: Callable[[bytes], bytes], reason: str
) -> None:
    content = stored({"1.txt": b"first one", "2.txt": b"second one", "3.txt": b"third one"})
    inside = unpacked(tmp_path, spoil(content))
    assert inside.parts[0].name == "1.txt"
    assert inside.untaken
    assert all(reason in left.reason for left in inside.untaken)
    names = {part.name for part in inside.parts} | {left.name for left in inside.untaken}
    assert names == {"1.txt", "2.txt", "3.txt"}
    assert {file.name for file in (tmp_path / "parts").iterdir()} == {part.file.name for part in inside.parts}


@pytest.mark.one_engine("opens no record")
def test_files_beyond_the_limit_are_listed_and_counted(tmp_path: Path) -> None:
    """Whoever packs a year of letters must see which ones were left out."""
    count = MAX_PARTS + MAX_UNTAKEN + 7
    inside = unpacked(tmp_path, stored({f"{number}.txt": b"x" for number in range(count)}))
    assert len(inside.parts) == MAX_PARTS
    assert inside.untaken[0].name == f"{MAX_PARTS}.txt"
    assert str(MAX_PARTS) in inside.untaken[0].reason
    assert [left.name for left in inside.untaken[-2:]] == [f"{count - 8}.txt", "(7 more files)"]


@pytest.mark.one_engine("opens no record")
def test_what_is_unpacked_when_time_runs_out_is_kept(tmp_path: Path) -> None:
    """A time limit that ends the process would lose the parts that were whole by then."""
    inside = unpacked(tmp_path, stored({"1.txt": b"x", "2.txt": b"y"}), seconds=0)
    assert (inside.parts, [left.name for left in inside.untaken]) == ((), ["1.txt", "2.txt"])
    assert "too long" in inside.untaken[0].reason


def test_files_too_deep_in_one_another_are_listed(smits: Any) -> None:
    """Beyond four they are not taken out, and not passed over either."""
    content = packed({"FY27.csv": BUDGET.format(5)})
    for number in range(4, 0, -1):
        content = packed({f"{number}.zip": content})
    (smits.workspace.inputs / "budgets" / "0.zip").write_bytes(content)
    found = taken(smits)
    deepest = "budgets/0.zip/1.zip/2.zip/3.zip/4.zip"
    assert found[deepest]["status"] == "read"
    assert found[f"{deepest}/FY27.csv"]["status"] == "rejected"
    assert "innermost" in found[f"{deepest}/FY27.csv"]["reason"]


@pytest.mark.parametrize("name", ["budgets/letter", "budgets/letter.txt2", "budgets/letter.EML"])
@pytest.mark.one_engine("opens no record")
def test_a_mail_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    """Mail programs drag letters out without an ending; a scan that is attached is content, logos are not."""
    message = EmailMessage()
    message["From"], message["Subject"], message["To"] = "a@b.example", "Budget", "c@d.example"
    message["Date"] = "Mon, 01 Mar 2027 08:00:00 +0100"
    message.set_content("See the attachments.\n")
    message.add_attachment(b"\x89PNG\r\nlogo", maintype="image", subtype="png", filename="l.png", cid="<l>")
    message.add_attachment(b"\x89PNG\r\nicon", maintype="image", subtype="png", filename="icon.png")
    untyped = {"maintype": "application", "subtype": "octet-stream"}
    message.add_attachment(b"\x89PNG" * 9_000, **untyped, filename="image001.png", cid="<i>")
    message.add_attachment(b"\x89PNG" * 9_000, maintype="image", subtype="png", filename="scan.png")
    for number in range(25):
        message.add_attachment(b"x", maintype="text", subtype="csv", filename=f"{number}.csv")
    inside = unpacked(tmp_path, message.as_bytes(), name)
    assert [part.name for part in inside.parts] == ["scan.png", *(f"{number}.csv" for number in range(25))]
    assert inside.untaken == ()


def test_a_strangers_attachment_changes_no_decision(smits: Any) -> None:
    """Whatever it is called, and whatever it says of our files: what was in force stays in force."""
    (smits.workspace.inputs / "budgets" / "FY27.csv").write_text(BUDGET.format(1000), encoding="utf-8")
    taken(smits)
    before = smits.json("triggers")
    stated = b'[[facts]]\nfact = "budget"\nperiod = "2027"\ntotal = 1.0\nsource = "budgets/FY27.csv#B2"\n'
    notes = (
        b"---\nfacts:\n  - fact: regulation\n    title: Act\n    jurisdiction: EU\n"
        b"    effective_date: 2027-03-20\n    action: new\n---\nSee attached.\n"
    )
    letter = mail(("FY27.csv.facts.toml", stated), ("plan.toml", stated), ("note.md", notes))
    (smits.workspace.inputs / "budgets" / "letter.eml").write_bytes(letter)
    found = taken(smits)
    assert len(found) >= 4
    read = {entry.data["id"]: entry.data["facts"] for entry in smits.entries("input.read")}
    for path in found:
        if "letter.eml/" in path:
            assert not any(fact["confidence"] == "stated" for fact in read[found[path]["id"]]), path
    assert smits.json("triggers") == before
