"""The orders in which inputs and questions can be listed."""

from __future__ import annotations

import datetime as dt

from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import SortOrder


def _path(view: View, key: str) -> str:
    """The name of a folder or the path of a file, without regard to case."""
    item = view.state.input(key)
    return item.path.casefold() if item else key


def _count(view: View, key: str) -> int:
    """How many files a folder has, or which version a file is."""
    item = view.state.input(key)
    return item.version if item else len(view.files[key])


def _last(view: View, key: str) -> dt.datetime | None:
    """When a file came, or the newest of a folder."""
    item = view.state.input(key)
    return item.received_at if item else view.folders[key].last


def _asked(view: View, key: str) -> int:
    """How many questions are open about a file, or files of a folder have some."""
    folder = view.folders.get(key)
    if folder:
        return folder.in_doubt - folder.not_understood
    return len(view.state.questions(of=key))


def _status(view: View, key: str) -> tuple[int, str]:
    """What is grave before what is not: of a folder, whether something was not understood or rejected."""
    item, folder = view.state.input(key), view.folders.get(key)
    if item:
        return (item.outcome == "understood", item.outcome)
    return (not (folder and (folder.not_understood or folder.rejected or folder.in_doubt)), key)


def _text_of(view: View, key: str) -> str:
    """What is asked or was answered, or the path of the file."""
    question, item, answer = view.state.question(key), view.state.input(key), view.state.answer(key)
    return question.text if question else item.path if item else answer.text if answer else ""


def _asked_at(view: View, key: str) -> dt.datetime | None:
    """When it was asked or answered, or when the file came."""
    question, item, answer = view.state.question(key), view.state.input(key), view.state.answer(key)
    return question.asked_at if question else item.received_at if item else answer.at if answer else None


INPUT_ORDERS = (
    SortOrder(0, "in the order of the folders"),
    SortOrder(0, "by name", _path),
    SortOrder(1, "most files first", _count, descending=True),
    SortOrder(2, "newest first", _last, descending=True),
    SortOrder(2, "oldest first", _last),
    SortOrder(3, "most questions first", lambda view, key: _asked(view, key) or None, descending=True),
    SortOrder(4, "by status", _status),
)
"""Of folders, and of the files within each."""
QUESTION_ORDERS = (
    SortOrder(1, "as they came"),
    SortOrder(1, "newest first", lambda _, key: int(key[1:]), descending=True),
    SortOrder(2, "by text", _text_of),
    SortOrder(3, "oldest first", _asked_at),
)
"""Of questions and answers, and of the files that were not understood."""
