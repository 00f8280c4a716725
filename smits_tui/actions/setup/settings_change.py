"""Changes smits.toml, keeping its comments, and records the new settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from smits_tui.actions.session import ActionRefused, record_settings
from smits_tui.ledger.record import Record
from smits_tui.settings import SettingsError, load_settings
from smits_tui.whole_file import PRIVATE, written_aside
from smits_tui.workspace import Workspace

Edit = Callable[[tomlkit.TOMLDocument], None]


def change_settings(workspace: Workspace, record: Record, edit: Edit, *, by: str, reason: str) -> None:
    """Change smits.toml in one step and record what is in force then.

    Args:
        workspace: whose settings.
        record: the new settings are recorded in it, without addresses of messages and passphrases.
        edit: changes the document.
        by: who changes them.
        reason: recorded with them.

    Raises:
        ActionRefused: the file would be as it is.
        SettingsError: it is no valid TOML, or would not be valid settings; nothing was changed.
        OSError: it can't be written; nothing was changed.
    """
    rewrite_settings(workspace.settings_file, edit)
    record_settings(record, workspace, by, reason)


def rewrite_settings(file: Path, edit: Edit) -> None:
    """Change smits.toml in one step, durably, and record nothing.

    Args:
        file: smits.toml.
        edit: changes the document.

    Raises:
        ActionRefused: the file would be as it is.
        SettingsError: it is no valid TOML, or would not be valid settings; nothing was changed.
        OSError: it can't be written; nothing was changed.
    """
    before = file.read_text(encoding="utf-8")
    try:
        document = tomlkit.parse(before)
    except TOMLKitError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}.") from error
    edit(document)
    after = tomlkit.dumps(document)
    if after == before:
        raise ActionRefused("Nothing was changed.")

    def check(temporary: Path) -> None:
        try:
            load_settings(temporary)
        except SettingsError as error:
            raise SettingsError(str(error).replace(str(temporary), file.name)) from error

    # It may hold addresses with passwords: only its owner may read it.
    with written_aside(file, mode=PRIVATE, durable=True, check=check) as out:
        out.write(after.encode())


def person_set(before: str | None, fields: Mapping[str, str], logins: Sequence[str]) -> Edit:
    """An edit that adds a stakeholder, or changes one.

    Args:
        before: the name of the stakeholder that is changed; None adds one.
        fields: `name`, `role` and `email`; blank ones are left out of the file.
        logins: the logins that act as this person.
    """

    def edit(document: tomlkit.TOMLDocument) -> None:
        people = _people(document)
        others = [other["name"] for other in people if other["name"] != before]
        if fields["name"].casefold() in {str(name).casefold() for name in others}:
            raise ActionRefused(f"There is already a person named {fields['name']}.")
        person = next((other for other in people if other["name"] == before), None)
        if person is None:
            if before is not None:
                raise ActionRefused(f"{before} is not in smits.toml any more.")
            person = tomlkit.table()
            people.append(person)
        _put(person, {**fields, "logins": list(logins)})

    return edit


def person_removed(name: str) -> Edit:
    """An edit that removes a stakeholder; earlier agreements of this person stay in the record."""

    def edit(document: tomlkit.TOMLDocument) -> None:
        people = _people(document)
        index = next((index for index, person in enumerate(people) if person["name"] == name), None)
        if index is None:
            raise ActionRefused(f"{name} is not in smits.toml any more.")
        del people[index]
        if not len(people):
            del document["stakeholders"]

    return edit


def calendar_set(months: int, due: Mapping[str, dt.date | None]) -> Edit:
    """An edit that sets the months between two reviews, and the days by which deliverables are due."""

    def edit(document: tomlkit.TOMLDocument) -> None:
        calendar = document.setdefault("calendar", tomlkit.table())
        if calendar.get("review_every_months") != months:
            calendar["review_every_months"] = months
        days = {kind: day for kind, day in due.items() if day}
        days_in_file = calendar.get("due")
        if days_in_file is None and days:
            calendar["due"] = days_in_file = tomlkit.table()
        if days_in_file is not None:
            _put(days_in_file, due)
            if not len(days_in_file):
                del calendar["due"]

    return edit


def organisation_set(values: Mapping[str, Any]) -> Edit:
    """An edit that sets keys at the top of smits.toml, e.g. `currency`; empty values are left out."""

    def edit(document: tomlkit.TOMLDocument) -> None:
        _put(document, values)

    return edit


def _people(document: tomlkit.TOMLDocument) -> Any:
    """The table of stakeholders, created if necessary."""
    if "stakeholders" not in document:
        document["stakeholders"] = tomlkit.aot()
    return document["stakeholders"]


def _put(table: Any, values: Mapping[str, Any]) -> None:
    """Set what differs, so that comments and formatting of the rest stay; blank values go."""
    for name, value in values.items():
        if value in ("", None, [], (), {}):
            if name in table:
                del table[name]
        elif name not in table or table[name] != value:
            table[name] = list(value) if isinstance(value, tuple) else value
