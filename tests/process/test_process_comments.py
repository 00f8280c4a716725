"""Comments on sections: about the text that was there, for everybody to answer, and never in the way."""

from __future__ import annotations

from typing import Any

import pytest

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement import agreement
from smits_tui.actions.strategy.cycle import open_cycle
from smits_tui.actions.strategy.deliverables.comments import (
    answer_comment,
    comment_on,
    reopen_comment,
    resolve_comment,
    withdraw_comment,
)
from smits_tui.actions.strategy.deliverables.documents import documents_of
from smits_tui.actions.strategy.deliverables.sections import write_section
from smits_tui.actions.strategy.deliverables.submission import approve, submit
from smits_tui.actions.strategy.export import document_file
from smits_tui.ledger.engines import open_ledger
from smits_tui.ledger.record import Record
from smits_tui.presentation.entry_sentences import sentence_of
from smits_tui.presentation.record_search import findables
from smits_tui.process.deliverables.comments import SectionComment
from smits_tui.settings import Settings, Stakeholder
from smits_tui.workspace import Workspace

KIND = "mission-and-vision"
SETTINGS = Settings(
    organisation="Acme", stakeholders=tuple(Stakeholder(name=name) for name in ("Mara", "Tom"))
)


@pytest.fixture
def submitted(record: Record, workspace: Workspace) -> Record:
    """A mission and vision that the stakeholders are asked to agree to."""
    open_cycle(record, by="kim", reason="the first one")
    write_section(record, KIND, "mission", "We keep the light on.", by="kim")
    write_section(record, KIND, "vision", "Nobody waits.", by="kim")
    submit(record, workspace, KIND, by="kim")
    return record


def comments(record: Record) -> tuple[SectionComment, ...]:
    return next(
        document for document in documents_of(record.state, SETTINGS) if document.kind == KIND
    ).comments


def exported(record: Record, workspace: Workspace) -> str:
    return document_file(record.state, workspace, SETTINGS, KIND, "md", None).decode()


def test_an_open_comment_delays_nothing_and_is_in_no_approved_document(
    submitted: Record, workspace: Workspace
) -> None:
    assert comment_on(submitted, KIND, "mission", "Which *light*?", by="Tom") == "K1"
    answer_comment(submitted, "k1", "That of the portal.", by="kim")
    text = exported(submitted, workspace)
    assert "## Comments" in text
    assert "**K1** Tom, 10 March 2027: Which \\*light\\*?" in text
    assert "kim, 10 March 2027: That of the portal." in text
    for name in ("Mara", "Tom"):
        agreement.agree(submitted, SETTINGS, KIND, by=name)
    done = approve(submitted, workspace, SETTINGS, KIND, by="Mara")
    assert done.status == "approved"
    assert [comment.is_open for comment in comments(submitted)] == [True]
    assert "Comments" not in exported(submitted, workspace)
    assert "Which" not in (workspace.deliverables / f"{KIND}.md").read_text(encoding="utf-8")


def test_a_comment_says_so_when_its_section_is_another_one_now(submitted: Record) -> None:
    """By what its author saw, even if somebody saved a change while the comment was written."""
    seen = submitted.state.versions_of(KIND)[-1].sections["mission"]
    comment_on(submitted, KIND, "mission", "Which light?", by="Tom")
    comment_on(submitted, KIND, "vision", "Good.", by="Tom")
    assert [comment.is_changed for comment in comments(submitted)] == [False, False]
    write_section(submitted, KIND, "mission", "We keep the portal up.", by="kim")
    comment_on(submitted, KIND, "mission", "Which one?", by="Mara", shown=seen)
    comment_on(submitted, KIND, "mission", "Better.", by="Mara")
    changed = {comment.comment.text: comment.is_changed for comment in comments(submitted)}
    assert changed == {"Which light?": True, "Which one?": True, "Better.": False, "Good.": False}
    write_section(submitted, KIND, "mission", "We keep the light on.", by="kim")
    changed = {comment.comment.text: comment.is_changed for comment in comments(submitted)}
    assert changed == {"Which light?": False, "Which one?": False, "Better.": True, "Good.": False}


def test_a_comment_is_resolved_reopened_and_withdrawn_and_history_tells_it(
    submitted: Record, workspace: Workspace
) -> None:
    first = submitted.seq
    comment_on(submitted, KIND, "mission", "Which light?", by="Tom")
    resolve_comment(submitted, "K1", by="kim")
    with pytest.raises(ActionRefused, match="reopen it to answer"):
        answer_comment(submitted, "K1", "This one.", by="Mara")
    with pytest.raises(ActionRefused, match="already resolved by kim"):
        resolve_comment(submitted, "K1", by="Mara")
    reopen_comment(submitted, "K1", by="Tom")
    with pytest.raises(ActionRefused, match="open already"):
        reopen_comment(submitted, "K1", by="Tom")
    answer_comment(submitted, "K1", "That of the portal.", by="Mara")
    (found,) = [findable for findable in findables(submitted.state) if findable.has(["light?"])]
    assert (found.area, found.key) == ("deliverables", f"{KIND}/mission")
    with pytest.raises(ActionRefused, match="Tom made K1"):
        withdraw_comment(submitted, "K1", by="kim")
    withdraw_comment(submitted, "K1", by="Tom")
    assert comments(submitted) == ()
    with pytest.raises(ActionRefused, match="withdrawn by Tom"):
        reopen_comment(submitted, "K1", by="Tom")
    entries = [entry for entry in open_ledger(workspace).read() if entry.seq > first]
    told = [sentence_of(entry, submitted.state) for entry in entries]
    where = "“Mission of the mission and vision”"
    assert told == [
        f"commented on {where} (K1): Which light?",
        f"resolved the comment K1 on {where}: Which light?",
        f"reopened the comment K1 on {where}: Which light?",
        f"answered the comment K1 on {where}: That of the portal.",
        f"withdrew the comment K1 on {where}: Which light?",
    ]


@pytest.mark.parametrize(
    ("section", "text", "refusal"),
    [
        ("misson", "Why?", "did you mean 'mission'"),
        ("mission", "  ", "Say what you think"),
        ("mission", "x" * 20_001, "at most 20,000 characters"),
    ],
)
def test_what_is_no_comment_is_refused(submitted: Record, section: str, text: str, refusal: str) -> None:
    before: Any = submitted.seq
    with pytest.raises(ActionRefused, match=refusal):
        comment_on(submitted, KIND, section, text, by="Tom")
    with pytest.raises(ActionRefused, match="no comment 'K9'"):
        answer_comment(submitted, "K9", "Yes.", by="Tom")
    assert submitted.seq == before
