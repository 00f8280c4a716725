"""Comments by the command line: what one person writes, another one reads back and answers."""

from __future__ import annotations

from typing import Any

SECTION = ("mission-and-vision", "mission")


def test_a_comment_is_made_read_back_answered_and_resolved(smits: Any) -> None:
    smits("deliverable", "write", *SECTION, "--text", "We keep the light on.", "--by", "kim")
    assert smits.json("deliverable", "comment", "add", *SECTION, "Which [b]light[/b]?", "--by", "tom") == {
        "id": "K1"
    }
    smits("deliverable", "comment", "answer", "k1", "That of the portal.", "--by", "kim")
    smits("deliverable", "write", *SECTION, "--text", "We keep the portal up.", "--by", "kim")
    shown = smits.json("deliverable", "show", SECTION[0])
    (comment,) = shown["comments"]
    assert shown["open_comments"] == 1
    assert [comment] == smits.json("deliverable", "comment", "list", SECTION[0])
    names = ("id", "section", "by", "text", "status", "changed_since", "settled")
    assert {name: comment[name] for name in names} == {
        "id": "K1",
        "section": "mission",
        "by": "tom",
        "text": "Which [b]light[/b]?",
        "status": "open",
        "changed_since": True,
        "settled": None,
    }
    assert [(one["by"], one["text"]) for one in comment["answers"]] == [("kim", "That of the portal.")]
    text = smits("deliverable", "show", SECTION[0]).stdout
    assert "Which [b]light[/b]? (the section has changed since)" in text
    assert "kim, " in text
    assert smits.json("deliverable", "comment", "resolve", "K1", "--by", "kim") == {
        "id": "K1",
        "done": "resolved",
    }
    refused = smits("deliverable", "comment", "answer", "K1", "More.", "--by", "tom")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "K1 is resolved; reopen it to answer." in refused.stderr
    assert smits.json("deliverable", "show", SECTION[0])["open_comments"] == 0
