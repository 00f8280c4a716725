"""Agreeing, objecting, answering and delegating: what stakeholders do on the Deliverables screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from smits_tui.actions.drafts import FieldValue
from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement import agreement, delegation, identity, objections
from smits_tui.actions.strategy.deliverables.publication import currency_of, text_of
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.process.deliverables.content import content_of, fingerprints
from smits_tui.process.deliverables.gates import newest_version
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.forms.fields import Field
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.list_screen import ListScreen
from smits_tui.tui.screens.strategy.document_viewer import DocumentViewerScreen


class AgreementScreen(ListScreen):
    """A list whose rows are documents (`strategy-plan`) and sections (`strategy-plan/position`)."""

    @property
    def chosen(self) -> tuple[str, str]:
        """The document under the cursor, and its section; blank for the document itself."""
        kind, _, name = (self.current or "").partition("/")
        return kind, name

    def action_agree(self) -> None:
        """Agree to the section that is shown; for a document, show its text first."""
        kind, name = self.chosen
        if not name:
            self.show_document(kind)
            return
        self._as_whom(lambda *who: self._ask_to_agree(kind, (name,), *who))

    def show_document(self, kind: str) -> None:
        """Show the text of a document; the submitted version can be agreed to there."""
        state = self.smits.view.state
        newest = newest_version(state, kind)
        is_submitted = newest is not None and newest.sections == fingerprints(state, kind)
        number = newest.version if newest and is_submitted else len(state.versions_of(kind)) + 1
        currency = currency_of(self.smits.view.settings)
        shown = text_of(state, kind, number, currency, draft=not is_submitted)
        agree: Callable[[], None] | None = None
        if is_submitted:

            def agree() -> None:
                self._as_whom(lambda *who: self._ask_to_agree(kind, (), *who))

        self.app.push_screen(DocumentViewerScreen(shown, agree))

    def _ask_to_agree(self, kind: str, sections: tuple[str, ...], stakeholder: str, passphrase: str) -> None:
        """Ask for confirmation before agreeing to the sections, or to all of this person's if empty."""
        smits, title = self.smits, DOCUMENTS[kind].title.lower()
        wanted = agreement.check_agreement(
            smits.record.state,
            smits.view.settings,
            kind,
            by=smits.person,
            stakeholder=stakeholder,
            sections=sections,
        )
        names = self._titles(kind, wanted.sections)

        def act() -> str:
            agreement.agree(
                smits.record,
                smits.view.settings,
                kind,
                by=smits.person,
                stakeholder=stakeholder,
                sections=tuple(wanted.sections),
                passphrase=passphrase,
            )
            return f"{stakeholder} agrees to {names} of the {title}."

        follows = (
            f"{stakeholder} agrees to {names} of version {wanted.version} as it is shown. "
            "U withdraws it until the version is approved."
        )
        self.confirm(f"Agree to the {title}?", follows, "Agree", act)

    def action_withdraw_agreement(self) -> None:
        """Withdraw the agreement to the document or section under the cursor."""
        kind, name = self.chosen

        def withdraw(stakeholder: str, passphrase: str) -> None:
            withdrawn = agreement.withdraw_agreement(
                self.smits.record,
                self.smits.view.settings,
                kind,
                by=self.smits.person,
                stakeholder=stakeholder,
                sections=(name,) if name else (),
                passphrase=passphrase,
            )
            self.done(f"{stakeholder} no longer agrees to {self._titles(kind, withdrawn)}.")

        self._as_whom(withdraw)

    def _titles(self, kind: str, names: Iterable[str]) -> str:
        """The titles of sections, e.g. `'Mission' and 'Vision'`."""
        titles = {section.name: section.title for section in content_of(self.smits.view.state, kind)}
        quoted = [f"'{titles.get(name, name)}'" for name in names]
        return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))

    def action_object(self) -> None:
        """Ask for the reason, and object to the section."""
        kind, name = self.chosen
        if not name:
            raise ActionRefused("Choose a section; say which section you object to.")

        def ask(stakeholder: str, passphrase: str) -> None:
            def answer(words: str) -> None:
                smits = self.smits
                objections.object_to(
                    smits.record,
                    smits.view.settings,
                    kind,
                    name,
                    words,
                    by=smits.person,
                    stakeholder=stakeholder,
                    passphrase=passphrase,
                )

            question = Prompt(
                "Object",
                f"To {self._titles(kind, (name,))}",
                "what is wrong",
                "Object",
                answer,
                draft=self.smits.draft(f"object {kind}/{name}"),
            )
            self.ask(question, "The objection is recorded; it must be answered before approval.")

        self._as_whom(ask)

    def action_answer(self) -> None:
        """Choose an objection to the document, and answer it."""
        kind, _ = self.chosen
        waiting = [
            candidate for candidate in self.smits.view.state.objections(kind) if candidate.answer is None
        ]
        if not waiting:
            raise ActionRefused("No objection to this document is waiting for an answer.")

        def ask(identifier: str | None) -> None:
            objection = next((candidate for candidate in waiting if candidate.id == identifier), None)
            if objection is None:
                return

            def answer(words: str) -> None:
                objections.answer(self.smits.record, objection.id, words, by=self.smits.person)

            about = f"{objection.stakeholder}: {objection.text}"
            hint = "what was changed, or why nothing was"
            self.ask(
                Prompt(
                    f"Answer {objection.id}",
                    about,
                    hint,
                    "Answer",
                    answer,
                    draft=self.smits.draft(f"answer {objection.id}"),
                ),
                f"{objection.id} is answered.",
            )

        options = [
            (candidate.id, f"{candidate.id} {self._titles(kind, (candidate.section,))}: {candidate.text}")
            for candidate in waiting
        ]
        self._choose("Which objection?", options, ask)

    def action_delegate(self) -> None:
        """Ask for a delegate, and until when."""
        self._confirmed(self._ask_for_delegate)

    def _ask_for_delegate(self, passphrase: str) -> None:
        smits = self.smits
        people = [(stakeholder.name, stakeholder.name) for stakeholder in smits.view.settings.stakeholders]
        fields = [
            Field("name", "Who agrees and objects on your behalf; leave empty to end it", "", "text", people),
            Field("until", "The last day, e.g. +14", "+14"),
        ]

        def take(values: Mapping[str, FieldValue]) -> str:
            name, until = str(values["name"]), str(values["until"])
            day = typed_date(until, smits.view.state.today) if until else None
            delegation.name_delegate(
                smits.record,
                smits.view.settings,
                name,
                by=smits.person,
                until=day,
                passphrase=passphrase,
            )
            return (
                f"{name} may now act for {smits.person} until {day}."
                if name
                else "Nobody acts on your behalf."
            )

        self.ask_form(Form("Delegate", fields, take, draft=smits.draft("delegate")))

    def _as_whom(self, act: Callable[[str, str], None]) -> None:
        """Act for oneself, or as the delegate of another person; ask if both are possible."""
        state, person = self.smits.view.state, self.smits.person
        names = [stakeholder.name for stakeholder in self.smits.view.settings.stakeholders]
        others = [name for name in names if state.delegate(name) == person]
        own = [person] if person in names or not others else []
        options = [(name, name if name == person else f"{name}, as their delegate") for name in own + others]

        def chosen(name: str | None) -> None:
            if name:
                self._confirmed(lambda passphrase: act(name, passphrase))

        self._choose("On whose behalf?", options, chosen)

    def _confirmed(self, act: Callable[[str], None]) -> None:
        """Confirm the acting person by the login, or by a passphrase that is asked for; then act.

        Args:
            act: takes the passphrase; blank where none is needed.

        Raises:
            NotConfirmed: the login is not one of this person's, and there is no passphrase.
        """
        smits = self.smits
        settings, person, origin = smits.view.settings, smits.person, smits.record.origin
        if not identity.asks_passphrase(settings, person, origin):
            identity.confirmation(settings, person, origin)
            act("")
            return
        typed: list[str] = []

        def check(passphrase: str) -> None:
            identity.confirmation(settings, person, origin, passphrase)
            typed.append(passphrase)

        def closed(was_confirmed: bool | None) -> None:
            if was_confirmed:
                smits.attempt(lambda: act(typed[-1]))

        about = f"This login does not confirm that you are {person}."
        prompt = Prompt("Passphrase", about, f"passphrase of {person}", "Continue", check, secret=True)
        self.app.push_screen(prompt, closed)

    def _choose(
        self, title: str, options: list[tuple[str, str]], then: Callable[[str | None], object]
    ) -> None:
        """Ask for one of the options; a single option is chosen without asking."""
        if len(options) == 1:
            then(options[0][0])
            return

        def chosen(key: str | None) -> None:
            self.smits.attempt(lambda: then(key))

        self.app.push_screen(Chooser(title, options), chosen)
