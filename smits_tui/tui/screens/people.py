"""People: who must agree, with role and logins; adding, changing and removing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.setup.settings_change import change_settings, person_removed
from smits_tui.settings import Stakeholder
from smits_tui.tui.dialogs.settings_forms import person_form
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.list_screen import SORT, ListScreen, SortOrder
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_tui.tui.widgets.list_view import Cells


class PeopleScreen(ListScreen):
    """The stakeholders of smits.toml, and what waits for each."""

    TITLE_OF_HELP: ClassVar[str] = "People"
    HELP_TEXT: ClassVar[str] = (
        "The people who must agree, as smits.toml names them. `n` adds a person, `e` changes one, `x` "
        "removes one; what a person agreed to stays in the record. Beside the list: what waits for the "
        "person. Escape goes back."
    )
    CHANGES = frozenset({"new", "edit", "remove"})
    DETAIL_TITLE = "Person"
    COLUMNS = (("name", None), ("role", 20), ("logins", 14, 70))
    ORDERS = (
        SortOrder(0, "as in smits.toml"),
        SortOrder(0, "by name", lambda _, key: key.casefold()),
        SortOrder(1, "by role", lambda view, key: _person(view, key).role.casefold() or None),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", tooltip="Add a person who must agree"),
        Binding("e", "edit", "Change", tooltip="Change the person"),
        Binding("x", "remove", "Remove", tooltip="Remove the person, with a reason"),
        SORT,
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter by words"),
        Binding("escape", "back", "Back"),
    ]

    def keys(self, view: View) -> Sequence[str]:
        """All people."""
        return [person.name for person in view.settings.stakeholders]

    def cells(self, view: View, key: str) -> Cells:
        """Name, role and logins."""
        person = _person(view, key)
        return text(person.name), text(person.role, QUIET), text(", ".join(person.logins), QUIET)

    def head(self, view: View, about: str) -> tuple[str, str]:
        """How many must agree, and how many of them are enough."""
        quorum = view.settings.agreement.quorum_pct
        return f"people · {len(self._all)}{about}", f"{quorum:g} % of them must agree"

    def detail(self, view: View, key: str | None) -> Content:
        """A person with what waits for her."""
        if key is None:
            return text("No stakeholder is named yet; press n to add one.", QUIET)
        person = _person(view, key)
        tasks = [task for task in view.open_tasks(person.name).mine if task.is_for(person.name)]
        fields = [("role", person.role), ("e-mail", person.email), ("logins", ", ".join(person.logins))]
        fields.append(("confirmed by", "a passphrase" if person.passphrase else ""))
        return lines(
            text(person.name, "bold"),
            *(text(f"{name}: {value}") for name, value in fields if value),
            Content(""),
            text("What waits for this person", "bold $text-primary"),
            *([text(f"· {task.what}") for task in tasks] or [text("nothing", QUIET)]),
        )

    def action_new(self) -> None:
        """Add a person."""
        self._check()
        self.ask_form(person_form(self.smits, None))

    def action_edit(self) -> None:
        """Change the person under the cursor."""
        self._check()
        self.ask_form(person_form(self.smits, _person(self.smits.view, self._chosen())))

    def action_remove(self) -> None:
        """Ask before the person under the cursor is removed."""
        self._check()
        smits, name = self.smits, self._chosen()

        def act() -> str:
            change_settings(
                smits.workspace,
                smits.record,
                person_removed(name),
                by=smits.person,
                reason=f"{name} was removed",
            )
            return f"{name} is removed."

        follows = f"{name} is no longer asked to agree; what {name} agreed to until now stays in the record."
        self.confirm(f"Remove {name}?", follows, "Remove", act)

    def _check(self) -> None:
        """Refuse in a browser: whoever sits there acts under the name of the person who serves."""
        if self.smits.served:
            raise ActionRefused("Change the people on the machine itself, in the terminal or in smits.toml.")

    def _chosen(self) -> str:
        if self.current is None:
            raise ActionRefused("There is nobody here; press n to add a person.")
        return self.current


def _person(view: View, name: str) -> Stakeholder:
    """A person who is listed."""
    return next(person for person in view.settings.stakeholders if person.name == name)
