"""`smits deliverable comment`: what people remark on sections; it delays neither agreement nor approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    WorkspaceOption,
    acting,
    print_json,
    record_of,
    say,
    view_of,
    workspace_of,
)
from smits_tui.cli.completion import deliverables, sections
from smits_tui.cli.exits import narrate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smits_tui.process.deliverables.comments import SectionComment

CommentArgument = Annotated[str, typer.Argument(metavar="ID", help="The comment, e.g. K1.")]
comment = typer.Typer(
    help="Comment on sections, and answer comments; none delays agreement or approval.", no_args_is_help=True
)


@comment.command("list")
def list_command(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help="Only on this deliverable.", autocompletion=deliverables),
    ] = None,
    workspace: WorkspaceOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """List comments with their answers, and whether the section has changed since."""
    from smits_tui.actions.strategy.deliverables.documents import documents_of, find_document

    opened, wanted = workspace_of(workspace), find_document(kind).kind if kind else None
    documents = documents_of(view_of(opened, as_of).state, opened.settings())
    wanted_documents = [document for document in documents if wanted in (None, document.kind)]
    listed = [comment for document in wanted_documents for comment in document.comments]
    if as_json:
        print_json(comments_json(listed))
    else:
        say_comments(listed, of_deliverable=True)


@comment.command()
def add(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="Deliverable, e.g. strategy-plan.", autocompletion=deliverables),
    ],
    section: Annotated[str, typer.Argument(help="Section, e.g. summary.", autocompletion=sections)],
    text: Annotated[str, typer.Argument(help="The comment.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Comment on a section, submitted or not."""
    from smits_tui.actions.strategy.deliverables.comments import comment_on

    record, who = record_of(workspace_of(workspace)), acting(by, workspace)
    identifier = comment_on(record, kind, section, text, by=who)
    if as_json:
        print_json({"id": identifier})
    else:
        narrate(f"{identifier} is recorded; it delays neither agreement nor approval.")


@comment.command()
def answer(
    identifier: CommentArgument,
    text: Annotated[str, typer.Argument(help="What you answer.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a comment."""
    from smits_tui.actions.strategy.deliverables.comments import answer_comment

    answer_comment(record_of(workspace_of(workspace)), identifier, text, by=acting(by, workspace))
    _done(identifier, "answered", as_json=as_json)


@comment.command()
def resolve(
    identifier: CommentArgument,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Mark a comment as settled."""
    from smits_tui.actions.strategy.deliverables.comments import resolve_comment

    resolve_comment(record_of(workspace_of(workspace)), identifier, by=acting(by, workspace))
    _done(identifier, "resolved", as_json=as_json)


@comment.command()
def reopen(
    identifier: CommentArgument,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Open a resolved comment again."""
    from smits_tui.actions.strategy.deliverables.comments import reopen_comment

    reopen_comment(record_of(workspace_of(workspace)), identifier, by=acting(by, workspace))
    _done(identifier, "reopened", as_json=as_json)


@comment.command()
def withdraw(
    identifier: CommentArgument,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw your own comment; the history keeps it."""
    from smits_tui.actions.strategy.deliverables.comments import withdraw_comment

    withdraw_comment(record_of(workspace_of(workspace)), identifier, by=acting(by, workspace))
    _done(identifier, "withdrawn", as_json=as_json)


def comments_json(comments: Iterable[SectionComment]) -> list[dict[str, object]]:
    """Comments as JSON objects, with the keys that docs/cycle.md explains."""
    return [
        {
            "id": on_section.comment.id,
            "deliverable": on_section.comment.deliverable,
            "section": on_section.comment.section,
            "by": on_section.comment.by,
            "at": on_section.comment.at.isoformat(),
            "text": on_section.comment.text,
            "status": on_section.comment.status,
            "fingerprint": on_section.comment.fingerprint,
            "changed_since": on_section.is_changed,
            "answers": on_section.comment.answers,
            "settled": on_section.comment.settled,
        }
        for on_section in comments
    ]


def say_comments(comments: Iterable[SectionComment], *, of_deliverable: bool = False) -> None:
    """Print comments, each with its answers below it.

    Args:
        comments: those to print.
        of_deliverable: whether to name the deliverable as well as the section.
    """
    from smits_tui.presentation.comment_sentences import answer_sentence, comment_sentence

    for on_section in comments:
        where = on_section.comment.path if of_deliverable else on_section.comment.section
        say(f"{on_section.comment.id} on {where}: {comment_sentence(on_section)}")
        for reply in on_section.comment.answers:
            say(f"  {answer_sentence(reply)}")


def _done(identifier: str, word: str, *, as_json: bool) -> None:
    name = identifier.strip().upper()
    if as_json:
        print_json({"id": name, "done": word})
    else:
        narrate(f"{name} is {word}.")
