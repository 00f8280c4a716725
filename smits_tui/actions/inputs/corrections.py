"""Corrections of facts: a wrong field, a wrong fact, a missing fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError

from smits_rules.vocabulary import FACT_TYPES, RECORDED, Fact, fact_from
from smits_rules.vocabulary.kinds.sidecars import described_by
from smits_rules.vocabulary.suggestions import nearest
from smits_tui.actions.concurrent_change import ChangedMeanwhile
from smits_tui.actions.inputs.lookup import find_input
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import FactsCorrected
from smits_tui.process.state import Input, State

OWN_FIELDS = ("fact", "source", "quote", "confidence")
"""Fields about a fact's source, which can't be corrected."""


def correct(
    record: Record,
    identifier: str,
    *,
    by: str,
    reason: str,
    action: Literal["change", "add", "remove"],
    fact: str,
    subject: str = "",
    values: Mapping[str, object] | None = None,
    opened: Mapping[str, Any] | None = None,
) -> Fact | None:
    """Correct the facts of an input.

    Args:
        record: the record that receives the correction.
        identifier: of the input.
        by: the person who corrects.
        reason: may be empty.
        action: change fields of a fact, add one that was not read, or remove a wrong one.
        fact: its type.
        subject: its subject, if the input states several facts of the type.
        values: field -> value; an empty text stands for the field's default.
        opened: the fact as JSON when the form was opened; None changes it in any case.

    Returns:
        The corrected fact; None for a removed one.

    Raises:
        ActionRefused: there is no such input, fact or field, or a value is invalid.
        ChangedMeanwhile: somebody corrected one of the fields since the fact was opened.
    """
    made: list[Fact | None] = [None]

    def decide(state: State) -> list[FactsCorrected]:
        item = _input(state, identifier)
        kind = _kind(fact)
        typed = _typed(kind, values or {})
        common = {"id": item.id, "action": action, "fact": fact, "reason": reason.strip()}
        if action == "add":
            new = _checked(
                {**typed, "fact": fact, "source": f"{item.path}#corrected by {by}", "confidence": "stated"}
            )
            if not new.model_dump(exclude_defaults=True, exclude={*OWN_FIELDS}):
                raise ActionRefused("Fill in at least one field: a correction needs one.")
            made[0] = new
            data = new.model_dump(mode="json")
            return [FactsCorrected(**common, match=_match(kind, data), after=data)]
        corrected_fact = _the_fact(item, fact, subject)
        if action == "remove":
            return [FactsCorrected(**common, match=_match(kind, corrected_fact))]
        if not typed:
            raise ActionRefused("Name the field to change, e.g. --set total=880000.")
        _check_unchanged(item, corrected_fact, opened, typed)
        new = _checked({**corrected_fact, **typed, "confidence": "stated"})
        made[0] = new
        data = new.model_dump(mode="json")
        after = {name: data[name] for name in (*typed, "confidence")}
        before = {name: corrected_fact.get(name) for name in typed}
        return [FactsCorrected(**common, match=_match(kind, corrected_fact), before=before, after=after)]

    record.commit(by, decide)
    return made[0]


def _input(state: State, identifier: str) -> Input:
    item = find_input(state, identifier)
    if item.status == "copy":
        raise ActionRefused(f"{item.id} is a copy of {item.copy_of}; correct that one.")
    if item.status == "sidecar":
        raise ActionRefused(f"{item.id} states facts of {described_by(item.path)}; correct that file.")
    if item.status == "received":
        raise ActionRefused(f"{item.id} has not been read yet; wait until it is.")
    return item


def _kind(fact: str) -> type[Fact]:
    kind = RECORDED.get(fact)
    if kind is None:
        derived = (
            " It is derived from other facts; correct those."
            if fact in FACT_TYPES
            else _did_you_mean(fact, RECORDED)
        )
        raise ActionRefused(f"'{fact}' is not a fact that inputs state.{derived}")
    return kind


def _typed(kind: type[Fact], values: Mapping[str, object]) -> dict[str, Any]:
    """The typed values; the field's default for an empty text."""
    typed: dict[str, Any] = {}
    for name, value in values.items():
        field = kind.model_fields.get(name)
        if field is None or name in OWN_FIELDS:
            fields = [field_name for field_name in kind.model_fields if field_name not in OWN_FIELDS]
            raise ActionRefused(f"The fact has no field '{name}'.{_did_you_mean(name, fields)}")
        typed[name] = field.get_default() if value == "" else value
    return typed


def _checked(data: dict[str, Any]) -> Fact:
    try:
        return fact_from(data)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ActionRefused(f"'{field}' is not allowed: {str(first['msg']).lower()}.") from error


def _the_fact(item: Input, fact: str, subject: str) -> dict[str, Any]:
    """The fact with a type and subject.

    Raises:
        ActionRefused: there is none, or more than one.
    """
    of_type = [candidate for candidate in item.facts if candidate.get("fact") == fact]
    if not of_type:
        raise ActionRefused(f"{item.id} states no {fact}; use `--add` to add a missing fact.")
    meant = [
        candidate
        for candidate in of_type
        if not subject or _subject_of(candidate).casefold() == subject.casefold()
    ]
    if len(meant) != 1:
        subjects = ", ".join(f"'{_subject_of(candidate)}'" for candidate in of_type[:10])
        raise ActionRefused(
            f"{item.id} states {len(of_type)} of {fact}; choose one with --subject: {subjects}."
        )
    return meant[0]


def _subject_of(data: Mapping[str, Any]) -> str:
    """The subject of a recorded fact; also of an invalid one, so that it can be corrected."""
    try:
        return fact_from(dict(data)).case_subject
    except ValidationError:
        fields = RECORDED[str(data["fact"])].subject_fields
        return " / ".join(str(data[name]) for name in fields if data.get(name))


def _check_unchanged(
    item: Input, current: Mapping[str, Any], opened: Mapping[str, Any] | None, typed: Mapping[str, Any]
) -> None:
    """Refuse to correct a field that somebody else has corrected since the form was opened."""
    clashing = [name for name in typed if opened is not None and current.get(name) != opened.get(name)]
    if clashing:
        theirs = ", ".join(f"{name} is '{current.get(name)}'" for name in clashing)
        raise ChangedMeanwhile(f"the {current['fact']} of {item.id}", "", None, theirs, now_is=theirs)


def _match(kind: type[Fact], data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data.get(name) for name in kind.subject_fields}


def _did_you_mean(word: str, names: Any) -> str:
    best = nearest(word, names)
    return f" Did you mean '{best}'?" if best else ""
