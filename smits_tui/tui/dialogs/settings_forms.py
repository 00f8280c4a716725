"""The forms for people, calendar and organisation: what stands in smits.toml, typed as in the set-up."""

from __future__ import annotations

from collections.abc import Mapping

from smits_rules.vocabulary import DELIVERABLE_KINDS
from smits_tui.actions.drafts import FieldValue
from smits_tui.actions.setup.settings_change import (
    Edit,
    calendar_set,
    change_settings,
    organisation_set,
    person_set,
)
from smits_tui.presentation.setup.answers import organisation_of, parts_of, stakeholder_of, topics_of
from smits_tui.presentation.setup.location import jurisdictions_of
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.presentation.typed_numbers import typed_number
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.settings import Stakeholder
from smits_tui.tui.dialogs.forms.fields import Field
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.host import Host


def person_form(smits: Host, person: Stakeholder | None) -> Form:
    """The form of a person who must agree; None adds one."""
    fields = [
        Field("name", "Name", person.name if person else ""),
        Field("role", "Role (optional)", person.role if person else ""),
        Field("email", "E-mail (optional)", person.email if person else ""),
        Field("logins", "Logins that act as this person, e.g. kim, kim@host (optional)", _joined(person)),
    ]

    def edit_of(values: Mapping[str, FieldValue]) -> tuple[str, Edit]:
        others = [other for other in smits.view.settings.stakeholders if other is not person]
        entered = stakeholder_of(str(values["name"]), str(values["role"]), str(values["email"]), others)
        written = {"name": entered.name, "role": entered.role, "email": entered.email}
        return entered.name, person_set(
            person.name if person else None, written, parts_of(str(values["logins"]))
        )

    def take(values: Mapping[str, FieldValue]) -> str:
        name, edit = edit_of(values)
        done = "changed" if person else "added"
        _change(smits, edit, f"{name} was {done}")
        return f"{name} is {done}."

    title = f"Change {person.name}" if person else "Add a person who must agree"
    return Form(title, fields, take, edit_of, smits.draft(f"person {person.name if person else 'new'}"))


def calendar_form(smits: Host) -> Form:
    """The form of the months between two reviews, and of the days by which deliverables are due."""
    settings, today = smits.view.settings, smits.view.state.today
    fields = [
        Field("months", "Months between two reviews", str(settings.calendar.review_every_months)),
        *(
            Field(kind, f"{DOCUMENTS[kind].title} is due on (optional)", str(settings.due.get(kind, "")))
            for kind in DELIVERABLE_KINDS
        ),
    ]

    def edit_of(values: Mapping[str, FieldValue]) -> Edit:
        typed = {kind: str(values[kind]).strip() for kind in DELIVERABLE_KINDS}
        due = {str(kind): typed_date(text, today) if text else None for kind, text in typed.items()}
        return calendar_set(round(typed_number(str(values["months"]))), due)

    def take(values: Mapping[str, FieldValue]) -> str:
        _change(smits, edit_of(values), "the calendar was changed")
        return "The calendar is changed."

    return Form("Calendar", fields, take, edit_of, smits.draft("calendar"))


def organisation_form(smits: Host) -> Form:
    """The form of the organisation: its name, where it is bound, what concerns it, and its money."""
    settings = smits.view.settings
    fields = [
        Field("organisation", "Name of the organisation", settings.organisation),
        Field(
            "jurisdictions", "Countries whose regulations bind it, and EU", ", ".join(settings.jurisdictions)
        ),
        Field("topics", "Topics of regulations that concern it (optional)", ", ".join(settings.topics)),
        Field("also_known_as", "Other names of it in files (optional)", ", ".join(settings.also_known_as)),
        Field(
            "parties",
            "Customers, competitors and partners whose deals concern it (optional)",
            ", ".join(settings.parties),
        ),
        Field("currency", "Currency, e.g. EUR (optional)", settings.currency),
        Field(
            "fiscal_year_start",
            "Month in which the fiscal year begins, 1 to 12",
            str(settings.fiscal_year_start),
        ),
    ]

    def edit_of(values: Mapping[str, FieldValue]) -> Edit:
        return organisation_set(
            {
                "organisation": organisation_of(str(values["organisation"])),
                "jurisdictions": jurisdictions_of(str(values["jurisdictions"])),
                "topics": topics_of(str(values["topics"])),
                "also_known_as": parts_of(str(values["also_known_as"])),
                "parties": parts_of(str(values["parties"])),
                "currency": str(values["currency"]).strip().upper(),
                "fiscal_year_start": round(typed_number(str(values["fiscal_year_start"]))),
            }
        )

    def take(values: Mapping[str, FieldValue]) -> str:
        _change(smits, edit_of(values), "the organisation was changed")
        return "The settings are changed; the rules look at all inputs again."

    return Form("Organisation", fields, take, edit_of, smits.draft("organisation"))


def _joined(person: Stakeholder | None) -> str:
    return ", ".join(person.logins) if person else ""


def _change(smits: Host, edit: Edit, reason: str) -> None:
    change_settings(smits.workspace, smits.record, edit, by=smits.person, reason=reason)
