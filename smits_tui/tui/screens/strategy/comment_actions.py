"""Commenting on sections, and answering, resolving, reopening and withdrawing comments."""

from __future__ import annotations

from collections.abc import Callable

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.deliverables import comments
from smits_tui.presentation.comment_sentences import comment_sentence
from smits_tui.process.deliverables.comments import SectionComment
from smits_tui.process.deliverables.content import content_of
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.strategy.section_writing import SectionWriting

NEW = "new"
"""The choice of a new comment; the others are `verb K1`."""


class CommentActions(SectionWriting):
    """The comments on the section or document under the cursor."""

    def action_comment(self) -> None:
        """Comment on the section; where there are comments, choose between that and each of them."""
        kind, name = self.chosen
        deliverable = next(status for status in self.smits.view.deliverables if status.kind == kind)
        listed = [comment for comment in deliverable.comments if name in ("", comment.comment.section)]
        options = [(NEW, "Write a new comment")] if name else []
        options += [option for comment in listed for option in self._choices(comment)]
        if not options:
            raise ActionRefused("Choose the section on which you comment.")
        self._choose("Comments", options, self._act_on)

    def _choices(self, shown: SectionComment) -> list[tuple[str, str]]:
        """What the acting person can do with a comment: keys for `_act_on`, and labels."""
        comment = shown.comment
        verbs = ["answer", "resolve"] if shown.is_open else ["reopen"]
        if comment.by == self.smits.person:
            verbs.append("withdraw")
        sentence = comment_sentence(shown)
        return [(f"{verb} {comment.id}", f"{verb.capitalize()} {comment.id} of {sentence}") for verb in verbs]

    def _act_on(self, choice: str | None) -> None:
        """Do what was chosen, or ask for its words."""
        verb, _, identifier = (choice or "").partition(" ")
        record, person = self.smits.record, self.smits.person
        match verb:
            case "new":
                self._ask_for_comment(*self.chosen)
            case "answer":
                self._ask_for_answer(identifier)
            case "resolve":
                comments.resolve_comment(record, identifier, by=person)
                self.done(f"{identifier} is resolved.")
            case "reopen":
                comments.reopen_comment(record, identifier, by=person)
                self.done(f"{identifier} is open again.")
            case "withdraw":
                self.confirm(
                    f"Withdraw {identifier}?",
                    "The comment and its answers are shown in the history only.",
                    "Withdraw",
                    self._withdrawal(identifier),
                )

    def _withdrawal(self, identifier: str) -> Callable[[], str]:
        def act() -> str:
            comments.withdraw_comment(self.smits.record, identifier, by=self.smits.person)
            return f"{identifier} is withdrawn."

        return act

    def _ask_for_comment(self, kind: str, name: str) -> None:
        content = next(content for content in content_of(self.smits.view.state, kind) if content.name == name)

        def answer(words: str) -> None:
            smits = self.smits
            comments.comment_on(smits.record, kind, name, words, by=smits.person, shown=content.fingerprint)

        about = f"On {self._titles(kind, (name,))}. It delays neither agreement nor approval; x objects."
        slot = self.smits.draft(f"comment {kind}/{name}")
        question = Prompt("Comment", about, "what you think of it", "Comment", answer, draft=slot)
        self.ask(question, "The comment is recorded.")

    def _ask_for_answer(self, identifier: str) -> None:
        comment = self.smits.view.state.comment(identifier)
        if comment is None:
            return

        def answer(words: str) -> None:
            comments.answer_comment(self.smits.record, identifier, words, by=self.smits.person)

        about, slot = f"{comment.by}: {comment.text}", self.smits.draft(f"answer {identifier}")
        question = Prompt(f"Answer {identifier}", about, "your answer", "Answer", answer, draft=slot)
        self.ask(question, f"{identifier} is answered.")
